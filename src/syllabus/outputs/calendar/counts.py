"""What the events of a feed are, for whoever wonders why they are so many."""

from __future__ import annotations

from collections.abc import Iterable

from syllabus.model.deadlines import DUE_PART
from syllabus.on_demand import dataclass
from syllabus.outputs.calendar.events import Event


@dataclass(frozen=True, slots=True)
class EventCounts:
    """How many meetings a feed has, and in how many events: each of their groups has its own.

    `deadlines` are of records and of parts; `holidays` those that records name.
    """

    meetings: int = 0
    meeting_events: int = 0
    deadlines: int = 0
    holidays: int = 0


def count_events(events: Iterable[Event]) -> EventCounts:
    """Return what events are; one that only published calendars have counts as a meeting."""
    meetings: list[str] = []
    deadlines = holidays = 0
    for event in events:
        kind = None if event.meeting is None else event.meeting.kind
        if DUE_PART in event.id or (kind is not None and kind.is_deadline):
            deadlines += 1
        elif kind is not None and not kind.is_held:
            holidays += 1
        else:
            meetings.append(event.id if event.meeting is None else event.meeting.calendar_id)
    return EventCounts(len(set(meetings)), len(meetings), deadlines, holidays)
