"""A whole project, read and checked: all faults of all files in one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from syllabus.bibliography import (
    Bibliography,
    Style,
    load_bibliography,
    load_style,
    unknown_citation,
)
from syllabus.check.access import check_access, check_given, check_wordings
from syllabus.check.entries import check_entries
from syllabus.check.labels import check_labels
from syllabus.check.language import check_language
from syllabus.check.meetings import MeetingContext, assemble_meeting, check_meetings
from syllabus.check.structure import structure_meeting, structure_section
from syllabus.check.texts import check_durations, check_text
from syllabus.check.titles import check_meeting_titles, check_part_titles, check_section_titles
from syllabus.diagnostics import (
    Diagnostic,
    Related,
    error,
    nearest_hint,
    note,
    sort_diagnostics,
)
from syllabus.markup import MarkupContext, parse_markdown, smart_text
from syllabus.model.course import (
    GENERATED_SECTIONS,
    Course,
    HandoutEntry,
    Meeting,
    RecipientsFile,
    Section,
    Stream,
)
from syllabus.model.document import Block, Citation, Text, walk
from syllabus.model.layout import Layout
from syllabus.model.rhythm import Rhythm
from syllabus.model.words import words_for
from syllabus.records import (
    LARGEST_LIBRARY,
    CourseRecord,
    Located,
    Pair,
    bib_files,
    markdown_files,
    read_course,
    read_meeting,
    read_text,
)
from syllabus.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class CheckedProject:
    """What a project amounts to, and everything that is wrong with it.

    `course` is None where course.yaml cannot be read or lacks what a course must have;
    otherwise it holds what could be used, faults or not. `style` is None where there is no
    such style. `blocks` are those of every text, file by file, `macros` the course's commands for
    their formulas.
    """

    course: Course | None
    bibliography: Bibliography
    style: Style | None
    macros: Mapping[str, Text]
    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]


def check_project(layout: Layout) -> CheckedProject:
    """Read every file of a project and apply every rule; nothing is ever raised for a fault."""
    return _Check(layout).run()


@dataclass
class _Check:
    """One run over a project."""

    layout: Layout
    faults: list[Diagnostic] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def run(self) -> CheckedProject:
        source = read_text(self.layout.course, self.layout.root, self.faults)
        record = read_course(source, self.faults) if source else None
        # Bodies are read even where the course says nothing, so that their faults come out.
        said = record or CourseRecord(source or SourceFile(self.layout.course, "", ""))
        sections = self._sections(said)
        meetings = self._meetings(said, assemble=record is not None)
        check_labels(tuple(self.blocks), self.faults)
        check_given(tuple(self.blocks), meetings, self.faults)
        bibliography = self._bibliography(said)
        self._check_citations(bibliography)
        course = style = None
        if record is not None:
            style = self._style(record)
            course = self._course(record, sections, meetings)
        return CheckedProject(
            course,
            bibliography,
            style,
            _texts(said.macros),
            tuple(self.blocks),
            sort_diagnostics(self.faults),
        )

    # --- the course ---

    def _course(
        self, record: CourseRecord, sections: dict[str, Section], meetings: tuple[Meeting, ...]
    ) -> Course | None:
        handout = self._handout(record, sections)
        check_wordings((record.title, *record.authors, record.place), self.faults)
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
            title=text(record.title),
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
            language_span=record.language_span,
            clock=record.clock,
            rhythm=Rhythm(
                frozenset(day.value for day in record.days),
                record.weeks,
                record.breaks,
                record.region,
            ),
            mail=record.mail,
            recipients=self._recipients(record),
        )

    def _recipients(self, record: CourseRecord) -> RecipientsFile | None:
        named = record.recipients
        if named is None:
            return None
        path = Path(named.value)
        with suppress(RuntimeError):  # there is no such user
            path = path.expanduser()
        # Whoever keeps people's addresses keeps them where they like: also out of the project.
        return RecipientsFile(self.layout.root / path, named.span)

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
        for name, section in sections.items():
            if name not in entries:
                message = f"'{name}' is not in the handout"
                hint = "add it to 'handout' in course.yaml, or delete the file"
                self.faults.append(note("unused-section", message, section.span, hint))
            elif name not in GENERATED_SECTIONS and section.title is None:
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
            message = f"found the section '{name.value}', but no sections/{name.value}.md"
            hints = nearest_hint(name.value, known)
            self.faults.append(error("missing-section", message, name.span, *hints))
        else:
            entries[name.value] = HandoutEntry(name.value, name.span)

    # --- texts ---

    def _sections(self, record: CourseRecord) -> dict[str, Section]:
        sections = {}
        for source in self._sources(self.layout.sections):
            structure = structure_section(self._parse(source, 1, record), self.faults)
            sections[source.path.stem] = Section(
                name=source.path.stem,
                title=structure.title,
                blocks=structure.blocks,
                source=source,
                span=structure.span or source.line_span(1),
            )
        check_section_titles(sections.values(), self.faults)
        return sections

    def _meetings(self, record: CourseRecord, *, assemble: bool) -> tuple[Meeting, ...]:
        streams = self._checked_streams(record)
        words = {"optional", words_for(record.language)["optional"]}
        words |= {pair.value.value for pair in record.words if pair.key.value == "optional"}
        context = MeetingContext(record, record.zone, streams) if record.zone else None
        meetings: list[Meeting] = []
        for source in self._sources(self.layout.meetings):
            read = read_meeting(source, self.faults)
            blocks = self._parse(source, read.body_line, record)
            structure = structure_meeting(blocks, streams, words, self.faults)
            check_part_titles(structure, self.faults)
            check_durations(structure, self.faults)
            check_wordings((read.title, read.topic, read.reason, read.when), self.faults)
            if assemble and context is not None:
                meeting = assemble_meeting(read, structure, context, self.faults)
                if meeting is not None:
                    meetings.append(meeting)
        check_meetings(tuple(meetings), self.faults)
        check_meeting_titles(meetings, self.faults)
        return tuple(meetings)

    def _sources(self, folder: Path) -> Iterator[SourceFile]:
        for path in markdown_files(folder, self.layout.root, self.faults):
            source = read_text(path, self.layout.root, self.faults)
            if source is not None:
                yield source

    def _parse(self, source: SourceFile, line: int, record: CourseRecord) -> tuple[Block, ...]:
        context = MarkupContext(self.layout, record.language, record.raw_latex)
        parsed = parse_markdown(source, line, context)
        self.faults.extend(parsed.diagnostics)
        self.blocks.extend(parsed.blocks)
        check_text(parsed.blocks, self.faults)
        check_access(parsed.blocks, self.faults)
        return parsed.blocks

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
        return tuple(self.layout.root / path.value for path in record.bibliography)

    def _bibliography(self, record: CourseRecord) -> Bibliography:
        root = self.layout.root
        if record.bibliography is None:
            named: list[tuple[Path, Span | None]] = [
                (path, None) for path in bib_files(root, self.faults)
            ]
        else:
            named = [(root / path.value, path.span) for path in record.bibliography]
        sources = [
            read_text(path, root, self.faults, LARGEST_LIBRARY, span) for path, span in named
        ]
        readable = [source for source in sources if source is not None]
        bibliography, faults = load_bibliography(readable)
        self.faults.extend(faults)
        return bibliography

    def _style(self, record: CourseRecord) -> Style | None:
        span = record.style_span or record.source.span(0)
        style = load_style(record.style, self.layout.root, span)
        if isinstance(style, Diagnostic):
            self.faults.append(style)
            return None
        return style

    def _check_citations(self, bibliography: Bibliography) -> None:
        works = [
            work
            for node in walk(tuple(self.blocks))
            if isinstance(node, Citation)
            for work in node.works
        ]
        unknown = [work for work in works if work.key not in bibliography]
        self.faults += [
            unknown_citation(bibliography, work, hinted=index < 20)
            for index, work in enumerate(unknown)
        ]
        check_entries(bibliography, (work.key for work in works), self.faults)


def _streams(record: CourseRecord) -> tuple[Stream, ...]:
    return tuple(
        Stream(pair.key.value, smart_text(pair.value.value, record.language), pair.value.span)
        for pair in record.streams
    )


def _texts(pairs: tuple[Pair[str], ...]) -> dict[str, Text]:
    return {pair.key.value: Text(pair.value.value, pair.value.span) for pair in pairs}
