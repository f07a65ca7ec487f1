"""Saves a record of every dated handout."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic
from syllabus.outputs.history import Snapshot, handout_path, snapshot_text
from syllabus.outputs.unwritable import unwritten_record
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import put_history


def record_of(snapshot: Snapshot | None) -> str:
    """Return the record of a handout, nothing if there is none."""
    return snapshot_text(snapshot) if snapshot is not None else ""


def record_handout(layout: Layout, snapshot: Snapshot, text: str) -> tuple[Diagnostic, ...]:
    """Write what the handout of a day contains, unless its record says so already.

    A record that cannot be written costs nothing but the next comparison: it is a warning.
    """
    path = handout_path(layout, snapshot.day)
    try:
        if not path.is_file() or path.is_symlink() or read_file(path, own=True) != text.encode():
            put_history(text, path, layout)
    except OSError as fault:
        hint = "the handout is complete, but the next one will not know what this one contained"
        return (unwritten_record(fault, path, layout, hint),)
    return ()
