"""Titles and names of files as parts of names."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from syllabus.on_demand import pattern

LONGEST_SLUG = 60
LONGEST_IDENTIFIER = 200
"""Characters; no longer than an `id` may be."""

_LANGUAGE = pattern(r"\]\{\s*lang\s*=[^{}]*\}", re.IGNORECASE)
"""What says that the words in the brackets before are in another language."""


def make_slug(title: str) -> str:
    """Return a title's letters and digits of ASCII, in lower case, with hyphens between words.

    Whole words up to `LONGEST_SLUG` characters; empty if the title has none in ASCII.
    """
    title = _LANGUAGE.sub("", title)
    decomposed = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", decomposed.lower()):
        if slug and len(slug) + 1 + len(word) > LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
    return slug


_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O"}
    | {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def file_slug(title: str, language: str) -> str:
    """Return the name of a new file for a title, as `make_slug` does, with its letters kept.

    What is no letter with a sign, such as ß and ø, becomes what it is written as without it; in
    German ä becomes ae. Names that outlast a title, `course_slug` and those of calendars, do not.
    """
    composed = re.sub("[‐-―/]", "-", unicodedata.normalize("NFC", title))
    if language.split("-")[0] == "de":
        composed = composed.translate(_UMLAUTS)
    return make_slug(composed.translate(_LETTERS))


def course_slug(title: str) -> str:
    """Return the name of a course's files, by which calendars tell it from another one.

    It is `make_slug` of the title; a digest of the title follows where most letters are lost in it,
    as those of other scripts are.
    """
    slug = make_slug(title)
    letters = sum(map(str.isalpha, slug))
    lost = sum(
        sign.isalpha() and not sign.isascii() for sign in unicodedata.normalize("NFKD", title)
    )
    if not title or (slug and lost <= letters):
        return slug or "syllabus"
    digest = hashlib.sha256(unicodedata.normalize("NFC", title).encode()).hexdigest()[:8]
    return f"{slug or 'syllabus'}-{digest}"


def identifier(stem: str) -> str:
    """Return a file's stem with nothing but ASCII letters, digits and hyphens in it.

    Letters that ASCII has no like of become the numbers Unicode gives them. What gets too long is
    cut, and a digest of the stem tells it from others.
    """
    characters = []
    for character in unicodedata.normalize("NFKD", stem):
        if character.isascii():
            characters.append(character.lower() if character.isalnum() else "-")
        elif not unicodedata.combining(character):
            characters.append(f"-u{ord(character):x}-")
    name = "-".join(piece for piece in "".join(characters).split("-") if piece) or "meeting"
    if len(name) <= LONGEST_IDENTIFIER:
        return name
    digest = hashlib.sha256(stem.encode(errors="surrogateescape")).hexdigest()[:16]
    return f"{name[: LONGEST_IDENTIFIER - 17].rstrip('-')}-{digest}"
