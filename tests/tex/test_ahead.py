"""latexmk that was started ahead: it does what it is told, waits without end for nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.security.projects import FRONT, MEETING, build, project
from tests.tex.test_run import CONTENTS, EPOCH, document
from tests.waiting import living, wait_until, wait_until_gone

from syllabus.model.engine import Engine
from syllabus.tex import run as room
from syllabus.tex.ahead import LatexmkAhead
from syllabus.tex.run import TexRun, run_latexmk
from syllabus.tex.sandbox import is_sandboxed

KEPT = "% what stands above is kept\n%! What stands above is kept as a format.\n"


@pytest.fixture
def ahead(tmp_path: Path) -> Iterator[LatexmkAhead]:
    """One that could wait in `work`: another run has left a format in the cache before."""
    run_latexmk(document("format", KEPT), tmp_path / "other", Engine.PDFLATEX, 60)
    (tmp_path / "work").mkdir()
    is_sandboxed(tmp_path / "work", Engine.PDFLATEX)  # or one that does not work here is tried
    with LatexmkAhead(tmp_path / "work", lambda: 60.0) as ahead:
        yield ahead


def run(work: Path, ahead: LatexmkAhead | None, body: str = CONTENTS) -> TexRun:
    return run_latexmk(document(body, KEPT), work, Engine.PDFLATEX, 60, ahead=ahead)


def test_it_sets_what_it_is_told_as_one_that_starts_then(
    tmp_path: Path, ahead: LatexmkAhead, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead.start(Engine.PDFLATEX, EPOCH)
    wait_until(lambda: any("latexmk" in command for command in living(tmp_path / "work")))
    with monkeypatch.context() as patch:
        patch.setattr(room, "run_sandboxed", None)
        result = run(tmp_path / "work", ahead)
    other = run(tmp_path / "without", None)
    assert result.pdf
    assert other.pdf
    assert (result.pages, result.passes) == (other.pages, other.passes) == (3, 2)
    assert result.pdf.read_bytes() == other.pdf.read_bytes()
    assert not list((tmp_path / "work").glob("go-*"))
    # Once only: what comes next is started when it comes.
    again = run(tmp_path / "work", ahead, CONTENTS + " more")
    assert (again.diagnostics, again.pages) == ((), 3)


def test_a_build_has_it_set_the_handout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layout = project(tmp_path / "course", {MEETING: f"{FRONT}text\n"})
    assert build(layout).path  # which leaves a format
    with monkeypatch.context() as patch:
        patch.setattr(room, "run_sandboxed", None)
        outcome = build(layout, force=True)
    assert (outcome.path is not None, outcome.fresh) == (True, False)


def test_it_does_nothing_that_another_build_of_its_folder_says(
    tmp_path: Path, ahead: LatexmkAhead
) -> None:
    ahead.start(Engine.PDFLATEX, EPOCH)
    with LatexmkAhead(tmp_path / "work", lambda: 60.0) as other:
        other.start(Engine.PDFLATEX, EPOCH)
        assert run(tmp_path / "work", other, "first").pages == 1
    wait_until(lambda: living(tmp_path / "work"))
    assert run(tmp_path / "work", ahead).pages == 3


@pytest.mark.parametrize("change", ["folder", "date", "killed"])
def test_one_that_is_of_no_use_is_not_used(
    tmp_path: Path, ahead: LatexmkAhead, change: str
) -> None:
    work = tmp_path / "work"
    ahead.start(Engine.PDFLATEX, EPOCH + (change == "date"))
    wait_until(lambda: any("perl" in command.split("\0")[0] for command in living(work)))
    if change == "folder":
        work.rename(tmp_path / "moved")
    if change == "killed":
        assert ahead._process
        os.killpg(ahead._process.pid, signal.SIGKILL)
        wait_until_gone(work)
    result, other = run(work, ahead), run(tmp_path / "without", None)
    assert result.diagnostics == ()
    assert result.pdf
    assert other.pdf
    assert result.pdf.read_bytes() == other.pdf.read_bytes()
    assert not list(work.glob("go-*"))
    wait_until_gone(tmp_path)


def test_it_ends_with_the_program_whatever_ends_that(tmp_path: Path, ahead: LatexmkAhead) -> None:
    del ahead  # a format is in the cache
    script = f"""
import sys
from pathlib import Path
from syllabus.model.engine import Engine
from syllabus.tex.ahead import LatexmkAhead
from syllabus.tex.sandbox import is_sandboxed
work = Path({str(tmp_path / "work")!r})
is_sandboxed(work, Engine.PDFLATEX)
with LatexmkAhead(work, lambda: 60) as ahead:
    ahead.start(Engine.PDFLATEX, {EPOCH})
    print("started", flush=True)
    sys.stdin.readline()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        wait_until(lambda: any("latexmk" in command for command in living(tmp_path / "work")))
        process.kill()
    wait_until_gone(tmp_path)


@pytest.mark.parametrize("what", ["fault", "tex", "unbuilt"])
def test_a_build_that_sets_nothing_leaves_none_behind(
    tmp_path: Path, ahead: LatexmkAhead, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    del ahead
    started: list[Engine] = []
    start = LatexmkAhead.start

    def noted(self: LatexmkAhead, engine: Engine, epoch: int) -> None:
        started.append(engine)
        start(self, engine, epoch)

    monkeypatch.setattr(LatexmkAhead, "start", noted)
    wrong = {"fault": "[@nobody]", "tex": "text", "unbuilt": "$\\input{x}$"}[what]
    layout = project(tmp_path / "course", {MEETING: f"{FRONT}{wrong}\n"})
    outcome = build(layout, stop_before_tex=what == "tex")
    assert started == ([Engine.PDFLATEX] if what == "unbuilt" else [])
    assert (outcome.path is None) == (what != "tex")
    wait_until_gone(tmp_path)
