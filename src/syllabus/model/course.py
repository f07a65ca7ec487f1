"""The domain: a course, its meetings and the prose of its handout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from syllabus.diagnostics import nearest_hint
from syllabus.model.announcement import AnnouncementTexts
from syllabus.model.document import Block, Inline, Text
from syllabus.model.ends import end_of
from syllabus.model.engine import Accessibility, Engine
from syllabus.model.facts import Fact
from syllabus.model.kinds import MEETING_KIND, Due, MeetingKind
from syllabus.model.mailing import MailSettings, RecipientsFile
from syllabus.model.materials import Material
from syllabus.model.people import CoursePeople, Speaker
from syllabus.model.recurrence import Recurrence, Series
from syllabus.model.rooms import Room
from syllabus.model.schedule import Numbering, ScheduleSettings
from syllabus.model.site import Site
from syllabus.on_demand import dataclass
from syllabus.source import SourceFile, Span

GENERATED_SECTIONS = ("schedule", "calendar", "deadlines", "upcoming", "past", "references",
                      "changes")  # fmt: skip
"""Names in `handout:` that are generated; every other name is a file in `sections/`."""

Clock = Literal[12, 24]
"""How many hours a clock counts before it begins anew."""


class Edition(Enum):
    """Who a handout is for: members, or everybody."""

    MEMBERS = "members"  # with join links, recordings and passcodes
    PUBLIC = "public"  # without any of them


class Status(Enum):
    """Whether a meeting takes place."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Show(Enum):
    """Where in the handout a meeting appears."""

    EVERYWHERE = "everywhere"
    SCHEDULE = "schedule"  # a row of the table only
    DETAILS = "details"  # a section only


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its plain `text`, and the `nodes` that it is set as."""

    text: str
    span: Span
    nodes: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """One of the audiences that a course is held for.

    `title` is its label where words in it are in another language, else None.
    """

    code: str
    label: str
    span: Span
    title: Title | None = None


_EVERYBODY = frozenset(
    (
        *("all", "both", "everyone", "everybody", "any", "general", "alle", "alles", "beide"),
        *("beides", "tous", "toutes", "todos", "tutti"),
    )
)
"""What people write for all streams."""


def stream_hint(found: str, known: Iterable[str]) -> str:
    """Return a hint for `found`, which is not one of the `known` codes."""
    names = list(known)
    listed = f"known streams: {', '.join(names)}" if names else "course.yaml names no streams"
    if names and found.casefold() in _EVERYBODY:
        return f"leave the line out: it is for everyone then; or write [{', '.join(names)}]"
    return next(iter(nearest_hint(found, names)), listed)


@dataclass(frozen=True, slots=True)
class Access:
    """Where to join a meeting or watch its recording; never part of a public edition."""

    url: str | None
    passcode: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class ReadingLoad:
    """How much there is to read, watch or work through; optional work is counted separately.

    `duration` sums the items that name a time, `pages` those that name a number of pages.
    """

    duration: timedelta = timedelta()
    pages: int = 0
    optional_duration: timedelta = timedelta()
    optional_pages: int = 0

    def __bool__(self) -> bool:
        return bool(self.duration or self.pages or self.optional_duration or self.optional_pages)

    def __add__(self, other: ReadingLoad) -> ReadingLoad:
        return ReadingLoad(
            self.duration + other.duration,
            self.pages + other.pages,
            self.optional_duration + other.optional_duration,
            self.optional_pages + other.optional_pages,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A labelled part of a meeting, such as its pre-reading or its questions.

    `public_load` is the reading load of what is not for members only; texts link to `anchor`. What
    it asks for is `due` at a moment, or at none.
    """

    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    load: ReadingLoad
    public_load: ReadingLoad
    span: Span
    members_only: bool = False
    anchor: str = ""
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What a meeting, or one stream of it, holds: blocks, then labelled parts."""

    blocks: tuple[Block, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class StreamPassage:
    """The numbered sub-subsection that one stream has within a meeting."""

    stream: Stream
    passage: Passage
    span: Span
    members_only: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class GroupTime:
    """When a parallel group meets, once or in a `series`; `stream` is that of its name."""

    name: Text
    start: datetime
    duration: timedelta
    stream: Stream | None = None
    room: Room | None = None
    series: Series | None = None

    @property
    def end(self) -> datetime:
        """When it is over, in UTC."""
        last_day = self.series.last_day if self.series else None
        return end_of(self.start, self.duration, last_day)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of the course.

    `start` carries its time zone and is None for an undated meeting, which `when` then describes
    ("Summer 2021") and whose `time` is the time of day in its zone, if that is known. One of
    `all_day` takes whole days: `start` is the midnight of the first, `duration` reaches to the
    midnight after the last, and no time is printed; `time_open` says that there will be one. A
    cancelled one without a time is so, too. Where `last_day` is given, `start` and `duration` are
    those of the first of several days; every `weeks` weeks but for the `days_off`, or else every
    day. `groups` are the parallel ones, the earliest first, whose start it has. `date_span` is what
    the record says of the date. `also_in` are the zones its time is printed in besides. `topic` is
    the schedule's wording of `title`. `facts` are short, `room` is its own or the course's; of its
    `materials` a part of its text tells. `identifier` is unique in the course and safe in a label
    or a file name; it comes from the file's name. `id` is the record's own. An `untitled` one is
    cancelled or undated, and its title is the reason, or `when`, which nothing needs to print
    twice. `speakers` are all who have a role in it; `turns` groups of them are the rota's.
    """

    identifier: str
    source: SourceFile
    span: Span
    title: Title
    topic: Title
    start: datetime | None
    date_span: Span
    duration: timedelta
    time: time | None
    when: Text | None
    streams: tuple[Stream, ...]
    status: Status
    reason: Text | None
    show: Show
    join: Access | None
    recording: Access | None
    passage: Passage
    stream_passages: tuple[StreamPassage, ...]
    also_in: tuple[ZoneInfo, ...] = ()
    id: Text | None = None
    facts: tuple[Fact, ...] = ()
    room: Room | None = None
    materials: tuple[Material, ...] = ()
    untitled: bool = False
    kind: MeetingKind = MEETING_KIND
    all_day: bool = False
    speakers: tuple[Speaker, ...] = ()
    turns: int = 0
    time_open: bool = False
    last_day: date | None = None
    weeks: int = 0
    days_off: tuple[date, ...] = ()
    groups: tuple[GroupTime, ...] = ()

    @property
    def tells_more(self) -> bool:
        """Whether there is more to print of it than a row of the schedule has."""
        texts = any(each.blocks or each.parts for each in self.passages)
        said = self.facts or self.speakers or self.join or self.recording
        return bool(texts or self.stream_passages or said)

    @property
    def has_section(self) -> bool:
        """Whether it has a section of its own in the handout, unless it is cancelled.

        What is no session has one if there is something to print in it.
        """
        if self.show is not Show.EVERYWHERE:
            return self.show is Show.DETAILS
        return self.kind.is_session or self.tells_more

    @property
    def calendar_id(self) -> str:
        """How calendars identify the meeting: by its `id`, or else by its file's name."""
        return self.identifier if self.id is None else self.id.text

    @property
    def zones(self) -> tuple[ZoneInfo, ...]:
        """The zones in which its time is said: its own, then the others."""
        own = self.start.tzinfo if self.start is not None else None
        return (own, *self.also_in) if isinstance(own, ZoneInfo) else self.also_in

    @property
    def end(self) -> datetime | None:
        """When the meeting is over; exact across a change to or from summer time."""
        if self.start is None:
            return None
        if self.groups:
            end = max(group.end for group in self.groups)
        else:
            end = end_of(self.start, self.duration, None if self.all_day else self.last_day)
        return end.astimezone(self.start.tzinfo)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its texts: first the one for everybody, then one per stream."""
        return (self.passage, *(each.passage for each in self.stream_passages))

    @property
    def load(self) -> ReadingLoad:
        """The reading load of all parts together."""
        return sum((part.load for each in self.passages for part in each.parts), ReadingLoad())


@dataclass(frozen=True, slots=True)
class Section:
    """Prose of the handout; `title` is None if a generated section keeps its own word."""

    name: str
    title: tuple[Inline, ...] | None
    blocks: tuple[Block, ...]
    source: SourceFile
    span: Span


@dataclass(frozen=True, slots=True)
class HandoutEntry:
    """One name in `handout:`, in the order of the handout; texts link to its `anchor`, if any."""

    name: str
    span: Span
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: whether it is printed, and how many levels deep (1 to 3)."""

    shown: bool = True
    depth: int = 3


@dataclass(frozen=True, slots=True)
class DatePatterns:
    """Date patterns in CLDR's notation (Unicode TR 35); None follows the language."""

    heading: str | None = None  # 15 Apr 2021
    schedule: str | None = None  # Thu 15 Apr 2021
    title: str | None = None  # April 14, 2021


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course, checked: everything a handout is rendered from but the bibliography.

    `slug` names the output files. `bibliography` and `style` are what course.yaml says of the
    library and of the citation style. `macros` maps a command's name without its backslash to
    its definition, which has passed the same gate as a formula. Without an `engine`, the one that
    its characters need sets it; `accessible`, it is tagged. Without a `clock`, its language says.
    """

    root: Path
    source: SourceFile
    slug: str
    title: Title
    authors: tuple[Text, ...]
    place: Text | None
    language: str
    zone: ZoneInfo
    streams: tuple[Stream, ...]
    bibliography: tuple[Path, ...]
    style: str
    style_span: Span
    macros: Mapping[str, Text]
    contents: Contents
    reading_load: bool
    raw_latex: bool
    handout: tuple[HandoutEntry, ...]
    sections: Mapping[str, Section]
    meetings: tuple[Meeting, ...]
    engine: Engine | None = None
    accessible: Accessibility | None = None
    words: Mapping[str, Text] = field(default_factory=dict)
    dates: DatePatterns = DatePatterns()
    room: Room | None = None
    schedule: ScheduleSettings = field(default_factory=ScheduleSettings)
    numbering: Numbering = Numbering.NONE
    recurrence: Recurrence = field(default_factory=Recurrence)
    language_span: Span | None = None
    clock: Clock | None = None
    mail: MailSettings = field(default_factory=MailSettings)
    recipients: RecipientsFile | None = None
    people: CoursePeople = field(default_factory=CoursePeople)
    announcement: AnnouncementTexts = field(default_factory=AnnouncementTexts)
    site: Site | None = None

    @property
    def definitions(self) -> Mapping[str, str]:
        """What its macros are, by their names without a backslash."""
        return {name: definition.text for name, definition in self.macros.items()}

    def section(self, name: str) -> Section | None:
        """Return the prose of section `name`, where there is any."""
        return self.sections.get(name)


def meeting_blocks(meeting: Meeting) -> tuple[Block, ...]:
    """Return everything in a meeting's text but the titles of its parts."""
    return tuple(
        block
        for passage in meeting.passages
        for blocks in (passage.blocks, *(part.blocks for part in passage.parts))
        for block in blocks
    )
