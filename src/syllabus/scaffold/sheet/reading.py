"""The rows of a sheet, whatever a spreadsheet made of it."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from syllabus.diagnostics import Diagnostic, error, nearest_hint, warning
from syllabus.on_demand import dataclass
from syllabus.outputs.export.sheet import FILE, FINGERPRINT, KEYS, VERSION, unguarded
from syllabus.source import SourceFile, Span

LARGEST_SHEET = 10_000_000
"""Bytes; that of a course of ten thousand records has a third."""

_MOST_ROWS = 20_000
_MISREAD = codecs.BOM_UTF8.decode("cp1252")
"""How what marks UTF-8 looks to who takes it for the encoding of Western Europe."""
_DELIMITERS = ",;\t"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell holds, and where."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row: its cells by their keys, the file that it names, and its fingerprint's marks.

    `marks` are None where its fingerprint is gone.
    """

    span: Span
    cells: Mapping[str, SheetCell]
    file: SheetCell
    marks: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet; `lossy` says that its encoding has lost characters of others."""

    source: SourceFile
    keys: tuple[str, ...]
    rows: tuple[ReadRow, ...]
    lossy: bool


def is_own_sheet(data: bytes) -> bool:
    """Return whether a file is a sheet of `syllabus export`.

    That is by its columns of records and of fingerprints; where one of the two is gone, by the
    records that it names.
    """
    text, _ = _decoded(data[:20_000])
    head = next((line for line in _lines(text) if line.strip() and not _is_hint(line)), "")
    names = [name.strip().lower() for name in _split(head, _delimiter(head))]
    known = {FINGERPRINT, FILE} & set(names)
    return len(known) == 2 or (bool(known) and "syllabus/meetings/" in text)


def read_sheet(data: bytes, path: Path, faults: list[Diagnostic]) -> Sheet | None:
    """Return the rows of a sheet, or None after reporting why it has none.

    Faults: `broken-sheet`, and `unknown-column` for a column that is none of a record's keys.
    """
    text, lossy = _decoded(data)
    source = SourceFile(path, path.name, text.replace("\r\n", "\n").replace("\r", "\n"))
    if "\0" in source.text:
        message = "found a NUL character, expected a sheet in CSV"
        faults.append(error("broken-sheet", message, source.line_span(1), "save it as CSV"))
        return None
    lines = [f"{line}\n" for line in source.text.split("\n")]
    start = next((n for n, each in enumerate(lines) if each.strip() and not _is_hint(each)), 0)
    reader = csv.reader(lines[start:], delimiter=_delimiter(lines[start]), strict=True)
    table: list[tuple[list[str], Span]] = []
    before = start
    try:
        for cells in reader:
            after = start + reader.line_num
            end = source.line_starts[after] if after < len(source.line_starts) else len(source.text)
            table.append((cells, source.span(source.line_starts[before], end)))
            before = after
            if len(table) > _MOST_ROWS:
                message = f"found more than {_MOST_ROWS} rows"
                faults.append(error("broken-sheet", message, source.line_span(after)))
                return None
    except csv.Error as found:
        message = f"found a row that is none of CSV: {found}"
        place = source.line_span(min(before + 1, len(source.line_starts)))
        faults.append(error("broken-sheet", message, place, "close its quotation marks"))
        return None
    return _sheet(source, table, faults, lossy=lossy)


def _sheet(
    source: SourceFile,
    table: list[tuple[list[str], Span]],
    faults: list[Diagnostic],
    *,
    lossy: bool,
) -> Sheet | None:
    heads, head_span = table[0]
    columns: dict[str, int] = {}
    for place, written in enumerate(heads):
        name = " ".join(written.split()).lower().replace(" ", "_")
        if not name:
            continue
        span = _place(written, head_span)
        if name.startswith(_MISREAD):
            message = f"found the column '{written}': a spreadsheet read UTF-8 as another encoding"
            hint = "open the export anew there, with the encoding UTF-8, and edit that"
            faults.append(error("broken-sheet", message, span, hint))
            return None
        if name in columns:
            message = f"found the column '{name}' a second time"
            faults.append(error("broken-sheet", message, span, "delete one of the two"))
            return None
        if name in (*KEYS, FILE, FINGERPRINT):
            columns[name] = place
        else:
            message = f"found the column '{written}', which is no key of a record; it is not read"
            faults.append(warning("unknown-column", message, span, *nearest_hint(name, KEYS)))
    for name, what in ((FILE, "which record it is"), (FINGERPRINT, "what was edited")):
        if name not in columns:
            message = f"found no column '{name}', by which a row tells {what}"
            hint = "export the schedule once more, and leave that column as it is"
            faults.append(error("broken-sheet", message, head_span.part(0, 1), hint))
            return None
    keys = tuple(key for key in KEYS if key in columns)
    rows = tuple(_rows(table[1:], columns, keys))
    return Sheet(source, keys, rows, lossy)


def _rows(
    table: list[tuple[list[str], Span]], columns: Mapping[str, int], keys: tuple[str, ...]
) -> Iterator[ReadRow]:
    for cells, span in table:
        if not any(cell.strip() for cell in cells):
            continue

        def cell(name: str, cells: list[str] = cells, span: Span = span) -> SheetCell:
            place = columns.get(name, len(cells))
            written = cells[place] if place < len(cells) else ""
            text = " ".join(unguarded(written.replace("\u00a0", " ").strip()).split())
            return SheetCell(text, _place(written, span))

        marks = _marks(cell(FINGERPRINT).text)
        yield ReadRow(span.part(0, 1), {key: cell(key) for key in keys}, cell(FILE), marks)


def _marks(written: str) -> Mapping[str, str] | None:
    version, *marks = written.split() or [""]
    if version != VERSION:
        return None
    return {key: mark for key, _, mark in (each.partition(":") for each in marks)}


def _place(written: str, row: Span) -> Span:
    """Return where a cell stands in its row; the row's first line if that cannot be told."""
    inside = written.strip().split("\n", maxsplit=1)[0]
    place = row.text.find(inside) if inside else -1
    if place == -1:
        end = row.text.find("\n")
        return row.part(0, len(row.text) if end == -1 else end)
    return row.part(place, place + len(inside))


def _decoded(data: bytes) -> tuple[str, bool]:
    """Return a sheet's text, and whether its encoding has only the letters of Western Europe."""
    if data.startswith(_WIDE):
        return data.decode("utf-16", "replace").removeprefix("\ufeff"), False
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError as fault:
        if fault.start >= len(data) - 4 and len(data) == 20_000:  # cut for a look at it
            return data[: fault.start].decode("utf-8-sig"), False
        return data.decode("cp1252", "replace"), True


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_hint(line: str) -> bool:
    """Return whether a line tells Excel the delimiter."""
    return line.strip().lower().startswith("sep=")


def _delimiter(head: str) -> str:
    return max(_DELIMITERS, key=head.count)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
