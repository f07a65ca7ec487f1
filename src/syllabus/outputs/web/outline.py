"""The numbers of a page's headings, as LaTeX counts them, and its contents."""

from __future__ import annotations

from collections.abc import Callable

from syllabus.model.document import Heading
from syllabus.outputs.web.view import EntryView
from syllabus.writers.html import Html
from syllabus.writers.page import NumberedHeading

DEEPEST = 3
"""The levels of headings that have numbers."""


class Outline:
    """Counts the headings of a page in their order, and keeps a line of the contents of each."""

    def __init__(self) -> None:
        self._counts = [0] * DEEPEST
        self.entries: list[EntryView] = []

    def add(self, level: int, target: str, title: Html, *, past: bool = False) -> str:
        """Return the number of the next heading of a level from 1 to 3."""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (DEEPEST - level)
        number = ".".join(map(str, self._counts[:level]))
        self.entries.append(EntryView(level, number, target, title, past))
        return number

    def add_module(self, title: Html) -> None:
        """Take note of a module, which has no number."""
        self.entries.append(EntryView(2, "", "", title))

    def numbering(
        self, write: Callable[[Heading], Html]
    ) -> Callable[[Heading], NumberedHeading | None]:
        """Return what numbers the headings of prose; `write` gives their lines of the contents."""

        def number(heading: Heading) -> NumberedHeading | None:
            if heading.level > DEEPEST:
                return None
            target = heading.anchor or f"h-{len(self.entries) + 1}"
            found = self.add(heading.level, target, write(heading))
            return NumberedHeading(heading.level + 1, target, found)

        return number
