"""What a careful editor would ask about in the text of one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.front.check.entries import is_doi
from syllabus.front.check.structure import MeetingStructure
from syllabus.model.document import (
    Block,
    Footnote,
    Heading,
    LineBreak,
    Link,
    ListItem,
    Paragraph,
    Text,
    plain_text,
    walk,
    without_fences,
)
from syllabus.model.duration import DURATION
from syllabus.on_demand import pattern

LONGEST_HEADING = 1_000
"""Characters, as written; the contents and the PDF's outline hold it once more."""

_BRACKET_AT_END = pattern(r"\(([^()]{1,60})\)[\s.,;:!?]*\Z")
_AMOUNT = pattern(
    r"(?:(?:~|≈|ca\.?|about|approx\.?)\s*)?[\d.,:/½¼¾–-]*[\d½¼¾]\s?(?P<unit>[^\W\d_]{2,12})\.?",
    re.IGNORECASE,
)
_CLOCK = pattern(r"\d{1,3}:[0-5]\d(?::[0-5]\d)?")
_IN_WORDS = pattern(
    r"\b(?:an?|one|two|three|four|five|ten|fifteen|twenty|thirty|forty|fifty|sixty|ninety|half)"
    r"[ -](?:hour|minute)s?\b",
    re.IGNORECASE,
)
_UNITS = (
    *(
        "mi",
        "mn",
        "min",
        "mins",
        "minute",
        "minutes",
        "minuten",
        "minutos",
        "hr",
        "hrs",
        "hour",
        "hours",
    ),
    *("std", "stunde", "stunden", "heure", "heures", "hora", "horas", "sec", "secs", "seconds"),
)


def check_text(blocks: tuple[Block, ...], faults: list[Diagnostic]) -> None:
    """Report headings and DOIs of one text that are not as they should be."""
    faults.extend(_headings(blocks))
    for node in walk(blocks):
        if isinstance(node, Link):
            faults.extend(_doi_address(node))


def check_durations(structure: MeetingStructure, faults: list[Diagnostic]) -> None:
    """Report brackets at the end of an item that mean a duration and cannot be read as one.

    What can be read is told by `model.reading.measure_load`.
    """
    passages = (structure.passage, *(each.passage for each in structure.stream_passages))
    for passage in passages:
        for part in passage.parts:
            for node in walk(part.blocks):
                if isinstance(node, ListItem):
                    faults.extend(_unreadable_duration(node))


def _headings(blocks: tuple[Block, ...]) -> Iterator[Diagnostic]:
    level = 1
    for block in without_fences(blocks):
        if not isinstance(block, Heading):
            continue
        if len(block.span.text) > LONGEST_HEADING:
            message = f"found a heading of more than {LONGEST_HEADING} characters"
            yield error("text-too-long", message, block.span, "say the rest below it")
        if not plain_text(block.children).strip():
            yield error("empty-heading", "found a heading without words", block.span)
        if block.level > level + 1:
            yield warning(
                "skipped-heading-level",
                f"found a heading of level {block.level} below one of level {level}",
                block.span,
                f"write it with '{'#' * (level + 1)}': who listens finds the way by headings"
                " (WCAG 1.3.1)",
            )
        level = block.level


def _doi_address(link: Link) -> Iterator[Diagnostic]:
    if "doi.org" not in link.target.lower():
        return
    try:
        parts = urlsplit(link.target)
        host = parts.hostname
    except ValueError:
        return  # reported as `link-address`
    if host in ("doi.org", "dx.doi.org", "www.doi.org"):
        doi = unquote(parts.path.lstrip("/"))
        if doi and not is_doi(doi):
            yield warning(
                "malformed-doi", f"'{doi}' is not a DOI, expected 10.NUMBER/NAME", link.span
            )


def _unreadable_duration(item: ListItem) -> Iterator[Diagnostic]:
    first = item.blocks[0] if item.blocks else None
    if not isinstance(first, Paragraph):
        return
    words = [node for node in first.children if not isinstance(node, Footnote | LineBreak)]
    last = words[-1] if words else None
    if not isinstance(last, Text):
        return
    bracket = _BRACKET_AT_END.search(last.text)
    if bracket is None or not _means_duration(bracket[1].strip()):
        return
    written = last.span.text
    start, end = written.rfind("("), written.rfind(")") + 1
    yield warning(
        "unreadable-duration",
        f"found '({bracket[1]})', which is not counted as reading time",
        last.span.part(start, end) if 0 <= start < end else last.span,
        "write it as (40 min), (1.5 h) or (1 h 20 min)",
    )


def _means_duration(text: str) -> bool:
    """Return whether a bracket names a time in a way that `DURATION` does not read."""
    if DURATION.search(text):
        return False
    if _CLOCK.fullmatch(text) or _IN_WORDS.search(text):
        return True
    amount = _AMOUNT.fullmatch(text)
    return amount is not None and bool(
        get_close_matches(amount["unit"].lower(), _UNITS, n=1, cutoff=0.85)
    )
