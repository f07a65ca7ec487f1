"""How long a built handout stays up to date, and which files it depends on."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from syllabus.diagnostics import Severity
from syllabus.front.check.accepted import unaccepted
from syllabus.model.course import Course
from syllabus.model.deadlines import find_deadlines
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest, PreparedHandout
from syllabus.workspace.files import remove_file
from syllabus.workspace.outputs import digest
from syllabus.workspace.stamps import stamp_files, stamp_program, stamp_project
from syllabus.workspace.up_to_date import LastBuild, last_build_path, request_key, write_last_build


def note_last_build(
    request: BuildRequest, prepared: PreparedHandout, outcome: BuildOutcome
) -> None:
    """Write the note for `workspace.up_to_date`, if the handout is complete and has no warnings."""
    if request.stop_before_tex:
        return  # no handout was made or replaced
    told = unaccepted(outcome.diagnostics, prepared.project.accepted)
    silent = all(fault.severity is Severity.NOTE for fault in told)
    with suppress(OSError):
        last = _last_build(request, prepared, outcome) if outcome.pages and silent else None
        if last is None:
            remove_file(last_build_path(request.layout))
        else:
            write_last_build(request.layout, last)


def _last_build(
    request: BuildRequest, prepared: PreparedHandout, outcome: BuildOutcome
) -> LastBuild | None:
    course, layout, seen = prepared.project.course, request.layout, prepared.project.inputs
    if course is None or prepared.moment is None or not seen:
        return None
    now = stamp_project(layout)
    now |= stamp_files(seen.keys() - now.keys())
    # The build itself writes to the history.
    history = f"{layout.history}{os.sep}"
    if any(not name.startswith(history) for name, _ in seen.items() ^ now.items()):
        return None
    key = request_key(
        request.as_of,
        request.edition.value,
        request.engine,
        request.accessible.value if request.accessible else None,
        str(request.output) if request.output else None,
        synctex=request.synctex,
        history=request.history,
        web=str(request.page or "") if request.web else None,
    )
    given = request.as_of or os.environ.get("SOURCE_DATE_EPOCH")
    begins, ends = (None, None) if given else unchanged_span(course, prepared.moment)
    sums = {str(path): digest(path) or "" for path in outcome.outputs}
    inputs = {**stamp_program(), **outcome.tex, **now}
    return LastBuild(key, begins, ends, inputs, sums, outcome.pages)


def unchanged_span(
    course: Course, moment: datetime, turns: Iterable[datetime] = ()
) -> tuple[float, float]:
    """Return when, before and after `moment`, a day or meeting ends (seconds since 1970).

    So does what is due, and so do the spans that `turns` end.
    """
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    ends = (meeting.end for meeting in course.meetings if meeting.end)
    dues = (deadline.end for deadline in find_deadlines(course.meetings))
    times = [each.timestamp() for each in (day, day + timedelta(days=1), *ends, *dues, *turns)]
    now = moment.timestamp()
    return max(time for time in times if time <= now), min(time for time in times if time > now)
