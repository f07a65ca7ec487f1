r"""Formulas as readable text, for mail, calendars and terminals: $\frac{a+b}{2}$ as (a + b)/2.

What cannot be written on one line without doubt stays as it is in TeX.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from syllabus.writers.formula_pieces import (
    FormulaPiece,
    Kind,
    NotALine,
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
            raise NotALine
        tokens = Tokens(tex, macros)
        pieces = _Reader(tokens).read(None)
        if tokens.size > MAX_SIZE:
            raise NotALine
        lines = tuple(
            filter(None, (written_line(line) for line in split_pieces(pieces, Kind.LINE)))
        )
    except NotALine:
        lines = ()
    return lines or tuple(line.strip() for line in tex.strip().split("\n"))


class _Reader:
    """Reads tokens into pieces of text."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._depth = 0
        self._lines = False  # whether lines have been read, beside which nothing can stand

    def read(self, closer: str | None) -> list[FormulaPiece]:
        """Return the pieces up to a token that is taken, too; None reads to the end."""
        pieces: list[FormulaPiece] = []
        while (token := self._tokens.pop_visible()) is not None:
            self._count()
            if token.text == closer:
                return pieces
            found = self._piece(token, pieces)
            if self._lines and pieces and any(each.text.strip() for each in found):
                raise NotALine
            pieces += found
        if closer is not None:
            raise NotALine
        return pieces

    def _count(self) -> None:
        self._tokens.size += 1
        if self._tokens.size > MAX_SIZE:
            raise NotALine

    def _piece(self, token: Token, before: list[FormulaPiece]) -> list[FormulaPiece]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotALine
        pieces = self._one(token, before)
        self._depth -= 1
        return pieces

    def _one(self, token: Token, before: list[FormulaPiece]) -> list[FormulaPiece]:
        text = token.text
        if self._tokens.is_macro(token):
            if not self._tokens.expand(token):
                raise NotALine
            return []
        if text in ("^", "_"):
            return [self._script(text, before.pop() if before else FormulaPiece(""))]
        if text[0] in SUPERSCRIPTS or text[0] in SUBSCRIPTS:
            base = before.pop() if before else FormulaPiece("")
            return [FormulaPiece(as_base(base) + text, after_script(base))]
        if text == "{":
            inner = self.read("}")
            if len(inner) == 1 and inner[0].kind in (Kind.MARK, Kind.RELATION, Kind.BINARY):
                return [FormulaPiece(inner[0].text)]  # such as {,} in a number
            return inner if len(inner) == 1 else [FormulaPiece(written_line(inner), kind_of(inner))]
        if text[0] == "\\":
            return self._command(text[1:])
        if text == "&":
            return [FormulaPiece("", Kind.CELL)]
        if text in "}$#%~":
            if text == "~":
                return [FormulaPiece(" ", Kind.SPACE)]
            raise NotALine
        return [sign_piece(text)]

    def _command(self, name: str) -> list[FormulaPiece]:
        if name in IGNORED:
            return []
        if name in SPACES:
            return [FormulaPiece(" ", Kind.SPACE)] if SPACES[name] else []
        if name == "\\":
            self._length()
            return [FormulaPiece("", Kind.LINE)]
        if name in ("left", "right"):
            return self._delimiter(name)
        if name in SIGNS or name in BRACKETS or len(name) == 1:
            return [sign_piece(SIGNS.get(name) or BRACKETS.get(name) or name)]
        if name in FUNCTIONS:
            return [FormulaPiece(name, Kind.FUNCTION)]
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            if self._tokens.peek() == "[":
                raise NotALine
            above, below = self._argument(), self._argument()
            written = f"{factor(above, above=True)}/{factor(below, above=False)}"
            return [FormulaPiece(written, Kind.FRACTION)]
        if name in ("binom", "dbinom", "tbinom"):
            return [
                FormulaPiece(
                    f"C({written_line(self._argument())}, {written_line(self._argument())})"
                )
            ]
        if name == "sqrt":
            return [self._root()]
        if name in ACCENTS:
            return [FormulaPiece(accented(written_line(self._argument()), ACCENTS[name]))]
        if name in TEXTS:
            return [self._text(name)]
        if name == "operatorname":
            if self._tokens.peek() == "*":
                self._tokens.pop()
            return [FormulaPiece(written_line(self._argument(), close=True), Kind.FUNCTION)]
        if name == "boxed":
            return self._argument()
        if name == "label":
            self._argument()
            return []
        if name == "pmod":
            return [FormulaPiece(f"(mod {written_line(self._argument())})", Kind.FUNCTION)]
        if name in ("bmod", "mod"):
            return [FormulaPiece("mod", Kind.BINARY)]
        if name == "begin":
            return self._environment()
        inner = written_line(self._argument(), close=True) if name in FONTS else ""
        set_so = styled(name, inner)
        if set_so is None:
            raise NotALine
        return [FormulaPiece(set_so)]

    def _argument(self) -> list[FormulaPiece]:
        token = self._tokens.pop_visible()
        if token is None or token.text in ENDS:
            raise NotALine
        self._count()
        if token.text == "{":
            return self.read("}")
        while not (pieces := self._piece(token, [])):  # a macro is written out first
            token = self._tokens.pop_visible()
            if token is None or token.text in ENDS:
                raise NotALine
            self._count()
        return pieces

    def _length(self) -> None:
        """Pass over the star and the length behind the end of a line."""
        if self._tokens.peek() == "*":
            self._tokens.pop()
        if self._tokens.peek() == "[":
            self._tokens.take_until("]")

    def _delimiter(self, name: str) -> list[FormulaPiece]:
        token = self._tokens.pop_visible()
        if token is None:
            raise NotALine
        if token.text == ".":
            return []
        sign: str | None = token.text
        if token.text[0] == "\\":
            sign = BRACKETS.get(token.text[1:]) or SIGNS.get(token.text[1:])
        if sign is None:
            raise NotALine
        return [FormulaPiece(sign, Kind.OPENING if name == "left" else Kind.CLOSING)]

    def _script(self, mark: str, base: FormulaPiece) -> FormulaPiece:
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
        return FormulaPiece(as_base(base) + written, after_script(base))

    def _root(self) -> FormulaPiece:
        index = ""
        if self._tokens.peek() == "[":
            self._tokens.pop()
            index = written_line(self.read("]"), close=True)
            if not all(sign in RAISED for sign in index):
                raise NotALine
        inner = written_line(self._argument())
        under = inner if is_one(inner) or inner.isdigit() else f"({inner})"
        return FormulaPiece("".join(RAISED[sign] for sign in index) + f"√{under}", Kind.ROOT)

    def _text(self, name: str) -> FormulaPiece:
        """Return an argument that is text, with its spaces."""
        if name in ("mathrm", "mathnormal", "mathit", "mathsf", "mathtt"):
            return FormulaPiece(written_line(self._argument(), close=True))
        first = self._tokens.pop_visible()
        taken = self._tokens.take_until("}") if first and first.text == "{" else None
        if taken is None:
            raise NotALine
        said = "".join(" " if each.is_space or each.text == "~" else each.text for each in taken)
        if re.search(r"[\\${}^_&]", said):
            raise NotALine
        return FormulaPiece(re.sub(" +", " ", said))

    def _environment(self) -> list[FormulaPiece]:
        name = self._name()
        if self._tokens.peek() == "[":
            self._tokens.take_until("]")
        pieces: list[FormulaPiece] = []
        while True:
            token = self._tokens.pop_visible()
            if token is None:
                raise NotALine
            self._count()
            if token.text == r"\end":
                if self._name() != name:
                    raise NotALine
                break
            pieces += self._piece(token, pieces)
        plain = name.rstrip("*")
        if plain in LINES:
            lines = split_pieces(pieces, Kind.LINE)
            self._lines |= len(lines) > 1
            columns = without_marks if plain == "eqnarray" else columns_of
            return [
                each for line in lines for each in (*columns(line), FormulaPiece("", Kind.LINE))
            ]
        opening, closing = MATRICES.get(plain, (None, ""))
        if opening is None:
            raise NotALine
        rows = [
            ", ".join(filter(None, map(written_line, split_pieces(row, Kind.CELL))))
            for row in split_pieces(pieces, Kind.LINE)
        ]
        return [FormulaPiece(f"{opening}{'; '.join(filter(None, rows))}{closing}", Kind.CLOSING)]

    def _name(self) -> str:
        token = self._tokens.pop_visible()
        taken = self._tokens.take_until("}") if token and token.text == "{" else None
        if taken is None:
            raise NotALine
        return "".join(each.text for each in taken)
