"""Calendars by RFC 5545: events of meetings, what changed in them, and the text that carries them.

What was published before is a value; `publishing` alone reads and writes its file.
"""

from syllabus.outputs.calendar.events import Event, dated_meetings, plan_events
from syllabus.outputs.calendar.revisions import RevisedEvents, Revision, revise_events
from syllabus.outputs.calendar.writing import (
    Contact,
    Feed,
    feed_text,
    invitation_text,
    revisions_for,
)

__all__ = [
    "Contact",
    "Event",
    "Feed",
    "RevisedEvents",
    "Revision",
    "dated_meetings",
    "feed_text",
    "invitation_text",
    "plan_events",
    "revise_events",
    "revisions_for",
]
