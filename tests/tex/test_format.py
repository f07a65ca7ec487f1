"""A preamble that is kept as a format changes nothing but the time that a pass takes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest
from tests.documents import tex_document

from syllabus.model.engine import Engine
from syllabus.source import SourceFile
from syllabus.tex import run as room
from syllabus.tex.document import TexDocument
from syllabus.tex.filled import ABOVE
from syllabus.tex.run import TexRun, run_latexmk
from syllabus.tex.sandbox import run_sandboxed
from syllabus.workspace.signatures import sign
from syllabus.workspace.stamps import stamp_of

PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}\usepackage{lmodern,amssymb}
\usepackage{xcolor}
\usepackage[unicode]{hyperref}\pdftrailerid{}
\newcommand{\colored}[1]{{\color{red}#1}}
"""
BELOW = r"\ifdefined\precompiled \color{black}\pdftrailerid{}\fi"


def document(body: str, preamble: str = PREAMBLE) -> TexDocument:
    text = f"{preamble}{ABOVE}{BELOW}\n\\begin{{document}}\n%@ a.md:2\n{body}\n\\end{{document}}\n"
    source = SourceFile(Path("a.md"), "a.md", f"---\n{body}\n")
    return tex_document(text, sources={"a.md": source})


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


def test_the_pdf_is_the_same_with_and_without_it_and_whatever_else_saves_time(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = r"\section{One}\colored{Two} $\lesssim$ \href{https://a.example}{three}"
    tex = document(f"\\tableofcontents\n{body}")
    with_it = [run(tmp_path / "work", tex) for _ in range(2)]
    assert [preloaded(each) for each in with_it] == [True, True]
    assert len(list(cache.glob("*.fmt"))) == 1
    assert not list((tmp_path / "work").glob("preamble.*"))
    expected = pdf_bytes(with_it[1])
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    monkeypatch.setattr(room, "contents_of", lambda headings: "")
    monkeypatch.setattr(room, "first_is_draft", lambda *arguments: False)
    without = run(tmp_path / "work", tex)
    assert not preloaded(without)
    assert pdf_bytes(without) == expected


def test_tex_reads_it_where_it_is_kept_and_latexmk_not_at_all(tmp_path: Path, cache: Path) -> None:
    work = tmp_path / "work"
    assert preloaded(run(work, document("text")))
    (kept,) = cache.glob("*.fmt")
    with kept.open("rb") as file:
        assert file.read(2) != b"\x1f\x8b"  # not compressed
    assert f"INPUT {kept}\n" in (work / "handout.fls").read_text(encoding="utf-8")
    summed_up = (work / "handout.fdb_latexmk").read_text(encoding="utf-8")
    assert f" {kept.stat().st_size} {md5(b'', usedforsecurity=False).hexdigest()} " in summed_up


def test_it_is_found_where_the_path_to_the_cache_leads_over_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A link that is not there behind the wall, in a folder where none can be made.
    monkeypatch.setenv("XDG_CACHE_HOME", f"/proc/{os.getpid()}/root{tmp_path}/cache")
    outcome = run(tmp_path / "work", document("text"))
    assert pdf_bytes(outcome)
    assert preloaded(outcome)


def test_none_is_loaded_but_the_users_own(tmp_path: Path, cache: Path) -> None:
    tex = document("text")
    expected = pdf_bytes(run(tmp_path / "work", tex))
    (kept,) = cache.glob("*.fmt")
    foreign = tmp_path / "foreign"
    foreign.write_bytes(b"a format")
    outcome = run(tmp_path / "work", replace(tex, files={kept.name: foreign}))
    assert (tmp_path / "work" / kept.name).read_bytes() == b"a format"
    assert preloaded(outcome)
    assert pdf_bytes(outcome) == expected


def rewrite(kept: Path) -> None:
    """Change a byte, and nothing else that can be set."""
    before = kept.stat()
    with kept.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)[0]
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last ^ 1]))
    os.utime(kept, ns=(before.st_atime_ns, before.st_mtime_ns))


def exchange(kept: Path) -> None:
    other = kept.with_name("other")
    other.write_bytes(bytes(kept.stat().st_size))
    other.replace(kept)


def mistell(kept: Path) -> None:
    note = kept.with_suffix(".json")
    note.write_bytes(note.read_bytes().replace(b"xcolor.sty", b"ycolor.sty"))


@pytest.mark.parametrize(
    "damage",
    [rewrite, exchange, mistell, Path.unlink, lambda kept: kept.with_suffix(".json").unlink()],
)
def test_one_that_is_not_as_it_was_written_is_made_again(
    tmp_path: Path, cache: Path, damage: Callable[[Path], None]
) -> None:
    tex = document("text")
    good = run(tmp_path / "work", tex)
    (kept,) = cache.glob("*.fmt")
    content, expected = kept.read_bytes(), pdf_bytes(good)
    damage(kept)
    outcome = run(tmp_path / "work", tex)
    assert preloaded(outcome)
    assert pdf_bytes(outcome) == expected
    assert kept.read_bytes() == content
    note = kept.with_suffix(".json").read_bytes()
    run(tmp_path / "work", tex)
    assert kept.with_suffix(".json").read_bytes() == note


@pytest.mark.parametrize("broken", [b"", b"\xff" * 4096], ids=["cut", "overwritten"])
def test_one_that_cannot_be_unpacked_is_done_without(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes
) -> None:
    def run_and_break(command: tuple[str, ...], work: Path, *rest: Any) -> object:
        ended = run_sandboxed(command, work, *rest)
        made = work / "preamble.fmt"
        content = made.read_bytes()
        # As a full disk does, and a preamble that writes into this file while TeX does.
        made.write_bytes(content[:10] + broken)
        return ended

    monkeypatch.setattr("syllabus.tex.format.run_sandboxed", run_and_break)
    outcome = run(tmp_path / "work", document("text"))
    assert not preloaded(outcome)
    assert pdf_bytes(outcome)
    assert not list(cache.iterdir())


def test_two_builds_at_once_make_it_and_load_it(tmp_path: Path, cache: Path) -> None:
    tex = document("text")
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda name: run(tmp_path / name, tex), ("one", "two")))
    assert [preloaded(each) for each in both] == [True, True]
    assert pdf_bytes(both[0]) == pdf_bytes(both[1])
    assert sorted(path.suffix for path in cache.iterdir()) == [".fmt", ".json"]


def forge(kept: Path) -> None:
    os.truncate(kept, 0)
    note = kept.with_suffix(".json")
    told = json.loads(note.read_bytes().partition(b"\n")[2])
    text = json.dumps({**told, "look": stamp_of(kept.stat())}).encode()
    note.write_bytes(f"{sign(text)}\n".encode() + text)


@pytest.mark.parametrize("harm", [Path.unlink, forge])
def test_one_that_tex_cannot_load_after_all_is_done_without(
    tmp_path: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path], None],
) -> None:
    tex = document("text")
    expected = pdf_bytes(run(tmp_path / "work", tex))

    def harmed(*arguments: object) -> Path | None:
        (kept,) = cache.glob("*.fmt")
        harm(kept)
        return kept

    with monkeypatch.context() as patch:
        patch.setattr(room, "find_format", harmed)
        without = run(tmp_path / "work", tex)
    assert not preloaded(without)
    assert pdf_bytes(without) == expected
    assert preloaded(run(tmp_path / "work", tex))


def test_those_not_used_for_longest_go_and_what_nobody_finished(
    tmp_path: Path, cache: Path
) -> None:
    tex = document("text")
    run(tmp_path / "work", tex)
    (mine,) = cache.glob("*.fmt")
    now = mine.stat().st_mtime
    for age in range(1, 9):
        for path in (cache / f"{age}.fmt", cache / f"{age}.json"):
            path.touch()
            os.utime(path, (now - 60 * age, now - 60 * age))
    for name, age in (("killed", 7200), ("begun", 60)):
        (cache / f".{name}").touch()
        os.utime(cache / f".{name}", (now - age, now - age))
    os.utime(mine.with_suffix(".json"), (now - 3600, now - 3600))
    os.utime(cache / "8.json", (now, now))
    assert preloaded(run(tmp_path / "work", tex))  # a use
    run(tmp_path / "work", document("text", PREAMBLE + "\n"))  # another one
    assert mine.with_suffix(".json").stat().st_mtime > now - 60
    names = {path.stem for path in cache.glob("*.fmt")}
    assert len(names) == 6
    assert {mine.stem, "8", "1", "2", "3"} < names
    assert {path.stem for path in cache.glob("*.json")} == names
    assert [path.name for path in cache.glob(".*")] == [".begun"]


@pytest.mark.parametrize("place", ["a:b", "a{b,c}", "no folder", "not writable"])
def test_without_a_place_for_it_there_is_none_and_tex_runs_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / place))
    formats = tmp_path / place / "syllabus" / "formats"
    formats.parent.mkdir(parents=True)
    if place == "no folder":
        formats.touch()
    elif place == "not writable":
        formats.symlink_to("/proc/self/fdinfo")  # where not even root may write
    started = []
    monkeypatch.setattr("syllabus.tex.format.run_sandboxed", lambda *each: started.append(each))
    outcome = run(tmp_path / "work", document("text"))
    assert not preloaded(outcome)
    assert pdf_bytes(outcome)
    assert not started


def test_it_is_made_again_where_a_file_that_tex_read_has_changed(
    tmp_path: Path, cache: Path
) -> None:
    run(tmp_path / "work", document("text"))
    (note,) = cache.glob("*.json")

    def noted() -> dict[str, dict[str, list[int]]]:
        told = json.loads(note.read_bytes().partition(b"\n")[2])
        assert isinstance(told, dict)
        return told

    told = noted()
    changed = [name for name in told["inputs"] if name.endswith(("/xcolor.sty", "/pdflatex"))]
    assert len(changed) == 2
    for name in changed:
        size, written = told["inputs"][name]
        text = json.dumps({**told, "inputs": {name: [size, written - 1]}}).encode()
        note.write_bytes(f"{sign(text)}\n".encode() + text)
        assert preloaded(run(tmp_path / "work", document("text")))
        assert noted()["inputs"] == told["inputs"]


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


@pytest.mark.parametrize("wall", [True, False])
def test_a_projects_own_preamble_is_kept_only_behind_a_wall(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, wall: bool
) -> None:
    """Elsewhere it could write into its format what makes pdfTeX do more than TeX may."""
    monkeypatch.setattr(room, "is_sandboxed", lambda *where: wall)
    theirs = replace(document("Text."), own_templates=True)
    assert run(tmp_path / "work", theirs).pages
    assert any(cache.glob("*.fmt")) == wall
