"""The tree of a text as HTML for a web page: its looks are the page's style sheet alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace

from syllabus.model.document import (
    Alignment,
    Block,
    BlockQuote,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Footnote,
    Heading,
    Image,
    InLanguage,
    Inline,
    Inserted,
    Length,
    Link,
    Math,
    MathBlock,
    NumberedList,
    Paragraph,
    RawBlock,
    SmallCaps,
    Strong,
    Table,
    TableCell,
    Text,
)
from syllabus.model.pictures import are_pictures
from syllabus.model.scripts import language_runs
from syllabus.on_demand import dataclass
from syllabus.source import Span
from syllabus.writers.equations import Equations
from syllabus.writers.html import LINKS, Html, HtmlWriter, escape_html
from syllabus.writers.latex.headings import heading_text
from syllabus.writers.mathml import formula_mathml
from syllabus.writers.plain import PlainWriter, words_and_name

LONGEST_IN_LINE = 24
"""Characters of a formula's TeX that the narrowest screen has room for."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as a page shows it: its address there, and its size in pixels if it is known."""

    address: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class NumberedHeading:
    """How a heading stands in a page: its level of HTML, its id and its number."""

    level: int
    identifier: str
    number: str


@dataclass(frozen=True, slots=True)
class PageWriter(HtmlWriter):
    """Writes texts as HTML without a style in it, so that a strict policy lets no style in.

    Formulas are MathML; `as_written` has those that are printed as they are written, and `left_out`
    the raw LaTeX. Pictures are those that `find_picture` knows, and `places` has the ids of what
    links within the text lead to, where they are not its anchors. Headings have the `level` of
    HTML, 1 to 6, unless `numbered` says how they begin and end. Footnotes count through the page:
    `footnotes` writes those since its last call. Without `links`, there are but their words. The
    `equations` have counted the formulas.
    """

    find_picture: Callable[[Image], PictureFile | None] = lambda _: None
    places: Mapping[str, str] = field(default_factory=dict)
    level: int = 4
    numbered: Callable[[Heading], NumberedHeading | None] | None = None
    links: bool = True
    back: str = "↩"
    language: str = "en"
    equations: Equations = field(default_factory=Equations)
    as_written: list[Span] = field(default_factory=list)
    left_out: list[Span] = field(default_factory=list)
    _notes: list[tuple[int, Footnote]] = field(default_factory=list)
    _numbers: dict[tuple[str, str, int], int] = field(default_factory=dict)
    _counted: list[int] = field(default_factory=lambda: [0])

    def literal(self, text: str) -> Html:
        """Return characters as they are; words of another script say which language they are in."""
        return Html("".join(map(self._spoken, language_runs(text, self.language))))

    def _spoken(self, run: tuple[str, str | None]) -> str:
        text, language = run
        written = escape_html(text)
        return f'<span lang="{language}">{written}</span>' if language else written

    def isolated(self, text: str) -> Html:
        """Return a text of a record whose direction is not that of what is around it."""
        written = self.literal(text)
        return written if text.isascii() else Html(f"<bdi>{written}</bdi>")

    def link(self, address: str) -> Html:
        """Return an address as a link."""
        return self._linked(address, escape_html(address))

    def footnotes(self) -> Html:
        """Return the footnotes since the last call, each with a way back to its mark."""
        items: list[str] = []
        while self._notes:  # a footnote may have one of its own
            number, note = self._notes.pop(0)
            named = f'aria-label="{escape_html(self.back)} {number}"'
            back = f'<a href="#fnref-{number}" role="doc-backlink" {named}>↩</a>'
            text = self.blocks(note.blocks)
            items.append(f'<li id="fn-{number}" value="{number}">\n{text}\n{back}</li>')
        if not items:
            return Html("")
        listed = "\n".join(items)
        return Html(f'<ol class="notes" dir="auto">\n{listed}\n</ol>')

    # --- inside a line ---

    def _inline(self, node: Inline) -> str:
        match node:
            case Text():
                return self.literal(node.text)
            case Code():
                return f'<code dir="ltr" translate="no">{escape_html(node.text)}</code>'
            case Emphasis():
                return f"<em>{self.line(node.children)}</em>"
            case Strong():
                return f"<strong>{self.line(node.children)}</strong>"
            case SmallCaps():
                return f'<span class="small-caps">{self.line(node.children)}</span>'
            case Inserted():
                return f"<ins>{self.line(node.children)}</ins>"
            case Math():
                return self._math(node, display=node.display)
            case InLanguage():
                return HtmlWriter._inline(replace(self, language=node.language), node)
            case Image():
                return self._image(node)
            case Footnote():
                return self._mark(node)
            case _:
                return HtmlWriter._inline(self, node)

    def _math(self, node: Math | MathBlock, *, display: bool) -> str:
        tex = node.tex
        written = formula_mathml(self.equations.written(node), self.macros, display=display)
        if written is None:
            self.as_written.append(node.span)
            shown = escape_html(tex.strip())
            return f'<code class="formula" role="math" dir="ltr" translate="no">{shown}</code>'
        # No line of it breaks: where there is no room, it is scrolled, by the keyboard, too.
        kind = "formula" if display else "long" if len(tex) > LONGEST_IN_LINE else ""
        return f'<span class="{kind}" dir="ltr" tabindex="0">{written}</span>' if kind else written

    def _image(self, node: Image) -> str:
        """Return a picture within a line, its caption in brackets behind it."""
        shown, caption = self._shown(node), self.line(node.caption)
        return f"{shown} ({caption})" if shown and caption else shown or caption

    def _shown(self, node: Image) -> str:
        """Return a picture; where the page cannot show it, what it shows in words."""
        found = self.find_picture(node)
        if found is None:
            return escape_html(node.alt)
        size = "".join(
            f' {side}="{length}"'
            for side, length in (("width", found.width), ("height", found.height))
            if length is not None
        )
        # A part of the line is the style sheet's: no attribute may hold a style.
        named = f' class="w{_tenths(node.width)}"' if node.width and node.width.unit == "%" else ""
        source = f'src="{escape_html(found.address)}" alt="{escape_html(node.alt)}"'
        return f'<img {source}{size}{named} loading="lazy">'

    def _mark(self, note: Footnote) -> str:
        key = (note.span.file.name, note.label, note.number)
        if note.again and key in self._numbers:
            number, named = self._numbers[key], ""
        else:
            self._counted[0] += 1
            number = self._counted[0]
            self._numbers[key] = number
            self._notes.append((number, note))
            named = f' id="fnref-{number}"'
        return f'<sup><a href="#fn-{number}"{named} role="doc-noteref">{number}</a></sup>'

    def _link(self, node: Link) -> Html:
        words = self.line(node.children)
        if node.place is None:
            return self._linked(node.target, words or escape_html(node.target))
        if node.place.anchor:
            place = self.places.get(node.place.anchor, node.place.anchor)
            return self._anchor(f"#{place}", words or escape_html(node.place.name))
        said = PlainWriter(macros=self.macros).line(node.children)
        return Html(words + escape_html(words_and_name(said, node.place.name)[len(said) :]))

    def _linked(self, target: str, words: Html) -> Html:
        return self._anchor(target, words) if target.lower().startswith(LINKS) else words

    def _anchor(self, target: str, words: Html) -> Html:
        return Html(f'<a href="{escape_html(target)}">{words}</a>') if self.links else words

    def heading(self, nodes: tuple[Inline, ...]) -> Html:
        """Return the text of a heading, in which footnotes have no place."""
        return self.line(heading_text(nodes))

    # --- blocks ---

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph() if are_pictures(block.children):
                return "\n".join(map(self._figure, block.children))
            case Paragraph():
                return f'<p dir="auto">{self.line(block.children)}</p>'
            case Heading():
                return self._heading(block)
            case CodeBlock():
                text = escape_html(block.text.rstrip("\n"))
                named = f' class="language-{escape_html(block.language)}"' if block.language else ""
                return (
                    f'<pre dir="ltr" translate="no" tabindex="0"><code{named}>{text}</code></pre>'
                )
            case MathBlock():
                return f"<p>{self._math(block, display=True)}</p>"
            case BlockQuote():
                return f"<blockquote>\n{self._nested.blocks(block.blocks)}\n</blockquote>"
            case BulletList() | NumberedList():
                return HtmlWriter._block(self._nested, block)
            case Table():
                head = self._cells(block.head, "th", block)
                rows = "\n".join(self._cells(row, "td", block) for row in block.rows)
                table = f"<thead>{head}</thead>\n<tbody>\n{rows}\n</tbody>"
                return f'<div class="wide" tabindex="0"><table>\n{table}\n</table></div>'
            case RawBlock():
                self.left_out.append(block.span)
                return ""
            case _:
                return HtmlWriter._block(self, block)

    @property
    def _nested(self) -> PageWriter:
        """The writer of what stands in lists and quotations, whose headings have no numbers."""
        return self if self.numbered is None else replace(self, numbered=None)

    def _heading(self, block: Heading) -> str:
        title = self.heading(block.children)
        place = self.numbered(block) if self.numbered else None
        if place is None:
            anchor = f' id="{escape_html(block.anchor)}"' if block.anchor else ""
            return f'<h{self.level} dir="auto"{anchor}>{title}</h{self.level}>'
        number = f'<span class="number">{place.number}</span> '
        named = f'id="{escape_html(place.identifier)}"'
        return f'<h{place.level} dir="auto" {named}>{number}{title}</h{place.level}>'

    def _figure(self, node: Inline) -> str:
        if not isinstance(node, Image):
            return ""
        caption = f"<figcaption>{self.line(node.caption)}</figcaption>" if node.caption else ""
        return f'<figure dir="auto">{self._shown(node)}{caption}</figure>'

    def _cells(self, cells: tuple[TableCell, ...], tag: str, table: Table) -> str:
        scope = ' scope="col"' if tag == "th" else ""
        written = (
            f'<{tag}{scope} dir="auto"{_ALIGNED[alignment]}>{self.line(cell.children)}</{tag}>'
            for cell, alignment in zip(cells, table.alignments, strict=False)
        )
        return f"<tr>{''.join(written)}</tr>"


_ALIGNED = {
    Alignment.LEFT: "",
    Alignment.CENTER: ' class="center"',
    Alignment.RIGHT: ' class="right"',
}


def _tenths(length: Length) -> int:
    """Return a part of the line in tenths, 1 to 10."""
    return min(10, max(1, round(float(length.number) / 10)))
