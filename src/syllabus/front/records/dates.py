"""Dates as people write them, in the course's language.

The names of months and weekdays and the order of numbers are CLDR's (Unicode TR 35, part 4).
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from syllabus.front.records.forms import FIRST_YEAR, LAST_YEAR, MONTHS, WEEKDAYS
from syllabus.front.records.kinds import STANDARD_LANGUAGE, BadValue, quoted
from syllabus.on_demand import dataclass, pattern
from syllabus.workspace.cache import memoized

UNDECIDED = ("tbd", "tba", "tbc")

LATEST_SHORT_YEAR = 69
"""The last two digits that are read as a year of this century, as POSIX does (strptime, %y)."""

LONGEST_DATE = 80
"""Characters; the longest that CLDR's patterns give have about 40."""

_WRITE_DATE = "write year-month-day, such as 2021-04-15"
_ISO_DATE = pattern(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_NUMBERS = pattern(
    r"(?<![0-9])([0-9]{1,4}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{1,2})(?![0-9])\.?"
)
_EAST_ASIAN = pattern(r"([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일]")
_TOKEN = pattern(r"[0-9]+|[^\W\d_]+(?:['’-][^\W\d_]+)*|\S")
_ORDINAL = pattern(r"(?<![0-9])([0-9]{1,2})\.?(?:st|nd|rd|th|er|re|eme|e|o|a|η)\b")
_IN_ORDER = pattern("[WE]?(?:(?P<dmy>N[ME]Y)|(?P<mdy>[ME]NY)|(?P<ymd>Y[ME]N))[WE]?")
_BETWEEN: Mapping[str, tuple[str, ...]] = {
    "de": ("den", "der"),
    "en": ("of", "the"),
    "es": ("de", "del", "el"),
    "fr": ("le",),
    "it": ("il",),
    "pt": ("de", "do", "feira"),
}
"""Words that may stand between the others, beside those in CLDR's patterns."""
_OTHER_MONTHS: Mapping[str, Mapping[str, int]] = {"de": {"mrz": 2}, "es": {"setiembre": 8}}
"""Names of months, counted from 0, that CLDR does not have."""
_OTHER_WEEKDAYS: Mapping[str, Mapping[str, int]] = {"de": {"sonnabend": 5}}
"""Names of weekdays, Monday 0, that CLDR does not have."""


class NoDate(BadValue):
    """Not written as a date, unlike one that cannot be."""


@dataclass(frozen=True, slots=True)
class DateNames:
    """What dates are made of in a language.

    `months` and `weekdays` are names as `_plain` has them, counted from 0; `between` are words
    without a meaning. `order` is that of numbers alone, such as `dmy`; None if it is not settled.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    between: frozenset[str]
    order: str | None


def parse_date(text: str, language: str = STANDARD_LANGUAGE) -> date | None:
    """Return a date, None for TBD; a weekday beside it has to be the right one."""
    return None if text.lower() in UNDECIDED else _decided_date(text, language, ", or TBD")


def parse_day(text: str, language: str = STANDARD_LANGUAGE) -> date:
    """Return a date, which may not be left open."""
    return _decided_date(text, language)


def _decided_date(text: str, language: str, otherwise: str = "") -> date:
    iso = _ISO_DATE.fullmatch(text)
    if iso is not None:
        return _existing(text, int(iso["year"]), int(iso["month"]), int(iso["day"]))
    if len(text) <= LONGEST_DATE:
        plain = _EAST_ASIAN.sub(r"\1-\2-\3 ", _plain(text)).strip()
        # The course's own language first: names of one can be short for others of English.
        own = _names(language)
        for names in (own, _names(STANDARD_LANGUAGE)) if language != STANDARD_LANGUAGE else (own,):
            found = _with_words(text, plain, names) or _with_numbers(text, plain, names, language)
            if found is not None:
                return found
    message = f"found {quoted(text)}, expected a date"
    raise NoDate("bad-date", message, f"{_WRITE_DATE}{otherwise}")


def _with_words(text: str, plain: str, names: DateNames) -> date | None:
    """Return a date whose month has a name."""
    kinds, words = "", []
    for piece in _TOKEN.findall(_ORDINAL.sub(r"\1", plain)):
        if piece.isdecimal():
            kind = "Y" if len(piece) == 4 else "N" if len(piece) < 3 else ""
        elif piece in ".,/-()、" or piece in names.between:
            continue
        else:
            is_month = _index(piece, names.months, 3) is not None
            is_weekday = _index(piece, names.weekdays, 2) is not None
            kind = {(True, True): "E", (True, False): "M", (False, True): "W"}.get(
                (is_month, is_weekday), ""
            )
        if not kind:
            return None
        kinds += kind
        words.append(piece)
    match = _IN_ORDER.fullmatch(kinds)
    if match is None or match.lastgroup is None:
        return None
    first = match.start(match.lastgroup)
    parts = dict(zip(match.lastgroup, words[first : first + 3], strict=True))
    month = _index(parts["m"], names.months, 3)
    assert month is not None, "the kind of the word says so"
    day = _existing(text, int(parts["y"]), month + 1, int(parts["d"]))
    _check_weekdays((*words[:first], *words[first + 3 :]), day, names)
    return day


def _with_numbers(text: str, plain: str, names: DateNames, language: str) -> date | None:
    """Return a date of numbers alone, in the order that the language's country writes them."""
    match = _NUMBERS.search(plain)
    if match is None:
        return None
    others = _TOKEN.findall(f"{plain[: match.start()]} {plain[match.end() :]}")
    weekdays = [each for each in others if each not in ".,()、"]
    known = all(_index(each, names.weekdays, 2) is not None for each in weekdays)
    if len(weekdays) > 1 or not known:
        return None
    numbers = match[1], match[3], match[4]
    order = "ymd"
    if len(match[1]) > 2:
        # No country writes the year first and then the day.
        if len(match[1]) != 4 or len(match[4]) == 4:
            return None
    elif names.order == "ymd" and len(match[4]) < 4:
        raise _no_year(text)  # the last number may be the year as well as the first
    elif names.order is None or names.order == "ymd":
        raise _unsettled(text, numbers, language)
    else:
        order = names.order
    parts = dict(zip(order, numbers, strict=True))
    year, month, day = _year(text, parts["y"]), int(parts["m"]), int(parts["d"])
    if month > 12 >= day:
        first = {"d": "the day", "m": "the month", "y": "the year"}[order[0]]
        message = f"found {quoted(text)}, but {first} comes first in '{language}'"
        raise BadValue("bad-date", message, f"write {_iso(year, day, month)}")
    found = _existing(text, year, month, day)
    _check_weekdays(weekdays, found, names)
    return found


def _unsettled(text: str, numbers: tuple[str, str, str], language: str) -> BadValue:
    """Return the fault that shows both readings of numbers that end in a year."""
    first, second, year = int(numbers[0]), int(numbers[1]), _year(text, numbers[2])
    readings = []
    for day, month in ((first, second), (second, first)):
        try:
            readings.append(date(year, month, day))
        except ValueError:
            continue
    readings = list(dict.fromkeys(readings))
    if not readings:
        return _nonexistent(text, year, second, first)
    written = " or ".join(each.isoformat() for each in readings)
    spoken = " or ".join(f"{each.day} {MONTHS[each.month - 1].title()} {year}" for each in readings)
    order = f"'{language}' does not settle which number is the day"
    message = f"found {quoted(text)}, where {order}: {spoken}"
    if len(readings) == 1:
        message = f"found {quoted(text)}, expected year, month, day, since {order}"
    settled = ""
    if language == STANDARD_LANGUAGE:
        settled = ", or name the country in course.yaml: 'language: en-GB' or 'language: en-US'"
    hint = f"write {written}{settled}"
    if len(readings) == 1:
        return BadValue("bad-date", message, hint)
    return BadValue("ambiguous-date", message, hint)


def _year(text: str, digits: str) -> int:
    if len(digits) == 4:
        return _known_year(int(digits))
    if len(digits) != 2 or int(digits) > LATEST_SHORT_YEAR:
        raise _no_year(text)
    return 2000 + int(digits)


def _no_year(text: str) -> BadValue:
    message = f"found {quoted(text)}, expected a year of four digits"
    return BadValue("bad-date", message, _WRITE_DATE)


def _known_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"found the year {year}, expected one from {FIRST_YEAR} to {LAST_YEAR}"
        raise BadValue("bad-date", message)
    return year


def _existing(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(_known_year(year), month, day)
    except ValueError as missing:
        if isinstance(missing, BadValue):
            raise
        raise _nonexistent(text, year, month, day) from None


def _nonexistent(text: str, year: int, month: int, day: int) -> BadValue:
    """Return the fault of a day that no calendar has, with what may have been meant."""
    if 1 <= month <= 12:
        last = monthrange(year, month)[1]
        hint = f"{MONTHS[month - 1].title()} {year} has {last} days"
    elif 1 <= day <= 12 and month <= monthrange(year, day)[1] and month:
        hint = f"did you mean {_iso(year, day, month)}? The month comes before the day"
    else:
        hint = "a year has 12 months"
    return BadValue("bad-date", f"found {quoted(text)}, a day that does not exist", hint)


def day_of_month(text: str, month: date, language: str) -> date | None:
    """Return a day that stands without its month, in that of `month`: `26`, `Mon 26`, `26.`, `1er`.

    None for what is none; raises `BadValue` for one that the month does not have.
    """
    plain = re.sub(r"(?<=[0-9]) ?日", " ", _ORDINAL.sub(r"\1", _plain(text)))
    pieces = [piece for piece in _TOKEN.findall(plain) if piece not in ".,()"]
    numbers = [piece for piece in pieces if piece.isdecimal()]
    others = [piece for piece in pieces if not piece.isdecimal()]
    if len(numbers) != 1 or len(numbers[0]) > 2 or len(others) > 3:
        return None
    for names in (_names(language), _ENGLISH):
        weekdays = [each for each in others if each not in names.between]
        after = pieces[pieces.index(numbers[0]) + 1 :]
        if any(_index(each, names.months, 3) is not None for each in after):
            continue  # in Spanish, mar is Tuesday, and behind the day March
        if all(_index(each, names.weekdays, 2) is not None for each in weekdays):
            found = _existing(text, month.year, month.month, int(numbers[0]))
            _check_weekdays(weekdays, found, names)
            return found
    return None


def parse_weekday(text: str, language: str) -> int | None:
    """Return a weekday that has a name in the language, Monday 0; None for another word."""
    word = _plain(text).rstrip(".")
    return _index(word, _names(language).weekdays, 2) if word else None


def weekday_names(language: str) -> tuple[str, ...]:
    """Return the words that `parse_weekday` takes in full, in lower case."""
    return tuple(_names(language).weekdays)


def _iso(year: int, month: int, day: int) -> str:
    return f"{year}-{month:02}-{day:02}"


def _check_weekdays(words: Iterable[str], day: date, names: DateNames) -> None:
    for word in words:
        weekday = _index(word, names.weekdays, 2)
        assert weekday is not None, "the kind of the word says so"
        if weekday != day.weekday():
            found, right = WEEKDAYS[weekday], WEEKDAYS[day.weekday()]
            raise BadValue(
                "weekday-mismatch",
                f"found {found.capitalize()}, but {day} is a {right.capitalize()}",
                "correct the date, or leave the weekday out: it is printed by itself",
            )


def _index(word: str, names: Mapping[str, int], shortest: int) -> int | None:
    """Return which of the names a word is or, with so many letters, unambiguously begins."""
    if word in names:
        return names[word]
    if len(word) < shortest:
        return None
    found = {index for name, index in names.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    """Return a text without what people leave out: capitals, accents, wide forms, more spaces."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    letters = "".join(each for each in folded if not unicodedata.combining(each))
    return " ".join(unicodedata.normalize("NFC", letters).split())


def _names(language: str) -> DateNames:
    # It tells nothing of a country, as it is what a course has that names no language; and its
    # countries differ. Its dates need nothing of Babel.
    return _ENGLISH if language == STANDARD_LANGUAGE else _names_of(language)


@memoized("dates")
def _names_of(language: str) -> DateNames:
    from babel import Locale

    locale = Locale.parse(language, sep="-")
    months = dict(_OTHER_MONTHS.get(locale.language, {}))
    weekdays = dict(_OTHER_WEEKDAYS.get(locale.language, {}))
    for width in ("wide", "abbreviated"):
        names = locale.months["format"][width]
        for number, name in names.items():
            alone = locale.months["stand-alone"][width][number]
            # Where a language has none, Babel can give those of another that was asked for before
            # (python-babel/babel#1234).
            alike = _plain(alone)[:2] == _plain(name)[:2]
            for each in (name, alone) if alike else (name,):
                months.update(dict.fromkeys(_spellings(each), number - 1))
    for width in ("wide", "abbreviated", "short"):
        for number, name in locale.days["format"][width].items():
            weekdays.update(dict.fromkeys(_spellings(name), number))
    patterns = " ".join(str(locale.date_formats[each].pattern) for each in ("full", "medium"))
    between = {_plain(each) for each in re.findall("'([^']+)'", patterns)} - {""}
    return DateNames(
        months,
        weekdays,
        frozenset(between.union(_BETWEEN.get(locale.language, ()))),
        _order(locale.date_formats["short"].pattern, locale.datetime_skeletons["yMd"].pattern),
    )


def _spellings(name: str) -> set[str]:
    """Return how a name may be written, with ä as a or as ae."""
    composed = unicodedata.normalize("NFC", name.casefold())
    written = re.sub("[äöü]", lambda found: {"ä": "ae", "ö": "oe", "ü": "ue"}[found[0]], composed)
    return {_plain(each).rstrip(".") for each in (name, written)}


def _order(*patterns: str) -> str | None:
    """Return the order that all patterns have their numbers in."""
    fields = (re.findall("[dMy]", re.sub("'[^']*'", "", each)) for each in patterns)
    orders = {"".join(dict.fromkeys(found)).lower() for found in fields}
    return orders.pop() if len(orders) == 1 else None


_ENGLISH = DateNames(
    {name: number for number, name in enumerate(MONTHS)},
    {name: number for number, name in enumerate(WEEKDAYS)},
    frozenset(_BETWEEN["en"]),
    None,
)
