"""Digits of other scripts, numbers without end, and names that the handout itself uses."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from tests.security.projects import COURSE, FRONT, MEETING, build, codes, prepare, project

from syllabus.model.engine import ENGINES
from syllabus.outputs.templates import default_templates
from syllabus.source import SourceFile
from syllabus.writers.latex.math import check_macro
from syllabus.writers.latex.math.arguments import is_plain_value
from syllabus.writers.latex.math.commands import PLAIN_ARGUMENTS
from syllabus.writers.latex.math.taken import TAKEN

SPAN = SourceFile(Path("a.md"), "a.md", "x").span(0, 1)
VALUES = {
    "C": "*{3}{l}", "E": "2", "F": "0.5", "H": "3em", "K": "1-2", "N": "3", "T": "0.4pt",
    "U": "3mu", "B": "1", "P": "1",
}  # fmt: skip
SCRIPTS = ("٠", "०", "０", "𝟎", "𞥐")
"""Their noughts; the other digits follow."""


@pytest.mark.parametrize(("kind", "zero"), list(product(VALUES, SCRIPTS)))
def test_a_digit_of_another_script_is_none_to_tex(kind: str, zero: str) -> None:
    other = re.sub("[0-9]", lambda digit: chr(ord(zero) + int(digit[0])), VALUES[kind])
    assert is_plain_value(kind, VALUES[kind])
    assert not is_plain_value(kind, other)


def test_each_kind_of_argument_with_digits_is_tried() -> None:
    assert {kind for kind, (form, _) in PLAIN_ARGUMENTS.items() if r"\d" in form} <= VALUES.keys()


@pytest.mark.parametrize(
    "formula",
    [r"\hspace{٣em}", r"\begin{array}{*{٣}{l}}a\end{array}", r"a\\[٣pt]b", r"\kern ٣pt", r"x^{²}"],
)
def test_formulas_are_refused_at_their_line_or_set(tmp_path: Path, formula: str) -> None:
    front = prepare(tmp_path, {MEETING: f"{FRONT}a ${formula}$\n"})
    errors = [fault for fault in front.diagnostics if fault.span and fault.span.line == 6]
    assert bool(errors) == ("²" not in formula)


@pytest.mark.parametrize("number", ["²", "٣", "９", "9" * 5_000, "①"])
def test_any_number_in_a_library_is_read_or_told(tmp_path: Path, number: str) -> None:
    fields = "".join(
        f", {name} = {{{number}}}" for name in ("day", "pages", "pagetotal", "volume", "edition")
    )
    dates = f", date = {{2021-0{number}}}, urldate = {{{number}-{number}-{number}}}"
    bib = (
        f"@book{{a, title = {{{number} T}}, year = {{2021}}, month = jan{fields}}}\n"
        f"@book{{b, title = {{{number}1 T}}, author = {{A B}}{dates}}}\n"
        f"@article{{c, title = {{T}}, pages = {{{number}--{number}1}}, year = {number}}}\n"
    )
    for style in ("apa", "chicago-author-date", "ieee"):
        files = {"bib/a.bib": bib, MEETING: f"{FRONT}@a [@b] [@c, p. {number}]\n"}
        front = prepare(tmp_path, {"syllabus/course.yaml": f"{COURSE}style: {style}\n", **files})
        assert front.document is not None or codes(front)


DEFINED = re.compile(
    r"\\(?:newcommand|renewcommand|newlength|DeclareTextCommand)\*?\{\\([A-Za-z]+)\}"
    r"|\\(?:def|let|(?<!\d\\)font|gdef|edef|ifdefined)\s*\\([A-Za-z]+)(?![A-Za-z@])"
    r"|\\newenvironment\{([A-Za-z]+)\}|\\newcounter\{([A-Za-z]+)\}"
)


def after_the_macros() -> str:
    """Return what the templates hold after the place where a course's commands are defined."""
    texts = {path.name: path.read_text("utf-8") for path in default_templates().glob("*.tex")}
    texts["preamble.tex"] = texts["preamble.tex"].partition("<< macro >>")[2]
    return "\n".join(texts.values())


def test_what_the_templates_define_is_taken() -> None:
    standard = {  # LaTeX's own, which are there before
        "addcontentsline", "addvspace", "c", "csname", "headrulewidth", "href", "k", "makelabel",
        "section", "subsection", "subsubsection",
    }  # fmt: skip
    defined: set[str] = set()
    for command, other, environment, counter in DEFINED.findall(after_the_macros()):
        defined |= {name for name in (command, other) if name}
        defined |= {environment, f"end{environment}"} if environment else set()
        defined |= {f"the{counter}"} if counter else set()
    assert "codeblock" in defined
    assert defined - standard <= TAKEN


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "auto"])
def test_a_course_may_name_its_commands_as_the_handout_does(tmp_path: Path, engine: str) -> None:
    """Every word that stands in the templates, and what packages bring in late."""
    words = TAKEN | set(re.findall(r"\\([A-Za-z]+)", after_the_macros()))
    names = sorted(name for name in words if not check_macro(name, "x", {name: "x"}, SPAN))
    macros = "".join(f"  {name}: '{name}'\n" for name in names)
    body = "\n\n".join(f"$\\{name}$" for name in names)
    text = f"{FRONT}`code` **a** ~~b~~ ^[c]\n\n```\ncode\n```\n\n{body}\n"
    course = f"{COURSE}raw_latex: true\nmacros:\n{macros}"
    outcome = build(
        project(tmp_path, {"syllabus/course.yaml": course, MEETING: text}), engine=engine
    )
    assert outcome.path is not None, outcome.diagnostics
