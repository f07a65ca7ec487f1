"""Dates, times and spans of time as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from syllabus.model.course import Clock, ReadingLoad
from syllabus.model.timeline.zone_names import name_all_year, zone_name
from syllabus.model.words import COMMON, Punctuation, punctuation_for
from syllabus.on_demand import pattern
from syllabus.workspace.cache import memoized

if TYPE_CHECKING:
    from babel import Locale

DateKind = Literal["heading", "schedule", "title", "day"]

ENGLISH_DATES: Mapping[DateKind, str] = {
    "heading": "d MMM y",
    "schedule": "EEE d MMM y",
    "day": "d MMM",
}
"""English puts the day first where dates stand in a column; other languages follow CLDR."""

_FIRST_OF_MONTH: Mapping[str, str] = {"fr": "1er", "it": "1º", "pt": "1º"}
"""How the first day is written before a month's name, which no pattern of CLDR can say.

Source: the European Union's Interinstitutional Style Guide, and of Brazil the Manual de Redação da
Presidência da República. In Spanish, Catalan and the Portuguese of Portugal it is 1.
"""
_DAY_BEFORE_MONTH = pattern(r"(?<![d'])d(?!d)(?=(?:[\s.]|'[^']*')*[ML]{3})")

BETWEEN_ZONES = " · "


@memoized("dates")
def format_date(day: date, pattern: str | None, kind: DateKind, language: str) -> str:
    """Return a date as `pattern` (CLDR) says, else as `kind` is printed in the language.

    In English: 15 Apr 2021 in a heading, Thu 15 Apr 2021 in the schedule, April 15, 2021 (or
    15 April 2021 in Britain) under the handout's title, 15 Apr for a day of a known year. The first
    of a month is an ordinal number where the language has it so: 1er oct. 2026.
    """
    from babel.dates import format_date

    locale = date_locale(language)
    chosen = pattern or _date_pattern(locale, kind)
    if day.day == 1 and (first := first_of_month(locale)):
        chosen = _DAY_BEFORE_MONTH.sub(f"'{first}'", chosen)
    return plain_spaces(format_date(day, chosen, locale=locale))


def format_time(start: datetime | time, language: str, clock: Clock | None = None) -> str:
    """Return a time of day as the language writes it: 8 AM PDT, 7:30 AM PST, 16:00 CET.

    `clock` says by how many hours, where the language does not. The zone's abbreviation is the
    language's for the season (16:00 MESZ); GMT+8 where the zone has none, and nothing for a time
    without a zone. A time of a day that is not decided has the name for the whole year: 8 AM PT.
    """
    hour = start.replace(tzinfo=None)
    written = _time_of_day(hour.time() if isinstance(hour, datetime) else hour, language, clock)
    if isinstance(start, datetime):
        name = zone_name(start, language)
    else:
        name = name_all_year(start.tzinfo, language) if isinstance(start.tzinfo, ZoneInfo) else ""
    return f"{written} {name}".rstrip()


def format_hours(
    start: datetime | time,
    end: datetime | time | None,
    language: str,
    clock: Clock | None = None,
) -> str:
    """Return from when to when something is: 9–10:30 AM PDT, 11 AM–1 PM, 16:00–17:30 CET.

    What is without an end has its start alone, as `format_time` writes it.
    """
    if end is None:
        return format_time(start, language, clock)
    first = format_time(start.replace(tzinfo=None), language, clock)
    last = format_time(end, language, clock)
    for half in (" AM", " PM"):
        if first.endswith(half) and half in last:
            first = first.removesuffix(half)
    return f"{first}–{last}"


@memoized("dates")
def _time_of_day(hour: time, language: str, clock: Clock | None) -> str:
    from babel.dates import format_time

    locale = date_locale(language)
    twelve_hours = _twelve_hours(locale) if clock is None else clock == 12
    if twelve_hours and locale.language == "en":
        # CLDR has "a.m." for Canada and "am" for Australia; handouts have AM.
        minutes = f":{hour.minute:02}" if hour.minute else ""
        return f"{hour.hour % 12 or 12}{minutes} {'PM' if hour.hour >= 12 else 'AM'}"
    skeleton = "Hm" if not twelve_hours else "hm" if hour.minute else "h"
    pattern = locale.datetime_skeletons[skeleton].pattern
    if clock is None and (hour.minute or not twelve_hours):
        pattern = locale.time_formats["short"].pattern
    return plain_spaces(format_time(hour, pattern, locale=locale))


def format_moment(
    moment: datetime,
    all_day: bool,
    pattern: str | None,
    language: str,
    clock: Clock | None = None,
) -> str:
    """Return a day and a time as `format_date` and `format_time` do: Tue 20 Oct 2026, 11 PM PDT.

    Where it is `all_day`, there is no time.
    """
    date = format_date(moment.date(), pattern, "schedule", language)
    if all_day:
        return date
    return f"{date}{punctuation_for(language).comma}{format_time(moment, language, clock)}"


def times_by_zone(
    start: datetime,
    zones: Iterable[ZoneInfo],
    language: str,
    words: Mapping[str, str],
    clock: Clock | None = None,
) -> tuple[str, ...]:
    """Return an aware time in its own zone and in others: 8 AM PDT, 16:00 BST, 1 AM JST (next day).

    In another zone the day is counted by 12 or 24 hours as the language does in that zone's country
    (CLDR), unless `clock` says it. What is the same time of the same name comes once.
    """
    found: dict[tuple[str, timedelta | None], str] = {}
    moment = start.astimezone(UTC)
    for zone in (None, *zones):
        local = moment.astimezone(zone or start.tzinfo)
        hours = clock if zone is None else clock or _clock_in(zone, language)
        written = format_time(local, language, hours) + _other_day(local, start, language, words)
        found.setdefault((zone_name(local, language), local.utcoffset()), written)
    return tuple(found.values())


def format_times(
    start: datetime,
    zones: Iterable[ZoneInfo],
    language: str,
    words: Mapping[str, str],
    clock: Clock | None = None,
) -> str:
    """Return `times_by_zone` as one line: 8 AM PDT · 11 AM EDT · 16:00 BST."""
    return BETWEEN_ZONES.join(times_by_zone(start, zones, language, words, clock))


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
    """Return a reading load: 1 h 25 min, 19 pages; optional 35 min. Nothing if there is none."""
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
    skeletons = {"heading": "yMMMd", "schedule": "yMMMEd", "day": "MMMd"}
    return str(locale.datetime_skeletons[skeletons[kind]].pattern)


def first_of_month(locale: Locale) -> str | None:
    """Return how the first of a month is written before its name, None if as a number."""
    if locale.language == "pt" and locale.territory not in (None, "BR"):
        return None
    return _FIRST_OF_MONTH.get(locale.language)


def _other_day(local: datetime, start: datetime, language: str, words: Mapping[str, str]) -> str:
    """Return a note if it is another day there: (next day), or the date if further away."""
    days = (local.date() - start.date()).days
    if not days:
        return ""
    names = {1: words["next-day"], -1: words["previous-day"]}
    marks = punctuation_for(language)
    name = names.get(days) or format_date(local.date(), None, "heading", language)
    return f"{marks.opening}{name}{marks.closing}"


@memoized("dates")
def _clock_in(zone: ZoneInfo, language: str) -> Clock | None:
    """Return by how many hours a language counts in the country of a zone, None if not known."""
    from babel import Locale
    from babel.core import UnknownLocaleError, get_global

    key = get_global("zone_aliases").get(zone.key, zone.key)
    country = get_global("zone_territories").get(key)
    own = date_locale(language)
    try:
        there = Locale(own.language, country, own.script)
    except UnknownLocaleError:
        return None
    return 12 if _twelve_hours(there) else 24


def _twelve_hours(locale: Locale) -> bool:
    # French of Canada has an h in quotation marks.
    fields = re.sub("'[^']*'", "", locale.time_formats["short"].pattern)
    return re.search("[hK]", fields) is not None


def plain_spaces(text: str) -> str:
    """Replace the thin, narrow and no-break spaces of CLDR, which not every font has."""
    return re.sub("[\u00a0\u2009\u202f]", " ", text)


@cache
def date_locale(language: str) -> Locale:
    """Return what CLDR knows of a language."""
    from babel import Locale

    return Locale.parse(language, sep="-")
