"""What a handout contains, in plain text, and nothing that is for members only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from syllabus.model.course import (
    Course,
    Meeting,
    Passage,
    Section,
    Show,
    Status,
    Stream,
)
from syllabus.model.document import Inline
from syllabus.model.timeline import arrange_meetings, schedule_order
from syllabus.outputs.history.plain import plain_line, text_lines, without_breaks
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class TextSnapshot:
    """A part of a meeting: `lines` as `plain.text_lines` writes them.

    `title` is empty for what stands before the first part, `stream` for what is for everyone.
    """

    title: str
    stream: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingSnapshot:
    """A meeting as a handout shows it.

    `identifier` is that of the record's name, `id` the record's own. `streams` are their labels,
    as printed; `topic` is None where it is the title. `texts` is None where the handout has no
    section of the meeting, only a row of the schedule. `recording` says that there is one, never
    where.
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


@dataclass(frozen=True, slots=True)
class SectionSnapshot:
    """A section's prose; `title` is None where a generated section keeps its own word."""

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


def take_snapshot(
    course: Course, citations: Mapping[Span, tuple[Inline, ...]], moment: datetime
) -> Snapshot:
    """Return what the handout of `moment` (aware) contains, whatever its edition.

    `citations` holds what citations print, by their spans; one that is not in it is written by
    its keys. Join links, addresses of recordings and passcodes are left out. That a meeting moves
    from upcoming to past changes nothing but whether its recording is there.
    """
    taking = _Taking(citations)
    sections = {entry.name for entry in course.handout}
    timeline = arrange_meetings(course.meetings, moment)
    shown = {
        meeting.identifier
        for name, meetings in (("upcoming", timeline.upcoming), ("past", timeline.past))
        for meeting in meetings
        if name in sections and meeting.show is not Show.SCHEDULE
    }
    past = {meeting.identifier for meeting in timeline.past}
    return Snapshot(
        moment.date(),
        without_breaks(course.title.text),
        course.zone,
        tuple(
            taking.section(section)
            for entry in course.handout
            if (section := course.section(entry.name)) is not None and entry.name != "changes"
        ),
        tuple(taking.meeting(meeting, shown, past) for meeting in schedule_order(course.meetings)),
    )


class _Taking:
    """The work of `take_snapshot`."""

    def __init__(self, citations: Mapping[Span, tuple[Inline, ...]]) -> None:
        self.citations = citations

    def section(self, section: Section) -> SectionSnapshot:
        title = None if section.title is None else plain_line(section.title, self.citations)
        lines = text_lines(section.blocks, self.citations)
        return SectionSnapshot(without_breaks(section.name), title, lines, section.span)

    def meeting(
        self, meeting: Meeting, shown: Collection[str], past: Collection[str]
    ) -> MeetingSnapshot:
        title, topic = without_breaks(meeting.title.text), without_breaks(meeting.topic.text)
        detailed = meeting.identifier in shown
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
            recording=detailed and meeting.recording is not None and meeting.identifier in past,
            texts=tuple(self.texts(meeting)) if detailed else None,
        )

    def texts(self, meeting: Meeting) -> Iterator[TextSnapshot]:
        yield from self.passage(meeting.passage, "")
        for each in meeting.stream_passages:
            yield from self.passage(each.passage, _labels((each.stream,)))

    def passage(self, passage: Passage, stream: str) -> Iterator[TextSnapshot]:
        if lines := text_lines(passage.blocks, self.citations):
            yield TextSnapshot("", stream, lines)
        for part in passage.parts:
            title = plain_line(part.title, self.citations)
            lines = text_lines(part.blocks, self.citations)
            if title or lines:
                yield TextSnapshot(title, stream, lines)


def _labels(streams: tuple[Stream, ...]) -> str:
    return without_breaks("/".join(stream.label for stream in streams))
