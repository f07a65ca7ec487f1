"""Kinds of rows in a schedule: meetings, and deadlines, exams, holidays and events beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum

from syllabus.on_demand import dataclass
from syllabus.source import Span


class BaseKind(Enum):
    """What a row of the schedule is; the value is the code that records use."""

    MEETING = "meeting"
    DEADLINE = "deadline"
    EXAM = "exam"
    HOLIDAY = "holiday"
    EVENT = "event"


SESSIONS = (BaseKind.MEETING, BaseKind.EXAM)
HELD = (*SESSIONS, BaseKind.EVENT)
LABELLED = (BaseKind.DEADLINE, BaseKind.EXAM)
"""Kinds whose label is printed before a title; a holiday's and an event's title says it all."""


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind that a record can be of: one of the program's, or the course's own.

    It behaves as `base` does. `label` and `sign` are what course.yaml says at `span`; without a
    label, it is called by the word of the language.
    """

    code: str
    base: BaseKind
    label: str | None = None
    sign: str | None = None
    span: Span | None = None

    @property
    def is_session(self) -> bool:
        """Whether the course meets for it, so that it can be the next meeting."""
        return self.base in SESSIONS

    @property
    def is_held(self) -> bool:
        """Whether people come together for it, which takes a while."""
        return self.base in HELD

    @property
    def is_deadline(self) -> bool:
        """Whether it is a moment by which something is due."""
        return self.base is BaseKind.DEADLINE

    def name(self, words: Mapping[str, str]) -> str:
        """Return what it is called: its label, or the word for it."""
        if self.label is not None:
            return self.label
        return words["meeting" if self.base is BaseKind.MEETING else f"kind-{self.base.value}"]

    def label_before(self, title: str, words: Mapping[str, str]) -> str:
        """Return the label that stands before a title; empty where there is none.

        A title that has the label in it, such as "Final Exam", needs none.
        """
        if self.label is None and self.base not in LABELLED:
            return ""
        label = self.name(words)
        said = label and re.search(rf"(?<!\w){re.escape(label.casefold())}(?!\w)", title.casefold())
        return "" if said else label


KINDS: Mapping[str, MeetingKind] = {each.value: MeetingKind(each.value, each) for each in BaseKind}
"""The program's own kinds, by their codes."""

MEETING_KIND = KINDS["meeting"]


@dataclass(frozen=True, slots=True)
class Due:
    """By when something is due: `moment`, which is the start of the day where it is `all_day`.

    `text` is how that is printed: "due Tue 20 Oct 2026, 11:59 PM PDT".
    """

    moment: datetime
    all_day: bool
    text: str
    span: Span

    @property
    def end(self) -> datetime:
        """When it is too late, in UTC."""
        return day_after(self.moment) if self.all_day else self.moment.astimezone(UTC)


def day_after(midnight: datetime) -> datetime:
    """Return the end, in UTC, of the day that begins at an aware midnight."""
    later = midnight.replace(tzinfo=None, hour=0, minute=0, fold=0) + timedelta(days=1)
    return later.replace(tzinfo=midnight.tzinfo).astimezone(UTC)
