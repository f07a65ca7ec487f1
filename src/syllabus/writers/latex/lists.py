"""What stands before a list as LaTeX: where it counts from, and room for its labels."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, error
from syllabus.model.document import NumberedList
from syllabus.source import Span
from syllabus.writers.latex.context import BlockContext
from syllabus.writers.latex.text import Latex, command

MAX_LISTS = 12
"""How deep lists and quotations nest; a line would have no room for more."""

_LEVELS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMANS = (
    (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")
)  # fmt: skip
LARGEST_ROMAN = 99
"""The preamble prints larger numbers in figures."""
_ROOM = 5
"""Letters of a Roman number for which there is room to the left of the text, on its own line."""
_ROOM_BESIDE = 2
"""The same where the label of a list around it stands on the same line."""


def start_at(node: NumberedList, inside: BlockContext) -> tuple[Latex, ...]:
    """Return the command that lets a list begin at its number, unless that is 1."""
    if node.start == 1:
        return ()
    counter = Latex(f"enum{_LEVELS[inside.lists.count('enumerate') - 1]}")
    return (command("setcounter", counter, Latex(str(node.start - 1))),)


def room_for_labels(node: NumberedList, inside: BlockContext, *, beside: bool) -> Latex:
    """Return the command that makes room for long labels, if a list has any.

    `beside` says that the list begins beside the label of an item around it.
    """
    last = node.start + len(node.items) - 1
    widest = "0" * len(str(last)) if last > LARGEST_ROMAN else ""
    if inside.lists.count("enumerate") % 4 == 3:
        romans = (_roman(each) for each in range(node.start, min(last, LARGEST_ROMAN) + 1))
        longest = max(romans, key=len, default="")
        if len(longest) > (_ROOM_BESIDE if beside else _ROOM):
            widest = max(longest, widest, key=len)
    return command("widestlabel", Latex(widest)) if widest else Latex("")


def too_deep(place: BlockContext, span: Span) -> tuple[Diagnostic, ...]:
    """Return the fault of a list or a quotation that has no room within others."""
    if len(place.lists) <= MAX_LISTS:
        return ()
    message = f"lists and quotations nest {len(place.lists)} deep, expected at most {MAX_LISTS}"
    return (error("list-too-deep", message, span, "bring the inner list up by a level"),)


def _roman(number: int) -> str:
    """Return the Roman form of a number below 100; an empty one for 0."""
    written = ""
    for value, letters in _ROMANS:
        written += letters * (number // value)
        number %= value
    return written
