"""A document that comes from elsewhere, as a tree without places: pandoc's, made small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import Enum

from syllabus.on_demand import dataclass


class Style(Enum):
    """How a run of text is set apart."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    STRUCK = "struck"
    SINGLE_QUOTES = "single quotes"
    DOUBLE_QUOTES = "double quotes"
    RAISED = "raised"
    LOWERED = "lowered"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with the spaces between them."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line that is meant."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A run of text that is set apart, or in a language (BCP 47) that is not the text's."""

    style: Style
    inlines: tuple[Inline, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Code within a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX's math; `display` stands on a line of its own."""

    tex: str
    display: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link, with the address as the source has it."""

    inlines: tuple[Inline, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by its name in the source."""

    inlines: tuple[Inline, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, where it is referred to."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CitedKey:
    """One work of a citation; `form` is what pandoc says of the author."""

    key: str
    prefix: tuple[Inline, ...] = ()
    suffix: tuple[Inline, ...] = ()
    form: str = "NormalCitation"


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation by keys, and what it was in the source."""

    works: tuple[CitedKey, ...]
    inlines: tuple[Inline, ...] = ()


Inline = Text | LineBreak | Styled | Code | Formula | Link | Picture | Footnote | Cited


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `tight` is one in a list without lines between items."""

    inlines: tuple[Inline, ...]
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, the level 1 being the highest."""

    level: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Code in lines of its own."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; `start` is its first number, None where it has marks. `lettered` is (a), (b)."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in paragraphs of its own."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `columns` and `rows` are how many it takes."""

    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `head` are the rows of its head, which may be none."""

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True, slots=True)
class Members:
    """What is for members only, as in a fence."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Included:
    """A block of the project, by the name of its file."""

    name: str


Block = Paragraph | Heading | Listing | ItemList | Quotation | Table | Rule | Members | Included


@dataclass(frozen=True, slots=True)
class Document:
    """A source that was read: its blocks, what its head says, the pictures that it holds.

    `unread` names what of it found no place, such as commands of LaTeX. A title that is `of_window`
    is that of a page's window, which may be another one than the page's own.
    """

    name: str
    blocks: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    authors: tuple[str, ...] = ()
    date: str = ""
    language: str | None = None
    unread: tuple[str, ...] = ()
    of_window: bool = False


def plain(inlines: Iterable[Inline]) -> str:
    """Return the words of a text that readers see in its line, without its footnotes."""
    return "".join(map(_plain, inlines))


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case LineBreak():
            return " "
        case Formula(tex):
            return f"${tex}$"
        case Styled(Style.SINGLE_QUOTES, inlines):
            return f"‘{plain(inlines)}’"
        case Styled(Style.DOUBLE_QUOTES, inlines):
            return f"“{plain(inlines)}”"
        case Styled(_, inlines) | Link(inlines) | Picture(inlines):
            return plain(inlines)
        case Cited(works, inlines):
            return plain(inlines) or " ".join(f"@{work.key}" for work in works)
        case _:
            return ""


def plain_blocks(blocks: Iterable[Block], *, formulas: bool = True) -> str:
    """Return the words of blocks, footnotes too, a block to a line."""
    return "\n".join(_lines(blocks, formulas))


def _lines(blocks: Iterable[Block], formulas: bool) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(inlines) | Heading(_, inlines):
                kept = inlines if formulas else tuple(_without_formulas(inlines))
                yield plain(kept)
                for note in footnotes(inlines):
                    yield from _lines(note.blocks, formulas)
            case Listing(text):
                yield text
            case ItemList(items):
                for item in items:
                    yield from _lines(item, formulas)
            case Quotation(inner) | Members(inner):
                yield from _lines(inner, formulas)
            case Table(head, rows, caption):
                yield from _lines(caption, formulas)
                for row in (*head, *rows):
                    for cell in row:
                        yield from _lines(cell.blocks, formulas)
            case Rule() | Included():
                pass


def _without_formulas(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Formula():
                yield Text(" ")
            case Styled(_, inner):
                yield replace(inline, inlines=tuple(_without_formulas(inner)))
            case Link(inner, address):
                yield Link(tuple(_without_formulas(inner)), address)
            case _:
                yield inline


def walk(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Yield inlines and those inside of them, footnotes' aside."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Styled | Link | Picture | Cited):
            yield from walk(inline.inlines)


def footnotes(inlines: Iterable[Inline]) -> Iterator[Footnote]:
    """Yield the footnotes of a text."""
    return (each for each in walk(inlines) if isinstance(each, Footnote))


def texts(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    """Yield the text of every paragraph, heading, item and cell, and of their footnotes."""
    for block in blocks:
        match block:
            case Paragraph(inlines) | Heading(_, inlines):
                yield inlines
                for note in footnotes(inlines):
                    yield from texts(note.blocks)
            case ItemList(items):
                for item in items:
                    yield from texts(item)
            case Quotation(inner) | Members(inner):
                yield from texts(inner)
            case Table(head, rows, caption):
                yield from texts(caption)
                for row in (*head, *rows):
                    for cell in row:
                        yield from texts(cell.blocks)
            case _:
                pass


Change = Callable[[tuple[Inline, ...]], tuple[Inline, ...]]


def changed(blocks: Iterable[Block], change: Change) -> tuple[Block, ...]:
    """Return blocks with every text in them, footnotes' too, put through `change`."""
    return tuple(_changed(block, change) for block in blocks)


def _changed(block: Block, change: Change) -> Block:
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            return replace(block, inlines=change(_changed_notes(inlines, change)))
        case ItemList(items):
            return replace(block, items=tuple(changed(item, change) for item in items))
        case Quotation(inner) | Members(inner):
            return replace(block, blocks=changed(inner, change))
        case Table(head, rows, caption):
            return Table(
                _changed_rows(head, change), _changed_rows(rows, change), changed(caption, change)
            )
        case _:
            return block


def _changed_rows(
    rows: tuple[tuple[Cell, ...], ...], change: Change
) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(replace(cell, blocks=changed(cell.blocks, change)) for cell in row) for row in rows
    )


def _changed_notes(inlines: tuple[Inline, ...], change: Change) -> tuple[Inline, ...]:
    made: list[Inline] = []
    for inline in inlines:
        match inline:
            case Footnote(blocks):
                made.append(Footnote(changed(blocks, change)))
            case Styled(_, inner) | Link(inner):
                made.append(replace(inline, inlines=_changed_notes(inner, change)))
            case _:
                made.append(inline)
    return tuple(made)


def trimmed(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return a text without spaces at its ends."""
    pieces = list(inlines)
    while pieces and (isinstance(pieces[0], LineBreak) or pieces[0] == Text("")):
        pieces.pop(0)
    while pieces and (isinstance(pieces[-1], LineBreak) or pieces[-1] == Text("")):
        pieces.pop()
    if pieces and isinstance(pieces[0], Text):
        pieces[0] = Text(pieces[0].text.lstrip())
    if pieces and isinstance(pieces[-1], Text):
        pieces[-1] = Text(pieces[-1].text.rstrip())
    return tuple(each for each in pieces if each != Text(""))


def cut(inlines: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    """Return a text without so many characters of what `plain` gives of it, at its beginning."""
    rest: list[Inline] = []
    for inline in inlines:
        size = len(_plain(inline))
        if length <= 0:
            rest.append(inline)
        elif length < size:
            match inline:
                case Text(text):
                    rest.append(Text(text[length:]))
                case Styled(style, inner):
                    quoted = style in (Style.SINGLE_QUOTES, Style.DOUBLE_QUOTES)
                    rest.append(replace(inline, inlines=cut(inner, length - quoted)))
                case Link(inner, address):
                    rest.append(Link(cut(inner, length), address))
                case _:
                    rest.append(inline)
        length -= size
    return trimmed(rest)


def lines_of(inlines: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    """Yield the lines of a text that are meant to be such, without those that are empty."""
    line: list[Inline] = []
    for inline in (*inlines, LineBreak()):
        if isinstance(inline, LineBreak):
            if found := trimmed(line):
                yield found
            line = []
        else:
            line.append(inline)
