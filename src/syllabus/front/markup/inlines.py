"""What stands inside a line: markdown-it's inline tokens to the nodes of `model.document`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from sys import maxsize
from typing import Any

from markdown_it.token import Token

from syllabus.diagnostics import Diagnostic, error
from syllabus.front.markup.addresses import check_link
from syllabus.front.markup.bracketed_text import attribute_faults, language_in
from syllabus.front.markup.footnotes import empty_footnote, nested_footnote, unknown_footnote
from syllabus.front.markup.formulas import as_written, unread_formula, unread_formulas
from syllabus.front.markup.link_labels import undefined
from syllabus.front.markup.picture_sizes import PictureSize, read_sides
from syllabus.front.markup.positions import (
    MAX_PARAGRAPH,
    InlinePositions,
    closing_index,
    offset_of,
)
from syllabus.front.markup.punctuation import smart_marks
from syllabus.front.markup.resources import find_image
from syllabus.front.markup.titles import attributes_in_title, parse_title
from syllabus.front.records.damage import damage, find_damage
from syllabus.model.document import (
    Block,
    Citation,
    CitationForm,
    CitedWork,
    Code,
    Emphasis,
    Footnote,
    Image,
    InLanguage,
    Inline,
    LineBreak,
    Link,
    Math,
    Paragraph,
    Strikeout,
    Strong,
    Text,
    plain_text,
)
from syllabus.on_demand import pattern
from syllabus.source import SourceFile, Span
from syllabus.workspace.layout import Layout

_ANY_SPACE = pattern(r"[\t\n\f\r]")


@dataclass(repr=False, eq=False)
class InlineBuilder:
    """Builds the nodes of one file's lines; `footnotes` are those that the file defines.

    What is `private` is defined inside a fence for members; `in_members` says that what is built
    stands inside of one. `in_footnote` is the label of the footnote that is built, empty for one
    that has none; `used_footnotes` has the place in the text where everybody first finds each, and
    `within_footnotes` what footnotes refer to: their label, that of the other, the place.
    """

    source: SourceFile
    layout: Layout
    language: str
    diagnostics: list[Diagnostic]
    footnotes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    used_footnotes: dict[str, int] = field(default_factory=dict)
    within_footnotes: list[tuple[str, str, Span]] = field(default_factory=list)
    in_footnote: str | None = None
    in_members: bool = False
    private_footnotes: set[str] = field(default_factory=set)
    private_links: Collection[str] = ()
    known_links: Mapping[str, Any] = field(default_factory=dict)
    used_links: set[str] = field(default_factory=set)

    def build(self, token: Token, line: int, column: int = 1) -> tuple[Inline, ...]:
        """Return the nodes of an inline token whose text starts at `line`:`column` or after."""
        positions = InlinePositions(self.source, line, token.content, column)
        return self._nodes(token.children or [], positions)

    def _nodes(self, tokens: Sequence[Token], positions: InlinePositions) -> tuple[Inline, ...]:
        nodes: list[Inline] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = closing_index(tokens, index) if token.nesting == 1 else index
            for at in unread_formulas(token, tokens[index + 1 : index + 2]):
                place = offset_of(token) + at
                self._report(unread_formula(positions.span(place, place + 1)))
            node = self._node(token, tokens[index + 1 : end], tokens[end], positions)
            if isinstance(node, Text) and nodes and isinstance(nodes[-1], Text):
                before = nodes[-1]
                span = Span(before.span.file, before.span.start, node.span.end)
                nodes[-1] = Text(before.text + node.text, span)
            elif node is not None:
                nodes.append(node)
            index = end + 1
        return tuple(
            Text(self._marked(node.text, following), node.span) if isinstance(node, Text) else node
            for node, following in zip_longest(nodes, nodes[1:])
        )

    def _marked(self, text: str, following: Inline | None) -> str:
        if text.endswith(" -") and isinstance(following, LineBreak):
            return smart_marks(f"{text} ", self.language)[:-1]
        return smart_marks(text, self.language)

    def _node(
        self, token: Token, inside: Sequence[Token], last: Token, positions: InlinePositions
    ) -> Inline | None:
        start, end = _extent(token, last)
        span = positions.span(start, end)
        match token.type:
            case "text" | "text_special":
                # An entity such as `&#10;` may stand for the end of a line.
                words = _ANY_SPACE.sub(" ", token.content)
                lost = find_damage(words) if token.type == "text_special" else None
                if lost is not None:
                    self._report(damage(lost, span))
                    return None
                return Text(words, span) if words else None
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
                return Math(as_written(inner, token.content), display, inner)
            case "softbreak" | "hardbreak":
                return LineBreak(token.type == "hardbreak", span)
            case "link_open":
                target = str(token.attrs.get("href", ""))
                self._report(check_link(target, self.source, self.layout.root, span))
                self._check_label(token, span)
                if token.markup in ("linkify", "www"):
                    return Link(target, (Text(inside[0].content, span),), span)
                return Link(target, self._nodes(inside, positions), span)
            case "in_language_open":
                return self._in_language(token, inside, positions, span)
            case "image":
                return self._image(token, span, positions)
            case "footnote_ref":
                return self._footnote_reference(token, span)
            case "footnote_inline_open":
                return self._inline_footnote(inside, positions, span)
            case "citation_open":
                return self._citation(token, inside, positions, span)
            case "undefined_label":
                self._report(undefined(token.info, self.known_links, span))
                return None
            case "unreadable":
                self._report(_unreadable(token, span))
                return None
            case _:
                raise AssertionError(f"markdown-it gave a token we do not know: {token.type}")

    def _in_language(
        self, token: Token, inside: Sequence[Token], positions: InlinePositions, span: Span
    ) -> InLanguage:
        children = self._nodes(inside, positions)
        braces = positions.span(*token.meta["attributes"])
        words = span.part(0, braces.start - span.start).text.strip("[]")
        self.diagnostics += attribute_faults(words, braces.text, braces)
        return InLanguage(language_in(braces.text), children, span)

    def _image(self, token: Token, span: Span, positions: InlinePositions) -> Image:
        target = str(token.attrs.get("src", ""))
        self._check_label(token, span)
        sides = PictureSize()
        if "attributes" in token.meta:
            place = positions.span(*token.meta["attributes"])
            sides = read_sides(place, not token.meta["unclosed"], self.diagnostics)
        title = str(token.attrs.get("title", ""))
        start = span.text.rfind(title)  # -1 where it is written with characters that are escaped
        place = span.part(start, start + len(title)) if start > 0 else span.part(len(span.text) - 1)
        words = " ".join(title.split())
        caption = parse_title(words, place, self.language).nodes if words else ()
        self.diagnostics += attributes_in_title(words, place)
        found = find_image(target, self.source, self.layout, span)
        if isinstance(found, Diagnostic):
            self._report(found)
        path = None if isinstance(found, Diagnostic) else found
        return Image(
            target,
            path,
            _alternative(token),
            span,
            caption,
            sides.width,
            sides.height,
            sides.decorative,
        )

    def _footnote_reference(self, token: Token, span: Span) -> Inline | None:
        label = str(token.meta.get("label", ""))
        if self.in_footnote is not None:
            self.within_footnotes.append((self.in_footnote, label, span))
            return Footnote((), span, label)
        if label not in self.footnotes:
            if fault := unknown_footnote(label, span):
                self._report(fault)
            return None
        if label in self.private_footnotes and not self.in_members:
            self._report(_private(f"the footnote '{label}'", span))
        for_all = not self.in_members or label in self.private_footnotes
        place = span.start if for_all else maxsize
        self.used_footnotes[label] = min(place, self.used_footnotes.get(label, maxsize))
        return Footnote(self.footnotes[label], span, label)

    def _inline_footnote(
        self, inside: Sequence[Token], positions: InlinePositions, span: Span
    ) -> Inline | None:
        if self.in_footnote is not None:
            self._report(nested_footnote(span))
            return None
        self.in_footnote = ""
        children = self._nodes(inside, positions)
        self.in_footnote = None
        if all(
            isinstance(each, Text | LineBreak) and not plain_text((each,)).strip()
            for each in children
        ):
            self._report(empty_footnote(span, "^[…]"))
        return Footnote((Paragraph(children, span),), span)

    def _citation(
        self, token: Token, inside: Sequence[Token], positions: InlinePositions, span: Span
    ) -> Citation:
        works: list[CitedWork] = []
        index = 0
        while index < len(inside):
            end = closing_index(inside, index)
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
            self._nodes(tokens[1 : max(at - 1, 0)], positions),
            self._nodes(tokens[at + 2 : -1], positions),
            meta["label"],
            meta["locator"],
            meta["suppress"],
        )

    def _check_label(self, token: Token, span: Span) -> None:
        label = str(token.meta.get("label", ""))
        self.used_links.add(label)
        if label in self.private_links and not self.in_members:
            self._report(_private(f"the address of '{label.lower()}'", span))

    def _report(self, diagnostic: Diagnostic | None) -> None:
        if diagnostic is not None:
            self.diagnostics.append(diagnostic)


def _private(what: str, span: Span) -> Diagnostic:
    return error(
        "members-only-target",
        f"{what} stands inside a fence for members, and this does not",
        span,
        "move one of them to where the other is",
    )


def _unreadable(token: Token, span: Span) -> Diagnostic:
    if token.info == "long":
        message = f"this text has {len(token.content)} characters, expected at most {MAX_PARAGRAPH}"
        return error("text-too-long", message, span, "divide it into paragraphs by empty lines")
    message = "brackets or emphasis nest too deep here to be read"
    return error(
        "nesting-too-deep", message, span, "write \\[, \\* or \\_ for the character itself"
    )


def _extent(token: Token, last: Token) -> tuple[int, int]:
    """Return where an inline token starts and ends in its text, as far as it can be known."""
    start = offset_of(token)
    if token.type == "text_special":
        return start, start + len(token.markup)
    if token.type == "footnote_ref":
        return start, start + len(f"[^{token.meta['label']}]")
    if token.markup == "linkify":  # found at its colon
        start -= str(token.attrs.get("href", "")).find("://")
    elif token.type == "link_open" and not token.markup:  # pushed after its bracket
        start -= 1
    if "end" in last.meta:
        return start, int(last.meta["end"])
    if last is not token:
        return start, offset_of(last) + len(last.markup)
    return start, start + len(token.content) + 2 * len(token.markup)


_PLAIN = frozenset(("text", "text_special", "code_inline"))
_UNSPOKEN = frozenset(
    f"{name}_{side}" for name in ("em", "strong", "s", "in_language") for side in ("open", "close")
)


def _alternative(token: Token) -> str:
    """Return what the brackets of a picture say, without emphasis and escapes (CommonMark, 6.4).

    With anything else in them, it is what is written there.
    """
    pieces: list[str] = []
    for child in token.children or ():
        if child.type in _PLAIN:
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif child.type not in _UNSPOKEN:
            return token.content
    return "".join(pieces)
