"""What a careful editor would ask about a course at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from syllabus.bibliography import Bibliography
from syllabus.check.meetings import meeting_blocks
from syllabus.check.project import CheckedProject
from syllabus.diagnostics import Diagnostic, note
from syllabus.model.course import Access, Course, Meeting, Show
from syllabus.model.document import Citation, Link, walk
from syllabus.timeline import arrange_meetings

SOON = timedelta(days=7)
"""How long before a meeting its readers expect to find something to read."""


class Lack(Enum):
    """What a meeting should have; the value is the word for it."""

    JOIN = "join"
    READING = "reading"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a meeting lacks."""

    meeting: Meeting
    what: Lack


def find_missing(course: Course, moment: datetime) -> tuple[Missing, ...]:
    """Return what the meetings lack as they stand at `moment` (aware).

    A past meeting lacks a recording where at least half of the past meetings have one, and so
    does an upcoming one with a date an address to join. One that begins within `SOON` lacks
    something to read. A record that is only a row of the schedule lacks nothing.
    """
    timeline = arrange_meetings(course.meetings, moment)
    past, upcoming = (
        [meeting for meeting in meetings if meeting.show is not Show.SCHEDULE]
        for meetings in (timeline.past, timeline.upcoming)
    )
    dated = [meeting for meeting in upcoming if meeting.start is not None]
    found: list[Missing] = []
    found += [Missing(each, Lack.RECORDING) for each in _odd(past, lambda one: one.recording)]
    found += [Missing(each, Lack.JOIN) for each in _odd(dated, lambda one: one.join)]
    found += [Missing(each, Lack.READING) for each in _without_reading(dated, moment)]
    return tuple(found)


def advise(project: CheckedProject, moment: datetime) -> tuple[Diagnostic, ...]:
    """Return notes on what the meetings lack as they stand at `moment` (aware)."""
    if project.course is None:
        return ()
    return tuple(_note(missing) for missing in find_missing(project.course, moment))


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


def _odd(meetings: list[Meeting], has: Callable[[Meeting], Access | None]) -> list[Meeting]:
    """Return the meetings without what at least half of them have."""
    without = [meeting for meeting in meetings if has(meeting) is None]
    return without if 2 * len(without) <= len(meetings) else []


def _without_reading(dated: Iterable[Meeting], moment: datetime) -> Iterator[Meeting]:
    for meeting in dated:
        assert meeting.start is not None
        ahead = meeting.start.astimezone(UTC) - moment.astimezone(UTC)
        if timedelta() <= ahead <= SOON and not _has_reading(meeting):
            yield meeting


def _note(missing: Missing) -> Diagnostic:
    span = missing.meeting.span
    match missing.what:
        case Lack.RECORDING:
            return note(
                "missing-recording",
                "found no recording of this meeting, which is over; others have one",
                span,
                "add 'recording' to the front matter",
            )
        case Lack.JOIN:
            return note(
                "missing-join",
                "found no address to join this meeting; other upcoming ones have one",
                span,
                "add 'join' to the front matter",
            )
        case Lack.READING:
            return note(
                "missing-reading",
                "found nothing to read for this meeting, which is within seven days",
                span,
                "a reading is a citation, a link, or an item with its duration or pages",
            )


def _has_reading(meeting: Meeting) -> bool:
    return bool(meeting.load) or any(
        isinstance(node, Citation)
        or (isinstance(node, Link) and node.target.lower().startswith("http"))
        for node in walk(meeting_blocks(meeting))
    )
