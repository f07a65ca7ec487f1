"""The table of the schedule: what stands in each cell of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from syllabus.handout.meetings import MeetingTexts, stream_pieces
from syllabus.handout.pieces import Line, is_blank, joined
from syllabus.handout.schedule import (
    ScheduleRow,
    room_that_differs,
    schedule_columns,
    schedule_rows,
    scheduled_end,
    scheduled_hours,
)
from syllabus.model.course import Meeting, Status
from syllabus.model.document import Text
from syllabus.model.naming import people_nodes
from syllabus.model.people import headliners
from syllabus.model.schedule import Column, ScheduleLayout
from syllabus.on_demand import dataclass

ALWAYS = (Column.DATE, Column.TIME, Column.STREAM, Column.TOPIC)
"""What a row is asked for, whichever columns there are."""

_OF_ALL_GROUPS = (Column.TOPIC, Column.READINGS, Column.SPEAKER, Column.MATERIALS)
"""What is said once of a meeting that several groups have at times of their own."""

_ONLY_IF_HELD = frozenset(Column) - {Column.NUMBER, Column.DATE, Column.TOPIC}
"""What is not said of a meeting that is cancelled, but for its time in an agenda."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its `cells`, those of `ALWAYS` among them.

    `cancelled` says that the meeting is, and why; `remark` is how that follows the topic. The day
    of an agenda begins with it if `begins_day`; `above` says that a row above has its day.
    """

    row: ScheduleRow
    cells: Mapping[Column, Line]
    cancelled: Line | None
    remark: Line
    begins_day: bool
    above: bool


class ScheduleTable:
    """Says what the cells of a handout's schedule hold."""

    def __init__(self, texts: MeetingTexts) -> None:
        self.texts = texts
        self.handout = texts.handout
        self.chosen = schedule_columns(texts.handout)
        self.agenda = self.handout.course.schedule.layout is ScheduleLayout.AGENDA

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows, in their order."""
        columns = [each.column for each in self.chosen]
        joins = False  # whether the day of a row above may stand for a row's own
        for row in schedule_rows(self.handout):
            meeting = row.meeting
            cancelled = self._cancellation(meeting)
            held = cancelled is None
            cells = {each: self._cell(each, row) for each in {*columns, *ALWAYS}}
            if not held:
                time = {Column.TIME: cells[Column.TIME]} if self.agenda else {}
                cells |= {each: () for each in cells if each in _ONLY_IF_HELD} | time
            above = not row.begins_day and (
                self.agenda or (joins and held and not row.module and meeting.start is not None)
            )
            joins = held
            if not row.is_first:
                cells |= dict.fromkeys(_OF_ALL_GROUPS, ())
                cells |= {Column.DATE: ()} if above else {}
                if all(is_blank(cells[each]) for each in columns):
                    continue
            if _is_gap(meeting):
                cells |= {each: cells[Column.DATE] for each in columns if is_blank(cells[each])}
            remark = self._remark(cancelled, cells[Column.TOPIC])
            begins = self.agenda and row.begins_day
            yield TableRow(row, cells, cancelled, remark, begins, above)

    def _cell(self, column: Column, row: ScheduleRow) -> Line:
        meeting = row.meeting
        match column:
            case Column.NUMBER:
                return () if row.number is None else (str(row.number),)
            case Column.DATE:
                return (self.texts.date(meeting, "schedule"),)
            case Column.TIME:
                return self._time(meeting)
            case Column.END:
                return (scheduled_end(meeting, self.handout),)
            case Column.STREAM:
                return self._streams(meeting)
            case Column.SPEAKER:
                people = (each.person for each in headliners(meeting.speakers))
                return (people_nodes(people, self.texts.punctuation),)
            case Column.TOPIC:
                return self._topic(meeting)
            case Column.ROOM:
                return self._room(meeting)
            case Column.MATERIALS:
                lines: list[Line] = [(each.in_short,) for each in meeting.materials]
                return joined(lines, self.texts.punctuation.comma)
            case Column.READINGS:
                read: list[Line] = [(each,) for each in row.readings]
                return joined(read, self.texts.punctuation.semicolon)

    def _room(self, meeting: Meeting) -> Line:
        """Return the room of a meeting; in a column of its own accord, only what differs."""
        shown = meeting.room
        if not self.handout.course.schedule.columns:
            shown = room_that_differs(meeting, self.handout)
        return () if shown is None else (shown.name,)

    def _topic(self, meeting: Meeting) -> Line:
        """Return the topic; nothing where it would repeat the date or the reason."""
        if meeting.untitled and meeting.topic == meeting.title:
            return ()
        kind = meeting.kind
        if kind.sign is not None and kind.span is not None:
            # In the direction of the topic, as nodes are.
            return (Text(kind.sign, kind.span),), " ", meeting.topic
        if label := self.texts.label(meeting):
            before = (label,) if isinstance(label, Text) else label
            return before, self.texts.punctuation.colon, meeting.topic
        return (meeting.topic,)

    def _time(self, meeting: Meeting) -> Line:
        """Return when a meeting begins, or from when to when it is; nothing if it is not known."""
        columns = {each.column for each in self.chosen}
        hours = scheduled_hours(meeting, self.handout, columns)
        if not hours:
            return ()
        if meeting.time_open or len(meeting.groups) != 1 or Column.STREAM in columns:
            return (hours,)
        return meeting.groups[0].name, self.texts.punctuation.colon, hours

    def _streams(self, meeting: Meeting) -> Line:
        """Return the streams, or the group that a row is for."""
        if len(meeting.groups) == 1 and meeting.groups[0].stream is None:
            return (meeting.groups[0].name,)
        return stream_pieces(meeting.streams)

    def _remark(self, cancelled: Line | None, topic: Line) -> Line:
        """Return the words for a cancelled meeting behind its topic: " (cancelled: strike)"."""
        if cancelled is None or is_blank(topic):
            return cancelled or ()
        marks = self.texts.punctuation
        opening, closing = marks.opening, marks.closing
        first, last = cancelled[0], cancelled[-1]
        in_brackets = (
            isinstance(first, str)
            and first.startswith(opening.strip())
            and isinstance(last, str)
            and last.endswith(closing.strip())
        )
        return (" ", *cancelled) if in_brackets else (opening, *cancelled, closing)

    def _cancellation(self, meeting: Meeting) -> Line | None:
        """Return that a meeting is cancelled, and why; None if it is not."""
        if meeting.status is not Status.CANCELLED:
            return None
        words = self.texts.words
        if meeting.reason is None:
            return (words["cancelled"],)
        before, _, after = words["cancelled-for"].partition("{reason}")
        reason = meeting.reason
        if re.fullmatch(r"\([^()]+\)", reason.text):
            reason = Text(reason.text[1:-1], reason.span)
        return before, reason, after


def _is_gap(meeting: Meeting) -> bool:
    """Return whether a row stands for others to come: dots in place of a date, and no title."""
    words = "" if meeting.when is None else meeting.when.text
    return meeting.untitled and bool(words) and not any(map(str.isalnum, words))
