"""What only members may read: the addresses of video meetings, and the codes that open them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from syllabus.front.check.access import tells_access
from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import parse_address
from syllabus.importing.sessions import Session
from syllabus.importing.tree import (
    Block,
    Inline,
    Link,
    Members,
    Paragraph,
    Text,
    plain,
    trimmed,
    walk,
)
from syllabus.importing.vocabulary import ONLINE, PASSCODE
from syllabus.on_demand import dataclass, pattern

_NAMES = "|".join(map(re.escape, PASSCODE))
_IS = r"(?:is|ist|lautet|est|es|è|είναι)"
_PRIVATE = pattern(
    rf"(?<!\w)(?:{_NAMES})(?!\w)[*_]*(?:\s*[:=：][*_`\s]*[^\s*_`]|は"
    rf"|\s+(?:{_IS}\s+)?[*_`“\"']*(?=\S*\d)\S|\s+{_IS}\s+\S+\s*[.)]?$)"
    rf"|^\W*(?:{_NAMES})\s+\S+$",
    re.IGNORECASE | re.MULTILINE,
)
"""A code's name and itself: behind a sign or *is*, with a digit, or at the end of a line."""
_ROOM = pattern(
    r"\b(?:zoom|webex|teams|gotomeeting)\b\D{0,15}\d{3}[ -]?\d{3,4}[ -]?\d{3,5}", re.IGNORECASE
)
"""The number of a video meeting, which opens it."""
_CODE = pattern(
    rf"[(\[,;|–—-]?\s*(?:\w+ )?(?<!\w)(?:{_NAMES})(?!\w)\s*{_IS}?\s*[:=：]?\s*"
    r"(?P<code>(?:\d[\d ]*\d|[^\s,;()\]|]+))\s*[)\]]?",
    re.IGNORECASE,
)
_ADDRESS = pattern(r"https?://[^\s<>()\[\],;|]+")


@dataclass(frozen=True, slots=True)
class Shared:
    """A text without what only members may read: the `public` rest, an address and a code."""

    public: str
    address: str | None = None
    code: str | None = None


def is_private(text: str) -> bool:
    """Return whether a text holds what only members may read."""
    return bool(
        _PRIVATE.search(text) or _ROOM.search(text) or ONLINE.search(text) or tells_access(text)
    )


def share(text: str) -> Shared:
    """Return a text in its parts; what is still private in the rest leaves nothing of it."""
    if not is_private(text):
        return Shared(text)
    found = next((each for each in _ADDRESS.finditer(text) if is_private(each[0])), None)
    rest = text.replace(found[0], " ") if found else text
    code = _CODE.search(rest)
    rest = rest.replace(code[0], " ") if code else rest
    rest = re.sub(r"\(\s*\)|\[\s*\]", " ", rest)
    rest = " ".join(rest.split()).strip(" .,;:|–—-")
    address = found[0] if found and _is_address(found[0]) else None
    said = code["code"].rstrip(".") if code else None
    return Shared("" if is_private(rest) else rest, address, said)


def _is_address(text: str) -> bool:
    try:
        parse_address(text)
    except BadValue:
        return False
    return True


def hide(session: Session) -> bool:
    """Move what only members may read out of what every edition prints; return whether any was.

    The first address becomes the one to join; the texts go whole into a fence for members.
    """
    before = session.join
    hidden = [*_hidden(session)]
    if hidden:
        session.intro = (
            Members(tuple(Paragraph((Text(each),)) for each in hidden)),
            *session.intro,
        )
    if session.join is not None and session.join[1] is None:
        session.intro = tuple(each for each in session.intro if not _took_code(session, each))
    links = [each for each in session.materials if is_private(each[1].address)]
    session.materials = [each for each in session.materials if each not in links]
    _join(session, (each.address for _, each in links), None)
    kept = [each for each in links if session.join is None or each[1].address != session.join[0]]
    if kept:
        blocks = tuple(Paragraph((link,)) for _, link in kept)
        session.intro = (Members(blocks), *session.intro)
    return bool(hidden or links or session.join is not before)


def public_links(session: Session) -> Iterator[tuple[str, Link]]:
    """Yield the links of a title and a topic that everybody may follow, with their words."""
    known = {link.address for _, link in session.materials}
    for each in (*walk(session.title), *walk(session.topic)):
        if (
            isinstance(each, Link)
            and re.match("https?://", each.address)
            and not is_private(each.address)
            and each.address not in known
        ):
            yield plain(each.inlines), each


def _took_code(session: Session, block: Block) -> bool:
    """Make a paragraph that is a code and nothing else that of the address to join."""
    if not isinstance(block, Paragraph) or session.join is None or session.join[1] is not None:
        return False
    found = _CODE.fullmatch(plain(block.inlines).strip(" ."))
    if found is not None:
        session.join = session.join[0], found["code"]
    return found is not None


def _hidden(session: Session) -> Iterator[str]:
    """Take private texts out of the keys of a record, and yield those that are no address."""
    for key in ("title", "topic"):
        text: tuple[Inline, ...] = getattr(session, key)
        words = plain(text)
        linked = [each.address for each in walk(text) if isinstance(each, Link)]
        _join(session, (each for each in linked if is_private(each)), None)
        if is_private(words):
            setattr(session, key, _kept(session, words))
            yield words
    for key in ("room", "module", "reason", "when"):
        words = getattr(session, key) or ""
        if is_private(words):
            found = share(words)
            _join(session, filter(None, (found.address,)), found.code)
            public = "" if re.search(r"\d{5}", found.public) else found.public
            setattr(session, key, public or (None if key in ("room", "module") else ""))
            if session.join is None or session.join[0] not in words or found.public:
                yield words
    private = [each for each in session.speakers if is_private(" ".join(filter(None, each)))]
    session.speakers = tuple(each for each in session.speakers if each not in private)
    yield from (" ".join(filter(None, each)) for each in private)


def _kept(session: Session, words: str) -> tuple[Inline, ...]:
    found = share(words)
    _join(session, filter(None, (found.address,)), found.code)
    return trimmed((Text(found.public),))


def _join(session: Session, addresses: Iterable[str], code: str | None) -> None:
    for address in addresses:
        if session.join is None and _is_address(address):
            session.join = address, code
