"""How long a handout that was built stands, and on what."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta

from syllabus.diagnostics import Severity
from syllabus.model.course import Course
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest, Front
from syllabus.workspace.files import remove_file
from syllabus.workspace.outputs import digest
from syllabus.workspace.stamps import look_at_files, look_at_program, look_at_project
from syllabus.workspace.up_to_date import Standing, asked_for, standing_path, write_standing


def note_standing(request: BuildRequest, front: Front, outcome: BuildOutcome) -> None:
    """Note what a built handout stands on, if it is whole and nothing is to be said of it."""
    if request.stop_before_tex:
        return  # no handout was made, and none was lost
    silent = all(fault.severity is Severity.NOTE for fault in outcome.diagnostics)
    with suppress(OSError):
        standing = _standing(request, front, outcome) if outcome.pages and silent else None
        if standing is None:
            remove_file(standing_path(request.layout))
        else:
            write_standing(request.layout, standing)


def _standing(request: BuildRequest, front: Front, outcome: BuildOutcome) -> Standing | None:
    course, layout, seen = front.project.course, request.layout, front.project.inputs
    if course is None or front.moment is None or not seen:
        return None
    now = look_at_project(layout)
    now |= look_at_files(seen.keys() - now.keys())
    # What was handed out is noted by the build itself.
    history = f"{layout.history}{os.sep}"
    if any(not name.startswith(history) for name, _ in seen.items() ^ now.items()):
        return None
    asked = asked_for(
        request.as_of,
        request.edition.value,
        request.engine,
        str(request.output) if request.output else None,
        synctex=request.synctex,
        history=request.history,
    )
    given = request.as_of or os.environ.get("SOURCE_DATE_EPOCH")
    begins, ends = (None, None) if given else unchanged_span(course, front.moment)
    sums = {str(path): digest(path) or "" for path in outcome.outputs}
    inputs = {**look_at_program(), **now}
    return Standing(asked, begins, ends, inputs, sums, outcome.pages)


def unchanged_span(course: Course, moment: datetime) -> tuple[float, float]:
    """Return the times around `moment`, in seconds since 1970, at which a day or meeting ends."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    turns = [day.timestamp(), (day + timedelta(days=1)).timestamp()]
    turns += [meeting.end.timestamp() for meeting in course.meetings if meeting.end]
    now = moment.timestamp()
    return max(turn for turn in turns if turn <= now), min(turn for turn in turns if turn > now)
