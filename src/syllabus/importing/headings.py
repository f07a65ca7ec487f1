"""Headings and items of lists that begin with a date → the sessions of a course."""

from __future__ import annotations

import re

from syllabus.importing.clocks import CLOCK_TIME, read_clock
from syllabus.importing.dates import are_sure
from syllabus.importing.dues import make_due, take_dues
from syllabus.importing.remarks import remark
from syllabus.importing.rooms import read_room, take_room
from syllabus.importing.schedule_options import ScheduleOptions, read_counted
from syllabus.importing.sessions import Schedule, Session
from syllabus.importing.tree import (
    Inline,
    ItemList,
    Paragraph,
    Styled,
    Text,
    cut,
    lines_of,
    plain,
)
from syllabus.importing.written_days import WrittenDay, read_day
from syllabus.on_demand import pattern

_BETWEEN = pattern(r"\s*[-–—:|,·•.)\]]*\s*")
_AT = pattern(r"(?:at|um|ab|à|a las|alle|ore|às|om|στις|kl\.?)\s+(?=\d)", re.IGNORECASE)
"""What stands before a time of day."""


def read_list(listed: ItemList, options: ScheduleOptions, place: str) -> Schedule | None:
    """Return the schedule that a list is: all of its items begin with a date."""
    sessions: list[Session] = []
    dues: list[Session] = []
    for number, item in enumerate(listed.items, 1):
        if not item or not isinstance(item[0], Paragraph):
            return None
        first, *others = [*lines_of(item[0].inlines)] or [()]
        session = read_heading(first, options, f"{place}, item {number}")
        if session is None:
            continue
        below = [*(Paragraph(each) for each in others), *item[1:]]
        kept, due = take_dues(session, below, options.language)
        session.intro = tuple(kept)
        sessions.append(session)
        dues += due
    if len(sessions) < max(options.fewest, len(listed.items)):
        return None
    if options.few and not are_sure([each.written for each in sessions]):
        return None
    return Schedule([*sessions, *dues], [])


def read_heading(title: tuple[Inline, ...], options: ScheduleOptions, place: str) -> Session | None:
    """Return the session of a heading that begins with a date; its title is what follows."""
    text = plain(title)
    skipped = re.match(r"(?:\w{2,12} \d{1,2}\s*[:–—-]+\s*|\W+)", text)
    room = read_room(text, options.language)
    for start in dict.fromkeys((0, room[1] if room else 0, skipped.end() if skipped else 0)):
        written: WrittenDay | None = read_day(text[start:], options.language)
        if written is not None:
            break
    else:
        return _counted(title, options.language, place) if options.weeks else None
    end = start + written.length
    if end < len(text) and text[end].isalnum():
        return None
    session = Session(place, written)
    session.room = room[0] if room and start == room[1] else None
    end = _read_time(session, text, _behind(text, end))
    _entitle(session, _title(title, end), options.language)
    return session


def _read_time(session: Session, text: str, place: int) -> int:
    """Read the time that stands at a place of a heading, if one does; return where it ends."""
    before = _AT.match(text, place)
    found = CLOCK_TIME.match(text, before.end() if before else place)
    if found is None:
        return place
    for stop in range(min(found.end(), found.start() + 40), found.start(), -1):
        clock = read_clock(text[found.start() : stop])
        if clock is not None and not text[stop : stop + 1].isalnum():
            session.time, session.zone = clock.time, clock.zone
            return _behind(text, stop)
    return place


def _entitle(session: Session, title: tuple[Inline, ...], language: str) -> None:
    """Give a session its title, without a room that it names and a time behind that."""
    room, rest = take_room(title, language)
    if room is not None and session.room is None:
        session.room, title = room, rest
        if session.time is None:
            title = cut(title, _read_time(session, plain(title), 0))
    session.title = title
    remark(session)
    make_due(session, language)


def _behind(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _title(title: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    rest = cut(title, length)
    match rest:
        case (Styled(_, inner, ""),):
            return inner
        case _:
            return rest


def _counted(title: tuple[Inline, ...], language: str, place: str) -> Session | None:
    """Return the session of a heading such as *Week 3: Lenses*, which has no date yet."""
    found = read_counted(plain(title))
    if found is None:
        return None
    session = Session(place, when=found.words, week=found.number)
    _entitle(session, _title(title, found.length), language)
    session.title = session.title or (Text(found.words),)
    return session
