"""Meetings as the handout prints them: their rows of the schedule and their sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from syllabus.handout import Handout
from syllabus.model.course import (
    Access,
    Meeting,
    Part,
    Passage,
    Show,
    Status,
    Stream,
    StreamPassage,
)
from syllabus.model.document import Table, Text
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
        printed = [each for each in handout.meetings if each.identifier in handout.printed]
        self._alike = Counter(map(self._told_apart_by, printed))

    def rows(self) -> Iterator[RowView]:
        """Yield the rows of the schedule, in its order."""
        meetings = [each for each in self.handout.meetings if each.show is not Show.DETAILS]
        held = [each for each in meetings if each.status is not Status.CANCELLED]
        has_streams = any(each.streams for each in held)
        for meeting in meetings:
            cancelled = self._cancellation(meeting)
            date = self._date(meeting, "schedule")
            time = Latex("") if cancelled else self._time(meeting)
            stream = Latex("") if cancelled else self._streams(meeting, r"/\allowbreak{}")
            topic = self._topic(meeting)
            if _is_gap(meeting):
                time, topic = time or date, topic or date
                stream = stream or (date if has_streams else stream)
            anchor = self.handout.anchor(meeting)
            yield RowView(
                mark=self.writer.mark(meeting.span),
                date=date,
                time=time,
                stream=stream,
                topic=topic,
                cancelled=cancelled,
                remark=self._remark(cancelled, topic),
                label=None if anchor is None else Latex(anchor),
            )

    def _topic(self, meeting: Meeting) -> Latex:
        """Write the topic; nothing where it would repeat the date or the reason."""
        if meeting.untitled and meeting.topic == meeting.title:
            return Latex("")
        return self.writer.titled(meeting.topic)

    def _time(self, meeting: Meeting) -> Latex:
        clock = meeting.start or meeting.time
        if clock is None:
            return Latex("")
        return self.writer.literal(format_time(clock, self.course.language, self.course.clock))

    def _remark(self, cancelled: Latex | None, topic: Latex) -> Latex:
        """Write the words for a cancelled meeting behind its topic: " (cancelled: strike)"."""
        if not cancelled or not topic:
            return cancelled or Latex("")
        opening, closing = self.punctuation.opening, self.punctuation.closing
        if (cancelled[0], cancelled[-1]) == (opening.strip(), closing.strip()):
            return Latex.join((self.writer.literal(" "), cancelled))
        return Latex.join((self.writer.literal(opening), cancelled, self.writer.literal(closing)))

    def _cancellation(self, meeting: Meeting) -> Latex | None:
        """Write that a meeting is cancelled, and why; None if it is not."""
        if meeting.status is not Status.CANCELLED:
            return None
        if meeting.reason is None:
            return self.writer.literal(self.words["cancelled"])
        before, _, after = self.words["cancelled-for"].partition("{reason}")
        reason = meeting.reason
        if re.fullmatch(r"\([^()]+\)", reason.text):
            reason = Text(reason.text[1:-1], reason.span)
        return Latex.join(
            (self.writer.literal(before), self._text(reason), self.writer.literal(after))
        )

    def _date(self, meeting: Meeting, kind: Literal["heading", "schedule"]) -> Latex:
        if meeting.start is None:
            if meeting.when is None:
                return self.writer.literal(self.words["undated"])
            return self._text(meeting.when)
        dates = self.course.dates
        pattern = dates.heading if kind == "heading" else dates.schedule
        date = format_date(meeting.start.date(), pattern, kind, self.course.language)
        return directed(self.writer.literal(date), date)

    def _streams(self, meeting: Meeting, separator: str = "/") -> Latex:
        labels = (self.writer.text(each.label, each.span) for each in meeting.streams)
        return Latex.join(labels, separator)

    def section(self, meeting: Meeting) -> MeetingView:
        """Return a meeting's section."""
        check_time()
        past = meeting.identifier in self.handout.past
        passage = self._passage(meeting.passage)
        return MeetingView(
            mark=self.writer.mark(meeting.span),
            label=Latex(meeting.identifier),
            title=self._heading(meeting),
            times=None if past else self._times(meeting),
            facts=tuple(map(self._fact, facts_for(meeting.facts, FactPlace.SECTION))),
            join=self._access(meeting.join),
            recording=self._access(meeting.recording),
            passage=passage,
            opening=replace(passage, parts=()),
            parts=replace(passage, body=Latex("")),
            streams=tuple(self._stream(each) for each in meeting.stream_passages),
        )

    def _fact(self, fact: Fact) -> FactView:
        label = self.writer.literal(self.words[fact.key])
        return FactView(self.writer.mark(fact.text.span), label, self._text(fact.text))

    def _heading(self, meeting: Meeting) -> Latex:
        """Write "15 Apr 2021 – Sharpen – Title"; a meeting split by stream leaves it out.

        The time follows the date where another meeting would have the same heading.
        """
        date = self._date(meeting, "heading")
        time = self._time(meeting)
        if time and self._alike[self._told_apart_by(meeting)] > 1:
            date = Latex.join((date, self.writer.literal(self.punctuation.comma), time))
        pieces = [date]
        if _heading_streams(meeting):
            pieces.append(self._streams(meeting))
        if not meeting.untitled:
            pieces.append(self.writer.titled(meeting.title, outlined=True))
        return Latex.join(pieces, r" \textendash{} ")

    def _told_apart_by(self, meeting: Meeting) -> tuple[str, ...]:
        """Return what of a meeting its heading holds."""
        if meeting.start is None:
            date = meeting.when.text if meeting.when else ""
        else:
            pattern = self.course.dates.heading
            date = format_date(meeting.start.date(), pattern, "heading", self.course.language)
        labels = (each.label for each in _heading_streams(meeting))
        return (date, *labels, meeting.title.text)

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
        pieces = (command("mbox", directed(self.writer.literal(each), each)) for each in times)
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
            load=self.writer.literal(format_load(part.load, self.words, self.punctuation))
            if shown
            else None,
            body=self.writer.blocks(part.blocks, minor_headings=True),
            begins_with_table=isinstance(next(iter(part.blocks), None), Table),
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


def _is_gap(meeting: Meeting) -> bool:
    """Return whether a row stands for others to come: dots in place of a date, and no title."""
    words = "" if meeting.when is None else meeting.when.text
    return meeting.untitled and bool(words) and not any(map(str.isalnum, words))


def _heading_streams(meeting: Meeting) -> tuple[Stream, ...]:
    return () if meeting.stream_passages else meeting.streams
