"""What readers are told of two handouts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from markdown_it import MarkdownIt

from syllabus.model.course import DatePatterns
from syllabus.model.words import words_for
from syllabus.outputs.history import MeetingSnapshot, SectionSnapshot, Snapshot, TextSnapshot
from syllabus.outputs.history.compare import ChangeKind, compare_snapshots
from syllabus.outputs.history.printing import changes_markdown
from syllabus.outputs.history.remarks import Wording
from syllabus.outputs.history.wording import PieceKind, compare_words, excerpt
from syllabus.source import SourceFile

ZONE = ZoneInfo("Europe/Berlin")
SPAN = SourceFile(Path("x"), "x", "").span(0)
MEETING = MeetingSnapshot(
    identifier="2021-04-15-lenses",
    title="Lenses",
    span=SPAN,
    start=datetime(2021, 4, 15, 16, tzinfo=ZONE),
    minutes=60,
    streams="Theory",
    texts=(TextSnapshot("Pre-reading", "", ("- A book (20 pages)", "- A film (40 min)")),),
)
OTHER = replace(
    MEETING,
    identifier="2021-04-22-mirrors",
    title="Mirrors",
    start=datetime(2021, 4, 22, 16, tzinfo=ZONE),
)


def snapshot(*meetings: MeetingSnapshot, sections: tuple[SectionSnapshot, ...] = ()) -> Snapshot:
    return Snapshot(date(2021, 4, 1), "Optics", ZONE, sections, meetings)


def found(old: Snapshot, new: Snapshot) -> list[tuple[str, list[str]]]:
    return [
        (each.latest.identifier, [change.kind.value for change in each.changes])
        for each in compare_snapshots(old, new).meetings
    ]


def lines(*texts: str) -> dict[str, Any]:
    return {"texts": (TextSnapshot("Pre-reading", "", texts),)}


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        ({}, []),
        ({"start": datetime(2021, 4, 16, 16, tzinfo=ZONE)}, ["moved"]),
        ({"start": datetime(2021, 4, 15, 15, tzinfo=ZoneInfo("Europe/London"))}, []),
        ({"start": None, "when": "in May"}, ["moved"]),
        ({"cancelled": True, "reason": "strike", "texts": None}, ["cancelled"]),
        ({"title": "Thick Lenses"}, ["title"]),
        ({"topic": "thick ones"}, ["topic"]),
        ({"streams": "Theory/Laboratory"}, ["streams"]),
        ({"minutes": 90}, ["duration"]),
        ({"recording": True}, ["recording-added"]),
        ({"texts": None}, []),
        (lines("- A film (40 min)", "- A book (20 pages)"), []),
        (lines("- A book (20 pages)"), ["text-removed"]),
        (lines(*2 * ("- A book (20 pages)",), "- A film (40 min)"), ["text-added"]),
        (lines("- A book (21 pages)", "- A film (40 min)"), ["text-reworded"]),
        (
            lines("- A book (20 pages)", "- A film (40 min)", "  - Something new"),
            ["text-added"],
        ),
        # What belongs to an item and is none of its own is a part of it.
        (
            lines("- A book (20 pages)", "  with many pictures", "- A film (40 min)"),
            ["text-reworded"],
        ),
    ],
    ids=repr,
)
def test_a_change_is_told_by_its_kind(new: dict[str, Any], kinds: list[str]) -> None:
    after = snapshot(replace(MEETING, **new))
    assert found(snapshot(MEETING), after) == ([(MEETING.identifier, kinds)] if kinds else [])


def test_markdown_has_german_dates_and_whatever_else_could_begin_a_list() -> None:
    """As a program that knows CommonMark prints them."""
    first = replace(MEETING, start=datetime(2026, 12, 1, 10, tzinfo=ZONE), title="1) *a* - b")
    changes = compare_snapshots(snapshot(), snapshot(first))
    wording = Wording(words_for("de"), "de", DatePatterns())
    html = MarkdownIt().render(changes_markdown(changes, "16. Feb. 2026", wording))
    assert "<h2>16. Feb. 2026</h2>" in html
    assert "<h3>1. Dez. 2026 – 1) *a* - b</h3>" in html
    item = MarkdownIt().render(changes_markdown(changes, "- x", wording).removeprefix("## "))
    assert item.startswith("<p>- x</p>")


def test_what_takes_place_after_all_comes_with_its_readings() -> None:
    cancelled = replace(MEETING, cancelled=True, reason="strike", texts=None)
    assert found(snapshot(cancelled), snapshot(MEETING)) == [
        (MEETING.identifier, ["restored", "text-added", "text-added"])
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (None, "strike", "Reason for the cancellation: +strike"),
        ("strike", "a strike", "Reason for the cancellation: +a strike"),
        ("strike", None, "Reason for the cancellation: -strike"),
    ],
)
def test_another_reason_is_no_other_cancellation(
    old: str | None, new: str | None, told: str
) -> None:
    before, after = (
        replace(MEETING, cancelled=True, texts=None, reason=each) for each in (old, new)
    )
    (changed,) = compare_snapshots(snapshot(before), snapshot(after)).meetings
    (remark,) = Wording(words_for("en"), "en", DatePatterns()).remarks(changed)
    marks = {PieceKind.ADDED: "+", PieceKind.REMOVED: "-", PieceKind.KEPT: ""}
    words = " ".join(marks[piece.kind] + piece.text for piece in remark.pieces)
    assert f"{remark.label}: {words}" == told
    assert remark.change.kind is ChangeKind.REASON


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        ({"identifier": "lenses"}, []),
        (
            {"identifier": "2021-05-20-lenses", "start": datetime(2021, 5, 20, 16, tzinfo=ZONE)},
            ["moved"],
        ),
        ({"identifier": "2021-04-15-glass", "title": "Glass"}, ["title"]),
        (
            {
                "identifier": "2021-04-15-glass",
                "title": "Glass",
                "start": datetime(2021, 4, 15, 9, tzinfo=ZONE),
            },
            ["moved", "title"],
        ),
    ],
    ids=lambda each: each.get("identifier") if isinstance(each, dict) else "",
)
def test_a_renamed_record_is_the_same_meeting(new: dict[str, Any], kinds: list[str]) -> None:
    after = replace(MEETING, **new)
    expected = [(after.identifier, kinds)] if kinds else []
    assert found(snapshot(MEETING, OTHER), snapshot(after, OTHER)) == expected


def test_a_record_that_calls_itself_by_a_name_is_known_by_it() -> None:
    before = replace(MEETING, id="a1")
    after = replace(before, identifier="glass", title="Glass", start=OTHER.start)
    assert found(snapshot(before), snapshot(after)) == [("glass", ["moved", "title"])]
    twin = replace(MEETING, identifier="glass", id="b2")
    assert [kinds for _, kinds in found(snapshot(before), snapshot(twin))] == [
        ["new"],
        ["removed"],
    ]


def test_meetings_come_and_go_in_the_order_of_the_schedule() -> None:
    undated = replace(OTHER, identifier="tbd", title="Field trip", start=None, when="in June")
    old, new = snapshot(OTHER, undated), snapshot(replace(MEETING, cancelled=True), undated)
    assert found(old, new) == [
        (MEETING.identifier, ["new", "cancelled"]),
        (OTHER.identifier, ["removed"]),
    ]


def test_two_meetings_that_swap_days_are_not_taken_for_each_other() -> None:
    old = snapshot(MEETING, OTHER)
    new = snapshot(replace(OTHER, start=MEETING.start), replace(MEETING, start=OTHER.start))
    assert found(old, new) == [
        (OTHER.identifier, ["moved"]),
        (MEETING.identifier, ["moved"]),
    ]


def test_prose_changes_word_by_word() -> None:
    def section(*texts: str) -> SectionSnapshot:
        return SectionSnapshot("general", "General", texts, SPAN)

    old = snapshot(sections=(section("We meet on Zoom.", "Nothing else."),))
    new = snapshot(sections=(section("We meet in person.", "Nothing else."),))
    ((changed),) = compare_snapshots(old, new).sections
    (change,) = changed.changes
    assert change.kind is ChangeKind.TEXT_REWORDED
    assert (change.old, change.new) == ("We meet on Zoom.", "We meet in person.")
    assert [each.changes[0].kind for each in compare_snapshots(snapshot(), new).sections] == [
        ChangeKind.NEW
    ]


def test_words_are_marked_and_formulas_are_one_word_each() -> None:
    pieces = compare_words(
        "Show that $f * g = 0$ for all $f$.", "Show that $f * g = 1$ for all $f$."
    )
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (PieceKind.KEPT, "Show that"),
        (PieceKind.REMOVED, "$f * g = 0$"),
        (PieceKind.ADDED, "$f * g = 1$"),
        (PieceKind.KEPT, "for all $f$."),
    ]


def test_a_price_is_no_formula() -> None:
    (_, removed, added, _) = compare_words("It costs $5 and $6 more.", "It costs $5 and $7 more.")
    assert (removed.text, added.text) == ("$6", "$7")


def test_an_excerpt_keeps_the_words_beside_a_change() -> None:
    old = "one two three four five six seven"
    pieces = excerpt(compare_words(old, old.replace("four", "4")), 1)
    assert [piece.text for piece in pieces] == ["…", "three", "four", "4", "five", "…"]
    assert excerpt(compare_words(old, old), 1) == compare_words(old, old)


# --- what was held ---


def held(language: str, *meetings: MeetingSnapshot, since: date, until: date) -> str | None:
    """Return the line on what was held, with the same meetings in both handouts."""
    old, new = (replace(snapshot(*meetings), day=day) for day in (since, until))
    changes = compare_snapshots(old, new)
    assert not changes
    wording = Wording(words_for(language), language, DatePatterns(None, None, None))
    return wording.held(changes)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        # Each handout is as of the start of its day; the one of a meeting's day has it ahead.
        (date(2021, 4, 14), date(2021, 4, 15), None),
        (date(2021, 4, 14), date(2021, 4, 16), "Held: 15 Apr"),
        (date(2021, 4, 15), date(2021, 4, 22), "Held: 15 Apr"),
        (date(2021, 4, 15), date(2021, 4, 23), "Held: 15 Apr, 22 Apr"),
        (date(2021, 4, 16), date(2021, 4, 23), "Held: 22 Apr"),
        (date(2021, 4, 1), date(2022, 1, 1), "Held: 15 Apr 2021, 22 Apr 2021"),
        (date(2021, 4, 23), date(2021, 4, 15), None),
    ],
)
def test_meetings_held_in_between_are_told_once(
    since: date, until: date, expected: str | None
) -> None:
    parallel = replace(MEETING, identifier="2021-04-15-prisms", title="Prisms")
    meetings = (MEETING, parallel, OTHER)
    assert held("en", *meetings, since=since, until=until) == expected


@pytest.mark.parametrize(
    "new",
    [
        {"cancelled": True},
        {"start": None, "when": "Spring"},
        {"start": datetime(2021, 4, 15, 23, 30, tzinfo=ZONE)},  # it goes on at the handout's moment
    ],
)
def test_what_was_not_held_is_not_told(new: dict[str, Any]) -> None:
    meeting = replace(MEETING, **new)
    assert held("en", meeting, since=date(2021, 4, 1), until=date(2021, 4, 16)) is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Stattgefunden: 1. Apr."),
        ("el", "Πραγματοποιήθηκαν: 1 Απρ"),
        ("es", "Celebradas: 1 abr"),
        ("fr", "Ont eu lieu : 1er avr."),
        ("it", "Tenuti: 1º apr"),
        ("ja", "開催済み：4月1日"),
        ("nl", "Gehouden: 1 apr"),
        ("pt", "Realizados: 1º de abr."),
        ("pt-PT", "Realizadas: 1/04"),
        ("sv", "Held: 1 apr."),
    ],
)
def test_what_was_held_is_told_in_the_language(language: str, expected: str) -> None:
    meeting = replace(MEETING, start=datetime(2021, 4, 1, 16, tzinfo=ZONE))
    said = held(language, meeting, since=date(2021, 4, 1), until=date(2021, 4, 8))
    assert said is not None
    assert said.replace("\u00a0", " ").replace("\u202f", " ") == expected


def test_an_empty_word_of_the_course_tells_nothing_of_what_was_held() -> None:
    old, new = (replace(snapshot(MEETING), day=date(2021, 4, day)) for day in (1, 16))
    words = {**words_for("en"), "held": ""}
    wording = Wording(words, "en", DatePatterns(None, None, None))
    assert wording.held(compare_snapshots(old, new)) is None
