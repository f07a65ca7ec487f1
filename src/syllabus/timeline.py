"""The moment of a handout, what it makes of the meetings, and how dates and times are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from syllabus.model.course import Meeting, ReadingLoad, Status

if TYPE_CHECKING:
    from babel import Locale

DateKind = Literal["heading", "schedule", "title"]

ENGLISH_DATES: Mapping[DateKind, str] = {"heading": "d MMM y", "schedule": "EEE d MMM y"}
"""English puts the day first where dates stand in a column; other languages follow CLDR."""

_WHEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?) ?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LARGEST_EPOCH = int(datetime(_LAST_YEAR, 12, 31, tzinfo=UTC).timestamp())


# --- the moment ----------------------------------------------------------------------------


class UnknownMoment(ValueError):
    """What was given as the moment is none; its text says so to the user."""


def resolve_moment(
    as_of: str | None, source_date_epoch: str | None, zone: ZoneInfo, now: datetime
) -> datetime:
    """Return the handout's moment, in `zone`: `as_of`, else SOURCE_DATE_EPOCH, else `now`.

    A date alone is the start of that day in `zone`, and so is a time without an offset a time
    there. SOURCE_DATE_EPOCH is in seconds since 1970 (reproducible-builds.org); an empty one
    counts as none. Raises `UnknownMoment`.
    """
    if as_of is not None:
        return _as_of(as_of, zone)
    if source_date_epoch:
        digits = source_date_epoch.strip()
        if not re.fullmatch(r"[0-9]{1,12}", digits) or int(digits) > _LARGEST_EPOCH:
            message = f"SOURCE_DATE_EPOCH is '{source_date_epoch}', expected seconds since 1970"
            raise UnknownMoment(message)
        return datetime.fromtimestamp(int(digits), zone)
    return now.astimezone(zone)


def _as_of(text: str, zone: ZoneInfo) -> datetime:
    match = _WHEN.fullmatch(text.strip())
    if match is None:
        message = f"'{text}' is not a moment, expected 2021-04-15 or 2021-04-15T07:00"
        raise UnknownMoment(message)
    written = f"{match['date']}T{match['time'] or '00:00'}{match['offset'] or ''}"
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise UnknownMoment(f"'{text}' is a moment that no calendar has") from None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        message = f"'{text}' is out of range, expected a year from {_FIRST_YEAR} to {_LAST_YEAR}"
        raise UnknownMoment(message)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    # By way of UTC, so that a time skipped by the change to summer time becomes one that is.
    return moment.astimezone(UTC).astimezone(zone)


# --- past and upcoming ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timeline:
    """The meetings as of a moment; each stands in exactly one of the three."""

    past: tuple[Meeting, ...]
    upcoming: tuple[Meeting, ...]
    cancelled: tuple[Meeting, ...]


def arrange_meetings(meetings: Iterable[Meeting], moment: datetime) -> Timeline:
    """Divide meetings by `moment` (aware): past are those whose end is not after it.

    Each group is in `schedule_order`.
    """
    past, upcoming, cancelled = [], [], []
    for meeting in schedule_order(meetings):
        end = meeting.end
        if meeting.status is Status.CANCELLED:
            cancelled.append(meeting)
        elif end is not None and end.astimezone(UTC) <= moment.astimezone(UTC):
            past.append(meeting)
        else:
            upcoming.append(meeting)
    return Timeline(tuple(past), tuple(upcoming), tuple(cancelled))


def schedule_order(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Return dated meetings by their start, then undated ones; otherwise in the given order."""

    def order(meeting: Meeting) -> tuple[bool, datetime]:
        # Aware datetimes of one zone compare by the clock on the wall, which can go back.
        start = meeting.start
        return (True, datetime.max) if start is None else (False, start.astimezone(UTC))

    return tuple(sorted(meetings, key=order))


# --- in print ------------------------------------------------------------------------------


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


def format_duration(duration: timedelta, words: Mapping[str, str]) -> str:
    """Return a span of time to the minute: 1 h 25 min, 2 h, 40 min."""
    hours, minutes = divmod(round(duration.total_seconds() / 60), 60)
    pieces = []
    if hours:
        pieces.append(f"{hours} {words['hour']}")
    if minutes or not hours:
        pieces.append(f"{minutes} {words['minute']}")
    return " ".join(pieces)


def format_load(load: ReadingLoad, words: Mapping[str, str]) -> str:
    """Return a reading load: 1 h 25 min, 19 pages; optional 35 min. Nothing where there is none."""
    pieces = []
    asked = _amount(load.duration, load.pages, words)
    optional = _amount(load.optional_duration, load.optional_pages, words)
    if asked:
        pieces.append(asked)
    if optional:
        pieces.append(f"{words['optional']} {optional}")
    return "; ".join(pieces)


def _amount(duration: timedelta, pages: int, words: Mapping[str, str]) -> str:
    pieces = []
    if duration:
        pieces.append(format_duration(duration, words))
    if pages:
        pieces.append(f"{pages} {words['page' if pages == 1 else 'pages']}")
    return ", ".join(pieces)


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
