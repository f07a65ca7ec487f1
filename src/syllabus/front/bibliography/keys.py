"""Keys of new entries, made as those of a library are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import replace
from itertools import islice, product

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.library import Bibliography, Entry
from syllabus.front.bibliography.marks import Atoms
from syllabus.front.bibliography.names import OTHERS, read_names
from syllabus.front.bibliography.tex import Decoder
from syllabus.on_demand import dataclass

_SAMPLE = 200
"""Entries at the end of a library that its pattern is read from."""
_LONGEST = 60
_UNTOLD = frozenset(
    (
        *("a", "an", "the", "on", "in", "of", "for", "and", "to", "from", "with", "by", "at", "as"),
        *("der", "die", "das", "ein", "eine", "zur", "zum", "über", "le", "la", "les", "un", "une"),
        *("el", "los", "las", "il", "lo", "de", "des", "du", "is", "are"),
    )
)
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE",
                          "œ": "oe", "Œ": "OE", "đ": "d", "Đ": "D", "ı": "i"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What keys are made of, in letters and digits of ASCII: first author, year, title's words."""

    author: str
    year: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyPattern:
    """How keys are made: `parts` of author, year and title, with `between` them.

    `authors` is lower, upper or asis; so many words of the `title` stand in it, which begin with
    capitals if they are `camel`.
    """

    parts: str = "ay"
    between: str = ""
    authors: str = "lower"
    title: int = 1
    camel: bool = False
    digits: int = 4

    def key(self, facts: Facts) -> str:
        """Return the key of an entry, empty if it has none of the parts."""
        written = {
            "a": facts.author if self.authors == "asis" else facts.author.lower(),
            "y": facts.year[-self.digits :],
            "t": self._title(facts.words[: self.title]),
        }
        return self.between.join(filter(None, (written[each] for each in self.parts)))[:_LONGEST]

    def _title(self, words: tuple[str, ...]) -> str:
        if self.camel:
            return "".join(word[:1].upper() + word[1:] for word in words)
        return "".join(word.lower() for word in words)


def key_pattern(bibliography: Bibliography) -> KeyPattern:
    """Return the pattern that explains most keys of a library, `zernike1942` where none does."""
    keys = list(islice(reversed(tuple(bibliography.keys())), _SAMPLE))
    known = []
    for key in keys:
        entry = bibliography.entry(key)
        facts = entry_facts(entry) if entry is not None else None
        if facts is not None and facts.author and facts.year:
            known.append((key, facts))
    counts: Counter[KeyPattern] = Counter()
    for pattern in _patterns():
        for key, facts in known:
            made = pattern.key(facts)
            rest = key.removeprefix(made) if key.startswith(made) else "?"
            counts[pattern] += 2 * (not rest) + (len(rest) == 1 and rest.isalpha())
    best, count = counts.most_common(1)[0] if counts else (KeyPattern(), 0)
    return best if count > len(known) * 2 // 3 else KeyPattern()


def _patterns() -> Iterator[KeyPattern]:
    """Yield the patterns that reference managers and people use, the plainest first."""
    shapes = (("ay", 1, (False,)), ("ayt", 1, (False, True)), ("aty", 1, (False, True)))
    long = (("aty", 3, (True,)), ("ayt", 3, (True,)))
    for (parts, title, camels), between, authors, digits in product(
        (*shapes, *long), ("", "_", "-", ":", "."), ("lower", "asis"), (4, 2)
    ):
        for camel in camels:
            yield KeyPattern(parts, between, authors, title, camel, digits)


def new_key(pattern: KeyPattern, facts: Facts, taken: Container[str]) -> str:
    """Return a key that is not `taken`, with a letter behind it where it would be."""
    if not facts.author:  # such as one whose name has no letter of ASCII
        facts = replace(facts, author=facts.words[0] if facts.words else "work")
    made = pattern.key(facts)
    if made not in taken:
        return made
    letters = (chr(ord("a") + number) for number in range(26))
    numbers = (f"-{number}" for number in range(2, 100_000))
    return next(f"{made}{each}" for each in (*letters, *numbers) if f"{made}{each}" not in taken)


def entry_facts(entry: Entry) -> Facts:
    """Return what a key of an entry would be made of."""
    author = ""
    field = entry.field("author", "editor", "organization", "institution", "publisher")
    if field is not None:
        people = read_names(field, plain_value, _ignore, _ignore)
        first = people[0] if people else None
        if first is not None and first.literal != OTHERS:
            author = marks.unmarked(first.family or first.literal)
    year = re.search(r"\d{4}", entry.value("date", "year"))
    words = (letters_of(word) for word in plain_value(entry.value("title")).split())
    told = tuple(word for word in words if word and word.lower() not in _UNTOLD)
    return Facts(letters_of(author), year[0] if year else "", told)


def plain_value(source: str) -> str:
    """Return the words of a field."""
    atoms = Atoms()
    return atoms.plain(Decoder(atoms).decode(source))


def _ignore(message: str, *hints: str) -> None:
    del message, hints


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, as far as ASCII has them."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return re.sub(r"[^A-Za-z0-9]", "", plain)
