"""Meetings: records and bodies put together, and the rules that span them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, time
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic, Related, Severity, error, warning
from syllabus.front.check.days import check_days
from syllabus.front.check.hours import MeetingHours, meeting_hours
from syllabus.front.check.kinds import UNKNOWN, UNTIMED, check_kind, kind_of, untimed_hours
from syllabus.front.check.people import speakers_of
from syllabus.front.check.places import own_room, room_of
from syllabus.front.check.spans import hours_of_several, rooms_of_groups, streams_of_groups
from syllabus.front.check.structure import MeetingStructure
from syllabus.front.markup import parse_title, smart_text
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.kinds import Located
from syllabus.front.records.meeting import MeetingRecord
from syllabus.model.course import Meeting, Show, Status, Stream, Title, stream_hint
from syllabus.model.document import Text
from syllabus.model.facts import Fact
from syllabus.model.kinds import MEETING_KIND, BaseKind, MeetingKind
from syllabus.model.materials import Material
from syllabus.model.rooms import Room
from syllabus.model.slug import identifier
from syllabus.model.spans import TimeSlot, sessions
from syllabus.model.words import words_for
from syllabus.on_demand import dataclass

MOST_AT_ONCE = 50
"""Meetings at the time of one that are compared with it."""


@dataclass(frozen=True, slots=True)
class MeetingContext:
    """What the course says for all its meetings."""

    course: CourseRecord
    zone: ZoneInfo
    streams: tuple[Stream, ...]

    def text(self, located: Located[str]) -> Text:
        """Return a value of a record as it is printed."""
        return Text(smart_text(located.value, self.course.language), located.span)

    def title(self, located: Located[str]) -> Title:
        """Return a title of a record, which may have formulas and the like."""
        return parse_title(located.value, located.span, self.course.language)


def assemble_meeting(
    record: MeetingRecord,
    structure: MeetingStructure,
    context: MeetingContext,
    materials: tuple[Material, ...],
    faults: list[Diagnostic],
) -> Meeting | None:
    """Put a record and its body together, with the course's defaults.

    None if the record lacks what a meeting must have; that was reported.
    """
    course = context.course
    streams = _streams(record, context, faults)
    _check_stream_passages(structure, streams, faults)
    check_days(record, faults)
    known = kind_of(record, course, faults)
    hours = _hours(record, known, context, faults)
    streams = streams_of_groups(streams, hours, faults)
    if known is not None:
        check_kind(record, known, faults)
    kind = known or UNKNOWN
    speakers, turns = speakers_of(record, kind, course, faults)
    title = record.title or _stand_in(record, course)
    if title is None or record.date is None:
        return None
    if hours is None and record.date.value is not None:
        return None
    # A deadline or an excursion is not where the course meets, unless its record says so.
    usual = room_of(course.room, course.language) if kind.is_session else None
    hours, room = _housed(record, course, hours, usual)
    meeting = Meeting(
        identifier=identifier(record.source.path.stem),
        source=record.source,
        span=title.span,
        title=context.title(title),
        topic=context.title(record.topic or title),
        start=None,
        date_span=record.date.span,
        duration=record.duration or course.duration,
        time=_clock(record, kind, context, hours),
        when=context.text(record.when) if record.when else None,
        streams=streams,
        status=record.status,
        reason=context.text(record.reason) if record.reason else None,
        show=record.show,
        join=record.join,
        recording=record.recording,
        passage=structure.passage,
        stream_passages=structure.stream_passages,
        id=Text(record.id.value, record.id.span) if record.id else None,
        also_in=_other_zones(record, context),
        untitled=record.title is None,
        facts=tuple(_facts(record, room, usual, context)),
        room=room,
        materials=materials,
        kind=kind,
        speakers=speakers,
        turns=turns,
    )
    return meeting if hours is None else _dated(meeting, hours)


def _dated(meeting: Meeting, hours: MeetingHours) -> Meeting:
    return replace(
        meeting,
        start=hours.start,
        duration=hours.duration,
        all_day=hours.all_day,
        time_open=hours.time_open,
        last_day=hours.last_day,
        weeks=hours.weeks,
        days_off=hours.days_off,
        groups=hours.groups,
    )


def _housed(
    record: MeetingRecord, course: CourseRecord, hours: MeetingHours | None, usual: Room | None
) -> tuple[MeetingHours | None, Room | None]:
    """Return the hours with the rooms of their groups, and the room of the meeting itself."""
    room = usual
    if record.room is not None:
        room = own_room(record.room, course.room, course.language)
    if hours is None:
        return None, room
    groups, room = rooms_of_groups(record, hours.groups, room)
    return replace(hours, groups=groups), room


def _facts(
    record: MeetingRecord, room: Room | None, usual: Room | None, context: MeetingContext
) -> Iterator[Fact]:
    if room is not None:
        yield room.fact(is_usual=usual is not None and room.line.text == usual.line.text)
    for field, found in record.facts:
        yield Fact(field.key, context.text(found), field.places, field.private)


def _stand_in(record: MeetingRecord, course: CourseRecord) -> Located[str] | None:
    """Return what a meeting without a title is called: why it is cancelled, or when it will be."""
    if record.date is None:
        return None
    if record.status is not Status.CANCELLED:
        return record.when
    if record.reason is not None:
        return record.reason
    own = {each.key.value: each.value.value for each in course.words}
    word = own.get("meeting") or words_for(course.language)["meeting"]
    return Located(word, record.date.span)


def _hours(
    record: MeetingRecord,
    kind: MeetingKind | None,
    context: MeetingContext,
    faults: list[Diagnostic],
) -> MeetingHours | None:
    hours = _own_hours(record, kind, context, faults)
    if (record.groups or record.every) and (kind is None or kind.base is not BaseKind.HOLIDAY):
        streams, course, zone = context.streams, context.course, context.zone
        return hours_of_several(record, streams, course, zone, hours, faults)
    return hours


def _own_hours(
    record: MeetingRecord,
    kind: MeetingKind | None,
    context: MeetingContext,
    faults: list[Diagnostic],
) -> MeetingHours | None:
    """Return the hours that a record has without those of its groups and later weeks."""
    if kind is None:  # what it may do without is not known
        found: list[Diagnostic] = []
        hours = meeting_hours(record, context.course, context.zone, found, regular=False)
        faults += (each for each in found if each.code != "missing-time")
        return hours
    if kind.base in UNTIMED:
        return untimed_hours(record, kind, context.course, context.zone, faults)
    regular = kind.base is MEETING_KIND.base
    return meeting_hours(record, context.course, context.zone, faults, regular=regular)


def _clock(
    record: MeetingRecord,
    kind: MeetingKind,
    context: MeetingContext,
    hours: MeetingHours | None,
) -> time | None:
    """Return the time of day at which a meeting starts.

    That of one whose day is not decided is in its zone. It is the course's, unless `when` says that
    the time is not decided either.
    """
    if hours is not None:
        return None if hours.all_day else hours.start.time()
    clock = record.time.value if record.time else None
    if clock is None and record.when is None and kind.base not in UNTIMED:
        clock = context.course.time
    return None if clock is None else clock.replace(tzinfo=record.zone or context.zone)


def _other_zones(record: MeetingRecord, context: MeetingContext) -> tuple[ZoneInfo, ...]:
    """Return the zones besides its own that a meeting's time is printed in."""
    if record.also_in is not None:
        return record.also_in
    # Who lives by the course's clock must not miss a meeting that goes by another one.
    return (context.zone, *context.course.also_in)


def check_meetings(meetings: tuple[Meeting, ...], faults: list[Diagnostic]) -> None:
    """Report meetings that cannot be told apart or that are held at one time."""
    first: dict[str, Meeting] = {}
    for meeting in meetings:
        twin = first.setdefault(meeting.identifier, meeting)
        if twin is not meeting:
            faults.append(
                error(
                    "duplicate-identifier",
                    f"found a file whose name gives '{meeting.identifier}', as another does",
                    meeting.span,
                    "rename one of the two files",
                    related=(Related("the other one", twin.span),),
                )
            )

    _check_ids(meetings, faults)

    # What takes whole days, such as a school, has meetings in it.
    held = [
        (session.start.astimezone(UTC), session, meeting)
        for meeting in meetings
        if meeting.status is Status.SCHEDULED and meeting.kind.is_held and not meeting.all_day
        for session in sessions(meeting)
    ]
    held.sort(key=lambda each: each[0])
    clashes: dict[tuple[str, str], Diagnostic] = {}
    for index, (start, session, meeting) in enumerate(held):
        compared = 0
        for other in range(index + 1, len(held)):
            later_start, later_session, later = held[other]
            if later_start >= start + session.duration:
                break
            if later is meeting:
                continue  # another of its groups
            compared += 1
            if compared > MOST_AT_ONCE:
                faults.append(_too_many(meeting))
                break
            if _is_for_same(session, later_session) and _share_place(meeting, later):
                clash = _clash(later, meeting, at_once=later_start == start)
                clashes.setdefault((meeting.source.name, later.source.name), clash)
    # What makes two meetings clash is often a date that is not that of the file's name.
    told = {each.span for each in clashes.values()}
    faults[:] = [each for each in faults if each.code != "file-name-date" or each.span not in told]
    faults += clashes.values()


def _check_ids(meetings: tuple[Meeting, ...], faults: list[Diagnostic]) -> None:
    """Report ids that calendars could not tell apart, or from what a file's name gives."""
    given: dict[str, Meeting] = {}
    for meeting in sorted(meetings, key=lambda each: each.id is not None):
        twin = given.setdefault(meeting.calendar_id.casefold(), meeting)
        if twin is meeting or meeting.id is None:
            continue
        other = "the other one" if twin.id else "the record whose file's name gives it"
        faults.append(
            error(
                "duplicate-id",
                f"found the id '{meeting.id.text}', which another meeting has",
                meeting.id.span,
                "give the newer of the two an id of its own",
                related=(Related(other, twin.id.span if twin.id else twin.span),),
            )
        )


def _clash(later: Meeting, earlier: Meeting, *, at_once: bool) -> Diagnostic:
    found = "at the time of" if at_once else "that begins before the end of"
    hint = "correct 'date' or 'time', or name their streams"
    named = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", later.source.path.name)
    if named and later.start is not None and named[0] != later.start.date().isoformat():
        hint = f"write the date that is in the file's name: {named[0]}"
    return Diagnostic(
        "meeting-date-clash",
        Severity.ERROR if at_once else Severity.WARNING,
        f"found a meeting {found} another for the same people",
        later.date_span,
        (hint,),
        (Related(f"the other one{', which returns' if earlier.weeks else ''}", earlier.date_span),),
    )


def _too_many(meeting: Meeting) -> Diagnostic:
    return warning(
        "meeting-date-clash",
        f"found more than {MOST_AT_ONCE} meetings that begin before the end of this one,"
        " the others are not compared with it",
        meeting.date_span,
        "correct 'date', 'time' or 'duration'",
    )


def _is_for_same(one: TimeSlot, other: TimeSlot) -> bool:
    """Return whether two sessions are for the same people."""
    if one.group and other.group and one.group.casefold() != other.group.casefold():
        return False
    codes = {stream.code for stream in one.streams} & {stream.code for stream in other.streams}
    return not one.streams or not other.streams or bool(codes)


def _share_place(one: Meeting, other: Meeting) -> bool:
    # A row of the schedule and a section may be two records of one meeting.
    return {one.show, other.show} != {Show.SCHEDULE, Show.DETAILS}


def _streams(
    record: MeetingRecord, context: MeetingContext, faults: list[Diagnostic]
) -> tuple[Stream, ...]:
    by_code = {stream.code.casefold(): stream for stream in context.streams}
    found: dict[str, Stream] = {}
    for code in record.streams:
        stream = by_code.get(code.value.casefold())
        if stream is None and "streams" in context.course.unread:
            continue  # the fault is told where it is, not in each record
        if stream is None:
            hint = stream_hint(code.value, (stream.code for stream in context.streams))
            message = f"found the unknown stream '{code.value}'"
            faults.append(error("unknown-stream", message, code.span, hint))
        elif stream.code in found:
            message = f"found the stream '{stream.code}' a second time"
            faults.append(error("duplicate-stream", message, code.span))
        else:
            found[stream.code] = stream
    return tuple(found.values())


def _check_stream_passages(
    structure: MeetingStructure, streams: tuple[Stream, ...], faults: list[Diagnostic]
) -> None:
    for passage in structure.stream_passages:
        if streams and passage.stream not in streams:
            message = f"found a heading for '{passage.stream.label}', which this meeting is not for"
            hint = f"add {passage.stream.code} to 'stream' in the front matter"
            faults.append(error("stream-mismatch", message, passage.span, hint))
