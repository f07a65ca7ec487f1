"""The handout's own words, such as "References"; course.yaml's `words:` can override each.

Each language has a module here, with the same keys as English, and its line in `MODULES`. It holds
`WORDS` and, where the marks between them differ from English, `PUNCTUATION`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from syllabus.model.words.en import WORDS as ENGLISH
from syllabus.model.words.punctuation import COMMON, Punctuation
from syllabus.on_demand import pattern

if TYPE_CHECKING:
    from syllabus.model.course import Course

__all__ = [
    "COMMON",
    "ENGLISH",
    "MODULES",
    "Punctuation",
    "english_of",
    "has_words",
    "is_english",
    "punctuation_for",
    "words_for",
    "words_of",
]

MODULES: Mapping[str, str] = {
    "de": "de",
    "el": "el",
    "en": "en",
    "es": "es",
    "fr": "fr",
    "it": "it",
    "ja": "ja",
    "nl": "nl",
    "pt": "pt",
    "pt-PT": "pt_pt",
}
"""The module of each language (BCP 47) that has words of its own."""


_LETTERS = pattern(r"[^\W\d_]+")
_GAP = pattern(r"\{\w+\}s?")


def words_for(language: str) -> Mapping[str, str]:
    """Return every word of a language (BCP 47) by its key, English if it has none of its own.

    `{reason}` stands for the reason that a record gives.
    """
    words: Mapping[str, str] = _module(language).WORDS
    return words


def words_of(course: Course) -> Mapping[str, str]:
    """Return every word of a course by its key: its own, the others of its language."""
    own = {key: word.text for key, word in course.words.items()}
    return {**words_for(course.language), **own}


def english_of(course: Course) -> frozenset[str]:
    """Return the single words of English that a course in a language without any prints itself.

    It is empty where the language has words, and what course.yaml names is not among them.
    """
    if has_words(course.language):
        return frozenset()
    borrowed = (word for key, word in ENGLISH.items() if key not in course.words)
    return frozenset(each for word in borrowed for each in _LETTERS.findall(_GAP.sub(" ", word)))


def is_english(text: str, english: frozenset[str]) -> bool:
    """Return whether a text has words, and all of them are `english`.

    One or two letters alone are words of other languages, too: *to* is a Finnish Thursday.
    """
    words = _LETTERS.findall(text) if english else []
    return english.issuperset(words) and any(len(word) > 2 for word in words)


def punctuation_for(language: str) -> Punctuation:
    """Return the marks that go with `words_for` a language (BCP 47)."""
    marks: Punctuation = getattr(_module(language), "PUNCTUATION", COMMON)
    return marks


def has_words(language: str) -> bool:
    """Return whether there are words of a language (BCP 47) itself."""
    return language in MODULES or _primary(language) in MODULES


def _module(language: str) -> ModuleType:
    name = MODULES.get(language) or MODULES.get(_primary(language), "en")
    # A handout needs one language; the others are not loaded.
    return import_module(f"{__name__}.{name}")


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
