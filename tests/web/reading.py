"""What a page says, read as people do, and held against the words of the PDF."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"br", "hr", "img", "meta", "link", "path", "circle", "use"}
ONLY_HERE = {"skip", "ways", "here", "add", "local", "above", "edition", "notes", "sign"}
"""Classes of what a page has and paper does not, or at another place."""

FORMULA, NUMBER, PAGE = 600, 8, 4
"""Letters that a PDF may have in place of a formula, an item's number, a page's number."""


@dataclass
class Words:
    """Pieces of a page's text; before each, as many letters of the PDF may stand as `room` says."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    room: int = 0

    def say(self, text: str) -> None:
        if letters := bare(text):
            self.pieces.append((self.room, letters))
            self.room = 0

    def leave(self, room: int) -> None:
        self.room = max(self.room, room)


class PageReader(HTMLParser):
    """Reads a page: its `words`, its footnotes' words, and all its elements with attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = Words()
        self.notes: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, str]] = []
        self.head = ""
        self.feed(page)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.elements.append((tag, found))
        kind = next(iter(set(found.get("class", "").split()) & ONLY_HERE), "")
        if tag in ("head", "script", "style", "svg", "math", "footer") or found.get("role") in (
            *("math", "doc-backlink", "doc-noteref"),
        ):
            kind = "left out"
        if tag == "li" and kind == "" and any(each == "notes" for _, each in self.open):
            self.notes.append("")
        if tag == "math" or found.get("role") == "math":
            self.words.leave(FORMULA)
        elif found.get("role") == "doc-noteref" or (
            tag == "li" and next((each for each, _ in reversed(self.open)), "") == "ol"
        ):
            self.words.leave(NUMBER)
        elif tag == "img":
            self.words.leave(FORMULA)
        if tag not in VOID:
            self.open.append((tag, kind))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open.pop()
        assert opened == tag, (opened, tag)
        if tag == "thead":
            self.head = bare(self.head)
        if tag == "li" and any(each == "nav" for each, _ in self.open):
            self.words.leave(PAGE)
        if tag == "tr":  # a table that goes on says its head again
            self.words.leave(len(self.head) + NUMBER * 2)

    def handle_data(self, data: str) -> None:
        kinds = [kind for _, kind in self.open if kind]
        if "notes" in kinds and "left out" not in kinds and self.notes:
            self.notes[-1] += data
        if kinds:
            return
        if any(tag == "thead" for tag, _ in self.open):
            self.head += data
        if any(tag == "table" for tag, _ in self.open) and not self.head:
            self.head = ""
        self.words.say(data)


def bare(text: str) -> str:
    """Return the letters and digits of a text alone: hyphens and ends of lines are the paper's."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in plain if each.isalnum())


def pdf_words(pdf: Path, notice: str) -> str:
    """Return the letters of a PDF without the lines at the end of its pages."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    read = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pages = []
    for page in read.split("\f"):
        words = re.sub(r"\s+", " ", page).strip()
        for _ in range(2):
            words = re.sub(r"\d+(?: of \d+)?$", "", words).strip()
            words = words.removesuffix(notice).strip()
        pages.append(words)
    return bare(" ".join(pages))


def differs(page: PageReader, paper: str) -> str | None:
    """Return where a page and a PDF do not say the same words in the same order; None if they do."""
    for note in page.notes:
        found = paper.find(bare(note))
        if found < 0:
            return f"a footnote: {note}"
        paper = paper[:found] + paper[found + len(bare(note)) :]
    places, furthest = {0}, 0
    for index, (room, piece) in enumerate(page.words.pieces):
        after = set()
        for place in places:
            start = place
            while 0 <= (start := paper.find(piece, start, place + room + len(piece))):
                after.add(start + len(piece))
                start += 1
        if not after:
            before = "".join(each for _, each in page.words.pieces[max(0, index - 4) : index])
            return (
                f"…{before[-80:]} | {piece[:80]} | {paper[max(furthest - 60, 0) : furthest]}"
                f" | {paper[furthest : furthest + 120]}"
            )
        places, furthest = after, max(after)
    left = len(paper) - max(places)
    return f"the PDF goes on: {paper[-left:][:200]}" if left > FORMULA // 4 else None
