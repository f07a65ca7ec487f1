"""Where in the records something stands that TeX tells of.

Of an error, TeX tells the line and how much of it is read: the column. Of a line that is too wide,
it tells the lines of its paragraph and what was printed; of one in the contents, what was printed
alone, since babel has lines in their file, too; of a character that a font lacks, nothing. So the
words of what TeX was given are kept, whole, with their columns: what it names without a column has
a place where a single text or formula holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from re import Pattern
from typing import NamedTuple

from syllabus.on_demand import pattern
from syllabus.source import Span
from syllabus.tex.contents import listed
from syllabus.tex.filled import FilledText

_WORDS = r"\\(?:begin\{[^{}]*\}|[A-Za-z@]+|.)|[^\W_]+(?:-[^\W_]+)*|[^\x00-\x7f]"
_WORD = pattern(_WORDS)
_WORD_OF_TEX = pattern(rf"%.*|{_WORDS}")
_SHORTEST = 6
"""Letters of a word that a printed line is known by."""
_MOST_WORDS = 6
"""How many words of a printed line are looked up, longest first."""


class _Word(NamedTuple):
    """Where a word stands: its line counts from 1, its column from 0."""

    line: int
    column: int
    length: int


class Places:
    """The places of what TeX tells of one text."""

    def __init__(self, filled: FilledText) -> None:
        self.filled = filled

    @staticmethod
    def printed_words(printed: str) -> list[str]:
        """Return the longest words of a printed line, the end of which may divide one.

        The hyphens of the others are where they could be divided, too.
        """
        long = {
            word
            for word, begin, length in _words(printed, _WORD)
            if len(word) >= _SHORTEST and not printed.startswith("-", begin + length)
        }
        return sorted(long, key=lambda word: (-len(word), word))[:_MOST_WORDS]

    def read(self, line: int, column: int | None, word: str = "") -> Span | None:
        """Return where TeX was when it had read so many columns of a line, or None of it.

        A `word` that it names, a command or a character, ends there. If it does not, TeX had it
        from an argument, which it reads whole, or from a macro. The place is then the only one in
        what was read of the line, or else of its block: what TeX has no command or character for
        is a fault wherever it stands. Where there is none or several, it is what ends at the
        column. A line of a template of the project's comes before what a record brought to it.
        """
        if template := self.filled.place_in_template(line):
            return _narrowed(template, word)
        if column is None:
            return self.filled.place(line)
        if word and self.filled.lines[line - 1].endswith(word, 0, column):
            begin = column - len(word)
            return _narrowed(self.filled.place_of(line, begin, len(word)), word)
        for first in (line, self.filled.block_start(line)):
            if places := self._holding(word, (first, 0), (line, column)):
                break
        if place := _only(places):
            return place
        return self.filled.place_of(line, column - 1, 0) if column else self.filled.place(line)

    def in_lines(self, words: Iterable[str], first: int, last: int) -> Span | None:
        """Return the place of the first of some words that a single piece of the lines holds.

        Where there is none, it is the first of the lines that a record brought.
        """
        for word in words:
            if place := _only(self._holding(word, (first, 0), (last + 1, 0))):
                return place
        numbers = range(first, min(last, len(self.filled.lines)) + 1)
        return next(filter(None, map(self.filled.place, numbers)), None)

    def in_contents(self, words: Iterable[str]) -> Span | None:
        """Return where the heading stands that is the only one with the first of some words."""
        titles = [
            (heading.line, {word for word, *_ in _words(heading.title, _WORD)})
            for heading in listed(self.filled.headings)
        ]
        for word in words:
            lines = [line for line, title in titles if word in title]
            if len(lines) == 1:
                return _only(self._holding(word, (lines[0], 0), (lines[0] + 1, 0)))
        return None

    def of_character(self, character: str) -> tuple[Span, ...]:
        """Return what a character came from, each text or formula that has it once."""
        places = self._holding(character, (0, 0), (len(self.filled.lines) + 1, 0))
        return tuple(filter(None, places))

    def _holding(
        self, word: str, start: tuple[int, int], end: tuple[int, int]
    ) -> tuple[Span | None, ...]:
        """Return the pieces that hold a word between two lines and columns; None for a template's.

        The place is the word's own if the piece, or what it was made from, has it once.
        """
        pieces: dict[Span | None, list[_Word]] = {}
        for each in self._words.get(word, ()):
            if start <= each < end:
                pieces.setdefault(self.filled.place_of(each.line, each.column, 0), []).append(each)
        return tuple(
            _narrowed(self.filled.place_of(*held[0]) if len(held) == 1 else piece, word)
            for piece, held in pieces.items()
        )

    @cached_property
    def _words(self) -> Mapping[str, list[_Word]]:
        found = defaultdict(list)
        for number, line in enumerate(self.filled.lines, start=1):
            for word, column, length in _words(line, _WORD_OF_TEX):
                found[word].append(_Word(number, column, length))
        return found


def _words(text: str, word: Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a text, its offset and its length.

    That is a command or the begin of an environment, letters and digits without their hyphens, or
    a character that is not ASCII, also one in a word.
    """
    for found in word.finditer(text):
        if found[0].startswith("%"):
            continue
        plain = found[0] if found[0].startswith("\\") else found[0].replace("-", "")
        yield plain, found.start(), len(found[0])
        if len(found[0]) > 1 and not found[0].isascii():
            for offset, character in enumerate(found[0], start=found.start()):
                if not character.isascii():
                    yield character, offset, 1


def _only(places: tuple[Span | None, ...]) -> Span | None:
    return places[0] if len(places) == 1 else None


def _narrowed(span: Span | None, word: str) -> Span | None:
    """Return a word's part of what it stands in, if that has it once."""
    if span is None:
        return None
    found = [part for part in _words(span.text, _WORD) if part[0] == word]
    if len(found) != 1:
        return span
    _, begin, length = found[0]
    return span.part(begin, begin + length)
