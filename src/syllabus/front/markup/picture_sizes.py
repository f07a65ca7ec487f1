"""What stands in braces behind a picture, as Pandoc writes it: `![x](a.png){width=50%}`.

That is how large it is shown, and `.decorative` for one that says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from markdown_it.rules_inline import StateInline, image

from syllabus.diagnostics import Diagnostic, error, nearest_hint
from syllabus.model.document import Length
from syllabus.on_demand import dataclass, pattern
from syllabus.source import Span

SIDES = ("width", "height")
DECORATIVE = ".decorative"
UNITS = {"%": 100, "cm": 100, "mm": 1000, "in": 40, "pt": 3000}
"""The units of a length, and how many of each it may have: more is no page."""

_ATTRIBUTES = pattern(r"[ \t]*\{([^{}]*)(\}?)")
_ATTRIBUTE = pattern(
    r"""[^\s="']+\s*=\s*(?:"[^"]*"|'[^']*'|[\d.,]+[ \t]*(?:%|[cm]m|in|p[tx])(?!\w)|[^\s"']+)|\S+"""
)
_LENGTH = pattern(r"(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})\s*([a-z%]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PictureSize:
    """How wide and how high a picture is to be, as far as its text says so; if it is decorative."""

    width: Length | None = None
    height: Length | None = None
    decorative: bool = False


def sized_image(state: StateInline, silent: bool) -> bool:
    """Read a picture with the attributes behind it; `meta` of its token gets their place."""
    start = state.pos
    if not image(state, silent):
        return False
    found = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    spaced = found is not None and not state.src.startswith("{", state.pos)
    if found is None or not found[1].strip() or (spaced and not _meant(found[1])):
        if not silent:
            state.tokens[-1].map = [start, start]
            state.tokens[-1].meta["end"] = state.pos
        return True
    if not silent:
        token = state.tokens[-1]
        token.map = [start, start]
        token.meta.update(end=found.end(), attributes=(found.start(1), found.end(1)))
        token.meta["unclosed"] = not found[2]
    state.pos = found.end()
    return True


def _meant(text: str) -> bool:
    return DECORATIVE in text or any(re.search(rf"\b{side}\s*=", text) for side in SIDES)


def read_sides(span: Span, closed: bool, faults: list[Diagnostic]) -> PictureSize:
    """Read what stands between the braces; what cannot be read is a `picture-size`."""
    sides: dict[str, Length] = {}
    decorative = False
    if not closed:
        message = "found '{' behind a picture without its '}'"
        faults.append(error("picture-size", message, span, "write it as {width=50%}"))
        return PictureSize()
    for found in _ATTRIBUTE.finditer(span.text):
        place = span.part(found.start(), found.end())
        if found[0] == DECORATIVE:
            decorative = True
            continue
        name, equals, value = (each.strip() for each in found[0].partition("="))
        if name not in SIDES or not equals or name in sides:
            faults.append(_unknown(name, equals, place, name in sides))
            continue
        length = next(_length(value.strip("\"'"), place, faults), None)
        if length is not None:
            sides[name] = length
    return PictureSize(**sides, decorative=decorative)


def _unknown(name: str, equals: str, place: Span, twice: bool) -> Diagnostic:
    if twice:
        return error("picture-size", f"found '{name}' twice", place, "keep one of the two")
    if name in SIDES:
        return error("picture-size", f"'{name}' has no value", place, f"write {name}=50%")
    return error(
        "picture-size",
        f"a picture has no '{name}', expected width or height",
        place,
        *(nearest_hint(name, (*SIDES, DECORATIVE)) if equals or name.startswith(".") else ()),
        "leave it out, or write a line like {width=50%}",
    )


def _length(value: str, place: Span, faults: list[Diagnostic]) -> Iterator[Length]:
    found = _LENGTH.fullmatch(value)
    unit = found[2].lower() if found else ""
    if found is None or unit not in UNITS:
        message = f"'{value}' is no length, expected a number with %, cm, mm, in or pt"
        hint = "write it as 50% of the line's width, or as 8cm"
        faults.append(error("picture-size", message, place, hint))
        return
    number = Decimal(found[1])
    if not 0 < number <= UNITS[unit]:
        message = f"'{value}' is no size for a picture, expected up to {UNITS[unit]}{unit}"
        faults.append(error("picture-size", message, place))
        return
    yield Length(f"{number.normalize():f}", unit)
