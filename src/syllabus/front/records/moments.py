"""Moments in one text: a date as records write it and, behind it, a time of day or none."""

from __future__ import annotations

import re
from datetime import date

from syllabus.front.records.dates import parse_day
from syllabus.front.records.hours import Hours, parse_meeting_hours
from syllabus.front.records.kinds import BadValue
from syllabus.model.timeline import UnknownMoment
from syllabus.on_demand import dataclass, pattern

_GAP = pattern(
    r"[ \t]*,?[ \t]+(?:(?:at|um|à|a las|a la|alle|ore|om|às|στις)[ \t]+)?|(?<=[0-9])T(?=[0-9])",
    re.IGNORECASE,
)
"""What may stand between a date and a time."""


@dataclass(frozen=True, slots=True)
class WrittenMoment:
    """A day and, where it is said, the time of it."""

    day: date
    hours: Hours | None = None


def parse_moment(text: str, language: str) -> WrittenMoment:
    """Return a date with or without a time; raises `BadValue` for what is none, or two times."""
    try:
        return WrittenMoment(parse_day(text, language))
    except BadValue as bad:
        fault = bad
    for gap in reversed([*_GAP.finditer(text)]):
        try:
            day = parse_day(text[: gap.start()], language)
        except BadValue as bad:
            if bad.code != "bad-date" or "exist" in bad.message:
                fault = bad
            continue
        hours = parse_meeting_hours(text[gap.end() :])
        if hours.duration is not None:
            message = "found two times, but something is due at one moment"
            raise BadValue("bad-time", message, "write the later of the two alone")
        return WrittenMoment(day, hours)
    raise fault


def iso_moment(text: str, language: str) -> str:
    """Return a date, with or without a time, in ISO 8601; a word that is none as it is.

    Raises `UnknownMoment` for a date that is none.
    """
    try:
        found = parse_moment(text.strip(), language)
    except BadValue as bad:
        if not any(map(str.isdigit, text)):
            return text
        raise UnknownMoment("; ".join((bad.message, *bad.hints))) from None
    clock = "" if found.hours is None else f"T{found.hours.start:%H:%M}"
    return f"{found.day}{clock}"


def day_of(text: str, language: str) -> date | None:
    """Return the day that a text is; None if it is none."""
    try:
        return parse_day(text, language)
    except BadValue:
        return None
