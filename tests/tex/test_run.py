"""Real TeX, real processes: what comes of a run, good or bad."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.documents import tex_document
from tests.waiting import living, wait_until, wait_until_gone

from syllabus.model.engine import Engine
from syllabus.source import SourceFile
from syllabus.tex.document import TexDocument
from syllabus.tex.run import TexRun, run_latexmk

EPOCH = 1618358400
ENDLESS = r"\def\again{\again}\again"
CONTENTS = r"\tableofcontents\newpage\section{One}\newpage\section{Two}\label{two}\ref{two}"


def document(
    body: str, preamble: str = "", files: Mapping[str, Path] | None = None, epoch: int = EPOCH
) -> TexDocument:
    text = (
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{lmodern}\n"
        f"{preamble}\n\\begin{{document}}\n%@ a.md:2\n{body}\n\\end{{document}}\n"
    )
    source = SourceFile(Path("a.md"), "a.md", f"---\n{body}\n")
    return tex_document(text, files, {"a.md": source}, epoch)


def run(work: Path, tex: TexDocument, timeout: float = 60) -> TexRun:
    return run_latexmk(tex, work, Engine.PDFLATEX, timeout)


def codes(result: TexRun) -> list[str]:
    return [fault.code for fault in result.diagnostics]


def test_a_document_becomes_a_whole_pdf_and_every_pass_is_told(tmp_path: Path) -> None:
    passes: list[int] = []
    work = tmp_path / "ein Ordner: {a},b $x ö"
    tex = document(CONTENTS + r" in the year \the\year")
    result = run_latexmk(tex, work, Engine.PDFLATEX, 60, passes.append)
    assert result.diagnostics == ()
    assert result.pdf == work / "handout.pdf"
    assert result.pdf.read_bytes().startswith(b"%PDF-")
    assert result.pages == 3
    assert passes == list(range(1, result.passes + 1))
    assert result.passes >= 2
    text = subprocess.run(["pdftotext", result.pdf, "-"], capture_output=True, check=True).stdout
    assert text.decode().split()[:2] == ["Contents", "1"]
    assert "in the year 2021" in text.decode()


def test_lualatex_sets_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    result = run_latexmk(document("plain"), tmp_path / "work", Engine.LUALATEX, 120)
    assert (result.pages, codes(result)) == (1, [])


def test_same_document_and_moment_give_the_same_bytes_wherever_and_whatever_was_there(
    tmp_path: Path,
) -> None:
    tex = document(CONTENTS, r"\usepackage{hyperref}")
    first = run(tmp_path / "one", tex)
    run(tmp_path / "two", document(CONTENTS + r"\section{Three}", r"\usepackage{hyperref}"))
    second = run(tmp_path / "two", tex)
    assert first.pdf is not None
    assert second.pdf is not None
    assert first.pdf.read_bytes() == second.pdf.read_bytes()
    other = run(tmp_path / "one", document(CONTENTS, r"\usepackage{hyperref}", epoch=EPOCH + 60))
    assert other.pdf is not None
    assert other.pdf.read_bytes() != second.pdf.read_bytes()


def test_a_good_run_saves_the_next_one_passes_unless_the_preamble_changed(tmp_path: Path) -> None:
    babel = r"\usepackage[english]{babel}"
    assert run(tmp_path, document(CONTENTS, babel)).passes > 1
    assert run(tmp_path, document(CONTENTS + " changed", babel)).passes == 1
    # What babel left behind is not LaTeX without babel.
    without = run(tmp_path, document(CONTENTS))
    assert (without.passes > 1, without.diagnostics) == (True, ())


def test_what_another_user_left_behind_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "stranger"))
    assert run(tmp_path / "work", document(CONTENTS)).passes == 2
    assert run(tmp_path / "work", document(CONTENTS)).passes == 1
    for home in (str(tmp_path / "user"), "/dev/null"):
        monkeypatch.setenv("XDG_CACHE_HOME", home)
        assert run(tmp_path / "work", document(CONTENTS)).passes == 2


def test_what_a_failed_run_left_behind_is_gone_in_the_next(tmp_path: Path) -> None:
    run(tmp_path, document(CONTENTS))
    broken = run(tmp_path, document(CONTENTS + r"\nosuchcommand"))
    assert (broken.pdf, broken.pages, codes(broken)) == (None, 0, ["undefined-command"])
    (tmp_path / "handout.aux").write_text(r"\half\a\command{")
    assert run(tmp_path, document(CONTENTS)).diagnostics == ()


def test_foreign_files_are_removed_and_links_are_not_followed(tmp_path: Path) -> None:
    treasure = tmp_path / "treasure"
    treasure.mkdir()
    (treasure / "kept.txt").write_text("kept")
    work = tmp_path / "work"
    assert run(work, document("text")).diagnostics == ()
    shutil.rmtree(work / "home")
    (work / "home").symlink_to(treasure)
    (work / "handout.aux").unlink()
    (work / "handout.aux").symlink_to(treasure / "kept.txt")
    (work / "fontenc.sty").write_text(r"\errmessage{I was read}")
    (work / "folder").mkdir()
    (work / "folder" / "file").touch()
    assert run(work, document("text")).diagnostics == ()
    assert not (work / "fontenc.sty").exists()
    assert not (work / "folder").exists()
    linked = tmp_path / "linked"
    linked.symlink_to(treasure)
    assert run(linked, document("text")).pages == 1
    assert (treasure / "kept.txt").read_text() == "kept"


def test_a_pipe_in_the_place_of_a_file_that_the_last_run_did_not_leave_is_removed(
    tmp_path: Path,
) -> None:
    run(tmp_path, document(CONTENTS))
    os.mkfifo(tmp_path / "handout.out")
    assert run(tmp_path, document(CONTENTS)).passes == 1
    assert not (tmp_path / "handout.out").exists()


def test_pictures_come_in_under_their_names_and_one_that_is_gone_is_named(tmp_path: Path) -> None:
    picture = tmp_path / "a picture.pdf"
    first = run(tmp_path / "work", document("text"))
    assert first.pdf is not None
    picture.write_bytes(first.pdf.read_bytes())
    body, preamble = r"\includegraphics[width=2cm]{picture-1.pdf}", r"\usepackage{graphicx}"
    good = run(tmp_path / "work", document(body, preamble, {"picture-1.pdf": picture}))
    assert codes(good) == []
    picture.unlink()
    bad = run(tmp_path / "work", document(body, preamble, {"picture-1.pdf": picture}))
    assert (bad.pdf, codes(bad)) == (None, ["picture-unreadable"])


@pytest.mark.parametrize(
    "body",
    [
        r"\input{/etc/hostname}",
        r"\input{../outside}",
        r"\newwrite\f\immediate\openout\f=../written.txt",
        r"\immediate\write18{touch ../written.txt}\undefined",
    ],
)
def test_tex_neither_reads_nor_writes_outside_its_folder(tmp_path: Path, body: str) -> None:
    (tmp_path / "outside.tex").write_text("outside")
    result = run(tmp_path / "work", document(body))
    assert result.pdf is None
    assert not (tmp_path / "written.txt").exists()


def test_nothing_of_the_caller_reaches_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "planted"
    (planted / "tex" / "latex").mkdir(parents=True)
    (planted / "tex" / "latex" / "lmodern.sty").write_text(r"\errmessage{I was read}")
    for variable in ("TEXINPUTS", "TEXMFHOME", "HOME"):
        monkeypatch.setenv(variable, str(planted))
    (planted / ".latexmkrc").write_text("die 'I was read';")
    assert run(tmp_path / "work", document("text")).diagnostics == ()


def test_the_time_limit_ends_every_process(tmp_path: Path) -> None:
    result = run(tmp_path, document(ENDLESS), timeout=1.5)
    assert (result.pdf, codes(result)) == (None, ["tex-timeout"])
    wait_until_gone(tmp_path)


def test_a_file_is_looked_for_under_its_own_name_alone(tmp_path: Path) -> None:
    """Else TeX lists each folder on its way, for each of the many files that are not there."""
    body = r"text\IfFileExists{HANDOUT.tex}{\nosuchcommand}{}"
    assert run(tmp_path, document(body)).diagnostics == ()


@pytest.mark.parametrize("ending", ["interrupt", "exception"])
def test_whatever_ends_the_run_ends_every_process(tmp_path: Path, ending: str) -> None:
    script = f"""
import signal, sys
from pathlib import Path
from syllabus.model.engine import Engine
from syllabus.tex.run import run_latexmk
from syllabus.tex.document import TexDocument
from syllabus.tex.filled import read_filled
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
text = r"\\documentclass{{article}}\\begin{{document}}{ENDLESS}\\end{{document}}"
def on_pass(number):
    print("begun", flush=True)
    if {ending == "exception"}:
        sys.stdin.readline(); raise RuntimeError
document = TexDocument(read_filled(text), {{}}, 0)
run_latexmk(document, Path({str(tmp_path)!r}), Engine.PDFLATEX, 60, on_pass)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        wait_until(lambda: any("pdflatex" in command for command in living(tmp_path)))
        if ending == "interrupt":
            os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(b"\n")
    last = said.decode().split()[-1]
    assert last == {"interrupt": "KeyboardInterrupt", "exception": "RuntimeError"}[ending]
    wait_until_gone(tmp_path)


def test_errors_are_told_all_at_once_at_the_records_line(tmp_path: Path) -> None:
    result = run(tmp_path, document("one \\nosuch{} and $x^2^3$ and ✓"))
    places = {(fault.code, fault.span and fault.span.text) for fault in result.diagnostics}
    assert ("undefined-command", "\\nosuch") in places
    assert ("missing-character", "✓") in places
    assert {fault.span.line for fault in result.diagnostics if fault.span} == {2}


@pytest.mark.parametrize(
    ("body", "preamble", "code"),
    [
        ("text", r"\usepackage{nosuchpackage}", "missing-package"),
        (r"\font\strange=nosuchfont \strange text", "", "missing-font"),
        (r"\fontfamily{cmr}\selectfont text", "", "missing-font"),
        ("", "", "tex-failed"),
    ],
)
def test_a_failure_has_a_name(tmp_path: Path, body: str, preamble: str, code: str) -> None:
    result = run(tmp_path, document(body, preamble))
    assert result.pdf is None
    assert code in codes(result)
    # No font is made on the way: that would take several seconds each.
    assert not [*tmp_path.rglob("*.tfm"), *tmp_path.rglob("*.[0-9]*pk"), *tmp_path.rglob("*.mf")]
    assert "mktexpk" not in (tmp_path / "handout.log").read_text(errors="replace")


def test_without_tex_the_install_command_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (fault,) = run(tmp_path / "work", document("text")).diagnostics
    assert fault.code == "tex-missing"
    assert fault.message == "latexmk and pdflatex are not installed"
    assert fault.hints
    assert not (tmp_path / "work").exists()


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (fault,) = run(tmp_path / "file" / "work", document("text")).diagnostics
    assert fault.code == "work-unwritable"


def test_a_file_that_outgrows_the_limit_stops_tex(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("syllabus.tex.sandbox.FILE_LIMIT", 1024 * 1024)
    body = r"\newwrite\f\immediate\openout\f=big.txt \def\more{\immediate\write\f{%s}\more}\more"
    result = run(tmp_path, document(body % ("x" * 500)))
    assert codes(result) == ["tex-too-large"]


def test_a_full_disk_is_called_one(tmp_path: Path) -> None:
    """The disk is a small file system of a name space of its own, where that is allowed."""
    small = tmp_path / "small"
    small.mkdir()
    script = f"""
import sys
from pathlib import Path
from syllabus.model.engine import Engine
from syllabus.tex.run import run_latexmk
from syllabus.tex.document import TexDocument
from syllabus.tex.filled import read_filled
text = r"\\documentclass{{article}}\\begin{{document}}text\\end{{document}}"
document = TexDocument(read_filled(text), {{}}, 0)
result = run_latexmk(document, Path({str(small)!r}), Engine.PDFLATEX, 60)
print(result.pdf, *(fault.code for fault in result.diagnostics))
"""
    mount = f"mount -t tmpfs -o size=32k none '{small}'"
    boxed = ["unshare", "-m", "-r", "sh", "-c", f'{mount} && exec "$@"', "sh"]
    if subprocess.run([*boxed, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    ended = subprocess.run([*boxed, sys.executable, "-c", script], capture_output=True, check=True)
    assert ended.stdout.decode().split() == ["None", "disk-full"]
