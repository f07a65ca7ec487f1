"""Dates as schedules have them: without a year, in either order, several in a row.

The names of months and weekdays are those that records know (`front.records.dates`). What one date
leaves open, the others settle: weekdays, the order of rows, and years that are written elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
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
    head = _HYPHEN.sub(
        lambda found: f"{found[1]}–" if read_month(found["month"], language) else found[0],
        text[:80],
    )
    text = head + text[80:]
    counted = _COUNTED.match(text)
    if counted is not None:
        rest = read_day(text[counted.end() :], language, lenient=lenient)
        if rest is None:
            return None
        length = counted.end() + rest.length
        return replace(rest, text=text[:length], length=length)
    if "月" in text:
        normal = unicodedata.normalize("NFKC", text)
        found = _EAST_ASIAN.match(normal.lstrip())
        if found is None:
            return None
        weekday = "月火水木金土日".index(found[4]) if found[4] else None
        year = int(found[1]) if found[1] else None
        option = ((int(found[2]), int(found[3])),)
        return WrittenDay(found[0], option, year, weekday, found.end())
    bare = _BARE_RANGE.match(text)
    if bare is not None:
        rest = read_day(text[bare.end() :], language)
        if rest is not None and not rest.numeric:
            first = tuple((month, int(bare["first"])) for month, _ in rest.options)
            length = bare.end() + rest.length
            return WrittenDay(text[:length], first, rest.year, None, length, last=rest)
    written = _single(text, language, lenient)
    if written is None:
        return None
    between = _RANGE.match(text, written.length)
    if between is None:
        return written
    after = text[between.end() :]
    last = _single(after, language, lenient)
    if last is None:
        alone = re.match(r"(\d{1,2})(?:st|nd|rd|th|\.)?(?:,?\s*(\d{4}))?(?![\w/]|:\d)", after)
        if alone is None or not 1 <= int(alone[1]) <= 31 or written.numeric:
            return written
        options = tuple((month, int(alone[1])) for month, _ in written.options)
        if any(day <= first for (_, day), (_, first) in zip(options, written.options, strict=True)):
            return written
        year = int(alone[2]) if alone[2] else written.year
        last = WrittenDay(alone[0], options, year, None, alone.end())
    length = between.end() + last.length
    return replace(
        written,
        last=last,
        length=length,
        text=text[:length],
        year=written.year if written.year is not None else last.year,
    )


def _single(text: str, language: str, lenient: bool) -> WrittenDay | None:
    weekday = day = year = None
    pair: tuple[int, int] | None = None
    months: list[int] = []
    end = 0
    for token in _TOKEN.finditer(text):
        if token["iso"] and not months and pair is None:
            year, month, day = map(int, token["iso"].split("-"))
            months.append(month)
        elif token["pair"] and not months and pair is None and day is None:
            numbers = [int(each) for each in re.findall(r"\d+", token["pair"])]
            full = len(numbers) == 3
            told = full or lenient or token["sign"] == "/" or weekday is not None
            if not told and not (token["sign"] == "." and token["dot"]):
                break
            pair = numbers[0], numbers[1]
            if full:
                year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]
        elif token["number"]:
            number = int(token["number"])
            if len(token["number"]) == 4 and 1900 <= number < 2200 and year is None:
                year = number
            elif len(token["number"]) <= 2 and 1 <= number <= 31 and day is None and pair is None:
                day = number
            else:
                break
        elif token["word"]:
            word = token["word"]
            as_weekday, as_month = read_weekday(word, language), read_month(word, language)
            if as_month is not None and not (
                as_weekday is not None and any(each > 0 for each in months)
            ):
                if as_weekday is not None and day is None and weekday is None:
                    # In Spanish, mar is Tuesday, and behind the day March.
                    weekday = as_weekday
                    if not re.search(r"\d", text[: token.start()]):
                        months.append(-as_month)
                else:
                    months = [each for each in months if each > 0]
                    months.append(as_month)
            elif as_weekday is not None and weekday is None:
                weekday = as_weekday
            elif word.casefold() not in _BETWEEN:
                break
            else:
                continue
        elif token["mark"] and (token["mark"] in ".,()（）、|" or (token["mark"] in "'’" and end)):
            if token["mark"] == ")" and end and "(" in text[: token.start()]:
                end = token.end()
            continue
        else:
            break
        end = token.end()
    if end and text[:end].rstrip()[-1:] in ".," and day is None and pair is None:
        end = len(text[:end].rstrip(" .,"))
    if pair is not None:
        options = ((pair[1], pair[0]), pair)
        return WrittenDay(text[:end], options, year, weekday, end, numeric=True)
    if day is None or not months:
        return None
    if all(each < 0 for each in months):
        months, weekday = [-each for each in months], None
    named = tuple((month, day) for month in months if month > 0)
    return WrittenDay(text[:end], named, year, weekday, end)


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
