"""Both branches of what differs between operating systems, one beside the other."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from tests.robustness.project import DAY, build, entitle, good_build, make_project, pdfs

from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.scaffold import machine_language, machine_zone
from syllabus.workspace import system
from syllabus.workspace.system import find_program, use_utf8, user_cache


def test_a_handout_that_a_viewer_has_open_is_left_alone_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = make_project(tmp_path)
    good = good_build(layout)
    entitle(layout, "Waves")
    replace = Path.replace

    def in_use(self: Path, target: Path) -> Path:
        if Path(target).suffix == ".pdf":
            raise PermissionError(13, "Permission denied", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", in_use)
    monkeypatch.setattr(system, "is_open_elsewhere", _as_on_windows)
    (fault,) = build(layout).diagnostics
    assert fault.code == "cannot-write"
    assert fault.message == "cannot write 'optics.pdf': another program has it open" or (
        fault.message == "cannot write 'optics-2026-09-05.pdf': another program has it open"
    )
    assert fault.hints == ("close it in your PDF viewer; the last good PDF is untouched",)
    assert set(pdfs(layout).values()) == {good}


_is_open_elsewhere = system.is_open_elsewhere


def _as_on_windows(fault: OSError, path: Path) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(system, "WINDOWS", True)
        return _is_open_elsewhere(fault, path)


@pytest.mark.parametrize("windows", [False, True])
def test_a_link_or_program_in_the_working_folder_is_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool
) -> None:
    monkeypatch.setattr(system, "WINDOWS", windows or os.name == "nt")
    monkeypatch.setenv("PATHEXT", ".exe;.cmd" if windows else "")
    folder = tmp_path / "bin"
    folder.mkdir()
    for place in (tmp_path, folder):
        program = place / ("tex.cmd" if windows else "tex")
        program.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".{os.pathsep}{folder}")
    assert find_program("tex") == str(folder / program.name)
    monkeypatch.setenv("PATH", ".")
    assert find_program("tex") is None


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their folders are the system's")
@pytest.mark.parametrize("native", [False, True])
def test_the_cache_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, native: bool
) -> None:
    monkeypatch.setattr(system, "MACOS", native)  # platformdirs is asked
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache() == tmp_path / "syllabus"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_cache() == tmp_path / ".cache" / "syllabus"
    if not native:
        monkeypatch.delenv("HOME")
        assert user_cache() is None


def test_output_to_a_file_is_utf_8_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(system, "WINDOWS", True)
    use_utf8()
    stream.write("→ 日本 \udcff")
    stream.flush()
    assert stream.buffer.getvalue() == "→ 日本 \\udcff".encode()


def test_records_with_windows_line_ends_make_the_same_handout(tmp_path: Path) -> None:
    layout = make_project(tmp_path)
    (record,) = layout.meetings.iterdir()
    record.write_text(record.read_text() + "\nText.\n\n1. One\n\n   ```\n   code\n   ```\n")
    plain = prepare_handout(layout, DAY).document
    for path in (record, layout.course):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    crossed = prepare_handout(layout, DAY).document
    assert plain is not None
    assert crossed is not None
    assert plain.text == crossed.text


def test_windows_tells_zone_and_language_in_its_own_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(system, "user_locale", lambda: "de-AT")
    monkeypatch.setenv("TZ", "Europe/Oslo")  # which babel reads here, as there the registry
    assert machine_zone({}, tmp_path / "localtime") == "Europe/Oslo"
    assert machine_language({}) == "de-AT"
    assert machine_language({"LANG": "fr_FR.UTF-8"}) == "fr-FR"
