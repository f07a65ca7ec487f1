"""A meeting's record: its front matter, typed, and where its body begins."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic, error, note, warning
from syllabus.front.records.definitions import days as day_keys
from syllabus.front.records.definitions import meeting as keys
from syllabus.front.records.definitions.kinds import MEETING_KIND
from syllabus.front.records.definitions.places import MEETING_ROOM
from syllabus.front.records.groups import GroupRecord, read_groups
from syllabus.front.records.hours import Hours, duration_of, time_of
from syllabus.front.records.kinds import STANDARD_LANGUAGE, Field, Located, Values, quoted
from syllabus.front.records.nodes import read_nodes
from syllabus.front.records.people import PersonRecord, read_speakers
from syllabus.front.records.places import (
    MaterialRecord,
    RoomRecord,
    read_materials,
    read_room,
)
from syllabus.front.records.spans import DayRange, DayTime, Repetition
from syllabus.model.course import Access, Show, Status
from syllabus.model.slug import identifier
from syllabus.on_demand import dataclass, pattern
from syllabus.source import SourceFile, Span
from syllabus.workspace.layout import in_git


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """One meeting as its file says it; what is None is absent or was reported.

    `date` located with None in it is TBD, and `days` are there where it has several. `day_time` is
    what stands in place of `hours`. `presenters` are None where the course says it. `span` is the
    front matter, and the body begins on `body_line`, counted from 1. `unread` are the keys whose
    values were reported.
    """

    source: SourceFile
    span: Span
    body_line: int
    date: Located[date | None] | None = None
    days: DayRange | None = None
    hours: Located[Hours] | None = None
    day_time: Located[DayTime] | None = None
    groups: tuple[GroupRecord, ...] = ()
    every: Located[Repetition] | None = None
    duration: timedelta | None = None
    duration_span: Span | None = None
    zone: ZoneInfo | None = None
    also_in: tuple[ZoneInfo, ...] | None = None
    streams: tuple[Located[str], ...] = ()
    kind: Located[str] | None = None
    title: Located[str] | None = None
    topic: Located[str] | None = None
    join: Access | None = None
    recording: Access | None = None
    status: Status = Status.SCHEDULED
    reason: Located[str] | None = None
    when: Located[str] | None = None
    show: Show = Show.EVERYWHERE
    id: Located[str] | None = None
    facts: tuple[tuple[Field[str], Located[str]], ...] = ()
    speakers: tuple[PersonRecord, ...] = ()
    presenters: tuple[PersonRecord, ...] | None = None
    unread: frozenset[str] = frozenset()
    accept: tuple[Located[str], ...] = ()
    room: RoomRecord | None = None
    materials: tuple[MaterialRecord, ...] = ()
    passcodes: tuple[Located[str], ...] = ()

    @property
    def named(self) -> tuple[PersonRecord, ...]:
        """Everybody that it names."""
        return (*self.speakers, *(self.presenters or ()))

    @property
    def time(self) -> Located[time] | None:
        """When it starts by the clock, at the place where that is written."""
        return time_of(self.hours)


def read_meeting(
    source: SourceFile, faults: list[Diagnostic], language: str = STANDARD_LANGUAGE
) -> MeetingRecord:
    """Read a record's front matter, whose dates are in a language; its body is left to `markup`."""
    front = _front_matter(source, faults)
    if front is None:
        # Without front matter there is no telling where a body begins.
        return MeetingRecord(source, source.span(0), len(source.line_starts) + 1)
    span, body_line = front
    node = read_nodes(source, span.start, span.end, faults)
    located = keys.MEETING.read(node, faults, language)
    if located is None:
        return MeetingRecord(source, span, body_line)
    values = located.value
    days, duration = values.get(keys.MEETING_DATE), values.get(keys.MEETING_DURATION)
    hours, day_time = _hours(values)
    speakers, presenters = read_speakers(values, faults)
    record = MeetingRecord(
        source=source,
        span=span,
        body_line=body_line,
        date=_first_day(days),
        days=_several(days),
        hours=hours,
        day_time=day_time,
        groups=read_groups(values.get(day_keys.MEETING_TIMES), faults),
        every=values.get(day_keys.MEETING_EVERY),
        duration=duration_of(hours, duration, faults),
        duration_span=None if duration is None else duration.span,
        zone=values.value(keys.MEETING_ZONE, None),
        also_in=_zones(values),
        streams=values.value(keys.MEETING_STREAM, ()),
        kind=values.get(MEETING_KIND),
        title=values.get(keys.MEETING_TITLE),
        topic=values.get(keys.MEETING_TOPIC),
        join=_access(values, keys.MEETING_JOIN),
        recording=_access(values, keys.MEETING_RECORDING),
        status=values.value(keys.MEETING_STATUS, Status.SCHEDULED),
        reason=values.get(keys.MEETING_REASON),
        when=values.get(keys.MEETING_WHEN),
        show=values.value(keys.MEETING_SHOW, Show.EVERYWHERE),
        id=values.get(keys.MEETING_ID),
        unread=frozenset(values.unread),
        accept=values.value(keys.MEETING_ACCEPT, ()),
        room=read_room(values, MEETING_ROOM),
        materials=read_materials(values, faults),
        speakers=speakers,
        presenters=presenters,
        passcodes=tuple(_passcodes(values)),
        facts=tuple((field, found) for field in keys.MEETING_FACTS if (found := values.get(field))),
    )
    _check_agreement(record, faults)
    return record


_SECOND = pattern(
    r"\s*^---[ \t]*\n(?P<keys>(?:[A-Za-z_][\w-]*:(?:[ \t].*)?\n)+)---[ \t]*$", re.MULTILINE
)
_OTHER_DELIMITER = pattern(
    r"^(?:-{1,2}|-{4,}|[–—−]+|(?:[-–—][ \t]+)+[-–—]|\+{3}|={3,}|_{3,}|\*{3,}|```ya?ml)[ \t]*$",
    re.MULTILINE,
)
"""What people and their word processors write for the line `---`."""


def _front_matter(source: SourceFile, faults: list[Diagnostic]) -> tuple[Span, int] | None:
    """Return the YAML between the delimiters and the line after them."""
    text = source.text
    opening = re.match(r"---[ \t]*(?:\n|\Z)", text)
    if opening is None:
        faults.append(_no_front_matter(source))
        return None
    closing = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M).search(text, opening.end())
    if closing is None:
        message = "found front matter without its closing '---'"
        hint = "write a line '---' between the keys and the text"
        place = source.line_span(1)
        other = _OTHER_DELIMITER.search(text, opening.end())
        if other is not None:
            message = f"found {quoted(other[0])}, expected '---' at the end of the front matter"
            place, hint = source.span(other.start(), other.end()), "write three hyphens: '---'"
        faults.append(error("unclosed-front-matter", message, place, hint))
        return None
    body_line = source.span(closing.start()).line + 1
    again = _SECOND.match(text, closing.end())
    if again is not None:
        message = "found a second front matter below the first"
        hint = "put its lines into the first one, and delete both of its '---'"
        place = source.span(again.start("keys") - 4, again.start("keys") - 1)
        faults.append(error("several-documents", message, place, hint))
    return source.span(opening.end(), closing.start()), body_line


def _no_front_matter(source: SourceFile) -> Diagnostic:
    """Return the fault of a record that does not begin as it should."""
    text = source.text
    begun = re.compile(r"\s*").match(text)
    start = 0 if begun is None else begun.end()
    message = "found no front matter, expected '---' on the first line"
    hint = "begin the file with the lines '---', 'date: …', 'title: …' and '---'"
    place = source.line_span(1)
    if other := _OTHER_DELIMITER.match(text, start):
        place = source.span(other.start(), other.end())
        message = f"found {quoted(other[0])}, expected '---' on the first line"
        hint = "write three hyphens: '---'"
    elif start and text.startswith("---", start):
        message = "found empty lines or spaces before the front matter, expected '---' at once"
        hint = "delete what stands before the first '---'"
    elif re.compile(r"(?:date|title|time|stream)[ \t]*:", re.IGNORECASE).match(text, start):
        message = "found front matter without its opening '---'"
        hint = "write a line '---' above it"
    return error("missing-front-matter", message, place, hint)


def _hours(values: Values) -> tuple[Located[Hours] | None, Located[DayTime] | None]:
    """Return when a meeting is, or what is said in place of it."""
    found = values.get(keys.MEETING_TIME)
    if found is None:
        return None, None
    if isinstance(found.value, DayTime):
        return None, Located(found.value, found.span)
    return Located(found.value, found.span), None


def _first_day(days: Located[DayRange | None] | None) -> Located[date | None] | None:
    if days is None:
        return None
    return Located(None if days.value is None else days.value.first, days.span)


def _several(days: Located[DayRange | None] | None) -> DayRange | None:
    found = None if days is None else days.value
    return None if found is None or found.first == found.last else found


def _passcodes(values: Values) -> Iterator[Located[str]]:
    for field in (keys.MEETING_JOIN, keys.MEETING_RECORDING):
        located = values.get(field)
        if located is not None and isinstance(located.value, Values):
            found = located.value.get(keys.PASSCODE)
            if found is not None:
                yield found


def _access(values: Values, field: Field[str | Values]) -> Access | None:
    located = values.get(field)
    if located is None:
        return None
    inner = located.value
    if isinstance(inner, str):
        return Access(inner, None, located.span)
    return Access(inner.value(keys.URL, None), inner.value(keys.PASSCODE, None), located.span)


def _zones(values: Values) -> tuple[ZoneInfo, ...] | None:
    """Return the other zones, None if the record leaves them to the course."""
    located = values.get(keys.MEETING_ALSO_IN)
    return None if located is None else tuple(each.value for each in located.value)


def _check_agreement(record: MeetingRecord, faults: list[Diagnostic]) -> None:
    """Report values of one record that contradict each other, or its file's name."""
    # A status that could not be read was reported, and may have been 'cancelled'.
    known = keys.MEETING_STATUS.key not in record.unread
    if record.reason and record.status is not Status.CANCELLED and known:
        message = "found a reason, but the meeting is not cancelled"
        hint = "add 'status: cancelled', or delete the reason"
        faults.append(error("reason-without-cancelled", message, record.reason.span, hint))
    day = None if record.date is None else record.date.value
    if record.date is None or day is None:
        return
    if record.when is not None:
        message = f"found 'when' beside the date {day}; it is printed only in place of TBD"
        faults.append(warning("when-with-date", message, record.when.span, "delete one of the two"))
    named = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", record.source.path.name)
    if named is not None and named[0] != day.isoformat():
        message = f"found the date {day}, but {named[0]} in the file's name"
        hint = _rename(record, f"{day}{record.source.path.name[named.end() :]}")
        faults.append(note("file-name-date", message, record.date.span, hint))


def _rename(record: MeetingRecord, name: str) -> str:
    """Return a hint with the command, in the project's folder, that gives a file another name.

    Without an `id` of its own, the meeting would be another one for calendars then.
    """
    source = record.source
    if os.path.lexists(source.path.with_name(name)):
        return f"correct the date, or the file's name; {name} is there already"
    # With `mv` alone, the next `git commit -a` would leave the record out.
    move = "git mv" if in_git(source.path.parent) else "mv"
    new = str(PurePosixPath(source.name).with_name(name))
    command = f"{move} {shlex.quote(source.name)} {shlex.quote(new)}"
    if record.id is None:
        own = identifier(source.path.stem)
        return (
            f"correct the date, or add the line 'id: {own}', by which calendars know the meeting,"
            f" and rename the file: {command}"
        )
    return f"correct the date, or rename the file: {command}"
