"""Dates of BibTeX and BibLaTeX → CSL (BibLaTeX manual 2.3.8; EDTF level 1; CSL-JSON)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from syllabus.front.bibliography.library import MONTHS

_ISO = re.compile(
    r"(?P<year>-?\d{4}|\d{1,3})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?:[T ][\d:.+\-Z]*)?"
)
_YEARS = re.compile(r"\(?\[?(?P<from>\d{4})\s*(?:[-–—/]+)\s*(?P<to>\d{4}|\d\d)\]?\)?")
_YEAR = re.compile(
    r"(?P<circa>c(?:a|irca)?\.?\s*)?\[?(?P<year>-?\d{1,4})\]?(?P<unsure>\?)?", re.IGNORECASE
)
_DAY = re.compile(r"\b(\d{1,2})\b")
_WORD = re.compile(r"[^\W\d_]+")
_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


@dataclass(frozen=True, slots=True)
class Day:
    """A year, and as much of month, day or season (1 = spring) as is known."""

    year: int
    month: int = 0
    day: int = 0
    season: int = 0


@dataclass(frozen=True, slots=True)
class When:
    """A date, or the range from `begin` to `end` (None: open), or words that are neither."""

    begin: Day | None = None
    end: Day | None = None
    ranged: bool = False
    circa: bool = False
    words: str = ""


def read_date(text: str) -> When | None:
    """Read a `date` field: a date, or a range with `/`; None if it is neither."""
    text = text.strip()
    circa = text.endswith(("?", "~", "%"))
    first, slash, last = text.rstrip("?~%").partition("/")
    begin = _day(first)
    if begin is None:
        return None
    if not slash:
        return When(begin, circa=circa)
    end = _day(last)
    if end is None and last.strip() not in ("", ".."):
        return None
    return When(begin, end, ranged=True, circa=circa)


def read_year(year: str, month: str, day: str) -> When | None:
    """Read BibTeX's `year` and `month`, in any of the ways people write them."""
    year = year.strip()
    if not year:
        return None
    if match := _YEARS.fullmatch(year):
        first = match["from"]
        last = first[: len(first) - len(match["to"])] + match["to"]
        return When(Day(int(first)), Day(int(last)), ranged=True)
    match = _YEAR.fullmatch(year)
    if match is None:
        return read_date(year) or When(words=year)
    circa = bool(match["circa"] or match["unsure"])
    number = int(match["year"])
    months, season, day_in_month = read_month(month)
    first_day = int(day[-9:]) if day.strip().isdecimal() else day_in_month
    if not months:
        return When(Day(number, season=season), circa=circa)
    begin = Day(number, months[0], first_day if 1 <= first_day <= 31 else 0)
    if len(months) > 1:
        return When(Day(number, months[0]), Day(number, months[-1]), ranged=True, circa=circa)
    return When(begin, circa=circa)


def read_month(text: str) -> tuple[list[int], int, int]:
    """Return the months named (one, or the two of a range), a season and a day."""
    months: list[int] = []
    season = 0
    for word in _WORD.findall(text.lower()):
        if word[:3] in _MONTH_NUMBERS:
            months.append(_MONTH_NUMBERS[word[:3]])
        season = _SEASONS.get(word, season)
    numbers = [int(number) for number in _DAY.findall(text)]
    if not months:
        months = [number for number in numbers if 1 <= number <= 12]
        return months[:2], season, 0
    return months[:2], season, numbers[0] if len(numbers) == 1 else 0


def _day(text: str) -> Day | None:
    match = _ISO.fullmatch(text.strip().rstrip("?~%"))
    if match is None:
        return None
    month = int(match["month"] or 0)
    if 21 <= month <= 24:
        return Day(int(match["year"]), season=month - 20)
    if month > 12:
        return None
    return Day(int(match["year"]), month, int(match["day"] or 0) if month else 0)
