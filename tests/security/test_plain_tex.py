"""Every attack does what it says in plain TeX, so that the other tests can fail."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pikepdf
import pytest
from tests.security.attacks import (
    ENDLESS,
    LEAKS,
    LUA_LEAKS,
    MARKED,
    SHELL,
    SMUGGLES,
    WRITES,
)
from tests.security.projects import pdf_bytes

HYPERREF = r"\usepackage[pdfstartview={}]{hyperref}"


def secrets(folder: Path, count: int) -> list[tuple[str, str]]:
    """Return files outside of TeX's folder, each with a word of its own."""
    found = []
    for number in range(count):
        path = folder.parent / f"{folder.name}-secret{number}.txt"
        path.write_text(f"Word{number:02d}x\n")
        found.append((str(path), f"Word{number:02d}x"))
    return found


def run(
    folder: Path,
    body: str,
    *command: str,
    timeout: float = 60,
    preamble: str = "",
    home: Path | None = None,
) -> None:
    folder.mkdir(exist_ok=True)
    text = f"\\documentclass{{article}}{preamble}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "test.tex").write_text(text)
    subprocess.run(
        [*command, "-interaction=batchmode", "test.tex"],
        cwd=folder,
        env=os.environ if home is None else {**os.environ, "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        timeout=timeout,
        check=False,
    )


def printed(folder: Path) -> str:
    command = ["pdftotext", str(folder / "test.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_files_are_read_and_written_and_things_are_smuggled_in(tmp_path: Path) -> None:
    folder = tmp_path / "tex"
    files = secrets(folder, len(LEAKS))
    leaks = [leak.format(secret=path) for leak, (path, _) in zip(LEAKS, files, strict=True)]
    writes = [write.format(new=f"new{number}.txt") for number, write in enumerate(WRITES)]
    smuggles = [each.format() for each in SMUGGLES]
    body = "\n\n".join((*leaks, *writes, *smuggles))
    run(folder, body, "pdflatex", preamble=HYPERREF)
    content = pdf_bytes(folder / "test.pdf")
    text = printed(folder)
    for leak, (_, word) in zip(LEAKS, files, strict=True):
        assert word in text or word.encode() in content, leak
    for number, write in enumerate(WRITES):
        assert (folder / f"new{number}.txt").exists(), write
    for number, smuggle in enumerate(SMUGGLES, start=1):
        assert f"{MARKED}{number}".encode() in content, smuggle


def test_lua_reads_whatever_it_likes(tmp_path: Path) -> None:
    folder = tmp_path / "tex"
    files = secrets(folder, len(LUA_LEAKS))
    leaks = [leak.format(secret=path) for leak, (path, _) in zip(LUA_LEAKS, files, strict=True)]
    run(folder, "\n\n".join(leaks), "lualatex")
    log = (folder / "test.log").read_text(errors="replace")
    content = pdf_bytes(folder / "test.pdf") + (log + printed(folder)).encode()
    for leak, (_, word) in zip(LUA_LEAKS, files, strict=True):
        assert word.encode() in content, leak


def test_an_endless_document_fills_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "tex"
    big = folder / "big.txt"
    # No time is long enough on every machine: it is given twice as much until the file is large.
    for seconds in (2**power for power in range(8)):
        with pytest.raises(subprocess.TimeoutExpired):
            run(folder, ENDLESS.format(new="big.txt"), "pdflatex", timeout=seconds)
        if big.exists() and big.stat().st_size > 10_000_000:
            return
    raise AssertionError("it wrote little")


def test_files_that_lie_about_are_taken_in(tmp_path: Path) -> None:
    """latexmk runs `latexmkrc`; TeX prefers what lies beside the document to its own."""
    folder = tmp_path / "tex"
    folder.mkdir()
    (folder / "latexmkrc").write_text("system('echo x > from-rc.txt');\n")
    (folder / "hyperref.cfg").write_text("\\typeout{found-hyperref-cfg}\\endinput\n")
    (folder / "amsgen.sty").write_text("\\typeout{found-amsgen-sty}\\endinput\n")
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    body = SHELL.format(secret=secret, new="from-shell.txt") + "x"
    preamble = r"\usepackage{amsgen,hyperref}"
    run(folder, body, "latexmk", "-pdf", "-shell-escape", preamble=preamble)
    log = (folder / "test.log").read_text(errors="replace")
    assert "found-hyperref-cfg" in log
    assert "found-amsgen-sty" in log
    assert (folder / "from-rc.txt").exists()
    assert (folder / "from-shell.txt").exists()


def test_what_lies_at_home_is_taken_in(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "texmf/tex/latex/local").mkdir(parents=True)
    (home / ".latexmkrc").write_text("system('echo x > from-rc.txt');\n")
    (home / "texmf/tex/latex/local/amsgen.sty").write_text("\\typeout{found-amsgen-sty}\n")
    folder = tmp_path / "tex"
    run(folder, "x", "latexmk", "-pdf", preamble=r"\usepackage{amsgen}", home=home)
    assert "found-amsgen-sty" in (folder / "test.log").read_text(errors="replace")
    assert (folder / "from-rc.txt").exists()


def test_a_bibliography_reads_files(tmp_path: Path) -> None:
    """By BibTeX, whose output TeX reads."""
    folder = tmp_path / "tex"
    folder.mkdir()
    (preamble, first), (string, second), (field, third) = secrets(folder, 3)
    (folder / "test.bib").write_text(
        f"@preamble{{ {{\\input{{{preamble}}}}} }}\n@string{{s = {{\\input{{{string}}}}}}}\n"
        f"@misc{{a, title = s, note = {{\\input{{{field}}}}}}}\n"
    )
    body = r"x\nocite{*}\bibliographystyle{plain}\bibliography{test}"
    run(folder, body, "latexmk", "-pdf")
    text = printed(folder)
    assert all(word in text for word in (first, second, third))


def test_pictures_come_from_anywhere(tmp_path: Path) -> None:
    folder = tmp_path / "tex"
    folder.mkdir()
    ways = {"../outside0.pdf": 0, str(tmp_path / "outside1.pdf"): 1, "link.pdf": 2}
    for number in ways.values():
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(9, 9))
            page.Contents = pdf.make_stream(f"% Outside{number}".encode())
            pdf.save(tmp_path / f"outside{number}.pdf")
    (folder / "link.pdf").symlink_to(tmp_path / "outside2.pdf")
    body = "".join(rf"\includegraphics{{{way}}}" for way in ways)
    run(folder, body, "pdflatex", preamble=r"\usepackage{graphicx}")
    content = pdf_bytes(folder / "test.pdf")
    assert all(f"Outside{number}".encode() in content for number in ways.values())
