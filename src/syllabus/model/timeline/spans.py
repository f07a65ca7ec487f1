"""Several days as one span of time, as people read them.

The patterns are CLDR's interval formats (Unicode TR 35, part 4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from syllabus.model.course import Clock, DatePatterns, GroupTime, Meeting
from syllabus.model.spans import groups_apart
from syllabus.model.timeline.printing import (
    BETWEEN_ZONES,
    DateKind,
    date_locale,
    first_of_month,
    format_date,
    format_hours,
    format_time,
    plain_spaces,
    times_by_zone,
)
from syllabus.model.words import ENGLISH, has_words, punctuation_for
from syllabus.on_demand import dataclass, pattern
from syllabus.workspace.cache import memoized

_ENGLISH: Mapping[DateKind, tuple[str, str, str]] = {
    "heading": ("d|–d MMM y", "d MMM| – d MMM y", "d MMM y| – d MMM y"),
    "schedule": (
        "EEE d| – EEE d MMM y",
        "EEE d MMM| – EEE d MMM y",
        "EEE d MMM y| – EEE d MMM y",
    ),
    "day": ("d|–d MMM", "d MMM| – d MMM", "d MMM y| – d MMM y"),
}
"""Of days in one month, in one year and in two years, as `ENGLISH_DATES` has single ones."""

_SKELETONS: Mapping[DateKind, str] = {"heading": "yMMMd", "schedule": "yMMMEd", "day": "MMMd"}
_YEAR_AT_END = pattern(r"[\s,./-]*(?:'[^']*'\s*)?y+[\s.]*$")
_DAY = pattern(r"(?<![d'])d(?!d)")


class Days(Protocol):
    """What has days: a meeting, or what a handout said of it."""

    @property
    def start(self) -> datetime | None:
        """When it starts."""
        ...

    @property
    def last_day(self) -> date | None:
        """The last of several days."""
        ...

    @property
    def weeks(self) -> int:
        """The weeks from one day to the next; 0 for days in a row."""
        ...

    @property
    def duration(self) -> timedelta:
        """How long each takes."""
        ...

    @property
    def groups(self) -> tuple[GroupTime, ...] | tuple[str, ...]:
        """The groups that meet at times of their own, or their printed lines."""
        ...


def format_days(
    days: Days, dates: DatePatterns, kind: DateKind, language: str, words: Mapping[str, str]
) -> str:
    """Return the day or days of what has a start: 26 Oct 2026, 26–30 Oct 2026.

    What returns weekly has its weekday: Mondays, 12 Oct – 7 Dec 2026.
    """
    assert days.start is not None
    first = days.start.date()
    pattern = dates.schedule if kind == "schedule" else dates.heading
    if days.last_day is None:
        return format_date(first, pattern, kind, language)
    if not days.weeks or not _on_one_weekday(days, first, days.last_day):
        return format_span(first, days.last_day, pattern, kind, language)
    # The weekday is said before.
    span = format_span(first, days.last_day, dates.heading, "heading", language)
    weekday = format_date(first, "EEEE", kind, language)
    said = _every(weekday, days.weeks, language, words)
    return f"{said[:1].upper()}{said[1:]}{punctuation_for(language).comma}{span}"


def _on_one_weekday(days: Days, first: date, last: date) -> bool:
    """Return whether what returns weekly does so on one weekday.

    Of groups that are known by their printed lines alone, that cannot be told: each line has it.
    """
    weekdays = {first.weekday(), last.weekday()}
    for group in days.groups if len(days.groups) > 1 else ():
        weekdays.add(group.start.weekday() if isinstance(group, GroupTime) else -1)
    return len(weekdays) == 1


def _every(weekday: str, weeks: int, language: str, words: Mapping[str, str]) -> str:
    """Return the weekdays of what returns; English has endings that no other language has."""
    key = "every-week" if weeks == 1 else "every-two-weeks"
    if has_words(language) or words[key] != ENGLISH[key]:
        return words[key].replace("{day}", weekday)
    if weeks == 1:
        return weekday
    from babel.units import format_unit

    length = format_unit(weeks, "duration-week", locale=date_locale(language))
    marks = punctuation_for(language)
    return f"{weekday}{marks.opening}{plain_spaces(length)}{marks.closing}"


@memoized("dates")
def format_span(first: date, last: date, pattern: str | None, kind: DateKind, language: str) -> str:
    """Return two days and those between them, as the language shortens such a span.

    With a `pattern` of the course's own, the year at its end is written once.
    """
    from babel.dates import format_date as written

    if first == last:
        return format_date(first, pattern, kind, language)
    if pattern is not None:
        begins = _YEAR_AT_END.sub("", pattern) or pattern if first.year == last.year else pattern
        start = format_date(first, begins, kind, language)
        return f"{start} – {format_date(last, pattern, kind, language)}"
    locale = date_locale(language)
    differ = 2 if first.year != last.year else 1 if first.month != last.month else 0
    if locale.language == "en" and kind in _ENGLISH:
        pieces = _ENGLISH[kind][differ].split("|")
    else:
        skeleton = "yMMMd" if kind == "day" and differ == 2 else _SKELETONS.get(kind, "yMMMd")
        formats = locale.interval_formats.get(skeleton, {})
        pieces = [piece.replace("dd", "d") for piece in formats.get("dMy"[differ], ())]
    if len(pieces) != 2 or re.search(r"M/|/M|M\.M", "".join(pieces)):  # months as numbers
        return " – ".join(format_date(day, None, kind, language) for day in (first, last))
    one = first_of_month(locale)
    sides = []
    for day, piece in zip((first, last), pieces, strict=True):
        chosen = _DAY.sub(f"'{one}'", piece) if one and day.day == 1 else piece
        sides.append(written(day, chosen, locale=locale))
    return plain_spaces("".join(sides))


def format_clock(
    meeting: Meeting, language: str, words: Mapping[str, str], clock: Clock | None = None
) -> str:
    """Return the time of a meeting as one line; empty for what takes whole days.

    Of several days it is from when to when each of them is; of groups, each with its time.
    """
    if meeting.time_open:
        return words["time-open"]
    if meeting.all_day:
        return ""
    if len(meeting.groups) > 1:
        begins = (
            (each, hours_each_day(each, each.start)) for each in groups_apart(meeting) if each.start
        )
        times = (
            f"{each.groups[0].name.text} {format_time(start, language, clock)}"
            for each, (start, _) in begins
        )
        return punctuation_for(language).comma.join(times)
    if meeting.start is None:
        return "" if meeting.time is None else format_hours(meeting.time, None, language, clock)
    return format_hours(*hours_each_day(meeting, meeting.start), language, clock)


def hours_each_day(days: Days, start: datetime) -> tuple[datetime | time, datetime | time | None]:
    """Return from when to when each of several days is, to be printed; of one day, its start.

    Where the clocks change between the first day and the last, they are times of no day, whose
    zone has the name for the whole year.
    """
    end = end_of_day(days)
    if end is None or days.last_day is None:
        return start, None
    last = datetime.combine(days.last_day, start.timetz())
    if last.utcoffset() == start.utcoffset():
        return start, end
    return start.timetz(), end.timetz()


def zones_each_day(meeting: Meeting) -> tuple[ZoneInfo, ...]:
    """Return the other zones in which several days begin at one time, of one name.

    Where clocks change meanwhile, there or here, that is not so.
    """
    if meeting.start is None or meeting.last_day is None:
        return ()
    first = meeting.start
    starts = [
        datetime.combine(first.date() + timedelta(days=days), first.timetz())
        for days in range((meeting.last_day - first.date()).days + 1)
    ]
    return tuple(
        zone
        for zone in meeting.also_in
        if len({(each.utcoffset(), each.astimezone(zone).utcoffset()) for each in starts}) == 1
    )


def end_of_day(days: Days) -> datetime | None:
    """Return when the first of several days ends by the clock; None of what has one day."""
    if days.start is None or days.last_day is None:
        return None
    return days.start + days.duration


@dataclass(frozen=True, slots=True)
class GroupLine:
    """When and where a group meets: its `day` and, behind it in the `line`, its `rest`."""

    name: str
    day: str
    rest: str
    line: str


def format_groups(
    meeting: Meeting,
    dates: DatePatterns,
    language: str,
    words: Mapping[str, str],
    clock: Clock | None = None,
) -> tuple[GroupLine, ...]:
    """Return the groups of a meeting, each with its day, hours, start in other zones, and room."""
    marks = punctuation_for(language)
    said = []
    for each in groups_apart(meeting) if meeting.groups else ():
        (group,) = each.groups
        day = format_days(each, dates, "schedule", language, words)
        if each.last_day is not None:
            times = format_hours(*hours_each_day(each, group.start), language, clock)
        else:
            end = group.end.astimezone(group.start.tzinfo)
            hours = format_hours(group.start, end, language, clock)
            others = times_by_zone(group.start, meeting.also_in, language, words, clock)[1:]
            times = BETWEEN_ZONES.join((hours, *others))
        room = () if group.room is None else (group.room.line.text,)
        rest = marks.comma.join((times, *room))
        said.append(GroupLine(group.name.text, day, rest, f"{day}{marks.comma}{rest}"))
    return tuple(said)
