"""Dates of BibTeX and BibLaTeX → CSL (BibLaTeX manual 2.3.8; EDTF level 1; CSL-JSON)."""

from __future__ import annotations

import re

from syllabus.front.bibliography.library import MONTHS
from syllabus.on_demand import dataclass, pattern

_ISO = pattern(
    r"(?P<year>-?\d{4}|\d{1,3})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d)(?:[T ][\d:.+\-Z]*)?)?"
)
_YEARS = pattern(r"\(?\[?(?P<from>\d{4})\s*(?:[-–—/]+)\s*(?P<to>\d{4}|\d\d)\]?\)?")
_YEAR = pattern(
    r"(?P<circa>c(?:a|irca)?\.?\s*)?\[?(?P<year>-?\d{1,4})\]?(?P<unsure>\?)?", re.IGNORECASE
)
_WITH_YEAR = pattern(r"(?P<before>.*?)(?<!\d)(?P<year>\d{4})(?!\d)(?P<after>.*)", re.DOTALL)
_NUMBERS = pattern(r"[\d\s.,/-]*")
_DAY = pattern(r"\b(\d{1,2})\b")
_WORD = pattern(r"[^\W\d_]+")
_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, and as much of month, day or season (1 = spring) as is known."""

    year: int
    month: int = 0
    day: int = 0
    season: int = 0


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """A date, or the range from `begin` to `end` (None: open), or words that are neither."""

    begin: PartialDate | None = None
    end: PartialDate | None = None
    ranged: bool = False
    circa: bool = False
    words: str = ""


def read_date(text: str) -> PublicationDate | None:
    """Read a `date` field: a date, or a range with `/`; None if it is neither."""
    text = text.strip()
    circa = text.endswith(("?", "~", "%"))
    first, slash, last = text.rstrip("?~%").partition("/")
    begin = _day(first)
    if begin is None:
        return None
    if not slash:
        return PublicationDate(begin, circa=circa)
    end = _day(last)
    if end is None and last.strip() not in ("", ".."):
        return None
    if end is not None and _order(end) < _order(begin):
        return None
    return PublicationDate(begin, end, ranged=True, circa=circa)


def read_date_field(text: str) -> PublicationDate | None:
    """Read a date as it should be, or in words; what only looks like ISO 8601 is no date."""
    found = read_date(text)
    if found or not text.strip():
        return found
    if re.match(r"-?\d{4}(?:-\d\d|/)", text.strip()):
        return PublicationDate(words=text.strip())
    return read_year(text, "", "")


def read_year(year: str, month: str, day: str) -> PublicationDate | None:
    """Read BibTeX's `year` and `month`, in any of the ways people write them."""
    year = year.strip()
    if not year:
        return None
    if match := _YEARS.fullmatch(year):
        first = match["from"]
        last = first[: len(first) - len(match["to"])] + match["to"]
        if int(last) < int(first):
            number = int(match["to"])
            plain = len(match["to"]) == 2 and 1 <= number <= 12
            return (
                PublicationDate(PartialDate(int(first), number))
                if plain
                else PublicationDate(words=year)
            )
        return PublicationDate(PartialDate(int(first)), PartialDate(int(last)), ranged=True)
    match = _YEAR.fullmatch(year)
    if match is None:
        return read_date(year) or _read_words(year) or PublicationDate(words=year)
    circa = bool(match["circa"] or match["unsure"])
    number = _historical(match["year"])
    months, season, day_in_month = read_month(month)
    first_day = int(day[-9:]) if day.strip().isdecimal() else day_in_month
    if not months:
        return PublicationDate(PartialDate(number, season=season), circa=circa)
    begin = PartialDate(number, months[0], first_day if 1 <= first_day <= 31 else 0)
    if len(months) > 1:
        return PublicationDate(
            PartialDate(number, months[0]),
            PartialDate(number, months[-1]),
            ranged=True,
            circa=circa,
        )
    return PublicationDate(begin, circa=circa)


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


def _read_words(text: str) -> PublicationDate | None:
    """Read `08 1995`, `May 6, 1995` or `Spring 1995`; None where something is left over."""
    found = _WITH_YEAR.fullmatch(text)
    if found is None:
        return None
    rest = f"{found['before']} {found['after']}"
    months, season, day = read_month(rest)
    words = _WORD.findall(rest.lower())
    numbers = _DAY.findall(rest)
    if words:
        known = [word for word in words if word[:3] in _MONTH_NUMBERS or word in _SEASONS]
        if len(known) < len(words) or len(months) > 1 or len(numbers) > (1 if months else 0):
            return None
    elif len(numbers) != 1 or not _NUMBERS.fullmatch(rest):
        return None
    if day > 31 or not (months or season):
        return None
    month = months[0] if months else 0
    return PublicationDate(PartialDate(int(found["year"]), month, day, 0 if month else season))


def _day(text: str) -> PartialDate | None:
    match = _ISO.fullmatch(text.strip().rstrip("?~%"))
    if match is None:
        return None
    year, month, day = _historical(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    if 21 <= month <= 24 and not day:
        return PartialDate(year, season=month - 20)
    if month > 12 or day > 31 or match["month"] == "00" or match["day"] == "00":
        return None
    return PartialDate(year, month, day)


def _historical(year: str) -> int:
    """Return a year as CSL has it: ISO 8601's year 0 is 1 B.C.E., which is -1."""
    number = int(year)
    return number if number > 0 else number - 1


def _order(day: PartialDate) -> tuple[int, int, int]:
    """Return what a day is compared by, as far as it is known."""
    return day.year, day.month or 3 * day.season, day.day
