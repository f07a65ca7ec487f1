"""What an import finds of a meeting before it is written as a record."""

from __future__ import annotations

from dataclasses import dataclass, field

from syllabus.importing.dates import ResolvedDate
from syllabus.importing.tree import Block, Inline, Link
from syllabus.importing.written_days import WrittenDay


@dataclass(slots=True)
class FoundPart:
    """A labelled part of a meeting's text; `stream` is the name of the stream that it is in.

    `included` is the block of the project that its text has become.
    """

    label: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    stream: str | None = None
    included: str | None = None


@dataclass(slots=True)
class Session:
    """A row of a schedule, or a section that begins with a date.

    `time` is as records have it. `doubts` become comments of the record, `place` says where in the
    source it stands. One that is `joined` has a section of its own, one that is `continued`
    stands in the schedule without a date, below another of its day. `week` is the number of one
    whose source counts weeks or meetings and has no dates.
    """

    place: str
    written: WrittenDay | None = None
    when: str = ""
    day: ResolvedDate = field(default_factory=lambda: ResolvedDate(None))
    time: str | None = None
    duration: str | None = None
    zone: str | None = None
    title: tuple[Inline, ...] = ()
    topic: tuple[Inline, ...] = ()
    streams: tuple[str, ...] = ()
    speakers: tuple[tuple[str, str | None], ...] = ()
    room: str | None = None
    module: str | None = None
    kind: str | None = None
    cancelled: bool = False
    reason: str = ""
    recording: tuple[str, str | None] | None = None
    join: tuple[str, str | None] | None = None
    materials: list[tuple[str, Link]] = field(default_factory=list)
    intro: tuple[Block, ...] = ()
    parts: list[FoundPart] = field(default_factory=list)
    show: str | None = None
    identifier: str | None = None
    doubts: list[str] = field(default_factory=list)
    joined: bool = False
    continued: bool = False
    week: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether people meet: it is neither cancelled nor a holiday or a deadline."""
        return not (self.cancelled or self.kind in ("holiday", "deadline"))


@dataclass(slots=True)
class Schedule:
    """The sessions of one table or list, in its order, and what was not understood of it."""

    sessions: list[Session]
    unread: list[str]
