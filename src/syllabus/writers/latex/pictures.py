"""The pictures that a document shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from syllabus.model.document import Image, Length, Paragraph, walk
from syllabus.source import Span
from syllabus.writers.latex.text import Latex, command, escape_text


def breakable(paragraph: Paragraph, written: str) -> str:
    """Return a paragraph with several pictures so that a page may end between any two lines.

    The first two lines of others stay together, and their last two: pictures may have no room so.
    Nor can the space between pictures be stretched until they fill a line.
    """
    pictures = sum(isinstance(node, Image) for node in walk((paragraph,)))
    if pictures < 2:
        return written
    return rf"{{\raggedright\clubpenalty=0 \widowpenalty=0 {written}\par}}"


def picture(node: Image, name: str, caption: str, *, alone: bool) -> str:
    """Return a picture in the size that its text asks for, and its caption.

    The caption stands below one that is `alone`, on the same page, and in brackets behind others.
    """
    sides = (("width", node.width, r"\linewidth"), ("height", node.height, r"\textheight"))
    keys = ",".join(f"{side}={_length(length, whole)}" for side, length, whole in sides if length)
    shown = command("handoutpicture", Latex(name), escape_text(node.alt))
    if keys:  # what every picture in this group is shown by
        shown = Latex(f"{{{command('setkeys', Latex('Gin'), Latex(keys))}{shown}}}")
    if not caption:
        return shown
    if not alone:
        return f"{shown} ({caption})"
    return f"{shown}\\\\*{{}}{{\\small {caption}}}"


def _length(length: Length, whole: str) -> str:
    if length.unit == "%":
        return f"{Decimal(length.number) / 100:f}{whole}"
    return f"{length.number}{length.unit}"


def captioned(images: Iterable[Image]) -> bool:
    """Return whether any of some pictures has a caption."""
    return any(image.caption for image in images)


@dataclass(repr=False, eq=False)
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
