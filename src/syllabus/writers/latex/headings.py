"""What of a line a heading prints."""

from __future__ import annotations

from syllabus.model.document import Citation, Footnote, Inline, LineBreak, Text


def with_citations_printed(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a line with each citation as what it prints."""
    return tuple(
        inline
        for node in nodes
        for inline in (node.printed if isinstance(node, Citation) else (node,))
    )


def heading_text(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a heading in one line; a footnote has no place in it."""
    return tuple(
        Text(" ", node.span) if isinstance(node, LineBreak) else node
        for node in nodes
        if not isinstance(node, Footnote)
    )
