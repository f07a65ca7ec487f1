"""The tree of a text as plain text: for mail, calendars and what a handout is remembered by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from syllabus.diagnostics import Diagnostic
from syllabus.front.bibliography import Bibliography, Reference, Style, format_citations
from syllabus.model.course import Edition, Meeting, Part, Passage
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
    Inline,
    LineBreak,
    Link,
    ListItem,
    Math,
    MathBlock,
    MembersOnly,
    Node,
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
    walk,
)
from syllabus.model.editions import meeting_for
from syllabus.model.timeline import format_load
from syllabus.model.words import COMMON, Punctuation, punctuation_for
from syllabus.source import Span

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
SUBSCRIPT = re.compile(r"_\{\\text\{([^{}]*)\}\}")
"""What a subscript within a reference is a formula of."""


@dataclass(frozen=True, slots=True)
class PlainWriter:
    r"""Writes texts as lines without markup; a link keeps its address, a formula its TeX.

    `citations` holds what each citation prints, by its span; with `words`, a part names its
    reading load beside its title, with the `marks` of their language. No line holds a `\n`.
    """

    citations: Mapping[Span, tuple[Inline, ...]]
    words: Mapping[str, str] | None = None
    marks: Punctuation = COMMON

    def line(self, nodes: tuple[Inline, ...]) -> str:
        """Return what stands in a line, as one line."""
        return " ".join(self._inlines(nodes).split())

    def lines(self, blocks: tuple[Block, ...]) -> tuple[str, ...]:
        """Return blocks as lines: items numbered, what is nested indented, blocks set apart."""
        written: list[str] = []
        for block in blocks:
            lines = tuple(self._block(block))
            if written and lines:
                written.append("")
            written += lines
        return tuple(written)

    def passage(self, passage: Passage) -> tuple[str, ...]:
        """Return the text of a passage and below it its parts, each under its title."""
        return _apart((self.lines(passage.blocks), *(self.part(each) for each in passage.parts)))

    def part(self, part: Part) -> tuple[str, ...]:
        """Return a part under its title, beside which its reading load stands."""
        title = self.line(part.title)
        if self.words is not None and part.load:
            load = format_load(part.load, self.words, self.marks)
            title += f"{self.marks.opening}{load}{self.marks.closing}"
        return (title, *self.lines(part.blocks))

    def meeting(self, meeting: Meeting) -> tuple[str, ...]:
        """Return all that a meeting's text says, streams under their labels."""
        streams = (
            (each.stream.label, "", *self.passage(each.passage)) for each in meeting.stream_passages
        )
        return _apart((self.passage(meeting.passage), *streams))

    def reference(self, reference: Reference) -> str:
        """Return an entry of a list of works, with its number where the style has one."""
        line = self.line(reference.children)
        return f"{reference.label} {line}" if reference.label else line

    # --- inside a line ---

    def _inlines(self, nodes: tuple[Inline, ...]) -> str:
        return "".join(map(self._inline, nodes))

    def _inline(self, node: Inline) -> str:
        match node:
            case Text() | Code():
                return node.text.replace("\n", " ")
            case Emphasis() | Strong() | SmallCaps():
                return self._inlines(node.children)
            case Superscript():
                return self._inlines(node.children).translate(_RAISED)
            case Strikeout():
                # Without a sign it would be said to hold still.
                return f"~~{self._inlines(node.children)}~~"
            case Math():
                return _formula(node.tex)
            case Link():
                return self._link(node)
            case Image():
                return node.alt
            case LineBreak():
                return "\n" if node.hard else " "
            case Footnote():
                return f" [{' '.join(' '.join(self.lines(node.blocks)).split())}]"
            case Citation():
                return self._inlines(self.citations.get(node.span, ()))

    def _link(self, node: Link) -> str:
        words, address = self._inlines(node.children), node.target.removeprefix("mailto:")
        if not words.strip() or words == address or "://" in words:
            return address
        return f"{words} ({address})"

    # --- blocks ---

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                for line in self._inlines(block.children).split("\n"):
                    yield " ".join(line.split())
            case Heading():
                yield self.line(block.children)
            case BulletList():
                for item in block.items:
                    yield from self._item("- ", item)
            case NumberedList():
                for number, item in enumerate(block.items, start=block.start):
                    yield from self._item(f"{number}. ", item)
            case CodeBlock():
                for line in block.text.rstrip("\n").split("\n"):
                    yield f"    {line.expandtabs(4)}".rstrip()
            case MathBlock():
                for line in block.tex.strip().split("\n"):
                    yield f"    {line.strip()}"
            case BlockQuote():
                for line in self.lines(block.blocks):
                    yield f"> {line}".rstrip()
            case Table():
                for row in (block.head, *block.rows):
                    yield " | ".join(self.line(cell.children) for cell in row)
            case Rule():
                yield "* * *"
            case RawBlock() | MembersOnly():
                return  # LaTeX means nothing to who reads it

    def _item(self, sign: str, item: ListItem) -> Iterator[str]:
        lines: list[str] = []
        for block in item.blocks:
            written = tuple(self._block(block))
            if lines and written and not isinstance(block, BulletList | NumberedList):
                lines.append("")
            lines += written
        first, *rest = lines or [""]
        yield f"{sign}{first.strip()}".rstrip()
        for line in rest:
            yield f"{' ' * len(sign)}{line}".rstrip()


def write_meeting(
    meeting: Meeting,
    bibliography: Bibliography,
    style: Style,
    language: str,
    words: Mapping[str, str],
    faults: list[Diagnostic],
    *,
    load: bool = True,
) -> tuple[str, ...]:
    """Return a meeting's text as lines that need nothing beside them.

    What is for members only is left out unless `meeting_for` has opened it.

    Citations are formatted for this text alone, and the works that it cites without their
    reference stand in a list below it; what cannot be cited is reported. `load` says whether
    parts name their reading load.
    """
    meeting = meeting_for(meeting, Edition.PUBLIC)
    cited = cite_meeting(meeting, bibliography, style, language, faults)
    writer = PlainWriter(cited.citations, words if load else None, punctuation_for(language))
    references = tuple(writer.reference(each) for each in cited.references)
    listed = (words["references"], *references) if references else ()
    return _apart((writer.meeting(meeting), listed))


@dataclass(frozen=True, slots=True)
class Cited:
    """What a text's citations print, by their spans, and the works that it only names."""

    citations: Mapping[Span, tuple[Inline, ...]]
    references: tuple[Reference, ...]


def cite_meeting(
    meeting: Meeting,
    bibliography: Bibliography,
    style: Style,
    language: str,
    faults: list[Diagnostic],
) -> Cited:
    """Format the citations of one meeting for its text alone; what cannot be cited is reported."""
    cited = tuple(node for node in walk(_nodes(meeting)) if isinstance(node, Citation))
    formatted = format_citations(bibliography, cited, style, language)
    faults += formatted.diagnostics
    spans = (citation.span for citation in cited)
    return Cited(dict(zip(spans, formatted.citations, strict=True)), formatted.references)


def _nodes(meeting: Meeting) -> tuple[Node, ...]:
    """Return all of a meeting's text, in the order in which it is written."""
    passages = (meeting.passage, *(each.passage for each in meeting.stream_passages))
    return tuple(
        node
        for passage in passages
        for nodes in (passage.blocks, *((*part.title, *part.blocks) for part in passage.parts))
        for node in nodes
    )


def _apart(groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return groups of lines with an empty line between them."""
    written: list[str] = []
    for group in groups:
        if group:
            written += ["", *group] if written else group
    return tuple(written)


def _formula(tex: str) -> str:
    lowered = SUBSCRIPT.fullmatch(tex)
    return lowered[1].translate(_LOWERED) if lowered else tex.replace("\n", " ")
