"""What the commands of formulas are as characters of Unicode."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from syllabus.writers.latex.math import commands
from syllabus.writers.latex.symbols import COMMANDS, SUBSCRIPTS, SUPERSCRIPTS

RAISED: Mapping[str, str] = {plain: sign for sign, plain in SUPERSCRIPTS.items()} | {"−": "⁻"}
SIGNS_ABOVE: Mapping[str, str] = {
    **{sign: sign for sign in "′″‴"},
    **{"∘": "°", "⊤": "ᵀ"},
}
"""Signs above that have a sign of their own: primes, degrees and the transpose of a matrix."""

LOWERED: Mapping[str, str] = {plain: sign for sign, plain in SUBSCRIPTS.items()} | {"−": "₋"}

_OTHER_NAMES = """
    le leq ge geq ne neq to rightarrow gets leftarrow land wedge lor vee lnot neg owns ni
    varOmega Omega epsilon varepsilon phi varphi emptyset varnothing dotsb cdots dotsm cdots
    dotsi cdots dotsc dots dotso dots ldots dots hdots dots slash / colon : lbrace {{ rbrace }}
    centerdot cdot leqslant leq geqslant geq dag dagger ddag ddagger
"""
_NAMED = {
    command.removeprefix("\\"): sign
    for sign, command in reversed(list(COMMANDS.items()))
    if command[1:].isalpha() and command[0] == "\\"
}
SIGNS: Mapping[str, str] = (
    _NAMED
    | {
        other: _NAMED[name]
        for other, name in zip(_OTHER_NAMES.split()[::2], _OTHER_NAMES.split()[1::2], strict=True)
        if name in _NAMED
    }
    | {
        "cdots": "⋯", "colon": ":", "dots": "…", "ldots": "…", "dotsc": "…", "dotso": "…",
        "dotsb": "⋯", "dotsm": "⋯", "dotsi": "⋯", "vdots": "⋮", "ddots": "⋱", "iff": "⟺",
        "implies": "⟹", "impliedby": "⟸", "prime": "′", "nsubseteq": "⊈",
        "int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮", "sum": "∑", "prod": "∏",
        "slash": "/", "dagger": "†", "ddagger": "‡", "dag": "†", "ddag": "‡",
        "setminus": "∖", "hslash": "ℏ",
    }
)  # fmt: skip
"""Commands without arguments that are one sign, and the sign."""

BRACKETS: Mapping[str, str] = {
    "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "langle": "⟨", "rangle": "⟩",
    "lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "lbrack": "[", "rbrack": "]",
    "|": "‖", "lvert": "|", "rvert": "|", "vert": "|", "lVert": "‖", "rVert": "‖", "Vert": "‖",
}  # fmt: skip

RELATIONS = frozenset("=<>:→←") | {
    SIGNS[name] for name in commands.RELATIONS | commands.ARROWS if name in SIGNS
}
BINARY = frozenset("+-*−") | {SIGNS[name] for name in commands.BINARY if name in SIGNS}
LARGE = frozenset(SIGNS[name] for name in commands.BIG_OPERATORS if name in SIGNS)
FUNCTIONS = commands.NAMED_OPERATORS - {
    "injlim", "projlim", "varinjlim", "varliminf", "varlimsup", "varprojlim",
}  # fmt: skip

ACCENTS: Mapping[str, str] = {
    "acute": "\u0301", "bar": "\u0304", "breve": "\u0306", "check": "\u030c", "ddot": "\u0308",
    "dot": "\u0307", "grave": "\u0300", "hat": "\u0302", "mathring": "\u030a", "tilde": "\u0303",
    "vec": "\u20d7", "overline": "\u0305", "underline": "\u0332", "widehat": "\u0302",
    "widetilde": "\u0303",
}  # fmt: skip
TEXTS = frozenset(("text", "textrm", "textnormal", "mbox", "mathrm", "mathnormal", "mathit")) | {
    "mathsf", "mathtt", "textit", "textup",
}  # fmt: skip
SPACES: Mapping[str, bool] = dict.fromkeys(commands.SPACES, True) | dict.fromkeys(
    ("!", "negthinspace", "negmedspace", "negthickspace", "allowbreak", "strut", "mathstrut", "/"),
    False,
)
"""Commands that leave space, and whether any of it is seen on a line of text."""

IGNORED = commands.SIZED | frozenset((
    "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "limits", "nolimits",
    "displaylimits", "nonumber", "notag",
))  # fmt: skip
LINES = frozenset((
    "align", "aligned", "alignat", "alignedat", "flalign", "gather", "gathered", "split",
    "equation", "multline", "eqnarray",
)) - {"alignat", "alignedat"}  # fmt: skip
MATRICES: Mapping[str, tuple[str, str]] = {
    "matrix": ("[", "]"), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"), "smallmatrix": ("[", "]"), "cases": ("{", "}"),
}  # fmt: skip

FONTS: Mapping[str, str] = {
    "mathbb": "DOUBLE-STRUCK", "mathbf": "BOLD", "mathcal": "SCRIPT", "mathscr": "SCRIPT",
    "mathfrak": "FRAKTUR",
}  # fmt: skip


def styled(command: str, text: str) -> str | None:
    r"""Return letters as the command for a font sets them, ℝ of `\mathbb{R}`; None if none is so.

    They are Unicode's Mathematical Alphanumeric Symbols, or the older letters that they leave out.
    """
    style = FONTS.get(command)
    if style is None:
        return None
    letters = [_styled(style, letter) for letter in text]
    return "".join(each for each in letters if each) if all(letters) else None


def _styled(style: str, letter: str) -> str | None:
    name = unicodedata.name(letter, "")
    for script in ("LATIN ", "GREEK ", "LETTER "):
        name = name.replace(script, "")
    old = "BLACK-LETTER" if style == "FRAKTUR" else style
    for wanted in (f"MATHEMATICAL {style} {name}", f"{old} {name}"):
        try:
            return unicodedata.lookup(wanted)
        except KeyError:
            continue
    return None
