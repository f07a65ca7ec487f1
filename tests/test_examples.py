"""The courses of docs/examples: no fault, every page well set, and what makes each special."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.pdf.measures import measure

from syllabus.cli import main
from syllabus.diagnostics import Severity
from syllabus.model.course import Edition
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.layout import Layout

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
MACHINE = {"no-hyphenation"}
"""What a machine without the patterns of a language warns of."""

HELD = {
    "undergraduate": (
        "2026-10-01",
        (
            "Contact: Miriam Castellanos, castellanos@brookfield.example",
            "Office hours: Wednesdays 14:00–16:00, Hopper Hall 220",
            "Thu 1 Oct 2026, 11:59 PM EDT Problem set 2 – Deadlock",
            "Tue 8 Dec 2026, 5 PM EST Project report",
            "Past Deadlines Due Topic Thu 17 Sep 2026, 11:59 PM EDT Problem set 1",
            "Week Date Topic Reading Materials Processes 1 Tue 1 Sep 2026",
            "Mon 12 – Tue 13 Oct 2026 Fall break",
            "Thu 22 Oct 2026 Exam: Midterm",
            "10 Tue 3 Nov 2026 Election Day",
            "Lab A: Fri 2 Oct 2026, 9–10:50 AM EDT, Lab 3",
            "–Problem set 3 (due Thu 29 Oct 2026, 11:59 PM EDT)",
        ),
    ),
    "seminar-series": (
        "2026-10-20",
        (
            "Tidal Lecture Theatre, Maury Building, 2 Quay Road, Westhaven",
            "Wed 21 Oct 2026 Tunde Adeyemi (Lagos Coast Observatory) Sand on the move",
            "2.2 4 Nov 2026 – After the wave: dunes that were planted anew – Emi Tanaka",
            "–About the speaker Tunde Adeyemi is an engineer",
            "Passcode: tide-24",
        ),
    ),
    "summer-school": (
        "2027-07-06",
        (
            "Heure Sujet Intervenant(e) Salle lun. 5 juil. 2027 09:00–10:15",
            "Groupe A : 14:00–15:15 TP : Premières cartes avec R Salle 1",
            "Groupe B : 15:30–16:45 Salle 2",
            "17:15–18:30 Promenade sur l’estran Cale du port",
            "–À lire (45 min)",
        ),
    ),
}
"""The day of each handout, and phrases of it as a reader copies them."""


@pytest.mark.parametrize("name", HELD)
def test_an_example_prints_what_courses_of_its_kind_have(tmp_path: Path, name: str) -> None:
    day, phrases = HELD[name]
    shutil.copytree(EXAMPLES / name, tmp_path / name)
    layout = Layout(tmp_path / name)
    for edition in Edition:
        outcome = build_handout(BuildRequest(layout, day, edition), lambda message: None)
        told = [each for each in outcome.diagnostics if each.severity > Severity.NOTE]
        assert {each.code for each in told} <= MACHINE, told
        assert outcome.path is not None
        # In a narrow cell, a year may stand below its author.
        assert {each.partition(":")[0] for each in measure(outcome.path)} <= {"broken_pairs"}
        found = subprocess.run(
            ["pdftotext", "-raw", outcome.path, "-"], check=True, capture_output=True, text=True
        )
        text = re.sub(r"\s+", " ", found.stdout)
        missing = [phrase for phrase in phrases if phrase not in text]
        if edition is Edition.PUBLIC:
            missing = [phrase for phrase in missing if "Passcode" not in phrase]
            assert "meet.example" not in text
        assert not missing, text


@pytest.mark.parametrize("name", HELD)
def test_an_example_is_listed_mailed_and_published(tmp_path: Path, name: str) -> None:
    shutil.copytree(EXAMPLES / name, tmp_path / name)
    day, _ = HELD[name]
    for command in (["list", "--json"], ["calendar"], ["email"], ["diff", "--format", "json"]):
        arguments = ["-C", str(tmp_path / name), "-q", *command, "--as-of", day]
        ended = CliRunner().invoke(main, arguments, catch_exceptions=False)
        if command[0] != "diff":
            assert ended.exit_code == 0, ended.output
        if command[0] == "list" and name == "seminar-series":
            assert "reading" not in {
                what for each in json.loads(ended.stdout) for what in each["missing"]
            }
        if command[0] == "list":
            listed = json.loads(ended.stdout)
            assert len(listed) == len(list(Layout(tmp_path / name).meetings.iterdir()))
            assert [each["status"] for each in listed].count("next") == 1
