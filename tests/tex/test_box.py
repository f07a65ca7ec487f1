"""The wall around TeX, where this machine has one."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.documents import tex_document

from syllabus.model.engine import Engine
from syllabus.tex import sandbox as box
from syllabus.tex.document import TexDocument
from syllabus.tex.filled import read_filled
from syllabus.tex.run import run_latexmk
from syllabus.tex.sandbox import run_sandboxed, tex_environment

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAWk1v8QAAAABJRU5ErkJggg=="
"""A picture of one dot, as PNG in base64."""


def reading(path: Path) -> TexDocument:
    """Return a document that puts a file into the PDF in the one way that no setting forbids."""
    body = rf"\immediate\pdfobj stream file {{{path}}}text"
    return tex_document(rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}")


def wall_stands() -> bool:
    """Return whether bubblewrap is installed, and allowed to: in many a container it is not."""
    command = ("bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true")
    return shutil.which("bwrap") is not None and not subprocess.run(command, check=False).returncode


@pytest.mark.skipif(not wall_stands(), reason="bubblewrap is not installed, or not allowed here")
@pytest.mark.parametrize("engine", Engine)
def test_behind_the_wall_tex_sees_none_of_the_users_files(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "secret").write_text("secret")
    document = reading(tmp_path / "secret")
    if engine is Engine.LUALATEX:
        text = document.text.replace("pdfobj", "pdfextension obj")
        document = replace(document, filled=read_filled(text), engine=engine)
    result = run_latexmk(document, tmp_path / "work", engine, 60)
    assert [fault.code for fault in result.diagnostics] == ["tex-error"]
    text = document.text.replace(str(tmp_path / "secret"), "handout.tex")
    harmless = replace(document, filled=read_filled(text))
    assert run_latexmk(harmless, tmp_path / "work", engine, 60).pages == 1


@pytest.mark.skipif(not wall_stands(), reason="bubblewrap is not installed, or not allowed here")
def test_a_file_that_is_shown_can_be_read_and_not_changed(tmp_path: Path) -> None:
    work, shown, other = (tmp_path / name for name in ("work", "shown", "other"))
    work.mkdir()
    for path in (shown, other):
        path.write_text("as it was")
    script = f"cat '{shown}'; rm -f '{shown}'; echo changed >'{shown}'; cat '{other}'"
    environment = tex_environment(work, Engine.PDFLATEX, 0)
    lines: list[str] = []
    run_sandboxed(
        ("sh", "-c", script), work, Engine.PDFLATEX, environment, 10, lines.append, reads=shown
    )
    assert lines[0].startswith("as it was")
    assert "as it was" not in "".join(lines)[9:]
    assert shown.read_text() == "as it was"


@pytest.mark.parametrize("engine", Engine)
def test_without_a_wall_tex_itself_reads_nothing_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    """Neither by TeX's two ways to open a file nor as a picture, however the file is named."""
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
    picture = tmp_path / "own.png"
    picture.write_bytes(base64.b64decode(DOT))
    for folder in (tmp_path, tmp_path / ".hidden"):
        folder.mkdir(exist_ok=True)
        (folder / "secret.tex").write_text("\\typeout{secret}\n")
        (folder / "secret.png").write_bytes(picture.read_bytes())
    # The last one ends TeX where there is no such file.
    ways = r"""
        \openin\way={%s.tex} \ifeof\way\else\typeout{open}\fi\closein\way
        \includegraphics{%s.png} \input{%s.tex}"""

    def found(name: str) -> set[str]:
        head = r"\documentclass{article}\usepackage{graphicx}\newread\way\begin{document}"
        text = f"{head}{ways.replace('%s', name)}\\end{{document}}"
        own = {"own.png": picture}
        result = run_latexmk(tex_document(text, own, engine=engine), tmp_path / "work", engine, 60)
        log = result.log.read_text(errors="replace")
        signs = {"opened": "\nopen\n", "read": "\nsecret\n", "shown": ".png, id="}
        return {way for way, sign in signs.items() if sign in log}

    outside = (tmp_path, "..", "./../../" + tmp_path.name, tmp_path / ".hidden")
    assert {str(folder): found(f"{folder}/secret") for folder in outside} == {
        str(folder): set() for folder in outside
    }
    assert found("own") == {"shown"}


def test_a_wall_that_does_not_stand_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text(f"#!/bin/sh\necho tried >> '{tmp_path}/tried'\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "secret").write_text("secret")
    for _ in range(2):
        work = tmp_path / "work"
        assert run_latexmk(reading(tmp_path / "secret"), work, Engine.PDFLATEX, 60).pages == 1
        # Once to set the document, and once to ask whether it stands.
        assert (tmp_path / "tried").read_text().split() == ["tried"] * 2


def test_without_an_answer_whether_it_stands_nothing_runs_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "bin" / "bwrap"
    slow.parent.mkdir()
    slow.write_text('#!/bin/sh\ncase "$*" in *kpsewhich*) sleep 60 ;; esac\nexit 1\n')
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(box, "_PATIENCE", 0.1)
    environment = tex_environment(tmp_path, Engine.PDFLATEX, 0)
    command = ("touch", "outside")
    ended = run_sandboxed(command, tmp_path, Engine.PDFLATEX, environment, 10, lambda line: None)
    assert ended.status == 1
    assert not (tmp_path / "outside").exists()
