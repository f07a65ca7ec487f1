"""Measures of printed pages: what a typographer looks at, from the places of their words."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import Path
from statistics import mean

from syllabus.writers.latex.ties import tied

MARGIN = 79.2
"""Points of the page beside and above the text."""
FOOT = 72.0
"""Points at the foot of the page that hold the footer only."""
HANGING = 4.5
"""Points that a mark of punctuation, or a formula, may stand in the margin."""
LOOSEST, TIGHTEST = 8.0, 2.2
"""Points between the words of a line, on average; in a line that need not be stretched, 3.65."""
FEWEST = 3
"""Spaces between words of letters in a line in which these are measured."""
COLUMN = 20.0
"""Points between words that stand in columns."""
SHORTEST = 3
"""Characters of a last line that are too few."""
EMPTIEST = 0.3
"""How much of a page may be left white, where it is not the last."""

_WORD = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
_PAGE = re.compile(r'<page width="(.*?)" height="(.*?)">(.*?)</page>', re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the upper left corner of its page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one height, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def is_heading(self) -> bool:
        """Whether this is a numbered heading or the label of a part."""
        number, *others = self.words
        is_number = re.fullmatch(r"\d+(\.\d+)*", number.text)
        wide = bool(others) and others[0].left - number.right > 8
        return self.text.startswith("–") or (is_number is not None and wide)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands above the footer of a page."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


def read_pages(pdf: Path) -> tuple[Page, ...]:
    """Return the pages of a PDF with the places of their words."""
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pages = []
    for number, (width, height, inside) in enumerate(_PAGE.findall(printed), 1):
        words = [_word(*found) for found in _WORD.findall(inside)]
        shown = [word for word in words if word.bottom < float(height) - FOOT]
        pages.append(Page(number, float(width), float(height), tuple(_lines(shown))))
    return tuple(pages)


def _word(left: str, top: str, right: str, bottom: str, text: str) -> Word:
    return Word(float(left), float(top), float(right), float(bottom), unescape(text))


def _lines(words: list[Word]) -> Iterator[Line]:
    line: list[Word] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        middle = (word.top + word.bottom) / 2
        if line and middle - mean((each.top + each.bottom) / 2 for each in line) > 4:
            yield Line(tuple(sorted(line, key=lambda each: each.left)))
            line = []
        line.append(word)
    if line:
        yield Line(tuple(sorted(line, key=lambda each: each.left)))


def uneven_lines(pages: tuple[Page, ...]) -> list[str]:
    """Return the lines whose words stand too far apart, or too near to each other."""
    found = []
    for page in pages:
        for line in page.lines:
            gaps = [
                after.left - before.right
                for before, after in pairwise(line.words)
                if _LETTERS.search(before.text) and _LETTERS.search(after.text)
            ]
            narrowest = min(gaps, default=COLUMN)
            gaps = [gap for gap in gaps if gap < 1.6 * narrowest]  # others are between columns
            if len(gaps) < FEWEST or narrowest >= COLUMN or line.is_heading:
                continue
            if not TIGHTEST <= mean(gaps) <= LOOSEST:
                found.append(f"{page.number}: {mean(gaps):.1f}: {line.text}")
    return found


def last_words(pages: tuple[Page, ...]) -> list[str]:
    """Return the short words that are the last lines of paragraphs."""
    return [
        f"{page.number}: {line.text}"
        for page in pages
        for before, line in pairwise(page.lines)
        if len(line.text) <= SHORTEST
        and _LETTERS.search(line.text)
        and before.right > page.width - MARGIN - 20
    ]


def broken_pairs(pages: tuple[Page, ...]) -> list[str]:
    """Return where a line ends within what is read as one word."""
    lines = [line for page in pages for line in page.lines]
    found = []
    for before, after in pairwise(lines):
        words = [*before.text.split(" ")[-2:], *after.text.split(" ")[:2]]
        place = len(" ".join(before.text.split(" ")[-2:]))
        if before.right > after.left and tied(" ".join(words))[place] == "\u00a0":
            found.append(" ".join(words))
    return found


def stranded(pages: tuple[Page, ...]) -> list[str]:
    """Return the headings and labels at the foot of a page that head what is on the next."""
    found = []
    for page, following in pairwise(pages):
        label, last, first = page.lines[-2:-1], page.lines[-1], following.lines[0]
        if last.is_heading and not first.is_heading:
            found.append(f"{page.number}: {last.text}")
        is_split = re.match("1\\. |•", last.text) and re.match("2\\. |•", first.text)
        if is_split and label and label[0].is_heading:
            found.append(f"{page.number}: {label[0].text} / {last.text}")
    return found


def white_pages(pages: tuple[Page, ...]) -> list[str]:
    """Return the pages that are left white to a large part."""
    return [
        f"{page.number}: {white:.2f}"
        for page in pages[:-1]
        if (white := (page.height - MARGIN - page.lines[-1].bottom) / (page.height - 2 * MARGIN))
        > EMPTIEST
    ]


def outside(pages: tuple[Page, ...]) -> list[str]:
    """Return the words that stand in the margins."""
    return [
        f"{page.number}: {word.text}"
        for page in pages
        for line in page.lines
        for word in line.words
        if not word.left > MARGIN - HANGING or word.right > page.width - MARGIN + HANGING
    ]


def overlapping(pages: tuple[Page, ...]) -> list[str]:
    """Return the words that run into the next."""
    return [
        f"{page.number}: {before.text} {after.text}"
        for page in pages
        for line in page.lines
        for before, after in pairwise(line.words)
        if _LETTERS.search(before.text)
        and _LETTERS.search(after.text)
        and before.right > after.left + 1
    ]


MEASURES = (uneven_lines, last_words, broken_pairs, stranded, white_pages, outside, overlapping)


def measure(pdf: Path) -> list[str]:
    """Return what a typographer would not let pass, with its page."""
    pages = read_pages(pdf)
    return [f"{look.__name__}: {found}" for look in MEASURES for found in look(pages)]
