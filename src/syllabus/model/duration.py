"""Spans of time as people write them: `90 min`, `1.5 hrs`, `3h:20m`, `1 h 30 min`."""

from __future__ import annotations

import re
from datetime import timedelta

from syllabus.on_demand import pattern

_HOUR = (
    r"(?:h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|uur|uren|ώρ(?:α|ες)|ώ|時間)(?![^\W\d])\.?"
)
_MINUTE = r"(?:mins?|minutes?|minuten?|minut[io]s?|minuut|λεπτ[άό]|λεπ|λ|分)(?!\w)\.?"
_NUMBER = r"(?<![\d:.,/])[0-9]{1,4}(?:[.,][0-9]{1,2})?"

DURATION = pattern(
    rf"(?:(?P<clock_hours>(?<![\d:])[0-9]{{1,2}}):(?P<clock_minutes>[0-5][0-9])\s?{_HOUR}"
    rf"|(?P<hours>{_NUMBER})\s?{_HOUR}"
    rf"(?:\s?(?::|,|and|und|et|y|e|en|και)?\s?(?P<minutes>[0-9]{{1,2}})\s?(?:{_MINUTE}|m(?!\w)|(?=\s*$)))?"
    rf"|(?P<only_minutes>{_NUMBER})\s?{_MINUTE})",
    re.IGNORECASE,
)
"""A number of hours, minutes or both, in the languages that have words in `model.words`.

A bare `m` stands for minutes only after hours; elsewhere it may be metres.
"""

_CLOCK_LIKE = pattern(r"([0-9]{1,2}):([0-5][0-9])")


def duration_of(match: re.Match[str]) -> timedelta:
    """Return the span of time of a match of `DURATION`."""
    hours = match["hours"] or match["clock_hours"] or "0"
    minutes = match["minutes"] or match["only_minutes"] or match["clock_minutes"] or "0"
    return timedelta(hours=float(hours.replace(",", ".")), minutes=float(minutes.replace(",", ".")))


def read_duration(text: str) -> timedelta | None:
    """Return the span of time that `text` alone names; also `1:30`, hours and minutes."""
    text = text.strip()
    if (clock := _CLOCK_LIKE.fullmatch(text)) is not None:
        return timedelta(hours=int(clock[1]), minutes=int(clock[2]))
    match = DURATION.fullmatch(text)
    return None if match is None else duration_of(match)
