r"""The letters that the alphabets of math have: TeX sets other glyphs in place of the rest.

A font such as that of `\mathcal` has signs where others have digits and small letters (cmsy and
msbm of the Computer Modern family): `\mathcal{0}` prints a prime, `\mathbb{1}` a crossed relation.
"""

from __future__ import annotations

import string
from collections.abc import Mapping

from syllabus.writers.latex.math import commands

_OF_COMMANDS: Mapping[str, str] = {
    "mathcal": "mathcal", "cal": "mathcal",
    "mathbb": "mathbb", "Bbb": "mathbb",
    "mathfrak": "mathfrak", "frak": "mathfrak",
    "mathbf": "mathbf", "bold": "mathbf", "bf": "mathbf",
}  # fmt: skip
_PLAIN = commands.TEXT_FONTS | {
    *("mathnormal", "mathrm", "mathsf", "mathtt", "mathit", "operatorname"),
    *("operatornamewithlimits", "rm", "sf", "tt", "it", "mit"),
}
REWRITING = frozenset(("mathbb", "Bbb", "mathbf", "bold", "bf"))
"""Commands for which `instead_of` returns anything."""

_LETTERS: Mapping[str, tuple[str, str]] = {
    "mathcal": (string.ascii_uppercase, "the capitals A to Z"),
    "mathbb": (string.ascii_uppercase + "k1", "the capitals A to Z, k and 1"),
    "mathfrak": (string.ascii_letters + string.digits, "the letters A to Z and digits"),
}
_INSTEAD: Mapping[tuple[str, str], str] = {
    ("mathbb", "k"): r"{\Bbbk}",
    ("mathbb", "1"): r"{\doublestruck{1}}",
}
_CAPITALS = frozenset(
    ("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega")
)
"""Those that the fonts of letters have; the others of `commands.LETTERS` have one font."""
_SLANTED = frozenset(
    name
    for name in commands.LETTERS
    if name not in _CAPITALS
    and name not in ("aleph", "beth", "daleth", "gimel", "hslash", "eth", "mho", "Finv", "Game")
    and name not in ("Bbbk", "Re", "Im", "digamma", "varkappa", "hbar")
) | {"nabla", "partial"}
"""Letters whose bold form `\\boldsymbol` has and `\\mathbf` lacks."""


def alphabet_after(name: str, current: str) -> str:
    """Return the alphabet of what a command applies to, empty for one that has all letters."""
    return "" if name in _PLAIN else _OF_COMMANDS.get(name, current)


def instead_of(text: str, alphabet: str) -> str | None:
    r"""Return the TeX that prints a letter, digit or command in an alphabet, None for itself."""
    if alphabet == "mathbf" and text[1:] in _SLANTED:
        return f"{{\\boldsymbol{{{text}}}}}"
    return _INSTEAD.get((alphabet, text))


def lacks(text: str, alphabet: str) -> str | None:
    """Return what an alphabet has, if a letter, digit or command is not of it."""
    if alphabet not in _LETTERS:
        return None
    letters, description = _LETTERS[alphabet]
    wanting = text in string.ascii_letters + string.digits and text not in letters
    return description if wanting or text.strip("\\ ") in _CAPITALS else None
