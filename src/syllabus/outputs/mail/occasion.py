"""What a mail is about: its kind, and the meeting."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from syllabus.diagnostics import nearest_hint
from syllabus.model.course import Course, Edition, Meeting, Status
from syllabus.model.timeline import is_over
from syllabus.outputs.calendar import dated_meetings


class MailKind(Enum):
    """What a mail is for; the value is the word for it."""

    ANNOUNCEMENT = "announcement"
    REMINDER = "reminder"
    RECORDING = "recording"


class NoMeeting(ValueError):
    """There is nothing to write about; the text tells the user why, and what to do."""


def choose_meeting(
    course: Course, moment: datetime, kind: MailKind, edition: Edition, wanted: str | None
) -> Meeting:
    """Return the meeting that a mail of a kind is about as of `moment` (aware).

    It is the record that `wanted` names. Without a name it is the next meeting that takes place
    and is not over, or, for a recording, the last one that is over; an event only if no meeting is
    ahead, and never a deadline or a holiday. Raises `NoMeeting`.
    """
    if kind is MailKind.RECORDING and edition is Edition.PUBLIC:
        raise NoMeeting("recordings are for members: leave out --public")
    if wanted is not None:
        meeting = find_record(course.meetings, wanted)
        _refuse(meeting, moment, kind)
        return meeting
    held = [
        each
        for each in dated_meetings(course.meetings)
        if each.status is Status.SCHEDULED and each.kind.is_held
    ]
    if kind is MailKind.RECORDING:
        over = [each for each in held if is_over(each, moment)]
        if not over:
            raise NoMeeting(f"no meeting is over by {moment:%Y-%m-%d}, so there is no recording")
        last = max(over, key=lambda each: (_start(each), each.recording is not None))
        if last.recording is None:
            recorded = [each for each in over if each.recording is not None]
            older = (
                f"; or name an earlier one: --meeting {max(recorded, key=_start).source.path.stem}"
                if recorded
                else ""
            )
            raise NoMeeting(
                f"the last meeting, '{last.source.path.name}', has no recording;"
                f" add 'recording' to its front matter{older}"
            )
        return last
    # What returns weekly would be the next one for a whole term.
    ahead = [each for each in held if not is_over(each, moment) and not each.weeks]
    if not ahead:
        raise NoMeeting(
            f"no meeting with a date is ahead on {moment:%Y-%m-%d};"
            " add one with 'syllabus new', name one with --meeting, or say another day with --as-of"
        )
    return min(ahead, key=lambda each: (not each.kind.is_session, _start(each)))


def cancelled_before(course: Course, moment: datetime, meeting: Meeting) -> tuple[Meeting, ...]:
    """Return the meetings that would have been held from `moment` (aware) on until another one."""
    return tuple(
        each
        for each in dated_meetings(course.meetings)
        if each.status is Status.CANCELLED
        and each.kind.is_held
        and not is_over(each, moment)
        and _start(each) < _start(meeting)
    )


def find_record(meetings: Iterable[Meeting], wanted: str) -> Meeting:
    """Return the meeting that `wanted` names: a path, or the name or id of a record.

    Raises `NoMeeting`, which names the nearest.
    """
    by_path = {os.path.realpath(each.source.path): each for each in meetings}
    path = os.path.realpath(wanted) if "\0" not in wanted else ""
    if path in by_path:
        return by_path[path]
    names = {each.source.path.stem: each for each in by_path.values()}
    ids = {each.calendar_id: each for each in by_path.values()}
    name = Path(wanted).name.removesuffix(".md")
    begun = [stem for stem in names if stem.startswith(name)]
    found = names.get(name) or ids.get(name) or (names[begun[0]] if len(begun) == 1 else None)
    if found is None:
        several = (f"the names of these begin so: {', '.join(begun[:5])}",) if begun else ()
        hints = (
            several or nearest_hint(name, names) or ("'syllabus list --json' has the names of all",)
        )
        raise NoMeeting(f"there is no record '{wanted}'; {hints[0]}")
    return found


def _refuse(meeting: Meeting, moment: datetime, kind: MailKind) -> None:
    """Raise `NoMeeting` if a mail of this kind would say nothing of a meeting."""
    over, name = is_over(meeting, moment), meeting.source.path.name
    cancelled = meeting.status is Status.CANCELLED
    if kind is MailKind.RECORDING:
        if meeting.recording is None or cancelled:
            raise NoMeeting(f"'{name}' has no recording; add 'recording' to its front matter")
        if not over:
            raise NoMeeting(f"'{name}' is not over yet on {moment:%Y-%m-%d}")
    elif over:
        raise NoMeeting(
            f"'{name}' is over on {moment:%Y-%m-%d};"
            " send its recording with --kind recording, or say another day with --as-of"
        )


def _start(meeting: Meeting) -> datetime:
    assert meeting.start is not None
    return meeting.start.astimezone(UTC)
