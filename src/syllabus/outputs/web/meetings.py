"""Meetings as the page shows them: their sections, and the rows of the schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from syllabus.handout.meetings import MeetingTexts, stream_pieces
from syllabus.handout.modules import modules_begun
from syllabus.handout.pieces import Line, Piece, is_blank
from syllabus.handout.places import told_facts
from syllabus.handout.schedule import column_word
from syllabus.handout.table import ScheduleTable, TableRow
from syllabus.model.course import (
    Access,
    Meeting,
    Part,
    Passage,
    Stream,
    StreamPassage,
    Title,
)
from syllabus.model.document import Inline, Text
from syllabus.model.facts import FactPlace
from syllabus.model.naming import people_nodes
from syllabus.model.schedule import Column
from syllabus.outputs.web.outline import Outline
from syllabus.outputs.web.view import (
    AccessView,
    CellView,
    FactView,
    MeetingView,
    MomentView,
    PartView,
    PassageView,
    RowView,
    StreamView,
)
from syllabus.workspace.deadline import check_time
from syllabus.writers.html import Html, escape_html
from syllabus.writers.page import PageWriter

ABOVE = " – "
"""What stands between the pieces of a heading."""


class MeetingPages:
    """Writes the meetings of a handout; `calendars` has the addresses of their calendar files."""

    def __init__(
        self,
        texts: MeetingTexts,
        writer: PageWriter,
        outline: Outline,
        ids: Mapping[str, str],
        calendars: Mapping[str, str],
    ) -> None:
        self.texts = texts
        self.handout = texts.handout
        self.words = texts.words
        self.writer = writer
        self.unlinked = replace(writer, links=False)
        self.outline = outline
        self.ids = ids
        self.calendars = calendars

    # --- pieces of lines ---

    def piece(self, piece: Piece, writer: PageWriter | None = None) -> Html:
        """Write a piece of a line."""
        writer = writer or self.writer
        match piece:
            case Text():
                return writer.isolated(piece.text)
            case Title():
                return writer.line(piece.nodes)
            case Stream():
                title = piece.title
                return writer.isolated(piece.label) if title is None else writer.line(title.nodes)
            case tuple():
                return writer.line(piece)
            case _:
                return writer.said(piece)

    def line(self, line: Line, writer: PageWriter | None = None) -> Html:
        """Write a line."""
        return Html("".join(self.piece(each, writer) for each in line))

    def moment(self, meeting: Meeting) -> MomentView | None:
        """Return when a meeting is."""
        if meeting.start is None or meeting.end is None:
            return None
        timed = not meeting.all_day and meeting.time is not None and not meeting.time_open
        # Several days have no one time.
        timed = timed and meeting.last_day is None and not meeting.groups
        start = meeting.start.isoformat() if timed else str(meeting.start.date())
        return MomentView(start, meeting.end.isoformat(), timed)

    def dated(self, meeting: Meeting, date: Html) -> Html:
        """Return a date that programs can read, too."""
        moment = self.moment(meeting)
        if moment is None:
            return date
        several = ' class="days"' if meeting.last_day is not None else ""
        return Html(f'<time datetime="{moment.start}"{several}>{date}</time>')

    def state(self, meeting: Meeting) -> str:
        """Return whether a meeting is past, next or upcoming."""
        if meeting.identifier in self.handout.past:
            return "past"
        return "next" if self.handout.ahead.get(meeting.identifier) == 0 else "upcoming"

    def target(self, meeting: Meeting) -> str | None:
        """Return the id of a meeting's section."""
        return self.ids.get(meeting.identifier)

    # --- sections ---

    def sections(self, meetings: tuple[Meeting, ...]) -> Iterator[MeetingView]:
        """Yield the sections of meetings; a module stands above its first."""
        for meeting, module in zip(meetings, modules_begun(meetings), strict=True):
            check_time()
            if module is not None:
                self.outline.add_module(self.writer.isolated(module.text))
            yield self._section(
                meeting, None if module is None else self.writer.isolated(module.text)
            )

    def _section(self, meeting: Meeting, module: Html | None) -> MeetingView:
        heading, marks = self.texts.heading(meeting), self.texts.punctuation
        date = self.dated(meeting, self.piece(heading.date))
        if heading.time:
            date = Html(f"{date}{escape_html(marks.comma + heading.time)}")
        stream = self.line(stream_pieces(heading.streams)) if heading.streams else None
        people = people_nodes((each.person for each in heading.speakers), marks)
        label = escape_html(marks.colon) if heading.label else ""
        before = f"{self.piece(heading.label)}{label}"

        def titled(writer: PageWriter) -> Html | None:
            title = heading.title
            return None if title is None else Html(f"{before}{writer.line(title.nodes)}")

        def named(writer: PageWriter) -> Html | None:
            return writer.line(people) if people else None

        state = self.state(meeting)
        anchor = self.ids[meeting.identifier]
        written = ABOVE.join(
            filter(None, (date, stream, titled(self.unlinked), named(self.unlinked)))
        )
        number = self.outline.add(2, anchor, Html(written), past=state == "past")
        times = self.texts.times(meeting)
        return MeetingView(
            anchor=anchor,
            module=module,
            number=number,
            date=date,
            stream=stream,
            title=titled(self.writer),
            speakers=named(self.writer),
            times=tuple(map(self.writer.said, times)),
            facts=tuple(self._facts(meeting)),
            join=self._access(meeting.join),
            recording=self._access(meeting.recording),
            passage=self._passage(meeting.passage, 4),
            streams=tuple(self._stream(each, state) for each in meeting.stream_passages),
            notes=self.writer.footnotes(),
            state=state,
            moment=self.moment(meeting),
            calendar=None if state == "past" else self.calendars.get(meeting.identifier),
            turn=self.handout.ahead.get(meeting.identifier),
        )

    def _facts(self, meeting: Meeting) -> Iterator[FactView]:
        for role in self.texts.roles(meeting):
            yield self._fact(self.writer.said(self.words[role.word]), role.line)
        for name, when in self.texts.groups(meeting):
            said = f"{when.day}{self.texts.punctuation.comma}{when.rest}"
            yield FactView(self.piece(name), escape_html(said))
        for fact in told_facts(meeting, FactPlace.SECTION, self.words):
            line = (fact.text,) if fact.is_plain else fact.line
            yield self._fact(self.writer.said(self.words[fact.key]), line)

    def _fact(self, label: Html, line: tuple[Inline, ...]) -> FactView:
        return FactView(label, self.writer.line(line))

    def _stream(self, told: StreamPassage, state: str) -> StreamView:
        title = self.piece(told.stream)
        target = told.anchor or f"h-{len(self.outline.entries) + 1}"
        number = self.outline.add(3, target, title, past=state == "past")
        return StreamView(target, number, title, self._passage(told.passage, 5))

    def _passage(self, passage: Passage, level: int) -> PassageView:
        """Write a passage whose parts have headings of a level, and those in them of the next."""
        body = replace(self.writer, level=level).blocks(passage.blocks)
        parts = tuple(self._part(each, level + 1) for each in passage.parts)
        return PassageView(body, parts)

    def _part(self, part: Part, level: int) -> PartView:
        remarks = self.texts.part_remarks(part)
        between = self.texts.punctuation.semicolon
        remark = between.join(map(self.piece, remarks)) if remarks else None
        return PartView(
            part.anchor,
            self.writer.heading(part.title),
            None if remark is None else Html(remark),
            replace(self.writer, level=level).blocks(part.blocks),
        )

    def _access(self, access: Access | None) -> AccessView | None:
        if access is None:
            return None
        link = None if access.url is None else self.writer.link(access.url)
        return AccessView(link, access.passcode)


class SchedulePage:
    """Writes the schedule of a handout; `ids` has those of meetings that have a row alone."""

    def __init__(self, meetings: MeetingPages, ids: Mapping[str, str]) -> None:
        self.meetings = meetings
        self.ids = ids
        self.handout = meetings.handout
        self.table = ScheduleTable(meetings.texts)

    def columns(self, write: Callable[[str], Html] | None = None) -> tuple[CellView, ...]:
        """Return the columns with their headings, of which `write` writes the words of our own."""
        write = write or self.meetings.writer.said
        return tuple(
            CellView(
                each.column.value,
                write(self.meetings.words[column_word(each.column, self.handout)])
                if each.heading is None
                else self.meetings.writer.isolated(each.heading.text),
                Html(""),
            )
            for each in self.table.chosen
        )

    def rows(self) -> Iterator[RowView]:
        """Yield the rows, in their order."""
        columns = self.columns(escape_html)
        for told in self.table.rows():
            yield self._row(told, columns)

    def _row(self, told: TableRow, columns: tuple[CellView, ...]) -> RowView:
        meetings, meeting = self.meetings, told.row.meeting
        module = told.row.module
        day = meetings.piece(meetings.texts.date(meeting, "schedule"))
        if not told.row.day_held:
            day = Html(f"<s>{day}</s>")
        state = meetings.state(meeting) + (" cancelled" if told.cancelled is not None else "")
        cells = tuple(
            replace(heading, text=self._cell(each.column, told))
            for each, heading in zip(self.table.chosen, columns, strict=True)
        )
        return RowView(
            module=None if module is None else meetings.writer.isolated(module.text),
            day=day if told.begins_day else None,
            cells=cells,
            state=state,
            moment=meetings.moment(meeting) if told.cancelled is None else None,
            anchor=self.ids.get(meeting.identifier) if told.row.is_first else None,
            turn=self.handout.ahead.get(meeting.identifier),
        )

    def _cell(self, column: Column, told: TableRow) -> Html:
        meetings, meeting, line = self.meetings, told.row.meeting, told.cells[column]
        target = meetings.target(meeting)

        def linked(words: Html) -> Html:
            return words if target is None else Html(f'<a href="#{target}">{words}</a>')

        if is_blank(line):
            return meetings.line(told.remark) if column is Column.TOPIC else Html("")
        if column is Column.DATE and told.above:
            # Whoever hears the table, or sees its rows as cards, is told the day again.
            return Html(f'<span class="above">{meetings.line(line)}</span>')
        if column is Column.TIME and told.cancelled is not None:
            return Html(f"<s>{meetings.line(line)}</s>")
        if column is Column.DATE:
            date = meetings.dated(meeting, meetings.line(line))
            return Html(f"<s>{date}</s>") if told.cancelled is not None else linked(date)
        if column is not Column.TOPIC:
            return meetings.line(line)
        if target is None or told.cancelled is not None:
            return Html(meetings.line(line) + meetings.line(told.remark))
        return Html(linked(meetings.line(line, meetings.unlinked)) + meetings.line(told.remark))
