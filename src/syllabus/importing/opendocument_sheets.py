"""OpenDocument spreadsheets (ODF 1.3, part 3, 9): their tables, with the values of the cells."""
# lxml has no types
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, repeat
from typing import Any

from syllabus.importing.archives import Archive
from syllabus.importing.faults import Unimportable
from syllabus.on_demand import dataclass, pattern

LARGEST_CONTENT = 30_000_000
"""Bytes of the tables; those of a schedule of five thousand rows have a third."""
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE, _TABLE, _TEXT = (f"{{{_NAMES}:{each}:1.0}}" for each in ("office", "table", "text"))
_STYLE = f"{{{_NAMES}:style:1.0}}"
_HOURS = pattern(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A table of a spreadsheet: its title, whether it is visible, and the cells of its rows."""

    title: str
    is_shown: bool
    rows: list[tuple[object, ...]]


def read_open_sheets(archive: Archive, name: str, rows: int, columns: int) -> list[OpenSheet]:
    """Return the tables of a spreadsheet; raises `Unimportable`.

    Of each, up to one more than so many `rows` are returned, and so many `columns`.
    """
    from lxml import etree

    if archive.sizes.get("content.xml", 0) > LARGEST_CONTENT:
        message = f"{name}: its sheets hold more than {LARGEST_CONTENT} bytes"
        raise Unimportable("import-size", message, "import the part of it that is the schedule")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(archive.read("content.xml", LARGEST_CONTENT) or b"", parser)
    except etree.XMLSyntaxError:
        message = f"{name}: the file is damaged: its content is no XML"
        raise Unimportable("import-broken", message) from None
    hidden = {
        style.get(f"{_STYLE}name")
        for style in tree.iter(f"{_STYLE}style")
        for said in style.iter(f"{_STYLE}table-properties")
        if said.get(f"{_TABLE}display") == "false"
    }
    return [
        OpenSheet(
            table.get(f"{_TABLE}name", ""),
            table.get(f"{_TABLE}style-name") not in hidden,
            [*_rows(table, rows + 1, columns)],
        )
        for table in tree.iter(f"{_TABLE}table")
    ]


def _rows(table: Any, most: int, columns: int) -> Iterator[tuple[object, ...]]:
    """Yield rows; those that are empty only before others, as a million of them are at the end."""
    found = empty = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells, times = tuple(_cells(row, columns)), _times(row, "rows")
        if all(cell is None for cell in cells):
            empty += times
            continue
        for each in chain(repeat((), empty), repeat(cells, times)):
            if found == most:
                return
            found += 1
            yield each
        empty = 0


def _cells(row: Any, most: int) -> Iterator[object]:
    left = most
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        value = _value(cell)
        for _ in range(min(left, _times(cell, "columns"))):
            left -= 1
            yield value


def _times(element: Any, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def _value(cell: Any) -> object:
    """Return what a cell holds: a day, a moment, a time of day, a number or a text."""
    try:
        match cell.get(f"{_OFFICE}value-type"):
            case "date":
                said = cell.get(f"{_OFFICE}date-value", "")
                return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
            case "time":
                return _clock(cell.get(f"{_OFFICE}time-value", ""))
            case "float":
                return float(cell.get(f"{_OFFICE}value", ""))
    except ValueError:
        pass  # as it is shown
    lines = ("".join(_words(each)) for each in cell.iterchildren(f"{_TEXT}p"))
    return "\n".join(lines).strip() or None


def _clock(said: str) -> object:
    """Return the time of day, or the hours, that a duration is; raises `ValueError`."""
    found = _HOURS.fullmatch(said)
    if found is None:
        raise ValueError(said)
    hours, minutes, seconds = map(int, found.groups())
    if hours < 24:
        return time(hours, minutes, seconds)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _words(element: Any) -> Iterator[str]:
    """Yield the words of a paragraph, whose spaces and tabs may be elements."""
    yield element.text or ""
    for inner in element:
        if inner.tag == f"{_TEXT}s":
            count = inner.get(f"{_TEXT}c", "1")
            yield " " * (int(count) if re.fullmatch(r"\d{1,3}", count, re.ASCII) else 1)
        elif inner.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " " if inner.tag.endswith("tab") else "\n"
        elif isinstance(inner.tag, str) and not inner.tag.startswith(_OFFICE):
            yield from _words(inner)
        yield inner.tail or ""
