"""Footnotes that a text refers to several times: printed once, with the same mark each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from syllabus.handout.texts import meeting_nodes, rewrite_meeting, rewrite_section, section_nodes
from syllabus.model.course import Meeting, Section
from syllabus.model.document import Footnote, Node, walk
from syllabus.model.rewriting import rewrite


def meeting_with_notes(meeting: Meeting) -> Meeting:
    """Return a meeting each of whose footnotes is printed once.

    In another meeting, a footnote of a block that both include is printed once more: its page is
    another, and so is its mail.
    """
    number = _numbering(meeting_nodes(meeting))
    return meeting if number is None else rewrite_meeting(meeting, Footnote, number)


def section_with_notes(section: Section) -> Section:
    """Return a section each of whose footnotes is printed once."""
    number = _numbering(section_nodes(section))
    return section if number is None else rewrite_section(section, Footnote, number)


def _numbering(nodes: tuple[Node, ...]) -> Callable[[Footnote], Footnote] | None:
    """Return what numbers the footnotes of a text in reading order; None if none comes twice."""
    labelled = (node for node in walk(nodes) if isinstance(node, Footnote) and node.label)
    several = {each for each, count in Counter(map(_identity, labelled)).items() if count > 1}
    if not several:
        return None
    numbers: dict[tuple[str, str], int] = {}

    def number(note: Footnote) -> Footnote:
        identity = _identity(note)
        if identity in numbers:
            return replace(note, blocks=(), number=numbers[identity], again=True)
        if identity in several:
            numbers[identity] = len(numbers) + 1
        blocks = rewrite(note.blocks, Footnote, number)
        return replace(note, blocks=blocks, number=numbers.get(identity, 0))

    return number


def _identity(note: Footnote) -> tuple[str, str]:
    """Return the file that defines a footnote and refers to it, and its label."""
    return note.span.file.name, note.label
