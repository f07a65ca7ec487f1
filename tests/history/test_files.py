"""Records of handouts: written, read again, and broken by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syllabus.diagnostics import Diagnostic
from syllabus.model.course import Edition
from syllabus.outputs.history import (
    MeetingSnapshot,
    SectionSnapshot,
    Snapshot,
    TextSnapshot,
    snapshot_text,
)
from syllabus.outputs.history.compare import compare_snapshots
from syllabus.outputs.history.files import handout_days, last_handout, load_snapshot
from syllabus.outputs.history.plain import without_breaks
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout

GOLDEN = Path(__file__).parents[1] / "golden"
EVERYTHING = Layout(GOLDEN / "everything")
SPAN = SourceFile(Path("x"), "x", "").span(0)


def load(text: str) -> tuple[Snapshot | None, list[Diagnostic]]:
    faults: list[Diagnostic] = []
    return load_snapshot(SourceFile(Path("x.yaml"), "x.yaml", text), faults), faults


def taken(layout: Layout, as_of: str, edition: Edition = Edition.MEMBERS) -> Snapshot:
    snapshot = prepare_handout(layout, as_of, edition).snapshot
    assert snapshot is not None
    return snapshot


def test_a_record_holds_nothing_that_is_for_members_only() -> None:
    members, public = (taken(EVERYTHING, "2022-01-01", edition) for edition in Edition)
    text = snapshot_text(members)
    assert text == snapshot_text(public)
    assert "recording: yes" in text
    for secret in ("s#c", "video.example", "p_w", "meet.example"):
        assert secret not in text


@pytest.mark.parametrize("style", ["apa", "ieee", "nature", "chicago-notes-bibliography"])
def test_the_clock_changes_nothing_but_recordings(style: str, tmp_path: Path) -> None:
    files = {
        "syllabus/course.yaml": f"title: A\nzone: UTC\ntime: 9:00\nstyle: {style}\n",
        "bib/library.bib": "".join(
            f"@book{{{key}, author = {{{key}, A.}}, title = {{{key}}}, year = 2020}}\n"
            for key in ("Ampere", "Bohr")
        ),
    }
    # Each is the first that is cited while it is upcoming, which a number counts by.
    for month, key in ((3, "Ampere"), (4, "Bohr")):
        files[f"syllabus/meetings/{key}.md"] = (
            f"---\ndate: 2021-0{month}-11\ntitle: {key}\n"
            f"recording: {{url: 'https://video.example'}}\n---\n\n"
            f"See @{key}, that is [@{key}, p. 7].\n\n## Pre-reading\n\n1. [@{key}]\n"
        )
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    days = ("2021-03-01", "2021-04-01", "2021-05-01")
    first, second, third = (taken(Layout(tmp_path), day) for day in days)
    for before, after, title in ((first, second, "Ampere"), (second, third, "Bohr")):
        (changed,) = compare_snapshots(before, after).all
        assert changed.latest.title == title
        assert [change.kind.value for change in changed.changes] == ["recording-added"]


# A damaged character is a fault of the course, and in no handout.
letters = st.characters() | st.sampled_from("\ufeff\u2028\x85\x07-#:$'\"{[ ")
texts = (
    st.lists(letters, min_size=1)
    .map("".join)
    .map(without_breaks)
    .filter(lambda text: text.strip() and "\ufffd" not in text)
)
lines = st.lists(texts, max_size=3).map(
    lambda found: tuple(f"{'  ' * min(index, 2)}{text}" for index, text in enumerate(found))
)
parts = st.builds(TextSnapshot, texts, st.just("") | texts, lines)
starts = st.none() | st.datetimes(datetime(1901, 1, 1), datetime(2198, 1, 1)).map(
    lambda start: start.replace(second=0, microsecond=0, tzinfo=ZoneInfo("Asia/Tokyo"))
)
meetings = st.builds(
    MeetingSnapshot,
    identifier=texts,
    id=st.none() | texts,
    title=texts,
    span=st.just(SPAN),
    start=starts,
    when=st.none() | texts,
    time=st.none() | st.just(time(7, 30)),
    minutes=st.integers(0, 20_000),
    streams=st.just("") | texts,
    topic=st.none() | texts,
    reason=st.none() | texts,
    recording=st.booleans(),
    texts=st.none() | st.lists(parts, max_size=3).map(tuple),
)
sections = st.builds(SectionSnapshot, texts, st.none() | texts, lines, st.just(SPAN))
snapshots = st.builds(
    Snapshot,
    st.dates(date(1900, 1, 1), date(2199, 1, 1)),
    texts,
    st.just(ZoneInfo("Europe/Berlin")),
    st.lists(sections, max_size=2).map(tuple),
    st.lists(meetings, max_size=3).map(tuple),
)


@given(snapshots)
def test_whatever_was_recorded_is_read_again(snapshot: Snapshot) -> None:
    found, faults = load(snapshot_text(snapshot))
    assert not faults
    assert found == snapshot


def test_an_item_takes_a_line() -> None:
    text = snapshot_text(taken(EVERYTHING, "2021-03-23"))
    assert "    text: |\n      - " in text
    assert snapshot_text(taken(EVERYTHING, "2021-03-23T23:59")) == text


RECORD = """\
format: 1
handout: 2021-04-14
title: Optics
zone: Europe/Berlin
meetings:
- meeting: lenses
  title: Lenses
  start: 2021-04-15T16:00+02:00
  minutes: 60
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("format: 1", "format: 2", "1:9", "unknown-format"),
        ("handout: 2021-04-14", "handout: soon", "2:10", "bad-date"),
        ("zone: Europe/Berlin", "zone: Berlin", "4:7", "unknown-zone"),
        ("2021-04-15T16:00+02:00", "2021-04-15", "8:10", "bad-date"),
        ("2021-04-15T16:00+02:00", "0001-01-01T00:00+23:00", "8:10", "bad-date"),
        ("  minutes: 60\n", "", "6:3", "missing-key"),
        ("minutes: 60", "minuets: 60", "9:3", "unknown-key"),
        ("minutes: 60", "minutes: an hour", "9:12", "bad-number"),
        ("minutes: 60", "minutes: [60]", "9:12", "wrong-shape"),
        ("title: Lenses", "title: &a Lenses", "7:10", "yaml-alias"),
        ("meetings:\n", "<<<<<<< HEAD\nmeetings:\n", "5:1", "broken-yaml"),
    ],
)
def test_a_broken_record_is_a_fault_at_its_place(old: str, new: str, place: str, code: str) -> None:
    assert load(RECORD)[1] == []
    assert old in RECORD
    snapshot, faults = load(RECORD.replace(old, new))
    assert snapshot is None
    found = [(f"{each.span.line}:{each.span.column}", each.code) for each in faults if each.span]
    assert (place, code) in found
    assert all(each.hints for each in faults)


def test_the_last_handout_is_of_a_day_before(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    faults: list[Diagnostic] = []
    assert last_handout(layout, date(2021, 4, 14), faults) is None
    layout.handouts.mkdir(parents=True)
    for day in ("2021-03-23", "2021-04-14"):
        (layout.handouts / f"{day}.yaml").write_text(RECORD.replace("2021-04-14", day))
    for name in ("2021-02-30.yaml", "2021-04-01.yaml.orig", "notes.txt", "20210401.yaml"):
        (layout.handouts / name).write_text("nothing to read")
    assert handout_days(layout) == (date(2021, 3, 23), date(2021, 4, 14))
    found = last_handout(layout, date(2021, 4, 14), faults)
    assert found is not None
    assert found.day == date(2021, 3, 23)
    assert found.meetings[0].start == datetime(2021, 4, 15, 16, tzinfo=ZoneInfo("Europe/Berlin"))
    assert last_handout(layout, date(2021, 3, 23), faults) is None
    assert faults == []


def test_a_link_out_of_the_project_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "2021-03-23.yaml").write_text(RECORD)
    layout = Layout(tmp_path / "project")
    layout.history.mkdir(parents=True)
    layout.handouts.symlink_to(outside)
    faults: list[Diagnostic] = []
    assert last_handout(layout, date(2021, 4, 14), faults) is None
    assert [fault.code for fault in faults] == ["file-outside-project"]


def test_long_texts_are_compared_quickly() -> None:
    # Words that difflib alone would take minutes for.
    words = [f"w{index % 150}" for index in range(40_000)]
    part = TextSnapshot("", "", (" ".join(words), *(f"- line {n} of many" for n in range(5_000))))
    meeting = MeetingSnapshot("a", "A", SPAN, texts=(part,))
    other = TextSnapshot(
        "", "", (" ".join(reversed(words)), *(f"- line {n} of more" for n in range(5_000)))
    )
    old = Snapshot(date(2021, 4, 14), "A", ZoneInfo("UTC"), (), (meeting,))
    new = Snapshot(
        old.day + timedelta(1),
        "A",
        old.zone,
        (),
        (MeetingSnapshot("a", "A", SPAN, texts=(other,)),),
    )
    assert len(compare_snapshots(old, new).meetings[0].changes) > 4_000
