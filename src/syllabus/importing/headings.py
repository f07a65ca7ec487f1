"""Headings and items of lists that begin with a date → the sessions of a course."""

from __future__ import annotations

import re

from syllabus.importing.clocks import CLOCK_TIME, read_clock
from syllabus.importing.dates import WrittenDay, are_sure, read_day
from syllabus.importing.remarks import remark
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
from syllabus.importing.ways import Ways, read_counted
from syllabus.on_demand import pattern

_BETWEEN = pattern(r"\s*[-–—:|,·•.)\]]*\s*")
_AT = pattern(r"(?:at|um|ab|à|a las|alle|ore|às|om|στις|kl\.?)\s+(?=\d)", re.IGNORECASE)
"""What stands before a time of day."""


def read_list(listed: ItemList, ways: Ways, place: str) -> Schedule | None:
    """Return the schedule that a list is: all of its items begin with a date."""
    sessions = []
    for number, item in enumerate(listed.items, 1):
        if not item or not isinstance(item[0], Paragraph):
            return None
        first, *others = [*lines_of(item[0].inlines)] or [()]
        session = read_heading(first, ways, f"{place}, item {number}")
        if session is None:
            continue
        session.intro = (*(Paragraph(each) for each in others), *item[1:])
        sessions.append(session)
    if len(sessions) < max(ways.fewest, len(listed.items)):
        return None
    if ways.few and not are_sure([each.written for each in sessions]):
        return None
    return Schedule(sessions, [])


def read_heading(title: tuple[Inline, ...], ways: Ways, place: str) -> Session | None:
    """Return the session of a heading that begins with a date; its title is what follows."""
    text = plain(title)
    skipped = re.match(r"(?:\w{2,12} \d{1,2}\s*[:–—-]+\s*|\W+)", text)
    for start in dict.fromkeys((0, skipped.end() if skipped else 0)):
        written: WrittenDay | None = read_day(text[start:], ways.language)
        if written is not None:
            break
    else:
        return _counted(title, place) if ways.weeks else None
    end = start + written.length
    if end < len(text) and text[end].isalnum():
        return None
    session = Session(place, written)
    end = _behind(text, end)
    before = _AT.match(text, end)
    found = CLOCK_TIME.match(text, before.end() if before else end)
    if found is not None:
        for stop in range(min(found.end(), found.start() + 40), found.start(), -1):
            clock = read_clock(text[found.start() : stop])
            if clock is not None and not text[stop : stop + 1].isalnum():
                session.time, session.zone = clock.time, clock.zone
                end = _behind(text, stop)
                break
    session.title = _title(title, end)
    remark(session)
    return session


def _behind(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _title(title: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    rest = cut(title, length)
    return rest[0].inlines if len(rest) == 1 and isinstance(rest[0], Styled) else rest


def _counted(title: tuple[Inline, ...], place: str) -> Session | None:
    """Return the session of a heading such as *Week 3: Lenses*, which has no date yet."""
    found = read_counted(plain(title))
    if found is None:
        return None
    session = Session(place, when=found.words, week=found.number)
    session.title = _title(title, found.length) or (Text(found.words),)
    remark(session)
    return session
