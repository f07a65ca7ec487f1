"""The tree of a text to LaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from syllabus.diagnostics import Diagnostic
from syllabus.model.course import Title
from syllabus.model.document import (
    Block,
    BlockQuote,
    BulletList,
    Citation,
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
    TableCell,
    Text,
    plain_text,
)
from syllabus.model.pictures import are_pictures
from syllabus.model.places import names_address
from syllabus.source import Span
from syllabus.writers.latex import headings
from syllabus.writers.latex.characters import split_foreign
from syllabus.writers.latex.context import BlockContext
from syllabus.writers.latex.foreign import is_right_to_left
from syllabus.writers.latex.labels import labels_of
from syllabus.writers.latex.lists import room_for_labels, start_at, too_deep
from syllabus.writers.latex.math import check_math, formula_text, stands_alone
from syllabus.writers.latex.notes import Notes
from syllabus.writers.latex.origins import Origin, Origins, placed_lines, without_line_anchors
from syllabus.writers.latex.pictures import Pictures, breakable, captioned, picture
from syllabus.writers.latex.places import label, marked, reference
from syllabus.writers.latex.tables import too_small, write_table
from syllabus.writers.latex.text import (
    LONGEST_PDF_STRING,
    Latex,
    address_link,
    anchored_command,
    directed,
    environment,
    escape_breakable,
    escape_code,
    escape_text,
    escape_url,
    with_outline,
)
from syllabus.writers.latex.ties import tied, tied_end

_UNKNOWN = -1
_COMMANDS: Mapping[type[Inline], str] = {
    Emphasis: "emph",
    Strong: "textbf",
    SmallCaps: "textsc",
    Superscript: "textsuperscript",
    Inserted: "added",
}
_HAVE_ANCHORS = {*_COMMANDS, InLanguage, Footnote, LineBreak, Math}
"""What has anchors inside, or needs none."""


@dataclass(repr=False, eq=False)
class LatexWriter:
    r"""Writes texts as LaTeX and collects what cannot be written.

    `macros` are the course's own commands for formulas. After writing, `diagnostics` holds the
    faults, `origins` where what was written comes from, by its anchors, `foreign` the texts that
    pdfLaTeX cannot print, `pictures` the images, and `languages` those of passages (BCP 47). With
    `greek`, Greek letters are no signs.
    """

    macros: Mapping[str, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    origins: Origins = field(default_factory=Origins)
    pictures: Pictures = field(default_factory=Pictures)
    foreign: list[tuple[str, Span]] = field(default_factory=list)
    in_footnote: bool = False
    greek: bool = False
    notes: Notes = field(default_factory=Notes)
    languages: set[str] = field(default_factory=set)

    # --- plain strings with a place ---

    def literal(self, text: str) -> Latex:
        """Write characters that come from no file as they are."""
        return escape_text(text, greek=self.greek)

    def link(self, address: str) -> Latex:
        """Write an address that can be followed."""
        return address_link(address, address, greek=self.greek)

    def text(self, text: str, span: Span) -> Latex:
        """Write a plain text; what pdfLaTeX cannot print is noted with its place."""
        self._note(text, span)
        return Latex.of_anchored(self._anchored(self.literal(tied(text)), span))

    def _note(self, text: str, span: Span) -> None:
        stretches = () if text.isascii() else split_foreign(text, greek=self.greek)
        if runs := "".join(each for each, foreign in stretches if foreign):
            self.foreign.append((runs, span))

    def _anchored(self, written: str, span: Span) -> str:
        """Return what was written of a span behind its anchor."""
        if not written or written.isspace():
            return written
        verbatim = written.replace("~", " ") == span.text  # a tie is as long as its space
        return self.origins.anchor(Origin(span, verbatim=verbatim)) + written

    def mark(self, span: Span, until: Span | None = None) -> Latex:
        """Write the comment that says which line the following LaTeX comes from.

        With `until`, its lines are those of the source as far as that span's last.
        """
        parallel = 0
        if until is not None:
            parallel = max(0, until.end_line - span.line)
            if until.file is span.file:
                span = Span(span.file, span.start, max(span.end, until.end))
        return Latex(f"%@{self.origins.anchor(Origin(span, parallel))}\n")

    # --- inside a line ---

    def line(self, nodes: tuple[Inline, ...]) -> Latex:
        """Write inline nodes."""
        return Latex.of_anchored(self._line(nodes))

    def _line(self, nodes: tuple[Inline, ...]) -> str:
        pieces: list[str] = []
        line = nodes[0].span.line if nodes else 0
        for node in nodes:
            written = self._inline(node)
            if isinstance(node, LineBreak):
                pieces.append(written)
                following = node.span.file.line_span(node.span.line + 1)
                # What was written before may have fewer lines than its source.
                if line + 1 != following.line:
                    pieces.append(self.mark(following, nodes[-1].span))
                line = following.line
                continue
            if line == _UNKNOWN:
                # The end of the line before a mark is a space or has a comment sign.
                pieces.append("\n" if written.startswith(" ") else "%\n")
                pieces.append(self.mark(node.span, nodes[-1].span))
                written = written.removeprefix(" ")
                line = node.span.line
            has_anchors = type(node) in _HAVE_ANCHORS
            pieces.append(written if has_anchors else self._anchored(written, node.span))
            # A footnote has lines and marks of its own.
            line = _UNKNOWN if "\n%@" in written else line + written.count("\n")
        return "".join(pieces)

    def heading(self, nodes: tuple[Inline, ...]) -> Latex:
        """Write a heading's text; a footnote or the end of a line has no place there."""
        self.diagnostics += headings.footnotes_in_heading(nodes)
        return Latex.of_anchored(self._directed(headings.heading_text(nodes)))

    def title(self, nodes: tuple[Inline, ...]) -> Latex:
        r"""Write a heading's text that goes into the PDF's outline too, in its plain form."""
        return with_outline(self.heading(nodes), plain_text(headings.heading_text(nodes)))

    def titled(self, title: Title, *, outlined: bool = False) -> Latex:
        r"""Write a title of a record, `outlined` if it goes into the PDF's outline too."""
        written = Latex.of_anchored(self._directed(title.nodes))
        short = len(title.text) <= LONGEST_PDF_STRING and {*map(type, title.nodes)} <= {Text}
        if (short and r"brk{}" not in written) or not outlined:
            return written
        return with_outline(written, title.text)

    def _directed(self, nodes: tuple[Inline, ...], name: str = "righttoleft") -> str:
        """Write inline nodes on a line of their own, in the direction of its first letter."""
        written = self._line(nodes)
        if not is_right_to_left(written):
            return written
        return directed(Latex(written), plain_text(headings.printed(nodes)), name).anchored

    def _inline(self, node: Inline) -> str:
        match node:
            case Text():
                self._note(node.text, node.span)
                return self.literal(tied(node.text))
            case Emphasis() | Strong() | SmallCaps() | Superscript() | Inserted():
                return anchored_command(_COMMANDS[type(node)], self._line(node.children))
            case InLanguage():
                self.languages.add(node.language)
                return anchored_command("inlanguage", node.language, self._line(node.children))
            case Strikeout():
                return self._struck(node.children)
            case Code():
                self._note(node.text, node.span)
                return anchored_command("code", escape_breakable(node.text, greek=self.greek))
            case Math():
                return self._math(node.tex, node.span, display=node.display)
            case Link():
                return self._link(node)
            case Image():
                return self._image(node)
            case LineBreak():
                # The braces keep a bracket or a star that follows from being an option.
                return "\\\\{}\n" if node.hard else "\n"
            case Footnote():
                return self._footnote(node)
            case Citation():
                return without_line_anchors(self._line(node.printed))

    def _footnote(self, node: Footnote) -> str:
        if node.again:
            return self.notes.repeat(node.number)
        inside, self.in_footnote = self.in_footnote, True
        written = self.blocks(node.blocks).strip()
        self.in_footnote = inside
        # TeX reads a footnote to its end before it sets it: the end stands for all of it.
        end = self.mark(node.blocks[0].span if node.blocks else node.span)
        if inside:  # of a citation: no page has a place for it
            return f" (%\n{written}%\n{end})"
        return self.notes.write(f"{written}\n{end}", node.number)

    def _struck(self, nodes: tuple[Inline, ...]) -> str:
        """Strike a text out word by word, so that its lines can break."""
        pieces: list[str] = []
        for node in nodes:
            if isinstance(node, Text):
                self._note(node.text, node.span)
                pieces += [
                    " " if word.isspace() else anchored_command("struck", self.literal(word))
                    for word in filter(None, re.split(r"(\s+)", node.text))
                ]
            elif isinstance(node, LineBreak) or headings.has_footnote((node,)):
                pieces.append(self._inline(node))  # what is struck out is a box
            else:
                pieces.append(anchored_command("struck", self._inline(node)))
        return "".join(pieces)

    def _math(self, tex: str, span: Span, *, display: bool) -> str:
        faults = check_math(tex, self.macros, span, display)
        if faults:
            self.diagnostics.extend(faults)
            return ""
        opening, written, closing = formula_text(tex, self.macros, display)
        empty = 0 if opening else len(written) - len(written.lstrip("\n"))
        origin = Origin(
            span.part(empty),
            verbatim=written == span.text,
            labels=labels_of(tex, self.macros, span),
        )
        anchored = self.origins.anchor(origin) + (written if opening else written.strip("\n"))
        return f"{opening}{anchored}{closing}"

    def _link(self, node: Link) -> str:
        if node.place is not None:
            words = self._line(node.children) or self.literal(node.place.name)
            # A link that leads nowhere for these readers is its words.
            return reference(node.place.anchor, words) if node.place.anchor else words
        words = plain_text(node.children) or node.target
        if names_address(words, node.target) or "://" in words:
            self._note(words, node.span)
            return address_link(node.target, words, greek=self.greek).anchored
        return anchored_command("href", escape_url(node.target), self._line(node.children))

    def _image(self, node: Image, *, alone: bool = False) -> str:
        if node.path is None:
            return ""
        self._note(node.alt, node.span)
        caption = self._anchored(self._line(node.caption), node.span)
        return picture(node, self.pictures.add(node.path, node.span), caption, alone=alone)

    def _pictures(self, paragraph: Paragraph) -> str:
        """Write a paragraph of nothing but pictures, each with its caption below it."""
        images = [node for node in paragraph.children if isinstance(node, Image)]
        written = (self._anchored(self._image(each, alone=True), each.span) for each in images)
        return "\\\\[.5ex]\n".join(written) if captioned(images) else " ".join(written)

    # --- blocks ---

    def blocks(self, nodes: tuple[Block, ...], *, minor_headings: bool = False) -> Latex:
        """Write blocks, each ended by an empty line.

        With `minor_headings`, headings are neither numbered nor in the contents.
        """
        return self._blocks(nodes, BlockContext(minor_headings=minor_headings))

    def _blocks(self, nodes: tuple[Block, ...], place: BlockContext) -> Latex:
        written = [
            f"{headings.with_room(node, following, place)}{self._block(node, place).rstrip()}\n\n"
            for node, following in zip_longest(nodes, nodes[1:])
        ]
        return Latex("".join(written))

    def _block(self, node: Block, place: BlockContext) -> Latex:
        match node:
            case Paragraph():
                direction = "righttoleft" if place.lists else "righttoleftparagraph"
                if are_pictures(node.children):
                    written = self._pictures(node)
                else:
                    written = self._directed(tied_end(node.children), direction)
                return Latex(self.mark(node.span, node.span) + breakable(node, written))
            case Heading():
                return Latex(self.mark(node.span) + self._heading(node, place))
            case BulletList():
                return self._list("itemize", node, place)
            case NumberedList():
                return self._list("enumerate", node, place)
            case CodeBlock():
                return self._code(node)
            case MathBlock():
                last = node.span.part(0, len(node.span.text.rstrip()))
                written = self._math(node.tex, node.span, display=True)
                empty = len(node.tex) - len(node.tex.lstrip("\n")) if stands_alone(node.tex) else 0
                first = node.span.file.line_span(node.span.line + empty)
                return Latex(self.mark(first, last) + written)
            case RawBlock():
                first = node.span.file.line_span(node.span.line + 1)
                return Latex(self.mark(first, node.span) + self.origins.raw(node.tex, first))
            case BlockQuote():
                inside = place.within("quote")
                self.diagnostics += (deep := too_deep(inside, node.span))
                if deep:
                    return Latex("")
                return environment("quote", Latex(self._blocks(node.blocks, inside).rstrip()))
            case Table():
                return Latex(self.mark(node.span) + self._table(node, len(place.lists)))
            case Rule():
                return Latex(self.mark(node.span) + anchored_command("thematicbreak"))
            case MembersOnly():
                return Latex("")

    def _heading(self, node: Heading, place: BlockContext) -> str:
        numbered = {1: "section", 2: "subsection", 3: "subsubsection"}
        name = None if place.minor_headings else numbered.get(node.level)
        if place.lists or name is None:
            kind = "listheading" if place.lists else "minorheading"
            return anchored_command(kind, marked(node.anchor, self.heading(node.children)).anchored)
        return anchored_command(name, self.title(node.children).anchored) + label(node.anchor)

    def _table(self, node: Table, depth: int) -> str:
        with self.notes.hold(True):
            head = tuple(map(self._cell, node.head))
        with self.notes.hold(depth > 0):
            made = write_table(node, head, self._cell, self.mark, self.notes.take, depth=depth)
        self.diagnostics += too_small(node, made)
        return made

    def _cell(self, cell: TableCell) -> Latex:
        written = self._directed(cell.children)
        # The braces keep the cells of an environment from being those of the table.
        return Latex(f"{{{written}}}" if r"\begin{" in written else written)

    def _list(self, name: str, node: BulletList | NumberedList, place: BlockContext) -> Latex:
        inside = place.within(name)
        self.diagnostics += (deep := too_deep(inside, node.span))
        if deep:
            return Latex("")
        lines = list(start_at(node, inside)) if isinstance(node, NumberedList) else []
        for item in node.items:
            # What is no line of text needs one to stand below.
            below = item.blocks and isinstance(item.blocks[0], CodeBlock | MathBlock | Rule)
            opening = r"\item\leavevmode" if below else r"\item{}"
            written = self._blocks(item.blocks[:1], inside.beginning_item())
            written = Latex(written + self._blocks(item.blocks[1:], inside))
            lines.append(Latex(f"{self.mark(item.span)}{opening}\n{written}".rstrip()))
        written = environment(name, Latex("\n".join(lines)))
        if not isinstance(node, NumberedList):
            return written
        beside = inside.lists.count("enumerate") > 1 and place.begins_item
        return Latex(f"{room_for_labels(node, inside, beside=beside)}{written}")

    def _code(self, node: CodeBlock) -> Latex:
        fenced = node.span.text.startswith(("```", "~~~"))
        first = node.span.file.line_span(node.span.line + fenced)
        self._note(re.sub(r"[\n\t]", " ", node.text), Span(first.file, first.start, node.span.end))
        lines = (
            self._anchored(escape_code(line.expandtabs(4), greek=self.greek), place)
            for line, place in placed_lines(node.text, first)
        )
        written = "\n".join(f"\\codeline{{{line}}}" for line in lines)
        return environment("codeblock", Latex(self.mark(first, node.span) + written))
