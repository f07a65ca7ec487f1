"""The last good PDF stays as it is whatever becomes of the next build."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.robustness.project import (
    DAY,
    NAMES,
    entitle,
    good_build,
    left_over,
    make_project,
    pdfs,
    run,
    start,
    use_template,
    wait_for,
    wait_for_command,
    wait_for_write,
    watched,
)
from tests.waiting import living, wait_until, wait_until_gone

from syllabus.workspace.layout import Layout

KILLS = 16
SEED = os.environ.get("SEED", "syllabus")
"""Set it to see other moments."""

LARGE = r"""\pdfcompresslevel=0
\def\much{Not one of these bytes may get lost! }
\edef\much{\much\much\much\much\much\much\much\much}
\edef\much{\much\much\much\much\much\much\much\much}
\edef\much{\much\much\much\much\much\much\much\much}
\edef\much{\much\much\much\much\much\much\much\much}
\def\more{\immediate\pdfobj stream{\much}}
\more\more\more\more\more\more\more\more\more\more\more\more\more\more\more\more\more\more\more\more
"""
"""Makes the PDF 3 MB large, so that it takes its time to be copied."""

BROKEN_TEMPLATES = {
    "TeX fails": (r"\nosuchcommand", "undefined-command", "600"),
    "TeX has no end": (r"\def\again{\again}\again", "tex-timeout", "1"),
}


def test_a_fault_in_the_records_leaves_it_alone(layout: Layout, good: str) -> None:
    entitle(layout, "Rays\ntitel: Twice")
    assert run(layout, "build", "--as-of", DAY).returncode == 1
    assert pdfs(layout) == dict.fromkeys(NAMES, good)


@pytest.mark.parametrize("case", BROKEN_TEMPLATES)
def test_a_failure_of_tex_leaves_it_alone(layout: Layout, good: str, case: str) -> None:
    body, code, seconds = BROKEN_TEMPLATES[case]
    use_template(layout, body)
    ended = run(layout, "build", "--as-of", DAY, "--timeout", seconds)
    assert ended.returncode in (1, 3)
    assert f"[{code}]" in ended.stderr
    assert pdfs(layout) == dict.fromkeys(NAMES, good)
    wait_until_gone(layout.root)


def test_kill_9_at_any_moment_leaves_whole_pdfs_and_nothing_else(tmp_path: Path) -> None:
    """Every other moment lies anywhere in a whole build, the rest where PDFs are written."""
    layout = make_project(tmp_path)
    use_template(layout, LARGE)
    chance = random.Random(SEED)
    versions = {}
    for title in ("Rays", "Waves"):
        entitle(layout, title)
        versions[title] = good_build(layout)
    begun = time.monotonic()
    command = ("build", "--as-of", DAY)
    assert run(layout, *command, "--force").returncode == 0
    length = time.monotonic() - begun
    old, new = "Waves", "Rays"
    killed = 0
    while killed < KILLS:
        entitle(layout, new)
        with watched(layout.build) as written, start(layout, *command) as process:
            if killed % 2:
                time.sleep((killed + chance.random()) / KILLS * length)
            else:  # the end is short, and what is written then matters most
                wait_for_write(written, process)
                time.sleep(chance.choice((0, 0.001, 0.01)) * chance.random())
            process.kill()
            process.communicate()
        if process.returncode == -signal.SIGKILL:
            killed += 1
        else:  # it was done before
            length *= 0.95
        found = pdfs(layout)
        assert found.keys() == NAMES
        assert set(found.values()) <= {versions[old], versions[new]}
        wait_until_gone(layout.root)
        assert good_build(layout) == versions[new]
        assert {path.name for path in layout.build.iterdir()} == {".work", *NAMES}
        assert not left_over(layout.build)
        old, new = new, old


@pytest.mark.parametrize("wall", [True, False])
def test_kill_9_ends_tex_too(
    layout: Layout, good: str, wall: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With bubblewrap, which ends what it walls in, and without."""
    if not wall:
        broken = tmp_path / "bin" / "bwrap"
        broken.parent.mkdir()
        broken.write_text("#!/bin/sh\nexit 1\n")
        broken.chmod(0o755)
        monkeypatch.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
    use_template(layout, BROKEN_TEMPLATES["TeX has no end"][0])
    log = layout.work / "tex" / "handout.log"
    log.unlink()
    with start(layout, "build", "--as-of", DAY) as process:
        # While TeX has something to say, it ends without us: nobody listens any more.
        wait_for(log, process)
        wait_until(lambda: any("pdflatex" in command for command in living(layout.root)))
        process.kill()
    wait_until_gone(layout.root)
    assert pdfs(layout) == dict.fromkeys(NAMES, good)


def test_sigterm_ends_all_that_bubblewrap_has_started(
    layout: Layout, good: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its inner process heeds nothing but SIGKILL until it is set up, and may wait without end."""
    slow, asked = tmp_path / "bin" / "bwrap", tmp_path / "asked"
    slow.parent.mkdir()
    slow.write_text(f"#!/bin/sh\ntrap '' TERM\nsleep 60 &\ntouch '{asked}'\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    with start(layout, "build", "--force") as process:
        wait_for(asked, process)
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate()
    assert process.returncode == 143
    wait_until_gone(layout.root)


INTERRUPTED = """
import os, signal, sys
os.environ["XDG_CACHE_HOME"] = "/dev/null"  # what is remembered needs fewer modules
signal.signal(signal.SIGINT, signal.default_int_handler)
from syllabus.__main__ import main
def interrupt():
    os.kill(os.getpid(), signal.SIGINT)
"""


def read_interrupted(layout: Layout, script: str) -> tuple[int, str, str]:
    """Run `check` after a script, in which `interrupt` is Ctrl-C."""
    ended = subprocess.run(
        [sys.executable, "-c", f"{INTERRUPTED}{script}\nmain()", "check"],
        cwd=layout.root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_ctrl_c_while_any_module_is_being_read_is_no_traceback(layout: Layout) -> None:
    count = """
number = 0
def listen(event, given):
    global number
    number += event == "import"
    if event == "import" and number == AT:
        interrupt()
sys.addaudithook(listen)
import atexit
atexit.register(lambda: print(number))
"""
    status, printed, _ = read_interrupted(layout, count.replace("AT", "0"))
    assert status == 0
    imports = int(printed.split()[-1])
    assert imports > 100
    ends = {
        at: read_interrupted(layout, count.replace("AT", str(at)))
        for at in (*range(2, 12), *range(12, imports - 2, imports // 12))
    }
    good = (130, "interrupted\n")
    assert {at: end for at, end in ends.items() if (end[0], end[2]) != good} == {}


@pytest.mark.parametrize("where", ["syllabus.cli", "syllabus.front.check.project"])
@pytest.mark.parametrize(
    "way",
    [
        # From where nothing can be raised, Python prints a traceback and goes on.
        "type('Lock', (), {'__del__': lambda self: interrupt()})()",
        "lock = Lock(); gone = weakref.ref(lock, lambda ref: interrupt()); del lock",
        # Before 3.12, Python makes a RuntimeError of it.
        "type('Class', (), {'part': Part()})",
        "make_another()",
    ],
)
def test_ctrl_c_that_python_makes_something_else_of_is_no_traceback(
    layout: Layout, where: str, way: str
) -> None:
    script = f"""
import weakref
class Lock:
    pass
class Part:
    def __set_name__(self, owner, name):
        interrupt()
def make_another():
    try:
        interrupt()
    except KeyboardInterrupt as fault:
        raise ImportError("no module") from fault
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "{where}":
            {way}
sys.meta_path.insert(0, Finder())
"""
    assert read_interrupted(layout, script) == (130, "", "interrupted\n")


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [(signal.SIGINT, 130, "interrupted\n"), (signal.SIGTERM, 143, "terminated\n")],
)
@pytest.mark.parametrize("moment", ["reading", "setting", "waiting"])
def test_ctrl_c_and_sigterm_end_a_build_at_once_and_clean(
    layout: Layout, good: str, number: signal.Signals, status: int, said: str, moment: str
) -> None:
    entitle(layout, "Waves")
    tex = layout.work / "tex" / "handout.tex"
    tex.unlink()
    holder = start(layout, "build", "--force") if moment == "waiting" else None
    if holder is not None:
        wait_for(tex, holder)
        os.killpg(holder.pid, signal.SIGSTOP)
    with start(layout, "build", "--as-of", DAY) as process:
        if moment == "reading":
            wait_for_command(process)
        elif moment == "setting":
            wait_for(tex, process)
            wait_until(lambda: any("pdflatex" in command for command in living(layout.root)))
        else:
            assert process.stderr is not None
            assert process.stderr.readline() == "waiting for another build of this project\n"
        os.killpg(process.pid, number)
        printed, errors = process.communicate()
    if holder is not None:
        with holder:
            os.killpg(holder.pid, signal.SIGKILL)
            holder.communicate()
    assert (process.returncode, printed, errors) == (status, "", said)
    assert pdfs(layout) == dict.fromkeys(NAMES, good)
    wait_until_gone(layout.root)
    assert not left_over(layout.build)
