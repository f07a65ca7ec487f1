"""Pictures of kinds that TeX cannot show, and what makes others of them."""

from __future__ import annotations

import re
import shlex
from pathlib import PurePosixPath

from syllabus.diagnostics import Diagnostic, error
from syllabus.on_demand import dataclass, pattern
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of picture: how its files begin, what it becomes, and the program that makes that."""

    name: str
    begins: re.Pattern[bytes]
    becomes: str
    program: str


_DRAWING = "rsvg-convert --format=pdf --output={new} {old}"
_IMAGE = "magick {first} {new}"  # of several pictures in a file
_KINDS = (
    _Kind(
        "an SVG",
        pattern(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!DOCTYPE svg|<svg)"),
        ".pdf",
        _DRAWING,
    ),
    _Kind("a compressed SVG", pattern(rb"\x1f\x8b"), ".pdf", _DRAWING),
    _Kind("a WebP", pattern(rb"RIFF.{4}WEBP", re.DOTALL), ".png", _IMAGE),
    _Kind("a GIF", pattern(rb"GIF8[79]a"), ".png", _IMAGE),
    _Kind("a TIFF", pattern(rb"II\*\0|MM\0\*"), ".png", _IMAGE),
    _Kind("a BMP", pattern(rb"BM"), ".png", _IMAGE),
    _Kind("an AVIF", pattern(rb".{4}ftypavi[fs]", re.DOTALL), ".png", _IMAGE),
    _Kind("a HEIC", pattern(rb".{4}ftyp(?:hei|mif|msf)", re.DOTALL), ".jpg", _IMAGE),
    _Kind("an EPS", pattern(rb"%!PS|\xc5\xd0\xd3\xc6"), ".pdf", "epstopdf {old}"),
)
_PACKAGES = {
    "rsvg-convert": "librsvg2-bin",
    "magick": "imagemagick",
    "epstopdf": "texlive-font-utils",
}
"""Debian's packages of these programs; elsewhere they are called alike."""


def other_kind(target: str, head: bytes, span: Span) -> Diagnostic:
    """Return the fault of a file that is no PNG, JPEG or PDF, with what would make one of it."""
    kind = next((each for each in _KINDS if each.begins.match(head)), None)
    if kind is None:
        return error("image-type", f"'{target}' is not a picture, expected PNG, JPEG or PDF", span)
    old = PurePosixPath(target)
    new = old.with_suffix(kind.becomes)
    names = {"old": old.name, "first": f"{old.name}[0]", "new": new.name}
    command = kind.program.format(**{key: shlex.quote(name) for key, name in names.items()})
    package = _PACKAGES[command.split()[0]]
    return error(
        "image-type",
        f"'{target}' is {kind.name}, expected PNG, JPEG or PDF",
        span,
        f"run '{command}' in its folder (Debian has it in {package}), or export it from the program"
        " that drew it",
        *((f"then write {new.name} for {old.name}",) if new != old else ()),
    )
