"""BibTeX as bibtexparser reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from syllabus.on_demand import dataclass, pattern
from syllabus.workspace.cache import memoized

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry


_LIKE_COMMAND = pattern(r"@(?=(?:comment|string|preamble)\w)", re.IGNORECASE)
"""Before a type such as `@commentary`, which bibtexparser takes for `@comment`."""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it is written: its type and its fields by name, strings not put in.

    Each field has the number of its line in the text that was read, counted from 0.
    """

    kind: str
    fields: tuple[tuple[str, str, int], ...]


def read_blocks(text: str) -> list[Block]:
    """Return the blocks of a part of a library."""
    from bibtexparser.splitter import Splitter

    with _silent("bibtexparser"):
        return Splitter(_LIKE_COMMAND.sub("@_", text)).split().blocks


def written(entry: Entry) -> RawEntry:
    """Return an entry that was read."""
    fields = tuple((field.key, field.value, field.start_line) for field in entry.fields)
    return RawEntry(entry.entry_type.removeprefix("_"), fields)


@memoized("entries")
def read_only_entry(text: str) -> RawEntry:
    """Return the one entry of a text, which is read only once."""
    from bibtexparser import model

    (entry,) = read_blocks(text)
    assert isinstance(entry, model.Entry)
    return written(entry)


@contextmanager
def _silent(name: str) -> Iterator[None]:
    """Keep a library from writing its own warnings: they come back as our diagnostics."""
    import logging

    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
