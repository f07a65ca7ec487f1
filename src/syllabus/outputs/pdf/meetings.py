"""Meetings as the handout prints them: their sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from syllabus.handout import Handout
from syllabus.handout.modules import modules_begun
from syllabus.handout.places import told_facts
from syllabus.model.course import (
    Access,
    Meeting,
    Part,
    Passage,
    Stream,
    StreamPassage,
)
from syllabus.model.document import Table, Text
from syllabus.model.facts import Fact, FactPlace
from syllabus.model.naming import people_nodes, people_text, person_text
from syllabus.model.people import Speaker, by_roles, headliners, role_word
from syllabus.model.timeline import (
    BETWEEN_ZONES,
    format_clock,
    format_days,
    format_groups,
    format_load,
    times_by_zone,
)
from syllabus.model.words import punctuation_for
from syllabus.on_demand import pattern
from syllabus.outputs.pdf.view import (
    AccessView,
    FactView,
    MeetingView,
    PartView,
    PassageView,
    StreamView,
)
from syllabus.workspace.deadline import check_time
from syllabus.writers.latex import (
    Latex,
    LatexWriter,
    command,
    directed,
    escape_url,
    with_outline,
)
from syllabus.writers.latex.places import below, marked

_LONGEST_KEPT = 45
"""Characters of a heading that stay on a line; it has room for some 60."""
_NO_BREAK = {ord(" "): "\u00a0"}

_AMID_A_DAY = pattern("(?<![–～]) ")
"""The spaces of several days at which no line ends: all but those behind a dash."""

_AMID_A_SERIES = pattern("(?<![–～,，、]) ")
"""The same of what returns weekly, where a line also ends behind the weekday and its comma."""


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

    def labelled(self, meeting: Meeting, title: Latex) -> Latex:
        """Write a title after the label of its kind: "Due: Problem set 1"."""
        kind = meeting.kind
        label = kind.label_before(meeting.title.text, self.words)
        if not label:
            return title
        own = kind.label is not None and kind.span is not None
        written = self.writer.text(label, kind.span) if own and kind.span else None
        colon = self.writer.literal(self.punctuation.colon)
        return Latex.join((written or self.writer.literal(label), colon, title))

    def time(self, meeting: Meeting) -> Latex:
        """Write when a meeting begins, if that is known."""
        course = self.course
        return self.writer.literal(format_clock(meeting, course.language, self.words, course.clock))

    def date(self, meeting: Meeting, kind: Literal["heading", "schedule"]) -> Latex:
        """Write the day of a meeting, or what is said in its place."""
        if meeting.start is None:
            if meeting.when is None:
                return self.writer.literal(self.words["undated"])
            return self.text(meeting.when)
        dates, language = self.course.dates, self.course.language
        date = format_days(meeting, dates, kind, language, self.words)
        if meeting.last_day is not None:
            amid = _AMID_A_SERIES if meeting.weeks else _AMID_A_DAY
            date = amid.sub("\u00a0", date)
        return directed(self.writer.literal(date), date)

    def streams(self, meeting: Meeting, separator: str = "/") -> Latex:
        """Write the labels of a meeting's streams."""
        labels = (self.writer.text(each.label, each.span) for each in meeting.streams)
        return Latex.join(labels, separator)

    def headliners(self, meeting: Meeting) -> Latex:
        """Write whom a meeting is announced with, their names as links to their pages."""
        people = (each.person for each in headliners(meeting.speakers))
        return self.writer.line(people_nodes(people, self.punctuation))

    def sections(self, meetings: tuple[Meeting, ...]) -> Iterator[MeetingView]:
        """Yield the sections of meetings; a module stands above its first."""
        for meeting, module in zip(meetings, modules_begun(meetings), strict=True):
            yield self._section(meeting, module)

    def _section(self, meeting: Meeting, module: Text | None) -> MeetingView:
        check_time()
        past = meeting.identifier in self.handout.past
        passage = self._passage(meeting.passage)
        return MeetingView(
            mark=self.writer.mark(meeting.span),
            module=None if module is None else self.text(module),
            label=Latex(meeting.identifier),
            title=self._heading(meeting),
            times=None if past else self._times(meeting),
            facts=(
                *self._roles(meeting),
                *self._groups(meeting),
                *map(self._fact, told_facts(meeting, FactPlace.SECTION, self.words)),
            ),
            join=self._access(meeting.join),
            recording=self._access(meeting.recording),
            passage=passage,
            opening=replace(passage, parts=()),
            parts=replace(passage, body=Latex("")),
            streams=tuple(self._stream(each) for each in meeting.stream_passages),
        )

    def _roles(self, meeting: Meeting) -> Iterator[FactView]:
        """Yield a line for each role of people who are not in the heading."""
        told = headliners(meeting.speakers)
        for role, speakers in by_roles(meeting.speakers):
            if speakers != told:
                people = people_nodes((each.person for each in speakers), self.punctuation)
                yield FactView(
                    self.writer.mark(speakers[0].span),
                    self.writer.literal(self.words[role_word(role, speakers)]),
                    self.writer.line(people),
                )

    def _groups(self, meeting: Meeting) -> Iterator[FactView]:
        """Yield when and where each of the groups meets."""
        course = self.course
        lines = format_groups(meeting, course.dates, course.language, self.words, course.clock)
        for group, said in zip(meeting.groups, lines, strict=True):
            name, comma = self.text(group.name), self.writer.literal(self.punctuation.comma)
            day = directed(self.writer.literal(said.day), said.day)
            line = Latex.join((day, comma, self.writer.literal(said.rest)))
            yield FactView(self.writer.mark(group.name.span), name, line)

    def _fact(self, fact: Fact) -> FactView:
        label = self.writer.literal(self.words[fact.key])
        text = self.text(fact.text) if fact.is_plain else self.writer.line(fact.line)
        return FactView(self.writer.mark(fact.text.span), label, text)

    def _heading(self, meeting: Meeting) -> Latex:
        """Write "15 Apr 2021 – Sharpen – Title – Ellen Zhong (MIT)".

        A meeting split by stream leaves the streams out.

        The time follows the date where another meeting would have the same heading.
        """
        date = self.date(meeting, "heading")
        time = self.time(meeting)
        if time and self._alike[self._told_apart_by(meeting)] > 1:
            date = Latex.join((date, self.writer.literal(self.punctuation.comma), time))
        pieces = [date]
        if _heading_streams(meeting):
            pieces.append(self.streams(meeting))
        if not meeting.untitled:
            title = self.writer.titled(meeting.title, outlined=True)
            pieces.append(self.labelled(meeting, title))
        if told := headliners(meeting.speakers):
            pieces.append(self._in_heading(told))
        return Latex.join(pieces, r" \textendash{} ")

    def _in_heading(self, speakers: tuple[Speaker, ...]) -> Latex:
        """Write people for a heading, which the contents and the PDF's outline repeat."""
        marks, text = self.punctuation, self.writer.text
        pieces: list[Latex] = []
        for person in (each.person for each in speakers):
            pieces += [self.writer.literal(marks.comma)] if pieces else []
            said = person_text(person, marks)
            # A name stays on one line with what follows it, the affiliation or its first word.
            whole = said if len(said) <= _LONGEST_KEPT else person.name.text
            kept = _NO_BREAK if len(whole) <= _LONGEST_KEPT else dict[int, str]()
            name = text(person.name.text.translate(kept), person.name.span)
            if person.url is not None:
                name = command("personlink", Latex(escape_url(person.url)), name)
            if person.affiliation is not None:
                inside = kept if whole is said else dict[int, str]()
                where = text(person.affiliation.text.translate(inside), person.affiliation.span)
                opening, closing = map(
                    self.writer.literal, (marks.opening.translate(kept), marks.closing)
                )
                name = Latex.join((name, opening, where, closing))
            pieces.append(name)
        written = Latex.join(pieces)
        if r"brk{}" in written or r"\personlink" in written:
            return with_outline(written, people_text(speakers, marks))
        return written

    def _told_apart_by(self, meeting: Meeting) -> tuple[str, ...]:
        """Return what of a meeting its heading holds."""
        if meeting.start is None:
            date = meeting.when.text if meeting.when else ""
        else:
            dates, language = self.course.dates, self.course.language
            date = format_days(meeting, dates, "heading", language, self.words)
        labels = (each.label for each in _heading_streams(meeting))
        names = (each.person.name.text for each in headliners(meeting.speakers))
        return (date, *labels, meeting.title.text, *names)

    def _times(self, meeting: Meeting) -> Latex | None:
        """Write when a meeting begins in each of its zones; None if that is one.

        Of several days, it is from when to when each of them is.
        """
        if meeting.start is None or meeting.groups:
            return None
        course = self.course
        if meeting.all_day or meeting.last_day is not None:
            clock = format_clock(meeting, course.language, self.words, course.clock)
            return self.writer.literal(clock[:1].upper() + clock[1:]) if clock else None
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
        remarks = []
        if part.due is not None and part.due.text:  # the course may have no word for it
            remarks.append(self.writer.text(part.due.text, part.due.span))
        if self.course.reading_load and part.load:
            load = format_load(part.load, self.words, self.punctuation)
            remarks.append(self.writer.literal(load))
        return PartView(
            mark=self.writer.mark(part.span),
            title=marked(part.anchor, self.writer.heading(part.title)),
            load=Latex.join(remarks, self.punctuation.semicolon) if remarks else None,
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

    def text(self, text: Text) -> Latex:
        """Write a text of the record, in its direction."""
        return directed(self.writer.text(text.text, text.span), text.text)


def _heading_streams(meeting: Meeting) -> tuple[Stream, ...]:
    return () if meeting.stream_passages else meeting.streams
