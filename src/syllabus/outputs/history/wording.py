"""The words in which two texts differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum

from syllabus.model.document import Inline, Inserted, Math, Strikeout, Text
from syllabus.on_demand import dataclass, pattern
from syllabus.source import Span

FORMULA = pattern(r"\$(?!\s)([^$]+?)(?<!\s)\$(?!\d)")
"""A formula between dollar signs, by the rule of Pandoc's Markdown."""

_WORD = pattern(r"(?:\$(?!\s)[^$]+?(?<!\s)\$(?!\d)|[^\s$])+\S*|\S+")
"""What is between spaces; a formula is one word, with what touches it."""

_LONGEST = 1_000
"""Words on either side that are compared one by one; of more, all count as replaced."""


class PieceKind(Enum):
    """Whether words were kept, removed or added."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    CUT = "cut"  # kept, and left out of an excerpt


@dataclass(frozen=True, slots=True)
class WordRun:
    """Consecutive words that are all kept, removed or added; pieces are joined by spaces."""

    kind: PieceKind
    text: str


def compare_words(old: str, new: str) -> tuple[WordRun, ...]:
    """Return both texts as one, with the words that are in only one of them marked."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    first = _common(before, after)
    last = _common(before[first:][::-1], after[first:][::-1])
    pieces = [WordRun(PieceKind.KEPT, " ".join(after[:first]))]
    pieces += _middle(before[first : len(before) - last], after[first : len(after) - last])
    pieces.append(WordRun(PieceKind.KEPT, " ".join(after[len(after) - last :])))
    return tuple(piece for piece in pieces if piece.text)


def likeness(old: str, new: str) -> float:
    """Return which share of their words two texts have in common, from 0 to 1."""
    before, after = Counter(_WORD.findall(old)), Counter(_WORD.findall(new))
    total = before.total() + after.total()
    return 2 * (before & after).total() / total if total else 1.0


def excerpt(pieces: tuple[WordRun, ...], words: int) -> tuple[WordRun, ...]:
    """Return the pieces with at most so many kept words beside each change, if there is one."""
    if all(piece.kind is PieceKind.KEPT for piece in pieces):
        return pieces
    shown: list[WordRun] = []
    for index, piece in enumerate(pieces):
        if piece.kind is not PieceKind.KEPT:
            shown.append(piece)
            continue
        kept = _WORD.findall(piece.text)
        head = words if index else 0
        tail = words if index < len(pieces) - 1 else 0
        # To cut a single word would save nothing.
        if len(kept) <= head + tail + 1:
            shown.append(piece)
            continue
        shown += [
            WordRun(PieceKind.KEPT, " ".join(kept[:head])),
            WordRun(PieceKind.CUT, "…"),
            WordRun(PieceKind.KEPT, " ".join(kept[len(kept) - tail :])),
        ]
    return tuple(piece for piece in shown if piece.text)


def beginning(text: str, words: int) -> str:
    """Return a text's first words, with an ellipsis where there are more than one more."""
    found = _WORD.findall(text)
    return text if len(found) <= words + 1 else f"{' '.join(found[:words])} …"


def _middle(before: list[str], after: list[str]) -> Iterator[WordRun]:
    if len(before) > _LONGEST or len(after) > _LONGEST:
        yield WordRun(PieceKind.REMOVED, " ".join(before))
        yield WordRun(PieceKind.ADDED, " ".join(after))
        return
    for kind, start, end, first, last in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            yield WordRun(PieceKind.KEPT, " ".join(after[first:last]))
        else:
            yield WordRun(PieceKind.REMOVED, " ".join(before[start:end]))
            yield WordRun(PieceKind.ADDED, " ".join(after[first:last]))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts begin with alike."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def piece_nodes(pieces: tuple[WordRun, ...], span: Span) -> tuple[Inline, ...]:
    """Return words as texts: struck out where they are gone, marked where they are new."""
    nodes: list[Inline] = []
    for piece in pieces:
        if nodes:
            nodes.append(Text(" ", span))
        words = text_nodes(piece.text, span)
        if piece.kind is PieceKind.REMOVED:
            nodes.append(Strikeout(words, span))
        elif piece.kind is PieceKind.ADDED:
            nodes.append(Inserted(words, span))
        else:
            nodes += words
    return tuple(nodes)


def text_nodes(text: str, span: Span) -> tuple[Inline, ...]:
    """Return a text of the history as nodes: words, and formulas between dollar signs."""
    return tuple(
        Math(each, display=False, span=span) if formula else Text(each, span)
        for each, formula in split_formulas(text)
    )


def split_formulas(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of a text, and of each whether it is a formula, without its dollars."""
    for index, stretch in enumerate(FORMULA.split(text)):
        if stretch:
            yield stretch, index % 2 == 1
