"""What the template of the page sees: a handout's pieces, every text of them HTML already."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.model.words import Punctuation
from syllabus.on_demand import dataclass
from syllabus.writers.html import Html


@dataclass(frozen=True, slots=True)
class EntryView:
    """A line of the contents."""

    level: int
    """1 for sections, 2 for meetings, 3 for streams and what is below."""
    number: str
    """Its number; empty for a module."""
    target: str
    """The id of what it leads to; empty for a module."""
    title: Html
    """Its words."""
    past: bool = False
    """Whether it is of a meeting that is past."""


@dataclass(frozen=True, slots=True)
class FactView:
    """Something that is said in a line of its own, after the word for it."""

    label: Html
    """The word for it."""
    text: Html
    """What is said."""


@dataclass(frozen=True, slots=True)
class AccessView:
    """Where to join a meeting or watch its recording."""

    link: Html | None
    """The address as a link, or None."""
    passcode: str | None
    """The passcode, or None."""


@dataclass(frozen=True, slots=True)
class MomentView:
    """When something is, for the script that shows it in the reader's zone."""

    start: str
    """Its begin by ISO 8601 with the offset from UTC; without a time, its day."""
    end: str
    """Its end by ISO 8601, always with the offset from UTC."""
    timed: bool
    """Whether it has a time."""


@dataclass(frozen=True, slots=True)
class CellView:
    """What a row of the schedule has in one of its columns."""

    column: str
    """The name of the column, as in `schedule` of course.yaml."""
    heading: Html
    """The word above it."""
    text: Html
    """Its text."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the schedule."""

    module: Html | None
    """The module that begins with this row, or None."""
    day: Html | None
    """In an agenda, the day that begins with it, or None."""
    cells: tuple[CellView, ...]
    """Its cells."""
    state: str
    """One of past, next and upcoming, behind it `cancelled` if it is."""
    moment: MomentView | None
    """When it is, or None."""
    anchor: str | None
    """The id of its meeting if that has no section of its own, or None."""
    turn: int | None
    """Which of the meetings ahead is the next one before it, from 0, or None."""


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a meeting."""

    anchor: str
    """Its id, or empty."""
    title: Html
    """Its heading."""
    remark: Html | None
    """When it is due and its reading load, or None."""
    body: Html
    """Its text."""


@dataclass(frozen=True, slots=True)
class PassageView:
    """What a meeting or one stream of it holds."""

    body: Html
    """The text before the first part."""
    parts: tuple[PartView, ...]
    """The parts."""


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream's own part of a meeting."""

    anchor: str
    """Its id."""
    number: str
    """The number of its heading."""
    title: Html
    """The label of the stream."""
    passage: PassageView
    """Its text and parts."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting's section."""

    anchor: str
    """Its id, which stays as it is when its title or date changes."""
    module: Html | None
    """The module that begins with it, or None."""
    number: str
    """The number of its heading."""
    date: Html
    """The day, and the time where others have the same heading."""
    stream: Html | None
    """The labels of its streams, or None."""
    title: Html | None
    """The title, after the label of its kind, or None where the date says it all."""
    speakers: Html | None
    """Whom it is announced with, or None."""
    times: tuple[Html, ...]
    """When it begins in each of its zones; empty if that is one."""
    facts: tuple[FactView, ...]
    """What else its record says in a few words, such as the room."""
    join: AccessView | None
    """Where to join it, or None."""
    recording: AccessView | None
    """Where to watch it, or None."""
    passage: PassageView
    """Its text and parts."""
    streams: tuple[StreamView, ...]
    """What each stream has to itself."""
    notes: Html
    """Its footnotes, or empty."""
    state: str
    """One of past, next and upcoming."""
    moment: MomentView | None
    """When it is, or None."""
    calendar: str | None
    """The address of its calendar file, or None."""
    turn: int | None
    """Which of the meetings ahead is the next one before it, from 0, or None."""


@dataclass(frozen=True, slots=True)
class SignView:
    """What marks a stream's meetings in the calendar."""

    number: int
    """The stream's number, from 1; 0 for everyone; 1 in a course without streams."""
    text: str
    """What it means."""
    said: Html
    """The same as the legend has it."""


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of the calendar."""

    number: int
    """The day of the month."""
    iso: str
    """The day by ISO 8601."""
    target: str | None
    """The id of the first section of its meetings, or None."""
    signs: tuple[SignView, ...]
    """The signs of its meetings."""
    cancelled: bool
    """Whether every meeting of the day is cancelled."""
    today: bool
    """Whether the handout is of this day."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """One month of the calendar."""

    title: str
    """Its name and year."""
    weeks: tuple[tuple[DayView | None, ...], ...]
    """Its weeks, of seven days each; a day of another month is None."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The months of the course."""

    weekdays: tuple[str, ...]
    """The names above the columns."""
    months: tuple[MonthView, ...]
    """The months."""
    signs: tuple[SignView, ...]
    """The signs that occur, for the legend."""
    cancelled: int | None
    """The number of the first day whose meetings are all cancelled, or None."""
    today: int | None
    """The number of the handout's day, or None."""


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """Something that is due."""

    date: Html
    """The day, and the time unless it is the end of it."""
    title: Html
    """What is due."""
    meeting: Html | None
    """The title of the meeting that it is a part of, or None."""
    stream: Html | None
    """The labels of those whom it is for; None for everyone."""
    target: str | None
    """The id of the section with more of it, or None."""
    moment: MomentView
    """When it is due."""


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One entry of the list of references."""

    label: str | None
    """Such as [1] in numeric styles, or None."""
    text: Html
    """The reference in full."""


@dataclass(frozen=True, slots=True)
class RemarkView:
    """One change in words."""

    label: Html
    """The kind of change."""
    text: Html | None
    """What it is about, or None."""


@dataclass(frozen=True, slots=True)
class ChangedView:
    """A meeting or a section that changed, or is gone."""

    title: Html
    """Its title."""
    target: str | None
    """The id of the meeting's section, or None."""
    remarks: tuple[RemarkView, ...]
    """The changes."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of the page; what it is not generated from is empty."""

    name: str
    """Its name in `handout:` of course.yaml."""
    anchor: str
    """Its id."""
    number: str
    """The number of its heading."""
    title: Html
    """Its heading."""
    body: Html
    """Its prose."""
    notes: Html
    """The footnotes of its prose, or empty."""
    empty: str
    """What to say where there is nothing to list."""
    columns: tuple[CellView, ...] = ()
    """The columns of the schedule, whose texts are empty."""
    rows: tuple[RowView, ...] = ()
    """The rows of the schedule."""
    calendar: CalendarView | None = None
    """The months, or None."""
    meetings: tuple[MeetingView, ...] = ()
    """The upcoming or past meetings."""
    deadlines: tuple[DeadlineView, ...] = ()
    """What is due, in order."""
    past_deadlines: tuple[DeadlineView, ...] = ()
    """What was due before, in order."""
    references: tuple[ReferenceView, ...] = ()
    """The list of references."""
    held: str | None = None
    """Which meetings were held since the last handout, or None."""
    changes: tuple[ChangedView, ...] = ()
    """What changed since the last handout."""


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page."""

    language: str
    """The language, as a BCP 47 tag."""
    direction: str
    """How it runs: ltr or rtl."""
    clock: int | None
    """How many hours the course's clock has, 12 or 24, or None for the language's way."""
    title: Html
    """The course's name."""
    plain_title: str
    """The same in characters alone."""
    description: str
    """Who holds the course, and where."""
    authors: tuple[str, ...]
    """Who runs the course."""
    place: str | None
    """Where it is held, or None."""
    room: Html | None
    """The room that meetings are held in, or None."""
    facts: tuple[FactView, ...]
    """Whom to ask, who helps, and when."""
    day: str
    """The handout's day by ISO 8601."""
    date: str
    """The handout's day in words."""
    members: bool
    """Whether it is the members' edition."""
    site: str | None
    """The address of the public page on the web, as course.yaml has it; None for members."""
    edition: str
    """What it says of its edition, or empty."""
    contents: tuple[EntryView, ...]
    """The lines of the contents; none if there are no contents."""
    sections: tuple[SectionView, ...]
    """The sections, in order."""
    next: bool
    """Whether there is a next meeting, which `#next` leads to."""
    calendar: str | None
    """The address of the calendar of all meetings, or None."""
    calendar_name: str
    """The name under which it is saved."""
    single: bool
    """Whether the page is one file that holds everything."""
    data: Html
    """What search engines read of the course, as JSON-LD."""
    script: Html
    """The script: the page is right without it."""
    words: Mapping[str, str]
    """The words of the course by their keys."""
    said: Mapping[str, Html]
    """The same, marked where they are English in a page of another language."""
    marks: Punctuation
    """The marks between words."""
