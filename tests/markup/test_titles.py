"""Titles with formulas, emphasis and code, and those that only look as if they had any."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.handout.test_make_handout import make
from tests.security.projects import COURSE, project

from syllabus.front.check import check_project
from syllabus.front.markup import parse_title, smart_text
from syllabus.model.course import Edition
from syllabus.model.document import Math, Text, walk
from syllabus.outputs.history import take_snapshot
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.source import SourceFile
from syllabus.writers.html import HtmlWriter

PLACE = SourceFile(Path("a.md"), "a.md", "title: x").span(7, 8)


@pytest.mark.parametrize(
    ("written", "plain", "html"),
    [
        ("On *E. coli*", "On E. coli", "On <i>E. coli</i>"),
        ("_in situ_ and **in vivo**", "in situ and in vivo", "<i>in situ</i> and <b>in vivo</b>"),
        ('*"Quoted"*: "and so on"', "“Quoted”: “and so on”", "<i>“Quoted”</i>: “and so on”"),
        ("Part 1 -- *on* lenses...", "Part 1 – on lenses…", "Part 1 – <i>on</i> lenses…"),
    ],
)
def test_emphasis_is_set(written: str, plain: str, html: str) -> None:
    title = parse_title(written, PLACE, "en")
    assert title.text == plain
    assert HtmlWriter().line(title.nodes) == html


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("f * g = g * f", None),
        ("A* and its heuristics", None),
        ("snake_case and a_b_c", None),
        ("$5 or $6, then US$7", None),
        ("from $5-$10", None),
        ("AT&amp;T, <b>, [a](b.md), @born, C:\\n, https://a.example/_x_y_", None),
        ("one ` and a `` more", None),
        (r"\*a\*, \_b\_, \$c\$ and \`d\`", "*a*, _b_, $c$ and `d`"),
    ],
)
def test_what_is_no_mark_is_printed_as_it_is_written(written: str, printed: str | None) -> None:
    title = parse_title(written, PLACE, "en")
    assert title.text == (printed or written)
    assert all(isinstance(node, Text) for node in title.nodes)


@given(st.text(alphabet=st.characters(exclude_characters="*_`$", codec="utf-8")))
def test_a_title_without_marks_is_a_plain_text(written: str) -> None:
    assert parse_title(written, PLACE, "de").text == smart_text(written, "de")


def test_every_output_sets_a_title_or_says_it_plainly(tmp_path: Path) -> None:
    front = "title: 'On $L^p$, *E. coli* & `rm -r`'\ntopic: The **bold** $\\alpha$\n"
    files = {
        "syllabus/course.yaml": f"{COURSE}handout: [schedule, past]\n".replace(
            "title: ", "title: $x^2$ and "
        ),
        "syllabus/meetings/a.md": f"---\ndate: 2021-04-01\n{front}---\n\nText.\n",
    }
    layout = project(tmp_path, files)
    checked = check_project(layout)
    assert checked.course is not None, checked.diagnostics
    meeting = next(each for each in checked.course.meetings if each.identifier == "a")
    assert meeting.title.text == "On L^p, E. coli & rm -r"
    assert [each.span.text for each in walk(meeting.title.nodes) if isinstance(each, Math)] == [
        "L^p"
    ]
    document = prepare_handout(layout, "2021-04-14", Edition.MEMBERS).document
    assert document is not None
    tex = document.text
    assert (
        r"\texorpdfstring{On \(L^p\), \emph{E. coli} \& \code{rm -r}}"
        r'{On L\unichar{"005E}p, E. coli \unichar{"0026} rm -r}'
    ) in tex
    assert r"{The \textbf{bold} \(\alpha\)}" in tex
    assert re.search(r"(?m)^\\\(x\^2\\\) and ", tex)
    assert r'pdftitle={x\unichar{"005E}2 and ' in tex
    snapshot = next(
        each
        for each in take_snapshot(make(checked, Edition.PUBLIC)).meetings
        if each.identifier == "a"
    )
    assert (snapshot.title, snapshot.topic) == ("On $L^p$, E. coli & rm -r", r"The bold $\alpha$")


def test_a_formula_of_a_title_passes_the_gate_at_its_column(tmp_path: Path) -> None:
    files = {"syllabus/meetings/a.md": "---\ndate: TBD\ntitle: 'On $\\input{x}$'\n---\n"}
    front = prepare_handout(project(tmp_path, files), "2021-04-14", Edition.MEMBERS)
    fault = next(each for each in front.diagnostics if each.code == "math-command")
    assert fault.span is not None
    assert (fault.span.line, fault.span.column) == (3, 13)
