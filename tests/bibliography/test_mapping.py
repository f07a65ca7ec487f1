"""Every type of entry with each field alone: the variables are those of pandoc, or listed."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from tests.bibliography.printing import library

from syllabus.front.bibliography import Bibliography
from syllabus.front.bibliography.bibtex import load_bibliography
from syllabus.front.bibliography.csl import csl_item
from syllabus.front.bibliography.marks import ATOM, Address, Atoms, unmarked
from syllabus.source import SourceFile

KINDS = [
    "article", "book", "mvbook", "inbook", "bookinbook", "suppbook", "booklet", "collection",
    "mvcollection", "incollection", "suppcollection", "manual", "misc", "online", "patent",
    "periodical", "suppperiodical", "proceedings", "mvproceedings", "inproceedings",
    "conference", "reference", "mvreference", "inreference", "report", "techreport", "thesis",
    "phdthesis", "mastersthesis", "unpublished", "dataset", "software", "artwork", "audio",
    "image", "movie", "music", "video", "legislation", "jurisdiction", "letter", "performance",
    "review", "standard", "legal", "commentary", "electronic", "www",
]  # fmt: skip
FIELDS = {
    "author": "Auth, Ann", "editor": "Edi, Eve", "translator": "Trans, Tim",
    "bookauthor": "Booka, Bob", "title": "Theone", "subtitle": "Thesub", "titleaddon": "Addon",
    "shorttitle": "Shortone", "booktitle": "Bookone", "booksubtitle": "Booksub",
    "booktitleaddon": "Bookaddon", "maintitle": "Mainone", "mainsubtitle": "Mainsub",
    "maintitleaddon": "Mainaddon", "journaltitle": "Journalone", "journal": "Journaltwo",
    "journalsubtitle": "Journalsub", "shortjournal": "Shortj", "issue": "Spring",
    "issuetitle": "Issueone", "issuesubtitle": "Issuesub", "series": "Seriesone", "number": "7",
    "volume": "8", "volumes": "3", "part": "2", "chapter": "4", "edition": "2", "version": "1.2",
    "pages": "11", "pagetotal": "300", "eid": "e99", "publisher": "Publisherone",
    "institution": "Institutionone", "school": "Schoolone", "organization": "Organizationone",
    "location": "Placeone", "address": "Addressone", "type": "Typeone", "howpublished": "Howone",
    "note": "Noteone", "addendum": "Addendumone", "eventtitle": "Eventone",
    "venue": "Venueone", "eventdate": "2010-05-06", "origdate": "1950", "origtitle": "Origtitle",
    "origpublisher": "Origpub", "origlocation": "Origplace", "isbn": "1234", "issn": "5678",
    "doi": "10.1000/x", "url": "https://a.example/u", "urldate": "2011-02-03",
    "eprint": "1606.05908", "date": "2001-02-03", "year": "2002", "pubstate": "inpress",
    "library": "Library",
}  # fmt: skip
LISTED = tomllib.loads(
    (Path(__file__).parent / "opinions" / "mapping.toml").read_text(encoding="utf-8")
)["difference"]
PAIRS = r"""
@thesis{thesis, title={T}, author={A, B}, institution={I}, publisher={P}, school={S}}
@techreport{report, title={T}, author={A, B}, institution={I}, publisher={P}, number={7},
  type={Memo}}
@report{series, title={T}, author={A, B}, institution={I}, series={S}, number={7}, type={Memo}}
@book{whole, title={T}, booktitle={B}, author={A, B}, publisher={P}}
@book{volume, title={T}, maintitle={M}, mainsubtitle={S}, volume={3}}
@inbook{chapter, title={T}, booktitle={B}, maintitle={M}, volume={3}, author={A, B}}
@incollection{addon, title={T}, booktitle={B}, booksubtitle={S}, booktitleaddon={A}, author={A, B}}
@inproceedings{talk, title={T}, booktitle={B}, author={A, B}, organization={O}, publisher={P}}
@inbook{plain, title={T}, author={A, B}, chapter={3}, publisher={P}}
@misc{how, title={T}, author={A, B}, howpublished={Privately}, publisher={P}}
@online{page, title={T}, author={A, B}, organization={O}, url={https://a.example}, note={Note}}
@software{code, title={T}, author={A, B}, publisher={P}, organization={O}, version={1},
  howpublished={GitHub}}
@dataset{disk, title={T}, author={A, B}, publisher={P}, version={1}, number={7}, type={datacd}}
@article{issue, title={T}, author={A, B}, journaltitle={J}, issue={Spring}, number={3}, series={2}}
@article{new, title={T}, author={A, B}, journaltitle={J}, series={newseries}, volume={3}}
@book{notes, title={T}, author={A, B}, note={Note}, addendum={Addendum}}
@video{film, title={T}, editor={E, F}, editortype={director}}
@patent{patent, title={T}, author={A, B}, number={US123}, type={patentus}}
"""


def entry(kind: str, name: str = "") -> str:
    title = "" if name == "title" else "title = {Theone}, "
    field = f"{name} = {{{FIELDS[name]}}}" if name else ""
    return f"@{kind}{{{kind}-{name}, {title}{field}}}\n"


TABLE = "".join(entry(kind, name) for kind in KINDS for name in ("", *FIELDS))


def theirs(text: str) -> dict[str, dict[str, str]]:
    def plain(value: Any) -> str:
        if isinstance(value, dict):
            return "-".join(str(part) for part in value.get("date-parts", [[""]])[0])
        if isinstance(value, list):
            return " & ".join(
                name.get("literal") or f"{name['family']}, {name['given']}" for name in value
            )
        return re.sub(r"<[^>]*>", "", str(value))

    items = json.loads(pypandoc.convert_text(text, "csljson", format="biblatex"))
    return {
        item["id"]: {name: plain(value) for name, value in item.items() if name != "id"}
        for item in items
    }


def ours(entries: Bibliography, key: str) -> dict[str, str]:
    found = entries.entry(key)
    assert found
    atoms = Atoms()
    item, _ = csl_item(found, "en", atoms)

    def plain(text: str) -> str:
        def shown(match: re.Match[str]) -> str:
            atom = atoms._atoms[ord(match[0]) - 0xF0000]
            assert isinstance(atom, Address)
            return atom.text

        return ATOM.sub(shown, unmarked(text))

    variables = {"type": "" if item.kind == "document" else item.kind}
    variables |= {name: plain(text) for name, text in item.text.items() if name != "event-title"}
    for name, people in item.people.items():
        variables[name] = " & ".join(one.literal or f"{one.family}, {one.given}" for one in people)
    for name, when in item.dates.items():
        if when.begin:
            parts = (when.begin.year, when.begin.month, when.begin.day)
            variables[name] = "-".join(str(part) for part in parts if part)
    return variables


def added(variables: Mapping[str, str], without: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in variables.items() if without.get(name) != text}


def named(kinds: Iterable[str]) -> list[str]:
    return KINDS if "all" in kinds else list(kinds)


def test_a_field_means_what_it_means_to_pandoc_but_for_what_is_listed() -> None:
    entries, _ = load_bibliography([SourceFile(Path("a.bib"), "a.bib", TABLE)])
    other = theirs(TABLE)
    different: dict[tuple[str, str], str] = {}
    for kind in KINDS:
        bare, bare_other = ours(entries, f"{kind}-"), other[f"{kind}-"]
        if bare["type"] != bare_other["type"]:
            different[kind, ""] = f"{bare['type']} and {bare_other['type']}"
        for name in FIELDS:
            mine = added(ours(entries, f"{kind}-{name}"), bare)
            their = added(other[f"{kind}-{name}"], bare_other)
            if mine != their:
                different[kind, name] = f"{kind} with {name}: ours {mine}, pandoc's {their}"
    listed = {
        (kind, name)
        for item in LISTED
        for name in item["fields"]
        for kind in named(item["kinds"])
        if kind not in item.get("not", ())
    }
    assert different.keys() - listed == set(), "\n".join(
        text for place, text in different.items() if place not in listed
    )
    assert listed - different.keys() == set(), "these are equal now: take them off the list"


@pytest.mark.parametrize("key", re.findall(r"^@\w+\{(\w+),", PAIRS, re.MULTILINE))
def test_fields_that_meet_are_joined_as_pandoc_joins_them(key: str) -> None:
    assert ours(library(PAIRS), key) == theirs(PAIRS)[key]
