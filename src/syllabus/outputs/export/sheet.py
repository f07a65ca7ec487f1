"""A sheet for spreadsheets: a row for each record, a column for each key that one of them has."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence

from syllabus.front.records.definitions.meeting import MEETING, MEETING_FACTS
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.nodes import Mapping as YamlMapping
from syllabus.front.records.nodes import Node, Scalar
from syllabus.front.records.nodes import Sequence as YamlSequence
from syllabus.front.records.scalars import write_scalar
from syllabus.front.records.writing import read_mapping
from syllabus.model.course import Edition, Meeting
from syllabus.model.people import Role
from syllabus.on_demand import dataclass, pattern
from syllabus.source import without_bidi_controls

FILE = "file"
"""The column of the record's path."""

FINGERPRINT = "fingerprint"
"""The column that says what the other cells held when the sheet was written."""

VERSION = "1"
"""The first word of a fingerprint."""

KEYS = tuple(field.key for field in MEETING.fields)
"""The columns that a sheet can have, in their order."""

TEXTS = frozenset(("title", "topic", "reason", "when", *(field.key for field in MEETING_FACTS)))
"""Keys whose cells are text, whatever they look like."""

_ALWAYS = ("date", "time", "title")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ENDS = pattern(r"[,\[\]{}]")
_PEOPLE = {"speaker": Role.SPEAKER, "speakers": Role.SPEAKER, "presenters": Role.PRESENTER}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A record: the path of its file, and the cell of each key that it has."""

    file: str
    cells: Mapping[str, str]


def sheet_rows(
    records: Iterable[MeetingRecord], meetings: Mapping[str, Meeting], edition: Edition
) -> tuple[SheetRow, ...]:
    """Return the rows of records; `meetings` are what the edition's readers see, by file."""
    return tuple(
        SheetRow(
            record.source.name,
            record_cells(record)
            if edition is Edition.MEMBERS
            else _public_cells(record, meetings.get(record.source.name)),
        )
        for record in records
    )


def record_cells(record: MeetingRecord) -> dict[str, str]:
    """Return the cell of each key that a record has, in the order of the definitions."""
    mapping = read_mapping(record.span)
    nodes = {} if mapping is None else {each.key.text: each.value for each in mapping.entries}
    cells = {key: cell_of(nodes[key]) for key in KEYS if key in nodes}
    return {key: cell for key, cell in cells.items() if cell}


def _public_cells(record: MeetingRecord, meeting: Meeting | None) -> dict[str, str]:
    """Return what everybody may see of a record."""
    private = {field.key for field in MEETING.fields if field.private} | {"accept"}
    cells = {key: cell for key, cell in record_cells(record).items() if key not in private}
    for key in (*_PEOPLE, "materials"):
        if key in cells:
            cells[key] = "" if meeting is None else _named(key, meeting)
    return {key: cell for key, cell in cells.items() if cell}


def _named(key: str, meeting: Meeting) -> str:
    if key == "materials":
        return "; ".join(
            f"{each.label.text}: {each.url or each.name}" for each in meeting.materials
        )
    presents = key == "presenters"
    return "; ".join(
        each.person.name.text
        for each in meeting.speakers
        if (each.role is Role.PRESENTER) == presents
    )


def cell_of(node: Node) -> str:
    """Return the cell of a value: its text, several behind each other, or YAML on one line."""
    if isinstance(node, Scalar):
        return _words(node)
    if isinstance(node, YamlSequence) and all(isinstance(e, Scalar) for e in node.items):
        texts = [cell_of(each) for each in node.items]
        if texts and not any(";" in text or not text for text in texts):
            return "; ".join(texts) if len(texts) > 1 else texts[0]
    return flow_of(node)


def _words(scalar: Scalar) -> str:
    return " ".join(without_bidi_controls(scalar.text).replace("\ufeff", " ").split())


def flow_of(node: Node) -> str:
    """Return a value as YAML on one line."""
    if isinstance(node, Scalar):
        written = write_scalar(_words(node))
        # Inside of braces these signs end a value.
        return f"'{written}'" if written[:1] not in "'\"" and _ENDS.search(written) else written
    if isinstance(node, YamlSequence):
        return f"[{', '.join(map(flow_of, node.items))}]"
    if isinstance(node, YamlMapping):
        pairs = (f"{flow_of(each.key)}: {flow_of(each.value)}" for each in node.entries)
        return f"{{{', '.join(pairs)}}}"
    return ""


def write_sheet(rows: Sequence[SheetRow]) -> str:
    """Return a sheet as CSV (RFC 4180)."""
    used = {key for row in rows for key in row.cells}
    columns = [key for key in KEYS if key in used or key in _ALWAYS]
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow((*columns, FILE, FINGERPRINT))
    for row in rows:
        cells = [row.cells.get(key, "") for key in columns]
        marks = fingerprint(dict(zip(columns, cells, strict=True)))
        writer.writerow(map(guarded, (*cells, row.file, marks)))
    return written.getvalue()


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe before it."""
    bare = cell.lstrip("'")
    return f"'{cell}" if bare.startswith(_FORMULA) or cell.startswith("'") else cell


def unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that `guarded` puts before it."""
    bare = cell.removeprefix("'")
    is_guarded = bare != cell and (bare.startswith(("'", *_FORMULA)))
    return bare if is_guarded else cell


def fingerprint(cells: Mapping[str, str]) -> str:
    """Return what tells later whether the cells of a row are as they were; empty ones have none."""
    marks = (f"{key}:{mark_of(cell)}" for key, cell in cells.items() if cell)
    return " ".join((VERSION, *marks))


def mark_of(cell: str) -> str:
    """Return what tells a cell from others, whatever white space it has."""
    text = " ".join(cell.split())
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()
