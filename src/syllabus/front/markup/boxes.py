"""Boxes to be ticked, at the beginning of items."""

from __future__ import annotations

from dataclasses import replace

from syllabus.model.document import Block, LineBreak, Paragraph, Text
from syllabus.on_demand import pattern

_TASK = pattern(r"\[([ xX])\](?:\s+|\Z)")


def with_box(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Print the `[ ]` or `[x]` that begins an item as a box, as GitHub and Pandoc do."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or not first.children:
        return blocks
    text = first.children[0]
    if not isinstance(text, Text) or not (found := _TASK.match(text.text)):
        return blocks
    rest = text.text[found.end() :]
    if not rest and not isinstance((*first.children, None)[1], LineBreak | None):
        return blocks  # what follows at once belongs to the bracket
    box = "☐" if found[1] == " " else "☒"
    marked = replace(text, text=f"{box}\u00a0{rest}" if rest else box)
    return (replace(first, children=(marked, *first.children[1:])), *blocks[1:])
