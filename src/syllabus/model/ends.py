"""When what has a start is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def end_of(start: datetime, duration: timedelta, last_day: date | None) -> datetime:
    """Return, in UTC, the end of what takes `duration` from an aware `start`.

    Where it does so by the same clock on several days, that is the end of the `last_day`.
    """
    if last_day is not None:
        start = datetime.combine(last_day, start.timetz())
    return start.astimezone(UTC) + duration
