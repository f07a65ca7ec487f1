"""Writes the calendar: the feed to `build/`, and what was published to the history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from syllabus.diagnostics import Diagnostic, has_errors, nearest_hint, sort_diagnostics
from syllabus.front.check import CheckedProject, check_project
from syllabus.front.check.calendar import advise_calendar
from syllabus.front.records.asked import asked_moment
from syllabus.front.records.published import published_text, read_published
from syllabus.handout import CitationFormat
from syllabus.model.course import Course, Edition, Stream
from syllabus.on_demand import dataclass
from syllabus.outputs.calendar import (
    Event,
    Feed,
    RevisedEvents,
    feed_text,
    plan_events,
    revise_events,
    revisions_for,
)
from syllabus.outputs.calendar.counts import EventCounts, count_events
from syllabus.outputs.unwritable import cannot_write, unwritten_record
from syllabus.workspace.files import read_file, remove_leftovers, write_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import (
    CALENDAR,
    build_lock,
    check_target,
    checksum,
    note_outputs,
    put_history,
)
from syllabus.workspace.progress import Progress
from syllabus.workspace.signatures import read_note, write_note

PRIVATE = "calendar.json"
"""Digests, in the working folder, of members-only content: id of a meeting → digest."""


@dataclass(frozen=True, slots=True)
class CalendarRequest:
    """What feed to write.

    `as_of` is the moment as the user wrote it, None for now; `stream` a code of the course's,
    None for all meetings; `output` a file or an existing folder in place of `build/`.
    """

    layout: Layout
    as_of: str | None = None
    edition: Edition = Edition.MEMBERS
    stream: str | None = None
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class CalendarOutcome:
    """The result of writing a feed: its file, None if there is none, and what its events are.

    `changed` counts those that are new or not as they were when they were last published, by mail
    or by a feed; `same` says that the file is as it was. `unwritable` says that the fault is not in
    the records.
    """

    path: Path | None
    diagnostics: tuple[Diagnostic, ...]
    counts: EventCounts = EventCounts()
    changed: int = 0
    unwritable: bool = False
    same: bool = False


class UnknownStream(ValueError):
    """The given stream is not one of the course's; the text is for the user."""


def write_calendar(
    request: CalendarRequest, progress: Progress, mention: Progress
) -> CalendarOutcome:
    """Write the feed of a course's meetings; faults leave the last one as it was.

    `mention` is told that another build of this project is waited for. Raises `UnknownMoment`
    and `UnknownStream`.
    """
    progress("reading the records")
    project = check_project(request.layout)
    faults: list[Diagnostic] = []
    if project.course is None or has_errors(project.diagnostics):
        return CalendarOutcome(None, project.diagnostics)
    stream = None if request.stream is None else _stream(project.course, request.stream)
    moment = asked_moment(request.as_of, project.course)
    feed = Feed(request.edition, stream, moment)
    try:
        with build_lock(request.layout, mention) as waited:
            if waited:  # the records may have changed since
                project = check_project(request.layout)
            progress("writing the events")
            revised = revise_calendar(request.layout, project, moment, faults)
            faults += project.diagnostics
            if revised is None or project.course is None:
                return CalendarOutcome(None, sort_diagnostics(faults))
            return _write(request, project.course, revised, feed, sort_diagnostics(faults))
    except OSError as fault:
        unwritable = cannot_write(fault, request.layout, "calendar")
        return CalendarOutcome(None, (*sort_diagnostics(faults), unwritable), unwritable=True)


def revise_calendar(
    layout: Layout, project: CheckedProject, moment: datetime, faults: list[Diagnostic]
) -> RevisedEvents | None:
    """Return the events to publish as of `moment`, with what changed since they last were.

    None if faults, which are reported beside those of the project, leave nothing to publish.
    Whoever publishes them has `keep_calendar` remember it first, under the lock of `build_lock`.
    """
    course, style = project.course, project.style
    published = read_published(layout, faults)
    if course is None or style is None or has_errors((*project.diagnostics, *faults)):
        return None
    form = CitationFormat(project.bibliography, style, course.language)
    events = plan_events(course, form, faults)
    if has_errors(faults):
        return None
    if published is not None:
        faults += advise_calendar(course, published, moment, project.diagnostics)
    return revise_events(course, events, published, moment, _touched(layout, events))


def keep_calendar(layout: Layout, revised: RevisedEvents) -> tuple[Diagnostic, ...]:
    """Record what is about to be published; raises `OSError`.

    In a project that nothing can be written to, what is published goes unrecorded with a warning.
    """
    faults: tuple[Diagnostic, ...] = ()
    if revised.changed or not layout.calendar.exists():
        try:
            put_history(published_text(revised.published), layout.calendar, layout)
        except OSError as fault:
            if layout.spare is None:
                raise
            hint = "the calendar is complete, but the next one will not know what this one said"
            faults = (unwritten_record(fault, layout.calendar, layout, hint),)
    private = {revision.event.id: revision.event.private_digest for revision in revised.revisions}
    write_note(layout.work / PRIVATE, private)
    return faults


def _touched(layout: Layout, events: Iterable[Event]) -> set[str]:
    """Return the ids of events whose members-only content changed since the last run.

    That is known on this machine only, and forgotten by `clean`: a history that people share
    must not hold what a passcode could be guessed from.
    """
    known = read_note(layout.work / PRIVATE, layout.work_root) or {}
    return {
        event.id
        for event in events
        if known.get(event.id, event.private_digest) != event.private_digest
    }


def _write(
    request: CalendarRequest,
    course: Course,
    revised: RevisedEvents,
    feed: Feed,
    faults: tuple[Diagnostic, ...],
) -> CalendarOutcome:
    target = _target(request, course, feed)
    remove_leftovers(target.parent)
    check_target(target, CALENDAR, ours=request.output is None)
    faults = sort_diagnostics((*faults, *keep_calendar(request.layout, revised)))
    chosen = revisions_for(feed, revised.revisions)
    content = feed_text(course, chosen, feed).encode()
    same = _holds(target, content)
    note_outputs(request.layout, {target: checksum(content)})
    write_file(target, content)
    counts = count_events(revision.event for revision in chosen)
    changed = sum(revision.event.id in revised.changed for revision in chosen)
    return CalendarOutcome(target, faults, counts, changed, same=same)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return read_file(path, len(content) + 1, own=True) == content
    except OSError:
        return False


def _target(request: CalendarRequest, course: Course, feed: Feed) -> Path:
    """Return where the feed goes; no members' feed has a name that says it is public."""
    stem = course.slug if feed.stream is None else f"{course.slug}-{feed.stream.code}"
    if feed.edition is Edition.PUBLIC:
        stem = f"{stem}-public"
    elif stem.lower().endswith("-public"):
        stem = f"{stem}-members"
    output = request.output
    if output is None:
        return request.layout.build / f"{stem}.ics"
    return output / f"{stem}.ics" if output.is_dir() else output


def _stream(course: Course, wanted: str) -> Stream:
    known = {stream.code.casefold(): stream for stream in course.streams}
    if wanted.casefold() in known:
        return known[wanted.casefold()]
    codes = [stream.code for stream in course.streams]
    hints = nearest_hint(wanted, codes) or (
        f"known streams: {', '.join(codes)}" if codes else "course.yaml names no streams",
    )
    raise UnknownStream(f"there is no stream '{wanted}'; {hints[0]}")
