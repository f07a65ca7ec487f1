"""Citation styles without end, in other encodings, and by names that no file can have."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import COURSE, FRONT, MEETING, codes, prepare

from syllabus.cli import main
from syllabus.front.bibliography import Style
from syllabus.front.bibliography.effort import DEEPEST_STYLE, LONGEST_WORDS
from syllabus.front.bibliography.styles import _names, load_style
from syllabus.source import SourceFile

BIB = "@book{a, author = {A B}, title = {T}, year = {2000}}\n"
FILES = {"bib/a.bib": BIB, MEETING: f"{FRONT}@a and [@a]\n"}


def style(macros: str, layout: str = '<text macro="m0"/>', encoding: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
        f"<info><title>A</title></info>{macros}<citation><layout>{layout}</layout></citation>"
        f"<bibliography><layout>{layout}</layout></bibliography></style>"
    )


def macro(number: int, inside: str) -> str:
    return f'<macro name="m{number}">{inside}</macro>'


def calls(*numbers: int) -> str:
    return "".join(f'<text macro="m{number}"/>' for number in numbers)


TITLE = '<text variable="title"/>'
GROUPS = "<group>" * 500 + TITLE + "</group>" * 500
HOSTILE = {
    "doubling": "".join(macro(n, calls(n + 1, n + 1)) for n in range(31)) + macro(31, TITLE),
    "doubling without end": "".join(macro(n, calls(n + 1, n + 1)) for n in range(9_000))
    + macro(9_000, TITLE),
    "a loop": macro(0, calls(1)) + macro(1, calls(2)) + macro(2, calls(0)),
    "itself": macro(0, calls(0)),
    "a loop that nothing calls": macro(0, TITLE) + macro(1, calls(2)) + macro(2, calls(1)),
    "by substitutes": "".join(
        macro(n, f'<names variable="editor"><substitute>{calls(n + 1, n + 1)}</substitute></names>')
        for n in range(40)
    )
    + macro(40, TITLE),
    "by conditions": "".join(
        macro(n, f'<choose><if type="book">{calls(n + 1, n + 1)}</if></choose>') for n in range(40)
    )
    + macro(40, TITLE),
    "nested groups": macro(0, GROUPS),
    "long words": macro(0, f'<text value="{"x" * (LONGEST_WORDS + 1)}"/>'),
    "no attributes": macro(0, "<names/><date/><label/><number/>"),
}


@pytest.mark.parametrize("macros", HOSTILE.values(), ids=HOSTILE)
def test_a_style_without_end_is_a_fault_where_it_is_named(tmp_path: Path, macros: str) -> None:
    course = f"{COURSE}style: a.csl\n"
    files = {"syllabus/course.yaml": course, "a.csl": style(macros), **FILES}
    front = prepare(tmp_path, files)
    assert codes(front) == {"broken-style"}
    (fault,) = (each for each in front.diagnostics if each.code == "broken-style")
    assert fault.span
    assert (fault.span.file.name, fault.span.text) == ("syllabus/course.yaml", "a.csl")
    for command in (["check"], ["list"], ["email"], ["diff"], ["build", "--tex"]):
        run = CliRunner().invoke(main, ["-C", str(tmp_path), *command])
        assert isinstance(run.exception, SystemExit | None)


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf_8_sig", "rot13", "none", "utf-32"])
def test_a_style_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    text = style(macro(0, TITLE), encoding=encoding)
    data = text.encode(encoding if encoding not in ("rot13", "none") else "utf-8")
    course = f"{COURSE}style: a.csl\n"
    front = prepare(tmp_path, {"syllabus/course.yaml": course, "a.csl": data, **FILES})
    assert codes(front) == {"broken-style"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "ISO-8859-1", "us-ascii"])
def test_what_xml_is_written_in_is_read(tmp_path: Path, encoding: str) -> None:
    text = style(macro(0, TITLE), encoding=encoding)
    course = f"{COURSE}style: a.csl\n"
    data = text.encode(encoding)
    front = prepare(tmp_path, {"syllabus/course.yaml": course, "a.csl": data, **FILES})
    assert codes(front) == set()


@pytest.mark.parametrize(
    "name", ["a" * 300, "é" * 300, "a" * 300 + ".csl", "b/" * 200 + "a.csl", "a b", ".", "…"]
)
def test_a_name_that_no_style_has_is_a_fault(tmp_path: Path, name: str) -> None:
    front = prepare(tmp_path, {"syllabus/course.yaml": f"{COURSE}style: '{name}'\n", **FILES})
    assert codes(front) == {"unknown-style"}
    assert all(len(fault.message) < 250 for fault in front.diagnostics)


def test_a_parent_that_no_style_has_is_a_fault(tmp_path: Path) -> None:
    link = f'<link rel="independent-parent" href="http://x/{"a" * 300}"/>'
    text = style("").replace("<title>", f"{link}<title>")
    course = f"{COURSE}style: a.csl\n"
    front = prepare(tmp_path, {"syllabus/course.yaml": course, "a.csl": text, **FILES})
    assert codes(front) == {"broken-style"}


def test_every_style_that_comes_along_is_within_the_bounds(tmp_path: Path) -> None:
    span = SourceFile(tmp_path, "a", "").span(0)
    heavy = [name for name in _names() if name.startswith(("chicago", "apa", "mla", "oscola"))]
    assert all(isinstance(load_style(name, tmp_path, span), Style) for name in heavy)
    assert DEEPEST_STYLE > 3 * 19
