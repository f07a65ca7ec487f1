"""The tree of a source, written as the Markdown of records.

Nothing of it can be more than text: what records would read as a command, an include, a fence, a
citation or a formula is written so that it is not one, unless the source has it as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from syllabus.importing.front_matter import legible
from syllabus.importing.marks import around, begun, code, escaped, fenced, indented, target
from syllabus.importing.privacy import is_private, share
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
from syllabus.on_demand import pattern

_AROUND = {
    Style.EMPHASIS: "*",
    Style.STRONG: "**",
    Style.STRUCK: "~~",
    Style.SINGLE_QUOTES: "'",
    Style.DOUBLE_QUOTES: '"',
    Style.PLAIN: "",
}
_DIGITS = {
    Style.RAISED: str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"),
    Style.LOWERED: str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎"),
}
_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
"""Signs of MathML that print nothing, such as that of a function's application."""
_KEY = pattern(r"[A-Za-z0-9_](?:[\w:.#$%&+?<>~/-]*\w)?")
HEADINGS = 6


@dataclass(slots=True)
class RecordWriter:
    """Writes texts of records.

    `is_formula` says whether a formula may stand in one, with what it displays as its second
    argument. `keys` are the works that can be cited. `pictures` are the paths of pictures by their
    name in the source. What cannot be written as it is meant is noted in `lost`. `hidden` counts
    the texts that were put in a fence for members, `fenced` the fences around what is written now
    and `numbered` the numbered lists; of one in another, letters are printed.
    """

    is_formula: Callable[[str, bool], bool]
    keys: frozenset[str] = frozenset()
    pictures: Mapping[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    hidden: int = 0
    fenced: int = 0
    numbered: int = 0
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
            pieces.append(indented(self.blocks(note.blocks), f"[^{number}]: ", "    "))
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
                if pieces:
                    yield self.shown(pieces, plain(inlines))
            case Heading(level, inlines):
                yield from self.heading(level, inlines)
            case Listing(text, language):
                known = "" if language in ("math", "include") else language
                yield self.shown(fenced(text, known), text)
            case ItemList():
                yield self.items(block, other)
            case Quotation(inner):
                text = self.blocks(inner)
                yield "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
            case Table():
                pieces = "\n\n".join(self.table(block))
                if pieces:
                    yield self.shown(pieces, plain_blocks((block,)))
            case Rule():
                yield "---"
            case Members(inner):
                self.fenced += 1
                text = self.blocks(inner)
                self.fenced -= 1
                self.hidden += any(is_private(each) for each in (text, plain_blocks(inner)))
                yield f"::: members\n{text}\n:::"
            case Included(name):
                yield f"```{{include}} {name}\n```"

    def shown(self, text: str, words: str) -> str:
        """Return a text, in a fence for members if it says how to take part."""
        if self.fenced or not (is_private(words) or is_private(text)):
            return text
        self.hidden += 1
        return f"::: members\n{text}\n:::"

    def heading(self, level: int, inlines: tuple[Inline, ...]) -> Iterator[str]:
        """Yield a heading, and below it for members what it may not say to everybody."""
        mark, words = "#" * min(level, HEADINGS), plain(inlines)
        if self.fenced or not is_private(words):
            yield f"{mark} {self.title(inlines)}"
            return
        yield f"{mark} {escaped(share(words).public) or '…'}"
        yield self.shown(begun(self.line(inlines)), words)

    def paragraph(self, inlines: tuple[Inline, ...]) -> Iterator[str]:
        """Yield a paragraph, with formulas that are displayed apart."""
        piece: list[Inline] = []
        for inline in (*inlines, None):
            if inline is None or (isinstance(inline, Formula) and inline.display):
                text = begun(self.line(trimmed(piece)).strip())
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
        if listed.lettered and self.numbered != 1:
            words = " ".join(plain_blocks(listed.items[0] if listed.items else ()).split())
            self.lost.append(f"the letters of the list '{words[:40]}', which is numbered now")
        self.numbered += listed.start is not None
        lines = []
        for number, item in enumerate(listed.items):
            if listed.start is None:
                mark = "* " if other else "- "
            else:
                mark = f"{(max(0, listed.start) + number) % 10**9}{')' if other else '.'} "
            text = self.blocks(item, tight=not loose and not any("$$" in str(b) for b in item))
            lines.append(indented(text, mark, " " * len(mark)))
        self.numbered -= listed.start is not None
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
                pieces.append(escaped("; ".join(plain_blocks((block,)).split("\n"))))
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
                return escaped(text)
            case LineBreak():
                return " " if title else "\\\n"
            case Styled(_, inner, language) if language:
                return f"[{self.line(inner, title=title)}]{{lang={language}}}"
            case Styled((Style.RAISED | Style.LOWERED) as style, inner):
                return self.script(style, inner, title)
            case Styled(style, inner):
                return around(self.line(inner, title=title), _AROUND[style])
            case Code(text):
                return code(text)
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
        shown = formula.tex.translate(_INVISIBLE).strip()
        tex = re.sub(r"(?<!text\{)\\AA(?![A-Za-z])", r"\\text{\\AA}", shown)
        if not tex:
            return ""
        if "$" in tex or not self.is_formula(tex, formula.display):
            self.lost.append(f"the formula {tex}, which stands as code now")
            return fenced(tex, "") if formula.display else code(" ".join(tex.split()))
        lines = "\n".join(line for line in tex.split("\n") if line.strip())
        return f"$$\n{lines}\n$$" if formula.display else f"${' '.join(tex.split())}$"

    def link(self, inner: tuple[Inline, ...], address: str) -> str:
        """Return a link to a page or a mail address; only the words of any other."""
        text = self.line(inner)
        page = target(address)
        if page is None:
            if not address.startswith("#"):
                self.lost.append(f"the link to {address}, whose words stay")
            return text
        words = plain(inner).strip()
        if not words or words in (address, page):
            return f"<{page}>" if re.fullmatch(r"[!-~]+", page) else page
        return f"[{text}]({page})"

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
            return escaped(plain(inner) or f"[{', '.join(work.key for work in works)}]")
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
            case Styled(_, inner):
                made.append(replace(inline, inlines=_of_title(inner)))
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
