"""How long a handout that was built stands, and on what."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from syllabus.build.outputs import digest, put_bytes
from syllabus.build.request import BuildOutcome, BuildRequest, Front
from syllabus.diagnostics import Severity
from syllabus.model.course import Course
from syllabus.model.layout import Layout
from syllabus.standing import (
    Look,
    Standing,
    asked_for,
    look_at_files,
    look_at_inputs,
    standing_note,
    standing_path,
)


def look(layout: Layout) -> Mapping[str, Look]:
    """Return how the inputs look before they are read; nothing where that cannot be told."""
    try:
        return look_at_inputs(layout)
    except OSError:
        return {}


def note_standing(
    request: BuildRequest,
    front: Front,
    outcome: BuildOutcome,
    seen: Mapping[str, Look],
    since: int,
) -> None:
    """Note what a built handout stands on, if it is whole and nothing is to be said of it.

    `seen` is how the inputs looked before they were read, at `since` (nanoseconds since 1970).
    """
    if request.stop_before_tex:
        return  # no handout was made, and none was lost
    silent = all(fault.severity is Severity.NOTE for fault in outcome.diagnostics)
    standing = _standing(request, front, outcome, seen, since) if outcome.pages and silent else None
    path = standing_path(request.layout)
    with suppress(OSError):
        if standing is None:
            path.unlink()
        else:
            put_bytes(standing_note(standing), path)


def _standing(
    request: BuildRequest,
    front: Front,
    outcome: BuildOutcome,
    seen: Mapping[str, Look],
    since: int,
) -> Standing | None:
    course, document, layout = front.project.course, front.document, request.layout
    if course is None or document is None or front.moment is None or not seen:
        return None
    files = [*document.files.values(), *course.bibliography]
    if course.style.endswith(".csl"):
        files.append(course.root / course.style)
    others = look_at_files((path for path in files if str(path) not in seen), since)
    now = look(layout)
    # What was handed out is noted by the build itself.
    history = f"{layout.history}{os.sep}"
    changed = {name for name, _ in seen.items() ^ now.items()}
    if others is None or any(not name.startswith(history) for name in changed):
        return None
    asked = asked_for(
        request.as_of,
        request.edition.value,
        request.engine,
        str(request.output) if request.output else None,
        synctex=request.synctex,
    )
    given = request.as_of or os.environ.get("SOURCE_DATE_EPOCH")
    begins, ends = (None, None) if given else unchanged_span(course, front.moment)
    sums = {str(path): digest(path) or "" for path in outcome.outputs}
    return Standing(asked, begins, ends, {**now, **others}, sums, outcome.pages)


def unchanged_span(course: Course, moment: datetime) -> tuple[float, float]:
    """Return the times around `moment`, in seconds since 1970, at which a day or meeting ends."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    turns = [day.timestamp(), (day + timedelta(days=1)).timestamp()]
    turns += [meeting.end.timestamp() for meeting in course.meetings if meeting.end]
    now = moment.timestamp()
    return max(turn for turn in turns if turn <= now), min(turn for turn in turns if turn > now)
