"""One file at a time: its content, and the faults that need no other file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from time import time_ns

from syllabus.diagnostics import Diagnostic, has_errors
from syllabus.front.check.access import check_access, check_wordings
from syllabus.front.check.dues import DueReader, check_dues
from syllabus.front.check.meetings import MeetingContext, assemble_meeting
from syllabus.front.check.notation import check_cut_values, check_notation
from syllabus.front.check.places import materials_of, materials_part
from syllabus.front.check.structure import structure_meeting, structure_section
from syllabus.front.check.texts import check_durations, check_text
from syllabus.front.check.titles import check_part_titles
from syllabus.front.check.value_markup import check_passcodes, check_value_markup
from syllabus.front.markup import MarkupContext, parse_markdown, unread_in
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.kinds import Located
from syllabus.front.records.meeting import read_meeting
from syllabus.model.course import (
    Contents,
    Meeting,
    Section,
    Stream,
)
from syllabus.model.document import Block, Heading
from syllabus.model.mailing import MailSettings
from syllabus.model.materials import material_files
from syllabus.model.pictures import shown_pictures
from syllabus.model.schedule import ScheduleSettings
from syllabus.model.words import words_for
from syllabus.on_demand import dataclass
from syllabus.source import SourceFile
from syllabus.workspace.cache import key_of, open_cache
from syllabus.workspace.layout import Layout, in_git
from syllabus.workspace.stamps import FileStamp, is_settled, stamp_files
from syllabus.workspace.zones import zone_files

_OPTIONAL = {
    "de": "optionale optionaler optionales fakultativ fakultative fakultativer fakultatives"
    " freiwillig freiwillige freiwilliger freiwilliges",
    "el": "προαιρετικός προαιρετική προαιρετικό προαιρετικές",
    "es": "opcionales optativo optativa optativos optativas",
    "fr": "facultative facultatifs facultatives optionnel optionnelle optionnels optionnelles",
    "it": "facoltativa facoltativi facoltative opzionale opzionali",
    "nl": "optionele facultatief facultatieve",
    "pt": "opcionais facultativo facultativa facultativos facultativas optativo optativa",
}
"""What readings that are optional begin with in a language, beside its own word of `words`."""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The blocks of a file, its faults, and the section or meeting that it holds.

    `accepted` are codes of faults that are meant so, `others` the paths of what it includes or
    shows, and of its zone's data. `dues` are headings that say when something is due.
    """

    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]
    section: Section | None = None
    meeting: Meeting | None = None
    others: frozenset[str] = frozenset()
    accepted: tuple[Located[str], ...] = ()
    dues: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class _CachedText:
    """A text, and the stamps of its `others`."""

    text: ParsedFile
    others: Mapping[str, FileStamp]


class TextReader:
    """Reads the texts of a course, from the cache what is unchanged and would be read the same."""

    def __init__(
        self, layout: Layout, course: CourseRecord, streams: tuple[Stream, ...], *, assemble: bool
    ) -> None:
        course = _read_by(course)
        self._course = course
        self._streams = streams
        self._markup = MarkupContext(layout, course.language, course.raw_latex)
        # Where the course says nothing, texts are read for their faults alone.
        self._meeting_context = (
            MeetingContext(course, course.zone, streams) if assemble and course.zone else None
        )
        usual = words_for(course.language)
        own = {pair.key.value: pair.value.value for pair in course.words}
        self._words = {**usual, **own}
        forms = _OPTIONAL.get(course.language.split("-")[0].lower(), "").split()
        self._optional = {"optional", usual["optional"], self._words["optional"], *forms}
        self._in_git = in_git(layout.meetings)  # which a hint names
        self._since = time_ns()
        self._cache = open_cache("texts", str(layout.root))
        # Spans are part of it, for what is kept refers to places in course.yaml.
        said = replace(course, unread=frozenset()), sorted(course.unread), streams, assemble
        self._course_key = repr(said)

    def section(self, source: SourceFile) -> ParsedFile:
        """Read a file of `sections/`."""
        return self._once(source, self._read_section)

    def meeting(self, source: SourceFile) -> ParsedFile:
        """Read a record of `meetings/`."""
        return self._once(source, self._read_meeting)

    def _once(self, source: SourceFile, read: Callable[[SourceFile], ParsedFile]) -> ParsedFile:
        known = (self._course.source, source)
        key = key_of(read.__name__, self._in_git, self._course_key, source.name, source.text)
        with suppress(OSError):
            found: _CachedText | None = self._cache.find(key, known)
            if found is not None and stamp_files(found.others) == found.others:
                return found.text
        text = read(source)
        with suppress(OSError):
            others = stamp_files(text.others)
            # Errors can depend on other files beside it, warnings and notes on the text alone.
            if not has_errors(text.diagnostics) and is_settled(others.values(), self._since):
                self._cache.put(key, _CachedText(text, others), known)
        return text

    def _read_section(self, source: SourceFile) -> ParsedFile:
        read, faults = self._parse(source, 1)
        structure = structure_section(read.blocks, faults)
        check_dues(read.dues, (), faults)
        section = Section(
            name=source.path.stem,
            title=structure.title,
            blocks=structure.blocks,
            source=source,
            span=structure.span or source.line_span(1),
        )
        return replace(read, diagnostics=tuple(faults), section=section)

    def _read_meeting(self, source: SourceFile) -> ParsedFile:
        first: list[Diagnostic] = []
        record = read_meeting(source, first, self._course.language)
        if "language" in self._course.unread:
            # What is wrong is the language, which was told in course.yaml, and not each date.
            first = [fault for fault in first if fault.code not in ("bad-date", "ambiguous-date")]
        read, faults = self._parse(source, record.body_line)
        dues = DueReader(record, self._course, faults)
        structure = structure_meeting(read.blocks, self._streams, self._optional, faults, dues)
        check_dues(read.dues, dues.taken, faults)
        check_part_titles(structure, faults)
        check_durations(structure, faults)
        body = source.line_span(record.body_line).start
        faults += unread_in(source.span(0, body))
        facts = (text for _, text in record.facts)
        room = () if record.room is None else record.room.texts
        labels = (each.label for each in record.materials)
        people = (text for each in record.named for text in (each.name, each.affiliation))
        groups = (text for group in record.groups for text in group.texts)
        titles = (record.title, record.topic)
        values = (record.reason, record.when, *facts, *room, *labels, *people, *groups)
        check_wordings((*titles, *values), faults)
        check_cut_values((*titles, *values, *record.passcodes), faults)
        check_passcodes(record.passcodes, faults)
        check_value_markup(titles, values, faults)
        materials = materials_of(
            record.materials, self._markup.layout, self._course.language, self._words, faults
        )
        part = materials_part(materials, self._words["materials"])
        blocks = read.blocks
        if part is not None:
            check_access(part.blocks, faults)
            passage = structure.passage
            passage = replace(passage, parts=(*passage.parts, part))
            structure = replace(structure, passage=passage)
            blocks = (*blocks, *part.blocks)
        meeting = None
        if self._meeting_context is not None:
            context = self._meeting_context
            meeting = assemble_meeting(record, structure, context, materials, faults)
        others = read.others | set(map(str, material_files(materials)))
        if meeting is not None:  # whether its time exists, and only once, is for its zone to say
            others |= zone_files(zone.key for zone in meeting.zones)
        return replace(
            read,
            diagnostics=(*first, *faults),
            blocks=blocks,
            meeting=meeting,
            others=others,
            accepted=record.accept,
        )

    def _parse(self, source: SourceFile, line: int) -> tuple[ParsedFile, list[Diagnostic]]:
        parsed = parse_markdown(source, line, self._markup)
        faults = list(parsed.diagnostics)
        check_text(parsed.blocks, faults)
        check_notation(parsed.blocks, faults)
        check_access(parsed.blocks, faults)
        others = [included.path for included in parsed.sources]
        others += shown_pictures(parsed.blocks)
        others_named = frozenset(map(str, others))
        return ParsedFile(parsed.blocks, (), others=others_named, dues=parsed.dues), faults


def _read_by(course: CourseRecord) -> CourseRecord:
    """Return a course without what no text is read by, which may change."""
    return replace(
        course,
        bibliography=None,
        style="",
        style_span=None,
        macros=(),
        contents=Contents(),
        reading_load=True,
        handout=None,
        slug="",
        engine=None,
        accessible=None,
        mail=MailSettings(),
        schedule=ScheduleSettings(),
        recipients=None,
        site=None,
        accept=(),
    )
