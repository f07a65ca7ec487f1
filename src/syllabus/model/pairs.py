"""Two records of one meeting: its row of the schedule and its section."""

from __future__ import annotations

from datetime import UTC

from syllabus.model.course import Meeting, Show


def are_one(one: Meeting, other: Meeting) -> bool:
    """Return whether two records are the row and the section of one meeting, at one time."""
    if {one.show, other.show} != {Show.SCHEDULE, Show.DETAILS}:
        return False
    if one.start is None or other.start is None:
        return False
    shared = set(one.streams) & set(other.streams)
    everyone = not one.streams or not other.streams
    return one.start.astimezone(UTC) == other.start.astimezone(UTC) and (everyone or bool(shared))
