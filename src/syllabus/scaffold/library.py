"""New entries of a course's library, written behind those that it has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from syllabus.delivery.works import Identifier, IdentifierKind
from syllabus.diagnostics import Diagnostic, Severity, error
from syllabus.front.bibliography import Bibliography, Entry
from syllabus.front.bibliography.bibtex import read_entries
from syllabus.front.bibliography.keys import entry_facts, key_pattern, new_key
from syllabus.front.bibliography.received import read_received
from syllabus.front.bibliography.twins import find_number, find_twin
from syllabus.front.bibliography.writing import form_of, put_at_end, write_entry
from syllabus.front.check import CheckedProject
from syllabus.front.records import LARGEST_LIBRARY, bib_files, is_library, read_library
from syllabus.handout import CitationFormat
from syllabus.model.document import Citation, CitationForm, CitedWork
from syllabus.on_demand import dataclass
from syllabus.scaffold.edits import ChangedFile
from syllabus.scaffold.records import CourseRecords, PlanningError
from syllabus.source import (
    SourceFile,
    leads_outside,
    real_path,
    shown_name,
)
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.writers.latex import LatexWriter
from syllabus.writers.plain import PlainWriter

NEW_LIBRARY = "library.bib"
"""The library of a course that has none yet."""

_FIELDS = {
    IdentifierKind.DOI: "doi",
    IdentifierKind.ARXIV: "eprint",
    IdentifierKind.ISBN: "isbn",
    IdentifierKind.PMID: "pmid",
}
"""The fields that entries have these numbers in."""


@dataclass(frozen=True, slots=True)
class FoundWork:
    """A work as the library has it: under a `key`, which is `new` or was there before.

    `reference` is what it prints in full.
    """

    key: str
    new: bool
    reference: str = ""


def choose_library(term: CourseRecords, wanted: str | None, start: Path) -> Path:
    """Return the library to add to: the one that there is, or that is `wanted`.

    A name is looked for from the folder `start`, in the project and in its `bib/`. Raises
    `PlanningError` where there are several, or no such one.
    """
    root = term.layout.root
    assert term.course is not None
    named = term.course.bibliography
    known = bib_files(root, []) if named is None else tuple(root / each.value for each in named)
    known = tuple(Path(each).expanduser() for each in known)
    shown = ", ".join(shown_name(each, root) for each in known)
    if wanted is None:
        if len(known) > 1:
            raise PlanningError(f"there are {len(known)} libraries; choose one with --to: {shown}")
        path = known[0] if known else root / "bib" / NEW_LIBRARY
        if leads_outside(path, root):
            if not known:
                message = f"the folder {path.parent} leads out of the project"
                raise PlanningError(f"{message}; put the folder itself there")
            raise PlanningError(
                f"the library {path} is outside of the project; name it with --to to add to it"
            )
        return path
    places = [folder / wanted for folder in (start, root, root / "bib")]
    for path in known:
        if any(real_path(path) == real_path(place) for place in places):
            return path
    new = next((e for e in places[:2] if real_path(e).parent == real_path(root / "bib")), None)
    if new is not None and named is None and is_library(new) and not new.exists():
        return new
    raise PlanningError(
        f"the course has no library '{wanted}'; " + (f"it has {shown}" if shown else "it has none")
    )


class Additions:
    """Entries to be added to one library, checked one by one."""

    def __init__(self, project: CheckedProject, path: Path, layout: Layout) -> None:
        """Read the library; raises `OSError`, or `PlanningError` where it cannot be added to."""
        assert project.course is not None
        root = layout.root
        self.layout = layout
        self.project = project
        self.course = project.course
        self.path = path
        self.before, self.source = b"", SourceFile(path, shown_name(path, root), "")
        if path.exists():
            told: list[Diagnostic] = []
            source = read_library(path, root, None, told)
            if source is None:
                raise PlanningError("; ".join((told[0].message, *told[0].hints)))
            self.before, self.source = read_file(path, LARGEST_LIBRARY), source
        self.form = form_of(self.source.text)
        self.pattern = key_pattern(project.bibliography)
        self.known, self.faults = read_entries(self.source)
        self.new: dict[str, Entry] = {}
        self.written: list[str] = []

    def is_up_to_date(self) -> bool:
        """Return whether the library is still what was read; raises `OSError`."""
        now = read_file(self.path, LARGEST_LIBRARY) if self.path.exists() else b""
        return now == self.before

    def known_key(self, wanted: Identifier) -> str | None:
        """Return the key of a work that the library has by this number."""
        name = _FIELDS.get(wanted.kind)
        library = self.project.bibliography
        found = find_number(library, name, wanted.text) if name else None
        return None if found is None else found.key

    def add(
        self, answer: SourceFile, faults: list[Diagnostic], *, anyway: bool = False
    ) -> FoundWork | None:
        """Take in what was said of a work; None after reporting why it is refused.

        It is not added if it is there already, but `anyway`.
        """
        entry = read_received(answer, faults)
        if entry is None:
            return None
        twin = None
        for library in () if anyway else (self.project.bibliography, self._added()):
            twin = twin or find_twin(library, entry)
        if twin is not None:
            return FoundWork(twin.key, new=False)
        taken = {*self.project.bibliography.keys(), *self.project.bibliography.unreadable}
        key = new_key(self.pattern, entry_facts(entry), {*taken, *self.new})
        fields = {name: field.value for name, field in entry.fields.items()}
        written = write_entry(entry.kind, key, fields, self.form)
        reference = self._printed(key, written, answer.name, faults)
        if reference is None:
            return None
        self.new[key] = replace(entry, key=key)
        self.written.append(written)
        return FoundWork(key, new=True, reference=reference)

    def _added(self) -> Bibliography:
        """Return what is to be added, as a library of its own."""
        text = "".join(self.written)
        return read_entries(SourceFile(self.path, self.source.name, text))[0]

    def change(self) -> ChangedFile | None:
        """Return the library with what is new; None if nothing is.

        Raises `PlanningError` where its own entries would not be read as before.
        """
        if not self.written:
            return None
        text = put_at_end(self.source.text, self.written, self.form)
        library, faults = read_entries(SourceFile(self.path, self.source.name, text))
        told = [(fault.code, fault.span and fault.span.start) for fault in faults]
        before = [(fault.code, fault.span and fault.span.start) for fault in self.faults]
        if [*self.known.keys(), *self.new] != [*library.keys()] or told != before:
            raise PlanningError(
                f"{self.source.name} does not end as a library does, so that nothing can be added"
                " behind it; 'syllabus check --unused' tells what is wrong there"
            )
        added = text[len(self.source.text) :]
        end = b"\r\n" if b"\r\n" in self.before else b"\n"
        return ChangedFile(self.path, self.before, self.before + added.encode().replace(b"\n", end))

    def _printed(self, key: str, written: str, name: str, faults: list[Diagnostic]) -> str | None:
        """Return what an entry prints in full, as the course's own gates let it; None if not."""
        source = SourceFile(self.path, name, written)
        library, found = read_entries(source)
        style = self.project.style
        if key not in library or found or style is None:
            message = f"the entry '{key}' cannot be read again"
            faults.append(error("unexpected-answer", message, None))
            return None
        span = source.span(0)
        works = (CitedWork(key, span),)
        formatted = CitationFormat(library, style, self.course.language).format(
            Citation(works, form, span) for form in (CitationForm.FULL, CitationForm.NARRATIVE)
        )
        latex, plain = LatexWriter(self.course.definitions), PlainWriter()
        for line in formatted.citations:
            latex.line(line)
        told = (*formatted.diagnostics, *latex.diagnostics)
        severe = [fault for fault in told if fault.severity is Severity.ERROR]
        faults += [fault for fault in told if fault.severity is Severity.WARNING]
        if severe:
            faults += severe
            return None
        return plain.line(formatted.citations[0])
