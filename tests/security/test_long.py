"""What is too long for TeX is refused by `check` at its line, or set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import COURSE, FRONT, MEETING, build, prepare, project

from syllabus.cli import main
from syllabus.diagnostics import Severity
from syllabus.front.markup.bounds import MAX_CODE_LINE
from syllabus.front.markup.parser import MAX_COLUMNS
from syllabus.front.records.forms import LONGEST_TEXT
from syllabus.writers.latex.text import LONGEST_PDF_STRING


def table(columns: int) -> str:
    return "|" + "x|" * columns + "\n|" + "-|" * columns + "\n|" + "y|" * columns + "\n"


def titled(title: str) -> str:
    return FRONT.replace("Lenses", f"'{title}'")


TOO_LONG = {
    "code": FRONT + "```\n" + "\\" * 9_000 + "\n```\n",
    "indented code": FRONT + "a\n\n    " + "\\" * 9_000 + "\n",
    "quotes": titled('"' * 50_000),
    "accents": titled("é" * 50_000),
    "topic": FRONT.replace("title:", f"topic: {'x ' * 30_000}\ntitle:"),
    "columns": FRONT + table(3_000),
    "heading": FRONT + "## " + '"' * 9_900 + "\n",
    "just too many columns": FRONT + table(MAX_COLUMNS + 3),
    "in a quotation": FRONT + "> " + table(3_000).replace("\n", "\n> "),
}
LONG = {
    "code": FRONT + "```\n" + "\\" * MAX_CODE_LINE + "\n```\n",
    "accents in code": FRONT + "```\n" + "é" * MAX_CODE_LINE + "\n```\n",
    "quotes": titled('"' * LONGEST_TEXT),
    "accents": titled("é" * LONGEST_TEXT),
    "backslashes": titled("\\" * LONGEST_TEXT),
    "heading": FRONT + "## " + '"' * 990 + "\n",
    "columns": FRONT + table(MAX_COLUMNS),
}


@pytest.mark.parametrize("text", TOO_LONG.values(), ids=TOO_LONG)
def test_what_is_too_long_is_refused_at_its_line(tmp_path: Path, text: str) -> None:
    layout = project(tmp_path, {MEETING: text})
    faults = [each for each in build(layout).diagnostics if each.severity is Severity.ERROR]
    assert {fault.code for fault in faults} == {"text-too-long"}
    assert all(fault.span and fault.span.file.name == MEETING for fault in faults)
    run = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    assert "text-too-long" in run.stderr


def test_so_is_a_course(tmp_path: Path) -> None:
    layout = project(tmp_path, {"syllabus/course.yaml": COURSE + f"place: {'x' * 20_000}\n"})
    assert {fault.code for fault in build(layout).diagnostics} >= {"text-too-long"}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_what_is_as_long_as_may_be_is_set(tmp_path: Path, text: str, engine: str) -> None:
    outcome = build(project(tmp_path, {MEETING: text}), engine=engine)
    assert outcome.path, outcome.diagnostics


@pytest.mark.parametrize("sign", ["\\", '"', "é"])
def test_a_long_title_is_cut_short_where_it_would_take_hyperref_long(
    tmp_path: Path, sign: str
) -> None:
    front = prepare(tmp_path, {MEETING: titled(sign * LONGEST_TEXT)})
    assert front.document is not None
    text = front.document.filled.text
    (outlined,) = re.findall(
        r"\\subsection\{.*\\texorpdfstring\{(.*)\}\{(.*?)\}\\meetinglabel", text
    )
    assert len(outlined[0]) >= LONGEST_TEXT
    assert outlined[1].count("\\unichar") == LONGEST_PDF_STRING
