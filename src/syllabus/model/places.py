"""Places of a handout that its texts link to."""

from __future__ import annotations

import re
import unicodedata

from syllabus.on_demand import dataclass

SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*):"
"""What an address begins with, as a regular expression; source: RFC 3986, 3.1."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link within the handout leads: to the meeting, section or heading that `name` says.

    `anchor` is what that is marked by, of letters, digits and `-:.` of ASCII; empty where the
    readers have no such place.
    """

    anchor: str
    name: str


def section_anchor(name: str) -> str:
    """Return the anchor of a section, by the name that `handout:` has for it."""
    written = (each if each.isascii() and each.isalnum() else f"-{ord(each):x}-" for each in name)
    return f"section:{''.join(written)}"


def meeting_anchor(identifier: str) -> str:
    """Return the anchor of a meeting's section."""
    return f"meeting:{identifier}"


def heading_slug(text: str) -> str:
    """Return what links call a heading by, as GitHub makes it of the heading's plain text.

    Letters, in lower case, digits, hyphens and underscores; spaces become hyphens.
    """
    kept = (each for each in text.strip().lower() if _is_kept(each))
    return "".join(kept).replace(" ", "-")


def folded_slug(slug: str) -> str:
    """Return a slug without what differs between programs: case, and several hyphens in a row."""
    return re.sub("-+", "-", unicodedata.normalize("NFC", slug).casefold()).strip("-")


def _is_kept(character: str) -> bool:
    kinds = ("L", "M", "N", "Pc")
    return character in " -" or unicodedata.category(character).startswith(kinds)


def names_address(words: str, target: str) -> bool:
    """Return whether the words of a link are its address, such as `www.e.example`."""
    return words in (target, target.removeprefix("mailto:"), target.removeprefix("http://"))
