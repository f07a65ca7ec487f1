"""The schedule as the handout prints it: its columns and rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from syllabus.handout.schedule import (
    ScheduleRow,
    room_that_differs,
    schedule_columns,
    schedule_rows,
    scheduled_meetings,
)
from syllabus.model.course import Meeting, Status
from syllabus.model.document import Inline, Text
from syllabus.model.people import Role, headliners
from syllabus.model.schedule import Column, Numbering, ScheduleLayout, ZonesShown
from syllabus.model.timeline import format_hours, hours_each_day
from syllabus.outputs.pdf.meetings import MeetingViews
from syllabus.outputs.pdf.view import CellView, ColumnView, RowView
from syllabus.writers.latex import Latex, command


class ScheduleViews:
    """Writes the schedule of a handout."""

    def __init__(self, meetings: MeetingViews) -> None:
        self.meetings = meetings
        self.handout = meetings.handout
        self.words = meetings.words
        self.writer = meetings.writer
        self.chosen = schedule_columns(meetings.handout)

    def columns(self) -> tuple[ColumnView, ...]:
        """Return the columns, with their headings."""
        return tuple(
            ColumnView(
                Latex(each.column.value),
                self._word(each.column)
                if each.heading is None
                else self.meetings.text(each.heading),
            )
            for each in self.chosen
        )

    def _word(self, column: Column) -> Latex:
        key = column.value
        if column is Column.NUMBER and self.handout.course.numbering is Numbering.WEEKS:
            key = "week"
        elif column is Column.SPEAKER and self._all_present():
            key = "presenter"
        return self.writer.literal(self.words[key])

    def _all_present(self) -> bool:
        """Return whether all that the column of speakers names are presenters."""
        meetings = scheduled_meetings(self.handout)
        roles = {who.role for each in meetings for who in headliners(each.speakers)}
        return roles == {Role.PRESENTER}

    def rows(self) -> Iterator[RowView]:
        """Yield the rows, in their order."""
        columns = [each.column for each in self.chosen]
        agenda = self.handout.course.schedule.layout is ScheduleLayout.AGENDA
        joins = False  # whether the day of a row above may stand for a row's own
        for row in schedule_rows(self.handout):
            meeting = row.meeting
            cancelled = self._cancellation(meeting)
            written = {each: CELLS[each](self, row) for each in {*columns, *ALWAYS}}
            day = written[Column.DATE]
            if cancelled:
                struck = {Column.TIME: _struck(meeting, written[Column.TIME])} if agenda else {}
                written |= {each: Latex("") for each in written if each in _ONLY_IF_HELD} | struck
            same_day = not row.begins_day and (
                agenda or (joins and not cancelled and not row.module and meeting.start is not None)
            )
            joins = not cancelled
            if not row.is_first:
                written |= {each: Latex("") for each in _OF_ALL_GROUPS}
                written |= {Column.DATE: Latex("")} if same_day else {}
                if not any(written[each] for each in columns):
                    continue
            if _is_gap(meeting):
                written |= {each: written[Column.DATE] for each in columns if not written[each]}
            topic = written[Column.TOPIC]
            anchor = self.handout.anchor(meeting)
            said_above = {Column.DATE} if same_day else set()
            if agenda and not row.day_held:
                day = _struck(meeting, day)
            yield RowView(
                mark=self.writer.mark(meeting.span),
                module=None if row.module is None else self.meetings.text(row.module),
                day=day if agenda and row.begins_day else None,
                day_above=day if same_day else None,
                cells=tuple(
                    CellView(Latex(each.value), Latex("") if each in said_above else written[each])
                    for each in columns
                ),
                date=written[Column.DATE],
                time=written[Column.TIME],
                stream=written[Column.STREAM],
                topic=topic,
                cancelled=cancelled,
                struck=_struck(meeting, written[Column.DATE]) if cancelled else None,
                remark=self._remark(cancelled, topic),
                label=None if anchor is None else Latex(anchor),
            )

    def number(self, row: ScheduleRow) -> Latex:
        """Write the number of a session or of a week."""
        return Latex("" if row.number is None else str(row.number))

    def readings(self, row: ScheduleRow) -> Latex:
        """Write what there is to read, one behind the other."""
        return self._lines(row.readings, self.meetings.punctuation.semicolon)

    def materials(self, meeting: Meeting) -> Latex:
        """Write the materials of a meeting, one behind the other."""
        lines = (each.in_short for each in meeting.materials)
        return self._lines(lines, self.meetings.punctuation.comma)

    def _lines(self, lines: Iterable[tuple[Inline, ...]], between: str) -> Latex:
        pieces: list[Latex] = []
        for each in lines:
            if pieces:
                pieces.append(self.writer.literal(between))
            pieces.append(self.writer.line(each))
        return Latex.join(pieces)

    def room(self, meeting: Meeting) -> Latex:
        """Write the room of a meeting; in a column of its own accord, only what differs."""
        shown = meeting.room
        if not self.handout.course.schedule.columns:
            shown = room_that_differs(meeting, self.handout)
        return Latex("") if shown is None else self.meetings.text(shown.name)

    def topic(self, meeting: Meeting) -> Latex:
        """Write the topic; nothing where it would repeat the date or the reason."""
        if meeting.untitled and meeting.topic == meeting.title:
            return Latex("")
        topic, kind = self.writer.titled(meeting.topic), meeting.kind
        if kind.sign is not None and kind.span is not None:
            sign = self.writer.text(kind.sign, kind.span)
            return Latex.join((sign, self.writer.literal(" "), topic))
        return self.meetings.labelled(meeting, topic)

    def time(self, meeting: Meeting) -> Latex:
        """Write when a meeting begins, or from when to when it is; nothing if that is not known."""
        if meeting.time_open:
            return self.writer.literal(self.words["time-open"])
        begins = meeting.start if meeting.time is not None else None
        clock: dt.datetime | dt.time | None = begins or meeting.time
        if clock is None:
            return Latex("")
        columns = {each.column for each in self.chosen}
        ends: dt.datetime | dt.time | None = (
            meeting.end if begins and self.handout.course.schedule.ends else None
        )
        ends = ends if meeting.duration else None  # a deadline is a moment
        if begins and meeting.last_day is not None:
            clock, each_day = hours_each_day(meeting, begins)
            ends = each_day if Column.END not in columns else None
        time = self._hours(meeting, clock, ends)
        if len(meeting.groups) != 1 or Column.STREAM in columns:
            return time
        colon = self.writer.literal(self.meetings.punctuation.colon)
        return Latex.join((self.meetings.text(meeting.groups[0].name), colon, time))

    def streams(self, meeting: Meeting) -> Latex:
        """Write the streams, or the group that a row is for."""
        if len(meeting.groups) == 1 and meeting.groups[0].stream is None:
            return self.meetings.text(meeting.groups[0].name)
        return self.meetings.streams(meeting, r"/\allowbreak{}")

    def end(self, meeting: Meeting) -> Latex:
        """Write when a meeting ends, if that is known."""
        if meeting.end is None or meeting.time is None or not meeting.duration:
            return Latex("")
        end: dt.datetime | dt.time | None = meeting.end
        if meeting.start is not None and meeting.last_day is not None:
            _, end = hours_each_day(meeting, meeting.start)
        return Latex("") if end is None else self._hours(meeting, end, None)

    def _hours(
        self, meeting: Meeting, start: dt.datetime | dt.time, end: dt.datetime | dt.time | None
    ) -> Latex:
        course = self.handout.course
        own = meeting.start.tzinfo if meeting.start else start.tzinfo
        shown = course.schedule.zones
        if shown is ZonesShown.NEVER or (shown is ZonesShown.WHERE_NEEDED and own == course.zone):
            start, end = start.replace(tzinfo=None), end and end.replace(tzinfo=None)
        return self.writer.literal(format_hours(start, end, course.language, course.clock))

    def _remark(self, cancelled: Latex | None, topic: Latex) -> Latex:
        """Write the words for a cancelled meeting behind its topic: " (cancelled: strike)"."""
        if not cancelled or not topic:
            return cancelled or Latex("")
        marks = self.meetings.punctuation
        opening, closing = marks.opening, marks.closing
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
            (self.writer.literal(before), self.meetings.text(reason), self.writer.literal(after))
        )


CELLS: Mapping[Column, Callable[[ScheduleViews, ScheduleRow], Latex]] = {
    Column.NUMBER: lambda views, row: views.number(row),
    Column.DATE: lambda views, row: views.meetings.date(row.meeting, "schedule"),
    Column.TIME: lambda views, row: views.time(row.meeting),
    Column.END: lambda views, row: views.end(row.meeting),
    Column.STREAM: lambda views, row: views.streams(row.meeting),
    Column.SPEAKER: lambda views, row: views.meetings.headliners(row.meeting),
    Column.TOPIC: lambda views, row: views.topic(row.meeting),
    Column.ROOM: lambda views, row: views.room(row.meeting),
    Column.MATERIALS: lambda views, row: views.materials(row.meeting),
    Column.READINGS: lambda views, row: views.readings(row),
}
"""How the cell of each column is written."""

ALWAYS = (Column.DATE, Column.TIME, Column.STREAM, Column.TOPIC)
"""What templates may ask of each row, whichever columns there are."""

_OF_ALL_GROUPS = (Column.TOPIC, Column.READINGS, Column.SPEAKER, Column.MATERIALS)
"""What is said once of a meeting that several groups have at times of their own."""

_ONLY_IF_HELD = frozenset(Column) - {Column.NUMBER, Column.DATE, Column.TOPIC}
"""What is not said of a meeting that is cancelled."""


def _struck(meeting: Meeting, date: Latex) -> Latex:
    """Strike a date or time out; that of several days on each of its lines."""
    if not date:
        return date
    pieces = date.split(" ") if meeting.last_day is not None and "{" not in date else (date,)
    return Latex.join((command("struck", Latex(each)) for each in pieces), " ")


def _is_gap(meeting: Meeting) -> bool:
    """Return whether a row stands for others to come: dots in place of a date, and no title."""
    words = "" if meeting.when is None else meeting.when.text
    return meeting.untitled and bool(words) and not any(map(str.isalnum, words))
