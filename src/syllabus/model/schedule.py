"""What a course says of its schedule: which columns it has, and how they are called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from syllabus.model.document import Text


class Column(Enum):
    """A column of the schedule; its value is the key of its word."""

    DATE = "date"
    TIME = "time"
    END = "end"
    STREAM = "stream"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class ChosenColumn:
    """A column that a course asks for; `heading` is None where it has the usual word."""

    column: Column
    heading: Text | None = None


@dataclass(frozen=True, slots=True)
class ScheduleSettings:
    """How the schedule is printed; without `columns`, it has those that its meetings need."""

    columns: tuple[ChosenColumn, ...] = ()
