"""What search engines and link previews read of a course: schema.org's words as JSON-LD.

Nothing of it is for members alone, whatever the edition.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from syllabus.handout import Handout
from syllabus.model.course import Edition, Meeting, Show, Status
from syllabus.model.kinds import BaseKind
from syllabus.model.people import headliners
from syllabus.model.spans import groups_apart
from syllabus.writers.html import Html

STATES = {
    Status.SCHEDULED: "https://schema.org/EventScheduled",
    Status.CANCELLED: "https://schema.org/EventCancelled",
}


def course_data(handout: Handout, title: str, places: Mapping[str, str]) -> Html:
    """Return a Course, its CourseInstance and an Event for each meeting with a date.

    `places` has the ids of meetings in the page. It is safe inside a `script` element.
    """
    course = handout.course
    here = course.site if handout.edition is Edition.PUBLIC else None
    address = "" if here is None else here.address
    places = {meeting: f"{address}#{place}" for meeting, place in places.items()}
    events = [_event(each, row, places) for each, row in _dated(handout)]
    instance: dict[str, object] = {
        "@type": "CourseInstance",
        "name": title,
        "inLanguage": course.language,
    }
    if course.authors:
        instance["instructor"] = [_person(each.text) for each in course.authors]
    if course.place is not None:
        instance["location"] = {"@type": "Place", "name": course.place.text}
    if events:
        instance["startDate"] = min(str(each["startDate"])[:10] for each in events)
        instance["endDate"] = max(str(each["endDate"])[:10] for each in events)
        instance["subEvent"] = events
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": title,
        "inLanguage": course.language,
        "hasCourseInstance": instance,
    }
    if address:
        data["url"] = address
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Inside of a script, the end of the element and comments are the only syntax.
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Html(written)


def _dated(handout: Handout) -> Iterator[tuple[Meeting, Meeting]]:
    for meeting in handout.meetings:
        taken = meeting.kind.base is not BaseKind.HOLIDAY and meeting.show is not Show.DETAILS
        if meeting.start is not None and taken:
            for row in groups_apart(meeting):
                yield meeting, row


def _event(meeting: Meeting, row: Meeting, places: Mapping[str, str]) -> dict[str, object]:
    assert row.start is not None
    assert row.end is not None
    days = row.all_day or row.time is None
    event: dict[str, object] = {
        "@type": "Event",
        "name": meeting.title.text,
        "startDate": str(row.start.date()) if days else row.start.isoformat(),
        "endDate": str(row.last_day or row.start.date()) if days else row.end.isoformat(),
        "eventStatus": STATES[meeting.status],
    }
    if place := places.get(meeting.identifier):
        event["url"] = place
    if row.room is not None:
        event["location"] = {"@type": "Place", "name": row.room.name.text}
    if people := headliners(meeting.speakers):
        event["performer"] = [_person(each.person.name.text) for each in people]
    return event


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}
