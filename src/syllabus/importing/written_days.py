"""Dates as schedules have them: without a year, in either order, several in a row.

The names of months and weekdays are those that records know (`front.records.dates`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

from syllabus.front.records.dates import parse_day, parse_weekday
from syllabus.front.records.forms import WEEKDAYS
from syllabus.front.records.kinds import BadValue
from syllabus.on_demand import dataclass, pattern

_TOKEN = pattern(
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)"
    r"|(?P<pair>\d{1,2} ?(?P<sign>[./-]) ?\d{1,2}(?: ?(?P=sign) ?(?:\d{4}|\d{2}))?(?P<dot>\.?))"
    r"(?!\d)"
    r"|(?P<number>\d+)(?:st|nd|rd|th|er|ère|º|ª)?(?!\w)\.?"
    r"|(?P<word>[^\W\d_]+(?:-feira)?)\.?|(?P<mark>\S)"
)
_EAST_ASIAN = pattern(
    r"(?:(\d{4}) ?年)? ?(\d{1,2}) ?月 ?(\d{1,2}) ?日(?: ?[(（]?([日月火水木金土])(?:曜日?)?[)）]?)?"
)
_BETWEEN = frozenset(
    [
        "of",
        "the",
        "den",
        "der",
        "dem",
        "de",
        "del",
        "el",
        "le",
        "il",
        "do",
        "da",
        "week",
        "wk",
        "w",
        "c",
        "woche",
        "semaine",
        "du",
        "settimana",
        "semana",
    ]
)
_RANGE = pattern(r"\s*(?:[-–—~〜]|to|bis|bis zum|au|al|a|à|tot|t/m|έως)\s*(?=[\w])")
_COUNTED = pattern(
    r"(?:week|wk|woche|kw|semaine|semana|settimana|weeknummer|lecture|session|class|meeting|day"
    r"|sitzung|termin|séance|sesión|lezione|aula|college|εβδομάδα)"
    r"\.? ?#?\d{1,2}\b(?![./]\d)[\s:.,–—-]*",
    re.IGNORECASE,
)
"""The number of a week or a session, which stands before its date."""
_BARE_RANGE = pattern(r"(?P<first>\d{1,2})\.?\s*[-–—]\s*(?=\d{1,2}\.?\s*[^\W\d])")
_HYPHEN = pattern(r"((?P<month>[^\W\d_]{3,})\.? \d{1,2} ?)-(?= ?\d{1,2}(?![\d./-]))")
"""The hyphen between two days behind their month, which two numbers alone would take for a date."""


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A date as it is written: `options` are the (month, day) that it may be.

    Of numbers alone, the first option has the day before the month. `length` is how many
    characters it takes; `last` is the last of several days.
    """

    text: str
    options: tuple[tuple[int, int], ...]
    year: int | None
    weekday: int | None
    length: int
    numeric: bool = False
    last: WrittenDay | None = None


@cache
def read_month(word: str, language: str) -> int | None:
    """Return the month that a word names, 1 to 12; None for another word."""
    if len(word) < 3:
        return None
    try:
        return parse_day(f"1 {word} 2000", language).month
    except BadValue:
        return None


@cache
def read_weekday(word: str, language: str) -> int | None:
    """Return the weekday that a word names or begins, Monday 0; None for another word."""
    found = parse_weekday(word, language)
    if found is None and len(word) >= 2:
        near = [day for day, name in enumerate(WEEKDAYS) if name.startswith(word.casefold())]
        found = near[0] if len(near) == 1 else None
    return found


def read_day(text: str, language: str, *, lenient: bool = False) -> WrittenDay | None:
    """Return the date that a text begins with; None if it begins with none.

    Numbers with nothing but dots or hyphens between them are only taken for a date where `lenient`,
    as in a column of dates.
    """
    text = _with_dashes(text, language)
    if counted := _COUNTED.match(text):
        rest = read_day(text[counted.end() :], language, lenient=lenient)
        length = counted.end() + rest.length if rest else 0
        return rest and replace(rest, text=text[:length], length=length)
    if "月" in text:
        return _east_asian_day(text)
    if (several := _days_before_month(text, language)) is not None:
        return several
    written = _DayReader(text, language, lenient).read()
    return written and _with_last_day(written, text, language, lenient)


def _with_dashes(text: str, language: str) -> str:
    """Return a text whose days behind their month have a dash between them, and no hyphen."""
    head = _HYPHEN.sub(
        lambda found: f"{found[1]}–" if read_month(found["month"], language) else found[0],
        text[:80],
    )
    return head + text[80:]


def _east_asian_day(text: str) -> WrittenDay | None:
    found = _EAST_ASIAN.match(unicodedata.normalize("NFKC", text).lstrip())
    if found is None:
        return None
    weekday = "月火水木金土日".index(found[4]) if found[4] else None
    year = int(found[1]) if found[1] else None
    option = ((int(found[2]), int(found[3])),)
    return WrittenDay(found[0], option, year, weekday, found.end())


def _days_before_month(text: str, language: str) -> WrittenDay | None:
    """Return several days of which only the last has its month, as in *3-5 May*."""
    bare = _BARE_RANGE.match(text)
    rest = read_day(text[bare.end() :], language) if bare else None
    if bare is None or rest is None or rest.numeric:
        return None
    first = tuple((month, int(bare["first"])) for month, _ in rest.options)
    length = bare.end() + rest.length
    return WrittenDay(text[:length], first, rest.year, None, length, last=rest)


def _with_last_day(written: WrittenDay, text: str, language: str, lenient: bool) -> WrittenDay:
    """Return a date with the one that ends it, if there is one behind it."""
    between = _RANGE.match(text, written.length)
    if between is None:
        return written
    after = text[between.end() :]
    last = _DayReader(after, language, lenient).read() or _day_of_month(after, written)
    if last is None:
        return written
    length = between.end() + last.length
    return replace(
        written,
        last=last,
        length=length,
        text=text[:length],
        year=written.year if written.year is not None else last.year,
    )


def _day_of_month(text: str, first: WrittenDay) -> WrittenDay | None:
    """Return a later day of the month of another one, of which its number alone is written."""
    alone = re.match(r"(\d{1,2})(?:st|nd|rd|th|\.)?(?:,?\s*(\d{4}))?(?![\w/]|:\d)", text)
    if alone is None or not 1 <= int(alone[1]) <= 31 or first.numeric:
        return None
    if any(int(alone[1]) <= day for _, day in first.options):
        return None
    options = tuple((month, int(alone[1])) for month, _ in first.options)
    year = int(alone[2]) if alone[2] else first.year
    return WrittenDay(alone[0], options, year, None, alone.end())


class _DayReader:
    """Reads one date, which is the beginning of a text, from one word or number to the next."""

    def __init__(self, text: str, language: str, lenient: bool) -> None:
        self._text, self._language, self._lenient = text, language, lenient
        self._weekday: int | None = None
        self._day: int | None = None
        self._year: int | None = None
        self._pair: tuple[int, int] | None = None
        self._months: list[int] = []
        """Those that a word names; below 0 where the word may be a weekday as well."""
        self._end = 0

    def read(self) -> WrittenDay | None:
        """Return the date; None if it lacks a day or a month."""
        for token in _TOKEN.finditer(self._text):
            if self._takes(token):
                self._end = token.end()
            elif not self._passes(token):
                break
        return self._written()

    def _takes(self, token: re.Match[str]) -> bool:
        """Return whether something is a part of the date, which then has it."""
        if token["iso"]:
            return self._takes_iso(token["iso"])
        if token["pair"]:
            return self._takes_pair(token)
        if token["number"]:
            return self._takes_number(token["number"])
        if token["word"]:
            return self._takes_word(token)
        closes = token["mark"] == ")" and "(" in self._text[: token.start()]
        return bool(closes and self._end)

    def _passes(self, token: re.Match[str]) -> bool:
        """Return whether something may stand between the parts of a date."""
        if token["word"]:
            return token["word"].casefold() in _BETWEEN
        mark = token["mark"]
        return bool(mark and (mark in ".,()（）、|" or (mark in "'’" and self._end)))

    def _takes_iso(self, text: str) -> bool:
        if self._months or self._pair:
            return False
        self._year, month, self._day = map(int, text.split("-"))
        self._months = [month]
        return True

    def _takes_pair(self, token: re.Match[str]) -> bool:
        """Take a day and a month, perhaps with a year, unless they are probably something else."""
        if self._months or self._pair or self._day is not None:
            return False
        numbers = [int(each) for each in re.findall(r"\d+", token["pair"])]
        full = len(numbers) == 3
        told = full or self._lenient or token["sign"] == "/" or self._weekday is not None
        if not told and not (token["sign"] == "." and token["dot"]):
            return False
        self._pair = numbers[0], numbers[1]
        if full:
            self._year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]
        return True

    def _takes_number(self, text: str) -> bool:
        number = int(text)
        if len(text) == 4 and 1900 <= number < 2200 and self._year is None:
            self._year = number
            return True
        if len(text) <= 2 and 1 <= number <= 31 and self._day is None and self._pair is None:
            self._day = number
            return True
        return False

    def _takes_word(self, token: re.Match[str]) -> bool:
        """Take the name of a month or of a weekday."""
        word = token["word"]
        weekday, month = read_weekday(word, self._language), read_month(word, self._language)
        named = any(each > 0 for each in self._months)
        if month is not None and not (weekday is not None and named):
            if weekday is not None and self._day is None and self._weekday is None:
                # In Spanish, mar is Tuesday, and behind the day March.
                self._weekday = weekday
                if not re.search(r"\d", self._text[: token.start()]):
                    self._months.append(-month)
            else:
                self._months = [*(each for each in self._months if each > 0), month]
            return True
        if weekday is not None and self._weekday is None:
            self._weekday = weekday
            return True
        return False

    def _written(self) -> WrittenDay | None:
        text, end, day = self._text, self._end, self._day
        if end and text[:end].rstrip()[-1:] in ".," and day is None and self._pair is None:
            end = len(text[:end].rstrip(" .,"))
        if self._pair is not None:
            options = (self._pair[::-1], self._pair)
            return WrittenDay(text[:end], options, self._year, self._weekday, end, numeric=True)
        if day is None or not self._months:
            return None
        months, weekday = self._months, self._weekday
        if all(each < 0 for each in months):
            months, weekday = [-each for each in months], None
        named = tuple((month, day) for month in months if month > 0)
        return WrittenDay(text[:end], named, self._year, weekday, end)
