"""What services and pages say of a work, where that is no BibTeX → an entry of BibTeX."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from syllabus.front.bibliography.writing import EntryForm, tex_of, write_entry

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_MOST_TAGS = 5_000
_DATES = (
    *("citation_publication_date", "citation_date", "citation_online_date", "citation_year"),
    "dc.date",
)


class NotDescribed(ValueError):
    """An answer says nothing of a work; the text says what it is instead."""


def entry_of(kind: str, fields: Mapping[str, str]) -> str:
    """Return an entry of fields that are plain text; names are joined by ` and ` already."""
    written = {name: value for name, value in fields.items() if value}
    return write_entry(kind, "received", written, EntryForm())


def of_arxiv(text: str, number: str) -> str:
    """Return the entry of a preprint from what arXiv's interface answers (Atom, RFC 4287)."""
    entry = _atom(text).find(f"{_ATOM}entry")
    title = "" if entry is None else _words(entry.findtext(f"{_ATOM}title"))
    if entry is None or not title or title == "Error":
        raise NotDescribed("it knows no such preprint")
    # Of math.GT/0309136v2, arXiv says math/0309136v2.
    digits = re.sub(r"v\d+$", "", number).rpartition("/")[2]
    if digits not in (entry.findtext(f"{_ATOM}id") or ""):
        raise NotDescribed("it is about another preprint")
    authors = [_words(each.findtext(f"{_ATOM}name")) for each in entry.iter(f"{_ATOM}author")]
    category = entry.find(f"{_ARXIV}primary_category")
    fields = {
        "author": people(authors),
        "title": tex_of(title),
        "year": _year(entry.findtext(f"{_ATOM}published")),
        "eprint": tex_of(number),
        "archiveprefix": "arXiv",
        "primaryclass": tex_of("" if category is None else category.get("term", "")),
        "url": f"https://arxiv.org/abs/{number}",
    }
    return entry_of("misc", fields)


def _atom(text: str) -> ElementTree.Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # entities can double without end
        raise NotDescribed("it is a page, or defines entities")
    try:
        return ElementTree.fromstring(text)  # noqa: S314 - without definitions of entities
    except ElementTree.ParseError:
        raise NotDescribed("it is no Atom feed") from None


def of_open_library(text: str, isbn: str) -> str:
    """Return the entry of a book from what Open Library answers (its Books API, jscmd=data)."""
    found = _json(text).get(f"ISBN:{isbn}")
    if not isinstance(found, dict):
        raise NotDescribed("it knows no such book")
    subtitle = _text(found.get("subtitle"))
    title = _text(found.get("title"))
    fields = {
        "author": people(_names(found.get("authors"))),
        "title": tex_of(f"{title}: {subtitle}" if subtitle else title),
        "publisher": tex_of(next(iter(_names(found.get("publishers"))), "")),
        "address": tex_of(next(iter(_names(found.get("publish_places"))), "")),
        "year": _year(_text(found.get("publish_date"))),
        "isbn": isbn,
    }
    return entry_of("book", fields)


def of_pubmed(text: str, number: str) -> str:
    """Return the entry of an article from what PubMed answers (E-utilities, esummary)."""
    found = _dict(_json(text).get("result")).get(number)
    if not isinstance(found, dict) or found.get("error") or not _text(found.get("title")):
        raise NotDescribed("it knows no such article")
    numbers = [_dict(each) for each in _list(found.get("articleids"))]
    doi = next((_text(e.get("value")) for e in numbers if e.get("idtype") == "doi"), "")
    fields = {
        "author": people(_medical(_dict(each)) for each in _list(found.get("authors"))),
        "title": tex_of(_text(found.get("title")).rstrip(".")),
        "journal": tex_of(_text(found.get("fulljournalname")) or _text(found.get("source"))),
        "year": _year(_text(found.get("pubdate"))),
        "volume": tex_of(_text(found.get("volume"))),
        "number": tex_of(_text(found.get("issue"))),
        "pages": tex_of(_text(found.get("pages")).replace("-", "--")),
        "doi": _plain_number(doi),
        "pmid": number,
    }
    return entry_of("article", fields)


def _medical(author: Mapping[str, Any]) -> str:
    """Return a name of PubMed's, Zernike F, with its comma; a body as one group."""
    name = _text(author.get("name"))
    if author.get("authtype") == "CollectiveName":
        return f"{{{name}}}"
    found = re.fullmatch(r"(.+) ([A-Z]{1,4})", name)
    return name if found is None else f"{found[1]}, {' '.join(f'{each}.' for each in found[2])}"


class _Meta(HTMLParser):
    """Gathers the `meta` tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = (given.get("name") or given.get("property") or "").lower()
        content = " ".join((given.get("content") or "").split())
        if tag == "meta" and name and content and self.count < _MOST_TAGS:
            self.count += 1
            self.found.setdefault(name, []).append(content)


def meta_tags(page: str) -> Mapping[str, list[str]]:
    """Return what the `meta` tags of a page say, by their names in lower case."""
    reading = _Meta()
    reading.feed(page)
    return reading.found


def of_page(tags: Mapping[str, list[str]], address: str) -> str:
    """Return the entry that a page describes by citation tags (Highwire Press's names)."""

    def first(*names: str) -> str:
        return next((tags[name][0] for name in names if name in tags), "")

    title = first("citation_title", "dc.title")
    authors = tags.get("citation_author") or tags.get("citation_authors") or tags.get("dc.creator")
    if not title:
        raise NotDescribed("it has neither a DOI nor citation tags")
    journal, book = first("citation_journal_title"), first("citation_conference_title")
    book = book or first("citation_inbook_title", "citation_book_title")
    institution = first(
        "citation_dissertation_institution", "citation_technical_report_institution"
    )
    last = first("citation_lastpage")
    pages = f"{first('citation_firstpage')}{'--' + last if last else ''}"
    kind = "article" if journal else "inproceedings" if book else "online"
    fields = {
        "author": people(each for name in authors or () for each in name.split(";")),
        "title": tex_of(title),
        "journal": tex_of(journal),
        "booktitle": tex_of(book),
        "institution": tex_of(institution),
        "publisher": tex_of(first("citation_publisher")) if kind != "article" else "",
        "year": _year(first(*_DATES)),
        "volume": tex_of(first("citation_volume")),
        "number": tex_of(first("citation_issue")),
        "pages": pages if re.fullmatch(r"[\w.–-]+", pages) else "",
        "url": re.sub(r"[{}\\\s]", lambda sign: f"%{ord(sign[0]):02X}", address),
    }
    return entry_of(kind, fields)


# --- pieces --------------------------------------------------------------------------------


def people(names: Iterable[str]) -> str:
    """Return names as a field of BibTeX; what is not to be taken apart stands in braces."""
    return " and ".join(filter(None, map(_person, names)))


def _person(name: str) -> str:
    text = " ".join(name.split())
    if text.startswith("{") and text.endswith("}"):
        return f"{{{tex_of(text[1:-1])}}}" if text[1:-1].strip() else ""
    group = re.search(r"\band\b|;", text) or text.count(",") > 2
    return f"{{{tex_of(text)}}}" if group else tex_of(text)


def _year(written: str | None) -> str:
    found = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", written or "")
    return found[0] if found else ""


def _plain_number(text: str) -> str:
    return text if re.fullmatch(r"[^\s{}\\%]+", text) else ""


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(value: object) -> str:
    return _words(str(value)) if isinstance(value, str | int) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _names(value: object) -> list[str]:
    return [name for each in _list(value) if (name := _text(_dict(each).get("name")))]


def _json(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotDescribed("it is not JSON") from None
    return _dict(found)
