"""What lies around the records: links out of the project, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import COURSE, MEETING, NOW, codes, prepare, project

from syllabus.cli import main
from syllabus.delivery.smtp.journal import Mailing, open_journal, read_journal
from syllabus.diagnostics import Diagnostic
from syllabus.front.records.published import read_published
from syllabus.outputs.history.files import read_snapshot
from syllabus.outputs.mail.drafting import EmailRequest, write_email
from syllabus.outputs.templates import default_templates
from syllabus.workspace.signatures import read_note, sign, write_note

SECRET = "wordofthesecretfile"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder beside the project `tmp_path / "project"`, with files that hold a word."""
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("title.tex", "email.txt", "notes.md", "style.csl"):
        (folder / name).write_text(f"{SECRET}\n")
    return folder


def everything(folder: Path) -> bytes:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return b"\n".join(path.read_bytes() for path in files)


# --- templates -----------------------------------------------------------------------------


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_template_that_is_a_link_out_is_refused(
    tmp_path: Path, outside: Path, linked: str
) -> None:
    layout = project(tmp_path / "project", {})
    if linked == "folder":
        layout.templates.symlink_to(outside)
    else:
        layout.templates.mkdir()
        (layout.templates / "title.tex").symlink_to(outside / "title.tex")
    front = prepare(layout.root, {})
    assert front.document is None
    assert codes(front) == {"file-outside-project"}


def test_a_template_of_mail_that_is_a_link_out_is_refused(tmp_path: Path, outside: Path) -> None:
    layout = project(tmp_path / "project", {})
    layout.templates.mkdir()
    (layout.templates / "email.txt").symlink_to(outside / "email.txt")
    outcome = write_email(EmailRequest(layout, NOW), lambda _: None, print)
    assert outcome.path is None
    assert "file-outside-project" in {fault.code for fault in outcome.diagnostics}


def test_a_folder_of_templates_elsewhere_is_not_looked_through(tmp_path: Path) -> None:
    layout = project(tmp_path / "project", {})
    layout.templates.symlink_to("/")
    (tmp_path / "next").mkdir()
    ended = CliRunner().invoke(main, ["-C", str(layout.root), "check"])
    assert ended.exit_code == 1
    assert ended.output.count("'templates' leads out of the project") == 1
    start = ["--from", str(layout.root), "--start", "2027-01-04"]
    ended = CliRunner().invoke(main, ["init", str(tmp_path / "next"), *start])
    assert ended.exit_code == 0, ended.output
    assert not (tmp_path / "next" / "templates").exists()


@pytest.mark.parametrize("folder", ["syllabus/meetings", "syllabus/sections", "bib"])
def test_a_folder_elsewhere_is_no_empty_course(tmp_path: Path, outside: Path, folder: str) -> None:
    layout = project(tmp_path / "project", {})
    place = layout.root / folder
    if place.exists():
        place.rename(tmp_path / "old")
    place.symlink_to(outside)
    for command in ("check", "list"):
        ended = CliRunner().invoke(main, ["-C", str(layout.root), command])
        assert ended.exit_code == 1
        assert f"'{folder}' leads out of the project [file-outside-project]" in ended.output


def test_a_template_may_be_a_link_in_the_project_or_the_tools_own(tmp_path: Path) -> None:
    plain = prepare(tmp_path / "plain", {}).document
    inside = project(tmp_path / "inside", {"looks/title.tex": ""})
    (inside.root / "looks" / "title.tex").write_bytes(
        (default_templates() / "title.tex").read_bytes()
    )
    inside.templates.symlink_to(inside.root / "looks")
    ours = project(tmp_path / "ours", {})
    ours.templates.symlink_to(default_templates())
    for layout in (inside, ours):
        front = prepare(layout.root, {})
        assert codes(front) == set()
        assert plain is not None
        assert front.document is not None
        assert layout is inside or front.document.text == plain.text


@pytest.mark.parametrize("text", [b"\xe4", "ä".encode("utf-16"), b"a\0b"])
def test_a_template_that_is_no_utf_8_is_a_fault_at_its_place(tmp_path: Path, text: bytes) -> None:
    front = prepare(tmp_path, {"templates/title.tex": text})
    assert codes(front) == {"not-utf-8"}


# --- new projects and records --------------------------------------------------------------


@pytest.mark.parametrize("name", ["syllabus/meetings", "bib", "syllabus/sections"])
@pytest.mark.parametrize("command", ["init", "from"])
def test_a_new_course_is_not_written_through_a_link(
    tmp_path: Path, outside: Path, name: str, command: str
) -> None:
    files = {"bib/a.bib": "", "syllabus/sections/a.md": "# A\n\nText.\n"}
    old = project(tmp_path / "old", files)
    root = tmp_path / "project"
    (root / name).parent.mkdir(parents=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    (root / name).symlink_to(empty)
    before = sorted(root.rglob("*"))
    more = ["--from", str(old.root), "--start", "2022-01-03"] if command == "from" else []
    ended = CliRunner().invoke(main, ["init", str(root), *more])
    assert ended.exit_code != 0
    assert sorted(root.rglob("*")) == before
    assert list(empty.iterdir()) == []


def test_a_new_record_is_not_written_through_a_link(tmp_path: Path) -> None:
    layout = project(tmp_path / "project", {})
    elsewhere = tmp_path / "elsewhere"
    layout.meetings.rename(elsewhere)
    layout.meetings.symlink_to(elsewhere)
    ended = CliRunner().invoke(main, ["-C", str(layout.root), "new", "Waves", "--date", "TBD"])
    assert ended.exit_code != 0
    assert "a link leads out of the project" in ended.stderr
    assert [path.name for path in elsewhere.iterdir()] == [Path(MEETING).name]


def test_a_next_term_takes_nothing_from_outside_and_puts_nothing_there(
    tmp_path: Path, outside: Path
) -> None:
    text = f"{COURSE}style: ../../style.csl\n"
    files = {"syllabus/course.yaml": text, "bib/a.bib": "", "templates/x/kept.tex": "kept"}
    old = project(tmp_path / "a" / "old", files)
    (tmp_path / "style.csl").write_text(SECRET)
    (old.meetings / "notes.txt").symlink_to(outside / "notes.md")
    (old.root / "bib" / "linked").symlink_to(outside)
    (old.root / ".gitignore").symlink_to(outside / "notes.md")
    new = tmp_path / "new" / "deep" / "er"
    command = ["init", str(new), "--from", str(old.root), "--start", "2022-01-03"]
    ended = CliRunner().invoke(main, command)
    assert ended.exit_code == 0, ended.output
    assert "notes.txt leads out of its project, and was not copied" in ended.stderr
    assert (new / "templates" / "x" / "kept.tex").read_text() == "kept"
    assert SECRET.encode() not in everything(tmp_path / "new")
    assert [path.name for path in (tmp_path / "new" / "deep").iterdir()] == ["er"]


# --- what only a run of ours writes ----------------------------------------------------------


def moved_behind_a_link(path: Path) -> None:
    """Put a file aside in its own project and a link to it in its place."""
    aside = path.with_name(f"aside-{path.name}")
    path.rename(aside)
    path.symlink_to(aside)


def test_a_note_behind_a_link_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    note = tmp_path / "members.json"
    write_note(note, "sealed")
    assert read_note(note) == "sealed"
    moved_behind_a_link(note)
    assert read_note(note) is None
    key = tmp_path / "cache" / "syllabus" / "key"
    before = sign(b"text")
    assert before
    moved_behind_a_link(key)
    assert sign(b"text") != before  # by a key that is made anew
    assert not key.is_symlink()


def test_a_history_behind_a_link_is_a_fault(tmp_path: Path) -> None:
    layout = project(tmp_path / "project", {})
    mailing = Mailing(None, "optics", "announcement")
    faults: list[Diagnostic] = []
    with open_journal(layout, mailing, faults):
        pass
    handout = layout.handouts / "2021-04-01.yaml"
    handout.parent.mkdir()
    handout.write_text("course: optics\n")
    layout.calendar.write_text("course: optics\n")
    for path in (layout.calendar, handout, mailing.journal(layout)):
        moved_behind_a_link(path)
    assert read_published(layout, faults) is None
    assert read_snapshot(handout, layout.root, faults) is None
    assert read_journal(layout, mailing, faults) is None
    assert [fault.code for fault in faults] == ["unreadable-file"] * 3
