"""What keeps a source from being imported, as a diagnostic."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, error


class Unimportable(Exception):
    """A source that cannot be imported; nothing has been written."""

    def __init__(self, code: str, message: str, *hints: str) -> None:
        super().__init__(message)
        self.diagnostic: Diagnostic = error(code, message, None, *hints)


def needed(message: str) -> Unimportable:
    """Return the fault of a program or library that is not there, with how to get it."""
    hint = "where you installed syllabus from, run: pip install '.[import]'"
    return Unimportable("import-needs", message, hint)
