"""What the readers of an edition see of a course: the only place that decides it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from syllabus.model.course import Course, Edition, Meeting, Status
from syllabus.model.editions import course_for, meeting_for
from syllabus.model.mailing import MailSettings
from syllabus.model.timeline import is_over


def course_for_readers(course: Course, edition: Edition, moment: datetime) -> Course:
    """Return a course as the readers of an edition see it at `moment` (aware).

    Its texts are those of `course_for`; links to join and recordings are those of
    `meeting_for_readers`. How mail is sent, and to whom, is for whoever runs the course.
    """
    seen = course_for(course, edition)
    meetings = tuple(_with_access(each, edition, moment) for each in seen.meetings)
    return replace(seen, meetings=meetings, mail=MailSettings(), recipients=None)


def meeting_for_readers(meeting: Meeting, edition: Edition, moment: datetime) -> Meeting:
    """Return a meeting as the readers of an edition see it at `moment` (aware).

    Members can join a meeting until it is over and then watch its recording; a cancelled meeting
    has neither, and the public edition has no links at all. It is returned unchanged if possible.
    """
    return _with_access(meeting_for(meeting, edition), edition, moment)


def meeting_by_edition(meeting: Meeting) -> tuple[Meeting, Meeting]:
    """Return a meeting as members read it at any moment, and as everybody does, without links.

    It is the same value twice where nothing in its text is for members only.
    """
    told = meeting
    if meeting.join is not None or meeting.recording is not None:
        told = replace(meeting, join=None, recording=None)
    return meeting_for(told, Edition.MEMBERS), meeting_for(told, Edition.PUBLIC)


def _with_access(meeting: Meeting, edition: Edition, moment: datetime) -> Meeting:
    members = edition is Edition.MEMBERS
    if meeting.join is None and meeting.recording is None:
        return meeting
    if not members or meeting.status is Status.CANCELLED:
        return replace(meeting, join=None, recording=None)
    if is_over(meeting, moment):
        return replace(meeting, join=None)
    return replace(meeting, recording=None)
