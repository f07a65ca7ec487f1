"""What is due: cells of a column such as *Due*, and lines such as *HW 1 due* below a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from syllabus.importing.clocks import CLOCK_TIME, read_clock
from syllabus.importing.outline import label_of
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
from syllabus.importing.vocabulary import RELEASED, ColumnRole, role_of, says
from syllabus.importing.written_days import read_day
from syllabus.on_demand import pattern

_BEFORE_DATE = pattern(r"[(\[:;,–—]\s*|\b(?:due|by|bis|on|until|before|am|le|pour|per|para)\b:? +")
_LEFT_AT_END = pattern(
    r"(?:[\s(\[:;,–—@]|\b(?:due|by|bis|on|until|before|at|um|ab|vor|am|le|pour|per|para|alle|à|às|om)\b)*$"
)
_SAID_AT_END = pattern(
    r"[\s:,–—-]*\(?(?:(?<!\w)(?:is|are|ist|sind|est|sont)(?:\s+(?:due|fällig|à rendre))?"
    r"|(?<!\w)(?:due|fällig|à rendre|inleveren))\)?\s*$",
    re.IGNORECASE,
)
_NOTHING = pattern(r"[\W_]*(?:none|keine?|nothing|rien|nessuna|n/a)?[\W_]*", re.IGNORECASE)
_DUES = r"due|fällig|Abgabe|à rendre|entrega|consegna|inleveren|deadline|παράδοση|締切|提出"
_LABEL = pattern(rf"\s*(?:{_DUES}|rendu)\s*[:：]\s*\S", re.IGNORECASE)
_DUE = pattern(rf"(?<!\w)(?:{_DUES})\b(?! (?:to|dates?)\b)|締切|提出", re.IGNORECASE)
_WORK = pattern(
    r"(?<!\w)(?:hw|homework|assignment|problem set|p-?set|project|essay|paper|report|draft|quiz"
    r"|lab|blatt|blätter|übung\w*|hausaufgabe\w*|hausarbeit|aufgabe\w*|protokoll|devoir|dm|tp|td|projet"
    r"|rapport|exercices?|tarea|trabajo|ejercicios|proyecto|ensayo|compit[oi]|esercizi|progetto"
    r"|relazione|tarefa|trabalho|projeto|exercícios|relatório|opdracht\w*|huiswerk|verslag|εργασία\w*"
    r"|εργασίας|άσκηση|ασκήσεις)(?:s|es|e|n|en|er)?(?![^\W\d_])|課題|宿題|レポート|演習",
    re.IGNORECASE,
)
"""What is handed in, in nine languages."""
_TWO = pattern(r"[,;!?] |(?<!\d)\. ")
"""What parts one thing from another."""
_LONGEST_LINE = 80
"""Characters of a line that says what is due."""


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


def take_dues(
    session: Session, blocks: Sequence[Block], language: str
) -> tuple[list[Block], list[Session]]:
    """Return what stands below the heading of a session without what is due, and that, each apart.

    It is a line or an item that says so, or what stands alone below a label such as *Due*.
    """
    kept: list[Block] = []
    dues: list[Session] = []
    labelled: Block | None = None
    for place, block in enumerate(blocks):
        label = label_of(block)
        if label is not None and _says_due(plain(label)):
            block, label = Paragraph(label), None
        if label is not None:
            alone = all(label_of(each) is not None for each in blocks[place + 2 : place + 3])
            is_due = alone and role_of(plain(label), language) is ColumnRole.DUE
            labelled = block if is_due else None
            kept.append(block)
            continue
        left, found = _parted_by_due(session, block, language, all_of_it=labelled is not None)
        dues += found
        if left is None and labelled is not None:
            kept.pop()  # the label
        kept += [left] if left is not None else []
        labelled = None
    return kept, dues


def _parted_by_due(
    session: Session, block: Block, language: str, *, all_of_it: bool
) -> tuple[Block | None, list[Session]]:
    """Return what of a block is not due, and what is: items of a list each by itself."""
    if isinstance(block, ItemList) and not all_of_it:
        found = [_dues_of(session, item, language, all_of_it=False) for item in block.items]
        items = tuple(i for i, due in zip(block.items, found, strict=True) if due is None)
        left = replace(block, items=items) if items else None
        return left, [each for due in found for each in due or ()]
    due = _dues_of(session, (block,), language, all_of_it=all_of_it)
    return (block, []) if due is None else (None, due)


def _dues_of(
    session: Session, blocks: tuple[Block, ...], language: str, *, all_of_it: bool
) -> list[Session] | None:
    """Return what is due by blocks that say nothing else; None for others."""
    if not all(isinstance(each, Paragraph | ItemList) for each in blocks):
        return None
    lines = [plain(each) for each in _items(blocks)]
    if not lines or any(len(each) > _LONGEST_LINE for each in lines):
        return None
    if not all_of_it and not all(map(_says_due, lines)):
        return None
    found, whole = read_dues(session, blocks, language)
    return found if whole and found else None


def _says_due(line: str) -> bool:
    """Return whether a line says that work is due: *Due: HW 1*, *HW 1 is due at 5 pm*."""
    if _LABEL.match(line):
        return True
    due = _DUE.search(line)
    return (
        due is not None and _WORK.search(line) is not None and not _TWO.search(line, 0, due.start())
    )


def make_due(session: Session, language: str) -> None:
    """Make a session whose title says that work is due on its day a deadline."""
    text = session.topic or session.title
    words = plain(text)
    taken = session.kind or session.cancelled or session.room or session.speakers or session.streams
    if taken or len(words) > _LONGEST_LINE or not _says_due(words):
        return
    due = _due(session, text, language)
    if due.written is session.written:
        session.kind, session.title, session.topic = "deadline", due.title, ()
        session.time, session.zone = session.time or due.time, session.zone or due.zone


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
        behind = _SAID_AT_END.sub("", words[found.end() :])
        if written is not None and _ends(behind[written.length :]):
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
    kept = _SAID_AT_END.sub("", kept)
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
