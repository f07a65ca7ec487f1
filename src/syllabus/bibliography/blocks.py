"""BibTeX as bibtexparser reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it is written: its type and its fields by name, strings not put in.

    Each field has the number of its line, counted from 1.
    """

    kind: str
    fields: tuple[tuple[str, str, int], ...]


def read_blocks(text: str) -> list[Block]:
    """Return the blocks of a part of a library."""
    from bibtexparser.splitter import Splitter

    with _silent("bibtexparser"):
        return Splitter(text).split().blocks


def written(entry: Entry, above: int) -> Written:
    """Return an entry of a text that has so many lines `above` it in its file."""
    fields = ((field.key, field.value, above + field.start_line + 1) for field in entry.fields)
    return Written(entry.entry_type, tuple(fields))


def read_only_entry(text: str, above: int) -> Written:
    """Return the one entry of a text that has so many lines `above` it in its file."""
    from bibtexparser import model

    (entry,) = read_blocks(text)
    assert isinstance(entry, model.Entry)
    return written(entry, above)


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
