"""The files that a handout goes to, and how they get there."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path

from syllabus.model.course import Course, Edition
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.tex.synctex import synctex_path
from syllabus.workspace.files import read_file, remove_file, write_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import checksum, digest, note_outputs, noted_outputs
from syllabus.workspace.progress import Progress


def find_targets(
    request: BuildRequest, course: Course, moment: datetime, mention: Progress
) -> tuple[Path, ...]:
    """Return where the PDF goes: the one named by its day first, then the newest.

    A build as of a day that was asked for leaves a newest one of a later day alone, and says so.
    """
    public = "-public" if request.edition is Edition.PUBLIC else ""
    name = f"{course.slug}-{moment:%Y-%m-%d}{public}.pdf"
    output = request.output
    if output is not None:
        return (output / name,) if output.is_dir() else (output,)
    folder = request.layout.build
    newest = folder / f"{course.slug}{public}.pdf"
    asked = request.as_of is not None or bool(os.environ.get("SOURCE_DATE_EPOCH"))
    day = _day_of(newest, course.slug, public) if asked and not request.stop_before_tex else None
    if day is not None and day > moment.date():
        mention(f"{newest.name} stays as it is, the handout of {day}, which is newer")
        return (folder / name,)
    return (folder / name, newest)


def _day_of(newest: Path, slug: str, public: str) -> date | None:
    """Return the last day whose handout the newest one is; None if that cannot be told."""
    content = digest(newest)
    if content is None:
        return None
    named = re.compile(rf"{re.escape(slug)}-(\d{{4}}-\d\d-\d\d){public}\.pdf", re.ASCII)
    days = []
    for path in newest.parent.iterdir():
        found = named.fullmatch(path.name)
        if found and digest(path) == content:
            try:
                days.append(date.fromisoformat(found[1]))
            except ValueError:  # a day that does not exist
                continue
    return max(days, default=None)


def put_new(
    layout: Layout, targets: tuple[Path, ...], pdf: bytes, trace: bytes
) -> tuple[Path, ...]:
    """Write a new PDF to all targets, its SyncTeX file beside each, and return all that is there.

    Without a `trace`, there is no such file.
    """
    traces = tuple(map(synctex_path, targets))
    note_outputs(layout, dict.fromkeys(targets, checksum(pdf)))
    for path in traces:
        remove_file(path)  # it names places in the PDF that now goes
    for target in reversed(targets):
        write_file(target, pdf)
    if not trace:
        return targets
    note_outputs(layout, dict.fromkeys(traces, checksum(trace)))
    for path in traces:
        write_file(path, trace)
    return (*targets, *traces)


def put_known(layout: Layout, targets: tuple[Path, ...], wanted: str) -> bool:
    """Make all targets the file of this hash; False if it is no more."""
    places = (*targets, *noted_outputs(layout, wanted))
    source = next((path for path in places if digest(path) == wanted), None)
    if source is None:
        return False
    note_outputs(layout, dict.fromkeys(targets, wanted))
    for target in targets:
        if digest(target) != wanted:
            write_file(target, read_file(source))
    return True
