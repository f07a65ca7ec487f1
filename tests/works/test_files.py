"""What happens to files: all of them are written or none, and nobody's work is lost."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.works.project import DOI, LIBRARY, RECORD, cite, library, record
from tests.works.services import Site

from syllabus.cli.terminal import Exit
from syllabus.scaffold.edits import ChangedFile, write_changes
from syllabus.workspace import system
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import EDITS, edits_lock

OTHER = "@book{hooke1665,\n  title = {Micrographia}\n}\n"


@pytest.mark.parametrize("name", ["bib/optics.bib", "syllabus/meetings/2026-09-03-rays.md"])
def test_what_is_read_only_stays_as_it_is_with_all_else(name: str, root: Path, site: Site) -> None:
    (root / name).chmod(0o444)
    code, out, err = cite(root, DOI, "--into", "2026-09-03")
    assert (code, out) == (Exit.TEX, ""), err
    assert f"nothing was changed: cannot write {name}: it is read-only" in err
    assert "added" not in err
    assert (library(root), record(root)) == (LIBRARY, RECORD)
    assert stat.S_IMODE((root / name).stat().st_mode) == 0o444


@pytest.mark.skipif(os.name != "posix", reason="there are no such modes")
def test_who_may_read_a_library_stays_as_it_is(root: Path, site: Site) -> None:
    path = root / "bib/optics.bib"
    path.chmod(0o640)
    assert cite(root, DOI)[0] == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    (root / "notes").mkdir()
    path.rename(root / "notes/all.bib")
    path.symlink_to("../notes/all.bib")
    assert cite(root, "PMID:123")[0] == 0
    assert path.is_symlink()
    assert "nijboer1934" in library(root)


def test_line_ends_of_a_library_are_kept(root: Path, site: Site) -> None:
    path = root / "bib/optics.bib"
    old = ("\ufeff" + LIBRARY.rstrip("\n")).replace("\n", "\r\n").encode()
    path.write_bytes(old)
    assert cite(root, DOI)[0] == 0
    new = path.read_bytes()
    assert new.startswith(old + b"\r\n\r\n@article{zernike1942,\r\n")
    assert new.count(b"\n") == new.count(b"\r\n")


def test_what_another_wrote_while_a_service_was_asked_is_kept(root: Path, site: Site) -> None:
    path = root / "bib/optics.bib"
    site.meanwhile = lambda: path.write_text(LIBRARY + OTHER)
    assert cite(root, DOI)[:2] == (0, "[@zernike1942]\n")
    assert library(root).startswith(LIBRARY + OTHER + "\n@article{zernike1942,")


def test_the_same_work_added_twice_at_once_is_there_once(root: Path, site: Site) -> None:
    path = root / "bib/optics.bib"
    cite(root, DOI)
    twice = library(root)
    path.write_text(LIBRARY)
    site.meanwhile = lambda: path.write_text(twice)
    code, out, err = cite(root, "10.1000/moved")
    assert (code, out) == (0, "[@zernike1942]\n"), err
    assert library(root) == twice


def test_what_has_gone_from_the_library_meanwhile_is_told(root: Path, site: Site) -> None:
    path = root / "bib/optics.bib"
    cite(root, DOI)
    site.meanwhile = lambda: path.write_text(LIBRARY)
    code, out, err = cite(root, DOI, "PMID:123")
    assert (code, out) == (Exit.TEX, "[@nijboer1934]\n"), err
    assert f"DOI {DOI}: the library has lost it meanwhile; try again" in err


def test_nobody_else_edits_a_project_that_is_being_edited(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    with edits_lock(layout), system.opened(layout.work / EDITS) as handle:
        assert not system.lock(handle)
    with system.opened(layout.work / EDITS) as handle:
        assert system.lock(handle)


def test_all_files_are_changed_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("a", "b")
    for name in names:
        (tmp_path / name).write_bytes(b"old")
    changes = [ChangedFile(tmp_path / name, b"old", b"new") for name in names]
    synced = os.fsync
    for fault in (OSError(28, "No space left on device"), KeyboardInterrupt()):
        for place in range(2):
            done: list[int] = []

            def fail(handle: int, fault: BaseException = fault, place: int = place) -> None:
                if len(done) == place:  # noqa: B023 - of this round
                    raise fault
                done.append(handle)  # noqa: B023
                synced(handle)

            monkeypatch.setattr(os, "fsync", fail)
            with pytest.raises(type(fault)):
                write_changes(changes)
            monkeypatch.setattr(os, "fsync", synced)
            assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
                "a": b"old", "b": b"old",
            }  # fmt: skip
    write_changes(changes)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"new", "b": b"new"}


PROGRAM = """
import sys
from tests.works.services import Site
from syllabus.cli import cite as command, main
site = Site(int(sys.argv.pop(1)))
command.SERVICES, command.LIMITS = site.services, site.limits
main(prog_name="syllabus")
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal")
def test_ctrl_c_before_the_answer_changes_nothing(root: Path, site: Site) -> None:
    started = threading.Event()

    def interrupt() -> None:
        started.wait()
        running.send_signal(signal.SIGINT)

    site.meanwhile = interrupt
    command = [sys.executable, "-c", PROGRAM, str(site.port), "cite", "10.1000/slow"]
    running = subprocess.Popen(
        command, cwd=root, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    started.set()
    _, err = running.communicate()
    assert (running.returncode, err) == (130, "interrupted\n")
    assert library(root) == LIBRARY
    assert [each.name for each in (root / "bib").iterdir()] == ["optics.bib"]
