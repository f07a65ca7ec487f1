"""Calendar events whose records were renamed or deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime

from syllabus.diagnostics import Diagnostic, Related, Severity, note, warning
from syllabus.front.records.published import Published, PublishedMeeting
from syllabus.model.course import Course, Meeting
from syllabus.model.deadlines import DUE_PART
from syllabus.model.spans import event_ids


def advise_calendar(
    course: Course,
    published: Published,
    moment: datetime,
    known_faults: Iterable[Diagnostic] = (),
) -> tuple[Diagnostic, ...]:
    """Return what subscribers of the calendar would see go or come, as of `moment` (aware).

    A warning `vanished-meeting` for an event ahead whose record is gone, a note
    `meeting-without-id` for those ahead that go by their files' names. Nothing is concluded from
    a record that `known_faults` say could not be read, and no hint is given twice.
    """
    faults = tuple(known_faults)
    renamed = {
        fault.span.file.name for fault in faults if fault.code == "file-name-date" and fault.span
    }
    without_id = _without_id(course, published, moment, renamed)
    if unread_records(course, faults):
        return tuple(without_id)
    return (*_vanished(course, published, moment), *without_id)


def unread_records(course: Course, faults: Iterable[Diagnostic]) -> bool:
    """Return whether faults kept a record from being one of the meetings."""
    read = {meeting.source.name for meeting in course.meetings}
    return any(
        fault.severity is Severity.ERROR
        and (
            fault.span is None
            or (
                fault.span.file.name.startswith("syllabus/meetings/")
                and fault.span.file.name not in read
            )
        )
        for fault in faults
    )


def _vanished(course: Course, published: Published, moment: datetime) -> Iterator[Diagnostic]:
    known = {meeting.calendar_id for meeting in course.meetings}
    known.update(name for meeting in course.meetings for name in event_ids(meeting))
    for key, event in published.meetings.items():
        # A part that is not due any more, or has another title, is told to calendars.
        meeting = key.partition(DUE_PART)[0]
        if {key, meeting} & known or event.gone or not event.is_ahead(moment):
            continue
        message = f"the calendar has '{event.title}', of which there is no record '{key}'"
        place = published.spans[key]
        here = _renamed(course, published, event)
        if here is not None:
            old = f"'id: {here.id.text}' with 'id: {key}'" if here.id else f"'id: {key}'"
            verb = "replace" if here.id else "add"
            hint = f"{verb} {old} in {here.source.name}, which seems to be this meeting"
            related = (Related("the meeting", here.span),)
            yield warning("vanished-meeting", message, place, hint, related=related)
        else:
            yield warning(
                "vanished-meeting",
                message,
                place,
                f"if its file was renamed, add 'id: {key}' to its front matter",
                "otherwise it will be shown as cancelled",
            )


def _renamed(course: Course, published: Published, event: PublishedMeeting) -> Meeting | None:
    """Return the one meeting new to the calendar that has the title or the time of an event."""
    new = [each for each in course.meetings if each.calendar_id not in published.meetings]
    by_title = [each for each in new if each.title.text == event.title]
    by_time = [
        each
        for each in new
        if each.start is not None and each.start.astimezone(UTC) == event.start.astimezone(UTC)
    ]
    both = [each for each in by_title if each in by_time]
    for found in (both, by_title, by_time):
        if len(found) == 1:
            return found[0]
    return None


def _without_id(
    course: Course, published: Published, moment: datetime, renamed: Collection[str]
) -> Iterator[Diagnostic]:
    found = [
        meeting
        for meeting in course.meetings
        if meeting.id is None
        and meeting.identifier in published.meetings
        and meeting.source.name not in renamed
        and not _is_over(meeting, moment)
    ]
    if len(found) == 1:
        (meeting,) = found
        yield note(
            "meeting-without-id",
            "the calendar knows this meeting by the name of its file; renamed, it would be"
            " cancelled there and come a second time",
            meeting.span,
            f"add 'id: {meeting.identifier}', and the file can be renamed",
        )
    elif found:
        yield note(
            "meeting-without-id",
            f"the calendar knows {len(found)} meetings by the names of their files, this one first;"
            " renamed, one would be cancelled there and come a second time",
            found[0].span,
            f"before you rename a file, add its name as 'id', here 'id: {found[0].identifier}'",
        )


def _is_over(meeting: Meeting, moment: datetime) -> bool:
    end = meeting.end
    return end is not None and end.astimezone(UTC) <= moment.astimezone(UTC)
