"""Records of handouts read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic, sort_diagnostics
from syllabus.front.records import read_text
from syllabus.front.records.definitions.meeting import MEETING_FACTS, MEETING_STATUS
from syllabus.front.records.definitions.places import MEETING_ROOM
from syllabus.front.records.forms import FIRST_YEAR, LAST_YEAR, TEXT, Form
from syllabus.front.records.kinds import (
    BadValue,
    Field,
    Record,
    Several,
    Single,
    Values,
    choice,
    quoted,
)
from syllabus.front.records.nodes import read_nodes
from syllabus.front.records.single_values import DAY, TIME, YES_OR_NO, ZONE
from syllabus.front.records.values import whole_number
from syllabus.model.course import Status
from syllabus.model.kinds import BaseKind
from syllabus.model.people import Role
from syllabus.on_demand import pattern
from syllabus.outputs.history.snapshot import (
    MeetingSnapshot,
    SectionSnapshot,
    Snapshot,
    TextSnapshot,
)
from syllabus.outputs.history.writing import FORMAT, handout_path
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout

LARGEST_HANDOUT = 50_000_000
"""Bytes; the record of a thousand meetings has about a tenth of that."""

MOST_NODES = 1_000_000
"""Keys and values; a meeting has about thirty."""

MEND = "'syllabus build' wrote it; get it back with git, or delete it"

_FILE_NAME = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.yaml")


def _parse_format(text: str) -> str:
    if text != FORMAT:
        message = f"found the format {quoted(text)}, expected {FORMAT}"
        raise BadValue("unknown-format", message, "a newer version of syllabus wrote it; use that")
    return text


def _parse_start(text: str) -> datetime:
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        start = datetime.min
    if start.tzinfo is None or not FIRST_YEAR <= start.year <= LAST_YEAR:
        message = f"found {quoted(text)}, expected a date and a time with its offset"
        raise BadValue("bad-date", message, "it looks like 2021-04-15T08:00-07:00")
    return start.astimezone(UTC)


def _parse_lines(text: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in text.split("\n") if line.strip())


# Unlike those of course.yaml and of front matter, nobody writes these keys by hand.
_WORDS = Single("text", str, TEXT)
_START_TIME = Single("a date and a time", _parse_start, Form(None))

_LINES = Field(
    "text",
    Single("lines of text", _parse_lines, TEXT),
    "The text, one line for each paragraph or item; references are printed out.",
)
_TITLE = Field("title", _WORDS, "The title of the course or of a meeting.", required=True)
_OWN_TITLE = Field(
    "title",
    _WORDS,
    "The title of a section or a part; without one, a part is the text before the first.",
)
_STREAM = Field("stream", _WORDS, "Whom it is for, in the words of the handout.")
_ZONE = Field("zone", ZONE, "The zone of the course's times.", required=True)
_OWN_ZONE = Field("zone", ZONE, "The zone of the meeting's time, where it is another.")

_SECTION_NAME = Field("section", _WORDS, "The name of the section's file.", required=True)
SECTION = Record("a section", (_SECTION_NAME, _OWN_TITLE, _LINES))

_DUE = Field("due", _WORDS, "By when it is due, in the words of the handout.")
PART = Record("a part", (_OWN_TITLE, _STREAM, _DUE, _LINES))

_IDENTIFIER = Field(
    "meeting", _WORDS, "The name of the record, by which the meeting is found again.", required=True
)
_ID = Field("id", _WORDS, "The `id` of the record, where it has one.")
_START = Field("start", _START_TIME, "When it starts, with the offset from UTC.")
_WHEN = Field("when", _WORDS, "What is printed in place of a date that is TBD.")
_TIME = Field("time", TIME, "When it starts on a day that is TBD.")
_ALL_DAY = Field("all_day", YES_OR_NO, "`yes`, where it takes whole days.")
_TIME_OPEN = Field("time_open", YES_OR_NO, "`yes`, where the time was not known yet.")
_LAST_DAY = Field("last_day", DAY, "The last of several days.")
_WEEKS = Field("weeks", whole_number(1, 2), "The weeks from one day to the next.")
_GROUPS = Field("groups", Several(_WORDS), "When each of its groups meets, as printed.")
_MINUTES = Field(
    "minutes", whole_number(0, 30_000), "How long it takes, in minutes.", required=True
)
_KIND = Field(
    "kind",
    choice("a kind of row", {each.value: each for each in BaseKind}),
    "`deadline`, `exam`, `holiday` or `event`, where it is no meeting.",
)
_LABEL = Field("label", _WORDS, "What stands before its title, such as Due.")
_TOPIC = Field("topic", _WORDS, "The schedule's wording of the title, where it is another.")
_REASON = Field("reason", _WORDS, "Why it is cancelled.")
_FACTS = (
    *(Field(each.value, _WORDS, f"Each {each.value}, by name.") for each in Role),
    *(Field(each.key, _WORDS, each.description) for each in (MEETING_ROOM, *MEETING_FACTS)),
)
_RECORDING = Field("recording", YES_OR_NO, "`yes`, where members got a link to a recording.")
_DETAILS = Field(
    "show",
    choice("schedule", {"schedule": False}),
    "`schedule`, where the handout had a row for the meeting and no section.",
)
_PARTS = Field("parts", Several(PART), "The texts of the meeting, part by part.")
MEETING = Record(
    "a meeting",
    (
        *(_IDENTIFIER, _ID, _TITLE, _TOPIC, _START, _OWN_ZONE, _WHEN, _TIME, _MINUTES, _STREAM),
        *(_KIND, _LABEL, _ALL_DAY, _TIME_OPEN, _LAST_DAY, _WEEKS, _GROUPS),
        *(MEETING_STATUS, _REASON, _RECORDING, _DETAILS, _PARTS),
        *_FACTS,
    ),
)

_FORMAT = Field(
    "format",
    Single(FORMAT, _parse_format, Form(FORMAT)),
    "The version of this format, 1.",
    required=True,
)
_DAY = Field("handout", DAY, "The printed day.", required=True)
_SECTIONS = Field("sections", Several(SECTION), "The prose of the handout, without its markup.")
_MEETINGS = Field("meetings", Several(MEETING), "The meetings, in the schedule's order.")
HANDOUT = Record("a handout", (_FORMAT, _DAY, _TITLE, _ZONE, _SECTIONS, _MEETINGS))


def handout_days(layout: Layout) -> tuple[date, ...]:
    """Return the days whose handouts left a record, in their order."""
    try:
        names = [path.name for path in layout.handouts.iterdir()]
    except OSError:
        return ()
    days = []
    for name in names:
        if _FILE_NAME.fullmatch(name):
            try:
                days.append(date.fromisoformat(name.removesuffix(".yaml")))
            except ValueError:  # a day that does not exist
                continue
    return tuple(sorted(days))


def last_handout(layout: Layout, before: date, faults: list[Diagnostic]) -> Snapshot | None:
    """Return the newest recorded handout of a day before this one, None if there is none."""
    days = [day for day in handout_days(layout) if day < before]
    return read_snapshot(handout_path(layout, days[-1]), layout.root, faults) if days else None


def read_snapshot(
    path: Path, root: Path, faults: list[Diagnostic], *, own: bool = True
) -> Snapshot | None:
    """Read a record, None after reporting why it cannot be read; it has to lie in `root`.

    One that is not the program's `own`, but named by the user, may be a link.
    """
    source = read_text(path, root, faults, LARGEST_HANDOUT, own=own)
    return None if source is None else load_snapshot(source, faults)


def load_snapshot(source: SourceFile, faults: list[Diagnostic]) -> Snapshot | None:
    """Return what `snapshot_text` wrote, None after reporting what is wrong with it."""
    found: list[Diagnostic] = []
    nodes = read_nodes(source, 0, len(source.text), found, MOST_NODES)
    located = HANDOUT.read(nodes, found)
    if found:
        unknown = [fault for fault in found if fault.code == "unknown-format"]
        # Of another format, everything else may be just as it should be.
        faults += unknown or (
            replace(fault, hints=(*fault.hints, MEND)) for fault in sort_diagnostics(found)[:20]
        )
        return None
    assert located is not None
    return _snapshot(located.value)


def _snapshot(values: Values) -> Snapshot:
    day, zone = values.get(_DAY), values.get(_ZONE)
    assert day is not None
    assert zone is not None
    return Snapshot(
        day.value,
        values.value(_TITLE, ""),
        zone.value,
        tuple(
            SectionSnapshot(
                each.value.value(_SECTION_NAME, ""),
                each.value.value(_OWN_TITLE, None),
                each.value.value(_LINES, ()),
                each.span.part(0, 0),
            )
            for each in values.value(_SECTIONS, ())
        ),
        tuple(_meeting(each.value, zone.value) for each in values.value(_MEETINGS, ())),
    )


def _meeting(values: Values, zone: ZoneInfo) -> MeetingSnapshot:
    title, start = values.get(_TITLE), values.value(_START, None)
    assert title is not None
    cancelled = values.value(MEETING_STATUS, Status.SCHEDULED) is Status.CANCELLED
    detailed = values.value(_DETAILS, not cancelled)
    return MeetingSnapshot(
        identifier=values.value(_IDENTIFIER, ""),
        title=title.value,
        span=title.span,
        id=values.value(_ID, None),
        start=start and start.astimezone(values.value(_OWN_ZONE, zone)),
        time=values.value(_TIME, None),
        when=values.value(_WHEN, None),
        minutes=values.value(_MINUTES, 0),
        streams=values.value(_STREAM, ""),
        topic=values.value(_TOPIC, None),
        cancelled=cancelled,
        reason=values.value(_REASON, None),
        recording=values.value(_RECORDING, False),
        texts=tuple(_text(each.value) for each in values.value(_PARTS, ())) if detailed else None,
        facts={each.key: found.value for each in _FACTS if (found := values.get(each))},
        kind=values.value(_KIND, BaseKind.MEETING),
        label=values.value(_LABEL, ""),
        all_day=values.value(_ALL_DAY, False),
        time_open=values.value(_TIME_OPEN, False),
        last_day=values.value(_LAST_DAY, None),
        weeks=values.value(_WEEKS, 0),
        groups=tuple(each.value for each in values.value(_GROUPS, ())),
    )


def _text(values: Values) -> TextSnapshot:
    return TextSnapshot(
        values.value(_OWN_TITLE, ""),
        values.value(_STREAM, ""),
        values.value(_LINES, ()),
        values.value(_DUE, ""),
    )
