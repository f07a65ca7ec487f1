"""What a careful editor would ask about a course at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from syllabus.bibliography import Bibliography
from syllabus.check.meetings import meeting_blocks
from syllabus.check.project import CheckedProject
from syllabus.diagnostics import Diagnostic, note
from syllabus.model.course import Meeting, Show
from syllabus.model.document import Citation, Link, walk
from syllabus.timeline import arrange_meetings

SOON = timedelta(days=7)
"""How long before a meeting its readers expect to find something to read."""


def advise(project: CheckedProject, moment: datetime) -> tuple[Diagnostic, ...]:
    """Return notes on the meetings as they stand at `moment` (aware).

    Notes: `missing-recording` for a past meeting where at least half of the past meetings have
    a recording, `missing-reading` for one that begins within `SOON`.
    """
    if project.course is None:
        return ()
    timeline = arrange_meetings(project.course.meetings, moment)
    past = tuple(meeting for meeting in timeline.past if meeting.show is not Show.SCHEDULE)
    return (*_recordings(past), *_readings(timeline.upcoming, moment))


def unused_entries(project: CheckedProject) -> tuple[Diagnostic, ...]:
    """Return a note for each entry of the bibliography that nothing cites (`unused-entry`)."""
    bibliography = project.bibliography
    used: set[str] = set()
    pending = [
        work.key
        for node in walk(project.blocks)
        if isinstance(node, Citation)
        for work in node.works
    ]
    while pending:
        entry = bibliography.entry(pending.pop())
        if entry is not None and entry.key not in used:
            used.add(entry.key)
            named = (entry.value(name) for name in ("crossref", "xdata", "related", "entryset"))
            pending += [key.strip() for keys in named for key in keys.split(",")]
    return tuple(_unused(bibliography, used))


def _unused(bibliography: Bibliography, used: set[str]) -> Iterator[Diagnostic]:
    for key in bibliography.keys():  # noqa: SIM118 - not a dict
        entry = bibliography.entry(key)
        # Another name of an entry (BibLaTeX's `ids`) is no entry of its own.
        if entry is not None and entry.key == key and key not in used:
            yield note("unused-entry", f"nothing cites '{key}'", entry.span)


def _recordings(past: tuple[Meeting, ...]) -> Iterator[Diagnostic]:
    without = [meeting for meeting in past if meeting.recording is None]
    if 2 * len(without) > len(past):
        return
    for meeting in without:
        yield note(
            "missing-recording",
            "found no recording of this meeting, which is over; others have one",
            meeting.span,
            "add 'recording' to the front matter",
        )


def _readings(upcoming: tuple[Meeting, ...], moment: datetime) -> Iterator[Diagnostic]:
    for meeting in upcoming:
        if meeting.start is None or meeting.show is Show.SCHEDULE or _has_reading(meeting):
            continue
        ahead = meeting.start.astimezone(UTC) - moment.astimezone(UTC)
        if timedelta() <= ahead <= SOON:
            yield note(
                "missing-reading",
                "found nothing to read for this meeting, which is within seven days",
                meeting.span,
                "a reading is a citation, a link, or an item with its duration or pages",
            )


def _has_reading(meeting: Meeting) -> bool:
    return bool(meeting.load) or any(
        isinstance(node, Citation)
        or (isinstance(node, Link) and node.target.lower().startswith("http"))
        for node in walk(meeting_blocks(meeting))
    )
