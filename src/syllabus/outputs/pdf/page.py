"""The web page that a build puts beside the PDF, and what lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from syllabus.diagnostics import Diagnostic, has_errors, sort_diagnostics
from syllabus.model.course import Course, Edition
from syllabus.outputs.calendar.publishing import keep_calendar, revise_calendar
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest, PreparedHandout
from syllabus.outputs.web import Page, PageCalendars, page_calendars, render_page
from syllabus.workspace.files import make_folder, read_file, remove_leftovers, write_file
from syllabus.workspace.outputs import (
    PAGE,
    check_target,
    checksum,
    note_outputs,
    remove_other_outputs,
)

INDEX = "index.html"


def put_page(
    request: BuildRequest, prepared: PreparedHandout, outcome: BuildOutcome
) -> BuildOutcome:
    """Write the page of a handout; faults leave the last page as it was.

    Raises `OSError`. Whoever calls it holds the lock of `build_lock`.
    """
    faults: list[Diagnostic] = []
    page = make_page(request, prepared, faults)
    diagnostics = sort_diagnostics((*outcome.diagnostics, *faults))
    course = prepared.project.course
    if page.html is None or course is None:
        return replace(outcome, path=None, diagnostics=diagnostics)
    target = find_page(request, course)
    if request.page is None:
        inside = target.is_relative_to(request.layout.root)
        make_folder(target.parent, request.layout.root if inside else None)
    check_target(target, PAGE, ours=request.page is None)
    remove_leftovers(target.parent)
    contents = {target.parent / name: each for name, each in page.files.items()}
    contents[target] = page.html  # last: what it names is there
    note_outputs(request.layout, {path: checksum(each) for path, each in contents.items()})
    for path, content in contents.items():
        write_file(path, content)
    if request.page is None:
        remove_other_outputs(request.layout, target.parent, contents)
    outputs = (*outcome.outputs, *contents)  # where there is no PDF, those of the page alone
    return replace(outcome, diagnostics=diagnostics, outputs=outputs, page=target)


def make_page(request: BuildRequest, prepared: PreparedHandout, faults: list[Diagnostic]) -> Page:
    """Render the page of a prepared handout, with its calendars; nothing is written but history.

    Its faults are among those of the page and in `faults`.
    """
    handout, moment = prepared.handout, prepared.moment
    course = prepared.project.course
    if handout is None or moment is None or course is None:
        return Page(None, {}, ())
    calendars = PageCalendars()
    revised = revise_calendar(request.layout, prepared.project, moment, faults)
    if has_errors(faults):
        return Page(None, {}, ())
    if revised is not None:
        if request.history and request.output is None:
            faults += keep_calendar(request.layout, revised)
        calendars = page_calendars(course, handout, revised, request.edition, moment)
    page = render_page(
        handout, request.layout, calendars, prepared.since, single=request.page is not None
    )
    faults += page.diagnostics
    return page


def read_page(outcome: BuildOutcome) -> Mapping[str, bytes]:
    """Return the page that a build made, and what lies beside it, by their names there.

    A single file that holds everything has the name that a folder's start page has. Raises
    `OSError`.
    """
    assert outcome.page is not None
    folder = outcome.page.parent
    files = {outcome.page: INDEX}
    if outcome.page.name == INDEX:
        inside = (path for path in outcome.outputs if path.is_relative_to(folder))
        files |= {path: path.relative_to(folder).as_posix() for path in inside}
    return {name: read_file(path, own=True) for path, name in files.items()}


def find_page(request: BuildRequest, course: Course) -> Path:
    """Return where the page goes: the file that was asked for, or a folder beside the PDF."""
    if request.page is not None:
        return request.page
    folder = request.layout.build
    if request.output is not None:
        folder = request.output if request.output.is_dir() else request.output.parent
    public = "-public" if request.edition is Edition.PUBLIC else ""
    return folder / f"{course.slug}{public}" / INDEX
