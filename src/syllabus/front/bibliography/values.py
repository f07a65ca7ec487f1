"""Values of single fields as CSL wants them."""

from __future__ import annotations

import re

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.tex import verbatim

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
_STATES = {
    "inpreparation": "in preparation", "submitted": "submitted", "forthcoming": "forthcoming",
    "inpress": "in press", "prepublished": "prepublished",
}  # fmt: skip


_COUNTRIES = {
    "countryde": "Germany", "countryep": "European Union", "countryeu": "European Union",
    "countryfr": "France", "countryuk": "United Kingdom", "countryus": "United States of America",
}  # fmt: skip


def country(name: str) -> str:
    """Return a country that BibLaTeX has a word for, or the name as it is (manual 4.9.2.11)."""
    return _COUNTRIES.get(name.lower(), name)


def series(text: str) -> str:
    """Return the series of a journal in words where it is a number or BibLaTeX's word for it."""
    named = {"newseries": "New series", "oldseries": "Old series"}.get(text.lower())
    if named or not re.fullmatch("[0-9]{1,3}", text):
        return named or text
    ending = "th" if text[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")
    return f"{text}{ending} series"


def publication_state(text: str) -> str:
    """Return BibLaTeX's `pubstate` in words (manual 4.9.2.11)."""
    return _STATES.get(text.lower().replace(" ", ""), text)


def edition(text: str) -> str:
    """Return an edition as a number where it is one: "Third", "3rd" and "3" are 3."""
    words = marks.unmarked(text).lower().removesuffix("edition").removesuffix("ed.").strip()
    if words in _ORDINALS:
        return str(_ORDINALS.index(words) + 1)
    match = re.fullmatch(r"(\d+)\s*(?:st|nd|rd|th|\.)?", words)
    return match[1] if match else text


def unstopped(title: str) -> str:
    """Return a title without the full stop that styles add; an abbreviation keeps its own."""
    return re.sub(r"(?<=[^\W_]{4})\.$", "", title)


def bare_doi(text: str) -> str:
    """Return a DOI without the address or label that people put before it."""
    return re.sub(
        r"^(?:https?://)?(?:dx\.)?(?:www\.)?doi(?:\.org/|:)\s*",
        "",
        verbatim(text),
        flags=re.IGNORECASE,
    )


def pages(text: str) -> str:
    """Return pages with one en dash in a range, and the last page in full (1463–97: 1463–1497)."""
    text = re.sub(r"\s*(?:-{1,3}|[–—‒])\s*", "–", text.strip().rstrip("."))
    text = re.sub(r"\s*,\s*", ", ", text)

    def full(match: re.Match[str]) -> str:
        first, last = match[1], match[2]
        return (
            f"{first}–{first[: len(first) - len(last)]}{last}"
            if len(last) < len(first)
            else match[0]
        )

    return re.sub(r"(?<![\w–])(\d+)–(\d+)(?![\w–])", full, text)
