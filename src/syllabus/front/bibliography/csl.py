"""An entry of the library → what CSL calls it (CSL 1.0.2, appendix IV; BibLaTeX manual 2.2)."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import quote

from syllabus.diagnostics import Diagnostic, nearest_hint, warning
from syllabus.front.bibliography import kinds, marks
from syllabus.front.bibliography.dates import (
    PartialDate,
    read_date,
    read_date_field,
    read_month,
    read_year,
)
from syllabus.front.bibliography.fields import FieldReader, Item
from syllabus.front.bibliography.library import Entry, EntryField
from syllabus.front.bibliography.marks import Address, Atoms
from syllabus.front.bibliography.names import ParsedName, read_names
from syllabus.front.bibliography.publication import PublicationReader
from syllabus.front.bibliography.tex import Decoder, verbatim
from syllabus.front.bibliography.titles import TitleReader
from syllabus.front.bibliography.values import (
    bare_doi,
    edition,
    pages,
    publication_state,
)
from syllabus.on_demand import pattern

_PEOPLE = {
    "author": "author", "editor": "editor", "translator": "translator",
    "bookauthor": "container-author", "director": "director",
    "illustrator": "illustrator", "composer": "composer", "interviewer": "interviewer",
    "recipient": "recipient", "producer": "producer", "organizer": "organizer",
    "chair": "chair", "narrator": "narrator", "performer": "performer",
    "origauthor": "original-author", "serieseditor": "collection-editor",
}  # fmt: skip
_EDITOR_TYPES = {
    "compiler": "compiler", "director": "director", "producer": "producer",
    "organizer": "organizer", "curator": "curator", "founder": "series-creator",
    "continuator": "editor", "redactor": "editor", "host": "host", "guest": "guest",
    "narrator": "narrator", "performer": "performer", "composer": "composer",
    "executiveproducer": "executive-producer", "scriptwriter": "script-writer",
}  # fmt: skip
_OF_BODIES = frozenset({
    "software", "webpage", "book", "report", "document", "standard", "dataset",
})  # fmt: skip
"""Kinds of works of which a body is the author where no person is named."""
_ARCHIVES = {
    "arxiv": ("https://arxiv.org/abs/", "arXiv"), "hal": ("https://hal.science/", "HAL"),
    "jstor": ("https://www.jstor.org/stable/", ""), "hdl": ("https://hdl.handle.net/", ""),
    "pubmed": ("https://pubmed.ncbi.nlm.nih.gov/", ""),
    "googlebooks": ("https://books.google.com/books?id=", ""),
}  # fmt: skip
_SERIES_KINDS = frozenset({
    "book", "mvbook", "inbook", "bookinbook", "suppbook", "collection", "mvcollection",
    "incollection", "suppcollection", "proceedings", "mvproceedings", "inproceedings",
    "conference", "reference", "mvreference", "inreference",
})  # fmt: skip
"""Entry types of which the number is one in a series, and not the work's own."""
_ARXIV_JOURNAL = pattern(
    r"arxiv(?:\s+preprint)?(?:\s+arxiv)?\s*:\s*(?P<id>[\w.\-/]+)", re.IGNORECASE
)
_ARXIV_VOLUME = pattern(r"abs/(?P<id>[\w.\-/]+)")


def csl_item(entry: Entry, language: str, atoms: Atoms) -> tuple[Item, list[Diagnostic]]:
    """Return the work that an entry describes, and what is wrong with its fields.

    `language` is the handout's; it holds for an entry that names none.
    """
    reading = _ItemReader(entry, language, atoms)
    reading.read()
    return reading.item, reading.faults


class _ItemReader(TitleReader, PublicationReader, FieldReader):
    """The work of `csl_item` on one entry."""

    def read(self) -> None:
        """Read every field that CSL has a variable for."""
        if not kinds.is_known(self.entry.kind):
            self.faults.append(
                warning(
                    "unknown-entry-type",
                    f"'@{self.entry.kind}' is not an entry type",
                    self.entry.span,
                    *nearest_hint(self.entry.kind, kinds.names()),
                    "the work is printed as '@misc'",
                )
            )
        self.check_synonyms()
        self.titles()
        self.people()
        self.dates()
        self.numbers()
        self.publication()
        self.addresses()
        for name, value in list(self.item.text.items()):
            if not value:
                del self.item.text[name]

    def people(self) -> None:
        """Read the names."""
        for name, variable in _PEOPLE.items():
            if found := self.entry.field(name):
                self.item.people[variable] = read_names(
                    found,
                    self.decoder(found),
                    partial(self.fault, "malformed-name", found),
                    partial(self.note, "unbraced-body", found),
                )
        role = _EDITOR_TYPES.get(self.entry.value("editortype").lower(), "editor")
        if role != "editor" and "editor" in self.item.people:
            self.item.people[role] = self.item.people.pop("editor")
        kind = self.item.kind
        if kind in _OF_BODIES and not any(
            role in self.item.people for role in ("author", "editor", "translator")
        ):
            body = self.entry.field("organization") or self.entry.field("institution")
            if body:
                self.item.people["author"] = [
                    ParsedName(literal=marks.unmarked(self.decoded(body)))
                ]

    def dates(self) -> None:
        """Read when it was issued, held, first published and accessed."""
        if found := self.entry.field("date"):
            when = read_date(found.value) or read_date_field(marks.unmarked(self.decoded(found)))
            if when and when.words and not _is_state(when.words):
                self.malformed_date(found, "it is printed as it is")
        else:
            year = marks.unmarked(self.get("year"))
            when = read_year(year, self.entry.value("month"), self.entry.value("day"))
            found = self.entry.field("year")
            if found and when and when.words and not _is_state(when.words):
                self.malformed_date(found, "it is printed as it is")
            month = self.entry.field("month")
            if month and not any(read_month(month.value)[:2]):
                self.malformed_date(month, "it is not printed")
        state = self.get("pubstate")
        state = publication_state(state)
        if when and when.words:
            if _is_no_date(when.words):
                when = None
            elif _is_state(when.words):
                state, when = state or when.words, None
        if when:
            self.item.dates["issued"] = when
        self.put("status", state)
        for name, variable in (
            ("urldate", "accessed"), ("eventdate", "event-date"), ("origdate", "original-date"),
        ):  # fmt: skip
            if found := self.entry.field(name):
                other = read_date_field(found.value)
                if other and not other.words:
                    self.item.dates[variable] = other
                elif other and not _is_no_date(other.words):
                    self.malformed_date(found, "it is not printed")
        if self.item.kind == "speech" and "event-date" in self.item.dates:
            self.item.dates.setdefault("issued", self.item.dates["event-date"])
            if self.item.dates["issued"] == self.item.dates["event-date"]:
                del self.item.dates["event-date"]  # it is printed once

    def malformed_date(self, found: EntryField, hint: str) -> None:
        """Report a date that is not understood, and what becomes of it."""
        message = f"expected a date such as 2021-04-15, found '{found.value}'"
        self.fault("malformed-date", found, message, hint)

    def numbers(self) -> None:
        """Volume, issue, pages and similar."""
        kind = self.item.kind
        self.put("volume", self.get("volume"))
        self.put("number-of-volumes", self.get("volumes"))
        self.put("number-of-pages", self.get("pagetotal"))
        self.put("chapter-number", self.get("chapter"))
        self.put("part-number", self.get("part"))
        self.put("version", self.get("version"))
        self.put("edition", edition(self.get("edition")))
        self.put("page", pages(marks.unmarked(self.get("pages"))))
        if kind in ("legislation", "regulation"):
            self.put("section", self.item.text.get("page", ""))
        eid = self.get("eid", "article-number", "articleno")
        if kind.startswith("article-") or kind == "periodical":
            issues = dict.fromkeys((self.get("number"), self.get("issue")))
            self.put("issue", ", ".join(filter(None, issues)))  # 3, Spring
            if eid and "page" not in self.item.text:
                self.put("number", eid)
                self.put("page", eid)
        elif kind == "review":
            self.put("issue", self.get("number", "issue"))
        elif self.entry.kind in _SERIES_KINDS or (
            kind != "report" and self.item.text.get("collection-title")
        ):
            self.put("collection-number", self.get("number"))
        elif kind != "article":
            self.put("number", self.get("number"))
        if eid:
            self.put("page", eid)

    def addresses(self) -> None:
        """DOI, archive and URL."""
        doi = self.entry.field("doi")
        if doi and (bare := bare_doi(doi.value)):
            target = f"https://doi.org/{quote(bare, safe='/:;()._-,<>@!$&*+=~')}"
            self.put("DOI", self.atoms.add(Address(target, bare, doi=True)))
        url = self.entry.field("url")
        if url is None:
            for name in ("howpublished", "note"):
                found = self.entry.field(name)
                match = found and re.search(
                    r"\\(?:url|href)\s*\{([^{}]*)\}|(https?://[^\s{}]+)", found.value
                )
                if found and match:
                    url = EntryField(name, match[1] or match[2].rstrip(".,;"), found.span)
                    if name == "note" and not re.sub(
                        r"[\s.,;:]", "", found.value.replace(match[0], "")
                    ):
                        self.item.text.pop("note", None)
                    break
        if url:
            decoder = Decoder(self.atoms)
            self.put("URL", decoder.link(url.value))
            for target in decoder.unsafe:
                self.unsafe(target, url)
        self.eprint(doi)

    def eprint(self, doi: EntryField | None) -> None:
        """Read which archive holds a preprint, such as arXiv."""
        number = verbatim(self.entry.value("eprint"))
        archive = self.entry.value("eprinttype", "archiveprefix").strip().lower() or "arxiv"
        journal = self.entry.value("journaltitle", "journal")
        match = _ARXIV_JOURNAL.search(journal) or _ARXIV_VOLUME.search(self.entry.value("volume"))
        if not number and match:
            number = match["id"]
        if self.item.kind == "article":
            self.item.text.pop("volume", None)
            if not match and journal:
                self.put("publisher", self.decoded(self.entry.field("journaltitle", "journal")))
        number = re.sub(r"^(?:https?://arxiv\.org/abs/|arxiv:)", "", number, flags=re.IGNORECASE)
        if not number or archive not in _ARCHIVES:
            return
        if not self.entry.value("eprinttype", "archiveprefix") and not kinds.is_arxiv(number):
            return
        address, name = _ARCHIVES[archive]
        target = f"{address}{quote(number, safe='/:.')}"
        if archive == "pubmed":
            self.put("PMID", number)
        if not doi or self.item.kind == "article":
            self.put("URL", self.atoms.add(Address(target, target)))
        if name and self.item.kind == "article":
            self.put("number", marks.marked(marks.NOCASE, f"{name}:{number}"))
            if "publisher" not in self.item.text or archive == "arxiv":
                self.item.text["publisher"] = marks.marked(marks.NOCASE, name)


def _is_no_date(words: str) -> bool:
    return words.lower().strip("[](). ").replace(" ", "") in ("nd", "n.d", "undated", "s.d", "sd")


def _is_state(words: str) -> bool:
    """Return whether words in the place of a year say that it is yet to come, or unknown."""
    states = r"press|forthcoming|accepted|submitted|preparation|to appear|under review"
    return _is_no_date(words) or re.search(states, words.lower()) is not None


def csl_date(day: PartialDate) -> dict[str, int]:
    """Return one day as citeproc's parts."""
    parts = {
        "year": day.year,
        "month": day.month,
        "day": day.day if day.month else 0,
        "season": day.season,
    }
    return {name: value for name, value in parts.items() if value or name == "year"}
