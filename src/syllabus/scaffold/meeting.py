"""A new meeting: its day, by the course's recurrence, and its record."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, time, timedelta
from enum import Enum
from pathlib import Path

from syllabus.diagnostics import Diagnostic, nearest_hint
from syllabus.front.check.kinds import UNTIMED, known_kinds
from syllabus.front.check.people import seems_short
from syllabus.front.markup import MarkupContext, parse_markdown
from syllabus.front.records import read_text
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.hours import Hours
from syllabus.front.records.meeting import read_meeting
from syllabus.front.records.scalars import write_scalar
from syllabus.front.records.spans import DayRange, DayTime
from syllabus.front.records.writing import entry_text, find_entry, read_mapping
from syllabus.model.course import stream_hint
from syllabus.model.document import Heading
from syllabus.model.kinds import MEETING_KIND, MeetingKind
from syllabus.model.slug import file_slug
from syllabus.model.timeline import DaysOff, Slot, find_slots
from syllabus.on_demand import dataclass
from syllabus.scaffold.files import NewFile
from syllabus.scaffold.records import CourseRecords, PlanningError, recurrence_of, session_days

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COPIED = ("time", "duration", "stream", "kind")


class DateChoice(Enum):
    """How to choose the date of a meeting if none is given."""

    NEXT_SLOT = "next slot"


@dataclass(frozen=True, slots=True)
class MeetingRequest:
    """A meeting that is wanted; `date` None leaves it open, `days` are given where it has several.

    `like` is the record whose stream, time, duration and headings it has where nothing else is
    said. `kind` is the code of what it is, None for a meeting.
    """

    title: str
    date: date | DateChoice | None = DateChoice.NEXT_SLOT
    time: Hours | DayTime | None = None
    streams: tuple[str, ...] = ()
    like: Path | None = None
    kind: str | None = None
    speakers: tuple[str, ...] = ()
    days: DayRange | None = None


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """A record to be written; `passed` are the slots before its own that are left out.

    `doubt` says why there should be no meeting on a day that was asked for.
    """

    file: NewFile
    passed: tuple[Slot, ...] = ()
    doubt: str | None = None


def plan_meeting(
    term: CourseRecords, request: MeetingRequest, today: date, faults: list[Diagnostic]
) -> PlannedMeeting | None:
    """Return the record of a new meeting, on the next free slot after all meetings and `today`.

    Raises `PlanningError`; None after reporting that the record to copy from cannot be read.
    """
    assert term.course is not None
    lines: dict[str, str] = {}
    headings: tuple[str, ...] = ()
    if request.like is not None:
        pattern = _pattern(term, term.course, request.like, faults)
        if pattern is None:
            return None
        lines, headings = dict(pattern.lines), pattern.headings
    if request.time is not None:
        lines["time"] = f"time: {_write_time(request.time)}"
        if not isinstance(request.time, Hours) or request.time.duration is not None:
            lines.pop("duration", None)
    if request.streams:
        lines["stream"] = f"stream: {_streams(term.course, request.streams)}"
    copied = lines.pop("kind", "").partition(":")[2].strip()
    kind = _kind(term.course, request.kind or copied or MEETING_KIND.code)
    if request.kind or copied:
        lines["kind"] = f"kind: {kind.code}"
    if not kind.is_session and isinstance(request.date, DateChoice):
        raise PlanningError(f"only a meeting finds its day by itself, no {kind.code}; give --date")
    timed = kind.base not in UNTIMED
    single = request.date is not None and request.days is None
    if timed and "time" not in lines and term.course.time is None and single:
        raise PlanningError("course.yaml names no 'time'; add it there, or give --time")
    day: date | None
    passed: tuple[Slot, ...] = ()
    doubt = None
    if isinstance(request.date, DateChoice):
        *others, slot = _slots_until_free(term, term.course, today)
        day, passed = slot.day, tuple(others)
    elif (day := request.date) is not None:
        days_off = DaysOff(recurrence_of(term.course, day, term.meetings))
        doubt = days_off.reason(day) if kind.is_session else None
    name = f"{day or 'tbd'}-{file_slug(request.title, term.course.language) or 'meeting'}.md"
    if not timed:
        lines.pop("duration", None)
    written = f"{day or 'TBD'}" if request.days is None else f"{day} to {request.days.last}"
    front = [f"date: {written}", *(lines[key] for key in _COPIED if key in lines)]
    front.append(f"title: {_written(request.title, 'title')}")
    if request.speakers:
        names = [_speaker(term.course, each) for each in request.speakers]
        front += [f"speaker: {names[0]}"] if len(names) == 1 else ["speaker:"]
        front += [f"  - {name}" for name in names if len(names) > 1]
    front.append(f"id: {new_id()}")
    text = "\n".join(("---", *front, "---", *(f"\n{heading}" for heading in headings))) + "\n"
    return PlannedMeeting(NewFile(term.layout.meetings / name, text.encode()), passed, doubt)


def new_id() -> str:
    """Return a random id for a new meeting: eight letters and digits.

    The first is a letter, so that no YAML takes them for a number.
    """
    alphabets = (_LETTERS, *7 * (_LETTERS + "234567",))
    return "".join(map(secrets.choice, alphabets))


def write_time(clock: time) -> str:
    """Return a time of day as records have it: 8:00, 16:30."""
    return f"{clock.hour}:{clock.minute:02}"


def _write_time(said: Hours | DayTime) -> str:
    if isinstance(said, DayTime):
        return said.value
    zone = "" if said.zone_name is None else f" {said.zone_name}"
    return f"{write_hours(said)}{zone}"


def write_hours(hours: Hours) -> str:
    """Return hours as records have them: 8:00, 8:00-9:30."""
    start = write_time(hours.start)
    if hours.duration is None:
        return start
    end = datetime.combine(date.min, hours.start) + hours.duration
    return f"{start}-{write_time(end.time())}"


def _slots_until_free(term: CourseRecords, course: CourseRecord, today: date) -> list[Slot]:
    days = session_days(term)
    if not course.days and not days:
        raise PlanningError("course.yaml names no 'day'; add it there, or give --date")
    last = days[-1] if days else today
    recurrence = recurrence_of(course, last, term.meetings)
    # A meeting that was moved to another weekday does not move the weeks of the course.
    usual = next((day for day in reversed(days) if day.weekday() in recurrence.days), None)
    slots = []
    for slot in find_slots(recurrence, max(last, today) + timedelta(days=1), usual):
        slots.append(slot)
        if slot.reason is None:
            return slots
    raise PlanningError("found no free day; shorten 'breaks' in course.yaml, or give --date")


def _kind(course: CourseRecord, wanted: str) -> MeetingKind:
    known = known_kinds(course)
    found = known.get(wanted.casefold())
    if found is None:
        names = [each.code for each in known.values()]
        hints = nearest_hint(wanted, names) or (f"known kinds: {', '.join(names)}",)
        raise PlanningError(f"there is no kind '{wanted}'; {hints[0]}")
    return found


def _written(text: str, what: str) -> str:
    try:
        return write_scalar(text)
    except ValueError as found:
        raise PlanningError(f"found {found} in the {what}, expected one line of text") from None


def _speaker(course: CourseRecord, name: str) -> str:
    known = [pair.key.value for pair in course.people.known]
    if name not in known and seems_short(name) and (hints := nearest_hint(name, known)):
        raise PlanningError(f"there is no '{name}' in 'people' of course.yaml; {hints[0]}")
    return _written(name, "speaker")


def _streams(course: CourseRecord, codes: tuple[str, ...]) -> str:
    known = {pair.key.value.casefold(): pair.key.value for pair in course.streams}
    for code in codes:
        if code.casefold() not in known:
            hint = stream_hint(code, known.values())
            raise PlanningError(f"there is no stream '{code}'; {hint}")
    chosen = [*dict.fromkeys(known[code.casefold()] for code in codes)]
    return chosen[0] if len(chosen) == 1 else f"[{', '.join(chosen)}]"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What a record hands on: `key: value` as it was written, and its headings."""

    lines: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]


def _pattern(
    term: CourseRecords, course: CourseRecord, path: Path, faults: list[Diagnostic]
) -> _Pattern | None:
    source = read_text(path, term.layout.root, faults)
    if source is None:
        return None
    record = read_meeting(source, faults, course.language)
    mapping = read_mapping(record.span)
    if mapping is None or not mapping.entries:
        return None
    faults.clear()  # those that are left are nothing to a new record
    entries = {key: find_entry(mapping, key) for key in _COPIED}
    lines = tuple((key, entry_text(entry)) for key, entry in entries.items() if entry)
    context = MarkupContext(term.layout, course.language, course.raw_latex)
    blocks = parse_markdown(source, record.body_line, context).blocks
    headings = tuple(
        re.sub(r"\n\s*", "\n", block.span.text)
        for block in blocks
        if isinstance(block, Heading) and block.span.file is source and block.level > 1
    )
    return _Pattern(lines, headings)
