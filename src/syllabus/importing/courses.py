"""Another course of syllabus: its files as they are, without what it has handed out and built."""

from __future__ import annotations

from pathlib import Path

from syllabus.front.records import bib_files, files_below
from syllabus.importing.faults import Unimportable
from syllabus.scaffold import IGNORED, NewFile
from syllabus.source import leads_outside, visible
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout, find_project

MOST_FILES = 5_000


def find_course(path: Path) -> Layout | None:
    """Return the project that a folder is, or that a course.yaml is of."""
    folder = path if path.is_dir() else path.parent.parent if path.name == "course.yaml" else None
    found = None if folder is None else find_project(folder.resolve())
    return found if found is not None and folder and found.root == folder.resolve() else None


def copy_course(layout: Layout, root: Path) -> tuple[tuple[NewFile, ...], list[str]]:
    """Return the files of a course for another folder, and the names of those that stay behind.

    Links that lead out of the project are not followed. Raises `Unimportable`.
    """
    folders = (layout.course.parent, layout.templates, layout.root / "bib")
    paths = {path for folder in folders for path in files_below(folder)}
    paths = {*paths, *bib_files(layout.root, [])} - {layout.course}
    kept: list[Path] = []
    left: list[Path] = []
    for path in sorted(path for path in paths if not path.is_relative_to(layout.history)):
        if path.name.startswith((".", "#")):
            continue
        (left if leads_outside(path, layout.root) else kept).append(path)
    if len(kept) > MOST_FILES:
        message = f"{visible(layout.root.name)}: the course has more than {MOST_FILES} files"
        raise Unimportable("import-size", message)
    files = [NewFile(root / ".gitignore", IGNORED.encode())]
    try:
        # The course last, so that what was interrupted is no project yet.
        files += [
            NewFile(root / path.relative_to(layout.root), read_file(path))
            for path in (*kept, layout.course)
        ]
    except OSError as fault:
        reason = (fault.strerror or "the reason is unknown").lower()
        message = f"{visible(str(fault.filename))}: it cannot be read: {reason}"
        raise Unimportable("import-unreadable", message) from None
    return tuple(files), [visible(path.relative_to(layout.root).as_posix()) for path in left]
