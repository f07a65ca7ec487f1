"""Pictures that are not whole, claim what they do not hold, or name themselves."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import FRONT, MEETING, build, project

from syllabus.cli import main
from syllabus.diagnostics import Severity
from syllabus.front.markup.pictures import (
    DEEPEST_TREE,
    LARGEST_OBJECTS,
    SMALLEST_OBJECT,
    BadPicture,
    check_picture,
)

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>"


def pdf(*objects: bytes) -> bytes:
    text, starts = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, start=1):
        starts.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    return text + (
        b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(text))
    )


def packed(*objects: bytes) -> bytes:
    """Return objects 2 and up as an object stream."""
    places, text = [], b""
    for number, each in enumerate(objects, start=2):
        places.append(b"%d %d" % (number, len(text)))
        text += each + b" "
    head = b" ".join(places) + b" "
    stream = zlib.compress(head + text)
    about = b"<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>" % (
        len(objects), len(head), len(stream),
    )  # fmt: skip
    return b"%PDF-1.5\n1 0 obj\n" + about + b"\nstream\n" + stream + b"\nendstream\nendobj\n"


def png(
    width: int, height: int, rows: int, *, depth: int = 8, colors: int = 0, lace: int = 0
) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return len(data).to_bytes(4) + kind + data + check.to_bytes(4)

    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colors]
    row = bytes(1 + (width * depth * channels + 7) // 8)
    head = struct.pack(">IIBBBBB", width, height, depth, colors, 0, 0, lace)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + (chunk(b"PLTE", bytes(3)) if colors == 3 else b"")
        + chunk(b"IDAT", zlib.compress(row * rows))
        + chunk(b"IEND", b"")
    )


def jpeg(
    width: int, height: int, scan: bytes, end: bytes = b"\xff\xd9", marker: int = 0xC0
) -> bytes:
    """Return a JPEG's outlines; its tables, which nobody decodes here, are left out."""
    size = struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0)
    frame = b"\xff" + bytes((marker,)) + (len(size) + 2).to_bytes(2) + size
    return b"\xff\xd8" + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + scan + end


TABLES = (
    b"%%PDF-1.5\nxref trailer <</Prev %02d>>\nstartxref\n0\n"
    b"   xref trailer <</Prev %02d>>\nstartxref\n52\n"
)
DEEP = [
    b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(DEEPEST_TREE + 9)
]
BAD = {
    "two rows of a thousand.png": png(30, 1000, 2),
    "no rows.png": png(30, 30, 0),
    "interlaced and short.png": png(30, 30, 25, lace=1),
    "no end.png": png(30, 30, 30)[:-12],
    "sixteen bits, half.png": png(30, 30, 15, depth=16, colors=2),
    "damaged.png": png(30, 30, 30).replace(b"IDATx", b"IDATy"),
    "wide.png": png(12_001, 1, 1),
    "large raster.png": png(12_000, 12_000, 0, depth=16, colors=2),
    "large page.pdf": pdf(CATALOG, b"<</Kids[3 0 R]>>", PAGE.replace(b"9 9", b"99999999999 9.")),
    "large page of its parent.pdf": pdf(
        CATALOG, b"<</Kids[3 0 R]/CropBox [-9 -9000.5\n0 +9000]>>", PAGE
    ),
    "no page.pdf": pdf(CATALOG, b"<</Kids[3 0 R]>>", PAGE.replace(b"9 9", b"9 0")),
    "no width.png": png(0, 1, 1),
    "600 bytes.jpg": jpeg(65_500, 65_500, bytes(560)),
    "600 bytes and not so large.jpg": jpeg(12_000, 12_000, bytes(560)),
    "progressive.jpg": jpeg(9_000, 9_000, bytes(560), marker=0xC2),
    "no end.jpg": jpeg(8, 8, bytes(560), end=b""),
    "no scan.jpg": b"\xff\xd8\xff\xd9",
    "no height.jpg": jpeg(8, 0, bytes(560)),
    "names itself.pdf": pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "names each other.pdf": pdf(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
    ),
    "names a list.pdf": pdf(CATALOG, b"<</Type/Pages/Kids 3 0 R/Count 1>>", b"[2 0 R]"),
    "in disguise.pdf": pdf(CATALOG, b"<</Type/Pages/K#69ds[2 0 R]/Count 1>>"),
    "own parent.pdf": pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>", PAGE),
    "by way of a reference.pdf": pdf(CATALOG, b"<</Kids 3 0 R>>", b"4 0 R", b"[2 0 R]"),
    "references in a circle.pdf": pdf(CATALOG, b"<</Kids 3 0 R>>", b"4 0 R", b" 3 0 R "),
    "earlier object.pdf": pdf(CATALOG, b"<</Kids[2 0 R]>>") + b"2 0 obj\n<</Kids[3 0 R]>>endobj\n",
    "parents in a circle.pdf": pdf(
        CATALOG, b"<</Kids[3 0 R]/Parent 4 0 R>>", PAGE, b"<</Parent 5 0 R>>", b"2 0 R"
    ),
    "own table.pdf": pdf(CATALOG, b"<</Kids[3 0 R]>>", PAGE).replace(b"/Size", b"/Prev 161/Size"),
    "tables in a circle.pdf": TABLES % (52, 9),
    "deep.pdf": pdf(CATALOG, *DEEP, PAGE),
    "deep values.pdf": pdf(
        CATALOG, b"<</Kids[3 0 R]/Count 1>>", b"<</Resources" + b"<</A" * 9_000 + b">>" * 9_001
    ),
    "packed.pdf": packed(b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "packed without end.pdf": packed(b"<</A(" + bytes(51_000_000) + b")>>"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_picture_that_is_not_what_it_says_is_refused_at_its_line(
    tmp_path: Path, name: str
) -> None:
    shown = f"{FRONT}One.\n\n![x](<{name}>)\n"
    layout = project(tmp_path, {f"syllabus/meetings/{name}": BAD[name], MEETING: shown})
    outcome = build(layout)
    (fault,) = (each for each in outcome.diagnostics if each.severity is Severity.ERROR)
    large = name in ("600 bytes.jpg", "wide.png") or name.startswith("large")
    assert fault.code == ("image-size" if large else "broken-picture")
    assert fault.span
    assert fault.span.line == 8
    for command in ("check", "list", "calendar"):
        run = CliRunner().invoke(main, ["-C", str(tmp_path), command])
        assert not isinstance(run.exception, Exception)
        assert fault.code in run.stderr


GOOD = {
    "plain": png(30, 30, 30),
    "sixteen bits": png(3, 5, 5, depth=16, colors=6),
    "one bit": png(30, 30, 30, depth=1),
    "palette": png(30, 30, 30, depth=2, colors=3),
    "interlaced": png(1, 1, 1, lace=1),
    "interlaced, more than enough": png(30, 30, 60, lace=1),
    "one block": jpeg(8, 8, b"\x00"),
    "stuffed": jpeg(8, 8, b"\xff\x00\xff\xd0\x00"),
    "behind its end": jpeg(8, 8, b"\x00") + b"more",
    "several scans": jpeg(8, 8, b"\x00", b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9"),
    "a page": pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE),
    "packed": packed(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE),
    "a page twice": pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>", PAGE),
    "added to": pdf(CATALOG, b"<</Kids[3 0 R]>>", PAGE)
    + b"2 0 obj\n<</Kids[3 0 R 4 0 R]>>\nendobj\n",
    "an earlier table": TABLES.replace(b"/Prev %02d", b"         ", 1) % 9,
}


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD)
def test_what_is_whole_passes(content: bytes) -> None:
    check_picture(content)


@pytest.mark.parametrize("content", [*GOOD.values(), *BAD.values()], ids=[*GOOD, *BAD])
def test_a_picture_may_be_cut_anywhere(content: bytes) -> None:
    """Nothing but what says so is raised."""
    for cut in range(0, min(len(content), 2_000), 7):
        for part in (content[:cut], content[:8] + content[cut:]):
            with suppress(BadPicture):
                check_picture(part)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4\n1 0 obj " + b"/Kids[>>" * 40_000, b"%PDF-1.4\n" + b"1 0 obj stream\n" * 40_000],
    ids=["unclosed lists", "unclosed streams"],
)
def test_what_is_never_closed_is_looked_for_once(content: bytes) -> None:
    """Where it is looked for anew each time, this takes minutes."""
    with suppress(BadPicture):
        check_picture(content)


def test_packed_objects_that_overlap_count_as_often_as_they_do() -> None:
    places = b"".join(b"1 0 2 %d " % (LARGEST_OBJECTS // 1000) for _ in range(1_000))
    stream = zlib.compress(places + bytes(LARGEST_OBJECTS // 1000 + 1))
    about = b"<</Type/ObjStm/First %d>>" % len(places)
    with pytest.raises(BadPicture, match="of objects"):
        check_picture(b"%PDF-1.5\n1 0 obj\n" + about + b"\nstream\n" + stream + b"\nendstream\n")


def test_numbers_of_packed_objects_are_read_as_far_as_they_are_needed() -> None:
    """No list of all of them is made: the first half of the objects, of no bytes, is enough."""
    places = b"9 9 " * (2 * LARGEST_OBJECTS // SMALLEST_OBJECT)
    head = b"1 0 obj\n<</Type/ObjStm/First %d>>\nstream\n" % len(places)
    content = b"%PDF-1.5\n" + head + zlib.compress(places) + b"\nendstream\n"
    tracemalloc.start()
    try:
        with pytest.raises(BadPicture, match="of objects"):
            check_picture(content)
        assert tracemalloc.get_traced_memory()[1] < 5 * len(places)
    finally:
        tracemalloc.stop()
