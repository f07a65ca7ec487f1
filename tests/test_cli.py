"""Command-line sessions, written in Markdown as people would see them.

A case is a `##` heading in `tests/cli/*.md` and the fenced blocks below it. A block with a path
after its language is a file of the project; those above the first case are in every case. A
`console` block is a session: after `$` a command for the shell, below it what it prints to
stdout, with `2>` what it prints to stderr, and `=>` its exit status where that is not 0. In what
is expected `...` stands for anything, and spaces at the end of a line do not count.

The sessions of a page of docs/ are one story, told block by block. Those are run that have a folder
after their `console`, in that folder, and on the day that is named behind an `@`; what they print
to stdout and stderr stands together. Blocks with a path are files that are written in between.
"""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.running import invoke
from tests.security.projects import project

import syllabus
from syllabus.cli import COMMANDS, main, slips

CASES = Path(__file__).parent / "cli"
DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_OF_THE_SHELL = re.compile(r"[|&;<>$`*?~(){}]|\n")
PROGRAM = f"""#!/bin/sh
exec '{sys.executable}' -c 'from syllabus.cli import main; main(prog_name="syllabus")' "$@"
"""


@dataclass(frozen=True)
class Case:
    title: str
    files: dict[str, str]
    session: str


def _cases() -> list[Case]:
    cases = []
    for path in sorted(CASES.glob("*.md")):
        common, *parts = re.split(
            r"^## (?=[^\n]+\n\n`{3,}[a-z])", path.read_text("utf-8"), flags=re.M
        )
        for part in parts:
            blocks = [*BLOCK.finditer(common), *BLOCK.finditer(part)]
            files = {block["name"]: block["text"] for block in blocks if block["name"]}
            sessions = [block["text"] for block in blocks if block["language"] == "console"]
            title = f"{path.stem}: {part.partition(chr(10))[0]}"
            cases.append(Case(title, files, "".join(sessions)))
    return cases


def _environment(folder: Path) -> dict[str, str]:
    """Return what a user's shell would have, with the command `syllabus` in it."""
    program = folder / "syllabus"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    left_out = ("SOURCE_DATE_EPOCH", "NO_COLOR")
    return {
        **{name: value for name, value in os.environ.items() if name not in left_out},
        "BIN": str(folder),
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(syllabus.__file__).parents[1]),
        "LC_ALL": "C.UTF-8",
    }


def _run(
    command: str, folder: Path, environment: dict[str, str]
) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a command, by the shell where nothing else can; return all that it printed too."""
    program, *arguments = shlex.split(command, comments=True)
    if program == "syllabus" and not _OF_THE_SHELL.search(command):
        return invoke(arguments, folder, environment)
    run = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return run, run.stdout + run.stderr


def _matches(expected: str, found: str) -> bool:
    lines = [line.rstrip() for line in found.splitlines()]
    pattern = ".*".join(re.escape(piece) for piece in expected.split("..."))
    return re.fullmatch(pattern, "\n".join(lines).rstrip("\n"), re.DOTALL) is not None


def _steps(session: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands of a session and the lines that are expected of each."""
    for step in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
        command, *expected = step.splitlines()
        yield command, expected


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.title)
def test_session_goes_as_written(
    case: Case, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = _environment(tmp_path_factory.mktemp("bin"))
    for name, text in case.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for command, expected in _steps(case.session):
        run, _ = _run(command, tmp_path, environment)
        said = "\n".join(line[3:] for line in expected if line.startswith("2>"))
        printed = "\n".join(line for line in expected if not line.startswith(("2>", "=>")))
        status = next((line[3:] for line in expected if line.startswith("=>")), "0")
        shown = f"$ {command}\n{run.stdout}--- stderr\n{run.stderr}--- exit {run.returncode}"
        assert _matches(printed, run.stdout), shown
        assert _matches(said, run.stderr), shown
        assert str(run.returncode) == status, shown


def _sessions(page: str) -> Iterator[re.Match[str]]:
    for block in BLOCK.finditer((DOCS / page).read_text(encoding="utf-8")):
        if block["language"] == "console":
            yield block


def _pages_with_sessions() -> list[str]:
    pages = sorted(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md"))
    return [page for page in pages if any(block["name"] for block in _sessions(page))]


def test_what_is_said_to_exist_instead_does() -> None:
    context = click.Context(main)
    options = {
        name: _options(command)
        for name in COMMANDS
        if (command := main.get_command(context, name)) is not None
    }
    for word, hint in slips.COMMANDS.items():
        assert word not in COMMANDS
        for name, option in re.findall(r"syllabus ([a-z]+)(?: (--[a-z]+))?", hint):
            assert not option or option in options[name]
    for option, hints in slips.OPTIONS.items():
        for where, hint in hints:
            known = options[where] if where else {"--public", "--version"}
            assert option not in known
            assert set(re.findall(r"(?<!out )--[a-z]+(?:-[a-z]+)*", hint)) <= known | {"--send"}


@pytest.mark.parametrize("page", _pages_with_sessions())
def test_the_sessions_of_a_page_go_as_printed(
    page: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = {
        **_environment(tmp_path_factory.mktemp("bin")),
        "HOME": str(tmp_path_factory.mktemp("home")),
        "TZ": "Europe/Oslo",
    }
    for block in BLOCK.finditer((DOCS / page).read_text(encoding="utf-8")):
        if block["language"] not in ("console", "diff") and "/" in (block["name"] or ""):
            (tmp_path / block["name"]).write_text(block["text"], encoding="utf-8")
        if block["language"] != "console":
            continue
        folder, _, day = (block["name"] or "").partition("@")
        noon = datetime.fromisoformat(f"{day or '2026-08-26'}T12:00Z")
        for command, expected in _steps(block["text"]) if folder else ():
            now = {**environment, "SOURCE_DATE_EPOCH": f"{noon.timestamp():.0f}"}
            _, printed = _run(command, tmp_path / folder, now)
            found = _without_chance(printed)
            assert _matches(_without_chance("\n".join(expected)), found), f"$ {command}\n{found}"


def test_every_command_is_shown() -> None:
    text = "".join(block["text"] for block in _sessions("reference/commands.md"))
    shown = re.findall(r"^\$ syllabus ([a-z]+)", text, flags=re.MULTILINE)
    assert set(shown) == set(main.commands)


def _without_chance(text: str) -> str:
    """Return a text without what differs by run and machine: 2.6 s, 4.79a, TeX Live 2022, an id."""
    text = re.sub(r"(?:TeX Live \d{4}|\d+(?:\.\d+)+[a-z]?) *", "N.N ", text)
    return re.sub(r"^id: \w+$", "id: …", text, flags=re.MULTILINE)


def test_every_command_has_examples_that_it_understands(tmp_path: Path) -> None:
    for name in ("", *main.commands):
        shown, _ = invoke([*filter(None, [name]), "--help"], tmp_path, os.environ)
        examples = re.findall(r"^ +syllabus (?!\[).*$", shown.stdout.partition("xamples:")[2], re.M)
        assert examples, f"'syllabus {name} --help' has no example"
        known = _options(main) | (_options(_command(name)) if name else set())
        for example in examples:
            assert set(re.findall(r"(?<=\s)--?[a-zA-Z][\w-]*", example)) <= known, example
            assert not name or name in example.split(), example


def test_the_overview_says_what_each_command_says_of_itself_on_one_line() -> None:
    shown = CliRunner().invoke(main, ["--help"], prog_name="syllabus").output.splitlines()
    for name in main.commands:
        command = _command(name)
        assert command.name == name
        line = command.get_short_help_str(limit=1000)
        assert f"  {name:<8}  {line}" in shown, name


def _command(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


def test_options_of_all_commands_stand_before_the_command_or_behind_it(tmp_path: Path) -> None:
    project(tmp_path, {})
    before = CliRunner().invoke(main, ["-q", "-C", str(tmp_path), "check"])
    behind = CliRunner().invoke(main, ["check", "-q", "-C", str(tmp_path)])
    loud = CliRunner().invoke(main, ["check", "-C", str(tmp_path)])
    assert before.exit_code == behind.exit_code == loud.exit_code == 0, behind.output
    assert "no faults" not in before.output + behind.output
    assert "no faults" in loud.output
    assert "templates are in" in CliRunner().invoke(main, ["doctor", "-v"]).output


def _options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize(("name", "colored"), [("PATH", True), ("NO_COLOR", False)])
def test_a_terminal_gets_colours_unless_they_are_unwanted(
    name: str, colored: bool, tmp_path: Path
) -> None:
    environment = {**_environment(tmp_path), "TERM": "xterm"}
    environment.setdefault(name, "1")
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "syllabus").mkdir()
    (tmp_path / "course" / "syllabus" / "course.yaml").write_text("zone: UTC\n")
    reader, terminal = pty.openpty()
    run = subprocess.run(
        ["/bin/sh", "-c", "syllabus check"],
        cwd=tmp_path / "course",
        env=environment,
        stderr=terminal,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    os.close(terminal)
    seen = b""
    while True:
        try:
            seen += (piece := os.read(reader, 4096))
        except OSError:  # Linux tells the end of a terminal so
            break
        if not piece:
            break
    os.close(reader)
    assert run.returncode == 1
    assert b"missing-key" in seen
    assert (re.search(rb"\x1b\[[0-9;]*m", seen) is not None) == colored, seen
