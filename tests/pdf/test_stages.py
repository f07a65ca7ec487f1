"""What a build does that another build has done before, in whole or in part."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.security.projects import COURSE, FRONT, MEETING, build, project

from syllabus.diagnostics import Diagnostic, Severity
from syllabus.model.course import Edition
from syllabus.workspace.files import write_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import clean_build

WIDE = f"{FRONT}$\\mathrm{{{'wide' * 40}}}$\n"


def places(faults: tuple[Diagnostic, ...]) -> list[tuple[str, int]]:
    return [
        (fault.code, fault.span.line)
        for fault in faults
        if fault.span and fault.severity > Severity.NOTE
    ]


def pdfs(layout: Layout) -> list[Path]:
    return sorted(layout.root.rglob("*.pdf"))


def test_a_build_with_nothing_to_do_says_again_what_tex_said(tmp_path: Path) -> None:
    """Though another edition was set meanwhile."""
    layout = project(tmp_path, {MEETING: WIDE})
    first = build(layout)
    assert not first.fresh
    assert places(first.diagnostics) == [("overfull-line", 6)]
    assert not build(layout, edition=Edition.PUBLIC).fresh
    again = build(layout)
    assert again.fresh
    assert again.diagnostics == first.diagnostics
    project(tmp_path, {MEETING: WIDE.replace("---\n\n", "---\n\n<!-- two lines more -->\n\n")})
    assert places(build(layout).diagnostics) == [("overfull-line", 8)]


def test_a_handout_that_nobody_gets_leaves_no_record_and_keeps_none_from_being_left(
    tmp_path: Path,
) -> None:
    layout = project(tmp_path, {})
    assert build(layout, history=False).path
    assert not layout.history.exists()
    build(layout)
    assert [path.suffix for path in layout.history.rglob("*.*")] == [".yaml"]


def test_the_same_pages_are_set_once_wherever_they_are_wanted(tmp_path: Path) -> None:
    layout = project(tmp_path, {})
    build(layout, synctex=True)
    elsewhere = tmp_path / "elsewhere.pdf"
    assert build(layout, output=elsewhere, synctex=True).fresh
    assert elsewhere.read_bytes() == (layout.build / "optics.pdf").read_bytes()
    traces = [path.with_suffix(".synctex.gz") for path in (elsewhere, layout.build / "optics.pdf")]
    assert traces[0].read_bytes() == traces[1].read_bytes()
    for path in layout.build.glob("optics*"):
        path.unlink()
    assert build(layout).fresh
    assert len(pdfs(layout)) == 4  # the two in build/, elsewhere.pdf, and TeX's own
    elsewhere.write_bytes(b"%PDF- of somebody else")
    clean_build(layout, print)
    assert pdfs(layout) == [elsewhere]


def test_a_handout_without_a_trace_says_so(tmp_path: Path) -> None:
    layout = project(tmp_path, {"templates/title.tex": "<< handout.title >>\\synctex=0\n"})
    built = build(layout, synctex=True)
    assert built.path in built.outputs
    assert "no-synctex" in [fault.code for fault in built.diagnostics]
    assert not [path for path in built.outputs if path.suffix == ".gz"]


def test_a_build_that_dies_between_two_files_leaves_none_that_clean_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = project(tmp_path, {})
    build(layout)
    project(tmp_path, {"syllabus/course.yaml": f"{COURSE}place: Oslo\n"})
    placed = []

    def die_after_one(target: Path, content: bytes) -> None:
        write_file(target, content)
        placed.append(target)
        raise KeyboardInterrupt

    monkeypatch.setattr("syllabus.outputs.pdf.targets.write_file", die_after_one)
    with pytest.raises(KeyboardInterrupt):
        build(layout)
    assert placed == [layout.build / "optics.pdf"]
    clean_build(layout, print)
    assert pdfs(layout) == []


def test_a_character_that_tex_left_out_is_no_handout(tmp_path: Path) -> None:
    """LuaTeX ends well without it; the last good PDF stays."""
    course = f"{COURSE}raw_latex: true\nengine: lualatex\n"
    layout = project(tmp_path, {"syllabus/course.yaml": course})
    build(layout)
    good = (layout.build / "optics.pdf").read_bytes()
    project(
        tmp_path,
        {"syllabus/course.yaml": course, MEETING: f"{FRONT}```{{=latex}}\nA 日.\n```\n"},
    )
    outcome = build(layout)
    assert places(outcome.diagnostics) == [("missing-character", 7)]
    assert outcome.path is None
    assert (layout.build / "optics.pdf").read_bytes() == good


@pytest.mark.parametrize(
    ("files", "first"),
    [
        ({"syllabus/course.yaml": COURSE.replace("Berlin", "Brelin")}, "unknown-zone"),
        ({MEETING: FRONT.replace("2021-04-15", "Friday 2021-04-15")}, "weekday-mismatch"),
    ],
)
def test_formulas_are_checked_where_something_else_keeps_them_from_being_written(
    tmp_path: Path, files: dict[str, str], first: str
) -> None:
    macros = "macros: {good: x}\n"
    course = files.get("syllabus/course.yaml", COURSE) + macros
    meeting = f"{files.get(MEETING, FRONT)}It is $\\start$ and $\\good$.\n"
    outcome = build(project(tmp_path, {"syllabus/course.yaml": course, MEETING: meeting}))
    codes = [fault.code for fault in outcome.diagnostics if fault.severity is Severity.ERROR]
    assert codes == [first, "math-command"]
