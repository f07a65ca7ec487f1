r"""Formulas as readable text, for mail, calendars and terminals: $\frac{a+b}{2}$ as (a + b)/2.

What cannot be written on one line without doubt stays as it is in TeX.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from syllabus.writers.formula_pieces import (
    Kind,
    Piece,
    Unreadable,
    accented,
    after_script,
    as_base,
    columns_of,
    factor,
    is_one,
    kind_of,
    sign_piece,
    split_pieces,
    without_marks,
    written_line,
)
from syllabus.writers.formula_signs import (
    ACCENTS,
    BRACKETS,
    FONTS,
    FUNCTIONS,
    IGNORED,
    LINES,
    LOWERED,
    MATRICES,
    RAISED,
    SIGNS,
    SIGNS_ABOVE,
    SPACES,
    TEXTS,
    styled,
)
from syllabus.writers.latex.math.tokens import ENDS, MAX_SIZE, Token, Tokens, find_misread
from syllabus.writers.latex.symbols import SUBSCRIPTS, SUPERSCRIPTS

DEEPEST = 30
"""Groups in groups; what is deeper stays TeX."""


def formula_lines(tex: str, macros: Mapping[str, str]) -> tuple[str, ...]:
    """Return a formula as lines of text, its TeX where that is clearer.

    `macros` are the course's own commands and their definitions.
    """
    try:
        if find_misread(tex):
            raise Unreadable
        tokens = Tokens(tex, macros)
        pieces = _Reader(tokens).read(None)
        if tokens.size > MAX_SIZE:
            raise Unreadable
        lines = tuple(
            filter(None, (written_line(line) for line in split_pieces(pieces, Kind.LINE)))
        )
    except Unreadable:
        lines = ()
    return lines or tuple(line.strip() for line in tex.strip().split("\n"))


class _Reader:
    """Reads tokens into pieces of text."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._depth = 0
        self._lines = False  # whether lines have been read, beside which nothing can stand

    def read(self, closer: str | None) -> list[Piece]:
        """Return the pieces up to a token that is taken, too; None reads to the end."""
        pieces: list[Piece] = []
        while (token := self._tokens.pop_visible()) is not None:
            self._count()
            if token.text == closer:
                return pieces
            found = self._piece(token, pieces)
            if self._lines and pieces and any(each.text.strip() for each in found):
                raise Unreadable
            pieces += found
        if closer is not None:
            raise Unreadable
        return pieces

    def _count(self) -> None:
        self._tokens.size += 1
        if self._tokens.size > MAX_SIZE:
            raise Unreadable

    def _piece(self, token: Token, before: list[Piece]) -> list[Piece]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable
        pieces = self._one(token, before)
        self._depth -= 1
        return pieces

    def _one(self, token: Token, before: list[Piece]) -> list[Piece]:
        text = token.text
        if self._tokens.is_macro(token):
            if not self._tokens.expand(token):
                raise Unreadable
            return []
        if text in ("^", "_"):
            return [self._script(text, before.pop() if before else Piece(""))]
        if text[0] in SUPERSCRIPTS or text[0] in SUBSCRIPTS:
            base = before.pop() if before else Piece("")
            return [Piece(as_base(base) + text, after_script(base))]
        if text == "{":
            inner = self.read("}")
            if len(inner) == 1 and inner[0].kind in (Kind.MARK, Kind.RELATION, Kind.BINARY):
                return [Piece(inner[0].text)]  # such as {,} in a number
            return inner if len(inner) == 1 else [Piece(written_line(inner), kind_of(inner))]
        if text[0] == "\\":
            return self._command(text[1:])
        if text == "&":
            return [Piece("", Kind.CELL)]
        if text in "}$#%~":
            if text == "~":
                return [Piece(" ", Kind.SPACE)]
            raise Unreadable
        return [sign_piece(text)]

    def _command(self, name: str) -> list[Piece]:
        if name in IGNORED:
            return []
        if name in SPACES:
            return [Piece(" ", Kind.SPACE)] if SPACES[name] else []
        if name == "\\":
            self._length()
            return [Piece("", Kind.LINE)]
        if name in ("left", "right"):
            return self._delimiter(name)
        if name in SIGNS or name in BRACKETS or len(name) == 1:
            return [sign_piece(SIGNS.get(name) or BRACKETS.get(name) or name)]
        if name in FUNCTIONS:
            return [Piece(name, Kind.FUNCTION)]
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            if self._tokens.peek() == "[":
                raise Unreadable
            above, below = self._argument(), self._argument()
            written = f"{factor(above, above=True)}/{factor(below, above=False)}"
            return [Piece(written, Kind.FRACTION)]
        if name in ("binom", "dbinom", "tbinom"):
            return [Piece(f"C({written_line(self._argument())}, {written_line(self._argument())})")]
        if name == "sqrt":
            return [self._root()]
        if name in ACCENTS:
            return [Piece(accented(written_line(self._argument()), ACCENTS[name]))]
        if name in TEXTS:
            return [self._text(name)]
        if name == "operatorname":
            if self._tokens.peek() == "*":
                self._tokens.pop()
            return [Piece(written_line(self._argument(), close=True), Kind.FUNCTION)]
        if name == "boxed":
            return self._argument()
        if name == "label":
            self._argument()
            return []
        if name == "pmod":
            return [Piece(f"(mod {written_line(self._argument())})", Kind.FUNCTION)]
        if name in ("bmod", "mod"):
            return [Piece("mod", Kind.BINARY)]
        if name == "begin":
            return self._environment()
        inner = written_line(self._argument(), close=True) if name in FONTS else ""
        set_so = styled(name, inner)
        if set_so is None:
            raise Unreadable
        return [Piece(set_so)]

    def _argument(self) -> list[Piece]:
        token = self._tokens.pop_visible()
        if token is None or token.text in ENDS:
            raise Unreadable
        self._count()
        if token.text == "{":
            return self.read("}")
        while not (pieces := self._piece(token, [])):  # a macro is written out first
            token = self._tokens.pop_visible()
            if token is None or token.text in ENDS:
                raise Unreadable
            self._count()
        return pieces

    def _length(self) -> None:
        """Pass over the star and the length behind the end of a line."""
        if self._tokens.peek() == "*":
            self._tokens.pop()
        if self._tokens.peek() == "[":
            self._tokens.take_until("]")

    def _delimiter(self, name: str) -> list[Piece]:
        token = self._tokens.pop_visible()
        if token is None:
            raise Unreadable
        if token.text == ".":
            return []
        sign: str | None = token.text
        if token.text[0] == "\\":
            sign = BRACKETS.get(token.text[1:]) or SIGNS.get(token.text[1:])
        if sign is None:
            raise Unreadable
        return [Piece(sign, Kind.OPENING if name == "left" else Kind.CLOSING)]

    def _script(self, mark: str, base: Piece) -> Piece:
        inner = written_line(self._argument(), close=True)
        if mark == "^" and inner in SIGNS_ABOVE:
            written = SIGNS_ABOVE[inner]
        else:
            table = RAISED if mark == "^" else LOWERED
            if all(sign in table for sign in inner):
                written = "".join(table[sign] for sign in inner)
            elif is_one(inner):
                written = f"{mark}{inner}"
            else:
                written = f"{mark}({inner})"
        return Piece(as_base(base) + written, after_script(base))

    def _root(self) -> Piece:
        index = ""
        if self._tokens.peek() == "[":
            self._tokens.pop()
            index = written_line(self.read("]"), close=True)
            if not all(sign in RAISED for sign in index):
                raise Unreadable
        inner = written_line(self._argument())
        under = inner if is_one(inner) or inner.isdigit() else f"({inner})"
        return Piece("".join(RAISED[sign] for sign in index) + f"√{under}", Kind.ROOT)

    def _text(self, name: str) -> Piece:
        """Return an argument that is text, with its spaces."""
        if name in ("mathrm", "mathnormal", "mathit", "mathsf", "mathtt"):
            return Piece(written_line(self._argument(), close=True))
        first = self._tokens.pop_visible()
        taken = self._tokens.take_until("}") if first and first.text == "{" else None
        if taken is None:
            raise Unreadable
        said = "".join(" " if each.is_space or each.text == "~" else each.text for each in taken)
        if re.search(r"[\\${}^_&]", said):
            raise Unreadable
        return Piece(re.sub(" +", " ", said))

    def _environment(self) -> list[Piece]:
        name = self._name()
        if self._tokens.peek() == "[":
            self._tokens.take_until("]")
        pieces: list[Piece] = []
        while True:
            token = self._tokens.pop_visible()
            if token is None:
                raise Unreadable
            self._count()
            if token.text == r"\end":
                if self._name() != name:
                    raise Unreadable
                break
            pieces += self._piece(token, pieces)
        plain = name.rstrip("*")
        if plain in LINES:
            lines = split_pieces(pieces, Kind.LINE)
            self._lines |= len(lines) > 1
            columns = without_marks if plain == "eqnarray" else columns_of
            return [each for line in lines for each in (*columns(line), Piece("", Kind.LINE))]
        opening, closing = MATRICES.get(plain, (None, ""))
        if opening is None:
            raise Unreadable
        rows = [
            ", ".join(filter(None, map(written_line, split_pieces(row, Kind.CELL))))
            for row in split_pieces(pieces, Kind.LINE)
        ]
        return [Piece(f"{opening}{'; '.join(filter(None, rows))}{closing}", Kind.CLOSING)]

    def _name(self) -> str:
        token = self._tokens.pop_visible()
        taken = self._tokens.take_until("}") if token and token.text == "{" else None
        if taken is None:
            raise Unreadable
        return "".join(each.text for each in taken)
