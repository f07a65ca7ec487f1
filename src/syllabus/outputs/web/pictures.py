"""The pictures of a page: named by what they hold, with their size."""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from syllabus.model.document import Image, Length
from syllabus.source import Span
from syllabus.workspace.files import read_file
from syllabus.workspace.outputs import checksum
from syllabus.writers.page import PictureFile

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
"""The kinds of pictures that browsers show, by the endings of their names."""
PIXELS = {"cm": 96 / 2.54, "mm": 96 / 25.4, "in": 96.0, "pt": 96 / 72.27}
"""Pixels of a page in each unit; source: CSS Values and Units 3, 6.2, and TeX's point."""
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG after which its size stands; source: ITU-T T.81, B.1.1.3."""


@dataclass
class PagePictures:
    """Collects the pictures of a page: `files` by their names there, and those it cannot show.

    With `inside`, they stand in the page itself.
    """

    inside: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    not_shown: list[Span] = field(default_factory=list)
    _known: dict[Path, PictureFile] = field(default_factory=dict)

    def find(self, image: Image) -> PictureFile | None:
        """Return a picture as the page shows it; None for what browsers do not show, as a PDF."""
        if image.path is None:
            return None
        kind = TYPES.get(image.path.suffix.lower())
        if kind is None:
            self.not_shown.append(image.span)
            return None
        found = self._known.get(image.path)
        if found is None:
            content = read_file(image.path)
            name = f"{checksum(content)[:16]}{image.path.suffix.lower()}"
            address = name
            if self.inside:
                address = f"data:{kind};base64,{b64encode(content).decode()}"
            else:
                self.files[name] = content
            found = PictureFile(address, *picture_size(content))
            self._known[image.path] = found
        return _sized(found, image)


def picture_size(content: bytes) -> tuple[int, int] | tuple[None, None]:
    """Return the width and height of a PNG or JPEG in pixels; None each if they are not there."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return next(_jpeg_sizes(content), (None, None))


def _jpeg_sizes(content: bytes) -> Iterator[tuple[int, int]]:
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in _SIZES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            yield width, height
            return
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")


def _sized(found: PictureFile, image: Image) -> PictureFile:
    """Return a picture in the size that its text asks for, in proportion."""
    if found.width is None or found.height is None:
        return found
    width, height = _pixels(image.width), _pixels(image.height)
    if width is None and height is None:
        return found
    across = width if width is not None else found.width * (height or 0) / found.height
    down = height if height is not None else found.height * across / found.width
    return replace(found, width=max(1, round(across)), height=max(1, round(down)))


def _pixels(length: Length | None) -> float | None:
    unit = None if length is None else PIXELS.get(length.unit)
    return None if unit is None or length is None else float(length.number) * unit
