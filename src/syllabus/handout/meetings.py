"""What the handout says of a meeting above its text: its heading, its times and its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from syllabus.handout.handout import Handout
from syllabus.handout.pieces import SLASH, Line, Piece
from syllabus.model.course import Meeting, Part, Stream, Title
from syllabus.model.document import Inline, Text
from syllabus.model.naming import people_nodes
from syllabus.model.people import Speaker, by_roles, headliners, role_word
from syllabus.model.timeline import (
    GroupLine,
    format_clock,
    format_days,
    format_groups,
    format_load,
    times_by_zone,
    zones_each_day,
)
from syllabus.model.words import punctuation_for
from syllabus.on_demand import dataclass
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class MeetingHeading:
    """The pieces of a heading: 15 Apr 2021, 8 AM PDT – Sharpen – Exam: Title – Ellen Zhong (MIT).

    `time` is empty unless another meeting would have the same heading; `title` is None where the
    date says it all.
    """

    date: str | Text
    time: str
    streams: tuple[Stream, ...]
    label: str | Text
    title: Title | None
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """People who are not in the heading, after the word for their role: `word` is its key."""

    word: str
    line: tuple[Inline, ...]
    span: Span


class MeetingTexts:
    """Says what the handout has of each meeting beside its own text."""

    def __init__(self, handout: Handout, words: Mapping[str, str]) -> None:
        self.handout = handout
        self.course = handout.course
        self.words = words
        self.punctuation = punctuation_for(handout.course.language)
        printed = [each for each in handout.meetings if each.identifier in handout.printed]
        self._alike = Counter(map(self._told_apart_by, printed))

    def label(self, meeting: Meeting) -> str | Text:
        """Return the label of a meeting's kind as it stands before its title, or nothing."""
        kind = meeting.kind
        label = kind.label_before(meeting.title.text, self.words)
        own = kind.label is not None and kind.span is not None
        return Text(label, kind.span) if label and own and kind.span else label

    def date(self, meeting: Meeting, kind: Literal["heading", "schedule"]) -> str | Text:
        """Return the day of a meeting, or what is said in its place."""
        if meeting.start is None:
            return self.words["undated"] if meeting.when is None else meeting.when
        course = self.course
        return format_days(meeting, course.dates, kind, course.language, self.words)

    def heading(self, meeting: Meeting) -> MeetingHeading:
        """Return a meeting's heading; one that is split by stream leaves the streams out."""
        course = self.course
        alike = self._alike[self._told_apart_by(meeting)] > 1
        return MeetingHeading(
            self.date(meeting, "heading"),
            format_clock(meeting, course.language, self.words, course.clock) if alike else "",
            _heading_streams(meeting),
            "" if meeting.untitled else self.label(meeting),
            None if meeting.untitled else meeting.title,
            headliners(meeting.speakers),
        )

    def times(self, meeting: Meeting) -> tuple[str, ...]:
        """Return when a meeting begins in each of its zones; nothing if that is one.

        Of several days, it is from when to when each of them is, and when it begins in those of the
        other zones in which that is the same on all of them. Of what is past, nobody asks.
        """
        if meeting.start is None or meeting.groups or meeting.identifier in self.handout.past:
            return ()
        course = self.course
        if meeting.all_day or meeting.last_day is not None:
            clock = format_clock(meeting, course.language, self.words, course.clock)
            if not clock:
                return ()
            others = times_by_zone(
                meeting.start, zones_each_day(meeting), course.language, self.words, course.clock
            )
            return (clock[:1].upper() + clock[1:], *others[1:])
        times = times_by_zone(
            meeting.start, meeting.also_in, course.language, self.words, course.clock
        )
        return times if len(times) > 1 else ()

    def roles(self, meeting: Meeting) -> Iterator[RoleLine]:
        """Yield a line for each role of people who are not in the heading."""
        told = headliners(meeting.speakers)
        for role, speakers in by_roles(meeting.speakers):
            if speakers != told:
                people = people_nodes((each.person for each in speakers), self.punctuation)
                yield RoleLine(role_word(role, speakers), people, speakers[0].span)

    def groups(self, meeting: Meeting) -> Iterator[tuple[Text | Stream, GroupLine]]:
        """Yield the name of each of a meeting's groups, and when and where it meets.

        It is a stream where the label of that has words in another language.
        """
        course = self.course
        lines = format_groups(meeting, course.dates, course.language, self.words, course.clock)
        for group, line in zip(meeting.groups, lines, strict=True):
            marked = group.stream is not None and group.stream.title is not None
            yield group.stream if marked and group.stream else group.name, line

    def part_remarks(self, part: Part) -> Line:
        """Return what stands in brackets behind a part's title: by when, how long."""
        remarks: list[Piece] = []
        if part.due is not None and part.due.text:  # the course may have no word for it
            remarks.append(Text(part.due.text, part.due.span))
        if self.course.reading_load and part.load:
            remarks.append(format_load(part.load, self.words, self.punctuation))
        return tuple(remarks)

    def _told_apart_by(self, meeting: Meeting) -> tuple[str, ...]:
        """Return what of a meeting its heading holds."""
        if meeting.start is None:
            date = meeting.when.text if meeting.when else ""
        else:
            told = self.date(meeting, "heading")
            date = told if isinstance(told, str) else told.text
        labels = (each.label for each in _heading_streams(meeting))
        names = (each.person.name.text for each in headliners(meeting.speakers))
        return (date, *labels, meeting.title.text, *names)


def stream_pieces(streams: tuple[Stream, ...]) -> Line:
    """Return the labels of streams: Blur/Sharpen."""
    pieces: list[Piece] = []
    for stream in streams:
        pieces += (SLASH, stream) if pieces else (stream,)
    return tuple(pieces)


def _heading_streams(meeting: Meeting) -> tuple[Stream, ...]:
    return () if meeting.stream_passages else meeting.streams
