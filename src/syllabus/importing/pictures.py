"""The pictures that lie in sources or beside them, for the project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from syllabus.importing.tree import Block, Picture, texts, walk
from syllabus.model.slug import make_slug

_SIGNATURES = {".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".pdf": b"%PDF-"}


def take_pictures(
    blocks: Iterable[tuple[Block, ...]],
    readers: Sequence[Callable[[str], bytes | None]],
    free: Callable[[str, str], str],
    files: dict[str, bytes],
) -> dict[str, str]:
    """Add the pictures of some blocks to `files`, and return their paths by their names.

    `free` returns the name of a file that is not there yet, of a stem and an ending.
    """
    wanted = dict.fromkeys(
        inline.name
        for each in blocks
        for text in texts(each)
        for inline in walk(text)
        if isinstance(inline, Picture)
    )
    paths: dict[str, str] = {}
    for name in wanted:
        data = next((found for read in readers if (found := read(name))), None)
        ending = next(
            (end for end, start in _SIGNATURES.items() if data and data.startswith(start)), None
        )
        if data is None or ending is None:
            continue
        stem = make_slug(Path(name).stem) or "picture"
        file = free(f"syllabus/pictures/{stem}", ending)
        files[file] = data
        paths[name] = f"../pictures/{Path(file).name}"
    return paths
