r"""The numbers of equations, counted as LaTeX does and written into the formulas.

Environments such as `align` number each of their lines, unless it says `\nonumber` or has a `\tag`;
`\eqref` prints the number of what has a `\label`. Source: amsmath's guide (amsldoc), 3 and 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from syllabus.model.document import Math, MathBlock, Node, walk
from syllabus.on_demand import pattern
from syllabus.writers.latex.math.tokens import MAX_SIZE, Tokens

NUMBERED = frozenset(("equation", "align", "alignat", "flalign", "gather", "multline", "eqnarray"))
NUMBERED |= {"xalignat"}
"""The environments that number their lines."""

_WHOLE = frozenset(("equation", "multline"))
"""Those of them that have one number."""

_PARTS = "subequations"
_PARTED = rf"\begin{{{_PARTS}}}"

_CONCERNED = pattern(r"\\(?:begin|tag|label|ref|eqref|nonumber|notag)(?![A-Za-z])")


@dataclass
class _Row:
    """A line that may have a number: its own `tag`, with its brackets, and its labels."""

    numbered: bool = False
    tag: str = ""
    labels: list[str] = field(default_factory=list)


@dataclass
class Equations:
    """The numbers of the formulas of a whole text, in reading order; `labels` has those by name."""

    macros: Mapping[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    _count: int = 0
    _part: int = 0  # of the equations that share a number, the one that comes
    _tags: dict[int, list[list[str]]] = field(default_factory=dict)
    _nodes: list[Node] = field(default_factory=list)  # so that no other gets the same id

    def count(self, nodes: Iterable[Node]) -> None:
        """Count the formulas of a text, which follows what was counted before."""
        for node in walk(tuple(nodes)):
            if isinstance(node, Math | MathBlock) and self._concerns(node.tex):
                tags: list[str] = []

                def keep(row: _Row, tags: list[str] = tags) -> str:
                    tags.append(self._next(row))
                    return ""

                self._part = int(_PARTED in node.tex)
                self._read(node.tex, keep)
                self._count += _PARTED in node.tex
                self._part = 0
                self._nodes.append(node)
                self._tags.setdefault(id(node), []).append(tags)

    def written(self, node: Math | MathBlock) -> str:
        """Return a formula with its numbers in it; as it is, where that cannot be."""
        if not self._concerns(node.tex):
            return node.tex
        known = self._tags.get(id(node), [])
        tags = known.pop(0) if len(known) > 1 else known[0] if known else []
        left = iter(tags)
        written = self._read(node.tex, lambda _: next(left, ""))
        return node.tex if written is None else written

    def _concerns(self, tex: str) -> bool:
        return any(map(_CONCERNED.search, (tex, *self.macros.values())))

    def _next(self, row: _Row) -> str:
        """Return what stands behind a line, which is the next one to be numbered."""
        tag = row.tag
        if not tag and row.numbered and self._part:
            tag = f"({self._count + 1}{chr(ord('a') + min(self._part, 26) - 1)})"
            self._part += 1
        elif not tag and row.numbered:
            self._count += 1
            tag = f"({self._count})"
        for name in row.labels:
            self.labels[name] = tag.strip("()") or (str(self._count + 1) if self._part else "")
        return tag

    def _read(self, tex: str, close: Callable[[_Row], str]) -> str | None:
        return _Formula(tex, self, close).write()


class _Formula:
    """A formula that is written anew, with what `close` says behind each of its lines."""

    def __init__(self, tex: str, equations: Equations, close: Callable[[_Row], str]) -> None:
        self._tokens = Tokens(tex.strip(), equations.macros)
        self._labels = equations.labels
        self._close = close
        self._pieces: list[str] = []
        self._inside: list[str] = []
        self._rows = [_Row()]
        self._depth = 0
        self._sound = True
        self._follows = False  # whether it is not the first of the parts of one number

    def write(self) -> str | None:
        """Return it; None where it refers to what is not there, or counts in another way."""
        tokens = self._tokens
        while tokens and tokens.size <= MAX_SIZE:
            token = tokens.pop()
            tokens.size += 1
            if tokens.is_macro(token):
                self._sound = tokens.expand(token) and self._sound
                continue
            text = self._written(token.text)
            self._depth += (text == "{") - (text == "}")
            self._pieces.append(text)
            if text[:1] == "\\" and text[1:].isalpha() and tokens.peek()[:1].isalpha():
                self._pieces.append(" ")
        if self._rows[-1].tag or self._rows[-1].labels:
            self._end_row(self._rows[-1])
        return "".join(self._pieces) if self._sound else None

    def _written(self, text: str) -> str:
        """Return what is written for a token and its arguments."""
        row = self._rows[-1]
        match text:
            case r"\begin":
                return self._begin(self._argument())
            case r"\end":
                return self._end(self._argument())
            case r"\\":
                return self._break()
            case r"\nonumber" | r"\notag":
                row.numbered = False
            case r"\tag":
                bare = self._tokens.peek() == "*"
                if bare:
                    self._tokens.pop()
                row.tag = self._argument() if bare else f"({self._argument()})"
            case r"\label":
                row.labels.append(self._argument().strip())
            case r"\ref" | r"\eqref":
                number = self._labels.get(self._argument().strip(), "")
                self._sound = self._sound and bool(number)
                return rf"\text{{{number}}}" if text == r"\ref" else rf"\text{{({number})}}"
            case _:
                return text
        return ""

    def _argument(self) -> str:
        first = self._tokens.pop_visible()
        if first is None or first.text != "{":
            return "" if first is None else first.text
        return "".join(each.text for each in self._tokens.take_until("}") or ())

    @property
    def _environment(self) -> str:
        """The environment whose lines a token is between; none in a group."""
        return self._inside[-1].rstrip("*") if self._inside and not self._depth else ""

    def _begin(self, name: str) -> str:
        text, around = _opening(name), self._environment
        if name.rstrip("*") in NUMBERED and (around in NUMBERED or around in ("", _PARTS)):
            self._rows[-1].numbered = False  # its lines have the numbers
            self._rows.append(_Row(numbered=name in NUMBERED))
            text = rf"\\{text}" if self._follows else text
        self._inside.append(name)
        return text

    def _end(self, name: str) -> str:
        self._inside = self._inside[:-1]
        if name.rstrip("*") in NUMBERED and len(self._rows) > 1:
            self._end_row(self._rows.pop())
            self._follows = self._inside == [_PARTS]
        return _opening(name).replace(r"\begin", r"\end")

    def _break(self) -> str:
        """End a line, where it is one that may have a number."""
        around = self._environment
        if around in NUMBERED - _WHOLE or not (self._inside or self._depth):
            self._end_row(self._rows[-1])
            self._rows[-1] = _Row(numbered=bool(self._inside) and self._inside[-1] in NUMBERED)
        elif around == "equation":
            return ""  # as in TeX
        return r"\\"

    def _end_row(self, row: _Row) -> None:
        if tag := self._close(row):
            self._pieces.append(rf"\tag*{{{tag}}}")


def _opening(name: str) -> str:
    """Return what begins the environment of the same look that has no numbers."""
    if name.rstrip("*") == "equation" or name == _PARTS:
        return ""
    return rf"\begin{{{name}*}}" if name in NUMBERED else rf"\begin{{{name}}}"
