"""Citation styles of notes: what a note says is traced to its record, and titles have none."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.security.projects import COURSE, FRONT, MEETING, build, prepare, project

LONG = "y" * 120
LIBRARY = f"@book{{b, title = {{A title with {LONG}}}, author = {{Born, Max}}, year = 2020}}\n"


def test_a_note_has_its_place(tmp_path: Path) -> None:
    layout = project(
        tmp_path,
        {
            "bib/a.bib": LIBRARY,
            "syllabus/course.yaml": f"{COURSE}style: chicago-notes-bibliography\n",
            MEETING: f"{FRONT}See [@b].\n",
        },
    )
    outcome = build(layout)
    assert outcome.path is not None, outcome.diagnostics
    places = {fault.span.file.name for fault in outcome.diagnostics if fault.span}
    assert MEETING in places
    assert all(fault.span for fault in outcome.diagnostics)


def test_no_note_within_a_note_or_in_a_struck_text_is_lost(tmp_path: Path) -> None:
    text = "A[^1] and [@b, p. 3, see^[Aside.]] and ~~gone [@b]~~.\n\n[^1]: Said in [@b].\n"
    layout = project(
        tmp_path,
        {
            "bib/a.bib": LIBRARY.replace(LONG, "of light"),
            "syllabus/course.yaml": f"{COURSE}style: chicago-notes-bibliography\n",
            MEETING: f"{FRONT}{text}",
        },
    )
    outcome = build(layout)
    assert outcome.path is not None, outcome.diagnostics
    command = ["pdftotext", "-raw", str(outcome.path), "-"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert words.count("Born") == 4  # and in the list of references
    assert "(Aside.)" in words


def test_a_title_with_a_note_is_a_fault_at_its_citation(tmp_path: Path) -> None:
    front = prepare(
        tmp_path,
        {
            "bib/a.bib": LIBRARY,
            "syllabus/course.yaml": f"{COURSE}style: chicago-notes-bibliography\n",
            "syllabus/sections/general.md": "# *General [@b]*\n\n## Sub [@b]\n\nText.\n",
        },
    )
    found = [(each.code, each.span and each.span.line) for each in front.diagnostics]
    assert [each for each in found if "footnote" in each[0]] == [
        ("footnote-in-heading", 1),
        ("footnote-in-heading", 3),
    ]
