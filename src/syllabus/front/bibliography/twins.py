"""Entries of a library that are of the same work as another one."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator

from syllabus.front.bibliography.keys import entry_facts, plain_value
from syllabus.front.bibliography.library import Bibliography, Entry
from syllabus.front.bibliography.tex import verbatim
from syllabus.front.bibliography.values import bare_doi

_NUMBERS = ("eprint", "pmid", "isbn")


def entries_of(bibliography: Bibliography) -> Iterator[Entry]:
    """Yield every entry of a library."""
    for key in bibliography.keys():  # noqa: SIM118 - not a dict
        if (entry := bibliography.entry(key)) is not None:
            yield entry


def find_number(entries: Iterable[Entry], name: str, number: str) -> Entry | None:
    """Return the entry with a number, such as its `doi`, written in any way."""
    wanted = _bare(name, number)
    for entry in entries:
        if (found := entry.value(name)) and _bare(name, found) == wanted:
            return entry
        if name == "doi" and (url := entry.value("url")) and _bare("doi", url) == wanted:
            return entry
    return None


def find_twin(entries: Collection[Entry], entry: Entry) -> Entry | None:
    """Return the entry that is of the same work as another one, by its numbers or by its title.

    Titles are the same where their letters and digits are, and where both have a first author, that
    is the same, too.
    """
    for name in ("doi", *_NUMBERS):
        number = entry.value(name)
        if number and (twin := find_number(entries, name, number)):
            return twin
    title, author = title_letters(entry), entry_facts(entry).author.lower()
    for other in entries if title else ():
        if title_letters(other) == title:
            its = entry_facts(other).author.lower()
            if not author or not its or author == its:
                return other
    return None


def title_letters(entry: Entry) -> str:
    """Return the letters and digits of a title, in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", plain_value(entry.value("title"))).casefold()
    return "".join(filter(str.isalnum, plain))


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
