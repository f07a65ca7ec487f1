"""Entries of a library that are of the same work as another one."""

from __future__ import annotations

import re
import unicodedata

from syllabus.front.bibliography.keys import entry_facts, plain_value
from syllabus.front.bibliography.library import Bibliography, Entry
from syllabus.front.bibliography.tex import verbatim
from syllabus.front.bibliography.values import bare_doi
from syllabus.on_demand import pattern

_NUMBERS = ("eprint", "pmid", "isbn")
_TITLE = pattern(r"\btitle\s*=", re.IGNORECASE)
_LONGEST_TITLE = 500
_NO_SIGNS = {place: None for place in range(128) if not chr(place).isalnum()}


def find_number(bibliography: Bibliography, name: str, number: str) -> Entry | None:
    """Return the entry with a number, such as its `doi`, written in any way."""
    wanted = _bare(name, number)
    probe = _letters(wanted)
    if not probe:
        return None
    for entry in bibliography.entries_where(lambda text: probe in _letters(text)):
        if (found := entry.value(name)) and _bare(name, found) == wanted:
            return entry
        if name == "doi" and (url := entry.value("url")) and _bare("doi", url) == wanted:
            return entry
    return None


def find_twin(bibliography: Bibliography, entry: Entry) -> Entry | None:
    """Return the entry that is of the same work as another one, by its numbers or by its title.

    Titles are the same where their letters and digits are, and where both have a first author, that
    is the same, too.
    """
    for name in ("doi", *_NUMBERS):
        number = entry.value(name)
        if number and (twin := find_number(bibliography, name, number)):
            return twin
    title, author = title_letters(entry), entry_facts(entry).author.lower()
    if not title:
        return None
    # A command within the title may part what is looked for.
    probes = (title[:12], title[-12:])

    def may_be(text: str) -> bool:
        found = _TITLE.search(text)
        if found is None:
            return "crossref" in text.lower()
        letters = _plain(text[found.end() : found.end() + _LONGEST_TITLE])
        return any(probe in letters for probe in probes)

    for other in bibliography.entries_where(may_be):
        if title_letters(other) == title:
            its = entry_facts(other).author.lower()
            if not author or not its or author == its:
                return other
    return None


def title_letters(entry: Entry) -> str:
    """Return the letters and digits of a title, in lower case and without accents."""
    return _plain(plain_value(entry.value("title")))


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def _letters(text: str) -> str:
    """Return the letters and digits of ASCII, in lower case."""
    return text.translate(_NO_SIGNS).lower()


def _bare(name: str, number: str) -> str:
    match name:
        case "doi":
            return bare_doi(number).lower()
        case "isbn":
            digits = "".join(filter(str.isalnum, verbatim(number))).upper()
            return digits[3:12] if len(digits) == 13 else digits[:9]
        case "eprint":
            bare = verbatim(number).lower().removeprefix("arxiv:")
            return bare.partition("v")[0] if bare[:1].isdigit() else bare
        case _:
            return verbatim(number).strip().lower()
