"""Characters that turn a text around, or end its line, where it stands among others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import FRONT, MEETING, prepare, project

from syllabus.cli import main

STEERING = ["\u202e", "\u202d", "\u2066", "\u2067", "\u2028", "\u2029"]


@pytest.mark.parametrize("sign", STEERING, ids=map(ascii, STEERING))
def test_a_title_turns_nothing_around(tmp_path: Path, sign: str) -> None:
    title = f"Len{sign}ses"
    project(tmp_path, {MEETING: FRONT.replace("Lenses", f'"{title}"') + "@unknown\n"})
    for command in (
        ["list"],
        ["check"],
        ["check", "--format", "short"],
        ["check", "--format", "github"],
    ):
        run = CliRunner().invoke(main, ["-C", str(tmp_path), *command])
        assert sign not in run.output, command
    project(tmp_path, {MEETING: FRONT.replace("Lenses", f'"{title}"')})
    for command in (["list"], ["calendar"], ["new", "--help"], ["build", "--tex"]):
        run = CliRunner().invoke(main, ["-C", str(tmp_path), *command])
        assert sign not in run.output, command
    run = CliRunner().invoke(main, ["-C", str(tmp_path), "list", "--json"])
    assert json.loads(run.stdout)[0]["title"]
    feeds = [path.read_text("utf-8") for path in (tmp_path / "build").glob("*.ics")]
    assert feeds
    for feed in feeds:
        summary = next(line for line in feed.split("\n") if line.startswith("SUMMARY"))
        assert sign not in summary


@pytest.mark.parametrize("sign", STEERING, ids=map(ascii, STEERING))
def test_neither_do_a_subject_and_the_pdfs_title(tmp_path: Path, sign: str) -> None:
    from syllabus.outputs.mail.message import clean_header

    assert sign not in clean_header(f"a{sign}b")
    front = prepare(
        tmp_path, {"syllabus/course.yaml": f'title: "Op{sign}tics"\nzone: UTC\ntime: 18:00\n'}
    )
    assert front.document
    title = next(line for line in front.document.text.split("\n") if "pdftitle" in line)
    assert f"{ord(sign):04X}" not in title


@pytest.mark.parametrize("sign", ["\u200f", "\u200d", "\u05d0", "é"])
def test_what_scripts_need_stays_in_a_subject(sign: str) -> None:
    from syllabus.outputs.mail.message import clean_header

    assert clean_header(f"a{sign}b") == f"a{sign}b"
