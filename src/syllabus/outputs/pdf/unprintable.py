"""Faults of characters that the handout's engine has no font for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
            yield _fault(lost, text, span, unprintable)
    for line, found in groupby(filled.runs, lambda run: run.line):
        runs = [run.text for run in found]
        lost = sorted((foreign_clusters(runs) & unprintable.keys()) - placed)
        if lost:
            placed.update(lost)
            yield _fault(lost, "".join(runs), filled.place(line), unprintable)


def _fault(
    lost: list[str],
    text: str,
    span: Span | None,
    unprintable: Mapping[str, UnprintableCharacter],
) -> Diagnostic:
    first = unprintable[lost[0]]
    others = len(lost) - 1
    more = f" and {others} more in this text" if others else ""
    return error(
        "unprintable-character",
        f"{_named(first.character)}{more} cannot be printed",
        None if span is None else _place_of(lost, text, span),
        *first.hints,
    )


def _place_of(lost: Iterable[str], text: str, span: Span) -> Span:
    """Return where the first of some clusters of a text stands in what it was made from.

    That has them in the order of the text. Where it has no other ones, such as in the target of a
    link, and lacks none, such as what is written as an entity, each stands where its like does;
    else the place is all of it.
    """
    wanted = dict.fromkeys(map(_unmarked, lost))
    there = [each for each in _placed(span.text) if each[0] in wanted]
    if [each for each, _ in there] != [each for each, _ in _placed(text) if each in wanted]:
        return span
    first = next(iter(wanted))
    at = next((at for each, at in there if each == first), None)
    return span if at is None else span.part(at, at + len(first))


def _placed(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for cluster in clusters(text):
        yield _unmarked(cluster), at
        at += len(cluster)


def _unmarked(cluster: str) -> str:
    """Return a cluster without the mark that the writer puts behind some brackets."""
    return cluster.replace("\u200f", "")


def _named(character: str) -> str:
    """Return a character with its number and Unicode's name."""
    name = unicodedata.name(character, "no character of Unicode's")
    shown = f"'{character}' " if character.isprintable() else ""
    return f"the character {shown}(U+{ord(character):04X}, {name})"
