"""The months of a course as LaTeX."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.handout import Handout
from syllabus.handout.months import Day, DayMeeting, ShownMonth, Sign, show_months
from syllabus.model.course import Stream
from syllabus.model.document import Text
from syllabus.on_demand import dataclass
from syllabus.writers.latex import Latex, LatexWriter


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
    """Return the calendar of all dated meetings that the schedule shows; None without any."""
    shown = show_months(handout, words)
    if shown is None:
        return None
    months = tuple(_month(each, words, writer) for each in shown.months)
    return CalendarView(
        weekdays=tuple(map(writer.literal, shown.weekdays)),
        months=months,
        signs=tuple(_sign(each, writer) for each in shown.signs),
        cancelled=shown.cancelled,
        today=shown.today,
    )


def _month(month: ShownMonth, words: Mapping[str, str], writer: LatexWriter) -> MonthView:
    weeks = tuple(
        tuple(None if day is None else _day(day, writer) for day in week) for week in month.weeks
    )
    days = [day for week in weeks for day in week if day and (day.meetings or day.cancelled)]
    listed = ", ".join(
        f"{day.number} ({words['cancelled']})" if day.cancelled else f"{day.number}" for day in days
    )
    return MonthView(
        title=writer.literal(month.title),
        weeks=weeks,
        alternative=writer.literal(f"{month.title}: {listed}" if listed else month.title),
    )


def _day(day: Day, writer: LatexWriter) -> DayView:
    return DayView(
        mark=Latex("") if day.first is None else writer.mark(day.first.span),
        number=day.day.day,
        meetings=tuple(_meeting(each, writer) for each in day.meetings),
        label=None if day.anchor is None else Latex(day.anchor),
        cancelled=day.cancelled,
        today=day.today,
    )


def _meeting(shown: DayMeeting, writer: LatexWriter) -> DayMeetingView:
    return DayMeetingView(
        mark=writer.mark(shown.meeting.span),
        signs=tuple(_sign(each, writer) for each in shown.signs),
        label=None if shown.anchor is None else Latex(shown.anchor),
    )


def _sign(sign: Sign, writer: LatexWriter) -> SignView:
    return SignView(
        mark=Latex("") if sign.span is None else writer.mark(sign.span),
        number=sign.number,
        text=_meaning(sign.text, writer),
    )


def _meaning(text: str | Text | Stream, writer: LatexWriter) -> Latex:
    if isinstance(text, Stream):
        if text.title is not None:
            return writer.titled(text.title)
        text = Text(text.label, text.span)
    return writer.text(text.text, text.span) if isinstance(text, Text) else writer.literal(text)
