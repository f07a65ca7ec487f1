"""The calendar files of a page: one of all meetings, and one of each."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime

from syllabus.handout import Handout
from syllabus.model.course import Course, Edition
from syllabus.model.site import page_anchor
from syllabus.model.spans import event_ids
from syllabus.on_demand import dataclass
from syllabus.outputs.calendar import Feed, RevisedEvents, feed_text


@dataclass(frozen=True, slots=True)
class PageCalendars:
    """The address of the `feed`, None without any, and those of meetings by their identifiers.

    `files` are what lies beside the page.
    """

    feed: str | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def inside(self) -> PageCalendars:
        """Return the same with addresses that hold the calendars themselves.

        Of meetings alone: together they say all that the feed does.
        """
        addresses = {key: _data(self.files[name]) for key, name in self.addresses.items()}
        return replace(self, feed=None, addresses=addresses, files={})


def page_calendars(
    course: Course, handout: Handout, revised: RevisedEvents, edition: Edition, moment: datetime
) -> PageCalendars:
    """Return the calendars of a course for the readers of `edition` at `moment` (aware).

    Those of single meetings are of what is not past.
    """
    if not revised.revisions:
        return PageCalendars()
    feed = Feed(edition, None, moment)
    name = f"{course.slug}.ics"
    files = {name: feed_text(course, revised.revisions, feed).encode()}
    addresses = {}
    places = {each.event.id: place for place, each in enumerate(revised.revisions)}
    for meeting in handout.meetings:
        if meeting.identifier not in handout.printed or meeting.identifier in handout.past:
            continue
        own_places = sorted(places[each] for each in event_ids(meeting) if each in places)
        events = [revised.revisions[place] for place in own_places]
        if events:
            own = f"{page_anchor(meeting.calendar_id)}.ics"
            addresses[meeting.identifier] = own
            files[own] = feed_text(course, events, feed).encode()
    return PageCalendars(name, addresses, files)


def _data(content: bytes) -> str:
    return f"data:text/calendar;charset=utf-8;base64,{b64encode(content).decode()}"
