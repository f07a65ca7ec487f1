"""Pictures with a size and a caption."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.check.test_unseen_markup import found
from tests.markup.test_tree import codes, parse
from tests.security.test_pictures import png

from syllabus.model.document import Image, walk
from syllabus.model.editions import public_blocks
from syllabus.writers.html import HtmlWriter
from syllabus.writers.latex import LatexWriter
from syllabus.writers.latex.origins import without_anchors
from syllabus.writers.plain import PlainWriter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "syllabus" / "meetings"
    path.mkdir(parents=True)
    (path / "a.png").write_bytes(png(30, 30, 30))
    return tmp_path


@pytest.mark.parametrize(
    ("attributes", "keys"),
    [
        ("{width=50%}", r"width=0.5\linewidth"),
        ("{width=100%}", r"width=1\linewidth"),
        ("{height=33.5%}", r"height=0.335\textheight"),
        ("{width=8cm}", "width=8cm"),
        ("{ width = 80 mm  height=.5in }", "width=80mm,height=0.5in"),
        ('{height="120pt"}', "height=120pt"),
        ("{width='2.50CM'}", "width=2.5cm"),
        (" {width=50%}", r"width=0.5\linewidth"),
    ],
)
@pytest.mark.parametrize("shown", ["![x](a.png)", "![x][p]", "text ![x](<a.png>)"])
def test_a_picture_has_the_size_that_is_written(
    folder: Path, shown: str, attributes: str, keys: str
) -> None:
    parsed = parse(folder, f"{shown}{attributes} after\n\n[p]: a.png\n")
    assert not [each for each in parsed.diagnostics if each.code != "unused-link-label"]
    written = without_anchors(LatexWriter().blocks(parsed.blocks))
    assert rf"{{\setkeys{{Gin}}{{{keys}}}\handoutpicture{{picture-1.png}}{{x}}}} after" in written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"Rays *meet* &amp; `a_b` \\_, **50** %", r"Rays meet & a_b \_, 50 %"),
        ("two\nlines", "two lines"),
        ("where $x^2$ is", "where $x^2$ is"),
        ("", ""),
    ],
)
def test_the_text_of_a_picture_is_what_its_brackets_say(
    folder: Path, written: str, said: str
) -> None:
    parsed = parse(folder, f"![{written}](a.png)\n")
    assert [each.alt for each in walk(parsed.blocks) if isinstance(each, Image)] == [said]


@pytest.mark.parametrize(
    ("attributes", "column", "hint"),
    [
        ("{widht=50%}", 13, "width"),
        ("{width=300}", 13, "50%"),
        ("{width=300px height=2cm}", 13, "8cm"),
        ("{height=2cm #lens}", 24, "leave it out"),
        ("{.left width=50%}", 13, "leave it out"),
        ("{scale=0.5 width=50%}", 13, "leave it out"),
        ("{width=0%}", 13, ""),
        ("{width=150%}", 13, ""),
        ("{height=1e9cm}", 13, "8cm"),
        ("{width=2cm width=3cm}", 23, "keep one"),
        ("{width}", 13, "width=50%"),
        ("{width=50%", 13, "{width=50%}"),
        ("{width=-2cm}", 13, "8cm"),
        (r"{width=\textwidth}", 13, "8cm"),
    ],
)
def test_what_is_no_size_is_told_at_its_column(
    folder: Path, attributes: str, column: int, hint: str
) -> None:
    (fault,) = parse(folder, f"![x](a.png){attributes}\n").diagnostics
    assert fault.span
    assert (fault.code, fault.span.column) == ("picture-size", column)
    assert hint in " ".join(fault.hints)


@pytest.mark.parametrize("text", ["![x](a b.png)", "A ![x](a.png =300x) b", "## ![x](a.png =50%)"])
def test_what_shows_no_picture_is_told(folder: Path, text: str) -> None:
    assert ("unread-markup", 1, text.index("!") + 1) in found(folder, text)


@pytest.mark.parametrize(
    "text", ["![x](a.png){}", "![x](a.png) {braces} after", r"\![x](a b)", "`![x](a b.png)`"]
)
def test_what_is_no_size_is_text(folder: Path, text: str) -> None:
    assert not codes(parse(folder, text))


def test_a_title_is_a_caption(folder: Path) -> None:
    text = """\
![A lens](a.png "A *thin* lens,  of $f$ & more"){width=2cm}

![One](a.png "First")
![](a.png 'Second')

See ![it](a.png (Within)) here.

| ![Cell](a.png "Of a cell") |
|---|
"""
    parsed = parse(folder, text)
    assert not parsed.diagnostics
    blocks = public_blocks(parsed.blocks)
    written = without_anchors(LatexWriter().blocks(blocks))
    for expected in (
        r"{A lens}}\\*{}{\small A \emph{thin} lens, of \(f\) \& more}",
        r"\\*{}{\small First}\\[.5ex]",
        r"{picture-1.png}{}\\*{}{\small Second}",
        r"See \handoutpicture{picture-1.png}{it} (Within) here.",
        r"{Cell} (Of a cell)",
    ):
        assert expected in written
    lines = PlainWriter().lines(blocks)
    assert lines[0] == "A lens (A thin lens, of f & more)"
    assert "See it (Within) here." in lines
    page = HtmlWriter().blocks(blocks)
    assert "A lens<br>\n<small>A <i>thin</i> lens, of " in page
    assert "<small>Second</small>" in page
    images = [node for node in walk(blocks) if isinstance(node, Image)]
    assert [bool(each.caption) for each in images] == [True] * 5


@pytest.mark.parametrize(
    ("name", "head", "kind", "hint"),
    [
        ("b.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG", "rsvg-convert"),
        ("b.svg", b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", "an SVG", "librsvg2-bin"),
        ("b.svgz", b"\x1f\x8b\x08", "a compressed SVG", "--output=b.pdf b.svgz"),
        ("b.webp", b"RIFF\x0a\0\0\0WEBPVP8 ", "a WebP", "magick 'b.webp[0]' b.png"),
        ("b.gif", b"GIF89a\1\0\1\0", "a GIF", "magick 'b.gif[0]' b.png"),
        ("b.png", b"GIF87a", "a GIF", "magick 'b.png[0]' b.png"),
        ("b.tiff", b"II*\0", "a TIFF", "b.png for b.tiff"),
        ("b.heic", b"\0\0\0\x18ftypheic", "a HEIC", "b.jpg for b.heic"),
        ("b.avif", b"\0\0\0\x18ftypavif", "an AVIF", "magick"),
        ("b.eps", b"%!PS-Adobe", "an EPS", "epstopdf"),
        ("b.txt", b"text", "not a picture", ""),
        ("my%20b.svg", b"<svg>", "an SVG", "'my b.pdf' 'my b.svg'"),
    ],
)
def test_other_kinds_are_told_with_what_converts_them(
    folder: Path, name: str, head: bytes, kind: str, hint: str
) -> None:
    (folder / "syllabus/meetings" / name.replace("%20", " ")).write_bytes(head)
    (fault,) = parse(folder, f"![x]({name})\n").diagnostics
    assert fault.code == "image-type"
    assert kind in fault.message
    assert hint in " ".join(fault.hints)
