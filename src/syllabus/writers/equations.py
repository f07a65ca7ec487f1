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
        """Write a formula anew, with what `close` says behind each of its lines.

        None where it refers to what is not there, or counts in another way.
        """
        tokens = Tokens(tex.strip(), self.macros)
        pieces: list[str] = []
        inside: list[str] = []
        rows = [_Row()]
        depth, sound, follows = 0, True, False

        def argument() -> str:
            first = tokens.pop_visible()
            if first is None or first.text != "{":
                return "" if first is None else first.text
            return "".join(each.text for each in tokens.take_until("}") or ())

        def end(row: _Row) -> None:
            if tag := close(row):
                pieces.append(rf"\tag*{{{tag}}}")

        while tokens and tokens.size <= MAX_SIZE:
            token = tokens.pop()
            tokens.size += 1
            text = token.text
            kind = inside[-1].rstrip("*") if inside and depth == 0 else ""
            if tokens.is_macro(token):
                sound = tokens.expand(token) and sound
                continue
            if text == r"\begin":
                name = argument()
                text = _opening(name)
                if name.rstrip("*") in NUMBERED and (kind in NUMBERED or kind in ("", _PARTS)):
                    rows[-1].numbered = False  # its lines have the numbers
                    rows.append(_Row(numbered=name in NUMBERED))
                    text = rf"\\{text}" if follows else text
                inside.append(name)
            elif text == r"\end":
                name = argument()
                text = _opening(name).replace(r"\begin", r"\end")
                inside = inside[:-1]
                if name.rstrip("*") in NUMBERED and len(rows) > 1:
                    end(rows.pop())
                    follows = inside == [_PARTS]
            elif text == r"\\" and (kind in NUMBERED - _WHOLE or not (inside or depth)):
                end(rows[-1])
                rows[-1] = _Row(numbered=bool(inside) and inside[-1] in NUMBERED)
            elif text == r"\\" and kind == "equation":
                continue  # as in TeX
            elif text in (r"\nonumber", r"\notag"):
                rows[-1].numbered = False
                continue
            elif text == r"\tag":
                bare = tokens.peek() == "*"
                if bare:
                    tokens.pop()
                rows[-1].tag = argument() if bare else f"({argument()})"
                continue
            elif text == r"\label":
                rows[-1].labels.append(argument().strip())
                continue
            elif text in (r"\ref", r"\eqref"):
                number = self.labels.get(argument().strip(), "")
                sound = sound and bool(number)
                text = rf"\text{{{number}}}" if text == r"\ref" else rf"\text{{({number})}}"
            depth += (text == "{") - (text == "}")
            pieces.append(text)
            if text[:1] == "\\" and text[1:].isalpha() and tokens.peek()[:1].isalpha():
                pieces.append(" ")
        if rows[-1].tag or rows[-1].labels:
            end(rows[-1])
        return "".join(pieces) if sound else None


def _opening(name: str) -> str:
    """Return what begins the environment of the same look that has no numbers."""
    if name.rstrip("*") == "equation" or name == _PARTS:
        return ""
    return rf"\begin{{{name}*}}" if name in NUMBERED else rf"\begin{{{name}}}"
