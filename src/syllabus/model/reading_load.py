"""The reading load of a list, summed from the amounts at the ends of its items."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta

from syllabus.model.course import ReadingLoad
from syllabus.model.document import (
    Block,
    BulletList,
    Footnote,
    Heading,
    Inline,
    ListItem,
    NumberedList,
    Paragraph,
    plain_text,
    without_fences,
)
from syllabus.model.duration import DURATION, duration_of
from syllabus.on_demand import pattern

_AT_END = pattern(r"[(（]([^()（）]*)[)）][\s.,;:!?。]*\Z")
_PAGES = pattern(
    r"(?<![\d:.,])([0-9]{1,4})(?:\s?"
    r"(?:pages?|pgs?|seiten?|p[áa]ginas?|pagin[ae]|pagina['’]s|σελίδ(?:α|ες)|σελ|ページ|頁)\b"
    # The short forms may also be of a place, "ch. 3, S. 12", or of something else, "3 p.m.".
    r"|(?:\s?(?:pp|págs?|pags?|blz|σσ)|\s(?:p|(?-i:S)))\.?\s*(?=[,;/&+]|\Z))",
    re.IGNORECASE,
)


def measure_load(
    blocks: tuple[Block, ...], optional_words: Collection[str], *, optional: bool = False
) -> ReadingLoad:
    """Sum the durations and pages that list items name in brackets at the end of their text.

    An item's text is its own first paragraph. Whatever is in or under an item, under a heading, or
    in a list right after a paragraph, that begins with one of `optional_words` counts as optional,
    and everything does where the whole is `optional`. Brackets with neither a time nor a number of
    pages are ignored.
    """
    load = ReadingLoad()
    pending = [(blocks, optional)]
    while pending:
        siblings, outer = pending.pop()
        under_heading = announced = False
        for block in without_fences(siblings):
            match block:
                case Heading():
                    under_heading = begins_with(block.children, optional_words)
                    announced = False
                case Paragraph():
                    announced = begins_with(block.children, optional_words)
                case BulletList() | NumberedList():
                    for item in block.items:
                        is_optional = outer or under_heading or announced
                        is_optional = is_optional or begins_with(_own_text(item), optional_words)
                        load += _item_load(item, is_optional)
                        pending.append((_after_own_text(item), is_optional))
                    announced = False
                case _:
                    announced = False
    return load


def begins_with(text: tuple[Inline, ...], words: Collection[str]) -> bool:
    """Return whether the first word of a text is one of `words`, in any case."""
    first = re.match(r"\W*([^\W\d_]+)", plain_text(text))
    if first is None:
        return False
    word = first[1].casefold()
    # East Asia writes no spaces between words.
    return any(
        word.startswith(each.casefold())
        if unicodedata.east_asian_width(each[0]) == "W"
        else word == each.casefold()
        for each in words
    )


def _own_text(item: ListItem) -> tuple[Inline, ...]:
    first = next(without_fences(item.blocks), None)
    return first.children if isinstance(first, Paragraph) else ()


def _after_own_text(item: ListItem) -> tuple[Block, ...]:
    blocks = tuple(without_fences(item.blocks))
    return blocks[1:] if _own_text(item) else blocks


def _item_load(item: ListItem, optional: bool) -> ReadingLoad:
    words = tuple(node for node in _own_text(item) if not isinstance(node, Footnote))
    # A bracket at the end of an item is short; the limit keeps long texts cheap.
    text = plain_text(words)[-400:]
    duration, pages = timedelta(), 0
    while (bracket := _AT_END.search(text)) is not None:
        times = [duration_of(match) for match in DURATION.finditer(bracket[1])]
        counts = [int(match[1]) for match in _PAGES.finditer(bracket[1])]
        if not times and not counts:
            break
        duration += sum(times, timedelta())
        pages += sum(counts)
        text = text[: bracket.start()]
    if optional:
        return ReadingLoad(optional_duration=duration, optional_pages=pages)
    return ReadingLoad(duration, pages)
