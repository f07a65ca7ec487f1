"""Lines of words and texts, which each output writes in its own way."""

from __future__ import annotations

from syllabus.model.course import Stream, Title
from syllabus.model.document import Inline, Text

Piece = str | Text | Title | Stream | tuple[Inline, ...]
"""Words of the language; a text of a record, a title, a stream's label, nodes."""

Line = tuple[Piece, ...]

SLASH = "/"
"""What stands between the labels of streams."""


def is_blank(line: Line) -> bool:
    """Return whether a line says nothing."""
    return not any(each.text if isinstance(each, Text) else each for each in line)


def joined(lines: list[Line], between: str) -> Line:
    """Return lines one behind the other."""
    pieces: list[Piece] = []
    for line in lines:
        pieces += (between, *line) if pieces else line
    return tuple(pieces)
