"""The months of a course as small calendars, with the days of its meetings marked by stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from syllabus.handout.handout import Handout
from syllabus.model.course import Meeting, Show, Status, Stream
from syllabus.model.document import Text
from syllabus.model.kinds import BaseKind
from syllabus.model.spans import days_of, groups_apart
from syllabus.model.timeline.months import (
    Month,
    find_months,
    first_weekday,
    format_month,
    weekday_names,
)
from syllabus.on_demand import dataclass
from syllabus.source import Span

EVERYONE, ONLY_SIGN = 0, 1
"""The numbers of the sign of a meeting that names no stream: among streams, and without any."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What marks a stream's meetings in the calendar.

    `number` is the stream's, from 1; 0 for everyone; 1 in a course without streams. Kinds such as
    deadlines have the numbers after those. `text` is what it means, for the legend; `span` is where
    the course says so, None if it does not.
    """

    number: int
    text: str | Text | Stream
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class DayMeeting:
    """A meeting as its day shows it; `anchor` is that of its section, None if it has none."""

    meeting: Meeting
    signs: tuple[Sign, ...]
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the `meetings` that take place, and of all of it the first, None without any."""

    day: date
    first: Meeting | None
    meetings: tuple[DayMeeting, ...]
    cancelled: bool
    today: bool

    @property
    def anchor(self) -> str | None:
        """The anchor of the first section of its meetings."""
        return next((each.anchor for each in self.meetings if each.anchor), None)


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """One month, by weeks of seven days each; a day of another month is None."""

    title: str
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class MonthsShown:
    """The months of the course, and what their legend explains.

    `signs` are those that occur; `cancelled` is the number of the first day whose meetings are all
    cancelled, and `today` that of the handout's day, each None without such a day.
    """

    weekdays: tuple[str, ...]
    months: tuple[ShownMonth, ...]
    signs: tuple[Sign, ...]
    cancelled: int | None
    today: int | None


def show_months(handout: Handout, words: Mapping[str, str]) -> MonthsShown | None:
    """Return the calendar of all dated meetings that the schedule shows; None without any.

    A meeting is on the day that the schedule says, that of its own zone.
    """
    return _Months(handout, words).shown()


class _Months:
    def __init__(self, handout: Handout, words: Mapping[str, str]) -> None:
        self.handout = handout
        self.course = handout.course
        self.today = handout.moment.date()
        self.words = words
        streams = self.course.streams
        self.numbers = {each.code: number for number, each in enumerate(streams, start=1)}
        self.meetings: dict[date, list[Meeting]] = {}
        for meeting in handout.meetings:
            if meeting.show is not Show.DETAILS:
                for each in groups_apart(meeting):
                    for day in days_of(each):
                        self.meetings.setdefault(day, []).append(each)
        self.months = find_months(self.meetings)
        for each in handout.breaks:  # they have no month of their own
            for day in days_of(each):
                self.meetings.setdefault(day, []).append(each)
        rows = (*handout.meetings, *handout.breaks)
        others = (each.kind for each in rows if each.kind.base is not BaseKind.MEETING)
        kinds = dict.fromkeys(each.code for each in others)
        self.kinds = {code: max(1, len(streams)) + at for at, code in enumerate(kinds, start=1)}

    def shown(self) -> MonthsShown | None:
        if not self.months:
            return None
        first = first_weekday(self.course.language, self.course.zone)
        months = tuple(self._month(month, first) for month in self.months)
        days = [day for month in months for week in month.weeks for day in week if day]
        signs = {
            sign.number: sign for day in days for meeting in day.meetings for sign in meeting.signs
        }
        return MonthsShown(
            weekday_names(self.course.language, first),
            months,
            tuple(signs[number] for number in sorted(signs)),
            next((each.day.day for each in days if each.cancelled), None),
            next((each.day.day for each in days if each.today), None),
        )

    def _month(self, month: Month, first: int) -> ShownMonth:
        weeks = (
            tuple(None if day is None else self._day(day) for day in week)
            for week in month.weeks(first)
        )
        return ShownMonth(format_month(month, self.course.language), tuple(weeks))

    def _day(self, day: date) -> Day:
        meetings = self.meetings.get(day, [])
        held = [each for each in meetings if each.status is not Status.CANCELLED]
        shown = tuple(
            DayMeeting(each, tuple(self._signs(each)), self.handout.anchor(each)) for each in held
        )
        first = meetings[0] if meetings else None
        return Day(day, first, shown, bool(meetings) and not held, day == self.today)

    def _signs(self, meeting: Meeting) -> Iterable[Sign]:
        kind = meeting.kind
        if kind.code in self.kinds:
            name = kind.name(self.words)
            own = kind.span if kind.label is not None else None
            text = Text(name, kind.span) if kind.span else name
            yield Sign(self.kinds[kind.code], text, own)
            return
        if not self.course.streams:
            yield Sign(ONLY_SIGN, self.words["meeting"])
        elif not meeting.streams:
            yield Sign(EVERYONE, self.words["everyone"])
        for stream in meeting.streams:
            yield Sign(self.numbers[stream.code], stream, stream.span)
