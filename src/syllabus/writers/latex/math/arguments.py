"""Arguments of math commands that are no formulas: lengths, numbers, delimiters, columns."""

from __future__ import annotations

import re

from syllabus.on_demand import pattern
from syllabus.writers.latex.math import commands

_LENGTH = pattern(r"-?\d{0,3}(?:\.\d{1,4})? ?(pt|bp|mm|cm|in|pc|em|ex|mu)", re.ASCII)
_POINTS = {
    "pt": 1.0, "bp": 1.0, "mm": 2.85, "cm": 28.5, "in": 72.3, "pc": 12.0, "em": 10.0, "ex": 4.3,
    "mu": 0.56,
}  # fmt: skip
_MAX_POINTS = 60.0
"""The longest space that a formula may ask for: what it asks for must not move the page."""
_MAX_COLUMNS = 60
_REPEATED = pattern(r"\*\{(\d{1,2})\}\{([^}]*)\}", re.ASCII)
_BETWEEN = pattern(r"@\{[^}]*\}")


def is_plain_value(kind: str, value: str) -> bool:
    """Tell whether an argument of `commands.PLAIN_ARGUMENTS` has a value that it may have."""
    if kind in commands.DELIMITER_ARGUMENTS:
        return value in commands.DELIMITER_TOKENS or (kind == "X" and not value)
    if kind == "a":
        return value[1:] in commands.ACCENTS and value.startswith("\\")
    pattern, _ = commands.PLAIN_ARGUMENTS[kind]
    if not re.fullmatch(pattern, value, re.ASCII):  # to TeX, others are no digits
        return False
    if kind == "C":
        return 0 < column_count(value) <= _MAX_COLUMNS
    length = _LENGTH.fullmatch(value)
    if length is None:
        return True
    number = re.match(r"-?(?:\d+\.?\d*|\.\d+)", value)
    return number is not None and abs(float(number[0])) * _POINTS[length[1]] <= _MAX_POINTS


def expected_value(kind: str) -> str:
    """Return a description of the values that an argument may have, for messages."""
    return commands.PLAIN_ARGUMENTS[kind][1]


def column_count(columns: str) -> int:
    """Return how many columns an array's argument asks for."""
    plain = _REPEATED.sub(lambda match: match[2] * int(match[1]), _BETWEEN.sub("", columns))
    return sum(character in "lcr" for character in plain)


def most_columns(kind: str, value: str) -> int | None:
    """Return how many columns an environment has, said by its argument; None: any number."""
    if kind == "C":
        return column_count(value)
    return 2 * int(value) if kind == "E" else None
