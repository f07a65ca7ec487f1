"""The tree of a text as Markdown that pandoc reads as the same tree (pandoc's User's Guide)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from urllib.parse import quote

from syllabus.front.bibliography import Reference
from syllabus.model.course import Meeting, Part, Passage, Stream, Title
from syllabus.model.document import (
    Alignment,
    Block,
    BlockQuote,
    BulletList,
    Citation,
    CitationForm,
    CitedWork,
    Code,
    CodeBlock,
    Emphasis,
    Footnote,
    Heading,
    Image,
    InLanguage,
    Inline,
    Inserted,
    LineBreak,
    Link,
    ListItem,
    Math,
    MathBlock,
    MembersOnly,
    NumberedList,
    Paragraph,
    RawBlock,
    Rule,
    SmallCaps,
    Strikeout,
    Strong,
    Superscript,
    Table,
    Text,
)
from syllabus.on_demand import dataclass, pattern
from syllabus.writers.plain import apart, words_and_name

_SPECIAL = pattern(r"[\\`*_{}\[\]<>#~^$@|\"'&]|\.\.\.|--")
_AT_LINE_START = pattern(
    r"(?P<before>\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|#))(?P<sign>[.)])(?=\s|$)"
    r"|(?P<mark>[-+=:%])"
)
_KEY = pattern(r"[A-Za-z0-9_][\w:.#$%&+?<>~/-]*[A-Za-z0-9_/]|[A-Za-z0-9_]")
_WIDEST = 30
"""Characters; a column with longer cells is no wider for that."""
_LOCATORS = {"page": ("p. ", "pp. ")}


@dataclass(frozen=True, slots=True)
class MarkdownWriter:
    """Writes texts as Markdown; every paragraph is one line.

    Pictures are named from the folder `root`. With `cites`, a citation stands as it does in a
    record, else as what it prints. Footnotes stand below the block that refers to them.
    """

    root: Path
    cites: bool = False
    _notes: list[tuple[str, tuple[Block, ...]]] = field(default_factory=list)
    _known: dict[tuple[str, int], str] = field(default_factory=dict)
    _count: list[int] = field(default_factory=lambda: [0])

    def literal(self, text: str) -> str:
        """Return characters that pandoc reads as they are, within a line."""
        line = text.replace("\n", " ")
        return _SPECIAL.sub(lambda found: f"\\{found[0]}", line)

    def link(self, address: str) -> str:
        """Return an address as a link."""
        return (
            f"<{address}>"
            if re.fullmatch(r"https?://[^\s<>\\]+", address)
            else self.literal(address)
        )

    def line(self, nodes: tuple[Inline, ...]) -> str:
        """Return inline nodes as one line that begins a block."""
        return _begun(" ".join(self._inlines(nodes).replace("\\\n", " ").split(" ")).strip())

    def title(self, title: Title) -> str:
        """Return a title."""
        return self.line(title.nodes)

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return blocks as one text."""
        return "\n".join(self.lines(blocks))

    def lines(self, blocks: tuple[Block, ...], level: int = 0) -> tuple[str, ...]:
        """Return blocks as lines; headings are so many levels further down."""
        groups: list[tuple[str, ...]] = []
        before: Block | None = None
        for block in blocks:
            if _run_together(before, block):
                groups.append(("<!-- -->",))
            groups.append(tuple(self._block(block, level)))
            groups += self._taken_notes()
            before = block
        return apart(tuple(groups))

    def label(self, stream: Stream) -> str:
        """Return the label of a stream."""
        return self.literal(stream.label) if stream.title is None else self.title(stream.title)

    def meeting(self, meeting: Meeting, level: int = 2, labels: Iterable[str] | None = None) -> str:
        """Return all that a meeting's text says; its parts have headings of a level.

        `labels` are those of its parts, in their order, in place of their titles alone.
        """
        names = None if labels is None else iter(labels)
        groups = [self._passage(meeting.passage, level, names)]
        for each in meeting.stream_passages:
            heading = (f"{'#' * level} {self.label(each.stream)}{_anchor(each.anchor)}",)
            groups += [heading, self._passage(each.passage, level + 1, names)]
        return "\n".join(apart(tuple(groups)))

    def _passage(
        self, passage: Passage, level: int, labels: Iterator[str] | None
    ) -> tuple[str, ...]:
        parts = (self._part(each, level, labels) for each in passage.parts)
        return apart((self.lines(passage.blocks, level - 1), *parts))

    def _part(self, part: Part, level: int, labels: Iterator[str] | None) -> tuple[str, ...]:
        title = self.line(part.title) if labels is None else next(labels)
        heading = f"{'#' * level} {title}{_anchor(part.anchor)}"
        return apart(((heading,), self.lines(part.blocks, level)))

    def reference(self, reference: Reference) -> str:
        """Return an entry of a list of works, with its number where the style has one."""
        line = self.line(reference.children)
        return f"{self.literal(reference.label)} {line}" if reference.label else line

    # --- inside a line ---

    def _inlines(self, nodes: tuple[Inline, ...]) -> str:
        return "".join(map(self._inline, nodes))

    def _inline(self, node: Inline) -> str:
        match node:
            case Text():
                return self.literal(node.text)
            case Emphasis():
                return _around("*", self._inlines(node.children))
            case Strong():
                return _around("**", self._inlines(node.children))
            case Strikeout():
                return _around("~~", self._inlines(node.children))
            case Superscript():
                return f"^{self._inlines(node.children).replace(' ', chr(92) + ' ')}^"
            case SmallCaps():
                return f"[{self._inlines(node.children)}]{{.smallcaps}}"
            case Inserted():
                return f"[{self._inlines(node.children)}]{{.underline}}"
            case InLanguage():
                return f"[{self._inlines(node.children)}]{{lang={node.language}}}"
            case Code():
                return _code(node.text.replace("\n", " "))
            case Math():
                tex = " ".join(node.tex.split())
                return f"$${tex}$$" if node.display else f"${tex}$"
            case Link():
                return self._link(node)
            case Image():
                return self._image(node)
            case LineBreak():
                return "\\\n" if node.hard else " "
            case Footnote():
                return self._note(node)
            case Citation():
                return self._citation(node)

    def _link(self, node: Link) -> str:
        words = self._inlines(node.children)
        if node.place is not None:
            named = words_and_name(words, self.literal(node.place.name))
            return f"[{named}](#{node.place.anchor})" if node.place.anchor else named
        if words == self.literal(node.target):
            return self.link(node.target)
        return f"[{words}]({_target(node.target)})"

    def _image(self, node: Image) -> str:
        target = node.target
        if node.path is not None:
            target = os.path.relpath(node.path, self.root).replace(os.sep, "/")
        lengths = ((name, getattr(node, name)) for name in ("width", "height"))
        size = [f"{name}={each.number}{each.unit}" for name, each in lengths if each]
        alt = _attribute(node.alt)
        told = [f'alt="{alt}"'] if node.caption and alt else []
        attributes = f"{{{' '.join((*told, *size))}}}" if told or size else ""
        words = self._inlines(node.caption) if node.caption else self.literal(node.alt)
        return f"![{words}]({_target(target)}){attributes}"

    def _note(self, node: Footnote) -> str:
        known = (node.label, node.number)
        if node.again and known in self._known:
            return f"[^{self._known[known]}]"
        self._count[0] += 1
        name = str(self._count[0])
        if node.label:
            self._known[known] = name
        self._notes.append((name, node.blocks))
        return f"[^{name}]"

    def _taken_notes(self) -> Iterator[tuple[str, ...]]:
        """Yield the footnotes that were referred to since, and those in them."""
        while self._notes:
            name, blocks = self._notes.pop(0)
            first, *rest = self._inner(blocks) or ("",)
            yield (f"[^{name}]: {first}", *(f"    {line}".rstrip() for line in rest))

    def _citation(self, node: Citation, *, first: bool = False) -> str:
        if not self.cites:
            return self._inlines(node.printed)
        full = "{.full}" if node.form is CitationForm.FULL and not first else ""
        if node.form is CitationForm.NARRATIVE and len(node.works) == 1:
            work = node.works[0]
            rest = self._locator(work).removeprefix(", ")
            return f"@{_key(work.key)}{f' [{rest}]' if rest else ''}"
        return f"[{'; '.join(map(self._work, node.works))}]{full}"

    def _work(self, work: CitedWork) -> str:
        before = self._inlines(work.prefix)
        sign = "-@" if work.suppress_author else "@"
        space = "" if not before or before.endswith(" ") else " "
        return f"{before}{space}{sign}{_key(work.key)}{self._locator(work)}"

    def _locator(self, work: CitedWork) -> str:
        place = ""
        if work.locator is not None:
            single, several = _LOCATORS.get(work.label or "page", (f"{work.label} ",) * 2)
            named = several if re.search(r"[-–,]", work.locator) else single
            place = f", {named}{self.literal(work.locator)}"
        suffix = self._inlines(work.suffix)
        return place + (suffix if not suffix or suffix[0] in ", " else f", {suffix}")

    # --- blocks ---

    def _block(self, block: Block, level: int) -> Iterator[str]:
        match block:
            case Paragraph():
                for line in self._paragraph(block).split("\n"):
                    yield _begun(line.strip(" "))
            case Heading():
                depth = min(block.level + level, 6)
                yield f"{'#' * depth} {self.line(block.children)}{_anchor(block.anchor)}"
            case BulletList():
                yield from self._items(block.items, ("-" for _ in block.items))
            case NumberedList():
                count = range(block.start, block.start + len(block.items))
                yield from self._items(block.items, (f"{number}." for number in count))
            case CodeBlock():
                yield from _fenced(block.text.rstrip("\n"), block.language)
            case MathBlock():
                yield "$$"
                yield from (line for line in block.tex.strip().split("\n") if line.strip())
                yield "$$"
            case RawBlock():
                yield from _fenced(block.tex.rstrip("\n"), "{=latex}")
            case BlockQuote():
                for line in self._inner(block.blocks):
                    yield f"> {line}".rstrip()
            case Table():
                rows = [[self.line(e.children) for e in row] for row in (block.head, *block.rows)]
                yield from pipe_table(rows, block.alignments)
            case Rule():
                yield "* * *"
            case MembersOnly():
                return  # what an edition has of it is unwrapped

    def _paragraph(self, block: Paragraph) -> str:
        """Return a paragraph; a citation that it begins with is in full by itself in a list."""
        match block.children:
            case (Citation() as citation, *rest):
                return self._citation(citation, first=True) + self._inlines(tuple(rest))
            case _:
                return self._inlines(block.children)

    def _inner(self, blocks: tuple[Block, ...]) -> tuple[str, ...]:
        """Return blocks inside of a block, whose footnotes stand below all of it."""
        groups: list[tuple[str, ...]] = []
        for before, block in zip((None, *blocks), blocks, strict=False):
            if _run_together(before, block):
                groups.append(("<!-- -->",))
            groups.append(tuple(self._block(block, 0)))
        return apart(tuple(groups))

    def _items(self, items: tuple[ListItem, ...], signs: Iterable[str]) -> Iterator[str]:
        loose = any(sum(not isinstance(e, BulletList | NumberedList) for e in i.blocks) > 1
                    for i in items)  # fmt: skip
        for number, (sign, item) in enumerate(zip(signs, items, strict=True)):
            if number and loose:
                yield ""
            first, *rest = self._item(item, loose=loose) or ("",)
            yield f"{sign:<4}{first}".rstrip()
            yield from (f"    {line}".rstrip() for line in rest)

    def _item(self, item: ListItem, *, loose: bool) -> tuple[str, ...]:
        if loose:
            return self._inner(item.blocks)
        return tuple(line for block in item.blocks for line in self._block(block, 0))


def pipe_table(rows: Sequence[Sequence[str]], alignments: Sequence[Alignment]) -> Iterator[str]:
    """Yield the lines of a table, whose columns are as wide as what stands in them asks for."""
    widths = [max(3, min(_WIDEST, max(map(len, column)))) for column in zip(*rows, strict=True)]
    rules = [
        f"{':' if each is Alignment.CENTER else ''}{'-' * width}"
        f"{'' if each is Alignment.LEFT else ':'}"
        for each, width in zip(alignments, widths, strict=True)
    ]
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if not number:
            yield f"| {' | '.join(rules)} |"


def _run_together(before: Block | None, block: Block) -> bool:
    """Return whether two lists would be one."""
    lists = (BulletList, NumberedList)
    return type(before) is type(block) and isinstance(block, lists)


def _begun(line: str) -> str:
    """Return a line that opens no list, definition or title block where it begins a block."""
    found = _AT_LINE_START.match(line)
    if found is None:
        return line
    if found["mark"]:
        return f"\\{line}"
    return f"{found['before']}\\{line[found.end('before') :]}"


def _around(sign: str, words: str) -> str:
    """Return words between signs, which stand beside no space."""
    inner = words.strip()
    if not inner:
        return words
    before, _, after = words.partition(inner)
    return f"{before}{sign}{inner}{sign}{after}"


def _code(text: str) -> str:
    longest = max((len(each) for each in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}" if text.strip() else ""


def _fenced(text: str, language: str) -> Iterator[str]:
    longest = max((len(each) for each in re.findall(r"`{3,}", text)), default=2)
    word = language if re.fullmatch(r"[\w+#.-]+|\{=latex\}", language) else ""
    yield f"{'`' * (longest + 1)}{word}"
    yield from text.split("\n")
    yield "`" * (longest + 1)


def _anchor(anchor: str) -> str:
    return f" {{#{anchor}}}" if anchor else ""


def _target(address: str) -> str:
    """Return an address that stands in brackets."""
    written = re.sub(r"[\s<>\\]", lambda found: quote(found[0]), address)
    return f"<{written}>" if re.search(r"[()*_`\[\]\"'~^$]", written) else written


def _attribute(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace('"', '\\"').split())


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else f"{{{key}}}"
