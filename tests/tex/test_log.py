"""Logs as TeX writes them, and the places in the records that they mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.documents import tex_document

from syllabus.diagnostics import Diagnostic, Severity
from syllabus.source import SourceFile
from syllabus.tex.log import read_log

RECORD = """\
---
title: A meeting
---
First \\foo{x} and ✓.

Second paragraph with
supercalifragilistic words.
"""
TEX = """\
\\documentclass{article}
\\begin{document}
\\section{Template}
%@ a.md:4
First \\foo{x} and ✓.

%@ a.md:6+1
Second paragraph with
supercalifragilistic words.
%@
\\end{document}
"""
SOURCE = SourceFile(Path("a.md"), "a.md", RECORD)
DOCUMENT = tex_document(TEX, sources={"a.md": SOURCE})


def faults(log: str) -> list[tuple[str, int | None, str]]:
    """Return code, line and text of every fault."""
    return [
        (fault.code, *((fault.span.line, fault.span.text) if fault.span else (None, "")))
        for fault in read_log(log, DOCUMENT)
    ]


def the_fault(log: str) -> Diagnostic:
    (fault,) = read_log(log, DOCUMENT)
    return fault


def test_a_log_without_complaints_gives_no_fault() -> None:
    log = """(./handout.tex
LaTeX2e <2022-11-01> patch level 1
(./handout.aux) (./handout.toc [1]) [2] (./handout.aux) )
Overfull \\hbox (1.99998pt too wide) in paragraph at lines 8--9
\\T1/lmr/m/n/10 su-per-cal-ifrag-ilis-tic
 []

Overfull \\vbox (12.0pt too high) has occurred while \\output is active []

Underfull \\hbox (badness 10000) in paragraph at lines 5--6

Output written on handout.pdf (2 pages, 12345 bytes).
"""
    assert faults(log) == []


@pytest.mark.parametrize(
    "log",
    [
        "./handout.tex:5: Undefined control sequence.\nl.5 First \\foo\n              {x} and ✓.\n",
        "! Undefined control sequence.\nl.5 First \\foo\n              {x} and ✓.\n",
        "! Undefined control sequence.\n<argument> \\foo \n\nl.5 First \\foo{x} and\n     ✓.\n",
        "! Undefined control sequence.\n<argument> \\foo \n\nl.6 \n\n",
    ],
)
def test_an_undefined_command_is_found_in_the_record(log: str) -> None:
    assert faults(log) == [("undefined-command", 4, "\\foo")]
    assert the_fault(log).message == "TeX has no command \\foo"


def test_what_does_not_stand_where_tex_was_is_no_guess() -> None:
    elsewhere = (
        "! Undefined control sequence.\n\\mine ->\\foo \n\nl.5 First\n     \\foo{x} and ✓.\n"
    )
    assert faults(elsewhere) == [("undefined-command", 4, SOURCE.line_text(4))]


@pytest.mark.parametrize(
    ("line", "shown", "place"),
    [
        ("a" * 300 + "\\foo b", "..." + "a" * 231 + "\\foo", "\\foo"),
        ("ü" * 300 + "\\foo b", "...\ufffd" + "ü" * 115 + "\\foo", "\\foo"),
        ("a \\foo " + "b" * 300, "..." + "b" * 235, "a \\foo " + "b" * 300),
    ],
    ids=["once", "bytes", "several"],
)
def test_of_a_long_line_tex_tells_the_column_by_its_last_characters(
    line: str, shown: str, place: str
) -> None:
    record = SourceFile(Path("c.md"), "c.md", line)
    document = tex_document(f"%@ c.md:1\n{line}\n", sources={"c.md": record})
    log = f"./handout.tex:2: Undefined control sequence.\n<argument> \\foo \n\nl.2 {shown}\n  b\n\n"
    (fault,) = read_log(log, document)
    assert fault.span
    assert fault.span.text == place


def test_an_undefined_environment_is_found_in_the_record() -> None:
    record = SourceFile(Path("c.md"), "c.md", "See \\begin{nosuch}x\\end{nosuch}")
    document = tex_document(f"%@ c.md:1\n{record.text}\n", sources={"c.md": record})
    (fault,) = read_log(
        "./handout.tex:2: LaTeX Error: Environment nosuch undefined.\n\n"
        "See the LaTeX manual.\n ...\n\nl.2 See \\begin{nosuch}\n    x\\end{nosuch}\n",
        document,
    )
    assert (fault.code, fault.message) == ("undefined-command", "LaTeX has no environment 'nosuch'")
    assert fault.span is not None
    assert fault.span.text == "\\begin{nosuch}"


def test_a_character_that_no_font_has_is_found_in_the_record() -> None:
    pdftex = """./handout.tex:5: LaTeX Error: Unicode character ✓ (U+2713)
               not set up for use with LaTeX.

See the LaTeX manual or LaTeX Companion for explanation.
Type  H <return>  for immediate help.
 ...

l.5 First \\foo{x} and ✓
                       .
"""
    luatex = "Missing character: There is no ✓ (U+2713) in font [lmroman10-regular]:+tlig;!\n"
    for log in (pdftex, luatex, luatex * 3):
        assert faults(log) == [("missing-character", 4, "✓")]
        assert the_fault(log).message == "the handout's fonts have no '✓' (U+2713)"
    assert the_fault("Missing character: There is no ^^c8 in font cmr10!\n").span is None


def test_a_character_that_tex_left_out_is_one_of_so_many() -> None:
    """LuaTeX does not say where."""
    record = SourceFile(Path("c.md"), "c.md", "One 日本.\nTwo 日. % 日\n日 and 日.\n% 日")
    document = tex_document(f"日\n%@ c.md:1+3\n{record.text}\n", sources={"c.md": record})
    log = "Missing character: There is no 日 (U+65E5) in font [lmroman10-regular]:+tlig;!\n"
    (fault,) = read_log(log, document)
    assert fault.span
    assert (fault.span.line, fault.span.column, fault.span.text) == (1, 5, "日")
    assert fault.hints[-1] == "it stands at 3 places, of which this is the first"
    (fault,) = read_log(log.replace("日 (U+65E5)", "本 (U+672C)"), document)
    assert (fault.span and fault.span.column, len(fault.hints)) == (6, 1)


def test_an_overfull_line_is_placed_where_its_longest_word_stands() -> None:
    log = """Overfull \\hbox (12.34567pt too wide) in paragraph at lines 8--10
[]\\T1/lmr/m/n/10 Sec-ond para-graph with su-per-cal-ifrag-ilis-tic
 []

"""
    assert faults(log) == [("overfull-line", 7, "supercalifragilistic")]
    assert the_fault(log).severity is Severity.WARNING
    assert the_fault(log).message == "the line is 12.3 pt wider than the text"
    twice = TEX.replace("with\nsuper", "with supercalifragilistic\nsuper")
    (fault,) = read_log(log, tex_document(twice, sources={"a.md": SOURCE}))
    assert (fault.span and fault.span.text) == "paragraph"  # the longest of the others
    divided = log.replace(" with su-per-cal-ifrag-ilis-tic", "-")
    assert faults(divided) == [("overfull-line", 6, "Second")]
    unknown = log.replace("su-per-cal-ifrag-ilis-tic", "123")
    assert [line for _, line, _ in faults(unknown)] == [6]


def test_an_overfull_line_of_the_contents_is_placed_at_the_only_heading_with_its_word() -> None:
    """Which line of the contents' file it is tells nothing: babel has lines of its own there."""
    record = SourceFile(Path("b.md"), "b.md", "# Once\n# supercalifragilistic\n" * 2)
    headings = (f"%@ b.md:{n}\n\\section{{{record.line_text(n)[2:]}}}\n" for n in range(1, 5))
    text = "\\begin{document}\n" + "".join(headings)
    log = """(./handout.toc
Overfull \\hbox (20.0pt too wide) in paragraph at lines 4--4
[][] []\\T1/lmr/m/n/10 su-per-cal-ifrag-ilis-tic (
 []

) [1]
"""

    def places(log: str, text: str) -> list[tuple[int, str] | None]:
        document = tex_document(text, sources={"b.md": record})
        return [
            (fault.span.line, fault.span.text) if fault.span else None
            for fault in read_log(log, document)
        ]

    assert places(log, text) == [None]
    assert places(log, text.rpartition("%@")[0]) == [(2, "supercalifragilistic")]
    assert places(log.replace("su-per-cal", "other"), text) == [None]


def test_a_line_of_the_text_is_none_of_the_contents() -> None:
    log = """(./handout.toc) [1]
Overfull \\hbox (20.0pt too wide) detected at line 5
\\T1/lmr/m/n/10 nothing known
 []

"""
    assert faults(log) == [("overfull-line", 4, SOURCE.line_text(4))]


def test_what_comes_from_a_template_names_the_line_of_the_tex() -> None:
    fault = the_fault("./handout.tex:3: Undefined control sequence.\nl.3 \\bar\n\n")
    assert fault.span is None
    assert "line 3 of handout.tex" in fault.hints[-2]
    assert fault.hints[-1] == "it is in the section 'Template'"


def test_what_has_no_line_says_after_which_heading_tex_was() -> None:
    heading = "handout: a heading in line 3\n"
    lost = "! File ended while scanning use of \\frac .\n<inserted text>\n                \\par\n\n"
    assert "it is in the section 'Template'" in the_fault(heading + lost).hints
    assert not any("section" in hint for hint in the_fault(lost).hints)
    page = "Overfull \\vbox (%s) has occurred while \\output is active []\n\n"
    assert faults(page % "19.9pt too high") == []
    assert the_fault(page % "20.1pt too high").message.endswith("20 pt taller than the page")
    assert faults("handout: a heading in line 5\n" + page % "99.0pt too high") == [
        ("overfull-page", 4, SOURCE.line_text(4))
    ]


def test_tex_is_quoted_in_our_own_words_and_its_giving_up_only_when_alone() -> None:
    gave_up = "! Emergency stop.\n<*> handout.tex\n\n!  ==> Fatal error occurred, no PDF file!\n"
    runaway = """Runaway argument?
{\\bar \\par text\\ETC.
! File ended while scanning use of \\frac .
<inserted text>
                \\par
"""
    assert the_fault(runaway + "\n" + gave_up).message == (
        "a { is not closed before the handout ends"
    )
    assert the_fault(gave_up).code == "tex-error"
    odd = the_fault("./handout.tex:5: Some trouble.\nl.5 First\n\n")
    assert (odd.code, odd.message) == ("tex-error", "TeX cannot typeset this")
    assert "line 1 of TeX's log" in odd.hints[0]


@pytest.mark.parametrize(
    ("log", "code"),
    [
        ("! LaTeX Error: File `booktabs.sty' not found.\n", "missing-package"),
        ("./handout.tex:5: LaTeX Error: File `x.png' not found.\nl.5 First\n", "missing-file"),
        (
            "./handout.tex:5: Font T1/abc/m/n/10=abc10 at 10.0pt not loadable: "
            "Metric (TFM) file not found.\nl.5 First\n",
            "missing-font",
        ),
        (
            "!pdfTeX error: pdflatex (file ecrm1000): Font ecrm1000 at 600 not found\n"
            " ==> Fatal error occurred, no output PDF file produced!\n",
            "missing-font",
        ),
    ],
)
def test_what_is_not_installed_is_named(log: str, code: str) -> None:
    assert the_fault(log).code == code


def test_references_count_only_in_a_run_that_ended_well() -> None:
    reference = "LaTeX Warning: Reference `meeting:x' on page 1 undefined on input line 5.\n\n"
    assert faults(reference) == [("undefined-reference", 4, SOURCE.line_text(4))]
    failed = reference + "./handout.tex:5: Missing $ inserted.\n<inserted text>\nl.5 First\n\n"
    assert faults(failed) == [("tex-error", 4, SOURCE.line_text(4))]


def test_several_errors_are_all_told_in_the_order_of_the_record_and_each_once() -> None:
    later = "./handout.tex:9: Double superscript.\nl.9 super\n         x\n\n"
    first = "./handout.tex:5: Missing $ inserted.\n<inserted text>\nl.5 First\n\n"
    assert [line for _, line, _ in faults(later + first + later)] == [4, 7]
