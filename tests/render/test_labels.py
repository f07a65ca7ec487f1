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
