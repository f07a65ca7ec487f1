"""What of a line a heading prints, and what has no place there."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, error
from syllabus.model.document import (
    Block,
    Citation,
    Footnote,
    Heading,
    Inline,
    LineBreak,
    Table,
    Text,
    walk,
)
from syllabus.writers.latex.context import BlockContext


def printed(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a line with each citation as what it prints."""
    return tuple(
        inline
        for node in nodes
        for inline in (node.printed if isinstance(node, Citation) else (node,))
    )


def heading_text(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return what a heading prints in one line; a footnote has no place in it."""
    return tuple(
        Text(" ", node.span) if isinstance(node, LineBreak) else node
        for node in printed(nodes)
        if not isinstance(node, Footnote)
    )


def with_room(node: Block, following: Block | None, place: BlockContext) -> str:
    """Return what keeps a heading with a table below it, which would begin the next page alone."""
    is_headed = isinstance(node, Heading) and isinstance(following, Table) and not place.lists
    return "\\needroom{6\\baselineskip}\n" if is_headed else ""


def has_footnote(nodes: tuple[Inline, ...]) -> bool:
    """Return whether a line prints a footnote, of its own or as a citation."""
    return any(
        isinstance(node, Footnote) or (isinstance(node, Citation) and has_footnote(node.printed))
        for node in walk(nodes)
    )


def footnotes_in_heading(nodes: tuple[Inline, ...]) -> tuple[Diagnostic, ...]:
    """Return a fault for each citation of a heading that the style prints as a footnote."""
    return tuple(
        error(
            "footnote-in-heading",
            "found a citation in a heading, which this style prints as a footnote",
            node.span,
            "put it into the text below",
        )
        for node in walk(nodes)
        if isinstance(node, Citation) and has_footnote(node.printed)
    )
