"""The moment of a handout, and what it makes of the meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from syllabus.model.course import Meeting, Status
from syllabus.on_demand import dataclass, pattern

_WHEN = pattern(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?) ?(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LARGEST_EPOCH = int(datetime(_LAST_YEAR, 12, 31, tzinfo=UTC).timestamp())


class UnknownMoment(ValueError):
    """The given moment is invalid; the text is for the user."""


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
        raise UnknownMoment(f"'{text}' is a moment that does not exist{_turned(text)}") from None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        message = f"'{text}' is out of range, expected a year from {_FIRST_YEAR} to {_LAST_YEAR}"
        raise UnknownMoment(message)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    # Via UTC, so that a time skipped by the change to summer time becomes one that exists.
    return moment.astimezone(UTC).astimezone(zone)


def _turned(text: str) -> str:
    """Return what is meant where month and day have changed places."""
    year, month, day = text.strip()[:10].split("-")
    if int(month) <= 12 or int(day) > 12:
        return ""
    return f"; did you mean {year}-{day}-{month}? The month comes before the day"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The meetings as of a moment; each is in exactly one of the three."""

    past: tuple[Meeting, ...]
    upcoming: tuple[Meeting, ...]
    cancelled: tuple[Meeting, ...]

    @property
    def ahead(self) -> tuple[Meeting, ...]:
        """The upcoming meetings that have a date, in the order in which each is the next one.

        An exam is a meeting, a deadline or holiday none; an event is the next one if no meeting is
        ahead. Nor is it what returns weekly, which would be the next one for a whole term.
        """
        held = [each for each in self.upcoming if each.kind.is_held and not each.weeks]
        dated = [each for each in held if each.start is not None]
        return tuple(sorted(dated, key=lambda each: not each.kind.is_session))

    @property
    def next(self) -> Meeting | None:
        """The first upcoming meeting that has a date; one that is being held counts."""
        return next(iter(self.ahead), None)


def arrange_meetings(meetings: Iterable[Meeting], moment: datetime) -> Timeline:
    """Divide meetings by `moment` (aware): past are those whose end is not after it.

    Each group is in `schedule_order`.
    """
    past, upcoming, cancelled = [], [], []
    for meeting in schedule_order(meetings):
        if meeting.status is Status.CANCELLED:
            cancelled.append(meeting)
        elif is_over(meeting, moment):
            past.append(meeting)
        else:
            upcoming.append(meeting)
    return Timeline(tuple(past), tuple(upcoming), tuple(cancelled))


def is_over(meeting: Meeting, moment: datetime) -> bool:
    """Return whether a meeting's end, cancelled or not, is not after `moment` (aware)."""
    end = meeting.end
    return end is not None and end.astimezone(UTC) <= moment.astimezone(UTC)


def schedule_order(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Return dated meetings by their start, then undated ones; otherwise in the given order."""

    def order(meeting: Meeting) -> tuple[bool, datetime]:
        # Aware datetimes of one zone compare by wall-clock time, which can go back.
        start = meeting.start
        return (True, datetime.max) if start is None else (False, start.astimezone(UTC))

    return tuple(sorted(meetings, key=order))
