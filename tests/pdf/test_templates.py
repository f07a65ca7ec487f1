"""A project's own templates: TeX's faults in them, and what comes of a plain copy."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.security.projects import COURSE, FRONT, MEETING, build, prepare, project

from syllabus.diagnostics import Diagnostic, Severity
from syllabus.outputs.own_templates import check_templates
from syllabus.outputs.templates import default_templates, fill_template
from syllabus.workspace.layout import Layout
from syllabus.writers.html import Html

TITLE = r"""<< handout.mark >>\begin{center}\first
{\LARGE << handout.title >>\par}
<% if handout.authors %>
\never
<% else %>
  \second
<% endif %>
\smallskip << handout.date >> \third
<# a comment
of two lines #>
\verb|%|
\begin{verbatim}
100 %
\end{verbatim}

x^2

\end{center}
"""


def test_tex_names_the_line_of_a_template_and_text_in_it_its_record(tmp_path: Path) -> None:
    section = "# General\n\n```{=latex}\n\\inarecord\n```\n"
    files = {
        "templates/title.tex": TITLE,
        "templates/prose.tex": "<< section.mark >>\\section{<< section.title >>}\n"
        "<< section.body >>\n\\after\n",
        "syllabus/sections/general.md": section,
        "syllabus/course.yaml": f"{COURSE}raw_latex: true\nhandout: [general]\n",
    }
    outcome = build(project(tmp_path, files))
    found = {
        (fault.span.file.name, fault.span.line, fault.span.text)
        for fault in outcome.diagnostics
        if fault.span and fault.code == "undefined-command"
    }
    assert found == {
        ("templates/title.tex", 1, r"\first"),
        ("templates/title.tex", 6, r"\second"),
        ("templates/title.tex", 8, r"\third"),
        ("templates/prose.tex", 3, r"\after"),
        ("syllabus/sections/general.md", 4, r"\inarecord"),
    }
    errors = (fault for fault in outcome.diagnostics if fault.code == "tex-error")
    assert {fault.span.line for fault in errors if fault.span} == {16}


def test_a_copy_of_our_templates_writes_what_they_write(tmp_path: Path) -> None:
    files = {MEETING: f"{FRONT}Some text.\n\n## Reading\n\n- a\n"}
    ours = prepare(tmp_path, files).document
    shutil.copytree(default_templates(), tmp_path / "templates")
    own = prepare(tmp_path, files).document
    assert ours is not None
    assert own is not None
    assert "%# templates/title.tex:1\n" in own.text
    # An empty line more or less is something to a file, but not to TeX.
    assert re.sub(r"\n{3,}", "\n\n", re.sub(r"%# .*\n", "", own.text)) == ours.text


def test_a_template_that_two_include_escapes_as_each_of_them_does(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.templates.mkdir()
    (layout.templates / "both").write_text("<< word >>\n")
    for name in ("a.txt", "a.tex", "a.html"):
        (layout.templates / name).write_text('<% include "both" %>')
    for _ in range(2):
        names = ("a.txt", "a.html", "a.tex")
        filled = [fill_template(name, {"word": "<&"}, layout) for name in names]
        assert filled[:2] == ["<&\n", "&lt;&amp;\n"]
        assert "\\&" in str(filled[2])


def test_empty_lines_of_a_text_stay_and_those_that_a_template_leaves_are_one(
    tmp_path: Path,
) -> None:
    layout = Layout(tmp_path)
    layout.templates.mkdir()
    for name, code in (("a.txt", "one\n\n\n\ntwo"), ("a.html", Html("one\n\n\n\ntwo"))):
        (layout.templates / name).write_text("<< code >>\n\n\n\nend\n")
        assert fill_template(name, {"code": code}, layout) == "one\n\n\n\ntwo\n\nend\n"


def test_empty_lines_of_raw_latex_stay(tmp_path: Path) -> None:
    raw = "\\begin{verbatim}\none\n\n\n\ntwo\n\\end{verbatim}"
    files = {
        "syllabus/course.yaml": f"{COURSE}raw_latex: true\n",
        MEETING: f"{FRONT}```{{=latex}}\n{raw}\n\n```\n",
    }
    document = prepare(tmp_path, files).document
    assert document is not None
    assert f"{raw}\n\n" in document.text


def test_templates_see_texts_as_they_are_printed(tmp_path: Path) -> None:
    """Without what says where they come from, which is no business of theirs."""
    prose = r"""<< section.mark >>\section{<< section.title >>}
<% macro twice(word) %><< word >> and << word >><% endmacro %>
<% if section.title == "General 4" %>
<< twice(section.title) >>, << section.title | length >>, << section.title | upper >>
<% endif %>
"""
    files = {
        "templates/prose.tex": prose,
        "syllabus/sections/general.md": "# General 4\n\nText.\n",
        "syllabus/course.yaml": f"{COURSE}handout: [general]\n",
    }
    document = prepare(tmp_path, files).document
    assert document is not None
    assert "\nGeneral 4 and General 4, 9, GENERAL 4\n" in document.text
    assert not re.search("[\x02\x03]", document.text)


def test_a_fault_is_placed_where_tex_had_come_to_not_where_its_word_stands_first(
    tmp_path: Path,
) -> None:
    raw = "%@ syllabus/course.yaml:1\n\\verb|\\nosuch| is \\nosuch{} at \\nosuch\n"
    files = {
        MEETING: f"{FRONT}- In a list:\n\n  ```{{=latex}}\n"
        + "".join(f"  {line}\n" for line in raw.splitlines())
        + "  ```\n",
        "syllabus/course.yaml": f"{COURSE}raw_latex: true\n",
    }
    places = [
        (fault.span.file.name, fault.span.line, fault.span.column, fault.span.text)
        for fault in build(project(tmp_path, files)).diagnostics
        if fault.span and fault.code == "undefined-command"
    ]
    assert places == [(MEETING, 10, 21, r"\nosuch"), (MEETING, 10, 34, r"\nosuch")]


def test_a_fault_in_what_tex_reads_whole_is_placed_where_it_stands_alone(tmp_path: Path) -> None:
    raw = """\
\\newcommand{\\mine}{\\inamacro}
See \\emph{one
\\inanargument{}
three} and \\mine{} and \\emph{\\twice{} \\twice}.
\\begin{align}
a &= b \\\\
c &= \\inanalign
\\end{align}
\\section{About ✓ and ✗} ✗
"""
    files = {
        MEETING: f"{FRONT}```{{=latex}}\n{raw}```\n",
        "syllabus/course.yaml": f"{COURSE}raw_latex: true\nengine: pdflatex\n",
    }
    faults = build(project(tmp_path, files)).diagnostics
    lines = raw.splitlines()
    assert {
        (fault.message.split()[-1], fault.span.line - 7, fault.span.column - 1, fault.span.text)
        for fault in faults
        if fault.span and fault.severity is Severity.ERROR
    } == {
        ("\\inamacro", 0, 19, "\\inamacro"),
        ("\\inanargument", 2, 0, "\\inanargument"),
        ("\\twice", 3, 0, lines[3]),
        ("\\inanalign", 6, 5, "\\inanalign"),
        ("(U+2713)", 8, 15, "✓"),
        ("(U+2717)", 8, 21, "✗"),
        ("(U+2717)", 8, 24, "✗"),
    }


def test_a_wide_word_is_found_in_the_text_that_printed_it(tmp_path: Path) -> None:
    wide = f"{'W' * 30}\u00a0{'W' * 30}"  # neither is so long that it may break
    files = {MEETING: f"{FRONT}> One & $x$ {wide} *and* `code`.\n"}
    places = {
        (fault.span.file.name, fault.span.column, fault.span.text)
        for fault in build(project(tmp_path, files)).diagnostics
        if fault.span and fault.code == "overfull-line"
    }
    assert places == {(MEETING, len("> One & $x$") + 1, f" {wide} ")}


def test_an_error_of_ours_is_none_of_a_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str) -> str:
        raise ValueError(text)

    layout = Layout(tmp_path)
    layout.templates.mkdir()
    (layout.templates / "word.tex").write_text("<< word >>\n")
    assert isinstance(fill_template("word.tex", {"word": "a_b"}, layout), str)
    monkeypatch.setattr("syllabus.writers.latex.text._escape_ascii", fail)
    with pytest.raises(ValueError, match="a_b"):
        fill_template("word.tex", {"word": "a_b"}, layout)
    broken = fill_template("word.tex", {}, layout)
    assert isinstance(broken, Diagnostic)
    assert "there is no value" in broken.message


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (
            "<< handout.titel >>",
            "there is no value 'titel' in what stands before it; did you mean 'title'?",
        ),
        ("<< handuot >>", "there is no value 'handuot'"),
        ("<< words['schedul'] >>", "there is no value 'schedul' in what stands before it"),
    ],
)
def test_a_value_that_is_not_there_is_told_without_names_of_classes(
    template: str, message: str, tmp_path: Path
) -> None:
    files = {"templates/title.tex": template}
    (fault,) = (each for each in prepare(tmp_path, files).diagnostics if each.code == "template")
    assert fault.message == f"the template cannot be filled: {message}"


@pytest.mark.parametrize(
    ("template", "column", "hint"),
    [
        ("x {{ handout.title }}", 3, "write << handout.title >>"),
        ("{{handout.title | upper}}", 1, "write << handout.title | upper >>"),
        ("{% if handout.place %}x", 1, "write <% if handout.place %>"),
        ("x{%- endif -%}", 2, "write <% endif %>"),
        ("< handout.title >", 1, "write << handout.title >>"),
        ("{{\\bfseries x}}{% for a long line", 0, ""),
        ("{% if a comment ends no line\n}", 0, ""),
        ("$a < b > c$ <% if 1 < 2 %>x<% endif %><< handout.title >>", 0, ""),
    ],
)
def test_a_statement_of_others_is_told(
    tmp_path: Path, template: str, column: int, hint: str
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "title.tex").write_text(template, encoding="utf-8")
    found = [
        (each.code, each.span.column, each.hints)
        for each in check_templates(Layout(tmp_path))
        if each.span is not None
    ]
    assert found == ([("unread-statement", column, (hint,))] if column else [])


def test_a_template_that_is_not_there_is_told_where_it_is_named(tmp_path: Path) -> None:
    files = {"templates/title.tex": "x\n<% include 'meetin.tex' %>"}
    (fault,) = (each for each in prepare(tmp_path, files).diagnostics if each.code == "template")
    assert fault.message == "there is no template 'meetin.tex'"
    assert fault.span is not None
    assert (fault.span.line, fault.hints) == (2, ("did you mean 'meeting.tex'?",))


@pytest.mark.parametrize(
    ("names", "title", "expected"),
    [
        ({"titel.tex"}, "", [("templates/titel.tex", "did you mean 'title.tex'?")]),
        (
            {"Title.tex", "email.htm"},
            "",
            [
                ("templates/Title.tex", "did you mean 'title.tex'?"),
                ("templates/email.htm", "did you mean 'email.html'?"),
            ],
        ),
        ({"title.tex.j2"}, "", [("templates/title.tex.j2", "did you mean 'title.tex'?")]),
        ({"tex/meeting.tex"}, "", [("templates/tex/meeting.tex", "templates/meeting.tex")]),
        ({"../template/title.tex"}, "", [("template", "move them into templates/")]),
        ({"../Templates/title.tex"}, "", [("Templates", "move them into templates/")]),
        ({"../syllabus/templates/title.tex"}, "", [("syllabus/templates", "into templates/")]),
        ({"title.tex~", "title.tex.bak", "../template/mine.tex"}, "", []),
        ({"logo.tex"}, "", [("templates/logo.tex", "include it")]),
        ({"logo.tex", "logo.png", "README.md", ".old.tex"}, "<% include 'logo.tex' %>", []),
        ({"logo.tex"}, "<% include handout.slug ~ '.tex' %>", []),
        ({"logo.tex"}, "<% if %>", None),
    ],
)
def test_a_template_that_nothing_uses_is_told(
    tmp_path: Path, names: set[str], title: str, expected: list[tuple[str, str]] | None
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "title.tex").write_text(title or "x", encoding="utf-8")
    faults = check_templates(Layout(tmp_path))
    if expected is None:
        assert [each.code for each in faults] == ["template"]
        return
    assert [each.code for each in faults] == ["unused-template"] * len(expected)
    for fault, (name, hint) in zip(faults, expected, strict=True):
        assert fault.message.startswith(f"{name}:")
        assert fault.severity is Severity.WARNING  # which a build says, too
        assert hint in fault.hints[0]


def test_a_copy_that_lacks_a_command_of_this_release_is_named(tmp_path: Path) -> None:
    ours = (default_templates() / "preamble.tex").read_text(encoding="utf-8")
    older = re.sub(r"\\protected\\def\\inlanguage.*\n", "", ours)
    raw = "```{=latex}\n\\inarecord\n```\n"
    files = {
        MEETING: f"{FRONT}[mot]{{lang=fr}}\n\n{raw}",
        "syllabus/course.yaml": f"{COURSE}raw_latex: true\n",
        "templates/preamble.tex": older,
    }
    faults = build(project(tmp_path, files)).diagnostics
    told = {each.message: each.hints for each in faults if each.code == "undefined-command"}
    assert told.pop("TeX has no command \\inarecord") == ()
    ((message, (hint,)),) = told.items()
    assert message.endswith("\\inlanguage")
    assert "templates/preamble.tex is older" in hint
