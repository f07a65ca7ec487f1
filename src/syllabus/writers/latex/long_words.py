"""Words that nothing divides: numbers, names of files, and scripts that have no spaces."""

from __future__ import annotations

import re

SHORTEST_LONG_WORD = 33
"""Characters; a narrower one fits into a line, and TeX finds room for it."""

_LONGEST_HYPHENATED = 50
_EAST_ASIA = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
"""Scripts whose lines break between any two characters as it is."""
_JOINED = "\u0590-\u0dff"
"""Scripts whose letters join or change their order, from right to left or of India: no break."""
_LONG = rf"[^\s\-\u2010\u2013\u2014\u200b{_EAST_ASIA}{_JOINED}]{{{SHORTEST_LONG_WORD},}}"
_SPACELESS = "[\u0e00-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf]"
"""Thai, Lao, Tibetan, Burmese, Khmer and others that have spaces between clauses."""
_SYLLABLE = (
    # A vowel that stands before its consonant, the consonant, and what stands behind or above it.
    "(?s)[\u0e40-\u0e44\u0ec0-\u0ec4]?.(?:[\u0300-\u036f\u0e2f-\u0e3a\u0e45-\u0e4e\u0eaf-\u0ebd"
    "\u0ec6-\u0ece\u0f0b-\u0f14\u0f71-\u0fbc\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064"
    "\u1067-\u106d\u1071-\u1074\u1082-\u108d\u17b4-\u17dd]|(?<=[\u1039\u17d2]).)*"
)


def long_words(text: str) -> list[tuple[int, int, list[str]]]:
    """Return where the words of a text are that may need a break: their start and end.

    Those of a script without spaces have the parts between which their lines may break, too.
    """
    found: list[tuple[int, int, list[str]]] = []
    if max(map(len, text.split()), default=0) < SHORTEST_LONG_WORD:
        return found  # as nearly always: the pattern takes long to compile
    for match in re.finditer(_LONG, text):
        word = match[0]
        if re.search(_SPACELESS, word):
            found.append((match.start(), match.end(), re.findall(_SYLLABLE, word)))
        elif len(word) > _LONGEST_HYPHENATED or not word.isalpha() or word.isupper():
            found.append((match.start(), match.end(), []))
    return found
