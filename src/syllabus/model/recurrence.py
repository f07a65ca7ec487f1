"""When a course meets: its weekdays, how often, and the days it skips."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from syllabus.on_demand import dataclass
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class Break:
    """Days without meetings, the last one included; `span` is where course.yaml says so."""

    first: date
    last: date
    reason: str | None = None
    span: Span | None = field(default=None, compare=False, repr=False)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Series:
    """What returns every so many `weeks` until its `last_day`, but for the `days_off`."""

    last_day: date
    weeks: int
    days_off: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A country, or part of one, whose public holidays are left out.

    `country` is its ISO 3166-1 code in capitals, `subdivision` what stands behind it in ISO
    3166-2; both as the `holidays` library has them.
    """

    country: str
    subdivision: str | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When a course meets; `days` are weekdays, Monday 0, and `weeks` counts from one to the next.

    Every second week is counted in whole weeks, from Monday to Sunday.
    """

    days: frozenset[int] = frozenset()
    weeks: int = 1
    breaks: tuple[Break, ...] = ()
    region: Region | None = None
