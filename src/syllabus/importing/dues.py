"""Cells of a column such as *Due*: what is due on the day of a row, or on one that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syllabus.importing.clocks import CLOCK_TIME, read_clock
from syllabus.importing.dates import read_day
from syllabus.importing.sessions import Session
from syllabus.importing.tree import (
    Block,
    Inline,
    ItemList,
    Link,
    Paragraph,
    Text,
    cut,
    lines_of,
    plain,
    plain_blocks,
    trimmed,
    walk,
)
from syllabus.importing.vocabulary import RELEASED, says
from syllabus.on_demand import pattern

_BEFORE_DATE = pattern(r"[(\[:;,–—]\s*|\b(?:due|by|bis|on|until|before|am|le|pour|per|para)\b:? +")
_LEFT_AT_END = pattern(
    r"(?:[\s(\[:;,–—@]|\b(?:due|by|bis|on|until|before|at|um|ab|vor|am|le|pour|per|para|alle)\b)*$"
)
_NOTHING = pattern(r"[\W_]*(?:none|keine?|nothing|rien|nessuna|n/a)?[\W_]*", re.IGNORECASE)


def read_dues(row: Session, cell: tuple[Block, ...], language: str) -> tuple[list[Session], bool]:
    """Return what is due, a session each, and whether the whole cell is such things.

    Work that begins on the day is none: then the cell stays a part of the row. Each is of the day
    of `row`, unless it names another.
    """
    found: list[Session] = []
    for text in _items(cell):
        words = plain(text).strip()
        if _NOTHING.fullmatch(words):
            continue
        if says(words, RELEASED) and not re.search(r"\bdue\b", words, re.IGNORECASE):
            return [], False
        found.append(_due(row, text, language))
    return found, True


def _items(blocks: tuple[Block, ...]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        match block:
            case Paragraph(inlines):
                for line in lines_of(inlines):
                    yield from _parted(line)
            case ItemList(items):
                for item in items:
                    yield from _items(item)
            case _:
                yield (Text(" ".join(plain_blocks((block,)).split())),)


def _parted(line: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    """Yield the things of a line that semicolons part: HW 1; Quiz 2."""
    if any(not isinstance(each, Text) for each in line):
        yield line
        return
    yield from ((Text(each.strip()),) for each in plain(line).split(";") if each.strip())


def _due(row: Session, text: tuple[Inline, ...], language: str) -> Session:
    session = Session(row.place, row.written, when=row.when, kind="deadline", module=row.module)
    session.week = row.week
    words = plain(text)
    end = len(words)
    for found in _BEFORE_DATE.finditer(words):
        written = read_day(words[found.end() :], language, lenient=True)
        if written is not None and _ends(words[found.end() + written.length :]):
            session.written, session.when, session.week = written, "", None
            end = min(end, found.start())
            said = read_clock(_bare(words[found.end() + written.length :]))
            if said is not None:
                session.time, session.zone = said.time, said.zone
            break
    clock = CLOCK_TIME.search(words) if session.time is None else None
    while clock is not None:
        read = _read_clock(clock[0])
        if read is not None:
            session.time, session.zone = read[0], read[1]
            if not words[clock.start() + read[2] :].strip(" )].,;"):
                end = min(end, clock.start())
            break
        clock = CLOCK_TIME.search(words, clock.end())
    kept = _LEFT_AT_END.sub("", words[:end]) if end < len(words) else words
    kept = re.sub(r"[\s:,–—-]*\(?\bdue\)?\s*$", "", kept, flags=re.IGNORECASE)
    session.title = _headed(text, kept, words)
    session.materials += [
        (plain(each.inlines), each)
        for each in walk(text)
        if isinstance(each, Link) and re.match("https?://", each.address)
    ]
    return session


def _headed(text: tuple[Inline, ...], kept: str, words: str) -> tuple[Inline, ...]:
    """Return the beginning of a text, without the word *due* and without the date."""
    start = re.match(r"\s*(?:due|abgabe|à rendre|entrega|consegna)\b[\s:–—]*", words, re.IGNORECASE)
    begin = start.end() if start and kept[start.end() :].strip() else 0
    if not kept.strip():
        return trimmed(text)
    if len(kept.strip()) == len(words.strip()):
        return cut(text, begin)
    return (Text(kept[begin:].strip()),)


def _ends(rest: str) -> bool:
    rest = _bare(rest)
    return not rest or CLOCK_TIME.match(rest) is not None or read_clock(rest) is not None


def _bare(rest: str) -> str:
    return re.sub(r"^(?:at|um|à|alle)\s+", "", rest.strip(" )].,;@"))


def _read_clock(text: str) -> tuple[str | None, str | None, int] | None:
    for stop in range(min(len(text), 20), 0, -1):
        clock = read_clock(text[:stop])
        if clock is not None and clock.time not in (None, "TBA"):
            return clock.time, clock.zone, stop
    return None
