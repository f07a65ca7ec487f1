"""A disk that is full or cannot be written: a fault by name, and the last good PDF as it was."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from shlex import quote

import pytest
from tests.robustness.project import DAY, NAMES, PROGRAM, entitle, good_build, pdfs, run

from syllabus.workspace.layout import Layout

ROOM = (0, 8, 20, 100, 180, 240, 280, 320, 1000)
"""Kilobytes that are left, from none to enough."""

FILL = f"""
import json, os, shutil, sys, traceback
from pathlib import Path
from click.testing import CliRunner
from syllabus.cli import main
from syllabus.workspace.layout import Layout
from tests.robustness.project import entitle, good_build, left_over, pdfs

layout = Layout(Path.cwd())
shutil.rmtree(layout.templates)  # the real ones make larger files
good = good_build(layout)
entitle(layout, "Waves")
ends = []
for room in {ROOM}:
    shutil.rmtree(layout.work / "tex", ignore_errors=True)
    disk = os.statvfs(layout.build)
    ballast = layout.build / "ballast"
    with ballast.open("wb") as file:
        file.write(bytes(max(0, disk.f_bavail * disk.f_bsize - room * 1024)))
    ended = CliRunner().invoke(main, ["build", "--as-of", "{DAY}"])
    ballast.unlink()
    broken = None if isinstance(ended.exception, SystemExit | None) else repr(ended.exception)
    ends.append({{
        "status": ended.exit_code, "broken": broken, "said": ended.output,
        "kept": set(pdfs(layout).values()) == {{good}}, "parts": len(left_over(layout.build)),
    }})
again = good_build(layout) != good
print(json.dumps([ends, again]))
"""
"""Fills a small file system around builds: run in a project's folder."""

ALONE = ("unshare", "-m", "-r")
"""Runs a command in a name space of its own, in which it may mount."""

may_mount = not subprocess.run(
    [*ALONE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
).returncode
needs_mount = pytest.mark.skipif(not may_mount, reason="no file system may be mounted here")


def mounted(layout: Layout, mount: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's folder after a shell's `mount` command there."""
    return subprocess.run(
        [*ALONE, "sh", "-c", f'{mount} && exec "$@"', "sh", *command],
        cwd=layout.root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@needs_mount
def test_a_disk_that_fills_at_any_stage_is_called_full(layout: Layout) -> None:
    ended = mounted(layout, "mount -t tmpfs -o size=4m none build", sys.executable, "-c", FILL)
    assert ended.returncode == 0, ended.stderr
    ends, again = json.loads(ended.stdout)
    said = "error: no space is left on the disk that holds "
    *full, enough = ends
    for end in full:
        assert (end["status"], end["kept"], end["broken"], end["parts"]) == (3, True, None, 0), end
        assert "no handout: 1 error" in end["said"], end
    places = [end["said"].partition("\n")[0].removeprefix(said) for end in full]
    folders = (layout.work / "tex", layout.work, layout.build)
    tex, work, pdf = (f"{folder} [disk-full]" for folder in folders)
    # Room for the pages but not for the note of them is a matter of a few bytes.
    assert {tex, pdf} <= set(places) <= {tex, work, pdf}
    assert enough["status"] == 0
    assert again


@pytest.mark.parametrize("blocks", [0, 8, 24])
def test_a_limit_on_files_is_a_fault_too(layout: Layout, good: str, blocks: int) -> None:
    """The limit is in half kilobytes; a quota that is used up looks alike."""
    entitle(layout, "Waves")
    ended = subprocess.run(
        [
            "/bin/sh",
            "-c",
            f'ulimit -f {blocks}; exec "$@"',
            "sh",
            *PROGRAM,
            "build",
            "--as-of",
            DAY,
        ],
        cwd=layout.root,
        # Who measures coverage writes files, too.
        env={name: os.environ[name] for name in os.environ.keys() - {"COVERAGE_PROCESS_CONFIG"}},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 3, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "no handout: 1 error" in ended.stderr
    assert pdfs(layout) == dict.fromkeys(NAMES, good)
    assert good_build(layout) != good


@pytest.mark.parametrize("folder", ["build", "build/.work"])
def test_a_read_only_folder_is_a_fault(layout: Layout, good: str, folder: str) -> None:
    entitle(layout, "Waves")
    command = (*PROGRAM, "build", "--as-of", DAY)
    if os.geteuid() == 0:  # whom modes do not stop
        if not may_mount:
            pytest.skip("no file system may be mounted here")
        bind = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"
        ended = mounted(layout, bind, *command)
    else:
        (layout.root / folder).chmod(0o555)
        ended = run(layout, "build", "--as-of", DAY)
        (layout.root / folder).chmod(0o755)
    assert ended.returncode == 3
    assert "[cannot-write]" in ended.stderr or "[work-unwritable]" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert pdfs(layout) == dict.fromkeys(NAMES, good)
    assert good_build(layout) != good


@needs_mount
def test_a_read_only_project_is_built_elsewhere(layout: Layout, tmp_path: Path) -> None:
    entitle(layout, "Waves")
    shutil.rmtree(layout.build, ignore_errors=True)
    shutil.rmtree(layout.history, ignore_errors=True)
    out = tmp_path / "out"
    out.mkdir()
    program = " ".join(map(quote, PROGRAM))
    commands = "; ".join(
        f"echo '{line}:'; {program} {line} --as-of 2026-09-01 || echo failed"
        for line in (
            *("check", "list", "diff", f"build -o {out}/", f"build -o {out}/"),
            *(f"calendar --public -o {out}/", f"email -o {out}/draft.eml", "build"),
        )
    )
    bind = "mount --bind . . && mount -o remount,ro,bind . && cd ."
    ended = mounted(layout, bind, "sh", "-c", f'cd "$PWD" && exec 2>&1; {commands}')
    assert "Traceback" not in ended.stdout
    assert ended.stdout.count("failed") == 1, ended.stdout  # a build without --output
    assert "nothing has changed" in ended.stdout
    assert ended.stdout.count("[unwritten-record]") == 3
    assert "--output FOLDER takes the result" in ended.stdout
    names = {path.suffix for path in out.iterdir()}
    assert names == {".pdf", ".ics", ".eml"}
    assert not layout.build.exists()
    assert not layout.history.exists()


@needs_mount
def test_clean_says_what_it_cannot_remove_and_can_be_repeated(layout: Layout) -> None:
    bind = "mount --bind build build && mount -o remount,ro,bind build"
    ended = mounted(layout, bind, *PROGRAM, "clean")
    assert ended.returncode == 3
    assert ended.stderr.startswith("cannot remove ")
    assert "read-only" in ended.stderr.lower()
    assert "Traceback" not in ended.stderr
    assert run(layout, "clean").returncode == 0
    assert not list(layout.build.iterdir())
