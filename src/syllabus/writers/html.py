"""The tree of a text as HTML for mail programs: no scripts, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from html import escape

from syllabus.front.bibliography import Reference
from syllabus.model.course import Meeting, Part, Passage, Stream
from syllabus.model.document import (
    Alignment,
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
    TableCell,
    Text,
)
from syllabus.model.pictures import are_pictures
from syllabus.model.words import COMMON, Punctuation, is_english
from syllabus.on_demand import dataclass, pattern
from syllabus.writers.plain import (
    SUBSCRIPT,
    PlainWriter,
    part_remark,
    readable_formula,
    words_and_name,
)

LINKS = ("http://", "https://", "mailto:")
"""What a link may begin with; of any other link only the words are written."""

_UNSEEN = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CODE = "font-family:Consolas,Menlo,monospace;font-size:90%"
_FORMULA = "font-family:Cambria,Georgia,serif"
_INDENT = "&emsp;"
_CELL = "border-bottom:1px solid #ccc;padding:3px 12px 3px 0;vertical-align:top"


class Html(str):
    """Text that is HTML already; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Say so to Jinja."""
        return self


def escape_html(text: str) -> Html:
    """Return a text as HTML, without the control characters that no HTML may hold."""
    return Html(escape(_UNSEEN.sub("\ufffd", text)))


def link_html(target: str, words: Html) -> Html:
    """Return words as a link, and nothing but the words where it leads to no page or mailbox."""
    if not target.lower().startswith(LINKS):
        return words
    return _anchor_html(target, words)


def _anchor_html(target: str, words: Html) -> Html:
    return Html(f'<a href="{escape_html(target)}" style="color:#0b57d0">{words}</a>')


def _id_html(anchor: str) -> str:
    """Return the attribute by which links of the same text find an element, with its space."""
    return f' id="{escape_html(anchor)}"' if anchor else ""


def code_html(text: str) -> Html:
    """Return code, or a formula's TeX, in a line."""
    return Html(f'<code style="{_CODE}">{escape_html(text)}</code>')


@dataclass(frozen=True, slots=True)
class HtmlWriter:
    """Writes texts as HTML with the styles beside them; a formula is a line of signs.

    Each text runs in the direction of its own script.

    With `words`, a part names its reading load beside its title, with the `marks` of their
    language. `macros` are the course's own commands for formulas. `english` are the words that are
    printed in English in a text of another language.
    """

    words: Mapping[str, str] | None = None
    marks: Punctuation = COMMON
    macros: Mapping[str, str] = field(default_factory=dict)
    english: frozenset[str] = frozenset()

    def literal(self, text: str) -> Html:
        """Return characters as they are."""
        return escape_html(text)

    def said(self, words: str) -> Html:
        """Return words of the handout's own, marked where they are English for lack of others."""
        written = escape_html(words)
        if not is_english(words, self.english):
            return written
        return Html(f'<span lang="en" dir="ltr">{written}</span>')

    def link(self, address: str) -> Html:
        """Return an address as a link."""
        return link_html(address, escape_html(address))

    def line(self, nodes: tuple[Inline, ...]) -> Html:
        """Return inline nodes."""
        return Html("".join(map(self._inline, nodes)))

    def blocks(self, blocks: Iterable[Block]) -> Html:
        """Return blocks, each on a line of its own."""
        return Html("\n".join(filter(None, map(self._block, blocks))))

    def passage(self, passage: Passage) -> Html:
        """Return the text of a passage and below it its parts, each under its title."""
        return _joined((self.blocks(passage.blocks), *map(self.part, passage.parts)))

    def part(self, part: Part) -> Html:
        """Return a part under its title, with its reading load and when it is due."""
        title = f"<b>{self.line(part.title)}</b>"
        if remark := part_remark(part, self.words, self.marks):
            title += f"{self.marks.opening}{self.said(remark)}{self.marks.closing}"
        return _joined((_paragraph(title, part.anchor), self.blocks(part.blocks)))

    def meeting(self, meeting: Meeting) -> Html:
        """Return all that a meeting's text says, streams under their labels."""
        streams = (
            _joined(
                (_heading(self.labels((each.stream,)), each.anchor), self.passage(each.passage))
            )
            for each in meeting.stream_passages
        )
        return _joined((self.passage(meeting.passage), *streams))

    def labels(self, streams: Iterable[Stream]) -> Html:
        """Return the labels of streams."""
        titles = ((each.label, each.title) for each in streams)
        return Html(
            "/".join(
                escape_html(label) if title is None else self.line(title.nodes)
                for label, title in titles
            )
        )

    def reference(self, reference: Reference) -> Html:
        """Return an entry of a list of works, with its number where the style has one."""
        line = self.line(reference.children)
        return Html(f"{escape_html(reference.label)} {line}") if reference.label else line

    # --- inside a line ---

    def _inline(self, node: Inline) -> str:
        match node:
            case Text():
                return escape_html(node.text)
            case Code():
                return code_html(node.text)
            case Emphasis():
                return f"<i>{self.line(node.children)}</i>"
            case Strong():
                return f"<b>{self.line(node.children)}</b>"
            case SmallCaps():
                return f'<span style="font-variant:small-caps">{self.line(node.children)}</span>'
            case Superscript():
                return f"<sup>{self.line(node.children)}</sup>"
            case Strikeout():
                return f"<s>{self.line(node.children)}</s>"
            case Inserted():
                return f"<b>{self.line(node.children)}</b>"
            case Math():
                lowered = SUBSCRIPT.fullmatch(node.tex)
                return (
                    f"<sub>{escape_html(lowered[1])}</sub>" if lowered else self._formula(node.tex)
                )
            case Link():
                return self._link(node)
            case InLanguage():
                # Its punctuation goes with its letters, whichever way the text around it runs.
                named = f'lang="{escape_html(node.language)}" dir="auto"'
                return f"<span {named}>{self.line(node.children)}</span>"
            case Image():
                alt, caption = escape_html(node.alt), self.line(node.caption)
                return f"{alt} ({caption})" if alt and caption else alt or caption
            case LineBreak():
                return "<br>\n" if node.hard else "\n"
            case Footnote():
                mark = f"<sup>{node.number}</sup>" if node.number else ""
                words = (mark, *map(self._in_a_line, node.blocks))
                return f" [{' '.join(filter(None, words))}]"
            case Citation():
                return self.line(node.printed)

    def _formula(self, tex: str) -> Html:
        return Html("; ".join(map(_formula_html, readable_formula(tex, self.macros))))

    def _figure(self, node: Inline) -> str:
        """Return what a picture shows in words, and its caption below."""
        if not isinstance(node, Image):
            return ""
        lines = (escape_html(node.alt), f"<small>{self.line(node.caption)}</small>")
        written = lines if node.caption else lines[:1]
        return _paragraph("<br>\n".join(filter(None, written)))

    def _link(self, node: Link) -> Html:
        words = self.line(node.children)
        if node.place is None:
            return link_html(node.target, words or escape_html(node.target))
        if node.place.anchor:
            return _anchor_html(f"#{node.place.anchor}", words or escape_html(node.place.name))
        said = PlainWriter(macros=self.macros).line(node.children)
        return Html(words + escape_html(words_and_name(said, node.place.name)[len(said) :]))

    def _in_a_line(self, block: Block) -> str:
        """Return a block of a footnote, which stands in the middle of a paragraph here."""
        if isinstance(block, Paragraph):
            return self.line(block.children)
        return escape_html(" ".join(PlainWriter(macros=self.macros).lines((block,))))

    # --- blocks ---

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph() if are_pictures(block.children):
                return "\n".join(map(self._figure, block.children))
            case Paragraph():
                return _paragraph(self.line(block.children))
            case Heading():
                return _heading(self.line(block.children), block.anchor)
            case BulletList():
                return f'<ul dir="auto">\n{self._items(block.items)}\n</ul>'
            case NumberedList():
                start = "" if block.start == 1 else f' start="{block.start}"'
                return f'<ol dir="auto"{start}>\n{self._items(block.items)}\n</ol>'
            case CodeBlock():
                return _lines_of_code(block.text.rstrip("\n"))
            case MathBlock():
                lines = map(_formula_html, readable_formula(block.tex, self.macros))
                return _paragraph(f"{_INDENT}{f'<br>{_INDENT}'.join(lines)}")
            case BlockQuote():
                style = "margin:0 0 12px;border-left:3px solid #ccc;padding-left:12px"
                return f'<blockquote style="{style}">\n{self.blocks(block.blocks)}\n</blockquote>'
            case Table():
                rows = (self._row(row, "td", block) for row in block.rows)
                rows_html = "\n".join((self._row(block.head, "th", block), *rows))
                style = "border-collapse:collapse;margin:0 0 12px"
                return f'<table style="{style}">\n{rows_html}\n</table>'
            case Rule():
                return "<hr>"
            case RawBlock() | MembersOnly():
                return ""  # as in plain text

    def _items(self, items: tuple[ListItem, ...]) -> str:
        return "\n".join(f"<li>{self._item(item)}</li>" for item in items)

    def _item(self, item: ListItem) -> str:
        """Return an item; its first paragraph needs no room of its own."""
        first, rest = item.blocks[:1], item.blocks
        written = ""
        if first and isinstance(first[0], Paragraph):
            written, rest = self.line(first[0].children), item.blocks[1:]
        return "\n".join(filter(None, (written, self.blocks(rest))))

    def _row(self, cells: tuple[TableCell, ...], tag: str, table: Table) -> str:
        written = (
            f'<{tag} style="{_CELL};text-align:{_ALIGNED[alignment]}">'
            f"{self.line(cell.children)}</{tag}>"
            for cell, alignment in zip(cells, table.alignments, strict=False)
        )
        return f"<tr>{''.join(written)}</tr>"


_ALIGNED = {Alignment.LEFT: "left", Alignment.CENTER: "center", Alignment.RIGHT: "right"}


def _formula_html(line: str) -> Html:
    """Return a line of a formula, which runs from left to right in every text."""
    return Html(f'<bdi dir="ltr" style="{_FORMULA}">{escape_html(line)}</bdi>')


def _joined(pieces: Iterable[str]) -> Html:
    return Html("\n".join(filter(None, pieces)))


def _paragraph(line: str, anchor: str = "") -> Html:
    return Html(f'<p dir="auto"{_id_html(anchor)} style="margin:0 0 12px">{line}</p>')


def _heading(line: str, anchor: str = "") -> Html:
    style = "margin:18px 0 6px;font-size:16px"
    return Html(f'<h3 dir="auto"{_id_html(anchor)} style="{style}">{line}</h3>')


def _lines_of_code(text: str) -> str:
    style = f"{_CODE};margin:0 0 12px;white-space:pre-wrap"
    return f'<pre dir="ltr" style="{style}">{escape_html(text)}</pre>'
