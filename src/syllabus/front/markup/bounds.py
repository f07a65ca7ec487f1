"""How large a text may be with all that it includes."""

from __future__ import annotations

from dataclasses import dataclass

MAX_TEXT = 100_000
"""Characters of one text with what it includes: some forty printed pages."""
MAX_CODE_LINE = 3_000
"""Characters of one line of code: some forty lines in print."""
MAX_LINES = 10_000
"""Lines of one text with what it includes."""


@dataclass(repr=False, eq=False)
class TextBounds:
    """What is left of the size that a text may have with all that it includes."""

    characters: int = MAX_TEXT
    lines: int = MAX_LINES

    def admit(self, text: str) -> bool:
        """Count a text in; False if that is too much."""
        self.characters -= len(text)
        self.lines -= text.count("\n")
        return self.characters >= 0 and self.lines >= 0
