"""What a course says of its schedule: its columns, its layout and how it prints times."""

from __future__ import annotations

from enum import Enum

from syllabus.model.document import Text
from syllabus.on_demand import dataclass


class Column(Enum):
    """A column of the schedule; its value is the key of its word."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    END = "end"
    STREAM = "stream"
    SPEAKER = "speaker"
    TOPIC = "topic"
    ROOM = "room"
    READINGS = "readings"
    MATERIALS = "materials"


class ScheduleLayout(Enum):
    """What stands above the rows of one day."""

    TABLE = "table"  # nothing: each row has its date
    AGENDA = "agenda"  # the day, in a row of its own


class ZonesShown(Enum):
    """Where a time of the schedule is printed with its zone."""

    NEVER = "never"
    WHERE_NEEDED = "where-needed"  # at meetings that go by another zone than the course
    ALWAYS = "always"


class Numbering(Enum):
    """What the numbers of a course count."""

    NONE = "none"
    SESSIONS = "sessions"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class ChosenColumn:
    """A column that a course asks for; `heading` is None where it has the usual word."""

    column: Column
    heading: Text | None = None


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """How the schedule is printed; without `columns`, it has those that its meetings need.

    With `ends`, a time says from when to when a meeting is. `breaks` says that the days without
    meetings are rows of it.
    """

    columns: tuple[ChosenColumn, ...] = ()
    layout: ScheduleLayout = ScheduleLayout.TABLE
    zones: ZonesShown = ZonesShown.ALWAYS
    ends: bool = False
    breaks: bool = False
