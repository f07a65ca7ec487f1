"""markdown-it's tokens to the tree of `model.document`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import field
from typing import Any

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from syllabus.diagnostics import Diagnostic, error
from syllabus.front.markup.bounds import MAX_CODE_LINE, MAX_LINES, MAX_TEXT, TextBounds
from syllabus.front.markup.boxes import with_box
from syllabus.front.markup.fences import (
    PRIVATE,
    fence_faults,
    unclosed_code,
    unread_around,
    unread_fences,
)
from syllabus.front.markup.footnotes import (
    empty_footnote,
    faults_within,
    label_with_space,
    second_footnote,
    unused_footnote,
)
from syllabus.front.markup.formulas import bars_in_cells, math_block, math_fence
from syllabus.front.markup.heading_attributes import read_due
from syllabus.front.markup.inlines import InlineBuilder
from syllabus.front.markup.link_labels import definition_faults
from syllabus.front.markup.parser import MAX_CELLS, MAX_COLUMNS, MAX_NESTING, markdown_parser
from syllabus.front.markup.positions import closing_index
from syllabus.front.markup.references import full_reference
from syllabus.front.markup.resources import find_include
from syllabus.front.records.damage import REPLACEMENT, damage_in
from syllabus.model.document import (
    Alignment,
    Block,
    BlockQuote,
    BulletList,
    CodeBlock,
    Footnote,
    Heading,
    Inline,
    ListItem,
    MembersOnly,
    NumberedList,
    Paragraph,
    RawBlock,
    Rule,
    Table,
    TableCell,
    walk,
)
from syllabus.on_demand import dataclass
from syllabus.source import SourceFile, Span
from syllabus.workspace.layout import Layout


@dataclass(frozen=True, slots=True)
class MarkupContext:
    """What a text is read in: its project, its language (BCP 47), whether raw LaTeX is allowed."""

    layout: Layout
    language: str
    raw_latex: bool = False


@dataclass(frozen=True, slots=True)
class ParsedText:
    """The blocks of a text, its faults, the files it includes, and headings with a `due`."""

    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[SourceFile, ...] = ()
    dues: tuple[Heading, ...] = ()


def parse_markdown(source: SourceFile, first_line: int, context: MarkupContext) -> ParsedText:
    """Parse the lines of `source` from `first_line` (counted from 1) on.

    Faults: `unknown-footnote`, `unused-footnote`, `missing-image`,
    `missing-include`, `include-cycle`, `raw-latex`, `table-cells`, `nesting-too-deep`,
    `text-too-long`, `undefined-link-label`, `unused-link-label`, those of `check_link`, and
    those of fences for members: `unclosed-fence`, `unopened-fence`, `unknown-fence`,
    `unread-fence`, `members-only-target`.
    """
    builder = _Builder(source, first_line, context, (source,), TextBounds())
    blocks = builder.parse()
    return ParsedText(
        blocks, tuple(builder.diagnostics), tuple(builder.included), tuple(builder.dues)
    )


@dataclasses.dataclass(repr=False, eq=False)
class _Builder:
    """Builds the tree of one file."""

    source: SourceFile
    first_line: int
    context: MarkupContext
    including: tuple[SourceFile, ...]
    bounds: TextBounds
    diagnostics: list[Diagnostic] = field(default_factory=list)
    included: list[SourceFile] = field(default_factory=list)
    dues: list[Heading] = field(default_factory=list)
    blocks_read: dict[str, SourceFile] = field(default_factory=dict)
    _footnote_spans: dict[str, Span] = field(default_factory=dict)
    _rows: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inlines = InlineBuilder(
            self.source, self.context.layout, self.context.language, self.diagnostics
        )

    def parse(self) -> tuple[Block, ...]:
        start = self.source.line_starts[min(self.first_line, len(self.source.line_starts)) - 1]
        text = self.source.text[start:]
        if self.first_line > len(self.source.line_starts):
            text = ""
        whole = self.source.span(start, len(self.source.text))
        if not self.bounds.admit(text):
            message = f"this text has more than {MAX_TEXT} characters or {MAX_LINES} lines"
            place = self.source.line_span(self.first_line)
            hint = "divide it, and look whether a block is included too often"
            self.diagnostics.append(error("text-too-long", message, place, hint))
            return ()
        self.diagnostics += (damaged := list(damage_in(whole)))
        if any(each.span and each.span.text != REPLACEMENT for each in damaged):
            return ()
        environment: dict[str, Any] = {}
        tokens = markdown_parser(self.context.language).parse(text, environment)
        rows = environment.get("rows", {})
        self._rows = {self.first_line + line: start + offset for line, offset in rows.items()}
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
        self.inlines.private_links = environment.get(PRIVATE, ())
        self.inlines.known_links = environment.get("references", {})
        body = self._take_footnotes(tokens)
        blocks = self._blocks(body)
        self.diagnostics += unread_around(whole, tokens, self.diagnostics)
        used = self.inlines.used_links
        self.diagnostics += definition_faults(environment, used, self.source, self.first_line)
        for label in self.inlines.footnotes.keys() - self.inlines.used_footnotes.keys():
            self.diagnostics.append(unused_footnote(label, self._footnote_spans[label]))
        self.diagnostics += faults_within(
            self.inlines.within_footnotes, self.inlines.used_footnotes, self.inlines.footnotes
        )
        return blocks

    # --- blocks ---

    def _inline_of(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        inlines = (token for token in tokens if token.type == "inline")
        return tuple(each for one in inlines for each in self.inlines.build(one, self._line(one)))

    def _take_footnotes(self, tokens: Sequence[Token], fences: int = 0) -> list[Token]:
        """Set aside the footnotes' definitions, inside so many fences; return the other tokens."""
        body: list[Token] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type != "footnote_reference_open":
                body.append(token)
                index += 1
                fences += token.nesting * token.type.startswith("members_")
                continue
            end = closing_index(tokens, index)
            label = str(token.meta.get("label", ""))
            if label in self._footnote_spans:
                self.diagnostics.append(second_footnote(label, self._block_span(token)))
                index = end + 1
                continue
            self._footnote_spans[label] = self._block_span(token)
            if fences:
                self.inlines.private_footnotes.add(label)
            inside = self._take_footnotes(tokens[index + 1 : end], fences)
            self.inlines.in_footnote, self.inlines.in_members = label, fences > 0
            self.inlines.footnotes[label] = blocks = self._blocks(inside)
            self.inlines.in_footnote, self.inlines.in_members = None, False
            if not blocks:
                self.diagnostics.append(empty_footnote(self._footnote_spans[label], f"[^{label}]:"))
            index = end + 1
        return body

    def _blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        blocks: list[Block] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = closing_index(tokens, index) if token.nesting == 1 else index
            blocks.extend(self._block(token, tokens[index + 1 : end]))
            index = end + 1
        return tuple(blocks)

    def _block(self, token: Token, inside: Sequence[Token]) -> tuple[Block, ...]:
        span = self._block_span(token)
        if token.type in ("paragraph_open", "heading_open", "table_open", "code_block"):
            self.diagnostics += unread_fences(span)
        match token.type:
            case "paragraph_open":
                children = self._inline_of(inside)
                return (Paragraph(children, span),) if children else ()
            case "heading_open":
                return (self._heading(token, inside, span),)
            case "bullet_list_open":
                return (BulletList(self._items(inside), span),)
            case "ordered_list_open":
                start = int(str(token.attrs.get("start", 1)))
                return (NumberedList(self._items(inside), start, span),)
            case "blockquote_open":
                return (BlockQuote(self._blocks(inside), span),)
            case "fence" | "code_block":
                return self._fence(token, span)
            case "math_block":
                return (math_block(token, span),)
            case "table_open":
                return (self._table(inside, span),)
            case "hr":
                return (Rule(span),)
            case "members_open" | "stray_fence":
                self.diagnostics += fence_faults(token, span)
                outer, self.inlines.in_members = self.inlines.in_members, True
                blocks = self._blocks(inside)
                self.inlines.in_members = outer
                return (MembersOnly(blocks, span),) if inside else ()
            case "spaced_footnote":
                self.diagnostics.append(
                    label_with_space(token.info, span.part(0, len(f"[^{token.info}]:")))
                )
                return ()
            case "unreadable":
                wide = f"this table has more than {MAX_COLUMNS} columns"
                long = f"the tables of this text have more than {MAX_CELLS} cells"
                message = wide if token.info == "wide" else long
                self.diagnostics.append(error("text-too-long", message, span))
                return ()
            case _:
                raise AssertionError(f"markdown-it gave a token we do not know: {token.type}")

    def _heading(self, token: Token, inside: Sequence[Token], span: Span) -> Heading:
        children = self._inline_of(inside)
        self.diagnostics += [
            error(
                "footnote-in-heading",
                "found a footnote in a heading, which the table of contents prints too",
                node.span,
                "put it into the text below",
            )
            for node in walk(children)
            if isinstance(node, Footnote)
        ]
        due = read_due(span, self.diagnostics) if "attributes" in token.meta else None
        heading = Heading(int(token.tag[1:]), children, span, due=due)
        self.dues += [heading] if due else []
        return heading

    def _items(self, tokens: Sequence[Token]) -> tuple[ListItem, ...]:
        items: list[ListItem] = []
        index = 0
        while index < len(tokens):
            end = closing_index(tokens, index)
            inside = with_box(self._blocks(tokens[index + 1 : end]))
            blocks = full_reference(inside, self.context.language)
            items.append(ListItem(blocks, self._block_span(tokens[index])))
            index = end + 1
        return tuple(items)

    def _fence(self, token: Token, span: Span) -> tuple[Block, ...]:
        info = token.info.strip()
        self.diagnostics += unclosed_code(token, span)
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
        formula = math_fence(info, token, span)
        if isinstance(formula, Diagnostic):
            self.diagnostics.append(formula)
        elif formula is not None:
            return (formula,)
        language = info.split(maxsplit=1)[0] if info else ""
        if max(map(len, token.content.split("\n"))) > MAX_CODE_LINE:
            message = f"a line of this code has more than {MAX_CODE_LINE} characters"
            self.diagnostics.append(error("text-too-long", message, span, "divide it into lines"))
            return ()
        return (CodeBlock(token.content.rstrip("\n"), language, span),)

    def _include(self, name: str, token: Token, span: Span) -> tuple[Block, ...]:
        has_content = bool(token.content.strip())
        found = None if has_content else self.blocks_read.get(name)
        if found is None:
            found = find_include(name, self.context.layout, span, has_content, self.diagnostics)
            if found is None:
                return ()
            self.blocks_read[name] = found
        if any(found.path == each.path for each in self.including):
            self.diagnostics.append(
                error("include-cycle", f"'{name}' includes itself", span, "remove one of the two")
            )
            return ()
        self.included.append(found)
        including = (*self.including, found)
        inner = _Builder(
            found, 1, self.context, including, self.bounds, blocks_read=self.blocks_read
        )
        blocks = inner.parse()
        self.diagnostics.extend(inner.diagnostics)
        self.included.extend(inner.included)
        self.dues.extend(inner.dues)
        return blocks

    def _table(self, tokens: Sequence[Token], span: Span) -> Table:
        rows: list[tuple[TableCell, ...]] = []
        alignments: list[Alignment] = []
        cells: list[TableCell] = []
        column = 1
        for index, token in enumerate(tokens):
            if token.type == "tr_open":
                line = self._line(token)
                cells, column = [], self._rows[line] - self.source.line_starts[line - 1] + 1
            elif token.type in ("th_open", "td_open"):
                inline = tokens[index + 1]
                line = self._line(inline)
                row = self.source.line_text(line)
                at = row.find(inline.content, column - 1)
                column = max(at + 1, column)
                children = self.inlines.build(inline, line, column)
                self.diagnostics += bars_in_cells(children, self.source.line_span(line))
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
        row = self.source.line_text(line)[self._rows[line] - self.source.line_starts[line - 1] :]
        found = escapedSplit(row.strip())
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


def _alignment(token: Token) -> Alignment:
    style = str(token.attrs.get("style", ""))
    return Alignment(style.removeprefix("text-align:")) if style else Alignment.LEFT
