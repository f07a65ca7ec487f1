"""Tables, lists and headings with dates → the sessions of a course, as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from syllabus.importing.clocks import CLOCK_TIME, read_clock
from syllabus.importing.dates import WrittenDay, read_day
from syllabus.importing.remarks import remark, speakers, stream_names
from syllabus.importing.sessions import Part, Session
from syllabus.importing.tree import (
    Block,
    Cell,
    Inline,
    ItemList,
    Link,
    Paragraph,
    Style,
    Styled,
    Table,
    Text,
    cut,
    plain,
    plain_blocks,
    trimmed,
    walk,
)
from syllabus.importing.vocabulary import (
    NO_MEETING,
    OPEN,
    Role,
    role_of,
    says,
)

LONGEST_NAMES = 300
"""Characters of a cell with the names of speakers."""


@dataclass(slots=True)
class Schedule:
    """The sessions of one table or list, in its order, and what was not understood of it."""

    sessions: list[Session]
    unread: list[str]


# --- tables --------------------------------------------------------------------------------


def read_table(table: Table, language: str, place: str) -> Schedule | None:
    """Return the schedule that a table is; None if it has no column of dates."""
    head, rows = [_spread(row) for row in table.head], _grid(table.rows)
    width = max((len(row) for row in (*head, *rows)), default=0)
    rows = [(*row, *(_EMPTY,) * (width - len(row))) for row in rows]
    if not rows or not width:
        return None
    names = [_text(cell) for cell in head[-1]] if head else []
    named = sum(role_of(name, language) is not None for name in names)
    if named < 2 and not any(read_day(_text(c), language, lenient=True) for c in rows[0]):
        first = [_text(cell) for cell in rows[0]]
        if sum(role_of(name, language) is not None for name in first) >= max(named, 1):
            names, rows = first, rows[1:]
    names += [""] * (width - len(names))
    roles = _roles(names, rows, language)
    if Role.DATE not in roles:
        return None
    return _Rows(names, roles, language, place).read(rows, table)


_EMPTY = Cell(())


def _text(cell: Cell) -> str:
    return " ".join(plain_blocks(cell.blocks).split())


def _spread(row: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(each for cell in row for each in (cell, *(_EMPTY,) * (cell.columns - 1)))


def _grid(rows: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    """Return rows with a cell that takes several of them repeated in each."""
    pending: dict[int, tuple[int, Cell]] = {}
    grid = []
    for row in rows:
        cells = list(_spread(row))
        placed: list[Cell] = []
        while cells or len(placed) in pending:
            column = len(placed)
            left, cell = pending.get(column, (0, _EMPTY))
            if left:
                placed.append(cell)
                pending[column] = (left - 1, cell)
                if left == 1:
                    del pending[column]
                continue
            cell = cells.pop(0)
            placed.append(cell)
            if cell.rows > 1:
                pending[column] = (cell.rows - 1, replace(cell, rows=1))
        grid.append(tuple(placed))
    return grid


def _roles(names: list[str], rows: list[tuple[Cell, ...]], language: str) -> list[Role]:
    """Return what each column holds, by its name and by what is in it."""
    roles: list[Role] = []
    dated: list[float] = []
    for column, name in enumerate(names):
        texts = [text for row in rows if (text := _text(row[column]))]
        count = max(1, len(texts))
        dates = sum(read_day(text, language, lenient=True) is not None for text in texts) / count
        clocks = sum(read_clock(text) is not None for text in texts) / count
        dated.append(dates if texts else 0.0)
        role = role_of(name, language)
        if (role in (Role.DATE, Role.TIME) and texts and clocks > 0.6 > dates) or (
            role is None and clocks > 0.6
        ):
            role = Role.TIME
        elif role is None and texts and all(re.fullmatch(r"\W*\d{1,2}\W*", x) for x in texts):
            role = Role.WEEK
        roles.append(Role.OTHER if role is None or role is Role.DATE else role)
    best = max(range(len(dated)), key=lambda column: dated[column], default=0)
    by_name = [c for c, n in enumerate(names) if role_of(n, language) is Role.DATE and dated[c]]
    if dated and dated[best] < 0.5 and by_name:
        best = by_name[0]
    if not dated or dated[best] < 0.25 or (dated[best] < 0.5 and not by_name):
        return roles
    roles[best] = Role.DATE
    if Role.TOPIC not in roles:
        free = [each for each, role in enumerate(roles) if role is Role.OTHER]
        if free:
            longest = max(free, key=lambda each: sum(len(_text(row[each])) for row in rows))
            roles[longest] = Role.TOPIC
    return roles


class _Rows:
    """Reads the rows of a table one by one."""

    def __init__(self, names: list[str], roles: list[Role], language: str, place: str) -> None:
        self.names, self.roles, self.language, self.place = names, roles, language, place
        self.module: str | None = None
        self.before: Session | None = None
        self.unread: list[str] = []

    def read(self, rows: list[tuple[Cell, ...]], table: Table) -> Schedule:
        sessions: list[Session] = []
        for number, row in enumerate(rows, 1):
            filled = [
                (role, cell) for role, cell in zip(self.roles, row, strict=True) if cell.blocks
            ]
            if not filled:
                continue
            alone = len(filled) == 1 and filled[0][0] is not Role.DATE
            if len(filled) == 1 and (alone or filled[0][1].columns == len(row) > 1):
                text = _text(filled[0][1])
                plain_words = read_day(text, self.language) is None and not says(text, NO_MEETING)
                if plain_words and (filled[0][1].columns > 1 or self.before is None):
                    self.module = text
                    continue
            sessions.append(self.session(filled, row, f"{self.place}, row {number}"))
            self.before = sessions[-1]
        if table.caption:
            self.unread.append(plain_blocks(table.caption))
        return Schedule(sessions, self.unread)

    def session(
        self, filled: list[tuple[Role, Cell]], row: tuple[Cell, ...], place: str
    ) -> Session:
        session = Session(place, module=self.module)
        dates = [cell for role, cell in zip(self.roles, row, strict=True) if role is Role.DATE]
        self.date(session, dates[0])
        struck = any(_is_struck(cell) for _, cell in filled)
        topics: list[tuple[Inline, ...]] = []
        deadlines: list[tuple[Block, ...]] = []
        for column, (role, cell) in enumerate(zip(self.roles, row, strict=True)):
            if not cell.blocks:
                continue
            text, name = _text(cell), self.names[column].strip()
            match role:
                case Role.DATE:
                    continue
                case Role.TIME if (clock := read_clock(text)) is not None:
                    session.time, session.zone = clock.time, clock.zone
                case Role.TOPIC:
                    first, rest = _first(cell.blocks)
                    topics.append(first)
                    session.intro += rest
                case Role.STREAM:
                    session.streams = stream_names(text)
                case Role.SPEAKER if len(text) < LONGEST_NAMES and not says(
                    text, OPEN, begins=True
                ):
                    session.speakers += speakers(text)
                case Role.ROOM:
                    session.room = text
                case Role.MATERIALS:
                    self.materials(session, cell, name)
                case Role.DUE:
                    deadlines.append(cell.blocks)
                case Role.WEEK:
                    continue
                case _ if re.search(r"\w", text):
                    session.parts.append(_part(name or "Notes", cell.blocks))
                case _:
                    pass
        for blocks in deadlines:
            name = next(n for r, n in zip(self.roles, self.names, strict=True) if r is Role.DUE)
            session.parts.append(_part(name or "Due", blocks))
        if topics:
            session.topic = topics[0]
            extra = [Paragraph(each) for each in topics[1:] if each]
            session.intro = (*extra, *session.intro)
        remark(session, struck)
        return session

    def date(self, session: Session, cell: Cell) -> None:
        text = _text(cell)
        written = read_day(text, self.language, lenient=True)
        if written is None and not text and self.before is not None:
            session.written, session.when = self.before.written, self.before.when
            session.continued = True
            return
        session.written = written
        if written is None:
            session.when = text
            return
        rest = text[written.length :].strip(" ,;:–—-()|@")
        found = CLOCK_TIME.search(rest)
        clock = read_clock(rest) or (read_clock(found[0].strip()) if found else None)
        if clock is not None:
            session.time, session.zone = clock.time, clock.zone
        elif rest:
            session.doubts.append(f"beside the date, the source says '{rest}'")

    def materials(self, session: Session, cell: Cell, name: str) -> None:
        found = [
            each
            for block in cell.blocks
            if isinstance(block, Paragraph)
            for each in walk(block.inlines)
            if isinstance(each, Link)
        ]
        words = " ".join(plain(each.inlines) for each in found)
        pages = all(re.match("https?://", each.address) for each in found)
        if found and pages and re.sub(r"\W", "", words) == re.sub(r"\W", "", _text(cell)):
            session.materials += [
                (name or "link" if "://" in (words := plain(each.inlines)) else words, each)
                for each in found
            ]
        else:
            session.parts.append(_part(name or "Materials", cell.blocks))


def _part(name: str, blocks: tuple[Block, ...]) -> Part:
    """Return the part of a cell, whose paragraphs are the items of a list."""
    label = name if name != name.lower() else name[:1].upper() + name[1:]
    texts = [each.inlines for each in blocks if isinstance(each, Paragraph)]
    if len(blocks) > 1 and len(texts) == len(blocks):
        blocks = (ItemList(tuple((Paragraph(each, True),) for each in texts)),)
    return Part((Text(label),), blocks)


def _are_names(text: str) -> bool:
    return len(text) < LONGEST_NAMES and not says(text, OPEN, begins=True)


def _is_struck(cell: Cell) -> bool:
    return any(
        isinstance(block, Paragraph)
        and len(text := trimmed(block.inlines)) == 1
        and isinstance(text[0], Styled)
        and text[0].style is Style.STRUCK
        for block in cell.blocks
    )


def _first(blocks: tuple[Block, ...]) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    if blocks and isinstance(blocks[0], Paragraph):
        return trimmed(blocks[0].inlines), blocks[1:]
    text = " ".join(plain_blocks(blocks[:1]).split())
    return ((Text(text),), blocks[1:]) if len(text) < 200 else ((), blocks)


# --- lists and headings --------------------------------------------------------------------


def read_list(listed: ItemList, language: str, place: str) -> Schedule | None:
    """Return the schedule that a list is: most of its items begin with a date."""
    sessions = []
    for number, item in enumerate(listed.items, 1):
        if not item or not isinstance(item[0], Paragraph):
            return None
        session = read_heading(item[0].inlines, language, f"{place}, item {number}")
        if session is None:
            continue
        session.intro = item[1:]
        sessions.append(session)
    if len(sessions) < 3 or len(sessions) * 10 < len(listed.items) * 8:
        return None
    return Schedule(sessions, []) if len(sessions) == len(listed.items) else None


def read_heading(title: tuple[Inline, ...], language: str, place: str) -> Session | None:
    """Return the session of a heading that begins with a date; its title is what follows."""
    text = plain(title)
    skipped = re.match(r"(?:\w{2,12} \d{1,2}\s*[:–—-]+\s*|\W+)", text)
    for start in dict.fromkeys((0, skipped.end() if skipped else 0)):
        written: WrittenDay | None = read_day(text[start:], language)
        if written is not None:
            break
    else:
        return None
    end = start + written.length
    if end < len(text) and text[end].isalnum():
        return None
    session = Session(place, written)
    between = re.match(r"\s*[-–—:|,·•.)\]]*\s*", text[end:])
    end += between.end() if between else 0
    found = CLOCK_TIME.match(text, end)
    if found is not None:
        for stop in range(min(found.end(), found.start() + 40), found.start(), -1):
            clock = read_clock(text[found.start() : stop])
            if clock is not None and not text[stop : stop + 1].isalnum():
                session.time, session.zone = clock.time, clock.zone
                rest = re.match(r"\s*[-–—:|,·•.)\]]*\s*", text[stop:])
                end = stop + (rest.end() if rest else 0)
                break
    session.title = cut(title, end)
    if len(session.title) == 1 and isinstance(session.title[0], Styled):
        session.title = session.title[0].inlines
    remark(session)
    return session
