"""Writes mail: a draft to `build/`, and a record of it to the history."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from syllabus.diagnostics import Diagnostic, has_errors, sort_diagnostics
from syllabus.front.check import check_project
from syllabus.front.records.asked import asked_moment
from syllabus.handout import CitationFormat
from syllabus.model.course import Course, Edition, Meeting
from syllabus.model.spans import event_ids
from syllabus.on_demand import dataclass, pattern
from syllabus.outputs.calendar import Contact, RevisedEvents
from syllabus.outputs.calendar.publishing import keep_calendar, revise_calendar
from syllabus.outputs.history import Snapshot, handout_path
from syllabus.outputs.history.compare import Changes, compare_snapshots
from syllabus.outputs.history.files import handout_days, read_snapshot
from syllabus.outputs.history.private import without_private
from syllabus.outputs.mail import (
    Announcement,
    Attachment,
    MailContent,
    MailKind,
    cancelled_before,
    choose_meeting,
    write_announcement,
)
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.outputs.unwritable import cannot_write, unwritten_record
from syllabus.workspace.files import make_folder, read_file, remove_leftovers, write_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import (
    EMAIL,
    build_lock,
    check_target,
    checksum,
    note_outputs,
    put_history,
)
from syllabus.workspace.progress import Progress

_ANNOUNCED = pattern(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-announcement\.yaml")


@dataclass(frozen=True, slots=True)
class EmailRequest:
    """What mail to write.

    `as_of` is the moment as the user wrote it, None for now; `meeting` names a record, None for
    the one that a mail of this kind is about by itself; `output` is a file or an existing folder in
    place of `build/`; `timeout` is for TeX, in seconds.
    """

    layout: Layout
    as_of: str | None = None
    edition: Edition = Edition.MEMBERS
    kind: MailKind = MailKind.ANNOUNCEMENT
    meeting: str | None = None
    output: Path | None = None
    timeout: float = 120.0


@dataclass(frozen=True, slots=True)
class EmailOutcome:
    """The result of writing a mail: its draft, None if there is none.

    `unwritable` says that the fault is not in the project's files.
    """

    path: Path | None
    diagnostics: tuple[Diagnostic, ...]
    announcement: Announcement | None = None
    unwritable: bool = False


def write_email(request: EmailRequest, progress: Progress, mention: Progress) -> EmailOutcome:
    """Build the handout if it is stale, and write a draft with it; faults leave the last one.

    `progress` and `mention` are told what `build_handout` tells them. Raises `UnknownMoment`, and
    `NoMeeting` where there is nothing to write about.
    """
    project = check_project(request.layout)
    if project.course is None or has_errors(project.diagnostics):
        return EmailOutcome(None, project.diagnostics)
    moment = asked_moment(request.as_of, project.course)
    meeting = _choose(request, project.course, moment)  # before TeX takes its time
    if request.meeting is None and request.kind is not MailKind.RECORDING:
        for each in cancelled_before(project.course, moment, meeting):
            name = each.source.path.stem
            mention(f"passed over {name}, which is cancelled; '--meeting {name}' tells so")
    try:
        place = _place_of_handout(request.layout)
    except OSError as fault:
        return EmailOutcome(None, (cannot_write(fault, request.layout, "draft"),), unwritable=True)
    built = build_handout(
        BuildRequest(
            request.layout,
            request.as_of,
            request.edition,
            output=place,
            timeout=request.timeout,
        ),
        progress,
        mention,
    )
    if built.path is None:
        return EmailOutcome(None, built.told, unwritable=built.tex_failed)
    try:
        with build_lock(request.layout, mention):
            return _write(request, built, built.path)
    except OSError as fault:
        unwritable = cannot_write(fault, request.layout, "draft")
        return EmailOutcome(None, (*built.told, unwritable), unwritable=True)


def _place_of_handout(layout: Layout) -> Path | None:
    """Return the folder for the handout of a project that nothing can be written to, else None."""
    if layout.spare is None:
        return None
    folder = layout.spare / "handout"
    make_folder(folder, private=True)
    return folder


def announced_days(layout: Layout) -> tuple[date, ...]:
    """Return the days of announcements, in their order."""
    try:
        names = [path.name for path in layout.mailings.iterdir()]
    except OSError:
        return ()
    days = []
    for found in filter(None, map(_ANNOUNCED.fullmatch, names)):
        try:
            days.append(date.fromisoformat(found[1]))
        except ValueError:  # a day that does not exist
            continue
    return tuple(sorted(days))


def _choose(request: EmailRequest, course: Course, moment: datetime) -> Meeting:
    return choose_meeting(course, moment, request.kind, request.edition, request.meeting)


def _write(request: EmailRequest, built: BuildOutcome, pdf: Path) -> EmailOutcome:
    layout, project, moment = request.layout, built.project, built.moment
    assert project is not None
    assert moment is not None
    course, style = project.course, project.style
    assert course is not None
    assert style is not None
    meeting = _choose(request, course, moment)
    faults: list[Diagnostic] = []
    revised: RevisedEvents | None = None
    if request.kind is not MailKind.RECORDING:
        revised = revise_calendar(layout, project, moment, faults)
    changes = None
    if request.kind is MailKind.ANNOUNCEMENT and built.snapshot is not None:
        changes = _changes(request, course, built.snapshot, faults)
    announcement = None
    if not has_errors(faults):
        known = event_ids(meeting)
        events = [
            each
            for each in (() if revised is None else revised.revisions)
            if each.event.id in known
        ]
        announced = MailContent(
            meeting,
            request.kind,
            request.edition,
            moment,
            Attachment(pdf.name, read_file(pdf)),
            changes,
            events[0] if events else None,
            tuple(events[1:]),
        )
        form = CitationFormat(project.bibliography, style, course.language)
        announcement = write_announcement(course, form, announced, layout, faults)
    diagnostics = sort_diagnostics((*built.told, *faults))
    if announcement is None:
        return EmailOutcome(None, diagnostics)
    target = _target(request, course, meeting)
    remove_leftovers(target.parent)
    check_target(target, EMAIL, ours=request.output is None)
    if revised is not None:
        diagnostics += keep_calendar(layout, revised)
    if request.kind is MailKind.ANNOUNCEMENT:
        diagnostics += _keep_record(layout, moment.date())
    sender = course.mail.sender
    organizer = None if sender is None else Contact(sender.name, sender.address)
    content = announcement.message_for(organizer).as_bytes()
    note_outputs(layout, {target: checksum(content)})
    write_file(target, content)
    return EmailOutcome(target, diagnostics, announcement)


def _changes(
    request: EmailRequest, course: Course, now: Snapshot, faults: list[Diagnostic]
) -> Changes | None:
    """Return what changed since the handout that went with the last announcement."""
    layout = request.layout
    known = set(handout_days(layout))
    days = [day for day in announced_days(layout) if day < now.day and day in known]
    if not days:
        return None
    earlier = read_snapshot(handout_path(layout, days[-1]), layout.root, faults)
    if earlier is not None and request.edition is Edition.PUBLIC:
        earlier = without_private(earlier, now, course)
    return None if earlier is None else compare_snapshots(earlier, now)


def _record_path(layout: Layout, day: date) -> Path:
    return layout.mailings / f"{day}-announcement.yaml"


def _keep_record(layout: Layout, day: date) -> tuple[Diagnostic, ...]:
    """Record an announcement; where nothing can be written to the project, that is a warning."""
    path = _record_path(layout, day)
    try:
        put_history(_record(day), path, layout)
    except OSError as fault:
        if layout.spare is None:
            raise
        hint = "the draft is complete, but the next one will not tell what has changed since"
        return (unwritten_record(fault, path, layout, hint),)
    return ()


def _record(day: date) -> str:
    return (
        "# The handout of this day went with an announcement, so the next one tells what has\n"
        "# changed since. 'syllabus email' wrote this; commit it.\n"
        f"handout: {day}\n"
        "kind: announcement\n"
    )


def _target(request: EmailRequest, course: Course, meeting: Meeting) -> Path:
    """Return where the draft goes, by the meeting's day where no other meeting has the same."""
    day = meeting.start and meeting.start.date()
    alike = [each for each in course.meetings if each.start and each.start.date() == day]
    name = str(day) if len(alike) == 1 else meeting.identifier
    public = "-public" if request.edition is Edition.PUBLIC else ""
    file = f"{course.slug}-{name}-{request.kind.value}{public}.eml"
    if request.output is None:
        return request.layout.build / file
    return request.output / file if request.output.is_dir() else request.output
