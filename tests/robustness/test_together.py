"""Other programs at work in `build/`: another build, `clean`, and somebody who deletes it."""

from __future__ import annotations

import fcntl
import os
import select
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.robustness.project import (
    DAY,
    NAMES,
    entitle,
    good_build,
    left_over,
    pdfs,
    run,
    start,
    wait_for,
)
from tests.waiting import wait_until

from syllabus.workspace.layout import Layout

WAITING = "waiting for another build of this project\n"


def holds(process: subprocess.Popen[str], path: Path) -> bool:
    """Return whether a process has a file open."""
    for handle in Path(f"/proc/{process.pid}/fd").iterdir():
        try:
            if handle.readlink() == path.resolve():
                return True
        except OSError:
            continue
    return False


def has_said(process: subprocess.Popen[str]) -> bool:
    """Return whether there is something to read of what a process says of errors."""
    assert process.stderr is not None
    return bool(select.select([process.stderr], [], [], 0)[0])


@pytest.mark.parametrize(("quiet", "said"), [((), WAITING), (("-q",), "")])
def test_a_second_build_waits_says_so_and_finds_nothing_to_do(
    layout: Layout, good: str, quiet: tuple[str, ...], said: str
) -> None:
    entitle(layout, "Waves")
    tex = layout.work / "tex" / "handout.tex"
    tex.unlink()
    with start(layout, "build", "--as-of", DAY) as first:
        wait_for(tex, first)
        os.killpg(first.pid, signal.SIGSTOP)
        with start(layout, *quiet, "build", "--as-of", DAY) as second:
            wait_until(lambda: holds(second, layout.work / "lock"))
            wait_until(lambda: not said or has_said(second))
            assert second.poll() is None
            os.killpg(first.pid, signal.SIGCONT)
            printed, errors = second.communicate()
        first.communicate()
    assert (first.returncode, second.returncode, errors) == (0, 0, said)
    assert printed.endswith("nothing has changed\n" if not quiet else ".pdf\n")
    assert good not in pdfs(layout).values()


def test_a_build_that_waited_reads_the_records_again(layout: Layout) -> None:
    with (layout.work / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with start(layout, "build", "--as-of", DAY) as process:
            assert process.stderr is not None
            assert process.stderr.readline() == WAITING
            entitle(layout, "Waves")
            fcntl.flock(lock, fcntl.LOCK_UN)
            printed, _ = process.communicate()
    assert "nothing has changed" not in printed
    waves = pdfs(layout)
    assert run(layout, "build", "--as-of", DAY, "--force").returncode == 0
    assert pdfs(layout) == waves


def test_a_build_that_waited_for_a_lock_that_was_removed_waits_for_the_next(
    layout: Layout,
) -> None:
    path = layout.work / "lock"
    with path.open() as old:
        fcntl.flock(old, fcntl.LOCK_EX)
        with start(layout, "build", "--as-of", DAY) as process:
            assert process.stderr is not None
            assert process.stderr.readline() == WAITING
            path.unlink()
            with path.open("w") as new:
                fcntl.flock(new, fcntl.LOCK_EX)
                fcntl.flock(old, fcntl.LOCK_UN)
                time.sleep(0.5)
                assert process.poll() is None
            _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")


def test_ten_builds_at_once_all_succeed(layout: Layout) -> None:
    days = [f"2026-10-{day:02}" for day in range(1, 11)]
    with ThreadPoolExecutor(len(days)) as pool:
        ended = list(pool.map(lambda day: run(layout, "build", "--as-of", day), days))
    assert [each.returncode for each in ended] == [0] * len(days)
    found = pdfs(layout)
    dated = {found[f"optics-{day}.pdf"] for day in days}
    assert len(dated) == len(days)
    assert found["optics.pdf"] in dated
    assert not left_over(layout.build)
    assert run(layout, "clean").returncode == 0
    assert not list(layout.build.iterdir())


def test_clean_waits_for_a_build_and_a_build_for_clean(layout: Layout) -> None:
    with ThreadPoolExecutor(6) as pool:
        commands = [("build", "--as-of", DAY, "--force"), ("clean",)] * 3
        ended = list(pool.map(lambda command: run(layout, *command), commands))
    assert [(each.returncode, each.stderr) for each in ended if each.returncode] == []
    assert good_build(layout)


@pytest.mark.parametrize("folder", ["build", "build/.work", "build/.work/tex"])
def test_a_folder_that_vanishes_is_a_fault_or_does_not_matter(
    layout: Layout, good: str, folder: str
) -> None:
    tex = layout.work / "tex" / "handout.tex"
    for delay in (0.0, 0.05, 0.15, 0.25):
        tex.unlink(missing_ok=True)
        with start(layout, "build", "--as-of", DAY, "--force") as process:
            wait_for(tex, process)
            time.sleep(delay)
            shutil.rmtree(layout.root / folder, ignore_errors=True)
            _, errors = process.communicate()
        assert process.returncode in (0, 3), errors
        assert "Traceback" not in errors
        assert "undefined-command" not in errors
        if process.returncode:
            assert "[work-unwritable]" in errors or "[cannot-write]" in errors
        if folder != "build":
            assert pdfs(layout) == dict.fromkeys(NAMES, good)
    assert good_build(layout) == good


def test_the_pdf_of_a_build_that_took_the_folder_over_is_not_taken(layout: Layout) -> None:
    """Somebody deletes `build/.work` under a build and starts another one of another day."""
    tex = layout.work / "tex" / "handout.tex"
    tex.unlink()
    with start(layout, "build", "--as-of", "2026-10-01") as first:
        wait_for(tex, first)
        os.killpg(first.pid, signal.SIGSTOP)
        shutil.rmtree(layout.work)
        entitle(layout, "Waves")
        assert run(layout, "build", "--as-of", "2026-10-02").returncode == 0
        second = pdfs(layout)["optics-2026-10-02.pdf"]
        os.killpg(first.pid, signal.SIGCONT)
        _, errors = first.communicate()
    assert first.returncode == 3
    assert "it was removed or changed while TeX ran [work-unwritable]" in errors
    assert pdfs(layout)["optics.pdf"] == second
    assert "optics-2026-10-01.pdf" not in pdfs(layout)
