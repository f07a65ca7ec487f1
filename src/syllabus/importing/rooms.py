"""Rooms that headings name beside the date and the title: Room 3, salle B12, HS 2, 101教室."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from syllabus.importing.tree import Inline, Text, cut, plain, trimmed

_ROOMS: Mapping[str, str] = {
    "en": "room rm lecture_hall hall auditorium classroom theatre theater",
    "de": "raum hörsaal hs seminarraum saal zimmer",
    "fr": "salle amphi amphithéâtre",
    "es": "aula sala salón",
    "it": "aula sala stanza",
    "pt": "sala anfiteatro auditório",
    "nl": "zaal lokaal collegezaal kamer ruimte",
    "el": "αίθουσα αμφιθέατρο",
    "ja": "教室 講義室 会議室",
}
"""What a room is called, before its number; in Portuguese, `aula` is a lesson."""
_NUMBER = r"(?:[^\W\d_]{0,3}[ .-]?\d[\w./-]*|[A-ZΑ-Ω])(?!\w)"


def read_room(text: str, language: str) -> tuple[str, int] | None:
    """Return the room that a text begins with up to a mark, and where what follows begins."""
    found = _patterns(language)[0].match(text)
    return (found["room"], found.end()) if found else None


def take_room(title: tuple[Inline, ...], language: str) -> tuple[str | None, tuple[Inline, ...]]:
    """Return the room that a title begins or ends with, and the title without it."""
    text = plain(title)
    first = read_room(text, language)
    if first is not None:
        return first[0], cut(title, first[1])
    found = _patterns(language)[1].search(text)
    last = title[-1] if title else None
    if found is None or not isinstance(last, Text) or len(found[0]) > len(last.text):
        return None, title
    kept = last.text[: len(last.text) - len(found[0])]
    return found["room"], trimmed((*title[:-1], Text(kept)))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a room at the beginning of a text, and at its end."""
    words = {each for key in ("en", language) for each in _ROOMS.get(key, "").split()}
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True)).replace("_", " ")
    behind = _ROOMS["ja"].replace(" ", "|")
    room = rf"(?P<room>(?<!\w)(?i:{names})[ .]*{_NUMBER}|[^\W_]{{0,3}}\d[^\W_]{{0,4}}(?:{behind}))"
    return (
        re.compile(rf"\s*[(（\[]?{room}(?:[)）\]]?\s*[:：|,;·]\s*|[)）\]]\s*|\s+[-–—]+\s*|\s*$)"),
        re.compile(rf"(?:\s*[,;|@·(（\[]|\s[-–—])\s*{room}[)）\]]?\s*$"),
    )
