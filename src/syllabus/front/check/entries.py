"""Bibliography entries that lack what a reference needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from syllabus.diagnostics import Diagnostic, warning
from syllabus.front.bibliography import Bibliography, Entry
from syllabus.front.bibliography.field_names import meant
from syllabus.front.bibliography.values import bare_doi
from syllabus.front.records.damage import damage, find_damage
from syllabus.on_demand import pattern

_DOI = pattern(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f]+")

_AUTHOR = ("author", "editor", "organization", "institution", "collaboration")
_DATE = ("year", "date", "pubstate", "urldate")
_JOURNAL = ("journal", "journaltitle", "eprint", "crossref")
_BOOK = ("booktitle", "maintitle", "eventtitle", "crossref")
_PLACE = ("institution", "school", "publisher", "organization")
_ADDRESS = ("url", "doi", "eprint", "howpublished", "note")

_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(("article", "suppperiodical"), (_AUTHOR, _JOURNAL, _DATE)),
    **dict.fromkeys(("book", "mvbook", "manual"), (_AUTHOR, _DATE)),
    **dict.fromkeys(
        (
            *("inbook", "bookinbook", "suppbook", "incollection", "suppcollection"),
            *("inreference", "inproceedings", "conference"),
        ),
        (_AUTHOR, _BOOK, _DATE),
    ),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), (_AUTHOR, _PLACE, _DATE)),
    **dict.fromkeys(("report", "techreport"), (_AUTHOR, _PLACE, _DATE)),
    **dict.fromkeys(("online", "electronic", "www"), (_ADDRESS,)),
    "patent": (_AUTHOR, ("number",), _DATE),
    "unpublished": (_AUTHOR,),
}
"""Of each tuple one field, beside a title (BibLaTeX manual 2.1, with BibTeX's names for fields)."""

_NOT_PRINTED = frozenset(
    ("abstract", "annotation", "annote", "comment", "file", "keywords", "review", "mendeley-tags")
)

_CUTTING = frozenset(("malformed-entry", "unknown-string"))

_WITHOUT_TITLE = frozenset({"periodical", "letter", "set", "xdata"})


def check_entries(
    bibliography: Bibliography, keys: Iterable[str], faults: list[Diagnostic]
) -> None:
    """Report cited entries with a malformed DOI, or that lack a field their type needs.

    So are those with characters that nothing can print.
    """
    # Where a part of an entry could not be read, that is the fault.
    cut = {key for key, fault in bibliography.faults if fault.code in _CUTTING}
    for key in dict.fromkeys(keys):
        entry = bibliography.entry(key)
        if entry is not None:
            misspelt = list(_misspelt_fields(entry))
            faults.extend(misspelt)
            if not misspelt and entry.key not in cut:
                faults.extend(_missing_fields(entry))
            faults.extend(_damaged_fields(entry))
            faults.extend(_malformed_doi(entry))


def is_doi(text: str) -> bool:
    """Return whether a text is a DOI (ISO 26324: `10.`, a registrant, `/` and a name)."""
    return _DOI.fullmatch(text) is not None


def _misspelt_fields(entry: Entry) -> Iterator[Diagnostic]:
    for field in entry.fields.values():
        right = meant(field.name)
        if right is not None and right not in entry.fields:
            at = field.span.text.lower().find(field.name)
            place = field.span.part(at, at + len(field.name)) if at >= 0 else field.span
            message = f"found the unknown field '{field.name}', which is not printed"
            yield warning("unknown-field", message, place, f"did you mean '{right}'?")


def _missing_fields(entry: Entry) -> Iterator[Diagnostic]:
    needed = _NEEDED.get(entry.kind, ())
    if entry.kind not in _WITHOUT_TITLE:
        needed = (("title",), *needed)
    missing = [names[0] for names in needed if entry.field(*names) is None]
    if missing:
        listed = " and ".join(f"'{name}'" for name in missing)
        yield warning(
            "missing-field",
            f"the entry '{entry.key}' lacks {listed}, which '@{entry.kind}' needs",
            entry.span,
            f"add a line '{missing[0]} = {{…}},'; without it the reference is printed incomplete",
        )


def _damaged_fields(entry: Entry) -> Iterator[Diagnostic]:
    for field in entry.fields.values():
        if field.name not in _NOT_PRINTED and (lost := find_damage(field.value)) is not None:
            at = field.span.text.find(lost)
            yield damage(lost, field.span.part(at, at + 1) if at >= 0 else field.span)


def _malformed_doi(entry: Entry) -> Iterator[Diagnostic]:
    field = entry.field("doi")
    if field is not None and not is_doi(doi := bare_doi(field.value)):
        yield warning("malformed-doi", f"'{doi}' is not a DOI, expected 10.NUMBER/NAME", field.span)
