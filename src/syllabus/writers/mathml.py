"""Formulas as MathML Core, which browsers set and screen readers say.

The only module that knows latex2mathml, which writes whatever it is given: what comes back is
believed only as far as it is MathML without addresses, styles and left-over commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from latex2mathml.converter import convert

from syllabus.on_demand import pattern
from syllabus.writers.equations import NUMBERED
from syllabus.writers.latex.math.tokens import MAX_SIZE, Token, Tokens, find_misread

LONGEST = 5_000
"""Tokens of a formula, with the course's commands written out, that is tried."""

_SPACE = "{http://www.w3.org/1998/Math/MathML}"
_ELEMENTS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "mstyle",
        "mpadded",
        "mphantom",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mtable",
        "mtr",
        "mtd",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "scriptlevel",
        "stretchy",
        "fence",
        "form",
        "separator",
        "symmetric",
        "accent",
        "accentunder",
        "movablelimits",
        "largeop",
        "minsize",
        "maxsize",
        "lspace",
        "rspace",
        "width",
        "height",
        "depth",
        "linethickness",
        "columnalign",
        "columnspan",
        "rowspacing",
        "columnspacing",
    ]
)
_LENGTHS = frozenset(
    [
        "minsize",
        "maxsize",
        "lspace",
        "rspace",
        "width",
        "height",
        "depth",
        "linethickness",
        "rowspacing",
        "columnspacing",
    ]
)
_LENGTH = pattern(r"[-+.0-9a-z% ]*")
_UPRIGHT = frozenset((r"\operatorname",))
_UPRIGHT_LETTERS = pattern(r"(?:[A-Za-z0-9]|[_^](?:[A-Za-z0-9]|\{[A-Za-z0-9]+\}))+")
_BOLD = frozenset((r"\boldsymbol", r"\bm"))
_GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "", "sigma", "tau", "upsilon", "phi"),
    *("chi", "psi", "omega"),
)
_BOLD_LETTERS = {
    **{chr(ord("A") + each): chr(0x1D468 + each) for each in range(26)},
    **{chr(ord("a") + each): chr(0x1D482 + each) for each in range(26)},
    **{f"\\{name}": chr(0x1D736 + each) for each, name in enumerate(_GREEK) if name},
}
"""Bold letters in italics; source: Unicode, Mathematical Alphanumeric Symbols."""
_ARROWS = {r"\xrightarrow": r"\rightarrow", r"\xleftarrow": r"\leftarrow"}
_FONTS = frozenset((r"\mathbb", r"\mathbf", r"\mathcal", r"\mathfrak", r"\mathsf", r"\mathscr"))
_NOT_READ = frozenset((r"\label", r"\ref", r"\eqref", r"\tag"))
_NOT_READ |= frozenset((r"\rm", r"\bf", r"\it", r"\sf", r"\tt", r"\cal"))
_INNER = {"aligned": "align*", "alignedat": "", "split": "align*", "gathered": "matrix"}
_INNER |= {"gather*": "matrix", "multline*": "matrix", "flalign*": "align*", "eqnarray*": ""}
_CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2}
_CHILDREN |= {"msubsup": 3, "munderover": 3}
_LEFT_OVER = pattern(r"[\\&${}#]")


class _Unread(Exception):
    """A formula that latex2mathml does not read as TeX does."""


def formula_mathml(tex: str, macros: Mapping[str, str], *, display: bool) -> str | None:
    """Return a formula as a `math` element; None where that would not be what its TeX says.

    `macros` are the course's own commands and their definitions. The formula has passed the gate
    (`check_math`).
    """
    try:
        source = _written_out(tex, macros)
        root = ElementTree.fromstring(convert(source))  # noqa: S314  # no document type in it
    except Exception:  # whatever latex2mathml fails with, the formula is printed as it is written
        return None
    if not all(map(_is_sound, root.iter())) or _is_empty(root):
        return None
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SPACE)
    root.set("display", "block" if display else "inline")
    return ElementTree.tostring(root, encoding="unicode")


def _written_out(tex: str, macros: Mapping[str, str]) -> str:
    """Return a formula with the course's commands written out, in what latex2mathml reads.

    Raises `_Unread` where it would read it as something else.
    """
    if find_misread(tex):
        raise _Unread
    tokens = Tokens(tex.strip(), macros)
    pieces: list[str] = []
    while tokens:
        token = tokens.pop()
        tokens.size += 1
        if tokens.is_macro(token):
            if not tokens.expand(token):
                raise _Unread
        else:
            pieces += _translated(token, tokens)
        if tokens.size > MAX_SIZE or len(pieces) > LONGEST:
            raise _Unread
    return "".join(pieces)


def _translated(token: Token, tokens: Tokens) -> Iterator[str]:
    text = token.text
    if text in (r"\begin", r"\end"):
        name = "".join(_argument(tokens))
        if name in NUMBERED:  # by `Equations`, with all that came before
            raise _Unread
        yield f"{text}{{{_INNER.get(name, name)}}}"
    elif text == r"\mathrm":  # its letters would be in italics
        yield from _upright("".join("".join(_argument(tokens)).split()))
    elif text == r"\text":
        yield from _words(_argument(tokens), tokens)
    elif text in _BOLD:
        argument = _argument(tokens)
        if not all(each in _BOLD_LETTERS for each in argument):
            raise _Unread
        yield from (_BOLD_LETTERS[each] for each in argument)
    elif text in _ARROWS:
        above = _argument(tokens)
        if above == ["["]:  # with something below
            raise _Unread
        yield rf"\overset{{{''.join(above)}}}{{{_ARROWS[text]}}}"
    elif text in _UPRIGHT or text in _FONTS:
        argument = _argument(tokens)
        yield f"{text}{{"
        yield from argument
        yield "}"
    elif text in _NOT_READ:
        raise _Unread
    else:
        yield text
        if text[0] == "\\" and text[1:].isalpha() and tokens.peek()[:1].isalpha():
            yield " "


def _upright(letters: str) -> Iterator[str]:
    """Yield upright letters, which may have indices: k_B, m^2."""
    if not _UPRIGHT_LETTERS.fullmatch(letters):
        raise _Unread
    if letters.isalnum():
        yield rf"\text{{{letters}}}"
        return
    yield "{"
    for found in re.finditer(r"([_^]?)(?:\{([A-Za-z0-9]+)\}|([A-Za-z0-9]+))", letters):
        sign, index, run = found.groups()
        if sign and run:  # an index is one letter
            yield rf"{sign}{{\text{{{run[0]}}}}}"
            run = run[1:]
        elif index:
            yield rf"{sign}{{\text{{{index}}}}}"
        if run:
            yield rf"\text{{{run}}}"
    yield "}"


def _words(pieces: list[str], tokens: Tokens) -> Iterator[str]:
    """Yield words with formulas between them: if $x$ is odd."""
    for index, stretch in enumerate("".join(pieces).split("$")):
        if not stretch:
            continue
        if index % 2:
            yield f"{{{_written_out(stretch, tokens.macros)}}}"
        else:
            yield rf"\text{{{stretch}}}"


def _argument(tokens: Tokens) -> list[str]:
    """Take the next argument; what is in it stays as it is."""
    first = tokens.pop_visible()
    if first is None:
        return []
    if first.text != "{":
        return [first.text]
    return [each.text for each in tokens.take_until("}") or ()]


def _is_sound(element: ElementTree.Element) -> bool:
    name = element.tag.removeprefix(_SPACE)
    known = element.tag.startswith(_SPACE) and name in _ELEMENTS
    text = element.text or ""
    return (
        known
        and len(element) == _CHILDREN.get(name, len(element))
        and all(map(_is_sound_attribute, element.attrib.items()))
        and not _LEFT_OVER.search(text if len(text) > 1 else "")
    )


def _is_sound_attribute(attribute: tuple[str, str]) -> bool:
    name, value = attribute
    if name == "mathvariant":
        return value == "normal"  # the only one that browsers know
    # Not `linebreak`: a line that ends outside a table does not end in browsers.
    return name in _ATTRIBUTES and (name not in _LENGTHS or bool(_LENGTH.fullmatch(value)))


def _is_empty(root: ElementTree.Element) -> bool:
    return not "".join(root.itertext()).strip()
