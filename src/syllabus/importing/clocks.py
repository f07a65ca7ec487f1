"""Times of day as schedules have them, with the zone that is named beside them."""

from __future__ import annotations

import re

from syllabus.front.records.hours import Hours, parse_meeting_hours
from syllabus.front.records.kinds import BadValue
from syllabus.importing.vocabulary import OPEN, folded, says
from syllabus.on_demand import dataclass, pattern

_ZONES = {
    **dict.fromkeys(("PST", "PDT", "PT"), "America/Los_Angeles"),
    **dict.fromkeys(("MST", "MDT", "MT"), "America/Denver"),
    **dict.fromkeys(("CST", "CDT", "CT"), "America/Chicago"),
    **dict.fromkeys(("EST", "EDT", "ET"), "America/New_York"),
    **dict.fromkeys(("GMT", "BST"), "Europe/London"),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), "Europe/Berlin"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Athens"),
    "JST": "Asia/Tokyo",
    "UTC": "UTC",
}
"""The zone that an abbreviation mostly means."""
_ZONE = pattern(rf"\s*\(?\b({'|'.join(_ZONES)})\b\)?")
_LOOSE_SPAN = pattern(
    r"(?P<first>\d{1,2}(?:[:.h]\d{2})?)\s*(?P<half>[ap]\.?m\.?)?\s*(?:-|–|—|to|bis)\s*"
    r"(?P<last>\d{1,2}(?:[:.h]\d{2})?)\s*(?P<end>[ap]\.?m\.?|h|Uhr|uur)?",
    re.IGNORECASE,
)
CLOCK_TIME = pattern(
    r"\d{1,2}(?:[:.h]\d{2}| ?[ap]\.?m\b| ?(?:h|Uhr|uur)\b)[\w\s:.–—-]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Clock:
    """When something starts, as records have it, and the zone that is named beside it."""

    time: str | None
    zone: str | None


def read_clock(text: str) -> Clock | None:
    """Return the time of a cell such as 9 AM PST or 10-11:30; None if it is none."""
    found = _ZONE.search(text)
    zone = None if found is None else _ZONES[found[1]]
    bare = (text[: found.start()] + text[found.end() :] if found else text).strip(" ,;()")
    if says(bare, OPEN) == folded(bare) and bare:
        return Clock("TBA", zone)
    try:
        return Clock(_write(parse_meeting_hours(bare)), zone)
    except BadValue:
        pass
    span = _LOOSE_SPAN.fullmatch(bare)
    if span is None:
        return None
    if not span["half"] and not span["end"]:
        first, last = (
            part if re.search(r"\D", part) else f"{part}:00" for part in span.group(1, 3)
        )
        text = f"{first}-{last}".replace("h", ":").replace(".", ":")
    else:
        text = bare
    try:
        return Clock(_write(parse_meeting_hours(text)), zone)
    except BadValue:
        return None


def _write(hours: Hours) -> str:
    start = f"{hours.start.hour}:{hours.start.minute:02}"
    if hours.duration is None:
        return start
    minutes = hours.start.hour * 60 + hours.start.minute + int(hours.duration.total_seconds() // 60)
    return f"{start}-{minutes // 60 % 24}:{minutes % 60:02}"
