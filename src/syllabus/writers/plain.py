"""The tree of a text as plain text: for mail, calendars and the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from syllabus.front.bibliography import Reference
from syllabus.model.course import Meeting, Part, Passage, Stream, Title
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
    walk,
)
from syllabus.model.facts import Fact
from syllabus.model.places import names_address
from syllabus.model.timeline import format_load
from syllabus.model.words import COMMON, Punctuation
from syllabus.on_demand import dataclass, pattern

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
SUBSCRIPT = pattern(r"_\{\\text\{([^{}]*)\}\}")
"""What a subscript within a reference is a formula of."""


def part_remark(part: Part, words: Mapping[str, str] | None, marks: Punctuation) -> str:
    """Return what stands behind a part's title in brackets: "due Tue 20 Oct 2026; 40 min".

    Without `words` it has no reading load; empty if there is nothing to say.
    """
    due = "" if part.due is None else part.due.text
    load = format_load(part.load, words, marks) if words is not None and part.load else ""
    return marks.semicolon.join(filter(None, (due, load)))


def readable_formula(tex: str, macros: Mapping[str, str]) -> tuple[str, ...]:
    """Return a formula as lines of readable text, without what LaTeX is written by otherwise."""
    from syllabus.writers.formulas import formula_lines

    return formula_lines(tex, macros)


@dataclass(frozen=True, slots=True)
class PlainWriter:
    r"""Writes texts as lines without markup; a link keeps its address.

    With `words`, a part names its reading load beside its title, with the `marks` of their
    language. `macros` are the course's own commands for formulas. No line holds a `\n`.
    """

    words: Mapping[str, str] | None = None
    marks: Punctuation = COMMON
    macros: Mapping[str, str] = field(default_factory=dict)

    def literal(self, text: str) -> str:
        """Return characters as they are."""
        return text

    def said(self, words: str) -> str:
        """Return words of the handout's own."""
        return words

    def labels(self, streams: Iterable[Stream]) -> str:
        """Return the labels of streams."""
        return "/".join(each.label for each in streams)

    def link(self, address: str) -> str:
        """Return an address as it is."""
        return address

    def line(self, nodes: tuple[Inline, ...]) -> str:
        """Return inline nodes as one line."""
        return " ".join(self._inlines(nodes).split())

    def title(self, title: Title) -> str:
        """Return a title in characters alone."""
        formulas = any(isinstance(node, Math) for node in walk(title.nodes))
        return self.line(title.nodes) if formulas else title.text

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Return blocks as one text."""
        return "\n".join(self.lines(blocks))

    def lines(self, blocks: tuple[Block, ...]) -> tuple[str, ...]:
        """Return blocks as lines: items numbered, what is nested indented, blocks set apart."""
        written: list[str] = []
        for block in blocks:
            lines = tuple(self._block(block))
            if written and lines:
                written.append("")
            written += lines
        return tuple(written)

    def _passage(self, passage: Passage) -> tuple[str, ...]:
        """Return the text of a passage and below it its parts, each under its title."""
        return apart((self.lines(passage.blocks), *(self._part(each) for each in passage.parts)))

    def _part(self, part: Part) -> tuple[str, ...]:
        """Return a part under its title, with its reading load and when it is due."""
        title = self.line(part.title)
        if remark := part_remark(part, self.words, self.marks):
            title += f"{self.marks.opening}{remark}{self.marks.closing}"
        return (title, *self.lines(part.blocks))

    def meeting(self, meeting: Meeting) -> str:
        """Return all that a meeting's text says, streams under their labels."""
        return "\n".join(self._meeting(meeting))

    def _meeting(self, meeting: Meeting) -> tuple[str, ...]:
        streams = (
            (each.stream.label, "", *self._passage(each.passage))
            for each in meeting.stream_passages
        )
        return apart((self._passage(meeting.passage), *streams))

    def whole_meeting(
        self, meeting: Meeting, references: tuple[Reference, ...], title: str
    ) -> tuple[str, ...]:
        """Return a meeting's text that needs nothing beside it: the works it names, below."""
        listed = tuple(map(self.reference, references))
        return apart((self._meeting(meeting), (title, *listed) if listed else ()))

    def facts(self, facts: Iterable[Fact], words: Mapping[str, str]) -> tuple[str, ...]:
        """Return facts of a meeting, a line each: Room: 12."""
        return tuple(
            f"{words[each.key]}{self.marks.colon}"
            + (each.text.text if each.is_plain else self.line(each.line))
            for each in facts
        )

    def reference(self, reference: Reference) -> str:
        """Return an entry of a list of works, with its number where the style has one."""
        line = self.line(reference.children)
        return f"{reference.label} {line}" if reference.label else line

    def formula(self, tex: str) -> str:
        """Return a formula as one line."""
        lowered = SUBSCRIPT.fullmatch(tex)
        if lowered:
            return lowered[1].translate(_LOWERED)
        return "; ".join(readable_formula(tex, self.macros))

    # --- inside a line ---

    def _inlines(self, nodes: tuple[Inline, ...]) -> str:
        return "".join(map(self._inline, nodes))

    def _inline(self, node: Inline) -> str:
        match node:
            case Text() | Code():
                return node.text.replace("\n", " ")
            case Emphasis() | Strong() | SmallCaps() | InLanguage():
                return self._inlines(node.children)
            case Superscript():
                return self._inlines(node.children).translate(_RAISED)
            case Strikeout():
                # Without a mark it would read as still valid.
                return f"~~{self._inlines(node.children)}~~"
            case Inserted():
                return f"*{self._inlines(node.children)}*"
            case Math():
                return self.formula(node.tex)
            case Link():
                return self._link(node)
            case Image():
                caption = self._inlines(node.caption)
                return f"{node.alt} ({caption})" if node.alt and caption else node.alt or caption
            case LineBreak():
                return "\n" if node.hard else " "
            case Footnote():
                mark = str(node.number or "").translate(_RAISED)
                words = (mark, *" ".join(self.lines(node.blocks)).split())
                return f" [{' '.join(filter(None, words))}]"
            case Citation():
                return self._inlines(node.printed)

    def _link(self, node: Link) -> str:
        words, address = self._inlines(node.children), node.target.removeprefix("mailto:")
        if node.place is not None:
            return words_and_name(words, node.place.name)
        if words.startswith("www.") and names_address(words, address):
            return words
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
                for line in readable_formula(block.tex, self.macros):
                    yield f"    {line}"
            case BlockQuote():
                for line in self.lines(block.blocks):
                    yield f"> {line}".rstrip()
            case Table():
                for row in (block.head, *block.rows):
                    yield " | ".join(self.line(cell.children) for cell in row)
            case Rule():
                yield "* * *"
            case RawBlock() | MembersOnly():
                return  # LaTeX means nothing here, and what an edition has of a fence is unwrapped

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


def apart(groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return groups of lines with an empty line between them."""
    written: list[str] = []
    for group in groups:
        if group:
            written += ["", *group] if written else group
    return tuple(written)


def words_and_name(words: str, name: str) -> str:
    """Return the words of a link within the handout, and the name of its place if they lack it."""
    if not words.strip():
        return name
    return words if name.casefold() in words.casefold() else f"{words} ({name})"
