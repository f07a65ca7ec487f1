"""A formula cut into the pieces that TeX reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from syllabus.latex.symbols import SUBSCRIPTS, SUPERSCRIPTS

_TOKEN = re.compile(
    r"\\[A-Za-z]+|\\.|\s+|[A-Za-z][\u0300-\u036f]+"
    rf"|[{''.join(SUPERSCRIPTS)}]+|[{''.join(SUBSCRIPTS)}]+|.",
    re.DOTALL,
)


class Token(NamedTuple):
    """One piece of a formula; `[start, end)` is where in the text it stands.

    `own` is False for what a macro brought in: its place is that of the macro.
    """

    text: str
    start: int
    end: int
    own: bool = True

    def instead(self, text: str) -> Token:
        """Return a token that stands for this one in the same place."""
        return Token(text, self.start, self.end, own=False)


def tokenize(text: str) -> list[Token]:
    """Cut a formula into tokens; spaces and lines' ends are tokens too."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def parameter_count(definition: str) -> int:
    """Return how many parameters a macro's definition uses: the highest `#n`."""
    return max((int(number) for number in re.findall(r"#([1-9])", definition)), default=0)


class Macros:
    """The course's own commands, cut into tokens when they are first met."""

    def __init__(self, definitions: Mapping[str, str]) -> None:
        self.names = definitions.keys()
        self._definitions = definitions
        self._tokens: dict[str, list[Token]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._definitions

    def parameters(self, name: str) -> int:
        """Return how many arguments the command takes."""
        return parameter_count(self._definitions[name])

    def expand(
        self, name: str, arguments: Sequence[Sequence[Token]], place: Token, limit: int
    ) -> list[Token] | None:
        """Return what TeX reads in place of the command, or None if it is more than `limit`."""
        if name not in self._tokens:
            self._tokens[name] = tokenize(self._definitions[name])
        expanded: list[Token] = []
        pieces = iter(self._tokens[name])
        for piece in pieces:
            if piece.text == "#" and (number := next(pieces, piece).text) in "123456789":
                expanded.extend(arguments[int(number) - 1])
            else:
                expanded.append(place.instead(piece.text))
            if len(expanded) > limit:
                return None
        return expanded
