"""A library outside the project is read once its user has named it, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from syllabus.cli import main

SECRET = "@book{secret, author = {Sesame, Open}, title = {Sesame}, year = 2001}\n"
COURSE = "title: Optics\nzone: Europe/Berlin\ntime: 9:00\n"
SECTION = "# General\n\n- [@secret]\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    (folder / "ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (folder / "library.bib").write_text(SECRET)
    (folder / "ssh" / "key").write_text(SECRET)
    (folder / "other.bib").write_text(SECRET)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "syllabus" / "sections").mkdir(parents=True)
    (root / "bib").mkdir()
    (root / "syllabus" / "sections" / "general.md").write_text(SECTION)
    (root / "syllabus" / "course.yaml").write_text(COURSE)
    return root


def check(root: Path, *options: str) -> tuple[int, str]:
    found = CliRunner().invoke(main, ["-C", str(root), "check", *options])
    return found.exit_code, found.output


def name_library(root: Path, named: str) -> None:
    (root / "syllabus" / "course.yaml").write_text(f"{COURSE}bibliography: {named}\n")


@pytest.mark.parametrize(
    "named", ["~/library.bib", "../home/library.bib", "ABSOLUTE", "bib/link.bib", "LINK"]
)
def test_a_library_outside_is_read_once_the_user_has_named_it(
    home: Path, project: Path, named: str
) -> None:
    library = home / "library.bib"
    if named in ("bib/link.bib", "LINK"):
        (project / "bib" / "link.bib").symlink_to(library)
    if named != "LINK":  # a link that nothing names but its folder
        name_library(project, str(library) if named == "ABSOLUTE" else named)
    code, told = check(project)
    assert code == 1
    assert "[file-outside-project]" in told
    assert "--trust-library" in told
    assert "Sesame" not in told
    assert check(project, "--trust-library", str(library)) == (0, "no faults\n")
    assert check(project) == (0, "no faults\n")


def test_no_file_is_read_as_a_library_that_the_user_has_not_named(
    home: Path, project: Path
) -> None:
    library = home / "library.bib"
    check(project, "--trust-library", str(library))
    attacks = ("~/ssh/key", "~/other.bib", "../home/ssh/key", "bib/a.bib", "~nobody-here/x.bib")
    (project / "bib" / "a.bib").symlink_to(home / "ssh" / "key")
    for attack in attacks:
        name_library(project, attack)
        code, told = check(project)
        assert code == 1, attack
        assert "Sesame" not in told
    name_library(project, "~/library.bib")
    assert check(project)[0] == 0
    library.unlink()  # what the user has named is a path, links followed
    library.symlink_to(home / "other.bib")
    assert check(project)[0] == 1
    library.unlink()
    library.symlink_to(home / "ssh" / "key")
    assert check(project, "--trust-library", str(library))[0] == 2
    assert check(project)[0] == 1


def test_a_library_in_the_projects_own_folder_is_found(home: Path, project: Path) -> None:
    assert home
    own = project / "references.bib"
    own.write_text(SECRET)
    assert check(project) == (0, "no faults\n")
    (project / "bib" / "more.bib").write_text(SECRET)
    code, told = check(project)
    assert code == 0
    assert "references.bib: not read" in told
    (project / "bib" / "more.bib").unlink()
    own.unlink()
    own.symlink_to(home / "library.bib")
    assert "[file-outside-project]" in check(project)[1]
