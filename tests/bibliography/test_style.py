"""Styles by name and by path."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bibliography.printing import HERE, library, narrative, parenthetical, shown, style, work

from syllabus.diagnostics import Diagnostic
from syllabus.front.bibliography import Style, StyleKind, format_citations
from syllabus.front.bibliography.doubts import find_doubts
from syllabus.front.bibliography.formatting import Formatting
from syllabus.front.bibliography.styles import FAMILIES, _names, load_style
from syllabus.front.check import check_project
from syllabus.workspace.layout import Layout

CSL = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Mine</title><id>mine</id><updated>2020-01-01T00:00:00+00:00</updated></info>
  <macro name="year"><date variable="issued"><date-part name="year"/></date></macro>
  <citation><layout prefix="&lt;" suffix="&gt;" delimiter="|">
    <group delimiter=" ">
      <names variable="author"><name form="short"/></names><text macro="year"/>
    </group>
  </layout></citation>
</style>
"""


def test_styles_know_how_they_cite() -> None:
    assert style("apa").kind is StyleKind.AUTHOR_DATE
    assert style("ieee").kind is StyleKind.NUMERIC
    assert style("chicago-notes").kind is StyleKind.NOTE
    assert not style("chicago-notes").has_bibliography


def test_a_dependent_style_is_its_parent() -> None:
    assert style("nature-methods").xml == style("nature").xml


@pytest.mark.parametrize(
    ("name", "present"),
    [
        ("vancouver", "nlm-citation-sequence"),
        ("vancouver-superscript", "nlm-citation-sequence-superscript"),
        ("chicago-fullnote-bibliography", "chicago-notes-bibliography"),
        ("harvard1", "harvard-cite-them-right"),
        ("mla", "modern-language-association"),
        ("http://www.zotero.org/styles/nature-methods", "nature"),
        ("https://zotero.org/styles/apa", "apa"),
    ],
)
def test_names_of_before_and_addresses_are_found(name: str, present: str) -> None:
    assert style(name).xml == style(present).xml


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("natur", "nature"),
        ("APA", "apa"),
        ("Vancouver", "vancouver"),
        ("turabian author", "turabian-author-date"),
        ("Modern Language Association", "modern-language-association"),
    ],
)
def test_an_unknown_style_names_the_nearest(name: str, nearest: str) -> None:
    fault = load_style(name, Path(), HERE)
    assert isinstance(fault, Diagnostic)
    assert (fault.code, fault.span) == ("unknown-style", HERE)
    assert f"did you mean '{nearest}'?" in fault.hints


def test_a_file_of_the_project_is_a_style(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "mine.csl").write_text(CSL, encoding="utf-8")
    mine = load_style("styles/mine.csl", tmp_path, HERE)
    assert isinstance(mine, Style)
    works = library(
        "@book{a, author={Aa, B}, title={T}, year=2001}\n"
        "@book{b, author={Aa, B}, title={U}, year=2001}"
    )
    result = format_citations(
        works, [parenthetical(work("a"), work("b")), narrative(work("b"))], mine, "en"
    )
    assert [shown(nodes) for nodes in result.citations] == ["<Aa 2001a|Aa 2001b>", "Aa <2001b>"]
    assert result.references == ()


@pytest.mark.parametrize("name", ["../mine.csl", "/etc/passwd", "a/../../mine.csl"])
def test_a_file_outside_the_project_is_refused(tmp_path: Path, name: str) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "mine.csl").write_text(CSL, encoding="utf-8")
    fault = load_style(name, project, HERE)
    assert isinstance(fault, Diagnostic)
    assert fault.code == "style-outside-project"


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "mine.csl").write_text(CSL, encoding="utf-8")
    (project / "mine.csl").symlink_to(tmp_path / "mine.csl")
    fault = load_style("mine.csl", project, HERE)
    assert isinstance(fault, Diagnostic)
    assert fault.code == "style-outside-project"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<style", "well-formed"),
        ("<html/>", "root element"),
        (CSL.replace("citation>", "bibliography>"), "<citation>"),
        (CSL.replace('macro="year"', 'macro="yeer"'), "'yeer'"),
        (CSL.replace("<style", '<!DOCTYPE s [<!ENTITY x "y">]><style', 1), "document type"),
    ],
)  # fmt: skip
def test_a_broken_file_is_a_fault(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "mine.csl").write_text(text, encoding="utf-8")
    fault = load_style("mine.csl", tmp_path, HERE)
    assert isinstance(fault, Diagnostic)
    assert fault.code == "broken-style"
    assert words in fault.message


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    fault = load_style("styles/none.csl", tmp_path, HERE)
    assert isinstance(fault, Diagnostic)
    assert fault.code == "unknown-style"
    assert "no such file" in fault.message


def test_an_error_of_ours_is_not_taken_for_one_of_the_style(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.csl").write_text(CSL, encoding="utf-8")
    mine = load_style("mine.csl", tmp_path, HERE)
    assert isinstance(mine, Style)

    def printed(*_: object) -> None:
        raise KeyError("missing")

    monkeypatch.setattr(Formatting, "printed", printed)
    works = library("@book{ours, author={Aa, B}, title={Unseen}, year=2001}")
    with pytest.raises(KeyError, match="missing"):
        format_citations(works, [parenthetical(work("ours"))], mine, "en")


@pytest.mark.parametrize(
    ("before", "after", "said", "hint"),
    [
        (' version="1.0">', ' version="1.1mlz1">', "its version is '1.1mlz1'", ()),
        (' version="1.0">', ">", "it names no version", ()),
        ('class="in-text"', 'class="intext"', "no class 'intext'", ("did you mean 'in-text'?",)),
        ("</info>", "</info><macr/>", "CSL has no element <macr>", ("did you mean 'macro'?",)),
        ("suffix=", "sufix=", "no attribute 'sufix'", ("did you mean 'suffix'?",)),
        ('<text macro="year"/>', '<text variable="titel"/>', "'titel'", ("did you mean 'title'?",)),
        ('<text macro="year"/>', '<text term="acessed"/>', "no term 'acessed'", ()),
        ('form="short"', 'form="shrt"', "no form 'shrt'", ("did you mean 'short'?",)),
        ('<text macro="year"/>', '<text term="in press"/><text term="month-01"/>', "", ()),
        ("</info>", '</info><locale><terms><term name="own"/></terms></locale>', "", ()),
        ("</info>", '</info><macro name="year"/>', "defined twice", ("delete one of them",)),
    ],
)  # fmt: skip
def test_what_csl_does_not_have_is_told(
    before: str, after: str, said: str, hint: tuple[str, ...]
) -> None:
    faults = list(find_doubts("mine.csl", CSL.replace(before, after, 1).encode(), HERE))
    assert [fault.code for fault in faults] == ["doubtful-style"] * bool(said)
    if said:
        assert said in faults[0].message
        assert not hint or faults[0].hints == hint


def test_the_styles_that_everybody_uses_are_not_doubted() -> None:
    names = ("apa", "ieee", "nature", "chicago-notes", "modern-language-association", "oscola")
    for name in names:
        assert not list(find_doubts(name, style(name).xml, HERE))


def test_a_style_of_the_project_that_is_doubted_is_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "syllabus").mkdir()
    (tmp_path / "mine.csl").write_text(CSL.replace("suffix", "sufix"))
    (tmp_path / "syllabus" / "course.yaml").write_text("title: A\nzone: UTC\nstyle: mine.csl\n")
    (fault,) = check_project(Layout(tmp_path)).diagnostics
    assert fault.span is not None
    assert (fault.code, fault.span.line, fault.span.column) == ("doubtful-style", 3, 8)


def test_the_file_of_a_style_that_everybody_has_is_its_name(tmp_path: Path) -> None:
    fault = load_style("apa.csl", tmp_path, HERE)
    assert isinstance(fault, Diagnostic)
    assert fault.hints == ("write apa",)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_style_that_stands_for_a_family_is_there(family: str) -> None:
    assert set(FAMILIES[family]) <= set(_names())
    assert family not in _names()
