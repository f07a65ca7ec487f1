"""Tables: of text files, of workbooks by openpyxl, and of OpenDocument spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from syllabus.importing.archives import Archive
from syllabus.importing.faults import Unimportable, needed
from syllabus.importing.opendocument_sheets import read_open_sheets
from syllabus.importing.sources import Source
from syllabus.importing.tree import (
    Block,
    Cell,
    Document,
    Heading,
    Inline,
    Link,
    Paragraph,
    Table,
    Text,
    plain,
)
from syllabus.importing.vocabulary import role_of
from syllabus.on_demand import pattern
from syllabus.source import visible

MOST_ROWS = 5_000
MOST_COLUMNS = 100
_LONGEST_TITLE = 120
LONGEST_CELL = 50_000
"""Characters."""
_UNCOMPUTED = pattern(
    rb'<c\s(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*'
    rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:</c>|<v\s*/>|<v></v>)"
)
LARGEST_PART = 30_000_000
"""Bytes of a sheet, or of the texts of all; a schedule of five thousand rows has a third."""


def read_table_text(text: str, name: str) -> Document:
    """Return a table whose cells are parted by commas, semicolons or tabs."""
    beginning = "\n".join(text.split("\n")[:20])
    sign = max(
        "\t;,",
        key=lambda each: beginning.count(each) if each != "," else beginning.count(each) * 0.9,
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(rows) >= MOST_ROWS:
                raise too_long(name)
            rows.append([cell.strip() for cell in row[:MOST_COLUMNS]])
    except csv.Error as fault:
        message = f"{name}: line {reader.line_num} is no row of a table: {fault}"
        raise Unimportable("import-broken", message) from None
    _refuse_open_quotes(text, sign, name)
    blocks = tuple(_blocks(rows, ""))
    if not any(isinstance(block, Table) for block in blocks):
        raise empty(name)
    return Document(name, blocks)


def _refuse_open_quotes(text: str, sign: str, name: str) -> None:
    """Raise `Unimportable` where quotation marks take the rest of a table into one cell.

    Only a strict reader tells of them, and it stops at other marks, too, that spreadsheets pass.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error as fault:
        if "end of data" in str(fault):
            message = f"{name}: the row at line {start} has a quotation mark that nothing closes"
            raise Unimportable(
                "import-broken", message, 'close it, or write it twice: ""'
            ) from None


def read_workbook(archive: Archive, name: str) -> Source:
    """Return the sheets of a workbook, a table each, as its cells were computed last."""
    sheets = _sheets(archive, name)
    remarks: list[str] = []
    blocks: list[Block] = []
    for sheet_title, is_shown, cells in sheets:
        if not is_shown:
            remarks.append(f"{name}: the sheet '{visible(sheet_title)}', which is hidden")
            continue
        if len(cells) > MOST_ROWS:
            raise too_long(name)
        rows = [[_shown(value) for value in row] for row in cells]
        blocks += _blocks(rows, sheet_title if len(sheets) > 1 else "")
    if not any(isinstance(block, Table) for block in blocks):
        raise empty(name)
    title, rest = _title(blocks)
    return Source(Document(name, rest, title), remarks=tuple(remarks))


def _title(blocks: list[Block]) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """Return the line above the first table, which is its title, and the blocks without it."""
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph) and len(plain(block.inlines)) <= _LONGEST_TITLE:
            return block.inlines, (*blocks[:place], *blocks[place + 1 :])
        if not isinstance(block, Heading):
            break
    return (), tuple(blocks)


def workbook_text(archive: Archive, name: str, keys: Collection[str]) -> str | None:
    """Return the visible sheet of a workbook whose first row has these keys, as CSV; None if none.

    Rows keep their numbers: line breaks in cells are spaces.
    """
    for _, is_shown, cells in _sheets(archive, name):
        rows = [[" ".join(_shown(value).split()) for value in row] for row in cells]
        head = next((row for row in rows if any(row)), [])
        width = max((number for number, cell in enumerate(head, 1) if cell), default=0)
        if is_shown and set(keys) <= {cell.lower() for cell in head}:
            if len(rows) > MOST_ROWS:
                raise too_long(name)
            written = io.StringIO(newline="")
            csv.writer(written).writerows(row[:width] for row in rows)
            return written.getvalue()
    return None


def _sheets(archive: Archive, name: str) -> list[tuple[str, bool, list[tuple[object, ...]]]]:
    """Return the sheets of a workbook: title, whether it is visible, and the cells of its rows."""
    if "content.xml" in archive.names:
        found = read_open_sheets(archive, name, MOST_ROWS, MOST_COLUMNS)
        return [(each.title, each.is_shown, each.rows if each.is_shown else []) for each in found]
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise needed(f"{name}: to read it, openpyxl has to be there") from None
    if any(n.endswith(".xml") and size > LARGEST_PART for n, size in archive.sizes.items()):
        message = f"{name}: a sheet of it holds more than {LARGEST_PART} bytes"
        raise Unimportable("import-size", message, "import the part of it that is the schedule")
    _refuse_uncomputed(archive, name)
    try:
        data = io.BytesIO(archive.data)
        book = load_workbook(data, read_only=True, data_only=True, keep_links=False)
        return [
            (sheet.title, sheet.sheet_state == "visible", _cells(sheet))
            for sheet in book.worksheets
        ]
    except Exception as fault:  # openpyxl has no base for what it raises of a damaged file
        message = f"{name}: the file is damaged: {type(fault).__name__}"
        raise Unimportable("import-broken", message) from None


def _cells(sheet: Any) -> list[tuple[object, ...]]:
    """Return the rows of a visible sheet, up to one more than may be."""
    if sheet.sheet_state != "visible":
        return []
    return list(islice(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), MOST_ROWS + 1))


def _refuse_uncomputed(archive: Archive, name: str) -> None:
    """Raise `Unimportable` for formulas without results, as programs write them that compute none.

    A result that is an empty text is one: its cell says so (ECMA-376, 18.18.11, `str`).
    """
    found = []
    for part in sorted(archive.names):
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
            content = archive.read(part, LARGEST_PART) or b""
            found += [each[1].decode() for each in _UNCOMPUTED.finditer(content)]
    if found:
        told = f"{found[0]}" + (f" and {len(found) - 1} more" if len(found) > 1 else "")
        message = f"{name}: formulas were never computed: {told}"
        hint = "open it in a spreadsheet program, and save it there"
        raise Unimportable("import-broken", message, hint)


def empty(name: str) -> Unimportable:
    """Return the fault of a table that has no rows."""
    return Unimportable("import-empty", f"{name}: the table has no rows")


def too_long(name: str) -> Unimportable:
    """Return the fault of a table with more rows than any course has."""
    message = f"{name}: the table has more than {MOST_ROWS} rows"
    return Unimportable("import-size", message, "import the part of it that is the schedule")


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            day = value.date().isoformat()
            return day if value.time() == time() else f"{day} {value:%H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return (
                f"{int(value.total_seconds() // 3600)}:{int(value.total_seconds() // 60) % 60:02}"
            )
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()


def _blocks(rows: Sequence[Sequence[str]], title: str) -> Iterator[Block]:
    """Yield what stands above a table as paragraphs, and the table with its head."""
    filled = [row for row in rows if any(row)]
    if not filled:
        return
    if title:
        yield Heading(1, (Text(title),))
    head = next(
        (
            number
            for number, row in enumerate(filled[:20])
            if sum(role_of(cell, "en") is not None for cell in row) >= 2
        ),
        0,
    )
    for row in filled[:head]:
        yield Paragraph((Text(" ".join(cell for cell in row if cell)),))
    width = max(max(n for n, cell in enumerate(row, 1) if cell) for row in filled)
    table = [tuple(map(_cell, (*row, *[""] * width)[:width])) for row in filled[head:]]
    if len(table) > 1:
        yield Table((table[0],), tuple(table[1:]))


def _cell(text: str) -> Cell:
    lines: Iterable[str] = filter(None, (line.strip() for line in text[:LONGEST_CELL].split("\n")))
    return Cell(
        tuple(
            Paragraph((Link((Text(line),), line),))
            if line.startswith(("https://", "http://")) and " " not in line
            else Paragraph((Text(line),))
            for line in lines
        )
    )
