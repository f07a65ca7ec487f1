r"""Chemical formulas as mhchem's `\ce` reads them: `H2O`, `SO4^2-`, `2H2 + O2 -> 2H2O`."""

from __future__ import annotations

import re

from syllabus.on_demand import pattern

_ARROWS = {
    "<=>": r"\rightleftharpoons ", "<=>>": r"\rightleftharpoons ", "<<=>": r"\rightleftharpoons ",
    "<-->": r"\rightleftarrows ", "<->": r"\leftrightarrow ", "->": r"\rightarrow ",
    "<-": r"\leftarrow ",
}  # fmt: skip
_OVER = {"->": r"\xrightarrow", "<-": r"\xleftarrow"}
_ARROW = pattern(r"(<=>>|<<=>|<=>|<-->|<->|->|<-)((?:\[[^\[\]]*\]){0,2})")
_PIECE = pattern(
    r"(?P<mass>(?:\^(?:\d+|\{\d+\})(?:_(?:\d+|\{-?\d+\}))?)(?=[A-Z{(\[]))"
    r"|(?P<script>[\^_](?:\{[^{}\\$^_]{1,20}\}|\d*[+-]|\d+|[a-z*.]))"
    r"|(?P<state>\((?:aq|s|l|g|cr|v)\))"
    r"|(?P<letters>[A-Z][a-z]?|[a-z]+)"
    r"|(?P<count>\d+(?:/\d+)?(?:\.\d+)?)"
    r"|(?P<charge>[+-](?![A-Za-z0-9(\[]))"
    r"|(?P<bond>[-=#])"
    r"|(?P<bracket>[()\[\]]|\\\{|\\\})"
    r"|(?P<dot>[*.])"
    r"|(?P<greek>\\(?:alpha|beta|gamma|delta|Delta|mu|eta|pi|sigma|nu) ?)"
)
MOST = 400


def formula_of(text: str) -> str | None:
    """Return a chemical formula or reaction as math, None for what cannot be read."""
    text = text.strip()
    if not text or len(text) > MOST:
        return None
    written: list[str] = []
    at = 0
    while at < len(text):
        if arrow := _ARROW.match(text, at):
            words = re.findall(r"\[([^\[\]]*)\]", arrow[2])
            over = [_above(each) for each in words]
            if None in over or (over and arrow[1] not in _OVER):
                return None
            if over:
                below = f"[{over[1]}]" if len(over) > 1 else ""
                written.append(rf"\mathrel{{{_OVER[arrow[1]]}{below}{{{over[0]}}}}}")
            else:
                written.append(_ARROWS[arrow[1]])
            at = arrow.end()
            continue
        if sign := re.compile(r"\s+([+=])\s+|\s+").match(text, at):
            gas = re.compile(r"\s+(\^|v)(?=\s|$)").match(text, at)
            if gas:
                written.append(r"\uparrow " if gas[1] == "^" else r"\downarrow ")
                at = gas.end()
                continue
            written.append(f" {sign[1]} " if sign[1] else r"\,")
            at = sign.end()
            follows_arrow = _ARROW.match(text, at)
            if not sign[1] and (follows_arrow or (len(written) > 1 and _is_arrow(written[-2]))):
                written.pop()
            continue
        end = re.compile(r"\S*?(?=\s|<-|<=|<<=|->|$)").match(text, at)
        species = end[0] if end else ""
        read = _species(species) if species else None
        if read is None:
            return None
        written.append(read)
        at += len(species)
    return "".join(written)


def _is_arrow(written: str) -> bool:
    return written in _ARROWS.values() or written.startswith(r"\mathrel{")


def _above(text: str) -> str | None:
    """Return what stands over an arrow: a formula, or words."""
    if not text.strip():
        return ""
    if re.fullmatch(r"[a-z][a-z .,-]*", text):
        return rf"\text{{{text}}}"
    return formula_of(text)


def _species(text: str) -> str | None:
    """Return one substance, with the number before it."""
    pieces: list[str] = []
    at = 0
    before = ""  # what the last piece was
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None:
            return None
        kind = str(found.lastgroup)
        piece = found[0]
        at = found.end()
        match kind:
            case "mass":
                pieces.append("{}" + re.sub(r"([\^_])(\d+)", r"\1{\2}", piece))
            case "script":
                inner = piece[1:].strip("{}")
                inner = r"\bullet " if inner in (".", "*") else inner
                if piece[0] == "^" and inner.endswith("."):
                    return None
                pieces.append(f"{piece[0]}{{{_upright(inner)}}}")
            case "state":
                pieces.append(rf"\mathrm{{{piece}}}")
            case "letters":
                pieces.append(rf"\mathrm{{{piece}}}")
            case "count":
                if before in ("letters", "bracket") and "/" not in piece:
                    pieces.append(f"_{{{piece}}}")
                else:
                    whole = re.sub(r"(\d+)/(\d+)", r"\\tfrac{\1}{\2}", piece)
                    pieces.append(rf"{whole}\,")
            case "charge":
                if not before:
                    return None
                pieces.append(f"^{{{piece}}}")
            case "bond":
                pieces.append({"-": r"{-}", "=": r"{=}", "#": r"{\equiv}"}[piece])
            case "dot":
                pieces.append(r"\cdot ")
            case "bracket":
                pieces.append(piece)
                if piece in ("(", "[", r"\{"):
                    kind = "opening"
            case _:
                pieces.append(piece.rstrip() + " ")
        before = kind
    return "".join(pieces)


def _upright(text: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda found: rf"\mathrm{{{found[0]}}}", text)
