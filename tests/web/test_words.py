"""The page says what the PDF says, word for word and in the same order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.web.reading import PageReader, differs, pdf_words

from syllabus.model.course import Edition
from syllabus.model.words import words_for
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.layout import Layout

ROOT = Path(__file__).parents[2]
HANDOUTS = {
    ".": "2021-04-14",
    "docs/examples/undergraduate": "2026-10-01",
    "docs/examples/seminar-series": "2026-10-20",
    "docs/examples/summer-school": "2027-07-06",
    "tests/golden/everything": "2021-03-23",
    "tests/golden/changes": "2021-03-23",
    **{f"tests/languages/{each}": "2021-04-10" for each in ("de", "el", "es", "fr", "ja")},
}
"""Folders of projects, and the moments of their handouts."""


@pytest.mark.parametrize(
    ("folder", "edition"),
    [
        *((folder, Edition.MEMBERS) for folder in HANDOUTS),
        ("tests/golden/everything", Edition.PUBLIC),
    ],
)
def test_the_page_has_the_words_of_the_pdf(folder: str, edition: Edition, tmp_path: Path) -> None:
    for name in ("syllabus", "bib"):
        if (ROOT / folder / name).exists():
            shutil.copytree(ROOT / folder / name, tmp_path / name)
    request = BuildRequest(Layout(tmp_path), HANDOUTS[folder], edition, web=True)
    outcome = build_handout(request, lambda message: None)
    assert outcome.path is not None, outcome.diagnostics
    assert outcome.page is not None, outcome.diagnostics
    page = PageReader(outcome.page.read_text(encoding="utf-8"))
    assert outcome.project is not None
    course = outcome.project.course
    assert course is not None
    notice = words_for(course.language)[f"{edition.value}-edition"]
    assert differs(page, pdf_words(outcome.path, notice)) is None
