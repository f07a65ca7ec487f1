"""Calendar events whose records were renamed or deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from syllabus.diagnostics import Diagnostic, note, warning
from syllabus.front.records.published import Published
from syllabus.model.course import Course


def advise_calendar(
    course: Course, published: Published, moment: datetime
) -> tuple[Diagnostic, ...]:
    """Return what subscribers of the calendar would see go or come, as of `moment` (aware).

    A warning `vanished-meeting` for an event ahead whose record is gone, a note
    `meeting-without-id` for a meeting ahead that goes by its file's name.
    """
    return (*_vanished(course, published, moment), *_without_id(course, published, moment))


def _vanished(course: Course, published: Published, moment: datetime) -> Iterator[Diagnostic]:
    known = {meeting.calendar_id for meeting in course.meetings}
    for key, meeting in published.meetings.items():
        if key not in known and not meeting.gone and meeting.is_ahead(moment):
            yield warning(
                "vanished-meeting",
                f"the calendar has '{meeting.title}', of which there is no record '{key}'",
                published.spans[key],
                f"if its file was renamed, add 'id: {key}' to its front matter",
                "otherwise it will be shown as cancelled",
            )


def _without_id(course: Course, published: Published, moment: datetime) -> Iterator[Diagnostic]:
    for meeting in course.meetings:
        end = meeting.end
        over = end is not None and end.astimezone(UTC) <= moment.astimezone(UTC)
        if meeting.id is None and not over and meeting.identifier in published.meetings:
            yield note(
                "meeting-without-id",
                "the calendar knows this meeting by the name of its file; renamed, it would be"
                " cancelled there and come a second time",
                meeting.span,
                f"add 'id: {meeting.identifier}', and the file can be renamed",
            )
