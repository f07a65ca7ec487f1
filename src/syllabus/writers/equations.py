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
"""The environments that number their lines."""

_WHOLE = frozenset(("equation", "multline"))
"""Those of them that have one number."""

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

                self._read(node.tex, keep)
                self._count += r"\begin{subequations}" in node.tex  # which are not read
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
        if not tag and row.numbered:
            self._count += 1
            tag = f"({self._count})"
        for name in row.labels:
            self.labels[name] = tag.strip("()")
        return tag

    def _read(self, tex: str, close: Callable[[_Row], str]) -> str | None:
        """Write a formula anew, with what `close` says behind each of its lines.

        None where it refers to what is not there, or counts in another way.
        """
        tokens = Tokens(tex.strip(), self.macros)
        pieces: list[str] = []
        inside: list[str] = []
        depth, row, sound = 0, _Row(), True

        def argument() -> str:
            first = tokens.pop_visible()
            if first is None or first.text != "{":
                return "" if first is None else first.text
            return "".join(each.text for each in tokens.take_until("}") or ())

        def end(row: _Row) -> None:
            if tag := close(row):
                pieces.append(rf"\qquad\text{{{tag}}}")

        while tokens and tokens.size <= MAX_SIZE:
            token = tokens.pop()
            tokens.size += 1
            text = token.text
            outer = inside[0] if len(inside) == 1 and depth == 0 else ""
            if tokens.is_macro(token):
                sound = tokens.expand(token) and sound
                continue
            if text == r"\begin":
                name = argument()
                inside.append(name)
                row.numbered = row.numbered or (len(inside) == 1 and name in NUMBERED)
                sound = sound and name != "subequations"
                text = "" if name.rstrip("*") == "equation" else rf"\begin{{{_starred(name)}}}"
            elif text == r"\end":
                name = argument()
                if len(inside) == 1 and name.rstrip("*") in NUMBERED:
                    end(row)
                    row = _Row()
                inside = inside[:-1]
                text = "" if name.rstrip("*") == "equation" else rf"\end{{{_starred(name)}}}"
            elif text == r"\\" and outer.rstrip("*") in NUMBERED - _WHOLE:
                end(row)
                row = _Row(numbered=outer in NUMBERED)
            elif text in (r"\nonumber", r"\notag"):
                row.numbered = False
                continue
            elif text == r"\tag":
                bare = tokens.peek() == "*"
                if bare:
                    tokens.pop()
                row.tag = argument() if bare else f"({argument()})"
                continue
            elif text == r"\label":
                row.labels.append(argument().strip())
                continue
            elif text in (r"\ref", r"\eqref"):
                number = self.labels.get(argument().strip(), "")
                sound = sound and bool(number)
                text = rf"\text{{{number}}}" if text == r"\ref" else rf"\text{{({number})}}"
            depth += (text == "{") - (text == "}")
            pieces.append(text)
            if text[:1] == "\\" and text[1:].isalpha() and tokens.peek()[:1].isalpha():
                pieces.append(" ")
        if row.tag or row.labels:
            end(row)
        return "".join(pieces) if sound else None


def _starred(name: str) -> str:
    """Return the environment of the same look that has no numbers."""
    return f"{name}*" if name in NUMBERED else name
