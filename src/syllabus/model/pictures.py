"""The pictures that a text shows."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from syllabus.model.document import SCHEME, Block, Image, walk
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
