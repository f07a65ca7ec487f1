"""Small projects and the .tex they become. `make golden` rewrites them; a person reads the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from syllabus.cli.report import report_human
from syllabus.model.course import Edition
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace.layout import Layout

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(
    ("case", "edition"),
    [
        ("minimal", Edition.MEMBERS),
        ("everything", Edition.MEMBERS),
        ("everything", Edition.PUBLIC),
        ("changes", Edition.PUBLIC),
    ],
    ids=lambda value: value.value if isinstance(value, Edition) else value,
)
def test_a_project_becomes_the_expected_tex(
    case: str, edition: Edition, request: pytest.FixtureRequest
) -> None:
    front = prepare_handout(Layout(GOLDEN / case), "2021-03-23", edition)
    assert front.document is not None, report_human(front.diagnostics)
    assert front.diagnostics == (), report_human(front.diagnostics)
    expected = GOLDEN / case / f"expected-{edition.value}.tex"
    if request.config.getoption("--golden"):
        expected.write_text(front.document.text, encoding="utf-8")
    assert front.document.text == expected.read_text(encoding="utf-8")


def test_no_secret_reaches_the_public_edition() -> None:
    front = prepare_handout(Layout(GOLDEN / "everything"), "2021-03-23", Edition.PUBLIC)
    assert front.document is not None
    for secret in ("s\\#c", "s#c", "video.example", "p\\_w", "p_w", "meet.example"):
        assert secret not in front.document.text


def test_every_line_from_a_record_is_traced_to_it() -> None:
    front = prepare_handout(Layout(GOLDEN / "everything"), "2021-03-23")
    assert front.document is not None
    lines = front.document.text.split("\n")

    def place(text: str) -> str:
        (number,) = [index for index, line in enumerate(lines, start=1) if text in line]
        span = front.document.filled.place(number) if front.document else None
        assert span is not None
        return f"{span.file.name}:{span.line}"

    meetings, sections = "syllabus/meetings", "syllabus/sections"
    assert place(r"\meetinglink{2021-03-04-parts}{\sign") == f"{meetings}/2021-03-04-parts.md:4"
    assert place(r"\textbf{1}") == f"{meetings}/2021-04-01-next.md:3"
    assert place(r"\quiet{23}") == "syllabus/course.yaml:15"
    assert place("&= c") == f"{meetings}/2021-03-04-parts.md:31"
    assert place(r"\codeline{run") == f"{meetings}/2021-03-04-parts.md:36"
    assert place("a footnote") == f"{sections}/general.md:4"
    assert place("quotes” – with") == f"{sections}/general.md:5"
    assert place("The second one") == f"{sections}/general.md:9"
    assert place("with a list") == f"{sections}/general.md:15"
    assert place("{General") == f"{sections}/general.md:1"
