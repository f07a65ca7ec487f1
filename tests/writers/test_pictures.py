"""Pictures one below the other break over pages and stay within the margins."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from tests.security.projects import project

from syllabus.model.course import Edition
from syllabus.model.engine import Engine
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.tex.run import run_latexmk


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_three_of_half_a_page_take_two_pages(tmp_path: Path) -> None:
    shown = "![a](a.png)\n![b](a.png)\n**bold** ![c](a.png)\n"
    front = "---\ndate: 2021-04-15\ntitle: Pictures\n---\n\n"
    layout = project(
        tmp_path / "project",
        {
            "syllabus/meetings/2021-04-15-lenses.md": front + shown,
            "syllabus/meetings/a.png": png(300, 300),
        },
    )
    document = prepare_handout(layout, "2021-04-14", Edition.MEMBERS).document
    assert document is not None
    work = tmp_path / "work"
    work.mkdir()
    run = run_latexmk(document, work, Engine.PDFLATEX, 60)
    assert (run.diagnostics, run.pages) == ((), 2)
