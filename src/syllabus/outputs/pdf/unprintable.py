"""Faults of characters that the handout's engine has no font for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, error
from syllabus.source import Span
from syllabus.tex.filled import FilledText
from syllabus.writers.latex import clusters, foreign_clusters

if TYPE_CHECKING:
    from syllabus.writers.latex.typefaces import UnprintableCharacter


def report_unprintable(
    unprintable: Mapping[str, UnprintableCharacter],
    foreign: Sequence[tuple[str, Span]],
    filled: FilledText,
) -> Iterator[Diagnostic]:
    """Yield a fault for each text that has such a cluster.

    `foreign` holds the texts and their places. What is in none of them, such as the name of a
    month, is in one of the runs of what was filled, whose lines know where they come from.
    """
    if not unprintable:
        return
    placed: set[str] = set()
    for text, span in foreign:
        lost = [cluster for cluster in dict.fromkeys(clusters(text)) if cluster in unprintable]
        if lost:
            placed.update(lost)
            yield _fault(lost, span, unprintable)
    for line, runs in groupby(filled.runs, lambda run: run.line):
        lost = sorted((foreign_clusters(run.text for run in runs) & unprintable.keys()) - placed)
        if lost:
            placed.update(lost)
            yield _fault(lost, filled.place(line), unprintable)


def _fault(
    lost: list[str], span: Span | None, unprintable: Mapping[str, UnprintableCharacter]
) -> Diagnostic:
    first = unprintable[lost[0]]
    at = -1 if span is None else span.text.find(lost[0])
    others = len(lost) - 1
    more = f" and {others} more in this text" if others else ""
    return error(
        "unprintable-character",
        f"{_named(first.character)}{more} cannot be printed",
        span.part(at, at + len(lost[0])) if span is not None and at >= 0 else span,
        *first.hints,
    )


def _named(character: str) -> str:
    """Return a character with its number and Unicode's name."""
    name = unicodedata.name(character, "no character of Unicode's")
    shown = f"'{character}' " if character.isprintable() else ""
    return f"the character {shown}(U+{ord(character):04X}, {name})"
