"""The addresses that an entry prints."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from syllabus.front.bibliography.csl import csl_item
from syllabus.front.bibliography.library import Entry
from syllabus.front.bibliography.marks import Atoms
from syllabus.front.bibliography.tex import verbatim
from syllabus.front.bibliography.values import bare_doi
from syllabus.source import Span


def entry_addresses(entry: Entry) -> Iterator[tuple[str, Span]]:
    """Yield every address that a full reference can print, and the place in its field."""
    atoms = Atoms()
    csl_item(entry, "en", atoms)
    for target in atoms.targets():
        yield target, _place(entry, target)


def _place(entry: Entry, target: str) -> Span:
    readable = unquote(target)
    for field in entry.fields.values():
        written = verbatim(field.value)
        named = bare_doi(field.value) if field.name == "doi" else written
        if field.name in ("doi", "eprint", "url") and named and named in readable:
            start = field.span.text.find(field.value)
            return field.span if start == -1 else field.span.part(start, start + len(field.value))
    for field in entry.fields.values():
        if target in verbatim(field.value):
            return field.span
    return entry.span
