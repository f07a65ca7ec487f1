"""Dates, times and spans of time as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from syllabus.model.course import ReadingLoad
from syllabus.model.words import COMMON, Punctuation

if TYPE_CHECKING:
    from babel import Locale

DateKind = Literal["heading", "schedule", "title"]

ENGLISH_DATES: Mapping[DateKind, str] = {"heading": "d MMM y", "schedule": "EEE d MMM y"}
"""English puts the day first where dates stand in a column; other languages follow CLDR."""


def format_date(day: date, pattern: str | None, kind: DateKind, language: str) -> str:
    """Return a date as `pattern` (CLDR) says, else as `kind` is printed in the language.

    In English: 15 Apr 2021 in a heading, Thu 15 Apr 2021 in the schedule, April 15, 2021 (or
    15 April 2021 in Britain) under the handout's title.
    """
    from babel.dates import format_date

    locale = _locale(language)
    chosen = pattern or _date_pattern(locale, kind)
    return _plain_spaces(format_date(day, chosen, locale=locale))


def format_time(start: datetime | time, language: str) -> str:
    """Return a time of day as the language writes it: 8 AM PDT, 7:30 AM PST, 16:00 CET.

    The zone's abbreviation is the one in force then; GMT+8 where the zone has none of its own,
    and nothing for a time without a zone.
    """
    from babel.dates import format_time

    locale = _locale(language)
    clock = start.replace(tzinfo=None)
    if isinstance(clock, datetime):
        clock = clock.time()
    short = locale.time_formats["short"].pattern
    twelve_hours = "a" in short
    if twelve_hours and locale.language == "en":
        # CLDR has "a.m." for Canada and "am" for Australia; handouts have AM.
        minutes = f":{clock.minute:02}" if clock.minute else ""
        written = f"{clock.hour % 12 or 12}{minutes} {'PM' if clock.hour >= 12 else 'AM'}"
    else:
        full_hour = twelve_hours and not clock.minute
        pattern = locale.datetime_skeletons["h"].pattern if full_hour else short
        written = _plain_spaces(format_time(clock, pattern, locale=locale))
    name = _zone_name(start) if isinstance(start, datetime) else ""
    return f"{written} {name}".rstrip()


def format_duration(
    duration: timedelta, words: Mapping[str, str], punctuation: Punctuation = COMMON
) -> str:
    """Return a span of time to the minute: 1 h 25 min, 2 h, 40 min."""
    space = punctuation.space
    hours, minutes = divmod(round(duration.total_seconds() / 60), 60)
    pieces = []
    if hours:
        pieces.append(f"{hours}{space}{words['hour']}")
    if minutes or not hours:
        pieces.append(f"{minutes}{space}{words['minute']}")
    return space.join(pieces)


def format_load(
    load: ReadingLoad, words: Mapping[str, str], punctuation: Punctuation = COMMON
) -> str:
    """Return a reading load: 1 h 25 min, 19 pages; optional 35 min. Nothing where there is none."""
    pieces = []
    asked = _amount(load.duration, load.pages, words, punctuation)
    optional = _amount(load.optional_duration, load.optional_pages, words, punctuation)
    if asked:
        pieces.append(asked)
    if optional:
        pieces.append(f"{words['optional']} {optional}")
    return punctuation.semicolon.join(pieces)


def _amount(
    duration: timedelta, pages: int, words: Mapping[str, str], punctuation: Punctuation
) -> str:
    pieces = []
    if duration:
        pieces.append(format_duration(duration, words, punctuation))
    if pages:
        pieces.append(f"{pages}{punctuation.space}{words['page' if pages == 1 else 'pages']}")
    return punctuation.comma.join(pieces)


def _date_pattern(locale: Locale, kind: DateKind) -> str:
    if locale.language == "en" and kind in ENGLISH_DATES:
        return ENGLISH_DATES[kind]
    if kind == "title":
        return str(locale.date_formats["long"].pattern)
    return str(locale.datetime_skeletons["yMMMd" if kind == "heading" else "yMMMEd"].pattern)


def _zone_name(start: datetime) -> str:
    name = start.tzname() or ""
    # Zones without letters of their own are named by their offset in the IANA database.
    offset = re.fullmatch(r"([+-])0?([0-9]{1,2})([0-9]{2})?", name)
    if offset is None:
        return name
    minutes = f":{offset[3]}" if offset[3] else ""
    return f"GMT{offset[1]}{offset[2]}{minutes}"


def _plain_spaces(text: str) -> str:
    """Replace the narrow and no-break spaces of CLDR, which not every font has."""
    return re.sub("[\u00a0\u202f]", " ", text)


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language, sep="-")
