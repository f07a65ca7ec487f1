"""What is printed where printing fails, or where the terminal lacks characters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.security.projects import project

ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1618358400"}


def run(folder: Path, command: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    line = f"exec {sys.executable} -m syllabus {command}"
    environment = {**ENVIRONMENT, **variables}
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, env=environment, capture_output=True, check=False
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "command", ["list", "list --json", "schema course", "check --format json", "--help", "calendar"]
)
def test_a_result_that_cannot_be_printed_is_one_line(tmp_path: Path, command: str) -> None:
    project(tmp_path, {})
    ended = run(tmp_path, f"{command} >/dev/full")
    last = ended.stderr.decode().splitlines()[-1]
    assert (ended.returncode, last) == (3, "cannot print: no space left on device")
    assert b"Traceback" not in ended.stderr
    assert run(tmp_path, f"{command} >/dev/full 2>&1").returncode == 3


@pytest.mark.parametrize("command", ["build", "init", "list", "check", "-C / list"])
def test_a_working_folder_that_is_gone_is_one_line(tmp_path: Path, command: str) -> None:
    line = f"mkdir gone; cd gone; rmdir ../gone; exec {sys.executable} -m syllabus {command}"
    ended = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.decode().splitlines() == [
        "Error: the folder that you are in is gone, or cannot be read; go to another with 'cd'"
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252", "koi8-r"])
@pytest.mark.parametrize("command", ["list", "check", "list --json"])
def test_what_a_terminal_cannot_show_is_replaced(
    tmp_path: Path, encoding: str, command: str
) -> None:
    record = "---\ndate: 2021-04-15\ntitle: Łódź – 光学 “x”\n---\n"
    if command == "check":
        record += "\n@nobody\n"
    project(tmp_path, {"syllabus/meetings/2021-04-15-lenses.md": record})
    ended = run(tmp_path, command, PYTHONIOENCODING=encoding)
    assert ended.returncode == (1 if command == "check" else 0), ended.stderr
    assert b"Traceback" not in ended.stderr
    if command == "list":
        printed = ended.stdout.decode(encoding)
        assert "Thu 15 Apr 2021" in printed
        assert "d" in printed
        assert "?? " in printed
    if command == "list --json":  # which is UTF-8 everywhere (RFC 8259, 8.1)
        assert "Łódź – 光学" in ended.stdout.decode("utf-8")


def test_a_limit_of_the_session_is_told_as_such(tmp_path: Path) -> None:
    project(tmp_path, {})
    line = f"ulimit -f 20; exec {sys.executable} -m syllabus build --timeout 60"
    ended = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, check=False)
    assert ended.returncode == 3
    # A shell counts in blocks of 512 bytes (POSIX), and bash in those of 1024.
    assert b"your session lets no file have more than " in ended.stderr
    assert b"512 MB" not in ended.stderr
