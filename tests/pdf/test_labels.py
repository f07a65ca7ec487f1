"""Formulas that refer to each other."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.security.projects import COURSE, FRONT, MEETING, build, prepare, project

BODY = r"""By $\eqref{wave}$ in Oslo.

$$
\begin{align}
  a &= b \label{wave} \\
  c &= d \label{second} \tag{T}
\end{align}
$$

> As $\ref{second}$ says, $\loss$.
"""
MACROS = "macros: {loss: '\\text{see \\eqref{wave}}'}\n"


def test_a_reference_prints_the_formulas_number(tmp_path: Path) -> None:
    files = {"syllabus/course.yaml": COURSE + MACROS, MEETING: FRONT + BODY}
    outcome = build(project(tmp_path, files))
    command = ["pdftotext", "-layout", str(outcome.path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "By (1) in Oslo." in text
    assert "As T says, see (1)." in text


def test_a_label_that_is_missing_or_given_twice_is_a_fault_at_its_place(tmp_path: Path) -> None:
    body = BODY.replace(r"\label{second}", r"\label{wave}").replace("eqref{wave}", "eqref{wve}")
    front = prepare(tmp_path, {MEETING: FRONT + body.replace(r", $\loss$", "")})
    places = [
        (fault.code, fault.span.line, fault.span.text, [each.span.line for each in fault.related])
        for fault in front.diagnostics
        if fault.span and fault.code.endswith("-label")
    ]
    assert places == [
        ("unknown-label", 6, "wve", []),
        ("duplicate-label", 11, "wave", [10]),
        ("unknown-label", 15, "second", []),
    ]


def test_a_label_is_none_of_the_templates_own(tmp_path: Path) -> None:
    front = prepare(tmp_path, {MEETING: rf"{FRONT}$$ x = y \tag{{1}} \label{{page}} $$" + "\n"})
    assert front.document is not None
    assert r"\label{formula:page}" in front.document.text


def test_raw_latex_and_templates_give_labels_too_and_a_macro_has_a_place(tmp_path: Path) -> None:
    macros = "macros:\n  loss: \\text{see \\eqref{wve}}\n"
    raw = "\\begin{equation}\\label{formula:raw}x\\end{equation}"
    files = {
        "syllabus/course.yaml": f"{COURSE}raw_latex: true\n{macros}",
        "templates/prose.tex": "% \\label{formula:framed} \\ref{formula:unused}\n",
        "syllabus/sections/general.md": "# General\n",
        MEETING: f"{FRONT}$\\ref{{raw}}$ $\\ref{{framed}}$\n\n```{{=latex}}\n{raw}\n{raw}\n```\n",
    }
    faults = [fault for fault in prepare(tmp_path, files).diagnostics if "-label" in fault.code]
    assert [
        (fault.code, fault.span.file.name, fault.span.line, fault.span.text)
        for fault in faults
        if fault.span
    ] == [
        ("unknown-label", "syllabus/course.yaml", 6, "wve"),
        ("duplicate-label", MEETING, 10, "raw"),
    ]


def test_a_label_is_given_as_often_as_its_formula_is_printed(tmp_path: Path) -> None:
    block = "$$ x = y \\tag{1} \\label{once} $$\n"
    files = {
        "syllabus/blocks/formula.md": block,
        MEETING: f"{FRONT}```{{include}} formula.md\n```\n\n```{{include}} formula.md\n```\n",
    }
    front = prepare(tmp_path, files)
    assert "duplicate-label" in [fault.code for fault in front.diagnostics]
