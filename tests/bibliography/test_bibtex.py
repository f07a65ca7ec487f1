"""Reading .bib files: what counts, what is inherited, and what is reported where."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from tests.bibliography.printing import codes, library, source, start

from syllabus.diagnostics import Severity
from syllabus.front.bibliography.bibtex import load_bibliography


def test_an_entry_has_its_fields_and_the_place_of_its_key() -> None:
    bibliography = library(
        "% notes\n\n@Article{ zhong2021,\n  Title = {A {B} c},\n  year = 2021\n}\n"
    )
    entry = bibliography.entry("zhong2021")
    assert entry is not None
    assert (entry.kind, entry.value("title"), entry.value("year")) == ("article", "A {B} c", "2021")
    assert (entry.span.text, entry.span.line, entry.span.column) == ("zhong2021", 3, 11)
    assert entry.fields["title"].span.line == 4
    assert "zhong2021" in bibliography
    assert list(bibliography.keys()) == ["zhong2021"]
    assert bibliography.entry("other") is None


def test_strings_are_put_in_and_joined() -> None:
    bibliography = library(
        '@string{nm = "Nature Methods"}\n@string(both = nm # {: } # "More")\n'
        "@article{a, journal = NM, note = both # { and } # 7, month = jan}\n"
    )
    entry = bibliography.entry("a")
    assert entry is not None
    assert entry.value("journal") == "Nature Methods"
    assert entry.value("note") == "Nature Methods: More and 7"
    assert entry.value("month") == "January"


def test_comments_and_preambles_are_ignored() -> None:
    bibliography = library(
        '@comment{@article{hidden, title={x}}}\n@preamble{"\\newcommand{\\x}{y}"}\n'
        "words\n@book{b, year=1}"
    )
    assert list(bibliography.keys()) == ["b"]


COMMENTED = """%@article{a,
%  title = {Commented},
%}
@article{a,
  % a comment, with = {x} and "one"
  title = {Real},  % trailing {
  % year = 1990,
  year = 2001,
  url = {https://x.org/a%20b % c},
  note = "50 % of {it}" # % joined
     { more % x},
  % last }
}
@comment{
@article{hidden,
  title = {H}, year = 2000 }
}
100% @article{b, title = {B}}
@article{c%d, title = {C}}
@article{ % its key is below
 e, title = {E}
}
  % @string{x = {y}}
@article{broken, title = {open,
%@book{f, title = {F}}
@book{g, % so it goes
  title = {G}}
@comment{nothing closes this
@book{h, title = {50% H}}
"""


def test_comments_are_read_as_biber_reads_them() -> None:
    bibliography, faults = load_bibliography([source(COMMENTED)])
    assert list(bibliography.keys()) == ["a", "c%d", "e", "g", "h"]
    entry = bibliography.entry("a")
    assert entry is not None
    assert {name: (each.value, each.span.line) for name, each in entry.fields.items()} == {
        "title": ("Real", 6),
        "year": ("2001", 8),
        "url": ("https://x.org/a%20b % c", 9),
        "note": ("50 % of {it} more % x", 10),
    }
    assert (entry.span.text, entry.span.line) == ("a", 4)
    assert [start(fault.span)[0] for fault in faults if "broken" in fault.message] == [24]
    last = bibliography.entry("h")
    assert last is not None
    assert last.value("title") == "50% H"


def test_a_malformed_entry_costs_only_itself() -> None:
    bibliography, faults = load_bibliography(
        [
            source(
                "@book{one, title = {A}}\n\n@book{two, title = {open, year = 2000\n\n"
                "@book{three, title = {B}}\n@book{four title = {C}}\n@book{five, title = {D}}\n"
            )
        ]
    )
    assert list(bibliography.keys()) == ["one", "three", "five"]
    assert codes(faults) == ["malformed-entry", "malformed-entry"]
    assert [fault.severity for fault in faults] == [Severity.WARNING] * 2
    assert [start(fault.span)[0] for fault in faults] == [3, 6]
    assert "'two'" in faults[0].message
    assert bibliography.unreadable["two"].line == 3


def test_an_entry_without_a_key_is_malformed() -> None:
    bibliography, faults = load_bibliography([source("@book{, title = {A}}\n@book{b c, year=1}\n")])
    assert not bibliography.keys()
    assert [(fault.code, start(fault.span)[0]) for fault in faults] == [
        ("malformed-entry", 1),
        ("malformed-entry", 2),
    ]


def test_a_missing_comma_is_found_at_its_field() -> None:
    bibliography, faults = load_bibliography(
        [source("@book{a,\n  title = {A}\n  year = 2000,\n  note = {n}\n}\n")]
    )
    entry = bibliography.entry("a")
    assert entry is not None
    assert (entry.value("title"), entry.value("year"), entry.value("note")) == ("A", "", "n")
    assert [(fault.code, start(fault.span)) for fault in faults] == [("malformed-entry", (2, 1))]
    assert "'year = 2000'" in faults[0].message


def test_the_first_of_two_entries_with_one_key_counts_in_all_files() -> None:
    bibliography, faults = load_bibliography(
        [
            source("@book{a, title = {One}}\n\n@book{a, title = {Two}}\n", "bib/x.bib"),
            source("@book{a, title = {One}}\n", "bib/y.bib"),
        ]
    )
    entry = bibliography.entry("a")
    assert entry is not None
    assert entry.value("title") == "One"
    assert codes(faults) == ["duplicate-entry", "duplicate-entry"]
    assert [start(fault.span) for fault in faults] == [(3, 7), (1, 7)]
    assert {fault.related[0].span for fault in faults} == {entry.span}


def test_the_first_of_two_fields_counts() -> None:
    bibliography, faults = load_bibliography(
        [source("@book{a,\n  title = {One},\n  TITLE = {Two}\n}\n")]
    )
    entry = bibliography.entry("a")
    assert entry is not None
    assert entry.value("title") == "One"
    assert [(fault.code, start(fault.span)[0]) for fault in faults] == [("duplicate-field", 3)]
    assert faults[0].related[0].span.line == 2


def test_an_unknown_string_is_named_with_the_nearest() -> None:
    _, faults = load_bibliography(
        [source("@string{natmeth = {N}}\n@article{a,\n  journal = natmth,\n}\n")]
    )
    assert [(fault.code, start(fault.span)[0]) for fault in faults] == [("unknown-string", 3)]
    assert "'natmth'" in faults[0].message
    assert "did you mean 'natmeth'?" in faults[0].hints


def test_a_crossref_to_nothing_is_named() -> None:
    _, faults = load_bibliography([source("@inbook{a,\n  crossref = {nowhere}\n}\n")])
    assert [(fault.code, start(fault.span)[0]) for fault in faults] == [("missing-crossref", 2)]
    assert "'nowhere'" in faults[0].message


def test_a_paper_inherits_from_its_proceedings_what_is_not_its_own() -> None:
    bibliography = library(
        "@inproceedings{p, title={Paper}, crossref={all}, publisher={Mine}}\n"
        "@proceedings{all, title={The Book}, subtitle={Sub}, year=2017, publisher={ACM},"
        " doi={10.1/x}}\n"
    )
    entry = bibliography.entry("p")
    assert entry is not None
    assert (entry.value("title"), entry.value("booktitle"), entry.value("booksubtitle")) == (
        "Paper",
        "The Book",
        "Sub",
    )
    assert (entry.value("year"), entry.value("publisher"), entry.value("doi")) == (
        "2017",
        "Mine",
        "",
    )
    assert entry.fields["year"].span.line == 2


def test_a_chapter_inherits_the_author_of_its_book() -> None:
    bibliography = library(
        "@inbook{c, title={C}, crossref={b}}\n@book{b, author={A, B}, title={T}}\n"
    )
    entry = bibliography.entry("c")
    assert entry is not None
    assert (entry.value("author"), entry.value("bookauthor")) == ("A, B", "A, B")


def test_xdata_is_inherited_through_chains_and_circles() -> None:
    bibliography = library(
        "@book{a, title={A}, xdata={x,y}}\n@xdata{x, publisher={P}, xdata={y}}\n"
        "@xdata{y, location={L}, xdata={x}}\n"
    )
    entry = bibliography.entry("a")
    assert entry is not None
    assert (entry.value("publisher"), entry.value("location")) == ("P", "L")


def test_an_alias_cites_the_entry() -> None:
    bibliography = library("@book{new, title={T}, ids={old, older}}\n")
    entry = bibliography.entry("older")
    assert entry is not None
    assert entry.key == "new"


@given(st.text(alphabet='@{}",=#%\\ \nabook1$', max_size=80))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    bibliography, faults = load_bibliography([source("@book{first, year=1}\n" + text)])
    assert "first" in bibliography or faults
    for key in bibliography.keys():  # noqa: SIM118 - not a dict
        entry = bibliography.entry(key)
        assert entry is not None
        assert 0 <= entry.span.start <= entry.span.end <= len(entry.span.file.text)


def test_importing_the_room_imports_neither_parser_nor_processor() -> None:
    code = (
        "import sys; from syllabus.front.bibliography import bibtex; bibtex.load_bibliography([]);"
        "print([name for name in ('citeproc', 'lxml', 'pylatexenc') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_faults_are_known_by_their_entry_and_parents_of_cited_ones_are_cited() -> None:
    text = "@misc{a, crossref={b}}\n@misc{b, note=x}\n@misc{c, note=y}\n@string{s = z}\n"
    bibliography, _ = load_bibliography([source(text)])
    assert sorted(key for key, _ in bibliography.faults) == ["", "b", "c"]
    assert bibliography.with_parents(["a", "nosuch"]) == {"a", "b", "nosuch"}


def test_a_type_that_begins_like_a_command_is_a_type() -> None:
    found = library("@commentary{a, title={X}}\n@Stringy{b, title={Y}}\n@comment{c, title={Z}}\n")
    assert list(found.keys()) == ["a", "b"]
    entry = found.entry("a")
    assert entry
    assert (entry.kind, entry.value("title")) == ("commentary", "X")


def test_what_a_child_says_in_other_words_is_not_inherited() -> None:
    text = """\
@inproceedings{a, title={A}, year=2003, booktitle={Own}, address={Rome}, crossref={p}}
@proceedings{p, title={P}, subtitle={Sub}, titleaddon={Addon}, date={1999-07-02}, month=7,
  location={Oslo}, publisher={Q}}
@inproceedings{b, title={B}, month=3, crossref={p}}
@misc{c, title={C}, school={S}, xdata={x}}
@xdata{x, subtitle={No}, institution={I}, year=2000}
"""
    found = library(text)
    told = {key: {name: it.value for name, it in found.entry(key).fields.items()} for key in "abc"}  # type: ignore[union-attr]
    for fields in told.values():
        fields.pop("crossref", None)
    assert told == {
        "a": {"title": "A", "year": "2003", "booktitle": "Own", "address": "Rome",
              "publisher": "Q"},
        "b": {"title": "B", "month": "3", "booktitle": "P", "booksubtitle": "Sub",
              "booktitleaddon": "Addon", "date": "1999-07-02", "location": "Oslo",
              "publisher": "Q"},
        "c": {"title": "C", "school": "S", "xdata": "x", "year": "2000"},
    }  # fmt: skip


def test_fields_behind_the_end_of_their_entry_are_told() -> None:
    text = "@book{k, title={T}},\n year={2001},\n publisher={P}\n}\n@book{z, title={Z}}\n, x\n"
    _, faults = load_bibliography([source(text)])
    assert [(each.code, start(each.span)[0]) for each in faults] == [("malformed-entry", 2)]
    assert faults[0].message == "'k' ends before its field 'year', which is not read"
