"""PDF, as far as text can be had of it; pypdf reads it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from syllabus.importing.archives import locked
from syllabus.importing.dates import read_day
from syllabus.importing.faults import Unimportable
from syllabus.importing.sources import Source
from syllabus.importing.tree import Block, Document, Heading, ItemList, Paragraph, Text

MOST_PAGES = 500
_LIST_MARK = re.compile(r"(?:[•◦▪‣·–-]|\(?\d{1,2}[.)]|\([a-z]\))\s+(?=\S)")
_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[^\W\d].{0,90}")
_LEADERS = re.compile(r"(?:\s?\.){3,}\s*\d+$")
_LOST = (
    "of a PDF only its words can be had: pictures, formulas, tables, emphasis and where links lead"
    " are lost; import what it was made from, if you have that"
)


def open_pdf(data: bytes, name: str) -> Any:
    """Return a reader of pypdf; raises `Unimportable`."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        hint = "run: pip install 'syllabus[import]'"
        raise Unimportable(
            "import-needs", f"{name}: to read it, pypdf has to be there", hint
        ) from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds odd, nobody can act on
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise locked(name)
        if len(reader.pages) > MOST_PAGES:
            raise Unimportable("import-size", f"{name}: it has more than {MOST_PAGES} pages")
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as fault:
        message = f"{name}: the file is damaged: {fault}"
        raise Unimportable("import-broken", message) from None
    return reader


def pdf_text(data: bytes, name: str) -> str:
    """Return the words of a PDF, page by page; raises `Unimportable`."""
    reader = open_pdf(data, name)
    try:
        return "\n".join(page.extract_text() for page in reader.pages)
    except Exception as fault:
        message = f"{name}: the file is damaged: {type(fault).__name__}"
        raise Unimportable("import-broken", message) from None


def read_pdf(data: bytes, name: str) -> Source:
    """Return the text of a PDF in paragraphs, with headings where lines have a number or a date."""
    text = pdf_text(data, name)
    if not re.search(r"\w{3}", text):
        hint = "it may be a scan; import what it was made from"
        raise Unimportable("import-empty", f"{name}: no text can be had of it", hint)
    document = Document(name, tuple(_blocks(text)))
    return Source(document, remarks=(f"{name}: {_LOST}",))


def _blocks(text: str) -> Iterator[Block]:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line and not line.isdigit() and not _LEADERS.search(line)]
    items: list[tuple[Block, ...]] = []
    piece: list[str] = []
    first = True

    def ended() -> Iterator[Block]:
        if piece:
            words = Text(re.sub(r"(?<=\w)- (?=[a-z])", "", " ".join(piece)))
            mark = _LIST_MARK.match(words.text)
            if mark:
                items.append((Paragraph((Text(words.text[mark.end() :]),), True),))
            else:
                yield from _listed(items)
                yield Paragraph((words,))
        piece.clear()

    for line in lines:
        dated = read_day(line, "en")
        if first or _HEADING.fullmatch(line) or (dated is not None and len(line) < 110):
            yield from ended()
            yield from _listed(items)
            number = re.match(r"[\d.]+(?=\s)", line)
            level = number[0].strip(".").count(".") + 1 if number else 1 if first else 2
            yield Heading(level, (Text(line),))
            first = False
        elif _LIST_MARK.match(line) or (piece and len(piece[-1]) < 60 and piece[-1][-1:] in ".:?!"):
            yield from ended()
            piece.append(line)
        else:
            piece.append(line)
    yield from ended()
    yield from _listed(items)


def _listed(items: list[tuple[Block, ...]]) -> Iterator[Block]:
    if items:
        yield ItemList(tuple(items))
    items.clear()
