"""A formula as math-core reads it: the course's commands written out, LaTeX's in its own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from syllabus.on_demand import pattern
from syllabus.writers.equations import NUMBERED
from syllabus.writers.latex.math import math_text
from syllabus.writers.latex.math.commands import (
    BIG_OPERATORS,
    BINARY,
    RELATIONS,
    SIZED,
    SPACES_BEFORE_BRACKET,
)
from syllabus.writers.latex.math.tokens import (
    MACRO_PREFIX,
    MAX_SIZE,
    Token,
    Tokens,
    find_misread,
    parameter_count,
    tokenize,
)
from syllabus.writers.mathml import names
from syllabus.writers.mathml.words import Unread, Words, from_code, group, rest, text_of

LONGEST = 5_000
"""Tokens of a formula, with the course's commands written out, that is tried."""
DEEPEST = 80
"""Groups inside each other; the gate lets fewer through."""

COLUMNS = "".join(map(chr, range(0xE000, 0xE021)))
"""Characters of no meaning that stand in a cell for how many columns it has; the first, for all."""
NUMBER = "\ue030"
"""Stands before the number of an equation."""
_NOT_READ = names.listed(r"\label \ref \eqref \nonumber \notag \cline \lhook \rhook \mapstochar")
_FOLLOWED = frozenset(rf"\{name}" for name in BINARY | RELATIONS | BIG_OPERATORS) | set("+-=<>*")
_GAP = pattern(r"@\{(?:\\[,;:! ]|\\q?quad(?![A-Za-z])|[~ ])*\}")
_TIMES = pattern(r"\*\{(\d+)\}\{([^{}]*)\}")


def write_source(tex: str, macros: Mapping[str, str], *, display: bool) -> str:
    """Return a formula in what math-core reads.

    Raises `Unread` where it would read it as something else.
    """
    if find_misread(tex):
        raise Unread
    formula = _Formula(_definitions(tuple(macros.items())))
    written = formula.written(math_text(tex, macros))
    if formula.is_table and not display:
        raise Unread  # no line ends within a line of text
    return rf"\begin{{gathered}}{written}\end{{gathered}}" if formula.is_table else written


@lru_cache(maxsize=8)
def _definitions(macros: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """Return the course's commands as `math_text` writes them."""
    known = dict(macros)
    return {
        f"{MACRO_PREFIX}{name}": math_text(text, known, parameter_count(text))
        for name, text in macros
    }


@dataclass
class _Formula:
    """Writes one formula; `is_table` if it has lines, or a number, outside of any environment."""

    macros: Mapping[str, str]
    is_table: bool = False
    depth: int = 0
    environments: list[str] = field(default_factory=list)

    def written(self, tex: str) -> str:
        """Return a formula, or one that stands in words."""
        tokens = Tokens(tex, self.macros)
        pieces: list[str] = []
        while tokens:
            token = tokens.pop()
            tokens.size += 1
            if tokens.is_macro(token):
                if not tokens.expand(token):
                    raise Unread
            else:
                pieces += self._piece(token, tokens)
                following = tokens.peek()[:1]
                if pieces and re.search(r"\\[A-Za-z]+\Z", pieces[-1]) and following.isalpha():
                    pieces.append(" ")
            if tokens.size > MAX_SIZE or len(pieces) > LONGEST or self.depth > DEEPEST:
                raise Unread
        return "".join(pieces)

    def _piece(self, token: Token, tokens: Tokens) -> Iterator[str]:
        text = token.text
        name = text[1:] if text[0] == "\\" else ""
        self.depth += (text in ("{", r"\left")) - (text in ("}", r"\right"))
        if text in _NOT_READ:
            raise Unread
        if name in _HANDLERS:
            yield from _HANDLERS[name](self, tokens)
        elif name in names.FONTS:
            yield from self._words(group(tokens), names.FONTS[name])
        elif name in names.DROPPED:
            _optional(tokens)
            if names.DROPPED[name] != "P":
                group(tokens)
        elif name in names.INSTEAD:
            if name == "smash":
                _optional(tokens)
            yield names.INSTEAD[name]
        elif name in SIZED or text in (r"\left", r"\right", r"\middle"):
            yield f"{text}{self._delimiter(tokens)}"
        elif text == "&":
            if not self.environments:
                raise Unread
            yield "&" + self._opened()
        else:
            yield text

    def _opened(self) -> str:
        """Return what each cell of an environment begins with."""
        return r"\displaystyle " if self.environments[-1] == "eqnarray*" else ""

    def _delimiter(self, tokens: Tokens) -> str:
        token = tokens.pop_visible()
        if token is not None and token.text == "{":
            token = next((each for each in rest(tokens) if not each.is_space), None)
        if token is None:
            raise Unread
        text = {"<": r"\langle", ">": r"\rangle"}.get(token.text, token.text)
        text = names.INSTEAD.get(text[1:], text) if text[0] == "\\" else text
        return f"{text} " if text[0] == "\\" else text

    # --- commands of their own ---

    def _begin(self, tokens: Tokens) -> Iterator[str]:
        name = text_of(group(tokens))
        if name in NUMBERED or name == "subequations":  # by `Equations`, with all that came before
            raise Unread
        self.depth += 1
        self.environments.append(name)
        instead, arguments = names.ENVIRONMENTS.get(name, (name, ""))
        if name in ("aligned", "alignedat", "gathered", "array"):
            _optional(tokens)
        if name in ("alignedat", "alignat*", "xalignat*", "xxalignat"):
            group(tokens)
        if name == "array":
            arguments = f"{{{_columns(text_of(group(tokens)))}}}"
        elif name == "subarray":
            arguments = f"{{{text_of(group(tokens))}}}"
        if instead:
            yield rf"\begin{{{instead}}}{arguments}{self._opened()}"

    def _end(self, tokens: Tokens) -> Iterator[str]:
        name = text_of(group(tokens))
        if not self.environments or self.environments.pop() != name:
            raise Unread
        self.depth -= 1
        instead, _ = names.ENVIRONMENTS.get(name, (name, ""))
        if instead:
            yield rf"\end{{{instead}}}"

    def _line(self, tokens: Tokens) -> Iterator[str]:
        r"""Yield the end of a line, without its star and the length behind it."""
        if tokens.peek() == "*":
            tokens.pop()
        inside = self.environments[-1] if self.environments else ""
        if inside in ("equation*", "displaymath"):
            return  # as in TeX
        spaces: list[Token] = []
        while inside in SPACES_BEFORE_BRACKET and tokens.peek()[:1].isspace():
            spaces.append(tokens.pop())
        if not _optional(tokens):
            tokens.put_back(*spaces)
        if not self.environments:
            if self.depth:
                raise Unread
            rest: list[Token] = []
            while tokens:
                rest.append(tokens.pop())
            tokens.put_back(*rest)
            if all(each.is_space for each in rest):
                return
            self.is_table = True
        yield r"\\" + (self._opened() if self.environments else "")

    def _tag(self, tokens: Tokens) -> Iterator[str]:
        if tokens.peek() == "*":
            tokens.pop()
        self.is_table |= not self.environments
        yield rf"{{\text{{{NUMBER}}}"
        yield from self._words(group(tokens))
        yield "}"

    def _dots(self, tokens: Tokens) -> Iterator[str]:
        """Yield dots as amsmath sets them before what follows."""
        spaces: list[Token] = []
        while tokens.peek()[:1].isspace():
            spaces.append(tokens.pop())
        yield r"\cdots" if tokens.peek() in _FOLLOWED else r"\ldots"
        tokens.put_back(*spaces)

    def _substack(self, tokens: Tokens) -> Iterator[str]:
        rows = group(tokens)
        tokens.put_back(*tokenize(r"\begin{subarray}{c}"), *rows, *tokenize(r"\end{subarray}"))
        yield ""

    def _overunder(self, tokens: Tokens) -> Iterator[str]:
        above, below = group(tokens), group(tokens)
        open_, close = tokenize("{"), tokenize("}")
        inner = (*tokenize(r"\underset{"), *below, *close, *open_, *group(tokens), *close)
        tokens.put_back(*tokenize(r"\overset{"), *above, *close, *open_, *inner, *close)
        yield ""

    def _skew(self, tokens: Tokens) -> Iterator[str]:
        group(tokens)
        tokens.put_back(*group(tokens))
        yield ""

    def _cfrac(self, tokens: Tokens) -> Iterator[str]:
        _optional(tokens)
        yield r"\cfrac"

    def _dots_for(self, tokens: Tokens) -> Iterator[str]:
        _optional(tokens)
        yield "&".join([r"\ldots"] * _number(tokens))

    def _columns_for(self, tokens: Tokens) -> Iterator[str]:
        count = _number(tokens)
        group(tokens)
        if count >= len(COLUMNS):
            raise Unread
        tokens.put_back(*group(tokens), *tokenize("&" * (count - 1)))  # `elements` takes them away
        yield rf"\text{{{COLUMNS[count]}}}"

    def _between(self, tokens: Tokens) -> Iterator[str]:
        """Yield words between lines, as a line of their own."""
        yield rf"\text{{{COLUMNS[0]}}}"
        yield from self._words(group(tokens))
        yield r"\\"

    def _rule(self, tokens: Tokens) -> Iterator[str]:
        r"""Yield one line for all that stand together."""
        while (token := tokens.pop_visible()) is not None and token.text == r"\hline":
            pass
        tokens.put_back(*([token] if token else []))
        yield r"\hline"

    def _printed(self, tokens: Tokens) -> Iterator[str]:
        """Yield what the gate wrote a character's code beside."""
        code = group(tokens)
        group(tokens)
        yield rf"\text{{{from_code(code)}}}"

    def _words(self, inner: list[Token], font: str = "") -> Iterator[str]:
        """Yield words and the formulas between them."""
        self.depth += 1
        outside, self.environments = self.environments, []
        words = Words(self.macros, self.written)
        yield f"{{{''.join(words.written(inner, (font,)))}}}"
        self.environments = outside
        self.depth -= 1


_HANDLERS: Mapping[str, Callable[[_Formula, Tokens], Iterator[str]]] = {
    "begin": _Formula._begin,
    "end": _Formula._end,
    "\\": _Formula._line,
    "tag": _Formula._tag,
    "dots": _Formula._dots,
    "substack": _Formula._substack,
    "overunderset": _Formula._overunder,
    "skew": _Formula._skew,
    "cfrac": _Formula._cfrac,
    "hdotsfor": _Formula._dots_for,
    "multicolumn": _Formula._columns_for,
    "intertext": _Formula._between,
    "hline": _Formula._rule,
    "printedas": _Formula._printed,
}


def _optional(tokens: Tokens) -> bool:
    """Take an argument in brackets, if there is one."""
    if tokens.peek() != "[":
        return False
    tokens.pop()
    return tokens.take_until("]") is not None


def _number(tokens: Tokens) -> int:
    digits = text_of(group(tokens))
    if not digits.isdecimal() or not 0 < int(digits) < 100:
        raise Unread
    return int(digits)


def _columns(text: str) -> str:
    """Return the columns of an array: the gaps between them are the style sheet's."""
    plain = _TIMES.sub(lambda found: found[2] * int(found[1]), _GAP.sub("", text))
    if not re.fullmatch(r"[lcr| ]+", plain):
        raise Unread
    return plain
