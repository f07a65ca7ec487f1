"""The tree of a text: parsed from Markdown, written as LaTeX, HTML or plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from operator import attrgetter
from pathlib import Path
from typing import Any

from syllabus.model.places import Place
from syllabus.on_demand import dataclass
from syllabus.source import Span

# --- what nodes have in common: to make a dataclass takes Python longer than to derive one ---


@dataclass(frozen=True, slots=True)
class _InlineContainer:
    """Inline nodes."""

    children: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class _BlockContainer:
    """Blocks, one below the other."""

    blocks: tuple[Block, ...]
    span: Span


# --- inside a line -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Characters to be printed as they are."""

    text: str
    span: Span


class Emphasis(_InlineContainer):
    """Emphasised text, printed in italics."""

    __slots__ = ()


class Strong(_InlineContainer):
    """Strongly emphasised text, printed bold."""

    __slots__ = ()


class SmallCaps(_InlineContainer):
    """Text in small capitals; citation styles ask for it."""

    __slots__ = ()


class Superscript(_InlineContainer):
    """Raised text; numeric citation styles ask for it."""

    __slots__ = ()


class Strikeout(_InlineContainer):
    """Struck-out text."""

    __slots__ = ()


class Inserted(_InlineContainer):
    """Added text, where changes are shown."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Code in a line of text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in TeX's notation, without its delimiters; `display` sets it on its own line."""

    tex: str
    display: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link: to http, https or mailto once `check` has passed, or to a `place` of the handout."""

    target: str
    children: tuple[Inline, ...]
    span: Span
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Words in a `language` (BCP 47) that is not that of the text around them."""

    language: str
    children: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Length:
    """A length: a decimal number, and one of %, cm, mm, in and pt."""

    number: str
    unit: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, `decorative` if it says nothing; `path` is its file, None if it cannot be used.

    It has its own size unless a length is given: % are of the line's width, of the text's height.
    """

    target: str
    path: Path | None
    alt: str
    span: Span
    caption: tuple[Inline, ...] = ()
    width: Length | None = None
    height: Length | None = None
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line; `hard` ends it in print too."""

    hard: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, with its text in place; `label` of one that a text can refer to several times.

    `number` counts those of a meeting or a section that it does refer to several times, 0 for all
    others; where it is not the first time, the text is `again` what it was and left out.
    """

    blocks: tuple[Block, ...]
    span: Span
    label: str = ""
    number: int = 0
    again: bool = False


class CitationForm(Enum):
    """How a citation is printed."""

    NARRATIVE = "narrative"  # Kirkland (2020)
    PARENTHETICAL = "parenthetical"  # (Kirkland, 2020, pp. 3-5)
    FULL = "full"  # the whole reference, in place


@dataclass(frozen=True, slots=True)
class CitedWork:
    """One work within a citation.

    `prefix` and `suffix` are what the author wrote around it. `locator` is the cited place
    ("156-159") and `label` its CSL locator term ("page", "section", "chapter", …).
    """

    key: str
    span: Span
    prefix: tuple[Inline, ...] = ()
    suffix: tuple[Inline, ...] = ()
    label: str | None = None
    locator: str | None = None
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a text that cites one work or several.

    `formatted` is what it prints among all citations of a handout, a mail or an event: each
    occurrence has its own, also where one text is included at two places.
    """

    works: tuple[CitedWork, ...]
    form: CitationForm
    span: Span
    formatted: tuple[Inline, ...] | None = None

    @property
    def printed(self) -> tuple[Inline, ...]:
        """What it prints; writing a citation that was not formatted is a bug."""
        if self.formatted is None:
            raise ValueError(f"a citation was not formatted: {self.works}")
        return self.formatted


Inline = (
    Text | Emphasis | Strong | SmallCaps | Superscript | Strikeout | Inserted | Code | Math | Link
    | InLanguage | Image | LineBreak | Footnote | Citation
)  # fmt: skip

# --- blocks --------------------------------------------------------------------------------


class Paragraph(_InlineContainer):
    """A paragraph of text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a `level` from 1 on, that texts link to by its `anchor`; its part is `due`."""

    level: int
    children: tuple[Inline, ...]
    span: Span
    anchor: str = ""
    due: Text | None = None


class ListItem(_BlockContainer):
    """One item of a list."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list with bullets."""

    items: tuple[ListItem, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A numbered list whose first item has the number `start`."""

    items: tuple[ListItem, ...]
    start: int
    span: Span


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code; `language` is the word after the fence, or empty."""

    text: str
    language: str
    span: Span


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A displayed formula that is a block of its own."""

    tex: str
    span: Span


@dataclass(frozen=True, slots=True)
class RawBlock:
    """Raw LaTeX, allowed by `raw_latex: true`."""

    tex: str
    span: Span


class BlockQuote(_BlockContainer):
    """A quotation set off from the text."""

    __slots__ = ()


class TableCell(_InlineContainer):
    """One cell of a table."""

    __slots__ = ()


class Alignment(Enum):
    """How a table's column is aligned."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; every row has as many cells as `alignments`."""

    alignments: tuple[Alignment, ...]
    head: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    span: Span


class MembersOnly(_BlockContainer):
    """Blocks for members only; `model.editions` unwraps or removes them.

    Writers print nothing of it.
    """

    __slots__ = ()


Block = (
    Paragraph | Heading | BulletList | NumberedList | CodeBlock | MathBlock | RawBlock
    | BlockQuote | Table | Rule | MembersOnly
)  # fmt: skip
Node = Inline | Block | ListItem | TableCell


def _around_works(citation: Citation) -> tuple[Inline, ...]:
    return tuple(each for work in citation.works for each in (*work.prefix, *work.suffix))


_CHILDREN: Mapping[type[Node], Callable[[Any], tuple[Node, ...]]] = {
    Table: lambda table: (*table.head, *(cell for row in table.rows for cell in row)),
    Citation: _around_works,
    Image: attrgetter("caption"),
    **dict.fromkeys((BulletList, NumberedList), attrgetter("items")),
    **dict.fromkeys((ListItem, BlockQuote, Footnote, MembersOnly), attrgetter("blocks")),
    **dict.fromkeys((Paragraph, Heading, TableCell), attrgetter("children")),
    **dict.fromkeys((Emphasis, Strong, SmallCaps, Superscript), attrgetter("children")),
    **dict.fromkeys((Strikeout, Inserted, Link, InLanguage), attrgetter("children")),
}
"""How to get the children of each kind of node; a build does so thousands of times."""


def children_of(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly inside `node`, in reading order."""
    read = _CHILDREN.get(type(node))
    return () if read is None else read(node)


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield every node of the trees, parents before children, in reading order."""
    pending = list(reversed(nodes))
    while pending:
        node = pending.pop()
        yield node
        read = _CHILDREN.get(type(node))
        if read is not None:
            pending += read(node)[::-1]


def without_fences(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield blocks in the order a member reads them, with members-only fences unwrapped."""
    for block in blocks:
        if isinstance(block, MembersOnly):
            yield from without_fences(block.blocks)
        else:
            yield block


def plain_text(nodes: tuple[Node, ...]) -> str:
    """Return the words of the trees without any markup; a citation counts as its key."""
    words: list[str] = []
    for node in walk(nodes):
        match node:
            case Text() | Code():
                words.append(node.text)
            case Math():
                words.append(node.tex)
            case LineBreak():
                words.append(" ")
            case Citation():
                words.append("; ".join(f"@{work.key}" for work in node.works))
            case Image():
                words.append(f"{node.alt} " if node.caption else node.alt)
            case _:
                pass
    return "".join(words)
