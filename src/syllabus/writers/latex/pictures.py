"""The pictures that a document shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from syllabus.model.document import Image, Paragraph, walk
from syllabus.source import Span


def breakable(paragraph: Paragraph, written: str) -> str:
    """Return a paragraph with several pictures so that a page may end between any two lines.

    The first two lines of others stay together, and their last two: pictures may have no room so.
    Nor can the space between pictures be stretched until they fill a line.
    """
    pictures = sum(isinstance(node, Image) for node in walk((paragraph,)))
    if pictures < 2:
        return written
    return rf"{{\raggedright\clubpenalty=0 \widowpenalty=0 {written}\par}}"


@dataclass
class Pictures:
    """The images by the name that they have in TeX's working folder, which begins with `named`.

    `shown` is where each of them is shown first.
    """

    files: dict[str, Path] = field(default_factory=dict)
    shown: dict[str, Span] = field(default_factory=dict)
    named: str = "picture"

    def add(self, path: Path, span: Span) -> str:
        """Return the name of a picture that is shown."""
        names = {path: name for name, path in self.files.items()}
        name = names.get(path) or f"{self.named}-{len(names) + 1}{path.suffix.lower()}"
        self.files[name] = path
        self.shown.setdefault(name, span)
        return name
