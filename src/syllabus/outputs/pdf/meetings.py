"""Meetings as the handout prints them: their rows of the schedule and their sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from syllabus.handout import Handout
from syllabus.model.course import (
    Access,
    Meeting,
    Part,
    Passage,
    Show,
    Status,
    StreamPassage,
)
from syllabus.model.document import Text
from syllabus.model.facts import Fact, FactPlace, facts_for
from syllabus.model.timeline import (
    BETWEEN_ZONES,
    format_date,
    format_load,
    format_time,
    times_by_zone,
)
from syllabus.model.words import punctuation_for
from syllabus.outputs.pdf.view import (
    AccessView,
    FactView,
    MeetingView,
    PartView,
    PassageView,
    RowView,
    StreamView,
)
from syllabus.workspace.deadline import check_time
from syllabus.writers.latex import (
    Latex,
    LatexWriter,
    command,
    directed,
    escape_text,
)
from syllabus.writers.latex.places import below, marked


class MeetingViews:
    """Writes the meetings of a handout."""

    def __init__(self, handout: Handout, words: Mapping[str, str], writer: LatexWriter) -> None:
        self.handout = handout
        self.course = handout.course
        self.words = words
        self.punctuation = punctuation_for(handout.course.language)
        self.writer = writer

    def rows(self) -> Iterator[RowView]:
        """Yield the rows of the schedule, in its order."""
        course = self.course
        for meeting in self.handout.meetings:
            if meeting.show is Show.DETAILS:
                continue
            cancelled = meeting.status is Status.CANCELLED
            clock = meeting.start or meeting.time
            time = (
                format_time(clock, course.language, course.clock) if clock and not cancelled else ""
            )
            anchor = self.handout.anchor(meeting)
            yield RowView(
                mark=self.writer.mark(meeting.span),
                date=self._date(meeting, "schedule"),
                time=escape_text(time),
                stream=Latex("") if cancelled else self._streams(meeting, r"/\allowbreak{}"),
                topic=self.writer.titled(meeting.topic),
                cancelled=self._cancellation(meeting) if cancelled else None,
                label=None if anchor is None else Latex(anchor),
            )

    def _cancellation(self, meeting: Meeting) -> Latex:
        if meeting.reason is None:
            return escape_text(self.words["cancelled"])
        before, _, after = self.words["cancelled-for"].partition("{reason}")
        return Latex.join((escape_text(before), self._text(meeting.reason), escape_text(after)))

    def _date(self, meeting: Meeting, kind: Literal["heading", "schedule"]) -> Latex:
        if meeting.start is None:
            if meeting.when is None:
                return escape_text(self.words["undated"])
            return self._text(meeting.when)
        dates = self.course.dates
        pattern = dates.heading if kind == "heading" else dates.schedule
        date = format_date(meeting.start.date(), pattern, kind, self.course.language)
        return directed(escape_text(date), date)

    def _streams(self, meeting: Meeting, separator: str = "/") -> Latex:
        labels = (self.writer.text(each.label, each.span) for each in meeting.streams)
        return Latex.join(labels, separator)

    def section(self, meeting: Meeting) -> MeetingView:
        """Return a meeting's section."""
        check_time()
        past = meeting.identifier in self.handout.past
        return MeetingView(
            mark=self.writer.mark(meeting.span),
            label=Latex(meeting.identifier),
            title=self._heading(meeting),
            times=None if past else self._times(meeting),
            facts=tuple(map(self._fact, facts_for(meeting.facts, FactPlace.SECTION))),
            join=self._access(meeting.join),
            recording=self._access(meeting.recording),
            passage=self._passage(meeting.passage),
            streams=tuple(self._stream(each) for each in meeting.stream_passages),
        )

    def _fact(self, fact: Fact) -> FactView:
        label = escape_text(self.words[fact.key])
        return FactView(self.writer.mark(fact.text.span), label, self._text(fact.text))

    def _heading(self, meeting: Meeting) -> Latex:
        """Write "15 Apr 2021 – Sharpen – Title"; a meeting split by stream leaves it out."""
        streams = () if meeting.stream_passages else meeting.streams
        label = "/".join(stream.label for stream in streams)
        pieces = [self._date(meeting, "heading")]
        if label:
            pieces.append(self._streams(meeting))
        pieces.append(self.writer.titled(meeting.title, outlined=True))
        return Latex.join(pieces, r" \textendash{} ")

    def _times(self, meeting: Meeting) -> Latex | None:
        """Write when a meeting begins in each of its zones; None if that is one."""
        if meeting.start is None:
            return None
        course = self.course
        times = times_by_zone(
            meeting.start, meeting.also_in, course.language, self.words, course.clock
        )
        if len(times) == 1:
            return None
        # A time is not parted from its zone.
        pieces = (command("mbox", directed(escape_text(each), each)) for each in times)
        return Latex.join(pieces, BETWEEN_ZONES)

    def _stream(self, passage: StreamPassage) -> StreamView:
        stream = passage.stream
        return StreamView(
            mark=self.writer.mark(passage.span),
            title=self.writer.text(stream.label, stream.span),
            passage=self._passage(passage.passage, passage.anchor),
        )

    def _passage(self, passage: Passage, anchor: str = "") -> PassageView:
        body = self.writer.blocks(passage.blocks, minor_headings=True)
        return PassageView(
            body=below(anchor, body),
            parts=tuple(self._part(part) for part in passage.parts),
        )

    def _part(self, part: Part) -> PartView:
        shown = self.course.reading_load and part.load
        return PartView(
            mark=self.writer.mark(part.span),
            title=marked(part.anchor, self.writer.heading(part.title)),
            load=escape_text(format_load(part.load, self.words, self.punctuation))
            if shown
            else None,
            body=self.writer.blocks(part.blocks, minor_headings=True),
        )

    def _access(self, access: Access | None) -> AccessView | None:
        if access is None:
            return None
        link = passcode = None
        if access.url is not None:
            self.writer.text(access.url, access.span)
            link = self.writer.link(access.url)
        if access.passcode is not None:
            passcode = self.writer.text(access.passcode, access.span)
        return AccessView(self.writer.mark(access.span), link, passcode)

    def _text(self, text: Text) -> Latex:
        return directed(self.writer.text(text.text, text.span), text.text)
