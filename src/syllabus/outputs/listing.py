"""The meetings of a course at a moment, for `syllabus list`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from syllabus.front.check.advice import find_missing
from syllabus.model.course import Course, GroupTime, Meeting, Stream
from syllabus.model.deadlines import Deadline, find_deadlines
from syllabus.model.facts import FactPlace, facts_for
from syllabus.model.numbering import number_meetings
from syllabus.model.rota import PresentationCount
from syllabus.model.spans import days_of, groups_apart
from syllabus.model.timeline import arrange_meetings, is_over, schedule_order
from syllabus.on_demand import dataclass
from syllabus.writers.plain import PlainWriter


@dataclass(frozen=True, slots=True)
class ListedMeeting:
    """A meeting as it stands: `status` is past, next, upcoming or cancelled.

    `missing` is what others have, or it should have by now: a recording, something to read.
    """

    meeting: Meeting
    status: str
    is_over: bool
    missing: tuple[str, ...]
    number: int | None = None


def list_course(
    course: Course, moment: datetime, stream: Stream | None = None
) -> tuple[ListedMeeting, ...]:
    """Return the meetings of a stream, or all, at `moment` (aware).

    They are in the order of the schedule; those for everybody are of every stream.
    """
    meetings = schedule_order(
        each
        for each in course.meetings
        if stream is None or not each.streams or stream in each.streams
    )
    numbers = number_meetings(schedule_order(course.meetings), course.numbering)
    timeline = arrange_meetings(meetings, moment)
    statuses = {
        each.source.path: status
        for status in ("past", "upcoming", "cancelled")
        for each in getattr(timeline, status)
    }
    if timeline.next is not None:
        statuses[timeline.next.source.path] = "next"
    missing: dict[Path, list[str]] = {}
    for each in find_missing(course, moment):
        missing.setdefault(each.meeting.source.path, []).append(each.what.value)
    return tuple(
        ListedMeeting(
            meeting,
            statuses[meeting.source.path],
            is_over(meeting, moment),
            tuple(missing.get(meeting.source.path, ())),
            numbers.get(meeting.identifier),
        )
        for meeting in meetings
    )


def listed_json(course: Course, listed: ListedMeeting) -> dict[str, object]:
    """Return a meeting as `syllabus list --json` prints it; loads are in minutes and pages."""
    writer = PlainWriter(macros=course.definitions)
    meeting, load = listed.meeting, listed.meeting.load
    return {
        "start": None if meeting.start is None else meeting.start.isoformat(),
        "end": None if meeting.end is None else meeting.end.isoformat(),
        **dict(_days(meeting)),
        "when": None if meeting.when is None else meeting.when.text,
        "status": listed.status,
        "number": listed.number,
        "kind": meeting.kind.code,
        "streams": [stream.code for stream in meeting.streams],
        "title": writer.title(meeting.title),
        **_speakers(meeting),
        **{fact.key: fact.text.text for fact in facts_for(meeting.facts, FactPlace.LIST)},
        **_materials(meeting),
        "file": meeting.source.name,
        "load": {
            "minutes": _minutes(load.duration),
            "pages": load.pages,
            "optional_minutes": _minutes(load.optional_duration),
            "optional_pages": load.optional_pages,
        },
        "missing": list(listed.missing),
    }


def _materials(meeting: Meeting) -> dict[str, object]:
    if not meeting.materials:
        return {}
    told = [
        {"label": each.label.text, "members_only": each.members_only}
        | ({"file": each.name} if each.url is None else {"url": each.url})
        for each in meeting.materials
    ]
    return {"materials": told}


def list_deadlines(course: Course, stream: Stream | None = None) -> tuple[Deadline, ...]:
    """Return what is due of a stream, or of all, in order; what is for everybody is of each."""
    found = find_deadlines(course.meetings)
    return tuple(e for e in found if stream is None or not e.streams or stream in e.streams)


def deadline_json(course: Course, deadline: Deadline, moment: datetime) -> dict[str, object]:
    """Return what is due as `syllabus list --deadlines --json` prints it, at `moment` (aware).

    `due` is a date where it is due by the end of a day, else a date and time.
    """
    due, writer = deadline.moment, PlainWriter(macros=course.definitions)
    return {
        "due": str(due.date()) if deadline.all_day else due.isoformat(),
        "title": writer.title(deadline.title),
        "over": deadline.is_over(moment),
        "streams": [stream.code for stream in deadline.streams],
        "meeting": None if deadline.part is None else writer.title(deadline.meeting.title),
        "id": deadline.id,
        "file": deadline.meeting.source.name,
    }


def _speakers(meeting: Meeting) -> dict[str, object]:
    """Return everybody with a role, where there is somebody; addresses for mail are for no list."""
    speakers = [
        {
            "name": each.person.name.text,
            "affiliation": each.person.affiliation and each.person.affiliation.text,
            "url": each.person.url,
            "role": each.role.value,
        }
        for each in meeting.speakers
    ]
    return {"speakers": speakers} if speakers else {}


def rota_json(count: PresentationCount) -> dict[str, object]:
    """Return a group of the rota as `syllabus list --rota --json` prints it."""
    last, following = count.last, count.next
    return {
        "people": [member.person.name.text for member in count.group],
        "presented": count.times,
        "last": None if last is None or last.start is None else last.start.isoformat(),
        "next": None
        if following is None or following.start is None
        else following.start.isoformat(),
    }


def _days(meeting: Meeting) -> Iterator[tuple[str, object]]:
    """Yield what there is to say of days and times that are not one stretch of time."""
    if meeting.all_day:
        yield "all_day", True
    if meeting.time_open:
        yield "time_open", True
    if meeting.last_day is not None:
        yield "days", [str(day) for day in days_of(meeting)]
    if meeting.groups:
        groups = [
            {
                "group": group.name.text,
                "start": group.start.isoformat(),
                "end": _first_end(group).isoformat(),
                **({"days": [str(day) for day in days_of(each)]} if group.series else {}),
                "room": None if group.room is None else group.room.line.text,
            }
            for each in groups_apart(meeting)
            for group in each.groups
        ]
        yield "groups", groups


def _first_end(group: GroupTime) -> datetime:
    return replace(group, series=None).end.astimezone(group.start.tzinfo)


def _minutes(duration: timedelta) -> int:
    return round(duration / timedelta(minutes=1))
