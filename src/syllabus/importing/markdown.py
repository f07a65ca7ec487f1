"""The tree of a source, written as the Markdown of records.

Nothing of it can be more than text: what records would read as a command, an include, a fence, a
citation or a formula is written so that it is not one, unless the source has it as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from syllabus.importing.front_matter import legible
from syllabus.importing.tree import (
    Block,
    Cell,
    Cited,
    CitedKey,
    Code,
    Footnote,
    Formula,
    Heading,
    Included,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Listing,
    Members,
    Paragraph,
    Picture,
    Quotation,
    Rule,
    Style,
    Styled,
    Table,
    Text,
    plain,
    plain_blocks,
    trimmed,
)
from syllabus.importing.vocabulary import ONLINE, PASSCODE
from syllabus.on_demand import pattern

_MARKS = pattern(
    r"[\\`*_\[\]$]|:(?=::)|<(?=[!/?A-Za-z])|~(?=~)|&(?=#?\w+;)|\{(?=[%#=.\w])|(?<!\S)-(?=-\w)|\^(?=\[)"
    r"|(?<![\w.])@(?=[\w{])"
)
_AT_START = pattern(
    r"(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)|#{1,6}(?=\s|$)|[-+>](?=\s|$|>)|~~~|[=]+$|\|"
)
_AROUND = {
    Style.EMPHASIS: "*",
    Style.STRONG: "**",
    Style.STRUCK: "",
    Style.SINGLE_QUOTES: "'",
    Style.DOUBLE_QUOTES: '"',
    Style.PLAIN: "",
}
_DIGITS = {
    Style.RAISED: str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"),
    Style.LOWERED: str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎"),
}
_KEY = pattern(r"[A-Za-z0-9_](?:[\w:.#$%&+?<>~/-]*\w)?")
_PRIVATE = pattern(rf"\b(?:{'|'.join(PASSCODE)})\b\W{{0,3}}\s*\S", re.IGNORECASE)
HEADINGS = 6


@dataclass(slots=True)
class MarkdownWriter:
    """Writes texts of records.

    `is_formula` says whether a formula may stand in one, with what it displays as its second
    argument. `keys` are the works that can be cited. `pictures` are the paths of pictures by their
    name in the source. What cannot be written as it is meant is noted in `lost`.
    """

    is_formula: Callable[[str, bool], bool]
    keys: frozenset[str] = frozenset()
    pictures: Mapping[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    _notes: list[Footnote] = field(default_factory=list)

    def body(self, blocks: Iterable[Block]) -> str:
        """Return blocks as a text of its own, with its footnotes behind it."""
        self._notes = []
        text = self.blocks(blocks)
        pieces = [text] if text else []
        number = 0
        while number < len(self._notes):  # a footnote may hold another one
            note = self._notes[number]
            number += 1
            pieces.append(_indented(self.blocks(note.blocks), f"[^{number}]: ", "    "))
        return legible("\n\n".join(pieces))

    def title(self, inlines: tuple[Inline, ...]) -> str:
        """Return a text as a title, which holds no links, citations or footnotes."""
        return legible(" ".join(self.line(_of_title(inlines), title=True).split()))

    # --- blocks ----------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block], *, tight: bool = False) -> str:
        """Return blocks with an empty line between them."""
        pieces: list[str] = []
        before: Block | None = None
        other = False
        for block in blocks:
            alike = isinstance(block, ItemList) and isinstance(before, ItemList)
            other = alike and not other
            pieces += self.block(block, other)
            before = block
        return ("\n" if tight else "\n\n").join(pieces)

    def block(self, block: Block, other: bool) -> Iterator[str]:
        """Yield the pieces that a block is; `other` marks the list behind a list."""
        match block:
            case Paragraph(inlines):
                pieces = "\n\n".join(self.paragraph(inlines))
                if pieces and (_PRIVATE.search(plain(inlines)) or ONLINE.search(pieces)):
                    pieces = f"::: members\n{pieces}\n:::"
                if pieces:
                    yield pieces
            case Heading(level, inlines):
                yield f"{'#' * min(level, HEADINGS)} {self.title(inlines)}"
            case Listing(text, language):
                yield _fenced(text, "" if language in ("math", "include") else language)
            case ItemList():
                yield self.items(block, other)
            case Quotation(inner):
                text = self.blocks(inner)
                yield "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
            case Table():
                yield from self.table(block)
            case Rule():
                yield "---"
            case Members(inner):
                yield f"::: members\n{self.blocks(inner)}\n:::"
            case Included(name):
                yield f"```{{include}} {name}\n```"

    def paragraph(self, inlines: tuple[Inline, ...]) -> Iterator[str]:
        """Yield a paragraph, with formulas that are displayed apart."""
        piece: list[Inline] = []
        for inline in (*inlines, None):
            if inline is None or (isinstance(inline, Formula) and inline.display):
                text = _begun(self.line(trimmed(piece)).strip())
                if text:
                    yield text
                piece = []
                if inline is not None:
                    yield self.formula(inline)
            else:
                piece.append(inline)

    def items(self, listed: ItemList, other: bool) -> str:
        """Return a list, its items as deep as their marks."""
        loose = any(
            sum(isinstance(block, Paragraph) for block in item) > 1
            or any(isinstance(block, Listing | Table | Quotation) for block in item)
            for item in listed.items
        )
        lines = []
        for number, item in enumerate(listed.items):
            if listed.start is None:
                mark = "* " if other else "- "
            else:
                mark = f"{(max(0, listed.start) + number) % 10**9}{')' if other else '.'} "
            text = self.blocks(item, tight=not loose and not any("$$" in str(b) for b in item))
            lines.append(_indented(text, mark, " " * len(mark)))
        return ("\n\n" if loose else "\n").join(lines)

    def table(self, table: Table) -> Iterator[str]:
        """Yield a table, and its caption below it."""
        rows = [
            [self.cell(cell) for cell in row for cell in _columns(cell)]
            for row in (*table.head, *table.rows)
        ]
        width = max(map(len, rows), default=0)
        if not width:
            return
        if not table.head:
            rows.insert(0, [""] * width)
        rows = [[*row, *[""] * (width - len(row))] for row in rows]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        yield "\n".join((lines[0], f"|{'---|' * width}", *lines[1:]))
        if table.caption:
            yield self.blocks(table.caption)

    def cell(self, cell: Cell) -> str:
        """Return what a cell holds in one line."""
        pieces = []
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                pieces.append(self.line(block.inlines))
            else:
                pieces.append(_escaped("; ".join(plain_blocks((block,)).split("\n"))))
        text = " ".join(" ".join(pieces).split())
        return re.sub(r"(?<!\\)\|", r"\\|", text)

    # --- lines -----------------------------------------------------------------------------

    def line(self, inlines: Iterable[Inline], *, title: bool = False) -> str:
        """Return what stands in one line."""
        return "".join(self.inline(each, title) for each in inlines)

    def inline(self, inline: Inline, title: bool) -> str:
        """Return one piece of a line."""
        match inline:
            case Text(text):
                return _escaped(text)
            case LineBreak():
                return " " if title else "\\\n"
            case Styled((Style.RAISED | Style.LOWERED) as style, inner):
                return self.script(style, inner, title)
            case Styled(style, inner):
                return _around(self.line(inner, title=title), _AROUND[style])
            case Code(text):
                return _code(text)
            case Formula():
                return self.formula(Formula(inline.tex))
            case Link(inner, address):
                return self.link(inner, address)
            case Picture(inner, name):
                return self.picture(inner, name)
            case Footnote():
                self._notes.append(inline)
                return f"[^{len(self._notes)}]"
            case Cited(works, inner):
                return self.cited(works, inner)

    def script(self, style: Style, inner: tuple[Inline, ...], title: bool) -> str:
        """Return what is raised or lowered, by characters that are so or as a formula."""
        text = plain(inner)
        moved = text.translate(_DIGITS[style])
        if not re.search(r"[A-Za-z]", moved) and not re.search(r"[\d+-]", moved) and len(text) < 12:
            return moved
        sign = "^" if style is Style.RAISED else "_"
        if re.fullmatch(r"[A-Za-z0-9 +,.=-]{1,30}", text):
            return rf"${{}}{sign}{{\text{{{text}}}}}$"
        return self.line(inner, title=title)

    def formula(self, formula: Formula) -> str:
        """Return a formula, or code where it may not be one."""
        tex = re.sub(r"(?<!text\{)\\AA(?![A-Za-z])", r"\\text{\\AA}", formula.tex.strip())
        if not tex:
            return ""
        if "$" in tex or not self.is_formula(tex, formula.display):
            self.lost.append(f"the formula {tex}, which stands as code now")
            return _fenced(tex, "") if formula.display else _code(" ".join(tex.split()))
        lines = "\n".join(line for line in tex.split("\n") if line.strip())
        return f"$$\n{lines}\n$$" if formula.display else f"${' '.join(tex.split())}$"

    def link(self, inner: tuple[Inline, ...], address: str) -> str:
        """Return a link to a page or a mail address; only the words of any other."""
        text = self.line(inner)
        target = _target(address)
        if target is None:
            if not address.startswith("#"):
                self.lost.append(f"the link to {address}, whose words stay")
            return text
        words = plain(inner).strip()
        if not words or words in (address, target):
            return f"<{target}>" if re.fullmatch(r"[!-~]+", target) else target
        return f"[{text}]({target})"

    def picture(self, inner: tuple[Inline, ...], name: str) -> str:
        """Return a picture that the project has; only the words of any other."""
        words = self.line(inner)
        path = self.pictures.get(name)
        if path is None:
            self.lost.append(f"the picture {name}, whose words stay")
            return words
        return f"![{words or 'picture'}]({path})"

    def cited(self, works: tuple[CitedKey, ...], inner: tuple[Inline, ...]) -> str:
        """Return a citation of works that the project has; the words of any other."""
        unknown = [work.key for work in works if work.key not in self.keys]
        if unknown:
            self.lost.append(f"the citation of {', '.join(unknown)}, which no library has")
            return _escaped(plain(inner) or f"[{', '.join(work.key for work in works)}]")
        if len(works) == 1 and works[0].form == "AuthorInText":
            suffix = self.line(works[0].suffix).strip(" ,")
            return f"{_key(works[0].key)} [{suffix}]" if suffix else _key(works[0].key)
        return f"[{'; '.join(map(self.work, works))}]"

    def work(self, work: CitedKey) -> str:
        """Return one work of a citation."""
        prefix, suffix = self.line(work.prefix).strip(), self.line(work.suffix).strip(" ,")
        sign = "-" if work.form == "SuppressAuthor" else ""
        before = f"{prefix} " if prefix else ""
        return f"{before}{sign}{_key(work.key)}{f', {suffix}' if suffix else ''}"


def _columns(cell: Cell) -> tuple[Cell, ...]:
    return (cell, *(Cell(()),) * (cell.columns - 1))


def _of_title(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    made: list[Inline] = []
    for inline in inlines:
        match inline:
            case Link(inner) | Picture(inner) | Cited(_, inner):
                made += _of_title(inner)
            case Styled(style, inner) if style in (Style.STRONG, Style.STRUCK):
                made += _of_title(inner)
            case Styled(style, inner):
                made.append(Styled(style, _of_title(inner)))
            case Formula(tex):
                made.append(Formula(tex))
            case Footnote():
                continue
            case LineBreak():
                made.append(Text(" "))
            case _:
                made.append(inline)
    return tuple(made)


def _key(key: str) -> str:
    return f"@{key}" if _KEY.fullmatch(key) else f"@{{{key}}}"


def _escaped(text: str) -> str:
    # Between letters an apostrophe is written straight, and printed as before.
    text = re.sub(r"(?<=\w)’(?=\w)", "'", text.replace("\n", " "))
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", text)


def _begun(text: str) -> str:
    """Return the text of a paragraph whose lines begin nothing else."""
    lines = []
    for line in text.split("\n"):
        line = line.lstrip(" \t")
        mark = _AT_START.match(line)
        if mark is not None:
            place = mark.start("dot") if mark["number"] else 0
            line = f"{line[:place]}\\{line[place:]}"
        lines.append(line)
    return "\n".join(line for line in lines if line)


def _around(text: str, mark: str) -> str:
    """Return a text between marks, which stand at words and not at spaces."""
    bare = text.strip()
    if not bare or not mark:
        return text
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    return f"{start}{mark}{bare}{mark}{end}"


def _code(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        return ""
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _fenced(text: str, language: str) -> str:
    ticks = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}"


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        f"{first}{line}".rstrip() if not number else f"{others}{line}" if line else ""
        for number, line in enumerate(lines)
    )


def _target(address: str) -> str | None:
    """Return an address as a link may have it; None for one that leads to no page."""
    address = "".join(address.split())
    if not re.match(r"(?:https?://[^/]|mailto:[^@]+@)", address, re.IGNORECASE):
        return None
    return quote(address, safe="!#$%&'*+,/:;=?@[]~-._…") if len(address) < 2000 else None
