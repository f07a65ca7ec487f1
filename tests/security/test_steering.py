"""Characters that turn a text around, or end its line, where it stands among others."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import COURSE, FRONT, MEETING, prepare, project

from syllabus.cli import main
from syllabus.cli.terminal import Terminal

BUILD = ["build", "--as-of", "2021-04-14"]
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


SIGNS = [*STEERING, "\x1b", "\x9b", "\x85"]


@pytest.mark.parametrize("sign", SIGNS, ids=map(ascii, SIGNS))
def test_what_changed_turns_nothing_around(tmp_path: Path, sign: str) -> None:
    """Whether the text comes from a record, or from a record of a handout that somebody wrote."""
    word = f"Len{sign}ses"
    layout = project(tmp_path, {MEETING: FRONT})
    assert CliRunner().invoke(main, ["-C", str(tmp_path), *BUILD]).exit_code == 0
    (kept,) = layout.handouts.iterdir()
    told = f'"Len{ascii(sign)[1:-1]}ses"'
    spoilt = kept.read_text().replace("Lenses", told)
    assert told in spoilt
    kept.write_text(spoilt)
    if sign in STEERING:
        project(tmp_path, {MEETING: f"{FRONT}{word} {word}\n"})
    for form in ("human", "markdown", "json"):
        options = ["--as-of", "2021-04-20", "--format", form]
        run = CliRunner().invoke(main, ["-C", str(tmp_path), "diff", *options])
        assert sign not in run.output, form
        assert "Len" in run.output
        refused = sign in "\x1b\x9b"  # a text that no record of a handout can hold
        assert run.exit_code == refused, run.output
        if form == "json" and not refused:
            assert word in json.dumps(json.loads(run.stdout), ensure_ascii=False).replace(
                json.dumps(sign)[1:-1], sign
            )


@pytest.mark.parametrize("sign", STEERING, ids=map(ascii, STEERING))
def test_neither_do_json_and_mail(tmp_path: Path, sign: str) -> None:
    title = f"Len{sign}ses"
    text = FRONT.replace("Lenses", f'"{title}"')
    project(tmp_path, {MEETING: f"{text}a{sign}b @unknown\n", "bib/a.bib": "@book{b, title={T}}"})
    listed = CliRunner().invoke(main, ["-C", str(tmp_path), "list", "--json"])
    assert sign not in listed.output
    assert json.loads(listed.stdout)[0]["title"] == title
    checked = CliRunner().invoke(main, ["-C", str(tmp_path), "check", "--format", "json"])
    assert sign not in checked.output
    project(tmp_path, {MEETING: f"{text}a{sign}b\n"})
    run = CliRunner().invoke(main, ["-C", str(tmp_path), "email", "--as-of", "2021-04-14"])
    assert run.exit_code == 0, run.output
    assert sign not in run.output
    (draft,) = (tmp_path / "build").glob("*.eml")
    message = message_from_bytes(draft.read_bytes(), policy=default)
    bodies = [
        part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    ]
    assert len(bodies) >= 2
    assert all(sign not in body for body in bodies)


@pytest.mark.parametrize("sign", ["\u202e", "\x1b", "\u2028"], ids=ascii)
def test_names_of_files_steer_no_terminal(tmp_path: Path, sign: str) -> None:
    root = tmp_path / f"o{sign}x"
    run = CliRunner().invoke(main, ["-C", str(tmp_path), "new", "A", "--like", f"b{sign}"])
    assert run.exit_code == 2
    assert sign not in run.output
    root.mkdir()
    run = CliRunner().invoke(main, ["-C", str(root), "list"])
    assert run.exit_code == 2
    assert sign not in run.output
    files = {
        f"syllabus/meetings/a{sign}.md": FRONT,
        "syllabus/course.yaml": COURSE + "streams: {a: A}\n",
    }
    project(root, files)
    for command in (["list"], ["check", "--format", "json"], ["list", "--stream", f"x{sign}"]):
        run = CliRunner().invoke(main, ["-C", str(root), *command])
        assert run.exit_code != 0
        assert sign not in run.output
    if os.name == "posix":
        shown = on_terminal(Terminal(root).say, f"{root}/x: 2 pages\nmore")
        assert sign not in shown
        assert "x: 2 pages" in shown
        assert "more" in shown


def on_terminal(say: Callable[[str], None], message: str) -> str:
    """Return what is printed where stdout is a terminal."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as terminal, redirect_stdout(terminal):
        say(message)
        terminal.flush()
        text = os.read(ours, 9_999).decode()
    os.close(ours)
    return text


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
