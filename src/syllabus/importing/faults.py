"""What keeps a source from being imported, as a diagnostic."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, error


class Unimportable(Exception):
    """A source that cannot be imported; nothing has been written."""

    def __init__(self, code: str, message: str, *hints: str) -> None:
        super().__init__(message)
        self.diagnostic: Diagnostic = error(code, message, None, *hints)
