"""Citation styles of notes: what a note says is traced to its record, and titles have none."""

from __future__ import annotations

from pathlib import Path

from tests.security.projects import COURSE, FRONT, MEETING, build, project

LONG = "y" * 120
LIBRARY = f"@book{{b, title = {{A title with {LONG}}}, author = {{Born, Max}}, year = 2020}}\n"


def test_a_note_has_its_place_and_a_title_with_a_citation_is_typeset(tmp_path: Path) -> None:
    layout = project(
        tmp_path,
        {
            "bib/a.bib": LIBRARY,
            "syllabus/course.yaml": f"{COURSE}style: chicago-notes-bibliography\n",
            "syllabus/sections/general.md": "# General [@b]\n\n## Sub [@b]\n\nText.\n",
            MEETING: f"{FRONT}See [@b].\n",
        },
    )
    outcome = build(layout)
    assert outcome.path is not None, outcome.diagnostics
    places = {fault.span.file.name for fault in outcome.diagnostics if fault.span}
    assert MEETING in places
    assert all(fault.span for fault in outcome.diagnostics)
