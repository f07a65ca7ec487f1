"""A document's headings: their real depth, and what stands below each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from syllabus.importing.tree import (
    Block,
    Code,
    Formula,
    Heading,
    Inline,
    ItemList,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quotation,
    Style,
    Styled,
    Text,
    cut,
    plain,
    plain_blocks,
    trimmed,
)
from syllabus.on_demand import pattern

_NUMBER = pattern(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=\S)")
LONGEST_LABEL = 60
"""Characters of a line that labels what follows."""


@dataclass(slots=True)
class OutlineSection:
    """A heading with its number taken off, the blocks below it, and the sections in it."""

    level: int
    title: tuple[Inline, ...]
    blocks: list[Block] = field(default_factory=list)
    sections: list[OutlineSection] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The words of the title."""
        return plain(self.title).strip()

    def all_blocks(self) -> tuple[Block, ...]:
        """Return what stands below it, with the headings of its sections."""
        inner = (
            block
            for each in self.sections
            for block in (Heading(each.level, each.title), *each.all_blocks())
        )
        return (*self.blocks, *inner)


def outline_of(blocks: Sequence[Block]) -> OutlineSection:
    """Return a document as a section without a title, with all others in it.

    Where most headings are numbered, as 4.1, the number says how deep each one lies.
    """
    headings = [block for block in blocks if isinstance(block, Heading)]
    numbered = _numbered(headings)
    root = OutlineSection(0, ())
    path = [root]
    last_numbered = 0
    for block in blocks:
        if not isinstance(block, Heading):
            path[-1].blocks.append(block)
            continue
        title, level = _bare(block.inlines), block.level
        if numbered:
            number = _NUMBER.match(plain(title))
            if number is not None:
                level = number["number"].count(".") + 1
                title = cut(title, number.end())
                last_numbered = level
            elif last_numbered:
                level = last_numbered + 1
        while path[-1].level >= level:
            path.pop()
        section = OutlineSection(level, title)
        path[-1].sections.append(section)
        path.append(section)
    return root


def _numbered(headings: Sequence[Heading]) -> bool:
    """Return whether headings have numbers in their text: 1, 2, 2.1, … from the first on."""
    found = [
        (match["number"], block)
        for block in headings
        if (match := _NUMBER.match(plain(_bare(block.inlines))))
    ]
    dotted = sum("." in number for number, _ in found)
    return len(found) >= 3 and found[0][0].split(".")[0] in ("0", "1") and dotted * 4 >= len(found)


def _bare(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a heading without emphasis around all of it."""
    inlines = trimmed(inlines)
    while len(inlines) == 1 and isinstance(inlines[0], Styled) and not inlines[0].language:
        if inlines[0].style not in (Style.STRONG, Style.EMPHASIS, Style.PLAIN):
            break
        inlines = trimmed(inlines[0].inlines)
    return inlines


def label_of(block: Block, *, bold: bool = True) -> tuple[Inline, ...] | None:
    """Return what labels what follows: –Questions or, where they do, a line that is `bold`."""
    if isinstance(block, Heading):
        text = _bare(block.inlines)
    elif isinstance(block, Paragraph):
        text = trimmed(block.inlines)
        if len(plain(text)) > LONGEST_LABEL:
            return None
        strong = len(text) == 1 and isinstance(text[0], Styled) and text[0].style is Style.STRONG
        dashed = re.match(r"[–—]\s*(?=\w)", plain(text))
        ends = plain(text).rstrip()[-1:]
        if not (bold and strong) and (not dashed or ends in ".?!"):
            return None
        text = _bare(text)
    else:
        return None
    dashed = re.match(r"[–—-]+\s*(?=\w)", plain(text))
    text = cut(text, dashed.end()) if dashed else text
    if text and isinstance(text[-1], Text) and text[-1].text.rstrip().endswith(":"):
        text = trimmed((*text[:-1], Text(text[-1].text.rstrip()[:-1])))
    return text or None


def mended(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks with numbered lists that something interrupts as one list.

    A list that goes on with the next number belongs to the one before it, and what stands between
    them to its last item. A list of (a), (b) belongs to the item before it.
    """
    made: list[Block] = []
    for block in map(_lettered, blocks):
        if isinstance(block, ItemList):
            items = tuple(mended(_unnumbered(item)) for item in block.items)
            block = ItemList(items, block.start, block.lettered)
            place = _continued(made, block)
            if place is not None:
                first = made[place]
                assert isinstance(first, ItemList)
                between = made[place + 1 :]
                *others, last = first.items
                grown = (*others, (*last, *between), *block.items)
                made[place:] = [ItemList(grown, first.start, first.lettered)]
                continue
            before = made[-1] if made else None
            if block.lettered and isinstance(before, ItemList) and not before.lettered:
                *others, last = before.items
                made[-1] = ItemList((*others, (*last, block)), before.start, before.lettered)
                continue
        elif isinstance(block, Quotation):
            block = Quotation(mended(block.blocks))
        made.append(block)
    return tuple(_joined(made))


def _unnumbered(item: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return an item whose text begins with a year, which was taken for the number of a list."""
    first = item[0] if item else None
    if not isinstance(first, ItemList) or (first.start or 0) < 100 or len(first.items) != 1:
        return item
    inner = first.items[0]
    if not inner or not isinstance(inner[0], Paragraph):
        return item
    text = (Text(f"{first.start}. "), *inner[0].inlines)
    return (Paragraph(text, inner[0].tight), *inner[1:], *item[1:])


def _continued(made: Sequence[Block], block: ItemList) -> int | None:
    """Return the place of the list that a list goes on with."""
    if block.start is None or block.start < 2 or block.lettered:
        return None
    for place in range(len(made) - 1, max(-1, len(made) - 6), -1):
        before = made[place]
        if isinstance(before, ItemList) and before.start is not None and not before.lettered:
            return place if before.start + len(before.items) == block.start else None
        if not isinstance(before, ItemList | Listing | Paragraph | Quotation):
            return None
    return None


def _lettered(block: Block) -> Block:
    """Return a list of marks whose items are each a lettered list as one lettered list."""
    if not isinstance(block, ItemList) or block.lettered or not block.items:
        return block
    inner = [item[0] for item in block.items if item and isinstance(item[0], ItemList)]
    if len(inner) != len(block.items):
        return block
    starts = [each.start for each in inner]
    if starts != list(range(1, len(inner) + 1)) or any(len(each.items) != 1 for each in inner):
        return block
    items = tuple(
        (*each.items[0], *item[1:]) for each, item in zip(inner, block.items, strict=True)
    )
    return ItemList(items, 1, lettered=True)


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with a paragraph that goes on in small letters joined to the item before it."""
    before: Block | None = None
    for block in blocks:
        if (
            isinstance(block, Paragraph)
            and isinstance(before, ItemList)
            and plain(block.inlines)[:1].islower()
            and (end := _open_end(before)) is not None
        ):
            before = _with_end(before, (*end, Text(" "), *block.inlines))
            continue
        if before is not None:
            yield before
        before = block
    if before is not None:
        yield before


def _open_end(listed: ItemList) -> tuple[Inline, ...] | None:
    """Return the text of the last item where it ends in the middle of a sentence."""
    last = listed.items[-1][-1] if listed.items and listed.items[-1] else None
    if not isinstance(last, Paragraph):
        return None
    if not isinstance(last.inlines[-1], Text | Styled | Link | Formula | Code | Picture):
        return None
    words = plain(last.inlines).rstrip()
    return last.inlines if len(words) > LONGEST_LABEL and words[-1:].isalnum() else None


def _with_end(listed: ItemList, text: tuple[Inline, ...]) -> ItemList:
    *items, last = listed.items
    *blocks, old = last
    assert isinstance(old, Paragraph)
    return ItemList((*items, (*blocks, Paragraph(text, old.tight))), listed.start, listed.lettered)


def shifted(blocks: Iterable[Block], levels: int) -> Iterator[Block]:
    """Yield blocks with their headings below one of that level."""
    found = tuple(blocks)
    top = min((each.level for each in found if isinstance(each, Heading)), default=1)
    for block in found:
        if isinstance(block, Heading):
            yield Heading(block.level - top + levels + 1, block.inlines)
        else:
            yield block


def wording(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Return the words of blocks, by which two texts are compared."""
    return tuple(re.findall(r"\w+", plain_blocks(blocks).casefold()))
