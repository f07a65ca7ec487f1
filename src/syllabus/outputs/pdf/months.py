"""The months of a course as small calendars, with the days of its meetings marked by stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from syllabus.handout import Handout
from syllabus.model.course import Meeting, Show, Status
from syllabus.model.kinds import BaseKind
from syllabus.model.spans import days_of, groups_apart
from syllabus.model.timeline.months import (
    Month,
    find_months,
    first_weekday,
    format_month,
    weekday_names,
)
from syllabus.writers.latex import Latex, LatexWriter

EVERYONE, ONLY_SIGN = 0, 1
"""The numbers of the sign of a meeting that names no stream: among streams, and without any."""


@dataclass(frozen=True, slots=True)
class SignView:
    """What marks a stream's meetings in the calendar."""

    mark: Latex
    """The comment that says which record this comes from."""
    number: int
    """The stream's number, from 1; 0 for everyone; 1 in a course without streams. Kinds such as
    deadlines have the numbers after those."""
    text: Latex
    """What it means, in the legend."""


@dataclass(frozen=True, slots=True)
class DayMeetingView:
    """A meeting as its day in the calendar shows it."""

    mark: Latex
    """The comment that says which record this comes from."""
    signs: tuple[SignView, ...]
    """The signs of its streams."""
    label: Latex | None
    """The label of its section, or None."""


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of the calendar."""

    mark: Latex
    """The comment that says where it comes from; empty on a day without a meeting."""
    number: int
    """The day of the month."""
    meetings: tuple[DayMeetingView, ...]
    """The meetings that take place."""
    label: Latex | None
    """The label of the first section of these meetings, or None."""
    cancelled: bool
    """Whether every meeting of the day is cancelled."""
    today: bool
    """Whether the handout is of this day."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month of the calendar."""

    title: Latex
    """Its name and year."""
    weeks: tuple[tuple[DayView | None, ...], ...]
    """Its weeks, of seven days each; a day of another month is None."""
    alternative: Latex
    """Its name and the days with meetings, as words: what stands for it in a tagged PDF."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The months of the course."""

    weekdays: tuple[Latex, ...]
    """The names above the columns."""
    months: tuple[MonthView, ...]
    """The months."""
    signs: tuple[SignView, ...]
    """The signs that occur, for the legend."""
    cancelled: int | None
    """The number of the first day whose meetings are all cancelled, or None."""
    today: int | None
    """The number of the handout's day, or None."""


def view_months(
    handout: Handout, words: Mapping[str, str], writer: LatexWriter
) -> CalendarView | None:
    """Return the calendar of all dated meetings that the schedule shows; None without any.

    A meeting is on the day that the schedule says, that of its own zone.
    """
    return _Calendar(handout, words, writer).view()


class _Calendar:
    def __init__(self, handout: Handout, words: Mapping[str, str], writer: LatexWriter) -> None:
        self.handout = handout
        self.course = handout.course
        self.today = handout.moment.date()
        self.words = words
        self.writer = writer
        streams = self.course.streams
        self.numbers = {each.code: number for number, each in enumerate(streams, start=1)}
        self.meetings: dict[date, list[Meeting]] = {}
        for meeting in handout.meetings:
            if meeting.show is not Show.DETAILS:
                for each in groups_apart(meeting):
                    for day in days_of(each):
                        self.meetings.setdefault(day, []).append(each)
        others = (each.kind for each in handout.meetings if each.kind.base is not BaseKind.MEETING)
        kinds = dict.fromkeys(each.code for each in others)
        self.kinds = {code: max(1, len(streams)) + at for at, code in enumerate(kinds, start=1)}

    def view(self) -> CalendarView | None:
        if not self.meetings:
            return None
        first = first_weekday(self.course.language, self.course.zone)
        months = tuple(self._month(month, first) for month in find_months(self.meetings))
        days = [day for month in months for week in month.weeks for day in week if day]
        signs = {
            sign.number: sign for day in days for meeting in day.meetings for sign in meeting.signs
        }
        return CalendarView(
            weekdays=tuple(map(self.writer.literal, weekday_names(self.course.language, first))),
            months=months,
            signs=tuple(signs[number] for number in sorted(signs)),
            cancelled=next((day.number for day in days if day.cancelled), None),
            today=next((day.number for day in days if day.today), None),
        )

    def _month(self, month: Month, first: int) -> MonthView:
        weeks = tuple(
            tuple(None if day is None else self._day(day) for day in week)
            for week in month.weeks(first)
        )
        days = [day for week in weeks for day in week if day and (day.meetings or day.cancelled)]
        listed = ", ".join(
            f"{day.number} ({self.words['cancelled']})" if day.cancelled else f"{day.number}"
            for day in days
        )
        title = format_month(month, self.course.language)
        return MonthView(
            title=self.writer.literal(title),
            weeks=weeks,
            alternative=self.writer.literal(f"{title}: {listed}" if listed else title),
        )

    def _day(self, day: date) -> DayView:
        meetings = self.meetings.get(day, [])
        held = [each for each in meetings if each.status is not Status.CANCELLED]
        views = tuple(map(self._meeting, held))
        return DayView(
            mark=self.writer.mark(meetings[0].span) if meetings else Latex(""),
            number=day.day,
            meetings=views,
            label=next((view.label for view in views if view.label), None),
            cancelled=bool(meetings) and not held,
            today=day == self.today,
        )

    def _meeting(self, meeting: Meeting) -> DayMeetingView:
        anchor = self.handout.anchor(meeting)
        return DayMeetingView(
            mark=self.writer.mark(meeting.span),
            signs=tuple(self._signs(meeting)),
            label=None if anchor is None else Latex(anchor),
        )

    def _signs(self, meeting: Meeting) -> Iterable[SignView]:
        kind = meeting.kind
        if kind.code in self.kinds:
            own = kind.label is not None and kind.span is not None
            name = kind.name(self.words)
            yield SignView(
                mark=self.writer.mark(kind.span) if own and kind.span else Latex(""),
                number=self.kinds[kind.code],
                text=self.writer.text(name, kind.span) if kind.span else self.writer.literal(name),
            )
            return
        if not self.course.streams:
            yield SignView(Latex(""), ONLY_SIGN, self.writer.literal(self.words["meeting"]))
        elif not meeting.streams:
            yield SignView(Latex(""), EVERYONE, self.writer.literal(self.words["everyone"]))
        for stream in meeting.streams:
            yield SignView(
                mark=self.writer.mark(stream.span),
                number=self.numbers[stream.code],
                text=self.writer.text(stream.label, stream.span),
            )
