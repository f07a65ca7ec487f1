"""The wheel is all that somebody else needs: it carries the templates and builds elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from uv import find_uv_bin

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


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody new: an empty home, no cache, no source of ours in reach."""
    home = tmp_path_factory.mktemp("home")
    clean = {
        name: value
        for name, value in os.environ.items()
        if name == "PATH" or name.endswith(("_proxy", "_PROXY")) or "CERT" in name
    }
    return {
        **clean,
        "HOME": str(home),
        "PIP_NO_CACHE_DIR": "1",
        "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_NO_CACHE": "1",
        "UV_NATIVE_TLS": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }


def run(surroundings: dict[str, str], *command: str | Path) -> str:
    """Run a program and return what it printed."""
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=surroundings["HOME"],
        env=surroundings,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def packages(surroundings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder)
    run(surroundings, *build, "--wheel", "--sdist", REPOSITORY)
    return folder


def make_environment(surroundings: dict[str, str], folder: Path) -> Path:
    """Make an empty environment and return it; pip is run from outside of it."""
    run(surroundings, sys.executable, "-m", "venv", "--without-pip", folder)
    return folder


@pytest.fixture(scope="module")
def environment(
    surroundings: dict[str, str], packages: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An environment into which pipx has put the wheel, what it asks for, and nothing else."""
    (wheel,) = packages.glob("*.whl")
    home = tmp_path_factory.mktemp("pipx")
    here = {**surroundings, "PIPX_HOME": str(home), "PIPX_BIN_DIR": str(home / "bin")}
    run(here, sys.executable, "-m", "pipx", "install", "--python", sys.executable, wheel)
    return home / "venvs" / "syllabus"


@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_whatever_people_install_from_source_with(
    installer: str, surroundings: dict[str, str], packages: Path, tmp_path: Path
) -> None:
    here = surroundings
    if installer == "pip":
        there = make_environment(surroundings, tmp_path / "venv")
        python = there / "bin" / "python"
        pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
        run(here, *pip, REPOSITORY)
        program = there / "bin" / "syllabus"
    else:
        (sdist,) = packages.glob("*.tar.gz")
        folders = {"UV_TOOL_DIR": str(tmp_path / "home"), "UV_TOOL_BIN_DIR": str(tmp_path)}
        here = {**surroundings, **folders}
        run(here, find_uv_bin(), "tool", "install", "--python", sys.executable, sdist)
        program = tmp_path / "syllabus"
    run(surroundings, program, "init", tmp_path / "course")
    run(surroundings, program, "-C", tmp_path / "course", "check")


def test_the_installed_wheel_builds_a_project_elsewhere(
    environment: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    project = tmp_path / "ein Kurs"
    for name, text in (
        ("syllabus/course.yaml", COURSE),
        ("syllabus/meetings/2021-04-15-waves.md", MEETING),
        ("bib/works.bib", LIBRARY),
    ):
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = environment.parents[1] / "bin" / "syllabus"
    run(surroundings, command, "-C", project, "build", "--as-of", "2021-04-14")
    dated = project / "build" / "reading-group-2021-04-14.pdf"
    assert dated.read_bytes() == (project / "build" / "reading-group.pdf").read_bytes()
    printed = subprocess.run(["pdftotext", dated, "-"], capture_output=True, text=True, check=True)
    assert "Kirkland, E. J. (2020)" in printed.stdout
    assert "Thu 15 Apr 2021" in printed.stdout


def test_the_wheel_brings_templates_explanations_and_its_own_version(
    environment: Path, surroundings: dict[str, str]
) -> None:
    (package,) = environment.glob("lib/python*/site-packages/syllabus")
    ours = {path.name: path.read_bytes() for path in (REPOSITORY / "templates").iterdir()}
    assert {path.name: path.read_bytes() for path in (package / "templates").iterdir()} == ours
    explained = run(
        surroundings, environment / "bin" / "syllabus", "check", "--explain", "unknown-citation"
    )
    assert explained.startswith("unknown-citation\n\n**error**")
    version = run(surroundings, environment / "bin" / "syllabus", "--version").split()[-1]
    (metadata,) = package.parent.glob("syllabus-*.dist-info")
    assert metadata.name == f"syllabus-{version}.dist-info"
