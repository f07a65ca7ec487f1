"""markdown-it's tokens to the tree of `model.document`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.markup.parser import MAX_NESTING, markdown_parser
from syllabus.markup.positions import InlinePositions, offset_of
from syllabus.markup.punctuation import smart_dashes
from syllabus.markup.resources import (
    check_link,
    find_image,
    find_include,
)
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
    Inline,
    LineBreak,
    Link,
    ListItem,
    Math,
    MathBlock,
    NumberedList,
    Paragraph,
    RawBlock,
    Rule,
    Strikeout,
    Strong,
    Table,
    TableCell,
    Text,
)
from syllabus.model.layout import Layout
from syllabus.source import SourceFile, Span

DURATION_AFTER = re.compile(r"\s*\([^()]*\d[^()]*\)\s*")
"""What may follow a full reference in a list item: a duration or a number of pages."""


@dataclass(frozen=True, slots=True)
class MarkupContext:
    """What a text is read in: its project, its language (BCP 47), whether raw LaTeX is allowed."""

    layout: Layout
    language: str
    raw_latex: bool = False


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The blocks of a text, what is wrong with it, and every file it includes."""

    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[SourceFile, ...] = ()


def parse_markdown(source: SourceFile, first_line: int, context: MarkupContext) -> ParsedText:
    """Parse the lines of `source` from `first_line` (counted from 1) on.

    Faults: `unknown-footnote`, `unused-footnote`, `link-scheme`, `missing-image`,
    `missing-include`, `include-cycle`, `raw-latex`, `table-cells`, `nesting-too-deep`.
    """
    builder = _Builder(source, first_line, context, including=(source,))
    blocks = builder.parse()
    return ParsedText(blocks, tuple(builder.diagnostics), tuple(builder.included))


@dataclass
class _Builder:
    """Builds the tree of one file."""

    source: SourceFile
    first_line: int
    context: MarkupContext
    including: tuple[SourceFile, ...]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    included: list[SourceFile] = field(default_factory=list)
    _footnotes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    _footnote_spans: dict[str, Span] = field(default_factory=dict)
    _used_footnotes: set[str] = field(default_factory=set)
    _in_footnote: bool = False

    def parse(self) -> tuple[Block, ...]:
        start = self.source.line_starts[min(self.first_line, len(self.source.line_starts)) - 1]
        text = self.source.text[start:]
        if self.first_line > len(self.source.line_starts):
            text = ""
        tokens = markdown_parser(self.context.language).parse(text)
        deep = next((token for token in tokens if token.level >= MAX_NESTING - 1), None)
        if deep is not None:
            self.diagnostics.append(
                error(
                    "nesting-too-deep",
                    f"blocks nest deeper than {MAX_NESTING} levels",
                    self._block_span(deep),
                    "bring what is inside up by a few levels",
                )
            )
            return ()
        body = self._take_footnotes(tokens)
        blocks = self._blocks(body)
        for label in self._footnotes.keys() - self._used_footnotes:
            span = self._footnote_spans[label]
            self.diagnostics.append(
                warning(
                    "unused-footnote",
                    f"nothing refers to the footnote '{label}', so it is not printed",
                    span,
                    f"put [^{label}] where it belongs, or delete it",
                )
            )
        return blocks

    # --- blocks ---

    def _take_footnotes(self, tokens: Sequence[Token]) -> list[Token]:
        """Set aside the footnotes' definitions and return the other tokens."""
        body: list[Token] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type != "footnote_reference_open":
                body.append(token)
                index += 1
                continue
            end = _closing(tokens, index)
            label = str(token.meta.get("label", ""))
            self._footnote_spans[label] = self._block_span(token)
            self._in_footnote = True
            self._footnotes[label] = self._blocks(tokens[index + 1 : end])
            self._in_footnote = False
            index = end + 1
        return body

    def _blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        blocks: list[Block] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = _closing(tokens, index) if token.nesting == 1 else index
            blocks.extend(self._block(token, tokens[index + 1 : end]))
            index = end + 1
        return tuple(blocks)

    def _block(self, token: Token, inside: Sequence[Token]) -> tuple[Block, ...]:
        span = self._block_span(token)
        match token.type:
            case "paragraph_open":
                children = self._inline_of(inside)
                return (Paragraph(children, span),) if children else ()
            case "heading_open":
                return (Heading(int(token.tag[1:]), self._inline_of(inside), span),)
            case "bullet_list_open":
                items, tight = self._items(inside)
                return (BulletList(items, tight, span),)
            case "ordered_list_open":
                items, tight = self._items(inside)
                start = int(str(token.attrs.get("start", 1)))
                return (NumberedList(items, start, tight, span),)
            case "blockquote_open":
                return (BlockQuote(self._blocks(inside), span),)
            case "fence" | "code_block":
                return self._fence(token, span)
            case "math_block":
                return (self._math_block(token, span),)
            case "table_open":
                return (self._table(inside, span),)
            case "hr":
                return (Rule(span),)
            case _:
                raise AssertionError(f"markdown-it gave a token we do not know: {token.type}")

    def _items(self, tokens: Sequence[Token]) -> tuple[tuple[ListItem, ...], bool]:
        items: list[ListItem] = []
        tight = True
        index = 0
        while index < len(tokens):
            end = _closing(tokens, index)
            inside = tokens[index + 1 : end]
            level = tokens[index].level + 1
            tight &= all(
                each.hidden
                for each in inside
                if each.type == "paragraph_open" and each.level == level
            )
            blocks = _full_reference(self._blocks(inside))
            items.append(ListItem(blocks, self._block_span(tokens[index])))
            index = end + 1
        return tuple(items), tight

    def _fence(self, token: Token, span: Span) -> tuple[Block, ...]:
        info = token.info.strip()
        if info.startswith("{include}"):
            return self._include(info.removeprefix("{include}").strip(), token, span)
        if info == "{=latex}":
            if not self.context.raw_latex:
                self.diagnostics.append(
                    error(
                        "raw-latex",
                        "raw LaTeX is not allowed in this course",
                        span,
                        "say it in Markdown, or set 'raw_latex: true' in course.yaml",
                    )
                )
                return ()
            return (RawBlock(token.content, span),)
        language = info.split(maxsplit=1)[0] if info else ""
        return (CodeBlock(token.content.rstrip("\n"), language, span),)

    def _include(self, name: str, token: Token, span: Span) -> tuple[Block, ...]:
        found = find_include(name, self.context.layout, span, bool(token.content.strip()))
        if isinstance(found, Diagnostic):
            self.diagnostics.append(found)
            return ()
        if any(found.path == each.path for each in self.including):
            self.diagnostics.append(
                error("include-cycle", f"'{name}' includes itself", span, "remove one of the two")
            )
            return ()
        self.included.append(found)
        inner = _Builder(found, 1, self.context, (*self.including, found))
        blocks = inner.parse()
        self.diagnostics.extend(inner.diagnostics)
        self.included.extend(inner.included)
        return blocks

    def _math_block(self, token: Token, span: Span) -> MathBlock:
        """Give a formula whose span covers what is between its `$$`."""
        text = span.text
        start, end = text.find("$$") + 2, text.rfind("$$")
        inner = span.part(start, end) if start <= end else span
        return MathBlock(_as_written(inner, token.content), inner)

    def _table(self, tokens: Sequence[Token], span: Span) -> Table:
        rows: list[tuple[TableCell, ...]] = []
        alignments: list[Alignment] = []
        cells: list[TableCell] = []
        column = 1
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                cells, column = [], 1
            elif token.type in ("th_open", "td_open"):
                inline = tokens[index + 1]
                line = self._line(inline)
                row = self.source.line_text(line)
                at = row.find(inline.content, column - 1)
                column = max(at + 1, column)
                children = self._inlines(inline, column)
                place = self.source.line_span(line, column, len(inline.content))
                cells.append(TableCell(children, place))
                column += len(inline.content)
                if token.type == "th_open":
                    alignments.append(_alignment(token))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                self._check_width(cells, len(alignments))
        return Table(tuple(alignments), rows[0], tuple(rows[1:]), span)

    def _check_width(self, cells: Sequence[TableCell], width: int) -> None:
        line = cells[0].span.line
        text = self.source.line_text(line).strip()
        found = escapedSplit(text)
        count = len(found) - (found[0] == "") - (len(found) > 1 and found[-1] == "")
        if count > width:
            self.diagnostics.append(
                error(
                    "table-cells",
                    f"this row has {count} cells, the table's head has {width}",
                    self.source.line_span(line),
                    "write \\| for a bar inside a cell",
                )
            )

    # --- inside a line ---

    def _inline_of(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        return tuple(
            inline
            for token in tokens
            if token.type == "inline"
            for inline in self._inlines(token)
        )

    def _inlines(self, token: Token, column: int = 1) -> tuple[Inline, ...]:
        positions = InlinePositions(self.source, self._line(token), token.content, column)
        return self._nodes(token.children or [], positions)

    def _nodes(self, tokens: Sequence[Token], positions: InlinePositions) -> tuple[Inline, ...]:
        nodes: list[Inline] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = _closing(tokens, index) if token.nesting == 1 else index
            node = self._node(token, tokens[index + 1 : end], tokens[end], positions)
            if isinstance(node, Text) and nodes and isinstance(nodes[-1], Text):
                before = nodes[-1]
                span = Span(before.span.file, before.span.start, node.span.end)
                nodes[-1] = Text(before.text + node.text, span)
            elif node is not None:
                nodes.append(node)
            index = end + 1
        return tuple(
            Text(smart_dashes(node.text), node.span) if isinstance(node, Text) else node
            for node in nodes
        )

    def _node(
        self, token: Token, inside: Sequence[Token], closing: Token, positions: InlinePositions
    ) -> Inline | None:
        start, end = _extent(token, closing)
        span = positions.span(start, end)
        match token.type:
            case "text" | "text_special":
                return Text(token.content, span) if token.content else None
            case "em_open":
                return Emphasis(self._nodes(inside, positions), span)
            case "strong_open":
                return Strong(self._nodes(inside, positions), span)
            case "s_open":
                return Strikeout(self._nodes(inside, positions), span)
            case "code_inline":
                return Code(token.content, span)
            case "math_inline" | "math_inline_double":
                inner = positions.span(start + len(token.markup), token.meta["end"])
                display = token.type == "math_inline_double"
                return Math(_as_written(inner, token.content), display, inner)
            case "softbreak" | "hardbreak":
                return LineBreak(token.type == "hardbreak", span)
            case "link_open":
                target = str(token.attrs.get("href", ""))
                self._add(check_link(target, span))
                if token.markup == "linkify":
                    return Link(target, (Text(inside[0].content, span),), span)
                return Link(target, self._nodes(inside, positions), span)
            case "image":
                return self._image(token, span)
            case "footnote_ref":
                return self._footnote_reference(token, span)
            case "footnote_inline_open":
                children = self._nodes(inside, positions)
                return self._footnote((Paragraph(children, span),), span)
            case "citation_open":
                return self._citation(token, inside, positions, span)
            case _:
                raise AssertionError(f"markdown-it gave a token we do not know: {token.type}")

    def _image(self, token: Token, span: Span) -> Image:
        target = str(token.attrs.get("src", ""))
        found = find_image(target, self.source, self.context.layout, span)
        if isinstance(found, Diagnostic):
            self.diagnostics.append(found)
            return Image(target, None, token.content, span)
        return Image(target, found, token.content, span)

    def _footnote_reference(self, token: Token, span: Span) -> Inline | None:
        label = str(token.meta.get("label", ""))
        if label not in self._footnotes and not self._in_footnote:
            self.diagnostics.append(
                error(
                    "unknown-footnote",
                    f"there is no footnote '{label}'",
                    span,
                    f"define it with a line '[^{label}]: …', or write \\[ for a bracket",
                )
            )
            return None
        self._used_footnotes.add(label)
        return self._footnote(self._footnotes.get(label, ()), span)

    def _footnote(self, blocks: tuple[Block, ...], span: Span) -> Inline | None:
        if self._in_footnote:
            self.diagnostics.append(
                error(
                    "nested-footnote",
                    "a footnote stands inside a footnote",
                    span,
                    "put it in parentheses instead",
                )
            )
            return None
        return Footnote(blocks, span)

    def _citation(
        self, token: Token, inside: Sequence[Token], positions: InlinePositions, span: Span
    ) -> Citation:
        works: list[CitedWork] = []
        index = 0
        while index < len(inside):
            end = _closing(inside, index)
            works.append(self._work(inside[index + 1 : end], positions))
            index = end + 1
        return Citation(tuple(works), CitationForm(token.info), span)

    def _work(self, tokens: Sequence[Token], positions: InlinePositions) -> CitedWork:
        at = next(index for index, token in enumerate(tokens) if token.type == "work_key")
        key = tokens[at]
        meta: dict[str, Any] = key.meta
        return CitedWork(
            key.content,
            positions.span(offset_of(key), meta["end"]),
            self._nodes(tokens[:at], positions),
            self._nodes(tokens[at + 1 :], positions),
            meta["label"],
            meta["locator"],
            meta["suppress"],
        )

    # --- places ---

    def _line(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def _block_span(self, token: Token) -> Span:
        """Return the span from the block's first character to the end of its last line."""
        first, last = token.map or (0, 1)
        starts = self.source.line_starts
        line = min(self.first_line + first, len(starts))
        text = self.source.line_text(line)
        start = starts[line - 1] + len(text) - len(text.lstrip())
        end_line = min(self.first_line + max(last, first + 1) - 1, len(starts))
        return self.source.span(start, starts[end_line - 1] + len(self.source.line_text(end_line)))

    def _add(self, diagnostic: Diagnostic | None) -> None:
        if diagnostic is not None:
            self.diagnostics.append(diagnostic)


def _closing(tokens: Sequence[Token], index: int) -> int:
    """Return where what `tokens[index]` opens is closed."""
    depth = 0
    for position in range(index, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    raise AssertionError("markdown-it left a token open")


def _extent(token: Token, closing: Token) -> tuple[int, int]:
    """Return where an inline token starts and ends in its text, as far as it can be known."""
    start = offset_of(token)
    if token.markup == "linkify":  # found at its colon
        start -= str(token.attrs.get("href", "")).find("://")
    elif token.type == "link_open" and not token.markup:  # pushed after its bracket
        start -= 1
    if "end" in closing.meta:
        return start, int(closing.meta["end"])
    if closing is not token:
        return start, offset_of(closing) + len(closing.markup)
    return start, start + len(token.content) + 2 * len(token.markup)


def _alignment(token: Token) -> Alignment:
    style = str(token.attrs.get("style", ""))
    return Alignment(style.removeprefix("text-align:")) if style else Alignment.LEFT


def _as_written(span: Span, content: str) -> str:
    """Return the span's text where it is `content` but for white space, so that offsets agree."""
    return span.text if span.text.split() == content.split() else content


def _full_reference(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Print a bracketed citation in full where it is all the text of a list item."""
    if not blocks or not isinstance(blocks[0], Paragraph):
        return blocks
    first, *rest = blocks[0].children
    if not isinstance(first, Citation) or first.form is not CitationForm.PARENTHETICAL:
        return blocks
    words = "".join(node.text if isinstance(node, Text) else " " for node in rest)
    if not all(isinstance(node, Text | LineBreak) for node in rest):
        return blocks
    if words.strip() and not DURATION_AFTER.fullmatch(words):
        return blocks
    full = replace(first, form=CitationForm.FULL)
    return (replace(blocks[0], children=(full, *rest)), *blocks[1:])
