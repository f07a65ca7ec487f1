"""A whole project, read and put together: all faults of all files in one run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from syllabus.diagnostics import (
    Diagnostic,
    Related,
    error,
    nearest_hint,
    note,
    sort_diagnostics,
)
from syllabus.front.bibliography import Bibliography, Style
from syllabus.front.bibliography.bibtex import load_bibliography
from syllabus.front.bibliography.styles import is_path, load_style
from syllabus.front.check.accepted import Accepted, leave_out_accepted
from syllabus.front.check.access import check_given, check_wordings
from syllabus.front.check.announcement import announcement_of
from syllabus.front.check.checked import CheckedProject
from syllabus.front.check.citations import check_citations
from syllabus.front.check.cross_links import link_course
from syllabus.front.check.labels import check_labels
from syllabus.front.check.language import check_language
from syllabus.front.check.meetings import check_meetings
from syllabus.front.check.notation import check_cut_values
from syllabus.front.check.people import people_of, with_turns
from syllabus.front.check.places import check_rooms, room_of
from syllabus.front.check.reading import ParsedFile, TextReader
from syllabus.front.check.references import check_references
from syllabus.front.check.spans import leave_out_holidays
from syllabus.front.check.titles import check_meeting_titles, check_section_titles
from syllabus.front.check.value_markup import check_value_markup
from syllabus.front.markup import parse_label, parse_title, smart_text, unread_in
from syllabus.front.records import (
    bib_files,
    read_library,
    read_text,
    record_files,
    section_files,
    stray_files,
    stray_libraries,
)
from syllabus.front.records.course import CourseRecord, read_course
from syllabus.front.records.kinds import Located, Pair
from syllabus.model.course import (
    GENERATED_SECTIONS,
    Course,
    HandoutEntry,
    Meeting,
    Section,
    Stream,
)
from syllabus.model.document import Block, InLanguage, Text
from syllabus.model.mailing import RecipientsFile
from syllabus.model.recurrence import Break, Recurrence
from syllabus.model.site import Site
from syllabus.source import SourceFile, Span
from syllabus.workspace.cache import key_of, open_cache
from syllabus.workspace.deadline import check_time
from syllabus.workspace.layout import Layout


def read_project(layout: Layout) -> CheckedProject:
    """Read every file of a project and apply every rule; nothing is ever raised for a fault."""
    return _Check(layout).run()


@dataclass(repr=False, eq=False)
class _Check:
    """One run over a project."""

    layout: Layout
    faults: list[Diagnostic] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)

    def run(self) -> CheckedProject:
        source = read_text(self.layout.course, self.layout.root, self.faults)
        record = self._record(source) if source else None
        if source is not None:
            self.faults += unread_in(source.span(0, len(source.text)))
        # Bodies are read even where the course says nothing, so that their faults come out.
        said = record or CourseRecord(source or SourceFile(self.layout.course, "", ""))
        streams = self._checked_streams(said)
        reader = TextReader(self.layout, said, streams, assemble=record is not None)
        sections = self._sections(reader)
        meetings = self._meetings(reader)
        stray_files(self.layout.root, self.faults)
        check_time()
        check_labels(tuple(self.blocks), self.faults)
        check_given(tuple(self.blocks), meetings, self.faults)
        bibliography = self._bibliography(said)
        paths = self._library_paths(said)
        strays = () if said.bibliography else stray_libraries(self.layout.root, paths)
        uncited = check_citations(self.blocks, bibliography, bool(paths), strays, self.faults)
        course = style = None
        if record is not None:
            style = self._style(record)
            course = self._course(record, sections, meetings)
            course = course and with_turns(course, self.faults)
            course = course and link_course(course, self.faults)
            if course and style:
                self.faults += check_references(course, style, bibliography, self.blocks)
        rules = [Accepted(code.value, code.span, everywhere=True) for code in said.accept]
        diagnostics, accepted = leave_out_accepted(self.faults, (*rules, *self.accepted))
        return CheckedProject(
            course,
            bibliography,
            style,
            _texts(said.macros),
            tuple(self.blocks),
            sort_diagnostics(diagnostics),
            accepted,
            sort_diagnostics(uncited),
        )

    # --- the course ---

    def _record(self, source: SourceFile) -> CourseRecord | None:
        """Return what course.yaml says; one that nothing is to be said of is read once."""
        kept = open_cache("course", str(self.layout.root))
        key = key_of(source.text)
        found: CourseRecord | None = kept.find(key, (source,))
        if found is not None:
            return found
        faults: list[Diagnostic] = []
        record = read_course(source, faults)
        if record is not None and not faults:
            kept.put(key, record, (source,))
        self.faults += faults
        return record

    def _course(
        self, record: CourseRecord, sections: dict[str, Section], meetings: tuple[Meeting, ...]
    ) -> Course | None:
        handout = self._handout(record, sections)
        self._check_values(record)
        check_language(record, self.faults)
        if record.title is None or record.zone is None:
            return None

        def text(located: Located[str]) -> Text:
            return Text(smart_text(located.value, record.language), located.span)

        return Course(
            root=self.layout.root,
            source=record.source,
            slug=record.slug,
            engine=record.engine,
            accessible=record.accessible,
            title=parse_title(record.title.value, record.title.span, record.language),
            authors=tuple(text(author) for author in record.authors),
            place=text(record.place) if record.place else None,
            language=record.language,
            zone=record.zone,
            streams=_streams(record),
            bibliography=self._library_paths(record),
            style=record.style,
            style_span=record.style_span or record.source.span(0),
            macros=_texts(record.macros),
            contents=record.contents,
            reading_load=record.reading_load,
            raw_latex=record.raw_latex,
            handout=handout,
            sections=sections,
            meetings=meetings,
            words=_texts(record.words),
            dates=record.dates,
            room=room_of(record.room, record.language),
            schedule=record.schedule,
            numbering=record.numbering,
            language_span=record.language_span,
            clock=record.clock,
            recurrence=Recurrence(
                frozenset(day.value for day in record.days),
                record.weeks,
                _smart_breaks(record),
                record.region,
            ),
            mail=record.mail,
            recipients=self._recipients(record),
            people=people_of(record, self.faults),
            announcement=announcement_of(record),
            site=Site(record.site.value, record.site.span) if record.site else None,
        )

    def _check_values(self, record: CourseRecord) -> None:
        """Check all that course.yaml says in words."""
        streams = tuple(pair.value for pair in record.streams)
        named = (*streams, *(pair.value for pair in record.words))
        labels = (
            Located(each.label, each.span) for each in record.kinds if each.label and each.span
        )
        around = (record.announcement.before, record.announcement.after)
        room = () if record.room is None else record.room.texts
        titles = (record.title, *around)
        values = (*record.authors, record.place, *room, *named, *labels, *record.people.wordings)
        check_wordings((*titles, *values), self.faults)
        check_cut_values((*titles, *values), self.faults)
        check_value_markup(titles, values, self.faults, in_language=streams)

    def _recipients(self, record: CourseRecord) -> RecipientsFile | None:
        named = record.recipients
        return None if named is None else RecipientsFile(self._path(named), named.span)

    def _path(self, named: Located[str]) -> Path:
        """Return a path that course.yaml names, which may lead outside the project."""
        path = Path(named.value)
        with suppress(RuntimeError):  # there is no such user
            path = path.expanduser()
        return self.layout.root / path

    def _handout(
        self, record: CourseRecord, sections: dict[str, Section]
    ) -> tuple[HandoutEntry, ...]:
        if record.handout is None:
            prose = [name for name in sections if name not in GENERATED_SECTIONS]
            place = record.source.span(0)
            names = ["schedule", *prose, "upcoming", "past", "references"]
            entries = {name: HandoutEntry(name, place) for name in names}
        else:
            entries = {}
            for named in record.handout:
                self._add_entry(named, entries, sections)
        # What is left over is probably what a name that was not found is meant to be.
        left_over = record.handout is None or all(each.value in entries for each in record.handout)
        for name, section in sections.items():
            if name not in entries and left_over:
                message = f"'{name}' is not in the handout"
                hint = "add it to 'handout' in course.yaml, or delete the file"
                self.faults.append(note("unused-section", message, section.span, hint))
            elif name in entries and name not in GENERATED_SECTIONS and section.title is None:
                message = "found a section without a title, expected '# Title' at its start"
                self.faults.append(error("missing-title", message, section.span))
        return tuple(entries.values())

    def _add_entry(
        self,
        name: Located[str],
        entries: dict[str, HandoutEntry],
        sections: dict[str, Section],
    ) -> None:
        known = {*GENERATED_SECTIONS, *sections}
        if name.value in entries:
            message = f"found the section '{name.value}' a second time"
            related = Related("the first one", entries[name.value].span)
            self.faults.append(error("duplicate-section", message, name.span, related=(related,)))
        elif name.value not in known:
            if os.path.lexists(self.layout.sections / f"{name.value}.md"):
                return  # why it cannot be read is told
            message = f"found the section '{name.value}', but no sections/{name.value}.md"
            hints = nearest_hint(name.value, known) or (_make_section(name.value),)
            several = re.split(r"[\s,;]+", name.value)
            if len(several) > 1 and any(each in known for each in several):
                hints = (f"write handout: [{', '.join(several)}]",)
            self.faults.append(error("missing-section", message, name.span, *hints))
        else:
            entries[name.value] = HandoutEntry(name.value, name.span)

    # --- texts ---

    def _sections(self, reader: TextReader) -> dict[str, Section]:
        sections = {}
        for source in self._sources(
            section_files(self.layout.sections, self.layout.root, self.faults)
        ):
            read = self._take(reader.section(source))
            if read.section is not None:
                sections[source.path.stem] = read.section
        check_section_titles(sections.values(), self.faults)
        return sections

    def _meetings(self, reader: TextReader) -> tuple[Meeting, ...]:
        texts = [
            self._take(reader.meeting(source))
            for source in self._sources(
                record_files(self.layout.meetings, self.layout.root, self.faults)
            )
        ]
        meetings = tuple(text.meeting for text in texts if text.meeting is not None)
        meetings = leave_out_holidays(meetings)
        check_meetings(meetings, self.faults)
        check_rooms(meetings, self.faults)
        check_meeting_titles(meetings, self.faults)
        return meetings

    def _take(self, text: ParsedFile) -> ParsedFile:
        self.blocks.extend(text.blocks)
        self.faults.extend(text.diagnostics)
        self.accepted += [
            Accepted(code.value, code.span, everywhere=False) for code in text.accepted
        ]
        return text

    def _sources(self, paths: tuple[Path, ...]) -> Iterator[SourceFile]:
        for path in paths:
            check_time()
            source = read_text(path, self.layout.root, self.faults)
            if source is not None:
                yield source

    def _checked_streams(self, record: CourseRecord) -> tuple[Stream, ...]:
        streams = _streams(record)
        first: dict[str, Stream] = {}
        for stream in streams:
            for name in {stream.code.casefold(), stream.label.casefold()}:
                twin = first.setdefault(name, stream)
                if twin is not stream:
                    message = f"found a stream that cannot be told from '{twin.code}'"
                    related = Related("the other one", twin.span)
                    self.faults.append(
                        error("duplicate-stream", message, stream.span, related=(related,))
                    )
        return streams

    # --- references ---

    def _library_paths(self, record: CourseRecord) -> tuple[Path, ...]:
        if record.bibliography is None:
            return bib_files(self.layout.root, [])
        return tuple(self._path(path) for path in record.bibliography)

    def _bibliography(self, record: CourseRecord) -> Bibliography:
        root = self.layout.root
        if record.bibliography is None:
            named: list[tuple[Path, Span | None]] = [
                (path, None) for path in bib_files(root, self.faults)
            ]
        else:
            named = [(self._path(path), path.span) for path in record.bibliography]
        sources = [read_library(path, root, span, self.faults) for path, span in named]
        readable = [source for source in sources if source is not None]
        whole = bool(sources) and None not in sources and "bibliography" not in record.unread
        for source in readable:
            self.faults += unread_in(source.span(0, len(source.text)))
        bibliography, _ = load_bibliography(readable)
        return bibliography if whole else replace(bibliography, is_whole=False)

    def _style(self, record: CourseRecord) -> Style | None:
        span = record.style_span or record.source.span(0)
        style = load_style(record.style, self.layout.root, span)
        if isinstance(style, Diagnostic):
            self.faults.append(style)
            return None
        if is_path(record.style):
            from syllabus.front.bibliography.doubts import find_doubts

            self.faults += find_doubts(record.style, style.xml, span)
        return style


def _smart_breaks(record: CourseRecord) -> tuple[Break, ...]:
    return tuple(
        replace(each, reason=smart_text(each.reason, record.language)) if each.reason else each
        for each in record.breaks
    )


def _streams(record: CourseRecord) -> tuple[Stream, ...]:
    labels = ((each, parse_label(*_words(each.value), record.language)) for each in record.streams)
    return tuple(
        Stream(
            pair.key.value,
            label.text,
            pair.value.span,
            label if any(isinstance(node, InLanguage) for node in label.nodes) else None,
        )
        for pair, label in labels
    )


def _words(located: Located[str]) -> tuple[str, Span]:
    return located.value, located.span


def _texts(pairs: tuple[Pair[str], ...]) -> dict[str, Text]:
    return {pair.key.value: Text(pair.value.value, pair.value.span) for pair in pairs}


def _make_section(name: str) -> str:
    if re.fullmatch(r"[\w-]+", name):
        return f"write the text into syllabus/sections/{name}.md, or delete the name"
    return "delete the name, or correct it: a section's file has it and .md"
