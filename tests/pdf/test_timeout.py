"""`--timeout` holds for the whole build: reading and rendering ask, and TeX gets what is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.security.projects import FRONT, MEETING, build, project

from syllabus.outputs.pdf import stages
from syllabus.outputs.pdf.request import BuildOutcome
from syllabus.tex.run import run_latexmk
from syllabus.workspace import deadline

ALLOWED = 100
WORK = "@book{%s, title = {A}, author = {B, C}, publisher = {D}, year = 2020}\n"
FILES = {
    "syllabus/sections/general.md": "# General\n\nWe meet.\n",
    MEETING: f"{FRONT}We read [@a].\n",
    "bib/a.bib": WORK % "a",
}
ONE_MORE = {
    "a section": {"syllabus/sections/more.md": "# More\n\nWe meet.\n"},
    "a record": {"syllabus/meetings/b.md": FRONT.replace("-15", "-22").replace("Lenses", "Prisms")},
    "a work": {"bib/b.bib": WORK % "b"},
    "a citation": {MEETING: f"{FRONT}We read [@a] and @a.\n"},
}

Run = Callable[[dict[str, str], float], tuple[BuildOutcome, int]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what builds a project anew up to TeX, and says how often it asked for the time.

    The time is over when it is asked for once more than it is told.
    """
    runs = 0

    def run(files: dict[str, str], often: float) -> tuple[BuildOutcome, int]:
        nonlocal runs
        runs += 1
        asked = 0

        def clock() -> float:
            nonlocal asked
            asked += 1
            return ALLOWED if asked > often else 0.0

        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache-{runs}"))
        monkeypatch.setattr("syllabus.workspace.cache._opened", {})
        monkeypatch.setattr(deadline, "perf_counter", clock)
        layout = project(tmp_path / f"{runs}", files)
        outcome = build(layout, timeout=ALLOWED, stop_before_tex=True)
        assert outcome.path is None or not list(layout.build.rglob("*.log"))
        return outcome, asked

    return run


def test_a_build_is_stopped_wherever_its_time_is_over(run: Run) -> None:
    outcome, whole = run(FILES, float("inf"))
    assert outcome.path is not None
    for often in range(1, whole):
        outcome, asked = run(FILES, often)
        (fault,) = outcome.diagnostics
        assert (fault.code, outcome.path, outcome.tex_failed) == ("tex-timeout", None, True)
        assert f"{ALLOWED} seconds" in fault.message
        assert "--timeout" in fault.hints[0]
        assert asked <= often + 2


@pytest.mark.parametrize("more", ONE_MORE)
def test_each_file_work_and_citation_asks_for_the_time(run: Run, more: str) -> None:
    _, asked = run(FILES, float("inf"))
    outcome, later = run({**FILES, **ONE_MORE[more]}, float("inf"))
    assert outcome.path is not None, outcome.diagnostics
    assert later > asked


def test_tex_gets_what_reading_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    time = 1_000.0

    def clock() -> float:
        nonlocal time
        time += 0.25
        return time

    def run(*arguments: object, **options: object) -> object:
        given.append(arguments[3])  # type: ignore[arg-type]
        return run_latexmk(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(deadline, "perf_counter", clock)
    monkeypatch.setattr(stages, "run_latexmk", run)
    assert build(project(tmp_path, {}), timeout=ALLOWED).path
    assert given == [ALLOWED - (time - 1_000.25)]


@pytest.mark.parametrize("more", ["a section", "a record", "a work"])
def test_reading_asks_where_nothing_is_rendered(run: Run, more: str) -> None:
    files = {**FILES, "syllabus/course.yaml": "zone: Europe/Berlin\ntime: 18:00\n"}
    outcome, asked = run(files, float("inf"))
    assert outcome.path is None
    assert run({**files, **ONE_MORE[more]}, float("inf"))[1] > asked
