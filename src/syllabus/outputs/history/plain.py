"""Texts as plain lines that people can read and that can be told apart line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syllabus.front.records.scalars import without_unprintable
from syllabus.model.document import (
    Block,
    BlockQuote,
    BulletList,
    Citation,
    CitationForm,
    CodeBlock,
    Heading,
    Inline,
    Link,
    MathBlock,
    MembersOnly,
    NumberedList,
    Paragraph,
    RawBlock,
    Rule,
    Table,
)
from syllabus.on_demand import dataclass
from syllabus.writers.plain import SUBSCRIPT, PlainWriter


def without_breaks(text: str) -> str:
    """Return a text as one line that YAML can hold; any white space counts as one space."""
    text = without_unprintable(" ".join(text.split()))
    # What was a space without width at first, and is a byte-order mark to YAML, has a successor.
    return text.replace("\ufeff", "\u2060")


def items_of(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts that can come and go by themselves: items of lists, and paragraphs.

    What belongs to an item but is no item of its own is part of its text.
    """
    items: list[str] = []
    for line in lines:
        text = line.lstrip(" ")
        begins = text == line or text.startswith("- ")
        text = re.sub(r"^(?:- )+", "", text)
        if begins or not items:
            items.append(text)
        else:
            items[-1] += f" {text}"
    return tuple(items)


@dataclass(frozen=True, slots=True)
class LineWriter(PlainWriter):
    """Writes texts so that they can be told apart line by line, and formulas from words.

    With `keys`, citations are written by their keys, but for whole references: numbers count by
    the order of print, which the clock changes.
    """

    keys: bool = False

    def line(self, nodes: tuple[Inline, ...]) -> str:
        """Return inline nodes, without any markup."""
        return without_breaks(PlainWriter.line(self, nodes))

    def lines(self, blocks: tuple[Block, ...]) -> tuple[str, ...]:
        """Return a line for each paragraph, heading, piece of code, formula and row of a table.

        An item of a list begins with "- ", and what else belongs to it is indented by two spaces.
        Formulas stand in dollar signs. Raw LaTeX and rules are left out, and what is for members
        only.
        """
        return tuple(line for block in blocks for line in self._block(block) if line)

    def formula(self, tex: str) -> str:
        """Return a formula between dollar signs, but for the subscripts of references."""
        if SUBSCRIPT.fullmatch(tex):
            return PlainWriter.formula(self, tex)
        return f"${without_breaks(tex)}$"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph() | Heading():
                yield self.line(block.children)
            case BulletList() | NumberedList():
                for item in block.items:
                    for index, line in enumerate(self.lines(item.blocks)):
                        yield f"  {line}" if index else f"- {line}"
            case CodeBlock():
                yield without_breaks(block.text)
            case MathBlock():
                yield f"${without_breaks(block.tex)}$"
            case BlockQuote():
                yield from self.lines(block.blocks)
            case Table():
                for row in (block.head, *block.rows):
                    yield " | ".join(self.line(cell.children) for cell in row).strip()
            case RawBlock() | Rule() | MembersOnly():
                pass

    def _inline(self, node: Inline) -> str:
        match node:
            case Link():  # where it leads may be for members only
                return self._inlines(node.children)
            case Citation() if self.keys and node.form is not CitationForm.FULL:
                return "; ".join(f"@{work.key}" for work in node.works)
            case _:
                return PlainWriter._inline(self, node)
