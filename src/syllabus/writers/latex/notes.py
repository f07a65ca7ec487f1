r"""Footnotes as LaTeX.

What LaTeX sets in a box loses the text of a `\footnote`: the head of a table that goes over several
pages, a table in a list. There stands the mark alone, and the text behind the box.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from syllabus.on_demand import pattern
from syllabus.writers.latex.text import Latex, command

_EMPTY_LINES = pattern(r"\n(?:[ \t]*\n)+")


@dataclass(repr=False, eq=False)
class Notes:
    """The footnotes that were written: the names of their numbers, and texts still held."""

    _names: dict[int, str] = field(default_factory=dict)
    _count: int = 0
    _holds: bool = False
    _held: list[str] = field(default_factory=list)

    @contextmanager
    def hold(self, in_box: bool) -> Iterator[None]:
        """Hold the texts of footnotes back while what TeX sets in a box is written."""
        outer, self._holds = self._holds, self._holds or in_box
        yield
        self._holds = outer

    def write(self, text: str, number: int) -> str:
        """Write a footnote; `number` is that of one that others repeat, or 0."""
        # An empty line is a `\par`, which the argument of a command around it may not hold.
        content = Latex("%\n" + _EMPTY_LINES.sub(r"\n\\csname par\\endcsname\n", text))
        if not number and not self._holds:
            return command("footnote", content).anchored
        self._count += 1
        name = f"note:{self._count}"
        self._names[number] = name
        kept = rf"\expandafter\xdef\csname {name}\endcsname{{\arabic{{footnote}}}}"
        if not self._holds:
            return command("footnote", content).anchored + kept
        self._held.append(command("footnotetext", content, option=_number(name)).anchored)
        return rf"\footnotemark{{}}{kept}"

    def repeat(self, number: int) -> str:
        """Write the mark of a footnote that was written before."""
        return rf"\footnotemark[{_number(self._names[number])}]"

    def take(self) -> str:
        """Return the texts that are held, for a place outside of the box."""
        held, self._held = "".join(self._held), []
        return held


def _number(name: str) -> Latex:
    return Latex(rf"\csname {name}\endcsname")
