"""The pictures that a text shows."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from syllabus.model.document import Block, Image, Inline, LineBreak, Text, walk
from syllabus.model.places import SCHEME
from syllabus.source import SourceFile


def picture_path(target: str, source: SourceFile) -> Path | None:
    """Return the path of a picture that a text shows; None if the target is not a file.

    The target counts from the folder of the file that shows it.
    """
    return None if re.match(SCHEME, target) else source.path.parent / unquote(target)


def shown_pictures(blocks: tuple[Block, ...]) -> list[Path]:
    """Return the paths of the usable pictures in a text."""
    return [
        path
        for node in walk(blocks)
        if isinstance(node, Image) and node.path is not None
        if (path := picture_path(node.target, node.span.file)) is not None
    ]


def are_pictures(nodes: tuple[Inline, ...]) -> bool:
    """Return whether a line has nothing but pictures, which then have their captions below them."""
    return any(isinstance(node, Image) for node in nodes) and all(
        isinstance(node, Image | LineBreak) or (isinstance(node, Text) and not node.text.strip())
        for node in nodes
    )
