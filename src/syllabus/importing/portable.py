"""PDF, as far as text can be had of it; pypdf reads it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from syllabus.importing.archives import locked
from syllabus.importing.faults import Unimportable, needed
from syllabus.importing.sources import Source
from syllabus.importing.tree import Block, Document, Heading, ItemList, Paragraph, Text
from syllabus.importing.written_days import read_day
from syllabus.on_demand import pattern

MOST_PAGES = 500
_LIST_MARK = pattern(r"(?:[•◦▪‣·–-]|\(?\d{1,2}[.)]|\([a-z]\))\s+(?=\S)")
_HEADING = pattern(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\s+"
    r"(?:[^\W\d]|\d{1,2} [^\W\d]).{0,120}"
)
_LEADERS = pattern(r"(?:\s?\.){3,}\s*\d+$")
_PAGE = "\n\f\n"
"""Between the texts of two pages."""
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
        raise needed(f"{name}: to read it, pypdf has to be there") from None
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
        return _PAGE.join(page.extract_text() for page in reader.pages)
    except Exception as fault:  # pypdf raises what it meets in a damaged file
        message = f"{name}: the file is damaged: {type(fault).__name__}"
        raise Unimportable("import-broken", message) from None


def read_pdf(data: bytes, name: str) -> Source:
    """Return the text of a PDF in paragraphs and lists, with the headings that its outline has."""
    reader = open_pdf(data, name)
    text = pdf_text(data, name)
    if not re.search(r"\w{3}", text):
        hint = "it may be a scan; import what it was made from"
        raise Unimportable("import-empty", f"{name}: no text can be had of it", hint)
    blocks = _Lines(dict(_outline(reader))).blocks(text)
    title = " ".join(str((reader.metadata and reader.metadata.title) or "").split())
    document = Document(name, blocks, (Text(title),) if title else ())
    return Source(document, remarks=(f"{name}: {_LOST}",), words_alone=True)


def _outline(reader: Any) -> Iterator[tuple[str, int]]:
    """Yield the letters of each title of a PDF's outline, and how deep it lies."""
    from pypdf.errors import PyPdfError

    try:
        entries = reader.outline
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
    levels = [(each, 1) for each in entries]
    while levels:
        entry, level = levels.pop(0)
        if isinstance(entry, list):
            levels[:0] = [(each, level + 1) for each in entry]
        elif letters := _letters(str(entry.title or "")):
            yield letters, level


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _without_heads(text: str) -> Iterator[str]:
    """Yield the lines of all pages without numbers of pages, and heads and feet that return."""
    texts = [[" ".join(line.split()) for line in page.split("\n")] for page in text.split(_PAGE)]
    pages = [[line for line in page if line and not line.isdigit()] for page in texts]
    ends = ({_unnumbered(line) for line in (*page[:2], *page[-2:])} for page in pages)
    counts = Counter(line for each in ends for line in each)
    for page in pages:
        for number, line in enumerate(page):
            at_end = not 2 <= number < len(page) - 2
            # What has a number, such as that of the page, is enough on two pages.
            often = max(2 if re.search(r"\d", line) else 3, len(pages) // 2)
            if not at_end or counts[_unnumbered(line)] < often:
                yield line


def _unnumbered(line: str) -> str:
    return re.sub(r"\d+", "", line)


class _Lines:
    """Puts the lines of a PDF together again."""

    def __init__(self, outline: Mapping[str, int]) -> None:
        self.outline = outline
        self.made: list[Block] = []
        self.items: list[tuple[Block, ...]] = []
        self.start: int | None = None
        self.dated = False
        self.piece: list[str] = []
        self.section = 0

    def blocks(self, text: str) -> tuple[Block, ...]:
        lines = [line for line in _without_heads(text) if not _LEADERS.search(line)]
        number = 0
        while number < len(lines):
            heading, taken = self._heading(lines, number)
            if heading is not None:
                self._end_list()
                self.made.append(heading)
            else:
                self._line(lines[number], first=number == 0)
            number += taken
        self._end_list()
        return tuple(self.made)

    def _heading(self, lines: list[str], number: int) -> tuple[Heading | None, int]:
        """Return the heading that stands there, and how many lines it takes."""
        line = lines[number]
        for taken in (1, 2) if self.outline else ():
            whole = " ".join(lines[number : number + taken])
            bare = re.sub(r"^[\d.]+\s+", "", whole)
            for each in (whole, bare):
                if level := self.outline.get(_letters(each)):
                    return Heading(level, (Text(each),)), taken
        found = None if self.outline else _HEADING.fullmatch(line)
        if found is not None and "." not in found["number"]:
            # Else it is the line of a list.
            if int(found["number"]) != self.section + 1:
                return None, 1
            self.section += 1
        if found is not None:
            return Heading(found["number"].count(".") + 1, (Text(line),)), 1
        return None, 1

    def _line(self, line: str, *, first: bool) -> None:
        day = read_day(line, "en")
        mark = _LIST_MARK.match(line)
        if first and day is None and not self.outline:
            self.made.append(Heading(1, (Text(line),)))
        elif day is not None and day.length < len(line) < 150:
            self._end_piece()
            if not self.dated:
                self._end_list()
            self.dated = True
            self.items.append((Paragraph((Text(line),)),))
        elif re.match(r"[–—] ?[^\W\d_]", line) and len(line) < 60:
            self._end_piece()
            self._end_list()
            self.made.append(Paragraph((Text(line),)))
        elif mark is not None and not self.dated:
            self._end_piece()
            number = re.search(r"\d+", mark[0])
            if not self.items:
                self.start = int(number[0]) if number else None
            self.items.append(())
            self.piece.append(line[mark.end() :])
        else:
            if self.piece and len(self.piece[-1]) < 60 and self.piece[-1][-1:] in ".:?!":
                self._end_piece()
            self.piece.append(line)

    def _end_piece(self) -> None:
        if self.piece:
            words = re.sub(r"(?<=\w)- (?=[a-z])", "", " ".join(self.piece))
            paragraph = Paragraph((Text(words),))
            if self.items and (self.dated or not self.items[-1]):
                self.items[-1] = (*self.items[-1], paragraph)
            else:
                self._end_items()
                self.made.append(paragraph)
        self.piece = []

    def _end_list(self) -> None:
        self._end_piece()
        self._end_items()

    def _end_items(self) -> None:
        if self.items:
            self.made.append(ItemList(tuple(self.items), self.start))
        self.items, self.start, self.dated = [], None, False
