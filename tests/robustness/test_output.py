"""`--output`, with names as people and scripts write them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.robustness.project import DAY, NAMES, pdfs, run

from syllabus.workspace.layout import Layout


@pytest.mark.parametrize(
    ("output", "status", "said"),
    [
        ("nowhere/handout.pdf", 2, "there is no folder 'nowhere'"),
        ("syllabus/course.yaml/x.pdf", 2, "there is no folder 'syllabus/course.yaml'"),
        ("syllabus/course.yaml", 2, "a PDF is written; let its name end in .pdf"),
        ("new.bib", 2, "a PDF is written; let its name end in .pdf"),
        ("notes.PDF", 3, "cannot write 'notes.PDF': it exists and is not a PDF"),
        ("handout.tex", 2, "a .tex is written by --tex"),
        ("-", 2, "a PDF is not printed, but written to a file"),
        ("pipe", 3, "cannot write 'pipe': it exists and is not a file"),
        ("n" * 256, 3, "file name too long"),
        ("nowhere/", 2, "there is no folder 'nowhere/'"),
        ("", 2, "found nothing, expected a file"),
    ],
)
def test_a_place_that_cannot_be_is_told_before_tex_starts(
    layout: Layout, good: str, output: str, status: int, said: str
) -> None:
    os.mkfifo(layout.root / "pipe")
    (layout.root / "notes.PDF").write_text("mine")
    course = layout.course.read_text()
    (layout.work / "tex" / "handout.tex").unlink()
    ended = run(layout, "build", "--as-of", "2026-10-01", "--output", output)
    assert (ended.returncode, ended.stdout) == (status, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (layout.work / "tex" / "handout.tex").exists()
    assert layout.course.read_text() == course
    assert pdfs(layout) == dict.fromkeys(NAMES, good)


@pytest.mark.parametrize(
    "output",
    [
        "no ending", "-o.pdf", "two\nlines.pdf", "Ünï.pdf", "\udcff.pdf", "n" * 240, "empty",
        "there.pdf", "link.pdf", "kept", ".", "~",
    ],
)  # fmt: skip
def test_any_name_that_a_file_can_have_is_written(layout: Layout, good: str, output: str) -> None:
    (layout.root / "kept").mkdir()
    (layout.root / "empty").touch()
    (layout.root / "there.pdf").write_bytes(b"%PDF-1.5 of an earlier time")
    (layout.root / "link.pdf").symlink_to("linked.pdf")
    (layout.root / "linked.pdf").write_bytes(b"%PDF-1.5 of somebody else")
    strict = {"PYTHONIOENCODING": "ascii:strict"}
    ended = run(layout, "-q", "build", "--as-of", DAY, f"--output={output}", environment=strict)
    assert (ended.returncode, ended.stderr) == (0, "")
    written = layout.root / ended.stdout.removesuffix("\n")
    assert written.read_bytes() == (layout.build / "optics.pdf").read_bytes()
    assert (layout.root / "linked.pdf").read_bytes() == b"%PDF-1.5 of somebody else"
    assert pdfs(layout) == dict.fromkeys(NAMES, good)


def test_another_file_system_will_do(layout: Layout, good: str) -> None:
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK) or shared.stat().st_dev == layout.root.stat().st_dev:
        pytest.skip("there is no second file system here")
    target = shared / f"syllabus-{os.getpid()}.pdf"
    try:
        ended = run(layout, "build", "--as-of", DAY, "--force", "--output", target)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert target.read_bytes() == (layout.build / "optics.pdf").read_bytes()
    finally:
        target.unlink(missing_ok=True)
