"""What a handout contains, in plain text, and nothing that is for members only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from syllabus.handout import Handout
from syllabus.model.course import (
    Course,
    Meeting,
    Passage,
    Section,
    Status,
    Stream,
)
from syllabus.model.ends import end_of
from syllabus.model.facts import FactPlace, facts_for
from syllabus.model.kinds import BaseKind
from syllabus.model.naming import people_text
from syllabus.model.people import by_roles
from syllabus.model.timeline import format_groups
from syllabus.model.words import punctuation_for, words_of
from syllabus.on_demand import dataclass
from syllabus.outputs.history.plain import LineWriter, without_breaks
from syllabus.source import Span

ROOM = "room"
"""The key of a meeting's room, and the name under which the course's is recorded."""


@dataclass(frozen=True, slots=True)
class TextSnapshot:
    """A part of a meeting: `lines` as `plain.LineWriter` writes them.

    `title` is empty for what is before the first part, `stream` for what is for everyone. `due` is
    by when it is due, as printed; empty if it is not.
    """

    title: str
    stream: str
    lines: tuple[str, ...]
    due: str = ""


@dataclass(frozen=True, slots=True)
class MeetingSnapshot:
    """A meeting as a handout shows it.

    `identifier` is that of the record's name, `id` the record's own. `streams` are their labels, as
    printed; `topic` is None if it is the title. `texts` is None if the handout has no section of
    the meeting, only a row of the schedule. `recording` says that there is one, never where.
    `facts` are what else the record says, by their keys; those of people by their role. `label`
    stands before the title. `groups` are lines that say when each of them meets, as printed; the
    others are as `Meeting` has them.
    """

    identifier: str
    title: str
    span: Span = field(compare=False, repr=False)
    id: str | None = None
    start: datetime | None = None
    time: time | None = None
    when: str | None = None
    minutes: int = 0
    streams: str = ""
    topic: str | None = None
    cancelled: bool = False
    reason: str | None = None
    recording: bool = False
    texts: tuple[TextSnapshot, ...] | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    kind: BaseKind = BaseKind.MEETING
    label: str = ""
    all_day: bool = False
    time_open: bool = False
    last_day: date | None = None
    weeks: int = 0
    groups: tuple[str, ...] = ()

    @property
    def duration(self) -> timedelta:
        """How long it takes, on each of its days."""
        return timedelta(minutes=self.minutes)

    @property
    def end(self) -> datetime | None:
        """When it is over, in UTC; None without a date."""
        last_day = None if self.all_day else self.last_day
        return self.start and end_of(self.start, self.duration, last_day)


@dataclass(frozen=True, slots=True)
class SectionSnapshot:
    """A section's prose; `title` is None if a generated section keeps its own word."""

    name: str
    title: str | None
    lines: tuple[str, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the handout of a day contains; meetings are in the order of the schedule."""

    day: date
    title: str
    zone: ZoneInfo
    sections: tuple[SectionSnapshot, ...]
    meetings: tuple[MeetingSnapshot, ...]

    @property
    def room(self) -> str:
        """The room of the course; empty if it names none."""
        named = (each.lines for each in self.sections if each.name == ROOM and each.title is None)
        return "".join(next(named, ()))


def take_snapshot(handout: Handout) -> Snapshot:
    """Return what a public handout contains.

    Citations that are numbers are written by their keys. That a meeting moves from upcoming to
    past changes nothing but whether its recording is there.
    """
    course = handout.course
    writer = LineWriter(keys=handout.numbered)
    words = words_of(course)
    return Snapshot(
        handout.moment.date(),
        writer.line(course.title.nodes),
        course.zone,
        (
            *_room(course),
            *(
                _section(each.prose, writer)
                for each in handout.sections
                if each.prose is not None and each.name != "changes"
            ),
        ),
        tuple(_meeting(each, handout, writer, words) for each in handout.meetings),
    )


def _room(course: Course) -> Iterator[SectionSnapshot]:
    """Yield the room that the title names, as a section: of a change in it, readers learn once."""
    if course.room is not None and course.section(ROOM) is None:
        line = course.room.line
        yield SectionSnapshot(ROOM, None, (without_breaks(line.text),), line.span)


def _section(section: Section, writer: LineWriter) -> SectionSnapshot:
    title = None if section.title is None else writer.line(section.title)
    lines = writer.lines(section.blocks)
    return SectionSnapshot(without_breaks(section.name), title, lines, section.span)


def _meeting(
    meeting: Meeting, handout: Handout, writer: LineWriter, words: Mapping[str, str]
) -> MeetingSnapshot:
    title, topic = writer.line(meeting.title.nodes), writer.line(meeting.topic.nodes)
    detailed = meeting.identifier in handout.printed
    return MeetingSnapshot(
        identifier=meeting.identifier,
        title=title,
        span=meeting.span,
        id=without_breaks(meeting.id.text) if meeting.id else None,
        start=meeting.start,
        time=meeting.time if meeting.start is None else None,
        when=without_breaks(meeting.when.text) if meeting.when else None,
        minutes=round(meeting.duration.total_seconds() / 60),
        streams=_labels(meeting.streams),
        topic=None if topic == title else topic,
        cancelled=meeting.status is Status.CANCELLED,
        reason=without_breaks(meeting.reason.text) if meeting.reason else None,
        recording=detailed and meeting.identifier in handout.recorded,
        texts=tuple(_texts(meeting, writer)) if detailed else None,
        facts={
            role.value: without_breaks(people_text(speakers))
            for role, speakers in by_roles(meeting.speakers)
        }
        | {
            fact.key: without_breaks(fact.text.text)
            for fact in facts_for(meeting.facts, FactPlace.CHANGES)
        },
        kind=meeting.kind.base,
        label=without_breaks(meeting.kind.label_before(title, words)),
        all_day=meeting.all_day and meeting.status is not Status.CANCELLED,
        time_open=meeting.time_open,
        last_day=meeting.last_day,
        weeks=meeting.weeks,
        groups=tuple(_groups(meeting, handout.course)) if meeting.groups else (),
    )


def _groups(meeting: Meeting, course: Course) -> Iterator[str]:
    colon, own = punctuation_for(course.language).colon, replace(meeting, also_in=())
    lines = format_groups(own, course.dates, course.language, words_of(course), course.clock)
    yield from (without_breaks(f"{each.name}{colon}{each.line}") for each in lines)


def _texts(meeting: Meeting, writer: LineWriter) -> Iterator[TextSnapshot]:
    yield from _passage(meeting.passage, "", writer)
    for each in meeting.stream_passages:
        yield from _passage(each.passage, _labels((each.stream,)), writer)


def _passage(passage: Passage, stream: str, writer: LineWriter) -> Iterator[TextSnapshot]:
    if lines := writer.lines(passage.blocks):
        yield TextSnapshot("", stream, lines)
    for part in passage.parts:
        title, lines = writer.line(part.title), writer.lines(part.blocks)
        if title or lines:
            due = "" if part.due is None else without_breaks(part.due.text)
            yield TextSnapshot(title, stream, lines, due)


def _labels(streams: tuple[Stream, ...]) -> str:
    return without_breaks("/".join(stream.label for stream in streams))
