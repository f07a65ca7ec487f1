"""The schedule as the handout prints it: its columns and rows."""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.handout.pieces import SLASH, Line
from syllabus.handout.schedule import column_word
from syllabus.handout.table import ScheduleTable, TableRow
from syllabus.model.course import Meeting
from syllabus.model.schedule import Column
from syllabus.outputs.pdf.meetings import MeetingViews
from syllabus.outputs.pdf.view import CellView, ColumnView, RowView
from syllabus.writers.latex import Latex, command


class ScheduleViews:
    """Writes the schedule of a handout."""

    def __init__(self, meetings: MeetingViews) -> None:
        self.meetings = meetings
        self.handout = meetings.handout
        self.writer = meetings.writer
        self.table = ScheduleTable(meetings.texts)

    def columns(self) -> tuple[ColumnView, ...]:
        """Return the columns, with their headings."""
        return tuple(
            ColumnView(
                Latex(each.column.value),
                self.writer.literal(self.meetings.words[column_word(each.column, self.handout)])
                if each.heading is None
                else self.meetings.text(each.heading),
            )
            for each in self.table.chosen
        )

    def rows(self) -> Iterator[RowView]:
        """Yield the rows, in their order."""
        return map(self._row, self.table.rows())

    def _row(self, told: TableRow) -> RowView:
        row, meeting = told.row, told.row.meeting
        columns = [each.column for each in self.table.chosen]
        written = {each: self._cell(each, meeting, told.cells[each]) for each in told.cells}
        cancelled = None if told.cancelled is None else self.meetings.line(told.cancelled)
        if cancelled:
            written[Column.TIME] = _struck(meeting, written[Column.TIME])
        day = self.meetings.date(meeting, "schedule")
        if self.table.agenda and not row.day_held:
            day = _struck(meeting, day)
        said_above = {Column.DATE} if told.above else set()
        anchor = self.handout.anchor(meeting)
        return RowView(
            mark=self.writer.mark(meeting.span),
            module=None if row.module is None else self.meetings.text(row.module),
            day=day if told.begins_day else None,
            day_above=day if told.above else None,
            cells=tuple(
                CellView(Latex(each.value), Latex("") if each in said_above else written[each])
                for each in columns
            ),
            date=written[Column.DATE],
            time=written[Column.TIME],
            stream=written[Column.STREAM],
            topic=written[Column.TOPIC],
            cancelled=cancelled,
            struck=_struck(meeting, written[Column.DATE]) if cancelled else None,
            remark=self.meetings.line(told.remark),
            label=None if anchor is None else Latex(anchor),
        )

    def _cell(self, column: Column, meeting: Meeting, line: Line) -> Latex:
        if column is Column.STREAM:
            slash = Latex(r"/\allowbreak{}")
            return Latex.join(
                slash if each == SLASH else self.meetings.piece(each) for each in line
            )
        if line and line[0] == self.meetings.texts.date(meeting, "schedule"):
            return self.meetings.date(meeting, "schedule")  # with its ties
        return self.meetings.line(line)


def _struck(meeting: Meeting, date: Latex) -> Latex:
    """Strike a date or time out; that of several days on each of its lines."""
    if not date:
        return date
    pieces = date.split(" ") if meeting.last_day is not None and "{" not in date else (date,)
    return Latex.join((command("struck", Latex(each)) for each in pieces), " ")
