"""What a sheet changes in the records: the cells that were edited, and nothing else."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from syllabus.diagnostics import Diagnostic, Severity, error, has_errors, nearest_hint, warning
from syllabus.front.check import CheckedProject
from syllabus.front.check.reading import TextReader
from syllabus.front.records.meeting import MeetingRecord, read_meeting
from syllabus.front.records.nodes import Mapping as YamlMapping
from syllabus.front.records.nodes import MappingEntry
from syllabus.front.records.writing import (
    Edit,
    add_entry,
    find_entry,
    read_mapping,
    remove_entry,
    set_value,
)
from syllabus.model.slug import file_slug
from syllabus.on_demand import dataclass
from syllabus.outputs.export.sheet import KEYS, mark_of, record_cells
from syllabus.scaffold.edits import ChangedFile, edited_bytes
from syllabus.scaffold.files import NewFile
from syllabus.scaffold.meeting import new_id
from syllabus.scaffold.records import CourseRecords
from syllabus.scaffold.sheet.reading import ReadRow, Sheet, SheetCell, read_sheet
from syllabus.scaffold.sheet.values import (
    days_of,
    is_error,
    is_same,
    sheet_format_of,
    tidied,
    yaml_of,
)
from syllabus.source import SourceFile, decode_source, shown_name
from syllabus.workspace.files import read_file


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """Records to be changed and to be made; `missing` are those that the sheet has no row of."""

    changed: tuple[ChangedFile, ...]
    new: tuple[NewFile, ...]
    missing: tuple[str, ...]

    def diff(self, root: Path) -> Iterator[str]:
        """Yield the lines of a unified diff of all records."""
        files = [(each.path, each.before, each.after) for each in self.changed]
        files += [(each.path, b"", each.data) for each in self.new]
        for path, before, after in files:
            name = shown_name(path, root)
            old, new = (each.decode("utf-8-sig").splitlines() for each in (before, after))
            origin = f"a/{name}" if before else "/dev/null"
            yield from difflib.unified_diff(old, new, origin, f"b/{name}", lineterm="", n=1)


def plan_sheet(
    data: bytes,
    path: Path,
    term: CourseRecords,
    project: CheckedProject,
    faults: list[Diagnostic],
) -> PlannedSheet | None:
    """Return what a sheet changes; None after reporting why it cannot be brought home.

    A cell that was edited since the sheet was written changes its key, unless that was changed in
    the record, too (`sheet-conflict`). Other faults: those of `read_sheet`, `unknown-row`,
    `duplicate-row`, and the faults that a record would have then, at the cell.
    """
    sheet = read_sheet(data, path, faults)
    if sheet is None:
        return None
    return _Planning(sheet, term, project, faults).plan()


@dataclasses.dataclass
class _Planning:
    sheet: Sheet
    term: CourseRecords
    project: CheckedProject
    faults: list[Diagnostic]
    seen: dict[str, ReadRow] = field(default_factory=dict)

    def plan(self) -> PlannedSheet | None:
        assert self.term.course is not None
        assert self.project.course is not None
        layout, course = self.term.layout, self.term.course
        self.reader = TextReader(layout, course, self.project.course.streams, assemble=True)
        records = {each.source.name: each for each in self.term.meetings}
        self.cells = {name: record_cells(record) for name, record in records.items()}
        dates = {name: cells.get("date", "") for name, cells in self.cells.items()}
        language, rows = course.language, self.sheet.rows
        self.sheet_format = sheet_format_of(rows, dates, language, lossy=self.sheet.lossy)
        changed: list[ChangedFile] = []
        new: list[NewFile] = []
        for row in rows:
            name = row.file.text.replace("\\", "/")
            if not name:
                made = self._new(row, [each.path for each in new])
                new += [made] if made else []
            elif name not in records:
                message = f"found the record '{name}', which is not there; its row is not read"
                hints = nearest_hint(name, records)
                self.faults.append(warning("unknown-row", message, row.file.span, *hints))
            elif name in self.seen:
                message = f"found a second row of '{name}'"
                hint = "for a meeting of its own, empty its cell 'file'"
                self.faults.append(error("duplicate-row", message, row.file.span, hint))
            else:
                self.seen[name] = row
                change = self._changed(row, records[name])
                changed += [change] if change else []
        if has_errors(self.faults):
            return None
        missing = tuple(name for name in records if name not in self.seen)
        return PlannedSheet(tuple(changed), tuple(new), missing)

    # --- records that are there ---

    def _changed(self, row: ReadRow, record: MeetingRecord) -> ChangedFile | None:
        mapping = read_mapping(record.span)
        if mapping is None:
            return None
        edited = {key: row.cells[key] for key in self.sheet.keys if self._is_edited(key, row)}
        if self._has_errors(edited):
            return None
        edits: dict[str, tuple[Edit, ...]] = {}
        for key, cell in edited.items():
            try:
                edits[key] = tuple(self._edits(mapping, key, cell))
            except ValueError as found:
                message = f"found {found} in '{key}', expected text"
                self.faults.append(error("broken-sheet", message, cell.span))
        if not edits:
            return None
        raw = read_file(record.source.path)
        after = edited_bytes(raw, (each for made in edits.values() for each in made))
        told = self._told(record.source, after, {key: edited[key].text for key in edits})
        if told:
            for key, made in edits.items():
                alone = edited_bytes(raw, made)
                own = self._told(record.source, alone, {key: edited[key].text})
                self.faults += [replace(each, span=edited[key].span) for each in own]
                told = [each for each in told if each.code not in {e.code for e in own}]
            self.faults += [replace(each, span=row.span) for each in told]
        return ChangedFile(record.source.path, raw, after)

    def _is_edited(self, key: str, row: ReadRow) -> bool:
        """Return whether a cell was edited, and the record was not; tell of a conflict."""
        cell, name = row.cells[key], row.file.text.replace("\\", "/")
        current = self.cells[name].get(key, "")
        if is_same(key, cell.text, current, self.sheet_format):
            return False
        if row.marks is None:
            return True
        mark = row.marks.get(key, "")
        if mark == (mark_of(current) if current else ""):
            return True
        if not any(mark == (mark_of(each) if each else "") for each in self._writings(key, cell)):
            message = f"found '{cell.text}' for '{key}', and '{current}' in {name}, changed as well"
            hint = "the record is left as it is there; write there what is right"
            self.faults.append(warning("sheet-conflict", message, cell.span, hint))
        return False

    def _has_errors(self, cells: Mapping[str, SheetCell]) -> bool:
        """Return whether cells hold what a spreadsheet says of a formula that went wrong; tell."""
        found = [(key, cell) for key, cell in cells.items() if is_error(cell.text)]
        for key, cell in found:
            message = f"found '{cell.text}' for '{key}': the spreadsheet took a text for a formula"
            hint = "write an apostrophe before it there: '=…"
            self.faults.append(error("broken-sheet", message, cell.span, hint))
        return bool(found)

    def _writings(self, key: str, cell: SheetCell) -> Iterator[str]:
        """Yield what a record may have said that a spreadsheet has in its own way."""
        yield cell.text
        tidy = tidied(key, cell.text, self.sheet_format)
        yield tidy
        if key == "date":
            yield days_of(tidy, self.sheet_format)
        elif key in ("time", "duration"):
            yield tidy.removeprefix("0")
            yield f"0{tidy}"

    def _edits(self, mapping: YamlMapping, key: str, cell: SheetCell) -> Iterator[Edit]:
        entry = find_entry(mapping, key)
        if not cell.text:
            if entry is not None:
                yield remove_entry(mapping, entry)
            return
        value = yaml_of(key, cell.text, None if entry is None else entry.value, self.sheet_format)
        if entry is not None:
            yield set_value(entry, value)
        else:
            yield add_entry(mapping, _before(mapping, key), key, value)

    def _told(
        self, source: SourceFile, after: bytes, wanted: Mapping[str, str]
    ) -> list[Diagnostic]:
        """Return the errors that a record would have and has not; or that it says another thing."""
        new = decode_source(after, source.path, self.term.layout.root)
        old = {each.code for each in self._errors(source)}
        found = [each for each in self._errors(new) if each.code not in old]
        if not found:
            said = record_cells(read_meeting(new, [], self.sheet_format.language))
            for key in KEYS:
                text = wanted.get(key, self.cells[source.name].get(key, ""))
                if not is_same(key, text, said.get(key, ""), self.sheet_format):
                    message = f"'{text}' would be read as '{said.get(key, '')}' for '{key}'"
                    found.append(error("broken-sheet", message, None, "write it in the record"))
        return found

    def _errors(self, source: SourceFile) -> Sequence[Diagnostic]:
        found = self.reader.meeting(source).diagnostics
        return [each for each in found if each.severity is Severity.ERROR]

    # --- new ones ---

    def _new(self, row: ReadRow, taken: Sequence[Path]) -> NewFile | None:
        """Return the record of a row that was added; None if it cannot be one."""
        filled = {key: cell for key in self.sheet.keys if (cell := row.cells[key]).text}
        filled.pop("id", None)
        if self._has_errors(filled):
            return None
        lines = []
        for key, cell in filled.items():
            try:
                lines.append(f"{key}: {yaml_of(key, cell.text, None, self.sheet_format)}")
            except ValueError as found:
                message = f"found {found} in '{key}', expected text"
                self.faults.append(error("broken-sheet", message, cell.span))
                return None
        text = "\n".join(("---", *lines, f"id: {new_id()}", "---", ""))
        layout = self.term.layout
        title = filled["title"].text if "title" in filled else ""
        day = days_of(
            tidied("date", _text(filled.get("date")), self.sheet_format), self.sheet_format
        )[:10]
        slug = file_slug(title, self.sheet_format.language) or "meeting"
        stem = f"{day if day[:1].isdigit() else 'tbd'}-{slug}"
        path = layout.meetings / f"{stem}.md"
        number = 2
        while path.exists() or path in taken:
            path = layout.meetings / f"{stem}-{number}.md"
            number += 1
        source = decode_source(text.encode(), path, layout.root)
        told = self._errors(source)
        for each in told:
            key = _key_at(each, source)
            span = filled[key].span if key in filled else row.span
            self.faults.append(replace(each, span=span, related=()))
        return None if told or self._is_there(source, row) else NewFile(path, text.encode())

    def _is_there(self, made: SourceFile, row: ReadRow) -> bool:
        """Return, and tell, whether a record says all that a new one would, as after an import."""
        language = self.sheet_format.language
        cells = record_cells(read_meeting(made, [], language))
        cells.pop("id", None)
        same = (name for name, said in self.cells.items() if cells.items() <= said.items())
        named = {each.file.text.replace("\\", "/") for each in self.sheet.rows} | self.seen.keys()
        name = next((each for each in same if each not in named), None)
        if name is not None:
            self.seen[name] = row
            message = f"found a row without a file, of which '{name}' has been made; it is not read"
            hint = f"write {name} into its cell 'file', or export the sheet anew"
            self.faults.append(warning("duplicate-row", message, row.span, hint))
        return name is not None


def _text(cell: SheetCell | None) -> str:
    return "" if cell is None else cell.text


def _key_at(fault: Diagnostic, source: SourceFile) -> str:
    """Return the key of the line that a fault is in."""
    if fault.span is None or fault.span.file.path != source.path:
        return ""
    return source.line_text(fault.span.line).partition(":")[0]


def _before(mapping: YamlMapping, key: str) -> MappingEntry:
    """Return the entry that a new key stands before, in the order in which keys are explained."""
    order = {name: place for place, name in enumerate(KEYS)}
    later = (e for e in mapping.entries if order.get(e.key.text, -1) > order[key])
    return next(later, mapping.entries[-1])
