"""Events keep their UID for life, and SEQUENCE and LAST-MODIFIED rise when what is told changes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.calendar.courses import events, make_course, publish

from syllabus.diagnostics import Severity
from syllabus.front.check import check_project
from syllabus.front.check.calendar import advise_calendar
from syllabus.front.records.published import published_text, read_published
from syllabus.model.course import Course, Edition
from syllabus.model.slug import course_slug
from syllabus.outputs.calendar import Event, RevisedEvents, revise_events
from syllabus.outputs.calendar.publishing import CalendarRequest, write_calendar
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import clean_build

LENSES = """\
date: 2021-04-15
title: Lenses
stream: waves
join: {url: https://meet.example/optics, passcode: 041771}
---

See [the notes](https://example.org/notes).
"""
MIRRORS = "date: 2021-04-22\ntitle: Mirrors\nid: m4\n---\n"


def edit(layout: Layout, name: str, old: str, new: str) -> None:
    path = layout.meetings / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(layout: Layout, summary: str, as_of: str = "2021-04-01") -> tuple[str, int, datetime]:
    event = events(publish(layout, as_of).path)[summary]
    return event.uid.value, int(event.sequence.value), event.last_modified.value


def test_the_uid_stays_whatever_becomes_of_date_title_file_and_course(tmp_path: Path) -> None:
    layout = make_course(tmp_path, mirrors=MIRRORS)
    uid, *_ = told(layout, "Mirrors")
    (layout.meetings / "mirrors.md").rename(layout.meetings / "2021-04-29-curved.md")
    edit(layout, "2021-04-29-curved", "date: 2021-04-22", "date: 2021-04-29")
    edit(layout, "2021-04-29-curved", "Mirrors", "Curved Mirrors")
    layout.course.write_text(layout.course.read_text().replace("Optics", "Optics and More"))
    assert told(layout, "Curved Mirrors")[:2] == (uid, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2021-04-15", "2021-04-16"),
        ("Lenses", "Lenses II"),
        ("waves", "rays"),
        ("notes", "slides"),
        ("notes).", "notes).\n\n::: members\nAnd mine.\n:::"),
        ("title:", "duration: 2 h\ntitle:"),
        ("title:", "zone: Europe/Oslo\ntitle:"),
        ("title:", "status: cancelled\ntitle:"),
        ("meet.example", "video.example"),
        ("041771", "041772"),
        ("title:", "recording: {url: https://video.example/1}\ntitle:"),
    ],
)
def test_any_change_is_one_more_and_later(tmp_path: Path, old: str, new: str) -> None:
    layout = make_course(tmp_path, lenses=LENSES, mirrors=MIRRORS)
    publish(layout)
    edit(layout, "lenses", old, new)
    outcome = publish(layout, "2021-04-02T09:30:01Z")
    assert outcome.changed == 1
    found = events(outcome.path)
    mirrors = found.pop("Mirrors")
    (lenses,) = found.values()
    assert (lenses.sequence.value, mirrors.sequence.value) == ("1", "0")
    assert lenses.last_modified.value == datetime(2021, 4, 2, 9, 30, 1, tzinfo=UTC)
    assert mirrors.last_modified.value < lenses.last_modified.value


def test_time_that_passes_is_no_change(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES, mirrors=MIRRORS)
    publish(layout)
    history = layout.calendar.read_bytes()
    for as_of in ("2021-04-15T17:00", "2021-05-01", "2020-01-01"):
        assert publish(layout, as_of).changed == 0
    assert layout.calendar.read_bytes() == history


def test_the_same_at_the_same_moment_is_the_same_file(tmp_path: Path) -> None:
    one = make_course(tmp_path / "one", lenses=LENSES, mirrors=MIRRORS)
    other = make_course(tmp_path / "other", lenses=LENSES, mirrors=MIRRORS)
    feeds = [publish(layout).path for layout in (one, other, one)]
    assert len({path.read_bytes() for path in feeds if path}) == 1


def test_editions_and_streams_share_their_numbers(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES, mirrors=MIRRORS)
    publish(layout, edition=Edition.PUBLIC)
    edit(layout, "lenses", "Lenses", "Prisms")
    publish(layout, "2021-04-02", Edition.PUBLIC)
    everything = events(publish(layout, "2021-04-03").path)
    waves = events(publish(layout, "2021-04-04", stream="WAVES").path)
    rays = events(publish(layout, "2021-04-04", stream="rays").path)
    assert set(everything) == set(waves) == {"Prisms", "Mirrors"}
    assert set(rays) == {"Mirrors"}
    assert waves["Prisms"].serialize() == everything["Prisms"].serialize()
    assert everything["Prisms"].sequence.value == "1"


def test_a_changed_link_is_a_change_until_clean_and_never_in_the_history(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES)
    publish(layout)
    history = layout.calendar.read_text(encoding="utf-8")
    edit(layout, "lenses", "041771", "041772")
    publish(layout)
    digest = re.findall("digest: (.*)", history)
    assert re.findall("digest: (.*)", layout.calendar.read_text(encoding="utf-8")) == digest
    clean_build(layout, print)
    edit(layout, "lenses", "041772", "041773")
    assert publish(layout).changed == 0


def test_what_is_gone_is_cancelled_until_it_would_be_over(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES, mirrors=MIRRORS)
    uid, *_ = told(layout, "Lenses")
    (layout.meetings / "lenses.md").unlink()
    edit(layout, "mirrors", "date: 2021-04-22", "date: TBD\nwhen: in summer")
    outcome = publish(layout, "2021-04-02")
    assert [fault.code for fault in outcome.diagnostics] == ["vanished-meeting"]
    found = events(outcome.path)
    assert set(found) == {"Lenses (cancelled)", "Mirrors (in summer)"}
    for event in found.values():
        assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    again = publish(layout, "2021-04-03")
    assert not again.diagnostics
    assert events(again.path)["Lenses (cancelled)"].sequence.value == "1"
    assert set(events(publish(layout, "2021-04-15T17:30").path)) == {"Mirrors (in summer)"}
    make_course(tmp_path, lenses=LENSES.replace("2021-04-15", "2021-05-06"))
    assert told(layout, "Lenses")[:2] == (uid, 2)


def test_a_file_of_any_name_is_remembered(tmp_path: Path) -> None:
    name = "한" * 80
    layout = make_course(tmp_path, **{name: "date: 2021-04-15\ntitle: A\n---\n", "B 2": MIRRORS})
    publish(layout)
    assert publish(layout).changed == 0
    uid, *_ = told(layout, "A")
    (fault,) = write_calendar(CalendarRequest(layout, "2021-04-01"), print, print).diagnostics
    assert fault.hints[0].startswith("add 'id: u1112-u1161-u11ab-u1112-")
    known = fault.hints[0].split("'")[1]
    edit(layout, name, "title", known + "\ntitle")
    (layout.meetings / f"{name}.md").rename(layout.meetings / "korea.md")
    assert told(layout, "A")[:2] == (uid, 0)


def test_a_row_and_a_section_of_one_meeting_are_one_event(tmp_path: Path) -> None:
    row = "date: 2021-04-15\ntitle: Row\nshow: schedule\n---\n"
    section = "date: 2021-04-15\ntitle: Section\nstream: rays\nshow: details\n---\n"
    layout = make_course(tmp_path, row=row, section=section)
    assert set(events(publish(layout).path)) == {"Section"}


def test_a_rename_is_told_before_it_is_made_and_after(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES, mirrors=MIRRORS)
    uid, *_ = told(layout, "Lenses")
    project = check_project(layout)
    assert project.course is not None
    outcome = write_calendar(CalendarRequest(layout, "2021-04-01"), print, print)
    (fault,) = outcome.diagnostics
    assert (fault.code, fault.severity) == ("meeting-without-id", Severity.NOTE)
    assert fault.hints == ("add 'id: lenses', and the file can be renamed",)
    (layout.meetings / "lenses.md").rename(layout.meetings / "glass.md")
    (fault,) = publish(layout).diagnostics
    assert fault.code == "vanished-meeting"
    assert fault.span is not None
    assert (fault.span.file.name, fault.span.text) == ("syllabus/history/calendar.yaml", "lenses")
    assert fault.hints[0].startswith("add 'id: lenses' in syllabus/meetings/glass.md, which")
    edit(layout, "glass", "date:", "id: lenses\ndate:")
    assert told(layout, "Lenses")[:2] == (uid, 2)


def test_meetings_without_an_id_are_one_note(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES, mirrors=MIRRORS.replace("id:", "topic:"))
    publish(layout)
    (fault,) = write_calendar(CalendarRequest(layout, "2021-04-01"), print, print).diagnostics
    assert fault.message.startswith("the calendar knows 2 meetings by the names of their files")
    assert fault.hints[0].endswith("add its name as 'id', here 'id: lenses'")


def test_a_meeting_that_moved_is_told_of_once_with_what_keeps_its_event(tmp_path: Path) -> None:
    layout = make_course(tmp_path, **{"2021-04-15-lenses": LENSES}, mirrors=MIRRORS)
    uid, *_ = told(layout, "Lenses")
    edit(layout, "2021-04-15-lenses", "2021-04-15", "2021-04-29")
    (fault,) = publish(layout, "2021-04-02").diagnostics
    assert fault.code == "file-name-date"
    (hint,) = fault.hints
    assert "add the line 'id: 2021-04-15-lenses'" in hint
    assert hint.endswith(
        "mv syllabus/meetings/2021-04-15-lenses.md syllabus/meetings/2021-04-29-lenses.md"
    )
    edit(layout, "2021-04-15-lenses", "date:", "id: 2021-04-15-lenses\ndate:")
    path = layout.meetings / "2021-04-15-lenses.md"
    path.rename(layout.meetings / "2021-04-29-lenses.md")
    assert told(layout, "Lenses")[0] == uid


@pytest.mark.parametrize(
    "broken",
    [
        b"title: no front matter\n",
        b"---\ndate: 2021-04-15\ntitle: Lenses\n",
        b"---\ndate: 2021-04-15\ntitle: A: B\n---\n",
        b"---\ndate: 2021-04-31\ntitle: Lenses\n---\n",
        b"---\ndate: 2021-04-15\ntitle: \xff\n---\n",
    ],
)
def test_nothing_is_concluded_from_a_record_that_cannot_be_read(
    tmp_path: Path, broken: bytes
) -> None:
    layout = make_course(tmp_path, lenses=LENSES, mirrors=MIRRORS)
    publish(layout)
    (layout.meetings / "lenses.md").write_bytes(broken)
    project = check_project(layout)
    published = read_published(layout, [])
    assert project.course is not None
    assert published is not None
    moment = datetime(2021, 4, 1, tzinfo=UTC)
    told = advise_calendar(project.course, published, moment, project.diagnostics)
    assert {fault.code for fault in told} <= {"meeting-without-id"}
    (layout.meetings / "lenses.md").unlink()
    project = check_project(layout)
    assert project.course is not None
    told = advise_calendar(project.course, published, moment, project.diagnostics)
    assert "vanished-meeting" in {fault.code for fault in told}


def test_courses_in_other_scripts_have_names_and_uids_of_their_own(tmp_path: Path) -> None:
    titles = ("量子力学", "線形代数", "量子力学 I", "線形代数 I", "Оптика", "光学")
    slugs = {course_slug(title) for title in titles}
    assert len(slugs) == len(titles)
    assert all(re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{8}", slug) for slug in slugs)
    kept = {
        "Optics": "optics",
        "Größe und Maß": "groe-und-ma",
        "L-functions and ζ": "l-functions-and",
        "Łódź seminar 2": "odz-seminar-2",
        "": "syllabus",
    }
    assert {title: course_slug(title) for title in kept} == kept
    uids = []
    for title in titles[:2]:
        layout = make_course(tmp_path / title, lenses=LENSES)
        text = layout.course.read_text(encoding="utf-8")
        text = re.sub("^title:.*|^slug:.*", f"title: {title}", text, flags=re.MULTILINE)
        layout.course.write_text(text, encoding="utf-8")
        uids.append(told(layout, "Lenses")[0])
    assert uids[0] != uids[1]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("meetings/lenses.md", "---\ndate: someday\ntitle: Lenses\n---\n", (2, "bad-date")),
        ("history/calendar.yaml", "course: optics\nmeetings: {a: {", (2, "broken-yaml")),
        ("history/calendar.yaml", "course: optics\n<<<<<<< HEAD\n", (2, "broken-yaml")),
        ("history/calendar.yaml", "course: optics\nmeetings:\n  a:\n", (3, "wrong-shape")),
        ("history/calendar.yaml", "meetings: {}\n", (1, "missing-key")),
        ("history/calendar.yaml", "course: optics\nsequence: 1\n", (2, "unknown-key")),
        (
            "history/calendar.yaml",
            "course: optics\nmeetings:\n  lenses:\n    sequence: -1\n",
            (4, "bad-history"),
        ),
    ],
)
def test_a_fault_leaves_feed_and_history_as_they_were(
    tmp_path: Path, name: str, text: str, place: tuple[int, str]
) -> None:
    layout = make_course(tmp_path, lenses=LENSES)
    publish(layout)
    path = layout.course.parent / name
    path.write_text(text, encoding="utf-8")
    before = {path: path.read_bytes() for path in (layout.build / "optics.ics", layout.calendar)}
    outcome = write_calendar(CalendarRequest(layout, "2021-05-01"), print, print)
    assert outcome.path is None
    faults = [(fault.span.line, fault.code) for fault in outcome.diagnostics if fault.span]
    assert place in faults
    assert {path: path.read_bytes() for path in before} == before


def test_a_thousand_meetings_come_back_from_the_history(course: Course, tmp_path: Path) -> None:
    start = datetime(2021, 4, 15, 16, tzinfo=ZoneInfo("Europe/Berlin"))
    planned = [
        Event(f"m{number}", "Lenses", "Lenses", None, start, timedelta(hours=1), ("waves", "rays"))
        for number in range(1000)
    ]
    revised = revise_events(course, planned, None, datetime(2021, 4, 1, tzinfo=UTC))
    layout = Layout(tmp_path)
    layout.history.mkdir(parents=True)
    layout.calendar.write_text(published_text(revised.published), encoding="utf-8")
    faults: list[object] = []
    known = read_published(layout, faults)  # type: ignore[arg-type]  # no more
    assert not faults
    assert known is not None
    assert known.meetings == revised.published.meetings


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2022, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
EVENTS = st.builds(
    Event,
    id=st.sampled_from("abc"),
    title=TEXTS,
    obstacle=st.none() | TEXTS,
    start=MOMENTS.map(lambda moment: moment.astimezone(ZoneInfo("Europe/Berlin"))),
    duration=st.timedeltas(timedelta(minutes=1), timedelta(days=2)),
    streams=st.sampled_from([(), ("waves",), ("waves", "rays")]),
    lines=st.lists(TEXTS, max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    found = check_project(make_course(tmp_path_factory.mktemp("course"))).course
    assert found is not None
    return found


@given(st.lists(st.tuples(MOMENTS, st.lists(EVENTS, unique_by=lambda each: each.id)), max_size=6))
def test_numbers_never_fall_and_rise_with_what_is_told(
    course: Course,
    tmp_path_factory: pytest.TempPathFactory,
    runs: list[tuple[datetime, list[Event]]],
) -> None:
    layout = Layout(tmp_path_factory.mktemp("history"))
    layout.history.mkdir(parents=True)
    last: dict[str, tuple[str, int, datetime, Event]] = {}
    for moment, planned in runs:
        faults: list[object] = []
        known = read_published(layout, faults)  # type: ignore[arg-type]  # no more
        assert not faults
        revised: RevisedEvents = revise_events(course, planned, known, moment)
        layout.calendar.write_text(published_text(revised.published), encoding="utf-8")
        for revision in revised.revisions:
            event = revision.event
            before = last.get(event.id)
            if before is not None:
                uid, sequence, modified, old = before
                assert revision.uid == uid
                same = replace(event, meeting=None) == old
                assert (revision.sequence, revision.modified) == (sequence, modified) or not same
                rise = revision.sequence - sequence
                assert rise in (0, 1)
                assert (revision.modified > modified) == bool(rise)
                assert rise or same
            last[event.id] = (revision.uid, revision.sequence, revision.modified, event)
        assert {event.id for event in planned} <= {each.event.id for each in revised.revisions}
