"""Warnings and notes that `accept:` names are left out; errors never are."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.security.projects import project

from syllabus.cli import main

COURSE = "title: Optics\nzone: Europe/Berlin\ntime: 18:00\nhandout: [schedule]\n"
TWIN = "date: 2021-04-22\ntitle: Lenses\n"
WHEN = "date: 2021-04-15\ntitle: Mirrors\nwhen: soon\n"


@pytest.mark.parametrize(
    ("course", "record", "codes"),
    [
        ("", TWIN, ["duplicate-title"]),
        ("", TWIN + "accept: duplicate-title\n", []),
        ("accept: [duplicate-title]\n", TWIN, []),
        ("", WHEN.replace("15", "16") + "accept: [when-with-date]\n", []),
        ("", TWIN + "accept: [duplicate-title, when-with-date]\n", ["unneeded-accept"]),
        ("accept: when-with-date\n", TWIN, ["unneeded-accept", "duplicate-title"]),
        ("accept: [bad-date, unused-entry]\n", "date: 2021-02-30\ntitle: A\n", None),
        ("", TWIN + "accept: Duplicate Title\n", ["unknown-word", "duplicate-title"]),
    ],
)
def test_what_is_accepted_is_left_out(
    tmp_path: Path, course: str, record: str, codes: list[str] | None
) -> None:
    files = {
        "syllabus/course.yaml": COURSE + course,
        "syllabus/meetings/b.md": f"---\n{record}---\n\n[A link](https://a.example).\n",
    }
    project(tmp_path, files)
    command = ["-C", str(tmp_path), "check", "--strict", "--format", "short"]
    said = CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": "1600000000"})
    found = sorted(line.rpartition("[")[2].rstrip("]") for line in said.stderr.splitlines()[:-1])
    if codes is None:
        assert found == ["bad-date", "unneeded-accept"]
        assert said.exit_code == 1
    else:
        assert [each for each in found if each] == sorted(codes)


@pytest.mark.parametrize("accept", ["", "accept: [overfull-line]\n"])
def test_what_tex_tells_is_accepted_too(tmp_path: Path, accept: str) -> None:
    files = {
        "syllabus/course.yaml": COURSE.replace("[schedule]", "[upcoming]") + accept,
        "syllabus/meetings/b.md": f"---\n{TWIN}---\n\n$${'x' * 90}$$\n",
    }
    project(tmp_path, files)

    def run(*words: str) -> Result:
        command = ["-C", str(tmp_path), *words]
        return CliRunner().invoke(main, command, env={"SOURCE_DATE_EPOCH": "1600000000"})

    assert ("overfull-line" in run("build").stderr) is not bool(accept)
    again = run("build")
    assert "nothing has changed" in again.stdout
    assert ("overfull-line" in again.stderr) is not bool(accept)
    assert "unneeded-accept" not in run("check").stderr
    assert ("overfull-line" in run("email").stderr) is not bool(accept)
