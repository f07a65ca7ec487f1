"""A course written in one of the formats of `syllabus export`."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from syllabus.diagnostics import Diagnostic, has_errors
from syllabus.front.check import CheckedProject, check_project
from syllabus.front.check.accepted import unaccepted
from syllabus.front.records import read_text, record_files
from syllabus.front.records.asked import asked_moment
from syllabus.front.records.meeting import read_meeting
from syllabus.handout import CitationFormat, Handout, make_handout
from syllabus.handout.readers import course_for_readers
from syllabus.model.course import Course, Edition
from syllabus.on_demand import dataclass
from syllabus.outputs.export.document import GENERATOR, export_markdown
from syllabus.outputs.export.records import BEGINNING, export_bib, export_json
from syllabus.outputs.export.sheet import sheet_rows, write_sheet
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.source import json_text, without_bidi_controls
from syllabus.workspace.files import read_file, write_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import FileKind, check_target

FORMATS = {
    "csv": FileKind("sheet of syllabus export", b"\xef\xbb\xbfdate,"),
    "md": FileKind("handout of syllabus export", f"---\n{GENERATOR}\n".encode()),
    "tex": FileKind("handout of syllabus export", BEGINNING.encode()),
    "json": FileKind("list of syllabus export", b'[\n  {\n    "id":'),
    "bib": FileKind("library of syllabus export", BEGINNING.encode()),
}
"""What a course can be written as, and how it begins; no other file is ever replaced."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What a course is in a format, None if faults keep it from being written.

    `pictures` are those that it shows, by the names that it has for them. `mark` stands before
    it in a file, so that spreadsheets know its encoding.
    """

    text: str | None
    diagnostics: tuple[Diagnostic, ...]
    pictures: Mapping[str, Path] = field(default_factory=dict)
    mark: str = ""


def export_course(
    layout: Layout, form: str, as_of: str | None, edition: Edition, *, everything: bool = False
) -> Exported:
    """Return a course at a moment, for the readers of an edition, in one of `FORMATS`.

    Of the library, `everything` takes entries, too, that nothing cites. Raises `UnknownMoment`.
    """
    if form == "tex":
        return _tex(layout, as_of, edition)
    project = check_project(layout)
    course = project.course
    if course is None or (form == "md" and has_errors(project.diagnostics)):
        return Exported(None, project.diagnostics)
    moment = asked_moment(as_of, course)
    if form == "csv":
        return Exported(_sheet(layout, course_for_readers(course, edition, moment), edition),
                        project.diagnostics, mark="\ufeff")  # fmt: skip
    if form == "json":
        told = json_text(export_json(course, edition, moment))
        return Exported(f"{told}\n", project.diagnostics)
    if project.style is None:
        return Exported(None, project.diagnostics)
    handout = make_handout(
        course,
        edition,
        moment,
        CitationFormat(project.bibliography, project.style, course.language),
    )
    if form == "bib":
        entries = without_bidi_controls(export_bib(project, handout, everything=everything))
        return Exported(entries, project.diagnostics)
    return _document(handout, project)


def _tex(layout: Layout, as_of: str | None, edition: Edition) -> Exported:
    prepared = prepare_handout(layout, as_of, edition)
    faults = unaccepted(prepared.diagnostics, prepared.project.accepted)
    if prepared.document is None:
        return Exported(None, faults)
    document = prepared.document
    return Exported(BEGINNING + document.text, faults, dict(document.files))


def _document(handout: Handout, project: CheckedProject) -> Exported:
    faults = (*project.diagnostics, *handout.diagnostics)
    return Exported(without_bidi_controls(export_markdown(handout)), faults)


def _sheet(layout: Layout, seen: Course, edition: Edition) -> str:
    faults: list[Diagnostic] = []
    sources = (
        read_text(path, layout.root, faults)
        for path in record_files(layout.meetings, layout.root, faults)
    )
    records = [read_meeting(each, [], seen.language) for each in sources if each is not None]
    meetings = {each.source.name: each for each in seen.meetings}
    return write_sheet(sheet_rows(records, meetings, edition))


def write_export(exported: Exported, form: str, path: Path) -> None:
    """Write an export, with its pictures beside it; raises `OSError`.

    A picture of somebody else's is not replaced, as nothing is.
    """
    assert exported.text is not None
    check_target(path, FORMATS[form], ours=False)
    before = read_file(path) if path.is_file() else b""
    pictures = {path.parent / name: read_file(each) for name, each in exported.pictures.items()}
    for place, picture in pictures.items():
        ours = place.name.encode() in before
        if os.path.lexists(place) and not ours and not _holds(place, picture):
            raise OSError(errno.EEXIST, "it exists and is not of this export", str(place))
    for place, picture in pictures.items():
        write_file(place, picture)
    write_file(path, (exported.mark + exported.text).encode())


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and read_file(path) == content
