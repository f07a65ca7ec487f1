"""An entry that somebody else's server sent: read as a library is, and kept only if it is sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from syllabus.diagnostics import Diagnostic, Severity, error
from syllabus.front.bibliography.bibtex import read_entries
from syllabus.front.bibliography.csl import csl_item
from syllabus.front.bibliography.library import MONTHS, Entry, EntryField
from syllabus.front.bibliography.marks import Atoms
from syllabus.front.bibliography.tex import verbatim
from syllabus.front.bibliography.values import bare_doi
from syllabus.on_demand import pattern
from syllabus.source import SourceFile, Span

_KEY = pattern(r"(@\s*\w+\s*\{)[^={}\"]*?,(?=\s*[A-Za-z][\w-]*\s*=)")
_PLACEHOLDER = "received"
_KEPT = frozenset(
    (
        *("author", "editor", "translator", "title", "subtitle", "booktitle", "booksubtitle"),
        *("journal", "journaltitle", "journalsubtitle", "series", "volume", "number", "issue"),
        *("pages", "date", "year", "month", "edition", "chapter", "type", "version", "eventtitle"),
        *("publisher", "organization", "institution", "school", "address", "location"),
        *("howpublished", "doi", "isbn", "issn", "url", "urldate", "eprint", "archiveprefix"),
        *("primaryclass", "eprinttype", "eprintclass", "pmid", "langid"),
    )
)
"""What a reference is printed from; abstracts, keywords and notes of others are left out."""
_KINDS = frozenset(
    (
        *("article", "book", "booklet", "collection", "conference", "dataset", "inbook"),
        *("incollection", "inproceedings", "manual", "mastersthesis", "misc", "online", "patent"),
        *("phdthesis", "proceedings", "report", "software", "techreport", "thesis"),
        *("unpublished", "audio", "video"),
    )
)
_UNMENDABLE = frozenset(
    ("malformed-entry", "unknown-string", "value-too-long", "unknown-tex-command", "unsafe-link")
)
"""Faults that leave a reference incomplete, or TeX in it that means nothing."""
_TAGS = pattern(r"</?(?:(?:mml|jats|xhtml):[\w-]+|scp|sc|span|p|title|italic|bold)\b[^<>]*>")
_STEERING = pattern(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_DAMAGE = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]")
_LONGEST = 8_000
"""Characters of one field; the author lists of whole collaborations have that many."""


def read_received(source: SourceFile, faults: list[Diagnostic]) -> Entry | None:
    """Return the one entry of a text, with fields that are fit for a library.

    None after reporting why there is none: `unexpected-answer`, or the fault that the entry has.
    """
    text = _KEY.sub(rf"\g<1>{_PLACEHOLDER},", _TAGS.sub("", source.text))
    source = SourceFile(source.path, source.name, text, source.private)
    bibliography, found = read_entries(source)
    count = len(bibliography) + sum(fault.code == "duplicate-entry" for fault in found)
    severe = [fault for fault in found if fault.code in _UNMENDABLE and not _is_of_month(fault)]
    if severe:
        faults += map(_as_error, severe)
        return None
    if count != 1:
        shown = "no entry" if not count else f"{count} entries"
        message = f"found {shown}, expected one entry of BibTeX"
        faults.append(error("unexpected-answer", message, source.line_span(1)))
        return None
    (key,) = bibliography.keys()
    entry = bibliography.entry(key)
    assert entry is not None
    kind = entry.kind if entry.kind in _KINDS else "misc"
    cleaned = replace(entry, kind=kind, fields=_without_repeats(dict(_fields(entry, faults))))
    _check(cleaned, faults)
    return None if any(each.severity is Severity.ERROR for each in faults) else cleaned


def _is_of_month(fault: Diagnostic) -> bool:
    """Return whether a string that nobody defines is a month in another notation."""
    line = "" if fault.span is None else fault.span.text.lstrip().lower()
    return fault.code == "unknown-string" and line.startswith("month")


def _as_error(fault: Diagnostic) -> Diagnostic:
    return replace(fault, severity=Severity.ERROR)


def _fields(entry: Entry, faults: list[Diagnostic]) -> Iterator[tuple[str, EntryField]]:
    for name, field in entry.fields.items():
        value = " ".join(_STEERING.sub("", field.value).split())
        if name not in _KEPT or not value:
            continue
        if name == "month":
            value = value[:3].lower()
            if value not in MONTHS:
                continue
        if _DAMAGE.search(field.value):
            message = f"found in '{name}' a character that was lost, or of control"
            faults.append(error("unprintable-character", message, field.span))
        elif not _is_balanced(value):
            message = f"found braces in '{name}' that do not belong together"
            faults.append(error("malformed-entry", message, field.span))
        elif len(value) > _LONGEST:
            message = f"found more than {_LONGEST} characters in '{name}'"
            faults.append(error("value-too-long", message, field.span))
        else:
            yield name, EntryField(name, value, field.span)


def _is_balanced(value: str) -> bool:
    """Return whether braces belong together, as BibTeX counts them and as TeX does."""
    for text in (value, re.sub(r"\\.", "", value)):
        depth = 0
        for sign in text:
            depth += (sign == "{") - (sign == "}")
            if depth < 0:
                return False
        if depth:
            return False
    return not value.endswith("\\")


def _without_repeats(fields: Mapping[str, EntryField]) -> dict[str, EntryField]:
    """Return fields with the DOI alone, and without addresses that lead to what it leads to."""
    kept = dict(fields)
    if "doi" in kept:
        doi = bare_doi(kept["doi"].value)
        kept["doi"] = replace(kept["doi"], value=doi)
        if re.match(r"https?://(?:dx\.)?doi\.org/", verbatim(_value(kept, "url")), re.IGNORECASE):
            del kept["url"]
    if "journal" in kept and "journaltitle" in kept:
        del kept["journaltitle"]
    return kept


def _value(fields: Mapping[str, EntryField], name: str) -> str:
    return fields[name].value if name in fields else ""


def _check(entry: Entry, faults: list[Diagnostic]) -> None:
    """Report what keeps an entry from being printed whole."""
    if entry.field("title") is None:
        place: Span = entry.span
        faults.append(error("missing-field", "found an entry without a title", place))
    _, found = csl_item(entry, "en", Atoms())
    faults += [_as_error(fault) for fault in found if fault.code in _UNMENDABLE]
