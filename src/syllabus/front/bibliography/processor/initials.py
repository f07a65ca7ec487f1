"""Initials of given names (CSL 1.0.2, "Name", `initialize` and `initialize-with`)."""

from __future__ import annotations

import unicodedata

from syllabus.on_demand import pattern

_PIECE = pattern(r"(?P<hyphen>[-‐‑]?)(?P<word>[^\s.\-‐‑]+)(?P<stop>\.?)")
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "BOPOMOFO")


def initialized(given: str, mark: str, *, hyphen: bool, all_names: bool) -> str:
    """Return a given name with `mark` after every initial.

    With `all_names` every name becomes its initial; otherwise only those that are one letter
    already get the mark. `hyphen` keeps the hyphen between two of them. A name in small letters is
    kept as it is after a space (Jean le Rond) and left out after a hyphen (Xiao-ming: X.); an
    abbreviation of several letters (Th.) stays one.
    """
    made, after_initial = "", False
    for piece in _PIECE.finditer(given):
        word = piece["word"]
        joined = bool(piece["hyphen"] and made)
        small = word[0].islower()
        if joined and small and all_names:
            continue
        initial = not small and (len(word) == 1 or all_names) and word[0].isalpha()
        if initial:
            shown = word if piece["stop"] and len(word) > 1 and word[1:].islower() else word[0]
        else:
            if all_names and not word[0].isalpha():
                continue
            shown = word + piece["stop"]
        if joined:
            made = made.rstrip() + (piece["hyphen"] if hyphen or not all_names else "")
        elif made and not (initial and after_initial):
            made = f"{made.rstrip()} "
        made += shown + (mark if initial else "")
        after_initial = initial
    return made.strip()


def is_east_asian(name: str) -> bool:
    """Return whether a name is written in Chinese, Japanese or Korean characters alone."""
    letters = [char for char in name if char.isalpha()]
    return bool(letters) and all(
        unicodedata.name(char, "").startswith(_EAST_ASIAN) for char in letters
    )
