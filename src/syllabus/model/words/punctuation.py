"""The punctuation between the handout's own words."""

from __future__ import annotations

from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class Punctuation:
    """The marks of a language with the spaces around them.

    `opening` and `closing` put a remark in brackets after other text; `space` stands between a
    number and its unit, and between two of these.
    """

    comma: str = ", "
    semicolon: str = "; "
    colon: str = ": "
    opening: str = " ("
    closing: str = ")"
    space: str = " "


COMMON = Punctuation()
"""What most languages that are written with Latin letters have."""
