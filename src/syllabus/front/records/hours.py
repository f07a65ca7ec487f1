"""Times of day as people write them, and from when to when a meeting is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import time, timedelta

from syllabus.diagnostics import Diagnostic, Related, error
from syllabus.front.records.forms import (
    AFTER_MINUTES,
    BEFORE_NOON,
    BETWEEN_TIMES,
    HALF,
    HOUR_MARK,
    ZONE_NAME,
)
from syllabus.front.records.kinds import BadValue, Located, quoted
from syllabus.on_demand import dataclass, pattern

_MIDNIGHT = frozenset(
    [
        "midnight",
        "mitternacht",
        "minuit",
        "medianoche",
        "mezzanotte",
        "meia-noite",
        "middernacht",
        "μεσάνυχτα",
    ]
)
LATEST_END = timedelta(hours=8)
"""How long a meeting that goes past midnight may be; what is longer is taken for a mistake."""

_TIME = pattern(
    rf"(?:(?P<before>{BEFORE_NOON})\s*)?(?P<hour>[0-9]{{1,2}})"
    rf"(?:(?:[:.]|\s*(?P<mark>{HOUR_MARK})\s*)(?:(?P<minute>[0-9]{{2}})(?:\s*{AFTER_MINUTES})?)?)?"
    rf"(?:\s*(?P<half>{HALF}))?"
)
_ZONE_AFTER_TIME = pattern(rf"(?P<time>\S.*?)\s+(?P<zone>{ZONE_NAME})")
_SPAN = pattern(
    rf"(?:(?:from|von|de|dalle|das|van|από)\s+)?(?P<start>\S.*?)\s*{BETWEEN_TIMES}\s*(?P<end>\S.*)",
    re.IGNORECASE,
)
_ACADEMIC = pattern(r"(?P<clock>.*[^\s,;])[\s,;]*(?P<sign>[cs]\.\s?t\.?|[cs]t)")
"""A time of German and Nordic universities: cum tempore, a quarter later, or sine tempore."""
_QUARTER = timedelta(minutes=15)
_LONGEST_SPAN = 60


@dataclass(frozen=True, slots=True)
class Hours:
    """When a meeting starts and, where that is said with it, how long it takes by the clock.

    `zone_name` is what the zone is called then, such as PST, which decides where the clocks show a
    time twice.
    """

    start: time
    duration: timedelta | None = None
    zone_name: str | None = None


class NoTime(BadValue):
    """What is written as no time of day, unlike one that does not exist."""


def time_of(hours: Located[Hours] | None) -> Located[time] | None:
    """Return when a meeting starts, at the place where that is written."""
    return None if hours is None else Located(hours.value.start, hours.span)


def duration_of(
    hours: Located[Hours] | None, given: Located[timedelta] | None, faults: list[Diagnostic]
) -> timedelta | None:
    """Return how long a meeting takes, after reporting a `given` duration that contradicts."""
    spanned = None if hours is None else hours.value.duration
    if given is None or hours is None or spanned is None:
        return spanned if given is None else given.value
    if given.value != spanned:
        message = f"found a duration of {_minutes(given.value)}, but {_minutes(spanned)} in 'time'"
        related = Related("the time", hours.span)
        hint = "delete the duration, or write only the start as 'time'"
        faults.append(error("duration-mismatch", message, given.span, hint, related=(related,)))
    return spanned


def _minutes(duration: timedelta) -> str:
    return f"{duration // timedelta(minutes=1)} min"


def parse_time(text: str) -> time:
    """Return a time of day: `8:00`, `8 am`, `7:30 PM`, `16:00`, `16h30`, `15 h 30`, `noon`."""
    found = _time(text)
    if found is None:
        alone = re.fullmatch(r"[0-9]{1,2}", text) is not None and int(text) < 24
        after = "" if alone and not 0 < int(text) <= 12 else f", {text} AM or {text} PM"
        hint = f"write {text}:00{after}" if alone else "write it as 8:00, 8 AM or 16:30"
        raise _no_time(text, _without_colon(text) or hint)
    return found


def _without_colon(text: str) -> str | None:
    """Return what to write for `1600`."""
    digits = re.fullmatch(r"([01]?[0-9]|2[0-3])([0-5][0-9])(?:\s?(?:h|hrs?|Uhr))?", text)
    return digits and f"write {digits[1]}:{digits[2]}"


def parse_hours(text: str) -> Hours:
    """Return when a meeting starts, of `10:00-12:00` with how long it takes."""
    span = _SPAN.fullmatch(text) if len(text) <= _LONGEST_SPAN else None
    if span is None or _time(text) is not None:
        return Hours(parse_time(text))
    start, end = _both(span["start"], span["end"])
    if start is None or end is None:
        alone = all(re.fullmatch(r"1?[0-9]|2[0-3]", each) for each in span.groups())
        told = f"{span['start']}:00-{span['end']}:00" if alone else "10:00-12:00 or 10 AM - 12 PM"
        raise _no_time(text, f"write start and end as {told}")
    duration = _since_midnight(end) - _since_midnight(start)
    if duration < timedelta():
        duration += timedelta(days=1)
        if duration > LATEST_END:
            message = f"found {quoted(text)}, which ends before it starts"
            raise BadValue("bad-time", message, "write it by 24 hours, 11:00-13:00, or with PM")
    if not duration:
        raise BadValue("bad-time", f"found {quoted(text)}, which ends when it starts")
    return Hours(start, duration)


def parse_meeting_hours(text: str) -> Hours:
    """Return when one meeting starts, behind which the zone's name may stand: `1:30 AM PST`."""
    try:
        return parse_hours(text)
    except BadValue:
        zoned = _ZONE_AFTER_TIME.fullmatch(text) if len(text) <= _LONGEST_SPAN else None
        if zoned is None:
            raise
    return replace(parse_hours(zoned["time"]), zone_name=zoned["zone"])


def _both(first: str, last: str) -> tuple[time | None, time | None]:
    """Return start and end; what one of them says, such as PM or h, is true of the other, too."""
    earlier, later = _TIME.fullmatch(_even(first)), _TIME.fullmatch(_even(last))
    start, end = _time(first), _time(last)
    if earlier and later and bool(earlier["half"]) is not bool(later["half"]):
        if earlier["half"]:
            return start, None  # 11 AM - 1 may be an hour of the morning or of the afternoon
        if int(earlier["hour"]) <= 12 and end is not None:
            written = f"{int(earlier['hour'])}:{earlier['minute'] or '00'}"
            same = _time(f"{written} {later['half']}")
            if same is None or same <= end:
                return same, end
            return _time(f"{written} {'am' if end.hour >= 12 else 'pm'}"), end
    if start is None and end is not None and earlier:
        start = _time(f"{first} h")
    elif end is None and start is not None and later:
        end = _time(f"{last} h")
    return start, end


def _time(text: str) -> time | None:
    """Return a time of day; None for what is not written as one. Raises for one that is none."""
    even = _even(text)
    if even == "noon":
        return time(12)
    match = _TIME.fullmatch(even)
    if match is None or not any(match.group("minute", "mark", "half", "before")):
        return None
    if match["half"] and match["before"]:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["before"] or match["half"] or "").replace(".", "").replace(" ", "")
    if hour > 23 or minute > 59 or (half and not (0 if match["before"] else 1) <= hour <= 12):
        raise BadValue(
            "bad-time",
            f"found {quoted(text)}, a time that does not exist",
            "hours go from 1 to 12 with AM or PM" if half else "the last minute of a day is 23:59",
        )
    if half:
        hour = hour % 12 + (12 if half in ("pm", "μμ", "午後") else 0)
    return time(hour, minute)


def _no_time(text: str, hint: str) -> NoTime:
    zoned = _ZONE_AFTER_TIME.fullmatch(text[:40])
    if zoned and _TIME.fullmatch(_even(zoned["time"])):
        hint = f"write {zoned['time']}; the zone is printed by itself, 'zone' sets it"
    if _even(text) in _MIDNIGHT:
        hint = "write 0:00 for the beginning of a day, 23:59 for its end"
    hint = _academic_hint(text) or hint
    return NoTime("bad-time", f"found {quoted(text)}, expected a time of day", hint)


def _academic_hint(text: str) -> str | None:
    """Return what 10 Uhr c.t. is, in which a quarter of an hour is kept from both ends."""
    found = _ACADEMIC.fullmatch(text) if len(text) <= _LONGEST_SPAN else None
    if found is None:
        return None
    clock = found["clock"]
    try:
        hours = parse_hours(f"{clock} Uhr" if clock[-1:].isdigit() and ":" not in clock else clock)
    except BadValue:
        return None
    later = _QUARTER if found["sign"].startswith("c") else timedelta()
    start = _since_midnight(hours.start) + later
    written = _clock(start)
    if hours.duration is not None:
        written += f"-{_clock(start - later + hours.duration - later)}"
    if not later:
        return f"write {written}, which is what 's.t.' means"
    return f"write {written}, a quarter of an hour later, which is what 'c.t.' means"


def _clock(since_midnight: timedelta) -> str:
    minutes = since_midnight // timedelta(minutes=1) % (24 * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)


def _even(text: str) -> str:
    """Return a text in small letters, with every space alike."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())
