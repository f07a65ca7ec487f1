"""How long a build may take, asked between one file, text or citation and the next.

What reads and renders is given no clock: it calls `check_time`, which does nothing unless somebody
up the stack has set a `time_limit`, and raises `OutOfTime` when that is over. TeX is given what is
left, and ended from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter


class OutOfTime(Exception):
    """The time that was allowed is over; only whoever allowed it catches this."""


class TimeLimit:
    """The seconds that are allowed, counted from now."""

    def __init__(self, seconds: float) -> None:
        self._end = perf_counter() + seconds

    def left(self) -> float:
        """Return the seconds that are left; below zero when the time is over."""
        return self._end - perf_counter()

    def extend(self, seconds: float) -> None:
        """Allow more, such as what was spent waiting for somebody else."""
        self._end += seconds


_LIMIT: ContextVar[TimeLimit | None] = ContextVar("limit", default=None)


@contextmanager
def time_limit(seconds: float) -> Iterator[TimeLimit]:
    """Have `check_time` hold what is done in here to so many seconds."""
    limit = TimeLimit(seconds)
    before = _LIMIT.set(limit)
    try:
        yield limit
    finally:
        _LIMIT.reset(before)


def check_time() -> None:
    """Raise `OutOfTime` if a limit is set and over."""
    limit = _LIMIT.get()
    if limit is not None and limit.left() <= 0:
        raise OutOfTime
