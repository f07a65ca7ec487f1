"""The rows of a table that is a schedule, one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from syllabus.importing.clocks import CLOCK_TIME, read_clock
from syllabus.importing.dues import make_due, read_dues
from syllabus.importing.remarks import remark, speakers, stream_names
from syllabus.importing.schedule_options import ScheduleOptions, read_counted
from syllabus.importing.sessions import FoundPart, Schedule, Session
from syllabus.importing.tree import (
    Block,
    Cell,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Paragraph,
    Style,
    Styled,
    Text,
    lines_of,
    plain,
    plain_blocks,
    trimmed,
    walk,
)
from syllabus.importing.vocabulary import NO_MEETING, ONLINE, OPEN, ColumnRole, folded, says
from syllabus.importing.written_days import read_day

LONGEST_NAMES = 300
"""Characters of a cell with the names of speakers."""
Row = tuple[Cell, ...]


def text_of(cell: Cell) -> str:
    """Return the words of a cell in one line."""
    return " ".join(plain_blocks(cell.blocks).split())


class Rows:
    """Reads the rows of a table, whose columns have `names` and `roles`."""

    def __init__(
        self, names: list[str], roles: list[ColumnRole], options: ScheduleOptions, place: str
    ) -> None:
        self.names, self.roles, self.options, self.place = names, roles, options, place
        self.module: str | None = None
        self.before: Session | None = None
        self.dues: tuple[tuple[Block, ...], list[Session]] = ((), [])
        self.sessions: list[Session] = []

    def read(self, rows: Sequence[Row], caption: tuple[Block, ...]) -> Schedule:
        """Return the schedule that the rows are."""
        for number, row in enumerate(rows, 1):
            filled = [
                (role, cell) for role, cell in zip(self.roles, row, strict=True) if cell.blocks
            ]
            if not filled:
                continue
            module = self.divider(filled, len(row))
            if module is not None:
                self.module = module
                continue
            session = self.session(filled, row, f"{self.place}, row {number}")
            self.sessions.append(session)
            self.before = session
            self.due(session, row)
        return Schedule(self.sessions, [plain_blocks(caption)] if caption else [])

    def divider(self, filled: list[tuple[ColumnRole, Cell]], width: int) -> str | None:
        """Return what a row says that stands across all columns, or in one of them alone."""
        role, cell = filled[0]
        text = text_of(cell)
        if len(filled) > 1 and any(text_of(each) != text for _, each in filled):
            return None
        across = cell.columns == width > 1 or len(filled) == width > 2
        counted = read_counted(text)
        if says(text, NO_MEETING) or says(text, OPEN) == text.casefold():
            return None
        if counted is not None and not self.options.weeks and (across or role is ColumnRole.DATE):
            return text  # such as Week 3 (26–30 January)
        if read_day(text, self.options.language) is not None:
            return None
        if role is ColumnRole.DATE:
            vague = re.search(r"\d{3}|\.\.\.|…", text) or says(text, OPEN)
            return None if vague or (self.options.weeks and counted) else text
        strong = bool(cell.blocks) and all(map(_is_strong, cell.blocks))
        return text if across or cell.columns > 1 or self.before is None or strong else None

    def session(self, filled: list[tuple[ColumnRole, Cell]], row: Row, place: str) -> Session:
        """Return the session of a row."""
        session = Session(place, module=self.module)
        dates = [
            cell for role, cell in zip(self.roles, row, strict=True) if role is ColumnRole.DATE
        ]
        self.date(session, dates[0])
        struck = any(_is_struck(cell) for _, cell in filled)
        topics: list[tuple[Inline, ...]] = []
        said = ""
        for column, (role, cell) in enumerate(zip(self.roles, row, strict=True)):
            if not cell.blocks:
                continue
            text, name = text_of(cell), self.names[column].strip()
            if said and text == said:
                continue  # one that takes several columns, or says in each that nobody meets
            match role:
                case ColumnRole.DATE | ColumnRole.WEEK | ColumnRole.DUE:
                    continue
                case ColumnRole.TIME | ColumnRole.END if (clock := read_clock(text)) is not None:
                    self.clock(session, clock.time, clock.zone)
                case ColumnRole.TOPIC:
                    topics.append(self.topic(session, cell))
                    said = text if says(text, NO_MEETING) else ""
                case ColumnRole.STREAM:
                    session.streams = stream_names(text)
                case ColumnRole.SPEAKER if _are_names(text):
                    session.speakers += speakers(text)
                case ColumnRole.SPEAKER if says(text, OPEN) == folded(text):
                    continue
                case ColumnRole.ROOM:
                    session.room = text
                case ColumnRole.MATERIALS:
                    self.materials(session, cell, name)
                case _ if re.search(r"\w", text):
                    session.parts.append(_part(name or "Notes", cell.blocks))
                case _:
                    pass
        if topics:
            session.topic = topics[0]
            extra = [Paragraph(each) for each in topics[1:] if each]
            session.intro = (*extra, *session.intro)
        remark(session, struck)
        if not session.parts:
            make_due(session, self.options.language)
        return session

    def due(self, session: Session, row: Row) -> None:
        """Add what is due on the day of a row, once where a cell stands beside several rows."""
        for column, (role, cell) in enumerate(zip(self.roles, row, strict=True)):
            if role is not ColumnRole.DUE or not cell.blocks:
                continue
            name = self.names[column].strip() or "Due"
            if cell.blocks is self.dues[0]:
                for each in self.dues[1]:  # the last of its days, by which it surely is due
                    if each.written is not None:
                        each.written, each.place = session.written, session.place
                continue
            text = text_of(cell)
            if text == plain(session.title or session.topic).strip():
                continue
            found, whole = read_dues(session, cell.blocks, self.options.language)
            if not whole:
                session.parts.append(_part(name, cell.blocks))
                continue
            same = [each for each in found if each.written is session.written]
            if cell.rows > 1:
                for each in same:
                    each.doubts.append("the source has it beside several days; the last is taken")
            self.dues = (cell.blocks, same)
            self.sessions += found

    def clock(self, session: Session, time: str | None, zone: str | None) -> None:
        """Note a time: when a session starts, or when the one that has started ends."""
        start = session.time
        if start and time and "-" not in f"{start}{time}" and "TBA" not in (start, time):
            session.time = f"{start}-{time}"
        else:
            session.time = time if start in (None, "TBA") else start
        session.zone = zone or session.zone

    def date(self, session: Session, cell: Cell) -> None:
        """Read the date of a row; one without is of the day of the row before it."""
        text = text_of(cell)
        counted = read_counted(text) if self.options.weeks else None
        number = text.strip(" .#") if self.options.weeks else ""
        if counted is None and number.isdecimal():
            name = self.names[self.roles.index(ColumnRole.DATE)].strip(" .#") or "Week"
            counted = read_counted(f"{name} {number}") or read_counted(f"Week {number}")
        if counted is not None:
            session.when, session.week = counted.words, counted.number
            return
        written = read_day(text, self.options.language, lenient=True)
        if written is None and not text and self.before is not None:
            session.written, session.when = self.before.written, self.before.when
            session.week = self.before.week
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

    def topic(self, session: Session, cell: Cell) -> tuple[Inline, ...]:
        """Return the first line of a cell; the links below it go with the session."""
        first, rest = _first(cell.blocks)
        lines = [*lines_of(first)]
        for line in lines[1:]:
            found = _links(line)
            if found and _says_no_more(line, found):
                session.materials += [(plain(each.inlines), each) for each in found]
            else:
                session.intro += (Paragraph(line),)
        session.intro += rest
        return lines[0] if lines else first

    def materials(self, session: Session, cell: Cell, name: str) -> None:
        """Note what goes with a session, where a cell is nothing but links to pages."""
        texts = [_linked(each.inlines) for each in cell.blocks if isinstance(each, Paragraph)]
        found = [each for text in texts for each in _links(text, pages=False)]
        whole = tuple(inline for text in texts for inline in (*text, LineBreak()))
        pages = all(re.match("https?://", each.address) for each in found)
        if found and pages and _says_no_more(whole, found):
            session.materials += [
                (name or "link" if "://" in (words := plain(each.inlines)) else words, each)
                for each in found
            ]
        else:
            session.parts.append(_part(name or "Materials", cell.blocks))


def _linked(text: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a text that is nothing but addresses as links to them."""
    words = plain(text).split()
    if any(isinstance(each, Link) for each in walk(text)) or not words:
        return text
    if not all(re.fullmatch(r"https?://\S+\w/?", word) for word in words):
        return text
    return tuple(Link((Text(word),), word) for word in words)


def _links(text: tuple[Inline, ...], *, pages: bool = True) -> list[Link]:
    return [
        each
        for each in walk(text)
        if isinstance(each, Link)
        and not (pages and (not re.match("https?://", each.address) or ONLINE.match(each.address)))
    ]


def _says_no_more(text: tuple[Inline, ...], links: Sequence[Link]) -> bool:
    words = " ".join(plain(each.inlines) for each in links)
    return re.sub(r"\W", "", words) == re.sub(r"\W", "", plain(text))


def _part(name: str, blocks: tuple[Block, ...]) -> FoundPart:
    """Return the part of a cell, whose paragraphs are the items of a list."""
    label = name if name != name.lower() else name[:1].upper() + name[1:]
    texts = [
        line for each in blocks if isinstance(each, Paragraph) for line in lines_of(each.inlines)
    ]
    if len(texts) > 1 and all(isinstance(each, Paragraph) for each in blocks):
        blocks = (ItemList(tuple((Paragraph(each, True),) for each in texts)),)
    return FoundPart((Text(label),), blocks)


def _are_names(text: str) -> bool:
    return (
        len(text) < LONGEST_NAMES and not says(text, OPEN, begins=True) and text.strip(" –—-") != ""
    )


def _is_struck(cell: Cell) -> bool:
    return any(_is_alone(block, Style.STRUCK) for block in cell.blocks)


def _is_strong(block: Block) -> bool:
    return _is_alone(block, Style.STRONG)


def _is_alone(block: Block, style: Style) -> bool:
    """Return whether a paragraph is nothing but one run of text in a style."""
    text = trimmed(block.inlines) if isinstance(block, Paragraph) else ()
    return len(text) == 1 and isinstance(text[0], Styled) and text[0].style is style


def _first(blocks: tuple[Block, ...]) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    if blocks and isinstance(blocks[0], Paragraph):
        return trimmed(blocks[0].inlines), blocks[1:]
    text = " ".join(plain_blocks(blocks[:1]).split())
    return ((Text(text),), blocks[1:]) if len(text) < 200 else ((), blocks)
