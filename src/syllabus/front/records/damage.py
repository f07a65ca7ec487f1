"""Characters that are no text: those that were lost on the way here, and control characters."""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.diagnostics import Diagnostic, error
from syllabus.on_demand import pattern
from syllabus.source import Span

_DAMAGE = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]")
REPLACEMENT = "\ufffd"
"""What a program writes for a character that it could not read (Unicode 23.8)."""


def damage_in(span: Span) -> Iterator[Diagnostic]:
    """Yield a fault for each character of a stretch of a file that nothing can print."""
    for found in _DAMAGE.finditer(span.text):
        yield damage(found[0], span.part(*found.span()))


def damage(character: str, span: Span) -> Diagnostic:
    """Return the fault of a character that nothing can print."""
    if character == REPLACEMENT:
        return error(
            "unprintable-character",
            "found U+FFFD, which stands for a character that was lost before the text came here",
            span,
            "write what stood here; the file it comes from may have been in another encoding",
        )
    message = f"found the control character U+{ord(character):04X}, which is no text"
    return error("unprintable-character", message, span, "delete it")


def find_damage(text: str) -> str | None:
    """Return the first character of a text that nothing can print."""
    found = _DAMAGE.search(text)
    return found[0] if found else None
