"""What was read of one file: its document, and what stands in it apart from that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from syllabus.importing.sessions import Session
from syllabus.importing.tree import Document
from syllabus.on_demand import dataclass


def no_picture(name: str) -> bytes | None:
    """Return nothing: the pictures of a source that has none."""
    del name
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """A source that was read.

    `library` is BibTeX, `macros` are commands for formulas with their definitions, `sessions` those
    of a calendar. `picture` returns what a picture holds by its name in the document, None for one
    that does not lie beside the source or in it. `remarks` say what was lost in reading,
    `zone` is the IANA name of a zone that it names. One of `words_alone` has lost its tables.
    """

    document: Document
    library: str = ""
    macros: Mapping[str, str] = field(default_factory=dict)
    sessions: tuple[Session, ...] = ()
    picture: Callable[[str], bytes | None] = no_picture
    remarks: tuple[str, ...] = ()
    zone: str | None = None
    words_alone: bool = False
