"""A preamble that is kept as a format changes nothing but the time that a pass takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syllabus.latexmk import Engine, TexRun, run_latexmk
from syllabus.latexmk.format import ABOVE
from syllabus.render.document import TexDocument
from syllabus.seal import seal
from syllabus.source import SourceFile

PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}\usepackage{lmodern,amssymb}
\usepackage{xcolor}
\usepackage[unicode]{hyperref}\pdftrailerid{}
\newcommand{\colored}[1]{{\color{red}#1}}
"""
BELOW = r"\ifdefined\precompiled \color{black}\pdftrailerid{}\fi"


def document(body: str, preamble: str = PREAMBLE) -> TexDocument:
    text = f"{preamble}{ABOVE}{BELOW}\n\\begin{{document}}\n%@ a.md:2\n{body}\n\\end{{document}}\n"
    return TexDocument(text, {}, {"a.md": SourceFile(Path("a.md"), "a.md", f"---\n{body}\n")}, 0)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "syllabus" / "formats"


def run(work: Path, tex: TexDocument) -> TexRun:
    return run_latexmk(tex, work, Engine.PDFLATEX, 60)


def preloaded(outcome: TexRun) -> bool:
    return "(preloaded format=preamble " in outcome.log.read_text(encoding="utf-8")


def pdf_bytes(outcome: TexRun) -> bytes:
    assert outcome.pdf is not None
    assert outcome.diagnostics == ()
    return outcome.pdf.read_bytes()


def test_the_pdf_is_the_same_with_and_without_it(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tex = document(r"\section{One}\colored{Two} $\lesssim$ \href{https://a.example}{three}")
    with_it = [run(tmp_path / "work", tex) for _ in range(2)]
    assert [preloaded(each) for each in with_it] == [True, True]
    assert len(list(cache.glob("*.fmt"))) == 1
    assert not (tmp_path / "work" / "preamble.tex").exists()
    expected = pdf_bytes(with_it[1])
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    without = run(tmp_path / "work", tex)
    assert not preloaded(without)
    assert pdf_bytes(without) == expected


def test_one_that_is_damaged_or_older_than_tex_is_made_again(tmp_path: Path, cache: Path) -> None:
    tex = document("text")
    run(tmp_path / "work", tex)
    (kept,) = cache.glob("*.fmt")
    note = kept.with_suffix(".json")
    good = kept.read_bytes(), note.read_bytes()
    for damage in (
        lambda: kept.write_bytes(good[0][:-1]),
        lambda: note.write_bytes(good[1].replace(b"xcolor.sty", b"ycolor.sty")),
        lambda: note.unlink(),
        lambda: kept.unlink(),
    ):
        damage()
        outcome = run(tmp_path / "work", tex)
        assert preloaded(outcome)
        assert pdf_bytes(outcome)
        assert kept.read_bytes()[-100:] == good[0][-100:]
        assert note.read_bytes() == good[1]


def test_it_is_made_again_where_a_file_that_tex_read_has_changed(
    tmp_path: Path, cache: Path
) -> None:
    run(tmp_path / "work", document("text"))
    (note,) = cache.glob("*.json")
    good = note.read_bytes()
    told = json.loads(good.partition(b"\n")[2])
    changed = [name for name in told["inputs"] if name.endswith(("/xcolor.sty", "/pdflatex"))]
    assert len(changed) == 2
    for name in changed:
        size, written = told["inputs"][name]
        text = json.dumps({**told, "inputs": {name: [size, written - 1]}}).encode()
        note.write_bytes(f"{seal(text)}\n".encode() + text)
        assert preloaded(run(tmp_path / "work", document("text")))
        assert note.read_bytes() == good


@pytest.mark.parametrize(
    ("tex", "kept"),
    [
        (document("good\n\\nosuchcommand"), True),
        (document("text", PREAMBLE + "\\nosuchcommand\n"), False),
    ],
)
def test_faults_are_those_of_a_run_without_it(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, tex: TexDocument, kept: bool
) -> None:
    outcome = run(tmp_path / "work", tex)
    assert preloaded(outcome) == kept
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert outcome.diagnostics == run(tmp_path / "work", tex).diagnostics
    assert [fault.code for fault in outcome.diagnostics] == ["undefined-command"]
