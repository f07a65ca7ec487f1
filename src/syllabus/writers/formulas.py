r"""Formulas as readable text, for mail, calendars and terminals: $\frac{a+b}{2}$ as (a + b)/2.

What cannot be written on one line without doubt stays as it is in TeX.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from typing import NamedTuple

from syllabus.writers.formula_signs import (
    ACCENTS,
    BINARY,
    BRACKETS,
    FONTS,
    FUNCTIONS,
    IGNORED,
    LARGE,
    LINES,
    LOWERED,
    MATRICES,
    RAISED,
    RELATIONS,
    SIGNS,
    SPACES,
    TEXTS,
    styled,
)
from syllabus.writers.latex.math.tokens import ENDS, MAX_SIZE, Token, Tokens, find_misread
from syllabus.writers.latex.symbols import SUBSCRIPTS, SUPERSCRIPTS

DEEPEST = 30
"""Groups in groups; what is deeper stays TeX."""


class _Unreadable(Exception):
    """There is no line of text for it."""


class _Kind(Enum):
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


_OPERANDS = (_Kind.ORDINARY, _Kind.FRACTION, _Kind.ROOT, _Kind.CLOSING)


class _Piece(NamedTuple):
    text: str
    kind: _Kind = _Kind.ORDINARY


def formula_lines(tex: str, macros: Mapping[str, str]) -> tuple[str, ...]:
    """Return a formula as lines of text, its TeX where that is clearer.

    `macros` are the course's own commands and their definitions.
    """
    try:
        if find_misread(tex):
            raise _Unreadable
        tokens = Tokens(tex, macros)
        pieces = _Reader(tokens).read(None)
        if tokens.size > MAX_SIZE:
            raise _Unreadable
        lines = tuple(filter(None, (_written(line) for line in _split(pieces, _Kind.LINE))))
    except _Unreadable:
        lines = ()
    return lines or tuple(line.strip() for line in tex.strip().split("\n"))


class _Reader:
    """Reads tokens into pieces of text."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._depth = 0
        self._lines = False  # whether lines have been read, beside which nothing can stand

    def read(self, closer: str | None) -> list[_Piece]:
        """Return the pieces up to a token that is taken, too; None reads to the end."""
        pieces: list[_Piece] = []
        while (token := self._tokens.pop_visible()) is not None:
            self._count()
            if token.text == closer:
                return pieces
            found = self._piece(token, pieces)
            if self._lines and pieces and any(each.text.strip() for each in found):
                raise _Unreadable
            pieces += found
        if closer is not None:
            raise _Unreadable
        return pieces

    def _count(self) -> None:
        self._tokens.size += 1
        if self._tokens.size > MAX_SIZE:
            raise _Unreadable

    def _piece(self, token: Token, before: list[_Piece]) -> list[_Piece]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Unreadable
        pieces = self._one(token, before)
        self._depth -= 1
        return pieces

    def _one(self, token: Token, before: list[_Piece]) -> list[_Piece]:
        text = token.text
        if self._tokens.is_macro(token):
            if not self._tokens.expand(token):
                raise _Unreadable
            return []
        if text in ("^", "_"):
            return [self._script(text, before.pop() if before else _Piece(""))]
        if text[0] in SUPERSCRIPTS or text[0] in SUBSCRIPTS:
            base = before.pop() if before else _Piece("")
            return [_Piece(_as_base(base) + text, _after_script(base))]
        if text == "{":
            inner = self.read("}")
            if len(inner) == 1 and inner[0].kind in (_Kind.MARK, _Kind.RELATION, _Kind.BINARY):
                return [_Piece(inner[0].text)]  # such as {,} in a number
            return inner if len(inner) == 1 else [_Piece(_written(inner), _kind(inner))]
        if text[0] == "\\":
            return self._command(text[1:])
        if text == "&":
            return [_Piece("", _Kind.CELL)]
        if text in "}$#%~":
            if text == "~":
                return [_Piece(" ", _Kind.SPACE)]
            raise _Unreadable
        return [_sign(text)]

    def _command(self, name: str) -> list[_Piece]:
        if name in IGNORED:
            return []
        if name in SPACES:
            return [_Piece(" ", _Kind.SPACE)] if SPACES[name] else []
        if name == "\\":
            self._length()
            return [_Piece("", _Kind.LINE)]
        if name in ("left", "right"):
            return self._delimiter(name)
        if name in SIGNS or name in BRACKETS or len(name) == 1:
            return [_sign(SIGNS.get(name) or BRACKETS.get(name) or name)]
        if name in FUNCTIONS:
            return [_Piece(name, _Kind.FUNCTION)]
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            if self._tokens.peek() == "[":
                raise _Unreadable
            above, below = self._argument(), self._argument()
            written = f"{_factor(above, above=True)}/{_factor(below, above=False)}"
            return [_Piece(written, _Kind.FRACTION)]
        if name in ("binom", "dbinom", "tbinom"):
            return [_Piece(f"C({_written(self._argument())}, {_written(self._argument())})")]
        if name == "sqrt":
            return [self._root()]
        if name in ACCENTS:
            return [_Piece(_accented(_written(self._argument()), ACCENTS[name]))]
        if name in TEXTS:
            return [self._text(name)]
        if name == "operatorname":
            if self._tokens.peek() == "*":
                self._tokens.pop()
            return [_Piece(_written(self._argument(), close=True), _Kind.FUNCTION)]
        if name == "boxed":
            return self._argument()
        if name == "label":
            self._argument()
            return []
        if name == "pmod":
            return [_Piece(f"(mod {_written(self._argument())})", _Kind.FUNCTION)]
        if name in ("bmod", "mod"):
            return [_Piece("mod", _Kind.BINARY)]
        if name == "begin":
            return self._environment()
        inner = _written(self._argument(), close=True) if name in FONTS else ""
        set_so = styled(name, inner)
        if set_so is None:
            raise _Unreadable
        return [_Piece(set_so)]

    def _argument(self) -> list[_Piece]:
        token = self._tokens.pop_visible()
        if token is None or token.text in ENDS:
            raise _Unreadable
        self._count()
        if token.text == "{":
            return self.read("}")
        while not (pieces := self._piece(token, [])):  # a macro is written out first
            token = self._tokens.pop_visible()
            if token is None or token.text in ENDS:
                raise _Unreadable
            self._count()
        return pieces

    def _length(self) -> None:
        """Pass over the star and the length behind the end of a line."""
        if self._tokens.peek() == "*":
            self._tokens.pop()
        if self._tokens.peek() == "[":
            self._tokens.take_until("]")

    def _delimiter(self, name: str) -> list[_Piece]:
        token = self._tokens.pop_visible()
        if token is None:
            raise _Unreadable
        if token.text == ".":
            return []
        sign: str | None = token.text
        if token.text[0] == "\\":
            sign = BRACKETS.get(token.text[1:]) or SIGNS.get(token.text[1:])
        if sign is None:
            raise _Unreadable
        return [_Piece(sign, _Kind.OPENING if name == "left" else _Kind.CLOSING)]

    def _script(self, mark: str, base: _Piece) -> _Piece:
        inner = _written(self._argument(), close=True)
        if mark == "^" and inner in ("∘", "′", "″", "‴"):
            written = "°" if inner == "∘" else inner
        else:
            table = RAISED if mark == "^" else LOWERED
            if all(sign in table for sign in inner):
                written = "".join(table[sign] for sign in inner)
            elif _is_one(inner):
                written = f"{mark}{inner}"
            else:
                written = f"{mark}({inner})"
        return _Piece(_as_base(base) + written, _after_script(base))

    def _root(self) -> _Piece:
        index = ""
        if self._tokens.peek() == "[":
            self._tokens.pop()
            index = _written(self.read("]"), close=True)
            if not all(sign in RAISED for sign in index):
                raise _Unreadable
        inner = _written(self._argument())
        under = inner if _is_one(inner) or inner.isdigit() else f"({inner})"
        return _Piece("".join(RAISED[sign] for sign in index) + f"√{under}", _Kind.ROOT)

    def _text(self, name: str) -> _Piece:
        """Return an argument that is text, with its spaces."""
        if name in ("mathrm", "mathnormal", "mathit", "mathsf", "mathtt"):
            return _Piece(_written(self._argument(), close=True))
        first = self._tokens.pop_visible()
        taken = self._tokens.take_until("}") if first and first.text == "{" else None
        if taken is None:
            raise _Unreadable
        said = "".join(" " if each.is_space or each.text == "~" else each.text for each in taken)
        if re.search(r"[\\${}^_&]", said):
            raise _Unreadable
        return _Piece(re.sub(" +", " ", said))

    def _environment(self) -> list[_Piece]:
        name = self._name()
        if self._tokens.peek() == "[":
            self._tokens.take_until("]")
        pieces: list[_Piece] = []
        while True:
            token = self._tokens.pop_visible()
            if token is None:
                raise _Unreadable
            self._count()
            if token.text == r"\end":
                if self._name() != name:
                    raise _Unreadable
                break
            pieces += self._piece(token, pieces)
        plain = name.rstrip("*")
        if plain in LINES:
            lines = _split(pieces, _Kind.LINE)
            self._lines |= len(lines) > 1
            columns = _without_marks if plain == "eqnarray" else _columns
            return [each for line in lines for each in (*columns(line), _Piece("", _Kind.LINE))]
        opening, closing = MATRICES.get(plain, (None, ""))
        if opening is None:
            raise _Unreadable
        rows = [
            ", ".join(filter(None, map(_written, _split(row, _Kind.CELL))))
            for row in _split(pieces, _Kind.LINE)
        ]
        return [_Piece(f"{opening}{'; '.join(filter(None, rows))}{closing}", _Kind.CLOSING)]

    def _name(self) -> str:
        token = self._tokens.pop_visible()
        taken = self._tokens.take_until("}") if token and token.text == "{" else None
        if taken is None:
            raise _Unreadable
        return "".join(each.text for each in taken)


def _sign(text: str) -> _Piece:
    if text in "([{⟨⌈⌊":
        return _Piece(text, _Kind.OPENING)
    if text in ")]}⟩⌉⌋!":
        return _Piece(text, _Kind.CLOSING)
    if text in LARGE:
        return _Piece(text, _Kind.FUNCTION)
    if text in ",;":
        return _Piece(text, _Kind.MARK)
    if text in RELATIONS:
        return _Piece(text, _Kind.RELATION)
    if text in BINARY:
        return _Piece("−" if text == "-" else text, _Kind.BINARY)
    return _Piece("′" if text == "'" else text)


def _split(pieces: Iterable[_Piece], kind: _Kind) -> list[list[_Piece]]:
    parts: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.kind is kind:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def _without_marks(line: list[_Piece]) -> Iterator[_Piece]:
    return (piece for piece in line if piece.kind is not _Kind.CELL)


def _columns(line: list[_Piece]) -> Iterator[_Piece]:
    """Yield a line without its marks, every second of which parts two formulas."""
    marks = 0
    for piece in line:
        if piece.kind is not _Kind.CELL:
            yield piece
            continue
        marks += 1
        if marks % 2 == 0 and any(each.text == "=" for each in line):
            yield _Piece(";", _Kind.MARK)


def _written(pieces: list[_Piece], *, close: bool = False) -> str:
    """Return pieces as one line; `close` together in an index."""
    text = ""
    before: _Kind | None = None
    for number, piece in enumerate(pieces):
        written, kind = piece
        if kind in (_Kind.LINE, _Kind.CELL):
            raise _Unreadable
        after = pieces[number + 1].kind if number + 1 < len(pieces) else None
        if kind is _Kind.BINARY and before not in _OPERANDS:
            kind = _Kind.OPENING  # a sign
        if kind is _Kind.FRACTION and (
            before in (*_OPERANDS, _Kind.FUNCTION)
            or after in (_Kind.ORDINARY, _Kind.FRACTION, _Kind.OPENING, _Kind.FUNCTION)
        ):
            written = f"({written})"
        if kind is _Kind.SPACE and before is None:
            continue
        spaced = kind in (_Kind.RELATION, _Kind.BINARY) and not close and bool(text)
        named = kind is _Kind.FUNCTION and before in _OPERANDS
        ends = (_Kind.OPENING, _Kind.CLOSING, _Kind.MARK)
        left = before in (_Kind.FUNCTION, _Kind.ROOT) and kind not in ends
        wide = before in (_Kind.RELATION, _Kind.BINARY, _Kind.MARK) and not close
        if (spaced or named or left or wide) and not text.endswith(" "):
            text += " "
        text += written
        before = kind
    return " ".join(text.split(" ")) if close else re.sub(" +", " ", text).strip()


def _kind(pieces: list[_Piece]) -> _Kind:
    """Return what a group in braces is to its neighbours."""
    return _Kind.FRACTION if any(each.kind is _Kind.FRACTION for each in pieces) else _Kind.ORDINARY


def _is_one(text: str) -> bool:
    """Return whether a text is one letter or sign, with its marks and scripts."""
    signs = set(SUPERSCRIPTS) | set(SUBSCRIPTS) | set("′″‴")
    seen = [each for each in text if not unicodedata.combining(each) and each not in signs]
    return len(seen) == 1


def _factor(pieces: list[_Piece], *, above: bool) -> str:
    """Return what stands above or below a stroke, in brackets unless it is one factor.

    Above it, letters that are multiplied are read as one, and below it dx.
    """
    text = _written(pieces)
    whole = text.isdigit() or _is_one(text)
    product = all(each.kind is _Kind.ORDINARY and " " not in each.text for each in pieces)
    whole |= product if above else text[:1] in ("d", "∂") and _is_one(text[1:])
    return text if whole else f"({text})"


def _as_base(base: _Piece) -> str:
    if not base.text:
        return " "  # of what follows, as a mass number
    several = base.kind is not _Kind.CLOSING and " " in base.text.strip()
    alone = base.kind in (_Kind.FRACTION, _Kind.ROOT)
    return f"({base.text})" if alone or several else base.text


def _after_script(base: _Piece) -> _Kind:
    """Return what something with an index is to its neighbours."""
    kept = (_Kind.FUNCTION, _Kind.RELATION, _Kind.CLOSING)
    return base.kind if base.kind in kept else _Kind.ORDINARY


def _accented(text: str, mark: str) -> str:
    if len(unicodedata.normalize("NFC", text)) != 1:
        raise _Unreadable
    return unicodedata.normalize("NFC", text + mark)
