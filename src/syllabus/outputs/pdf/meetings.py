"""Meetings as the handout prints them: their sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from syllabus.handout import Handout
from syllabus.handout.meetings import MeetingHeading, MeetingTexts
from syllabus.handout.modules import modules_begun
from syllabus.handout.pieces import Line, Piece
from syllabus.handout.places import told_facts
from syllabus.model.course import (
    Access,
    Meeting,
    Part,
    Passage,
    Stream,
    StreamPassage,
    Title,
)
from syllabus.model.document import Table, Text
from syllabus.model.facts import Fact, FactPlace
from syllabus.model.naming import people_text, person_text
from syllabus.model.people import Speaker
from syllabus.model.timeline import BETWEEN_ZONES
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
        self.texts = MeetingTexts(handout, words)
        self.punctuation = self.texts.punctuation
        self.writer = writer

    def piece(self, piece: Piece) -> Latex:
        """Write a piece of a line."""
        match piece:
            case Text():
                return self.text(piece)
            case Title():
                return self.writer.titled(piece)
            case Stream():
                return self.label(piece)
            case tuple():
                return self.writer.line(piece)
            case _:
                return self.writer.literal(piece)

    def label(self, stream: Stream, *, outlined: bool = False) -> Latex:
        """Write the label of a stream, `outlined` if it goes into the PDF's outline too."""
        if stream.title is None:
            return self.writer.text(stream.label, stream.span)
        return self.writer.titled(stream.title, outlined=outlined)

    def line(self, line: Line) -> Latex:
        """Write a line."""
        return Latex.join(map(self.piece, line))

    def date(self, meeting: Meeting, kind: Literal["heading", "schedule"]) -> Latex:
        """Write the day of a meeting, or what is said in its place."""
        date = self.texts.date(meeting, kind)
        if isinstance(date, Text):
            return self.text(date)
        if meeting.start is None:
            return self.writer.literal(date)
        if meeting.last_day is not None:
            amid = _AMID_A_SERIES if meeting.weeks else _AMID_A_DAY
            date = amid.sub("\u00a0", date)
        return directed(self.writer.literal(date), date)

    def sections(self, meetings: tuple[Meeting, ...]) -> Iterator[MeetingView]:
        """Yield the sections of meetings; a module stands above its first."""
        for meeting, module in zip(meetings, modules_begun(meetings), strict=True):
            yield self._section(meeting, module)

    def _section(self, meeting: Meeting, module: Text | None) -> MeetingView:
        check_time()
        passage = self._passage(meeting.passage)
        return MeetingView(
            mark=self.writer.mark(meeting.span),
            module=None if module is None else self.text(module),
            label=Latex(meeting.identifier),
            title=self._heading(meeting),
            times=self._times(meeting),
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
        for role in self.texts.roles(meeting):
            label = self.writer.literal(self.words[role.word])
            yield FactView(self.writer.mark(role.span), label, self.writer.line(role.line))

    def _groups(self, meeting: Meeting) -> Iterator[FactView]:
        """Yield when and where each of the groups meets."""
        for name, when in self.texts.groups(meeting):
            label, comma = self.piece(name), self.writer.literal(self.punctuation.comma)
            day = directed(self.writer.literal(when.day), when.day)
            line = Latex.join((day, comma, self.writer.literal(when.rest)))
            yield FactView(self.writer.mark(name.span), label, line)

    def _fact(self, fact: Fact) -> FactView:
        label = self.writer.literal(self.words[fact.key])
        text = self.text(fact.text) if fact.is_plain else self.writer.line(fact.line)
        return FactView(self.writer.mark(fact.text.span), label, text)

    def _heading(self, meeting: Meeting) -> Latex:
        """Write "15 Apr 2021 – Sharpen – Title – Ellen Zhong (MIT)"."""
        heading = self.texts.heading(meeting)
        date = self.date(meeting, "heading")
        if heading.time:
            between, time = map(self.writer.literal, (self.punctuation.comma, heading.time))
            date = Latex.join((date, between, time))
        pieces = [date]
        if heading.streams:
            labels = (self.label(each, outlined=True) for each in heading.streams)
            pieces.append(Latex.join(labels, "/"))
        if heading.title is not None:
            pieces.append(self._titled(heading, heading.title))
        if heading.speakers:
            pieces.append(self._in_heading(heading.speakers))
        return Latex.join(pieces, r" \textendash{} ")

    def _titled(self, heading: MeetingHeading, title: Title) -> Latex:
        written = self.writer.titled(title, outlined=True)
        if not heading.label:
            return written
        colon = self.writer.literal(self.punctuation.colon)
        return Latex.join((self._plain(heading.label), colon, written))

    def _plain(self, piece: Piece) -> Latex:
        """Write words in the direction of what is around them."""
        if isinstance(piece, Text):
            return self.writer.text(piece.text, piece.span)
        return self.piece(piece)

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

    def _times(self, meeting: Meeting) -> Latex | None:
        """Write when a meeting begins in each of its zones."""
        times = self.texts.times(meeting)
        if len(times) < 2:
            return self.writer.literal(times[0]) if times else None
        # A time is not parted from its zone.
        pieces = (command("mbox", directed(self.writer.literal(each), each)) for each in times)
        return Latex.join(pieces, BETWEEN_ZONES)

    def _stream(self, passage: StreamPassage) -> StreamView:
        stream = passage.stream
        return StreamView(
            mark=self.writer.mark(passage.span),
            title=self.label(stream, outlined=True),
            passage=self._passage(passage.passage, passage.anchor),
        )

    def _passage(self, passage: Passage, anchor: str = "") -> PassageView:
        body = self.writer.blocks(passage.blocks, minor_headings=True)
        return PassageView(
            body=below(anchor, body),
            parts=tuple(self._part(part) for part in passage.parts),
        )

    def _part(self, part: Part) -> PartView:
        remarks = self.texts.part_remarks(part)
        return PartView(
            mark=self.writer.mark(part.span),
            title=marked(part.anchor, self.writer.heading(part.title)),
            load=Latex.join(map(self._plain, remarks), self.punctuation.semicolon)
            if remarks
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

    def text(self, text: Text) -> Latex:
        """Write a text of the record, in its direction."""
        return directed(self.writer.text(text.text, text.span), text.text)
