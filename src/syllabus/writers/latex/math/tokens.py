"""A formula cut into the pieces that TeX reads, with the course's own commands written out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from syllabus.on_demand import pattern
from syllabus.writers.latex.symbols import SUBSCRIPTS, SUPERSCRIPTS

MAX_LENGTH = 20_000
"""Characters of one formula."""
MAX_SIZE = 50_000
"""Tokens that TeX may have to set for one formula, with macros and repetitions written out."""

MACRO_PREFIX = "course"
"""What the names of the course's own commands begin with in the .tex, so that none of them can
be one of LaTeX's."""

ENDS = frozenset(("}", "&", "$", r"\\", r"\right", r"\middle", r"\end", r"\)"))
"""Tokens that cannot be an argument, because something ends with them."""

_TOKEN = pattern(
    r"\\[A-Za-z]+|\\.|[ \t\n]+|[A-Za-z][\u0300-\u036f]+"
    rf"|[{''.join(SUPERSCRIPTS)}]+|[{''.join(SUBSCRIPTS)}]+|.",
    re.DOTALL,
)


class Token(NamedTuple):
    """One piece of a formula; `[start, end)` is where in the text it stands.

    `origin` is 0 for what the formula itself has, else the number of the macro's use that brought
    it in: its place is that of the macro then.
    """

    text: str
    start: int
    end: int
    origin: int = 0

    @property
    def own(self) -> bool:
        """Whether it stands in the formula itself."""
        return self.origin == 0

    @property
    def is_space(self) -> bool:
        """Whether it is space to TeX; a no-break space is a character."""
        return self.text[0] in " \t\n"

    def instead(self, text: str, origin: int = -1) -> Token:
        """Return a token that stands for this one in the same place."""
        return Token(text, self.start, self.end, origin)


def find_misread(text: str) -> tuple[str, int, int] | None:
    r"""Return the first place that TeX reads differently than it looks: name, start and end.

    Two circumflexes are a character's code (`^^5c` is a backslash), an empty line is `\par`.
    """
    match = re.search(r"\^\^|\n[ \t]*\n|[\x00-\x08\x0b-\x1f\x7f]", text)
    if match is None:
        return None
    name = {"^": "'^^'", "\n": "an empty line"}.get(match[0][0], f"U+{ord(match[0][0]):04X}")
    return name, *match.span()


def parameter_count(definition: str) -> int:
    """Return how many parameters a macro's definition uses: the highest `#n`."""
    return max((int(number) for number in re.findall(r"#([1-9])", definition)), default=0)


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


class Tokens:
    """The tokens of a formula that are still to be read; spaces are tokens too.

    `macros` are the course's own commands and their definitions. `size` counts the work done,
    `closed_at` is where what `take_until` took last ends.
    """

    def __init__(self, text: str, macros: Mapping[str, str]) -> None:
        self.macros = macros
        self.size = 0
        self.closed_at = 0
        self._pending = tokenize(text)[::-1]
        self._definitions: dict[str, list[Token]] = {}
        self._uses = 0

    def __bool__(self) -> bool:
        return bool(self._pending)

    def pop(self) -> Token:
        """Take the next token; there must be one."""
        return self._pending.pop()

    def peek(self) -> str:
        """Return the next token's text, nothing at the end."""
        return self._pending[-1].text if self._pending else ""

    def pop_visible(self) -> Token | None:
        """Take the next token that is no space, None at the end."""
        while self._pending and self._pending[-1].is_space:
            self._pending.pop()
        return self._pending.pop() if self._pending else None

    def put_back(self, *tokens: Token) -> None:
        """Put tokens, in reading order, before those that are still to be read."""
        self._pending.extend(reversed(tokens))

    def take_until(self, closer: str) -> list[Token] | None:
        """Take what is before `closer`, and `closer`; None if the group ends without it."""
        taken: list[Token] = []
        depth = 0
        while self._pending:
            token = self._pending.pop()
            self.size += 1
            if token.text == closer and depth == 0:
                self.closed_at = token.end
                return taken
            depth += (token.text == "{") - (token.text == "}")
            taken.append(token)
            if depth < 0:
                break
        self.put_back(*taken)
        return None

    def is_macro(self, token: Token) -> bool:
        """Tell whether the token is one of the course's own commands."""
        return token.text[0] == "\\" and token.text[1:] in self.macros

    def parameters(self, token: Token) -> int:
        """Return how many arguments one of the course's own commands takes."""
        return parameter_count(self.macros[token.text[1:]])

    def expand(self, token: Token) -> bool:
        """Expand one of the course's commands in front of the tokens still to be read.

        False if it lacks an argument. What would be too long is left out, and `size` then says so.
        """
        name = token.text[1:]
        arguments: list[list[Token]] = []
        for _ in range(self.parameters(token)):
            first = self.pop_visible()
            if first is None or first.text in ENDS:
                self.put_back(*([first] if first else []))
                return False
            taken = self.take_until("}") if first.text == "{" else [first]
            if taken is None:
                return False
            arguments.append(taken)
        if name not in self._definitions:
            self._definitions[name] = tokenize(self.macros[name])
        expanded: list[Token] = []
        self._uses += 1
        pieces = iter(self._definitions[name])
        for piece in pieces:
            if piece.text == "#" and (number := next(pieces, piece).text) in "123456789":
                expanded.extend(arguments[int(number) - 1])
            else:
                expanded.append(token.instead(piece.text, self._uses))
            if self.size + len(expanded) > MAX_SIZE:
                self.size = MAX_SIZE + 1
                self._pending.clear()
                return True
        self.size += len(expanded)
        self.put_back(*expanded)
        return True


def unsound(text: str) -> tuple[tuple[str, str, Token], ...]:
    """Return code, message and place of the first fault that characters alone show, if any."""
    if not text.strip():
        return _found("math-empty", "this formula is empty", Token("", 0, len(text)))
    if len(text) > MAX_LENGTH:
        message = f"this formula has {len(text)} characters, more than {MAX_LENGTH}"
        return _found("math-size", message, Token("", 0, 1))
    if found := find_misread(text):
        message = f"{found[0]} has a meaning of its own"
        return _found("math-character", message, Token("", found[1], found[2]))
    return ()


def _found(code: str, message: str, token: Token) -> tuple[tuple[str, str, Token], ...]:
    return ((code, message, token),)
