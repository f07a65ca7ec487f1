"""The wall around TeX, where this machine has one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from syllabus.latexmk import Engine, run_latexmk
from syllabus.render.document import TexDocument


def reading(path: Path) -> TexDocument:
    """Return a document that puts a file into the PDF in the one way that no setting forbids."""
    body = rf"\immediate\pdfobj stream file {{{path}}}text"
    return TexDocument(
        rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}", {}, {}, 0
    )


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
def test_behind_the_wall_tex_sees_none_of_the_users_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    result = run_latexmk(reading(tmp_path / "secret"), tmp_path / "work", Engine.PDFLATEX, 60)
    assert [fault.code for fault in result.diagnostics] == ["tex-error"]


@pytest.mark.parametrize("answer", ["exit 1", "sleep 60"])
def test_a_wall_that_does_not_stand_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text(f"#!/bin/sh\necho asked >> '{tmp_path}/asked'\n{answer}\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "secret").write_text("secret")
    for _ in range(2):
        work = tmp_path / "work"
        assert run_latexmk(reading(tmp_path / "secret"), work, Engine.PDFLATEX, 60).pages == 1
    assert (tmp_path / "asked").read_text().split() == ["asked"]
