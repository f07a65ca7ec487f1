"""The wheel is all that somebody else needs: it carries the templates and builds elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

COURSE = """\
title: Reading Group
author: Ada Example
zone: Europe/Berlin
day: Thursday
time: 16:00
duration: 60 min
bibliography: [bib/works.bib]
handout: [schedule, upcoming, past]
"""
MEETING = """\
---
date: 2021-04-15
title: Waves
---

## Pre-reading

1. [@kirkland2020] (40 min)

## Questions

1. Show that $f * g = g * f$.
"""
LIBRARY = """\
@book{kirkland2020,
  author = {Kirkland, Earl J.},
  title = {Advanced Computing in Electron Microscopy},
  publisher = {Springer},
  year = {2020},
}
"""


def run(program: Path, *arguments: str | Path) -> str:
    """Run a program where no source of ours is in reach, and return what it printed."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run(
        [program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=program.parent,
        env=clean,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it, with what it asks for and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    here, there = Path(sys.executable), folder / "venv"
    run(here, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, REPOSITORY)
    (wheel,) = folder.glob("*.whl")
    run(here, "-m", "venv", "--without-pip", there)
    run(
        here, "-m", "pip", "--disable-pip-version-check", "--python", there / "bin" / "python",
        "install", "--constraint", REPOSITORY / "constraints.txt", wheel,
    )  # fmt: skip
    return there


def test_the_installed_wheel_builds_a_project_elsewhere(environment: Path, tmp_path: Path) -> None:
    project = tmp_path / "ein Kurs"
    for name, text in (
        ("syllabus/course.yaml", COURSE),
        ("syllabus/meetings/2021-04-15-waves.md", MEETING),
        ("bib/works.bib", LIBRARY),
    ):
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = environment / "bin" / "syllabus"
    run(command, "-C", project, "build", "--as-of", "2021-04-14")
    dated = project / "build" / "reading-group-2021-04-14.pdf"
    assert dated.read_bytes() == (project / "build" / "reading-group.pdf").read_bytes()
    printed = subprocess.run(["pdftotext", dated, "-"], capture_output=True, text=True, check=True)
    assert "Kirkland, E. J. (2020)" in printed.stdout
    assert "Thu 15 Apr 2021" in printed.stdout


def test_the_wheel_brings_templates_explanations_and_its_own_version(environment: Path) -> None:
    (package,) = environment.glob("lib/python*/site-packages/syllabus")
    ours = {path.name: path.read_bytes() for path in (REPOSITORY / "templates").iterdir()}
    assert {path.name: path.read_bytes() for path in (package / "templates").iterdir()} == ours
    explained = run(environment / "bin" / "syllabus", "check", "--explain", "unknown-citation")
    assert explained.startswith("unknown-citation\n\n**error**")
    version = run(environment / "bin" / "syllabus", "--version").split()[-1]
    (metadata,) = package.parent.glob("syllabus-*.dist-info")
    assert metadata.name == f"syllabus-{version}.dist-info"
