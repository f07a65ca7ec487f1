"""Items of lists that are a citation and nothing else: they print the full reference."""

from __future__ import annotations

from dataclasses import replace

from syllabus.front.markup.locators import read_locator
from syllabus.model.document import (
    Block,
    Citation,
    CitationForm,
    LineBreak,
    MembersOnly,
    Paragraph,
    Text,
)
from syllabus.on_demand import pattern

DURATION_AFTER = pattern(r"\s*[(（][^()（）]*\d[^()（）]*[)）]\s*")
"""What may follow a full reference in a list item: a duration or a number of pages."""


def full_reference(blocks: tuple[Block, ...], language: str) -> tuple[Block, ...]:
    """Print a bracketed citation in full where it is all the text of a list item.

    A locator may stand behind its bracket as well as in it: `[@key], chapter 2`.
    """
    if blocks and isinstance(blocks[0], MembersOnly):
        inside = replace(blocks[0], blocks=full_reference(blocks[0].blocks, language))
        return (inside, *blocks[1:])
    if not blocks or not isinstance(blocks[0], Paragraph):
        return blocks
    first, *rest = blocks[0].children
    if not isinstance(first, Citation) or first.form is not CitationForm.PARENTHETICAL:
        return blocks
    words = "".join(node.text if isinstance(node, Text) else " " for node in rest)
    if not all(isinstance(node, Text | LineBreak) for node in rest):
        return blocks
    works, work = first.works, first.works[-1]
    place = read_locator(words, 0, len(words), language) if words.startswith(",") else None
    if place and work.locator is None and not work.suffix:
        after = words[place.end :]
        if isinstance(rest[0], Text) and len(rest[0].text) >= place.end:
            works = (*works[:-1], replace(work, label=place.label, locator=place.place))
            words, rest[0] = after, replace(rest[0], text=rest[0].text[place.end :])
    if words.strip() and not DURATION_AFTER.fullmatch(words):
        return blocks
    full = replace(first, form=CitationForm.FULL, works=works)
    return (replace(blocks[0], children=(full, *rest)), *blocks[1:])
