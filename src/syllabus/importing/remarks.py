"""What remarks and names in the cells of a schedule say."""

from __future__ import annotations

import re

from syllabus.importing.sessions import Session
from syllabus.importing.tree import Link, Text, plain, walk
from syllabus.importing.vocabulary import CANCELLED, EXAM, NO_MEETING, says, unaccented
from syllabus.on_demand import pattern

_CAUSE = pattern(
    r"(?:for|due to|because of|as|wegen|aufgrund|pour|por|per|wegens|vanwege|λόγω)\s+",
    re.IGNORECASE,
)


def remark(session: Session, struck: bool = False) -> None:
    """Read off a session's topic whether it is cancelled, free, an exam, or still open."""
    own = plain(session.topic).strip()
    text = own or plain(session.title).strip()
    flat = unaccented(text)
    found = re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, CANCELLED))})(?!\w)", flat)
    if found or struck:
        session.cancelled = True
        links = (each for each in walk(session.topic or session.title) if isinstance(each, Link))
        session.materials += [(plain(each.inlines), each) for each in links]
        if found and not flat[: found.start()].strip(" *([–—-_"):
            rest = _CAUSE.sub("", text[found.end() :].lstrip(" :,–—-*"))
            session.reason, session.topic = _unbracketed(rest), ()
        elif found:
            rest = text[: found.start()].rstrip(" :,–—-*([")
            behind = _unbracketed(_CAUSE.sub("", text[found.end() :].lstrip(" :,–—-*")))
            session.topic, session.reason = ((Text(rest),) if rest else ()), behind
        if not own:
            session.title, session.topic = session.topic, ()
    elif says(text, NO_MEETING, begins=True) or (
        len(text) < 40 and says(text, NO_MEETING) and not says(text, EXAM)
    ):
        session.kind = "holiday"
    elif len(text) < 60 and says(text, EXAM, begins=True) and not re.search(r"\breview\b", text):
        session.kind = "exam"


def _unbracketed(text: str) -> str:
    text = text.strip(" :,–—-*")
    return (
        text.strip("()").strip() if text.count("(") != text.count(")") or text[:1] == "(" else text
    )


def stream_names(text: str) -> tuple[str, ...]:
    """Return the streams of a cell such as blur/sharpen."""
    pieces = re.split(r"\s*(?:[/,;&+]|\band\b|\bund\b|\bet\b|\by\b)\s*", text)
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip(" .…-")))


def speakers(text: str) -> tuple[tuple[str, str | None], ...]:
    """Return the names of a cell with where each works: Ada Lens (MIT); Bo Prism."""
    found: list[tuple[str, str | None]] = []
    pieces = re.split(r"\s*(?:;|\s&\s|\s(?:and|und|et|y|e|en|και)\s|、|\n)\s*(?![^(]*\))", text)
    for piece in pieces:
        names = re.split(r",\s*(?![^(]*\))", piece)
        several = all(re.fullmatch(r"\w[\w.'’-]*(?:\s\w[\w.'’-]*){1,3}", name) for name in names)
        for name in names if several else (piece,):
            whole = re.fullmatch(r"(?P<name>[^()]+?)\s*\((?P<place>[^()]+)\)", name.strip())
            if whole is not None:
                found.append((whole["name"], whole["place"]))
            elif re.search(r"\w", name):
                found.append((name.strip(" ,"), None))
    return tuple(found)
