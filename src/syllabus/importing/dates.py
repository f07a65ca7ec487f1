"""What the dates of a schedule are: in which order they are written, and of which years.

What one date leaves open, the others settle: weekdays, the order of rows, and years that are
written elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from syllabus.front.records.forms import WEEKDAYS
from syllabus.importing.written_days import WrittenDay
from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A date that was resolved; `doubt` says what the source leaves open or contradicts."""

    first: date | None
    last: date | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedDates:
    """Dates in the order of their source; `rival` is the order that fits as well, or None."""

    days: tuple[ResolvedDate, ...]
    order: str
    rival: str | None = None
    guessed_year: int | None = None


def resolve_dates(
    written: Sequence[WrittenDay | None],
    years: Iterable[int],
    today: date,
    *,
    order: str | None = None,
    prefer: str = "mdy",
) -> ResolvedDates:
    """Return what the dates of one schedule are, by weekdays, the order of rows and `years`.

    `order` is dmy or mdy where it is known; `prefer` is that of the language.
    """
    given = [each for each in written if each is not None]
    known = tuple(dict.fromkeys((*(each.year for each in given if each.year), *years)))
    open_years = any(each.year is None for each in given)
    weekdays = any(each.weekday is not None for each in given)
    near = sorted(range(today.year - 7, today.year + 2), key=lambda year: abs(year - today.year))
    starts: Sequence[int]
    if not open_years:
        starts = (today.year,)
    elif known:
        starts = tuple(dict.fromkeys((*known, *(year - 1 for year in known))))
    else:
        starts = near if weekdays else (today.year,)
    numeric = any(each.numeric for each in given)
    orders = (order,) if order else ("dmy", "mdy") if numeric else (prefer,)
    ranked = sorted(
        (
            (_score(written, each, start), each != prefer, number, each, start)
            for each in orders
            for number, start in enumerate(starts)
        ),
    )
    best, _, _, chosen, start = ranked[0]
    days = _dates(written, chosen, start)
    rival = next(
        (
            each
            for score, _, _, each, first in ranked
            if each != chosen and score == best and _dates(written, each, first) != days
        ),
        None,
    )
    guessed = start if open_years and not known and not weekdays else None
    resolved = tuple(
        ResolvedDate(None) if each is None else _resolved(each, day, guessed)
        for each, day in zip(written, days, strict=True)
    )
    return ResolvedDates(resolved, chosen, rival, guessed)


def _resolved(
    each: WrittenDay, found: tuple[date | None, date | None], guessed: int | None
) -> ResolvedDate:
    first, last = found
    if first is None:
        return ResolvedDate(None, None, f"the date '{each.text.strip()}' does not exist")
    doubts = []
    if each.weekday is not None and first.weekday() != each.weekday:
        right = WEEKDAYS[first.weekday()].capitalize()
        doubts.append(f"the source says '{each.text.strip()}', but {first} is a {right}")
    if not each.numeric and len(each.options) > 1:
        doubts.append(f"the source says '{each.text.strip()}'")
    if guessed is not None:
        doubts.append(f"the source names no year; {guessed} is a guess")
    return ResolvedDate(first, last, "; ".join(doubts) or None)


def _score(written: Sequence[WrittenDay | None], order: str, start: int) -> int:
    score, before = 0, None
    for each, (first, _) in zip(written, _dates(written, order, start), strict=True):
        if each is None:
            continue
        if first is None:
            score += 20
            continue
        score += 6 * (each.weekday is not None and each.weekday != first.weekday())
        if before is not None:
            score += 3 * (first < before) + ((first - before).days > 120)
        before = first
    return score


def _dates(
    written: Sequence[WrittenDay | None], order: str, start: int
) -> list[tuple[date | None, date | None]]:
    found: list[tuple[date | None, date | None]] = []
    year, before = start, None
    for each in written:
        if each is None:
            found.append((None, None))
            continue
        if each.year is not None:
            year = each.year
        first = _best(each, order, year, before)
        back = first is not None and before is not None and (before - first).days > 150
        if each.year is None and back:
            year += 1
            first = _best(each, order, year, before)
        last = None
        if each.last is not None and first is not None:
            last = _best(each.last, order, each.last.year or first.year, first)
            if last is not None and last < first and each.last.year is None:
                last = _best(each.last, order, first.year + 1, first)
            if last is not None and (last <= first or (last - first).days > 200):
                last = None
        before = first or before
        found.append((first, last))
    return found


def _best(each: WrittenDay, order: str, year: int, before: date | None) -> date | None:
    """Return which option a date is: of numbers by their order, of two months by what fits."""
    options = each.options
    if each.numeric:
        options = (options[0] if order == "dmy" else options[1],)
    days = [day for day in (_date(year, month, number) for month, number in options) if day]
    if len(days) > 1:
        days.sort(
            key=lambda day: (
                each.weekday is not None and day.weekday() != each.weekday,
                before is not None and not timedelta() < day - before < timedelta(days=25),
            )
        )
    return days[0] if days else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def are_sure(written: Iterable[WrittenDay | None]) -> bool:
    """Return whether dates can be read in one way alone, and are those of one course."""
    given = [each for each in written if each is not None]
    years = [each.year for each in given if each.year is not None]
    told = (not each.numeric or each.year or each.weekday is not None for each in given)
    return all(told) and (not years or max(years) - min(years) <= 1)


def years_in(text: str) -> tuple[int, ...]:
    """Return the years that a text names, in their order."""
    return tuple(
        dict.fromkeys(int(each) for each in re.findall(r"(?<![\d./-])(?:19|20)\d\d(?![\d-])", text))
    )
