"""Whether a picture is complete and of a size that TeX can typeset, told by its structure alone.

PNG (third edition, 5 and 10), JPEG (ITU-T T.81, annex B), PDF (ISO 32000-1, 7.3.10 and 7.7.3). No
pixel is decoded: a decoder of ours would add attack surface for a stranger's picture.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from syllabus.on_demand import pattern
from syllabus.workspace.deadline import check_time

WIDEST_PICTURE = 12_000
"""Pixels; what prints sharply on two metres. TeX itself can measure no more than 16 000."""
LARGEST_RASTER = 500_000_000
"""Bytes of a PNG's pixels, written out; the widest in full colour has less. It takes TeX 15 s."""
LONGEST_PAGE = 14_400
"""Points of a PDF's page (annex C.2); TeX itself can measure no more than 16 000."""
DEEPEST_TREE = 100
"""How deep the pages of a PDF, or the values of one of its objects, may nest."""
MOST_TABLES = 1_000
"""How often a PDF may have been changed by adding to its end."""
LARGEST_OBJECTS = 50_000_000
"""Bytes of a PDF's compressed objects, written out."""
SMALLEST_OBJECT = 200
"""Bytes that a packed object counts as at least, for each takes its time."""

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By PNG's type of colours."""
_PASSES = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)
)  # fmt: skip
"""Of an interlaced PNG: where each pass begins, to the right and down, and its steps."""
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG after which its size stands."""
_PROGRESSIVE = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
_ARITHMETIC = frozenset(range(0xC9, 0xD0))
_AFTER_SCAN = pattern(rb"\xff+([^\x00\xd0-\xd7\xff])")

_OBJECT = pattern(rb"(\d{1,9})\s+\d{1,5}\s+obj\b")
_END = pattern(rb"\bendobj\b|\bstream\r?\n")
_HEXADECIMAL = pattern(rb"#([0-9A-Fa-f]{2})")
_BOX = pattern(rb"/(?:Media|Crop)Box\s*\[" + rb"\s*([-+]?[\d.]{1,40})" * 4 + rb"\s*\]")
_KIDS = pattern(rb"/Kids\s*(?:\[([^][]*)\]|(\d{1,9})\s+\d{1,5}\s+R)")
_PARENT = pattern(rb"/Parent\s+(\d{1,9})\s+\d{1,5}\s+R")
_REFERENCE = pattern(rb"(\d{1,9})\s+\d{1,5}\s+R")
_ONLY_A_REFERENCE = pattern(rb"\s*(\d{1,9})\s+\d{1,5}\s+R\s*")
_TABLE = pattern(rb"startxref\s+(\d{1,12})")
_EARLIER = pattern(rb"/(?:Prev|XRefStm)\s+(\d{1,12})(?!\d)(?!\s+\d+\s+R)")
_NUMBER = pattern(rb"\d{1,9}")
_BRACKETS = pattern(rb"<<|>>|\[|\]")


class BadPicture(Exception):
    """What is wrong with a picture, as the rest of a sentence; if it is its size, `most`."""

    def __init__(self, reason: str, *, most: str = "") -> None:
        super().__init__(reason)
        self.most = most


def check_picture(content: bytes) -> None:
    """Raise `BadPicture` for a PNG, JPEG or PDF that is too large, not whole or without end."""
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
    elif content.startswith(b"\x89PNG"):
        _check_png(content)
    else:
        _check_jpeg(content)


def _check_size(width: int, height: int) -> None:
    if max(width, height) > WIDEST_PICTURE:
        size = f"is {width} × {height} pixels large"
        raise BadPicture(size, most=f"{WIDEST_PICTURE} pixels on a side")
    if min(width, height) == 0:
        raise BadPicture("has no pixels")


# --- PNG -------------------------------------------------------------------------------------


def _check_png(content: bytes) -> None:
    chunks = _chunks(content)
    kind, head = next(chunks, (b"", b""))
    if kind != b"IHDR" or len(head) != 13:
        raise BadPicture("does not begin as a PNG does")
    width, height = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
    _check_size(width, height)
    depth, colors, interlaced = head[8], head[9], head[12]
    bits = depth * _CHANNELS.get(colors, 0)
    if bits == 0 or depth > 16 or interlaced > 1:
        raise BadPicture("has colours that no PNG has")
    missing = sum(
        rows * (1 + (columns * bits + 7) // 8)
        for columns, rows in _extents(width, height, interlaced == 1)
    )
    if missing > LARGEST_RASTER:
        size = f"has {missing // 1_000_000} MB of pixels"
        raise BadPicture(
            size, most=f"{LARGEST_RASTER // 1_000_000} MB: fewer pixels, or 8 bits each"
        )
    pixels = zlib.decompressobj()
    ended = False
    try:
        for kind, data in chunks:
            ended = kind == b"IEND"
            if kind != b"IDAT":
                continue
            while data and missing > 0 and not pixels.eof:
                check_time()
                missing -= len(pixels.decompress(data, 1 << 18))
                data = pixels.unconsumed_tail
    except zlib.error:
        raise BadPicture("is damaged") from None
    if missing > 0:
        raise BadPicture("breaks off before its last row")
    if not ended:
        raise BadPicture("has no end")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        kind = content[at + 4 : at + 8]
        yield kind, content[at + 8 : at + 8 + length]
        if kind == b"IEND":
            return
        at += 12 + length


def _extents(width: int, height: int, interlaced: bool) -> Iterator[tuple[int, int]]:
    """Yield the columns and rows of each pass that has any."""
    if not interlaced:
        yield width, height
        return
    for left, top, right, down in _PASSES:
        columns, rows = -((left - width) // right), -((top - height) // down)
        if columns > 0 and rows > 0:
            yield columns, rows


# --- JPEG ------------------------------------------------------------------------------------


def _check_jpeg(content: bytes) -> None:
    at = 2
    bits = 0
    scanned = 0
    while True:
        while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] == b"\xff":
            at += 1
        if content[at : at + 1] != b"\xff" or at + 1 >= len(content):
            raise BadPicture("breaks off before its end")
        marker = content[at + 1]
        if marker == 0xD9:
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4])
        if marker in _SIZES:
            head = content[at + 4 : at + 10]
            height, width = int.from_bytes(head[1:3]), int.from_bytes(head[3:5])
            _check_size(width, height)
            # Each block of 8 × 8 pixels takes a bit at least, and one more to end it.
            per_block = 0 if marker in _ARITHMETIC else 1 if marker in _PROGRESSIVE else 2
            bits = max(bits, -(-width // 8) * -(-height // 8) * per_block)
        at += 2 + max(length, 2)
        if marker == 0xDA:
            found = _AFTER_SCAN.search(content, at)
            if found is None:
                raise BadPicture("breaks off before its end")
            scanned += found.start() - at
            at = found.end() - 2
    if bits == 0 and scanned == 0:
        raise BadPicture("has no pixels")
    if 8 * scanned < bits:
        raise BadPicture("breaks off before its last row")


# --- PDF -------------------------------------------------------------------------------------


def _check_pdf(content: bytes) -> None:
    _check_tables(content)
    # Of an object that is there several times, the table of contents may mean any.
    kids: dict[int, list[int]] = {}
    parents: dict[int, list[int]] = {}
    for number, body in _objects(content):
        if b"#" in body:
            body = _HEXADECIMAL.sub(lambda code: bytes((int(code[1], 16),)), body)
        _check_nesting(body)
        _check_boxes(body)
        named = ((_REFERENCE.findall(each[1] or b""), each[2]) for each in _KIDS.finditer(body))
        below = kids.setdefault(number, [])
        below += [
            int(each) for listed, single in named for each in (*listed, single) if each is not None
        ]
        if body.lstrip().startswith(b"["):
            below += map(int, _REFERENCE.findall(body))
        above = parents.setdefault(number, [])
        above += [int(found[1]) for found in _PARENT.finditer(body)]
        if only := _ONLY_A_REFERENCE.fullmatch(body):
            below.append(int(only[1]))
            above.append(int(only[1]))
    for tree in (kids, parents):
        _check_tree(tree)


def _check_tables(content: bytes) -> None:
    """Raise where a table of objects names itself, or one after it, as that before it (7.5.8)."""
    named = [(found.start(), int(found[1])) for found in _EARLIER.finditer(content)]
    ends = [(found.start(), int(found[1])) for found in _TABLE.finditer(content)]
    earlier: dict[int, list[int]] = {}
    for _, place in (*named, *ends):
        first, end = bisect_left(named, (place,)), bisect_left(ends, (place,))
        last = ends[end][0] if end < len(ends) else len(content)
        # A table names two others at most: that before it, and its own in another form.
        earlier[place] = [each for at, each in named[first : first + 2] if at < last]
    _check_tree(earlier, "tables of objects", MOST_TABLES)


def _objects(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the text of each object, without what is in its stream."""
    at = 0
    left = LARGEST_OBJECTS
    closed = True
    while found := _OBJECT.search(content, at):
        end = _END.search(content, found.end())
        body = content[found.end() : end.start() if end else len(content)]
        at = end.end() if end else len(content)
        yield int(found[1]), body
        if end is None or end[0] == b"endobj":
            continue
        check_time()
        begin, close = at, content.find(b"endstream", at) if closed else -1
        closed = close != -1  # where none follows, none follows what comes later
        at = close if closed else at
        if b"ObjStm" in body:
            inflater = zlib.decompressobj()
            try:
                text = inflater.decompress(content[begin:at], left)
            except zlib.error:
                continue
            left -= len(text)
            for number, packed in _packed(body, text):
                left -= max(len(packed), SMALLEST_OBJECT)  # they may overlap
                if left <= 0:
                    break
                yield number, packed
            if left <= 0:
                raise BadPicture(f"has more than {LARGEST_OBJECTS // 1_000_000} MB of objects")


def _packed(body: bytes, text: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the objects of an object stream (7.5.7)."""
    first = re.search(rb"/First\s+(\d{1,9})", body)
    if first is None:
        return
    begin = int(first[1])
    numbers = (int(each[0]) for each in _NUMBER.finditer(text, 0, begin))
    number, start = next(numbers, None), next(numbers, None)
    while number is not None and start is not None:
        following, end = next(numbers, None), next(numbers, None)
        yield number, text[begin + start : len(text) if end is None else begin + end]
        number, start = following, end


def _check_boxes(body: bytes) -> None:
    for left, bottom, right, top in _BOX.findall(body):
        try:
            width, height = abs(float(right) - float(left)), abs(float(top) - float(bottom))
        except ValueError:  # which no reader of PDF takes for a number
            continue
        if max(width, height) > LONGEST_PAGE:
            size = f"has a page of {width:.0f} × {height:.0f} points"
            raise BadPicture(size, most=f"{LONGEST_PAGE} points on a side")
        if min(width, height) == 0:
            raise BadPicture("has a page without width or height")


def _check_nesting(body: bytes) -> None:
    if body.count(b"<<") + body.count(b"[") <= DEEPEST_TREE:
        return
    depth = 0
    for bracket in _BRACKETS.finditer(body):
        depth += 1 if bracket[0] in (b"<<", b"[") else -1
        if depth > DEEPEST_TREE:
            raise BadPicture(f"has values that nest more than {DEEPEST_TREE} deep")


def _check_tree(
    tree: Mapping[int, list[int]], what: str = "pages", deepest: int = DEEPEST_TREE
) -> None:
    """Raise where a node is below itself, or too far down; each node is looked at once."""
    done: set[int] = set()
    for root in tree:
        above: dict[int, Iterator[int]] = {}
        pending = [] if root in done else [root]
        while pending:
            node = pending[-1]
            if node not in above:
                above[node] = iter(tree.get(node, ()))
                if len(above) > deepest:
                    raise BadPicture(f"has {what} that nest more than {deepest} deep")
            below = next((each for each in above[node] if each not in done), None)
            if below is None:
                done.add(node)
                del above[node]
                pending.pop()
            elif below in above:
                raise BadPicture(f"has {what} that hold themselves")
            else:
                pending.append(below)
