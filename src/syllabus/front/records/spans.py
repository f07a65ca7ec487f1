"""Several days, whole days, groups and what returns weekly, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from syllabus.front.records.dates import (
    LONGEST_DATE,
    UNDECIDED,
    NoDate,
    day_of_month,
    parse_date,
    parse_day,
    parse_weekday,
)
from syllabus.front.records.forms import BETWEEN_DAYS, WEEKDAYS
from syllabus.front.records.hours import Hours, NoTime, parse_hours, parse_meeting_hours
from syllabus.front.records.kinds import STANDARD_LANGUAGE, BadValue, quoted
from syllabus.on_demand import dataclass

LONGEST_SPAN = 366
"""Days; what is longer is taken for a mistake."""

_HALF_A_YEAR = timedelta(days=183)
# Compiled where a record needs them, which few do.
_LEADING = r"(?:from|vom|von|du|de|del|desde\s+el|dal|dall['’]\s*|van|από|entre)\s+"
_BETWEEN = rf"\s*(?:{BETWEEN_DAYS}|(?<=\d)\s*/(?=\s*\d{{4}}-))\s*"
_HYPHEN = r"(?<=[^\W_]|[./])-(?=[^\W_])"
"""Between days where it is the only one, as dates may have some of their own."""

_MOST_SPLITS = 8
_ALL_DAY = frozenset(
    {
        *("all day", "all-day", "allday", "whole day", "ganztägig", "ganztags", "den ganzen tag"),
        *("toute la journée", "journée entière", "todo el día", "tutto il giorno"),
        *("tutta la giornata", "o dia todo", "todo o dia", "dia inteiro", "hele dag"),
        *("de hele dag", "όλη μέρα", "όλη τη μέρα", "όλη την ημέρα", "ολοήμερο", "終日"),
    }
)
_REPEATED = (
    r"(?:(?:every|each)\s+)?(?:(?P<one>(?:1\s+)?week|weekly)|(?:2|two|second|other)\s+weeks?|biweekly)"
    r"\s+(?:until|till|to)\s+(?P<last>\S.*)"
)
_BEFORE_TIME = (
    r"(?:^|\s)(?:at|um|à|a\s+las?|alle|all['’]|às|om|στις|from|von|de|dalle|das|van|από)$|[,;:]$"
)


class DayTime(Enum):
    """What stands in place of a time of day."""

    ALL_DAY = "all day"
    OPEN = "TBA"


@dataclass(frozen=True, slots=True)
class DayRange:
    """From the first to the last day, which may be the same."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Repetition:
    """What returns every so many `weeks` until a day, that day included."""

    weeks: int
    until: date


@dataclass(frozen=True, slots=True)
class DayAndTime:
    """When a group meets: a day or a weekday, if that is said, and the hours."""

    hours: Hours
    day: date | None = None
    weekday: int | None = None


def parse_days(text: str, language: str = STANDARD_LANGUAGE) -> DayRange | None:
    """Return a date, or the first and the last of several days; None for TBD.

    What one of both says of month and year is true of the other, too: `26 to 30 October 2026`.
    """
    try:
        day = parse_date(text, language)
    except BadValue as single:
        if len(text) > 2 * LONGEST_DATE:
            raise
        found = _span(text, language)
        if found is None:
            raise _day_with_time(text, language) or single from None
        if isinstance(found, BadValue):
            raise found from None
        return _ordered(text, found)
    return None if day is None else DayRange(day, day)


def _day_with_time(text: str, language: str) -> BadValue | None:
    """Return what is wrong with a day that has a time of day behind it."""
    for day, hours in _splits(re.sub(r"(?<=[0-9])T(?=[0-9])", " ", text)):
        try:
            if not day or parse_date(day, language) is None:
                continue
            parse_hours(hours)
        except BadValue:
            continue
        message = f"found {quoted(text)}, expected a date without a time"
        hint = f"write {day} alone; the hours of a meeting are a line of their own: time: {hours}"
        return BadValue("bad-date", message, hint)
    return None


def _ordered(text: str, days: DayRange) -> DayRange:
    first, last = days.first, days.last
    if last < first:
        message = f"found {quoted(text)}, which ends before it starts"
        raise BadValue("bad-date", message, f"write {last} to {first}, if that is meant")
    length = (last - first).days + 1
    if length > LONGEST_SPAN:
        message = f"found {quoted(text)}, {length} days, expected at most {LONGEST_SPAN}"
        raise BadValue("bad-date", message, "correct one of the two years")
    return days


def _span(text: str, language: str) -> DayRange | BadValue | None:
    """Return two days, or what is wrong with one of them; None where there are none."""
    fault: BadValue | None = None
    bare = re.sub(rf"\A{_LEADING}", "", text.strip(), flags=re.IGNORECASE)
    places = list(re.finditer(_BETWEEN, bare, re.IGNORECASE))
    if bare.count("-") == 1:
        places += re.finditer(_HYPHEN, bare)
    for place in places[:_MOST_SPLITS]:
        first, last = bare[: place.start()].strip(), bare[place.end() :].strip()
        if not re.search(r"\d", first) or not re.search(r"\d", last):
            continue
        try:
            found = _both(first, last.removesuffix("まで"), language)
        except BadValue as bad:
            fault = fault or bad
            continue
        if found is not None:
            return found
    return fault


def _both(first: str, last: str, language: str) -> DayRange | None:
    """Return two days of which one may leave out what the other says."""
    start, end = _whole(first, language), _whole(last, language)
    if start is not None and end is not None:
        return DayRange(start, end)
    if end is not None:
        start = _beside(first, end, language, end.year - 1)
        return None if start is None else DayRange(start, end)
    if start is not None:
        end = _beside(last, start, language, start.year + 1)
        return None if end is None else DayRange(start, end)
    # Oct 26-30, 2026
    year = re.search(r"[\s,]+([0-9]{4})$", last)
    if year is None or (start := _in_year(first, int(year[1]), language)) is None:
        return None
    end = day_of_month(last[: year.start()], start, language)
    return None if end is None else DayRange(start, end)


def _beside(text: str, other: date, language: str, next_year: int) -> date | None:
    """Return a day that leaves to another one what it does not say of month and year."""
    found = day_of_month(text, other, language)
    if found is not None:
        return found
    found, years = _in_year(text, other.year, language), other.year - next_year
    if found is not None and years * (found - other) > _HALF_A_YEAR:
        # 28 December to 3 January 2027
        found = _in_year(text, next_year, language)
    return found


def _whole(text: str, language: str) -> date | None:
    try:
        return parse_day(text, language)
    except NoDate:
        return None


def _in_year(text: str, year: int, language: str) -> date | None:
    """Return a day of a year that is not written beside it: `26 October`, `26.10.`, `10-26`."""
    numbers = re.fullmatch(r"([0-9]{1,2}) ?([./-]) ?([0-9]{1,2})\.?", text)
    if numbers is None:
        written = f"{year}年{text}" if "月" in text else f"{text} {year}"
    elif numbers[2] == "-":
        written = f"{year}-{text}"
    else:
        written = f"{numbers[1]}{numbers[2]}{numbers[3]}{numbers[2]}{year}"
    return _whole(written, language)


def parse_meeting_time(text: str) -> Hours | DayTime:
    """Return the hours of a meeting; or that it takes all day, or that they are not known yet."""
    word = " ".join(text.casefold().split())
    if word in UNDECIDED:
        return DayTime.OPEN
    return DayTime.ALL_DAY if word in _ALL_DAY else parse_meeting_hours(text)


def parse_repetition(text: str, language: str = STANDARD_LANGUAGE) -> Repetition:
    """Return how often something returns, and until when: `week until 2026-12-10`."""
    found = re.fullmatch(_REPEATED, text, re.IGNORECASE) if len(text) <= LONGEST_DATE else None
    if found is None:
        message = f"found {quoted(text)}, expected a week or two and the last day"
        hint = "write week until 2026-12-10, or 2 weeks until 2026-12-10"
        raise BadValue("bad-repetition", message, hint)
    return Repetition(1 if found["one"] else 2, parse_day(found["last"], language))


def parse_day_and_time(text: str, language: str = STANDARD_LANGUAGE) -> DayAndTime:
    """Return when a group meets: `9:00`, `Mon 9:00`, `26 October 2026, 14:00-15:30`."""
    fault: BadValue | None = None
    for before, after in _splits(text):
        try:
            hours = parse_hours(after)
            if not before:
                return DayAndTime(hours)
            weekday = _weekday(before, language)
            if weekday is not None:
                return DayAndTime(hours, weekday=weekday)
            return DayAndTime(hours, day=parse_day(before, language))
        except (NoDate, NoTime):
            continue
        except BadValue as bad:
            fault = fault or bad
    if fault is not None:
        raise fault
    message = f"found {quoted(text)}, expected a day and a time of day"
    raise BadValue("bad-time", message, "write it as Mon 9:00, or 2026-10-26 9:00-10:30")


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part a text at a space, the longest time first."""
    words = text.split()
    for number in range(min(len(words), 12)):
        before = " ".join(words[:number])
        yield (
            re.sub(_BEFORE_TIME, "", before, flags=re.IGNORECASE).rstrip(" ,;"),
            " ".join(words[number:]),
        )


def _weekday(text: str, language: str) -> int | None:
    found = parse_weekday(text, language)
    if found is None and len(text) >= 2:
        word = text.lower().rstrip(".")
        near = [number for number, name in enumerate(WEEKDAYS) if name.startswith(word)]
        found = near[0] if len(near) == 1 else None
    return found
