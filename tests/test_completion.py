"""Values that shells complete, through the shells' own protocol."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.calendar.courses import make_course

from syllabus.cli import main
from syllabus.workspace.layout import Layout

MEETING = "date: 2021-04-15\ntitle: A\nid: xf-lenses\n---\n"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    found = make_course(tmp_path / "my course", lenses=MEETING, mirrors=MEETING)
    found.handouts.mkdir(parents=True)
    for day in ("2021-03-23", "2021-04-14"):
        (found.handouts / f"{day}.yaml").touch()
    return found


def completed(line: str, shell: str = "bash") -> list[str]:
    """Return what a shell offers at the end of a line, word by word: for bash, type and value."""
    words = f"syllabus {line}"
    environment = {
        "_SYLLABUS_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": words.rpartition(" ")[2]
        if shell == "fish"
        else str(len(words.split(" ")) - 1),
    }
    ended = CliRunner().invoke(main, [], prog_name="syllabus", env=environment)
    assert ended.exit_code == 0, ended.output
    assert ended.stderr == ""
    return ended.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("list --stream ", ["waves", "rays"]),
        ("calendar --stream w", ["waves"]),
        ("new Title --stream R", ["rays"]),
        ("new Title --stream waves --stream r", ["rays"]),
        ("email --meeting ", ["lenses", "mirrors"]),
        ("email --meeting m", ["mirrors"]),
        ("new Title --like le", ["lenses"]),
        ("email --meeting xf", ["xf-lenses", "xf-lenses"]),
        ("email --meeting zz", []),
        ("diff ", ["2021-04-14", "2021-03-23"]),
        ("diff 2021-03-23 2021-04", ["2021-04-14"]),
        ("check --explain unknown-cit", ["unknown-citation"]),
        ("init --zone europe/osl", ["Europe/Oslo"]),
        ("init --language fr-C", ["fr-CA", "fr-CD", "fr-CF", "fr-CG", "fr-CH", "fr-CI", "fr-CM"]),
        ("init --language ", ["de", "el", "en", "es", "fr", "it", "ja", "nl", "pt", "pt-PT"]),
        ("init --day t", ["Tuesday", "Thursday"]),
        ("email --kind rec", ["recording"]),
        ("build --engine lua", ["lualatex"]),
    ],
)
def test_values_are_completed(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, line: str, expected: list[str]
) -> None:
    monkeypatch.chdir(layout.meetings)
    assert completed(line) == [f"plain,{value}" for value in expected]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_descriptions_too(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.chdir(layout.root)
    printed = "\n".join(completed("list --stream wa", shell))
    assert "waves" in printed
    assert "Waves" in printed


@pytest.mark.parametrize(
    "line",
    [
        "-C '{root}' list --stream w",
        "list -C '{root}' --stream w",
        "list -C ~ --stream w",
        "-C ~ list --stream w",
    ],
)
def test_the_project_of_another_folder_is_asked(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(layout.root))
    words = line.format(root=layout.root)
    environment = {
        "_SYLLABUS_COMPLETE": "fish_complete",
        "COMP_WORDS": f"syllabus {words}",
        "COMP_CWORD": "w",
    }
    ended = CliRunner().invoke(main, [], prog_name="syllabus", env=environment)
    assert ended.stdout.startswith("plain"), ended.output
    assert "waves" in ended.stdout


def test_a_path_is_left_to_the_shell(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(layout.root)
    for line in ("email --meeting syllabus/m", "diff syllabus/h"):
        assert completed(line) == [f"file,{line.rpartition(' ')[2]}"]


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ("title: [\n", []),
        ("", []),
        ("title: A\nnonsense: B\nstreams: {waves: Waves}\n", ["plain,waves"]),
        ("streams: {waves: Waves}\nzone: Nowhere/Here\n", ["plain,waves"]),
        ("streams: [waves]\n", []),
        ("\0\ud800", []),
    ],
)
def test_a_broken_project_is_quiet(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, course: str, expected: list[str]
) -> None:
    layout.course.write_bytes(course.encode("utf-8", "surrogatepass"))
    monkeypatch.chdir(layout.root)
    assert completed("list --stream ") == expected
    assert completed("email --meeting le") == ["plain,lenses"]


@pytest.mark.parametrize("line", ["list --stream ", "email --meeting ", "diff "])
def test_outside_of_a_project_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert completed(line) == []
