"""The fault of a file that could not be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.workspace import system
from syllabus.workspace.files import is_removable
from syllabus.workspace.layout import Layout


def cannot_write(fault: OSError, layout: Layout, untouched: str) -> Diagnostic:
    """Return the fault of a failed write; `untouched` names what is unchanged ("PDF")."""
    place = Path(os.fsdecode(fault.filename)) if fault.filename else layout.build
    kept = f"the last good {untouched} is untouched"
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        full = f"no space is left on the disk that holds {place.parent}"
        return error("disk-full", full, None, kept)
    if system.is_open_elsewhere(fault, place):
        opened = f"cannot write '{place.name}': another program has it open"
        return error("cannot-write", opened, None, f"close it in your PDF viewer; {kept}")
    reason = fault.strerror or "the reason is unknown"
    return error(
        "cannot-write",
        f"cannot write '{place.name}': {reason[0].lower()}{reason[1:]}",
        None,
        f"look at {place}; {kept}",
        *other_folder_hints(place, layout),
        *_elsewhere(fault, place, layout),
    )


def _elsewhere(fault: OSError, place: Path, layout: Layout) -> tuple[str, ...]:
    if fault.errno != errno.EROFS or not place.is_relative_to(layout.root):
        return ()
    return ("where nothing can be written to the project, --output FOLDER takes the result",)


def unwritten_record(fault: OSError, path: Path, layout: Layout, hint: str) -> Diagnostic:
    """Return the warning of a record in the history that could not be written beside a result."""
    reason = fault.strerror or "the reason is unknown"
    name = path.relative_to(layout.root)
    message = f"cannot write '{name}': {reason[0].lower()}{reason[1:]}"
    return warning("unwritten-record", message, None, hint)


def other_folder_hints(place: Path, layout: Layout) -> tuple[str, ...]:
    """Return the hint that helps where something in the working folder cannot be used, if any.

    What another user's build made, for instance, `clean` cannot remove.
    """
    if not place.is_relative_to(layout.work) or not is_removable(layout.work):
        return ()
    return ("'syllabus clean' removes build/.work, with all that was built; then build again",)
