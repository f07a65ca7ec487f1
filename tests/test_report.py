"""Faults are printed so that people and programs find their place."""

from __future__ import annotations

import json
from pathlib import Path

from syllabus.cli.report import (
    colored,
    count_faults,
    report_github,
    report_human,
    report_json,
    report_short,
)
from syllabus.diagnostics import Related, error, note, sort_diagnostics, warning
from syllabus.source import SourceFile

SOURCE = SourceFile(Path("/p/m.md"), "m.md", "one\n\ttwo [@zong] three\n" + "x" * 300 + "!\n")
FAULT = error(
    "unknown-citation",
    "no entry 'zong' in the bibliography",
    SOURCE.line_span(2, 7, 5),
    "did you mean 'zhong'?",
    related=[Related("first here", SOURCE.line_span(1, 1, 3))],
)


def test_a_fault_shows_its_line_a_caret_and_what_to_do() -> None:
    assert report_human([FAULT]) == (
        "m.md:2:7: error: no entry 'zong' in the bibliography [unknown-citation]\n"
        "  2 |  two [@zong] three\n"
        "    |       ^^^^^\n"
        "  hint: did you mean 'zhong'?\n"
        "  m.md:1:1: first here\n"
        "  1 | one\n"
        "    | ^^^\n"
    )


def test_a_long_line_is_cut_around_its_fault() -> None:
    (_, line, caret) = report_human([note("a-code", "m", SOURCE.line_span(3, 301))]).splitlines()
    assert line[caret.index("^")] == "!"
    assert len(line) < 120


def test_a_terminal_cannot_be_steered_by_a_record() -> None:
    source = SourceFile(Path("/p/m.md"), "m.md", "a\x1b[31mb\x9b\n")
    text = report_human([warning("a-code", "found '\x1b]0;x\x07'", source.line_span(1))], colored)
    for sequence in ("\x1b[31m", "\x1b]", "\x9b", "\x07"):
        assert sequence not in text


def test_spaces_of_other_widths_are_shown_as_they_are() -> None:
    source = SourceFile(Path("/p/m.md"), "m.md", "Perec\u202f: «\u00a0W\u00a0» \u200b\n")
    text = report_human([warning("a-code", "found 'Perec\u202f:'", source.line_span(1))])
    assert "'Perec\u202f:'" in text
    assert "Perec\u202f: «\u00a0W\u00a0» \ufffd" in text


def test_programs_read_the_same() -> None:
    plain = warning("no-place", "m", None)
    assert report_short([FAULT, plain]).splitlines() == [
        "m.md:2:7: error: no entry 'zong' in the bibliography [unknown-citation]",
        "warning: m [no-place]",
    ]
    found = json.loads(report_json([FAULT, plain]))
    assert [(each["code"], each.get("line"), each["file"]) for each in found] == [
        ("unknown-citation", 2, "m.md"),
        ("no-place", None, None),
    ]
    assert report_github([FAULT]) == (
        "::error file=m.md,line=2,col=7,title=unknown-citation::"
        "no entry 'zong' in the bibliography%0Adid you mean 'zhong'?\n"
    )


def test_faults_come_by_file_and_line_once_each() -> None:
    second = error("b", "m", SOURCE.line_span(1))
    assert sort_diagnostics([FAULT, second, FAULT]) == (second, FAULT)
    assert count_faults([FAULT, second, note("c", "m", None)]) == "2 errors, 1 note"
