"""The pieces that formulas are written from, and how they stand beside each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from typing import NamedTuple

from syllabus.writers.formula_signs import BINARY, LARGE, RELATIONS
from syllabus.writers.latex.symbols import SUBSCRIPTS, SUPERSCRIPTS


class NotALine(Exception):
    """There is no line of text for it."""


class Kind(Enum):
    """What a piece is to its neighbours."""

    ORDINARY = auto()
    FRACTION = auto()  # which its neighbours must not seem a part of
    ROOT = auto()
    FUNCTION = auto()
    RELATION = auto()
    BINARY = auto()
    OPENING = auto()
    CLOSING = auto()
    MARK = auto()  # a comma
    SPACE = auto()
    LINE = auto()
    CELL = auto()


OPERANDS = (Kind.ORDINARY, Kind.FRACTION, Kind.ROOT, Kind.CLOSING)


class FormulaPiece(NamedTuple):
    """A bit of text."""

    text: str
    kind: Kind = Kind.ORDINARY


def sign_piece(text: str) -> FormulaPiece:
    """Return a sign as a piece of its kind."""
    if text in "([{⟨⌈⌊":
        return FormulaPiece(text, Kind.OPENING)
    if text in ")]}⟩⌉⌋!":
        return FormulaPiece(text, Kind.CLOSING)
    if text in LARGE:
        return FormulaPiece(text, Kind.FUNCTION)
    if text in ",;":
        return FormulaPiece(text, Kind.MARK)
    if text in RELATIONS:
        return FormulaPiece(text, Kind.RELATION)
    if text in BINARY:
        return FormulaPiece("−" if text == "-" else text, Kind.BINARY)
    return FormulaPiece("′" if text == "'" else text)


def split_pieces(pieces: Iterable[FormulaPiece], kind: Kind) -> list[list[FormulaPiece]]:
    """Return what stands between the pieces of a kind."""
    parts: list[list[FormulaPiece]] = [[]]
    for piece in pieces:
        if piece.kind is kind:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def without_marks(line: list[FormulaPiece]) -> Iterator[FormulaPiece]:
    """Yield a line without the marks of its columns."""
    return (piece for piece in line if piece.kind is not Kind.CELL)


def columns_of(line: list[FormulaPiece]) -> Iterator[FormulaPiece]:
    """Yield a line without its marks, every second of which parts two formulas."""
    marks = 0
    for piece in line:
        if piece.kind is not Kind.CELL:
            yield piece
            continue
        marks += 1
        if marks % 2 == 0 and any(each.text == "=" for each in line):
            yield FormulaPiece(";", Kind.MARK)


def written_line(pieces: list[FormulaPiece], *, close: bool = False) -> str:
    """Return pieces as one line; `close` together in an index."""
    text = ""
    before: Kind | None = None
    for number, piece in enumerate(pieces):
        written, kind = piece
        if kind in (Kind.LINE, Kind.CELL):
            raise NotALine
        after = pieces[number + 1].kind if number + 1 < len(pieces) else None
        if kind is Kind.BINARY and before not in OPERANDS:
            kind = Kind.OPENING  # a sign
        if kind is Kind.FRACTION and (
            before in (*OPERANDS, Kind.FUNCTION)
            or after in (Kind.ORDINARY, Kind.FRACTION, Kind.OPENING, Kind.FUNCTION)
        ):
            written = f"({written})"
        if kind is Kind.SPACE and before is None:
            continue
        spaced = kind in (Kind.RELATION, Kind.BINARY) and not close and bool(text)
        named = kind is Kind.FUNCTION and before in OPERANDS
        ends = (Kind.OPENING, Kind.CLOSING, Kind.MARK)
        left = before in (Kind.FUNCTION, Kind.ROOT) and kind not in ends
        wide = before in (Kind.RELATION, Kind.BINARY, Kind.MARK) and not close
        if (spaced or named or left or wide) and not text.endswith(" "):
            text += " "
        text += written
        before = kind
    return " ".join(text.split(" ")) if close else re.sub(" +", " ", text).strip()


def kind_of(pieces: list[FormulaPiece]) -> Kind:
    """Return what a group in braces is to its neighbours."""
    return Kind.FRACTION if any(each.kind is Kind.FRACTION for each in pieces) else Kind.ORDINARY


def is_one(text: str) -> bool:
    """Return whether a text is one letter or sign, with its marks and scripts."""
    signs = set(SUPERSCRIPTS) | set(SUBSCRIPTS) | set("′″‴ᵀ")
    seen = [each for each in text if not unicodedata.combining(each) and each not in signs]
    return len(seen) == 1


def factor(pieces: list[FormulaPiece], *, above: bool) -> str:
    """Return what stands above or below a stroke, in brackets unless it is one factor.

    Above it, letters that are multiplied are read as one, and below it dx.
    """
    text = written_line(pieces)
    whole = text.isdigit() or is_one(text)
    product = all(each.kind is Kind.ORDINARY and " " not in each.text for each in pieces)
    whole |= product if above else text[:1] in ("d", "∂") and is_one(text[1:])
    return text if whole else f"({text})"


def as_base(base: FormulaPiece) -> str:
    """Return what an index stands at, in brackets where it would seem to be at a part of it."""
    if not base.text:
        return " "  # of what follows, as a mass number
    several = base.kind is not Kind.CLOSING and " " in base.text.strip()
    alone = base.kind in (Kind.FRACTION, Kind.ROOT)
    return f"({base.text})" if alone or several else base.text


def after_script(base: FormulaPiece) -> Kind:
    """Return what something with an index is to its neighbours."""
    kept = (Kind.FUNCTION, Kind.RELATION, Kind.CLOSING)
    return base.kind if base.kind in kept else Kind.ORDINARY


def accented(text: str, mark: str) -> str:
    """Return one letter with a mark."""
    if len(unicodedata.normalize("NFC", text)) != 1:
        raise NotALine
    return unicodedata.normalize("NFC", text + mark)
