"""`--timeout` holds for the whole build: TeX gets what is left of it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from tests.security.projects import build, project

from syllabus.outputs.pdf import stages
from syllabus.tex import run_latexmk


def test_tex_gets_what_reading_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    def run(*arguments: object, **options: object) -> object:
        given.append(arguments[3])  # type: ignore[arg-type]
        return run_latexmk(*arguments, **options)  # type: ignore[arg-type]

    clock = count(1_000, 7)
    monkeypatch.setattr(stages, "perf_counter", lambda: float(next(clock)))
    monkeypatch.setattr(stages, "run_latexmk", run)
    assert build(project(tmp_path, {}), timeout=100).path
    assert 0 < given[0] <= 93


def test_tex_is_not_started_when_the_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count(1_000, 70)
    monkeypatch.setattr(stages, "perf_counter", lambda: float(next(clock)))
    outcome = build(project(tmp_path, {}), timeout=100)
    (fault,) = (each for each in outcome.diagnostics if each.code == "tex-timeout")
    assert "100 seconds" in fault.message
    assert outcome.path is None
    assert not list((tmp_path / "build").rglob("*.log"))
