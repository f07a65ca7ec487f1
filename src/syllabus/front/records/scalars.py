"""Text as YAML scalars."""

from __future__ import annotations

import re
from functools import cache

from syllabus.on_demand import pattern

_PLAIN = pattern(r"[^\W\d_][\w .()’/-]*(?:, ?[\w .()’/-]+)*")
_WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def write_scalar(text: str) -> str:
    """Return one line of text as a value in YAML, in quotes where it needs them.

    Raises `ValueError` for text that YAML cannot hold in single quotes.
    """
    if find_unprintable(text) or re.search(r"[\n\r\x85\u2028\u2029\ufeff]", text):
        raise ValueError("a control character")
    plain = _PLAIN.fullmatch(text) and text == text.strip()
    if plain and text.lower() not in _WORDS_OF_YAML:
        return text
    return "'" + text.replace("'", "''") + "'"


def find_unprintable(text: str) -> re.Match[str] | None:
    """Return the first character that YAML 1.1 (section 5.1) does not allow in a stream."""
    return None if text.replace("\n", "").isprintable() else _unprintable().search(text)


def without_unprintable(text: str) -> str:
    """Return a text with U+FFFD in the place of what `find_unprintable` finds."""
    return _unprintable().sub("\ufffd", text) if find_unprintable(text) else text


@cache
def _unprintable() -> re.Pattern[str]:
    # Such large classes take milliseconds to compile, and few texts need to be looked through.
    return re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
