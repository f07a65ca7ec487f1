"""Labels of formulas that members alone get to see."""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.diagnostics import Diagnostic, error
from syllabus.model.document import Block, Math, MathBlock, walk
from syllabus.model.editions import public_blocks
from syllabus.on_demand import pattern
from syllabus.source import Span

_LABEL = pattern(r"\\(label|eqref|ref)\s*\{([^{}]*)\}")


def check_labels(blocks: tuple[Block, ...], faults: list[Diagnostic]) -> None:
    """Report formulas of a course that name one inside a fence and stand outside of any.

    The public edition has no number to print there. A label that nothing has is found when a
    handout is rendered.
    """
    public = public_blocks(blocks)
    if public is blocks:
        return
    everywhere = {name for command, name, _ in _labels(blocks) if command == "label"}
    given = {name for command, name, _ in _labels(public) if command == "label"}
    faults += [
        error(
            "members-only-target",
            f"the formula '{name}' stands inside a fence for members, and this does not",
            place,
            "move one of them to where the other is",
        )
        for command, name, place in _labels(public)
        if command != "label" and name in everywhere - given
    ]


def _labels(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str, Span]]:
    for node in walk(blocks):
        if isinstance(node, Math | MathBlock):
            for found in _LABEL.finditer(node.tex):
                start = node.span.text.find(found[0])
                end = start + len(found[0])
                yield found[1], found[2], node.span if start < 0 else node.span.part(start, end)
