r"""Commands of physics, braket, siunitx and mhchem that many texts use, written out as plain math.

The packages themselves are not among those that a handout needs. What a command takes and prints
follows their manuals for the common arguments; the rest is refused and never guessed. What is
written out passes the gate like any other formula.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from syllabus.writers.latex.math.chemistry import formula_of
from syllabus.writers.latex.math.tokens import Token, Tokens, tokenize
from syllabus.writers.latex.math.units import number_of, unit_of

Piece = str | Sequence[Token]


class Unreadable(Exception):
    """An argument that a command does not take; `token` is where, if not at the command."""

    def __init__(self, message: str, hint: str = "", token: Token | None = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.token = message, hint, token


@dataclass(repr=False, eq=False, slots=True)
class Arguments:
    """What follows a command, taken from the tokens as it is asked for; `end` is where it ends."""

    tokens: Tokens
    command: Token
    end: int = 0

    def is_next(self, text: str) -> bool:
        """Tell whether the next token that is no space is `text`."""
        token = self.tokens.pop_visible()
        if token is not None:
            self.tokens.put_back(token)
        return token is not None and token.text == text

    def star(self) -> bool:
        """Take a star, if there is one."""
        star = self.tokens.pop_visible() if self.is_next("*") else None
        self.end = star.end if star else self.end
        return star is not None

    def group(self) -> list[Token]:
        """Take an argument in braces."""
        if not self.is_next("{"):
            hint = f"write '{self.command.text}{{…}}'"
            raise Unreadable(f"'{self.command.text}' lacks an argument in braces", hint)
        return self.until("}")

    def until(self, closer: str) -> list[Token]:
        """Take what is between the next token and `closer`."""
        opener = self.tokens.pop_visible()
        taken = None if opener is None else self.tokens.take_until(closer)
        if opener is None or taken is None:
            raise Unreadable(f"'{self.command.text}' lacks the end of an argument", token=opener)
        self.end = self.tokens.closed_at
        return taken

    def more(self) -> list[list[Token]]:
        """Take all groups in braces that follow directly."""
        groups: list[list[Token]] = []
        while self.tokens.peek() == "{":
            groups.append(self.until("}"))
        return groups

    def no_options(self) -> None:
        """Refuse options in brackets."""
        if self.is_next("["):
            raise Unreadable(f"options of '{self.command.text}' cannot be read", "leave them out")


def text_of(tokens: Sequence[Token]) -> str:
    """Return what tokens say."""
    return "".join(token.text for token in tokens)


def _split(tokens: Sequence[Token], at: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in ("{", r"\left")) - (token.text in ("}", r"\right"))
        if depth == 0 and token.text in (at, "\\vert", "\\mid")[: 3 if at == "|" else 1]:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _fenced(left: str, right: str) -> Callable[[Arguments], list[Piece]]:
    def written(given: Arguments) -> list[Piece]:
        if given.star():
            return [f"{left} ", given.group(), f"{right} "]
        return [rf"\left{left} ", given.group(), rf"\right{right} "]

    return written


def _braket(given: Arguments) -> list[Piece]:
    given.star()
    first = given.group()
    parts = _split(first, "|")
    if len(parts) == 1:
        parts += given.more()
    if len(parts) not in (2, 3):
        raise Unreadable(f"'{given.command.text}' has no bar", r"write '\braket{a|b}'")
    pieces: list[Piece] = [r"\left\langle "]
    for number, part in enumerate(parts):
        pieces += [r"\middle| "] * (number > 0) + [part]
    return [*pieces, r"\right\rangle "]


def _ketbra(given: Arguments) -> list[Piece]:
    given.star()
    first = given.group()
    second = (given.more() or [first])[0]
    return [r"\left| ", first, r"\middle\rangle\!\middle\langle ", second, r"\right| "]


def _expectation(given: Arguments) -> list[Piece]:
    given.star()
    first, *states = [given.group(), *given.more()]
    if not states:
        return [r"\left\langle ", first, r"\right\rangle "]
    state = states[0]
    return [r"\left\langle ", state, r"\middle| ", first, r"\middle| ", state, r"\right\rangle "]


def _element(given: Arguments) -> list[Piece]:
    given.star()
    left, middle, right = given.group(), given.group(), given.group()
    return [r"\left\langle ", left, r"\middle| ", middle, r"\middle| ", right, r"\right\rangle "]


def _derivative(sign: str, *, partial: bool) -> Callable[[Arguments], list[Piece]]:
    def written(given: Arguments) -> list[Piece]:
        in_line = given.star()
        order = text_of(given.until("]")) if given.is_next("[") else ""
        first, *others = [given.group(), *given.more()]
        function: Sequence[Token] = first if others else ()
        variables = others or [first]
        if partial and len(variables) == 1:
            variables = _split(variables[0], ",")
        if len(variables) > 1 + partial * 9 or (order and len(variables) > 1):
            raise Unreadable(f"'{given.command.text}' has too many arguments")
        power = order or (str(len(variables)) if len(variables) > 1 else "")
        raised = f"^{{{power}}}" if power else ""
        pieces: list[Piece] = [f"{sign}{raised} ", function]
        between: list[Piece] = []
        for variable in variables:
            between += [f"{sign} ", variable, f"^{{{order}}}" if order else ""]
        if in_line:
            return [*pieces, "/", *between]
        return [r"\frac{", *pieces, "}{", *between, "}"]

    return written


def _differential(given: Arguments) -> list[Piece]:
    order = text_of(given.until("]")) if given.is_next("[") else ""
    raised = f"^{{{order}}}" if order else ""
    return [
        rf"\mathop{{}}\!\mathrm{{d}}{raised} ",
        *([given.group()] if given.is_next("{") else []),
    ]


def _number(given: Arguments) -> list[Piece]:
    given.no_options()
    return ["{", _read(given.group(), number_of, "a number such as '1.5e-3'"), "}"]


def _unit(given: Arguments) -> list[Piece]:
    given.no_options()
    return ["{", _read_unit(given), "}"]


def _read_unit(given: Arguments) -> str:
    return _read(given.group(), unit_of, r"a unit such as '\metre\per\second' or 'm/s'")


def _read(tokens: Sequence[Token], read: Callable[[str], str | None], expected: str) -> str:
    text = text_of(tokens)
    written = read(text)
    if written is None:
        place = None
        if tokens:
            place = Token("", tokens[0].start, tokens[-1].end, tokens[0].origin)
        raise Unreadable(f"expected {expected}, found '{text}'", token=place)
    return written


def _quantity(given: Arguments) -> list[Piece]:
    return _with_unit(_number(given), given)


def _with_unit(number: list[Piece], given: Arguments) -> list[Piece]:
    unit = _read_unit(given)
    return ["{", *number, "" if unit in (r"{}^{\circ}", "") else r"\,", unit, "}"]


def _sized(given: Arguments) -> list[Piece]:
    r"""Write the `\qty` of physics, a bracket of the right size, and that of siunitx."""
    given.star()
    for opener, closer in (("(", ")"), ("[", "]"), ("|", "|")):
        if given.is_next(opener):
            inside = given.until(closer)
            if opener == "[" and "=" in text_of(inside) and given.is_next("{"):
                raise Unreadable(r"options of '\qty' cannot be read", "leave them out")
            return [rf"\left{opener} ", inside, rf"\right{closer} "]
    first = given.group()
    number = number_of(text_of(first)) if given.tokens.peek() == "{" else None
    if number is not None:
        return _with_unit([number], given)
    return [r"\left\{ ", first, r"\right\} "]


def _angle(given: Arguments) -> list[Piece]:
    return [*_number(given), r"^{\circ}"]


def _chemical(given: Arguments) -> list[Piece]:
    return ["{", _read(given.group(), formula_of, "a chemical formula such as 'H2O'"), "}"]


SHORTHANDS: Mapping[str, Callable[[Arguments], list[Piece]]] = {
    **dict.fromkeys(("ket", "Ket"), _fenced("|", r"\rangle")),
    **dict.fromkeys(("bra", "Bra"), _fenced(r"\langle", "|")),
    **dict.fromkeys(("braket", "Braket"), _braket),
    **dict.fromkeys(("ketbra", "dyad"), _ketbra),
    **dict.fromkeys(("expval", "ev"), _expectation),
    **dict.fromkeys(("mel", "matrixel"), _element),
    "abs": _fenced(r"\lvert", r"\rvert"),
    "norm": _fenced(r"\lVert", r"\rVert"),
    **dict.fromkeys(("dv", "derivative"), _derivative(r"\mathrm{d}", partial=False)),
    **dict.fromkeys(("pdv", "partialderivative"), _derivative(r"\partial", partial=True)),
    **dict.fromkeys(("dd", "differential"), _differential),
    "num": _number,
    **dict.fromkeys(("si", "unit"), _unit),
    "SI": _quantity,
    **dict.fromkeys(("qty", "quantity"), _sized),
    "ang": _angle,
    "ce": _chemical,
}
"""What writes each command out, as texts and arguments in turn."""


def write_out(name: str, given: Arguments, in_text: bool) -> tuple[str, list[Token]]:
    """Return a command and what follows it as plain math, and that as tokens at their places.

    Raises `Unreadable`.
    """
    given.end = given.command.end
    pieces = SHORTHANDS[name](given)
    if in_text:
        pieces = [r"\ensuremath{", *pieces, "}"]
    tokens: list[Token] = []
    for piece in pieces:
        if isinstance(piece, str):
            tokens += [given.command.instead(each.text) for each in tokenize(piece)]
        else:
            tokens += [Token(each.text, each.start, each.end, each.origin or -1) for each in piece]
    return text_of(tokens), tokens
