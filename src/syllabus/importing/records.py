"""The records of an import: course.yaml, meetings, sections, blocks, the library, pictures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from syllabus.front.records.forms import LONGEST_TEXT, WEEKDAYS
from syllabus.importing.findings import PAST_SECTION, SCHEDULE, UPCOMING_SECTION, Prose
from syllabus.importing.front_matter import (
    access_lines,
    date_lines,
    doubt_lines,
    material_lines,
    quoted,
    scalar,
    show_lines,
    speaker_lines,
    status_lines,
    value_lines,
    word_lines,
)
from syllabus.importing.markdown import RecordWriter
from syllabus.importing.marks import in_value
from syllabus.importing.outline import mended, wording
from syllabus.importing.pictures import take_pictures
from syllabus.importing.privacy import public_links
from syllabus.importing.references import TypedReferences
from syllabus.importing.sessions import FoundPart, Session
from syllabus.importing.tree import (
    Block,
    Heading,
    Included,
    Inline,
    Text,
    plain,
)
from syllabus.importing.vocabulary import folded
from syllabus.model.course import GENERATED_SECTIONS
from syllabus.model.slug import file_slug
from syllabus.on_demand import pattern
from syllabus.scaffold import IGNORED, NewFile
from syllabus.scaffold.meeting import new_id
from syllabus.source import SourceFile
from syllabus.writers.latex.math import check_macro, check_math

REPEATED = 3
"""Places in which a text stands before it becomes a block."""
_SHORTEST_BLOCK = 20
"""Words of one."""
_KEY = pattern(r"^\s*@(?!string|preamble|comment)\w+\s*[{(]\s*([^\s,{}()=]+)\s*,", re.M | re.I)


@dataclass(slots=True)
class ImportedCourse:
    """All that the records of a course are written from; `time` is that of all its meetings."""

    title: str
    authors: tuple[str, ...]
    place: str | None
    language: str
    zone: str
    sessions: list[Session]
    prose: list[Prose]
    libraries: tuple[str, ...]
    macros: Mapping[str, str]
    doubts: list[str]
    time: str | None = None

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the libraries that came with the sources."""
        return frozenset(key for text in self.libraries for key in _KEY.findall(text))


@dataclass(slots=True)
class Written:
    """The files, and what of the sources is not in them."""

    files: tuple[NewFile, ...] = ()
    records: int = 0
    blocks: int = 0
    entries: int = 0
    pictures: int = 0
    lost: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)


def write_course(
    course: ImportedCourse,
    references: TypedReferences,
    root: Path,
    pictures: Sequence[Callable[[str], bytes | None]],
) -> Written:
    """Return the files of a project; nothing is written yet."""
    made = _Records(course, references, root)
    found = take_pictures(made.all_blocks(), pictures, made.free, made.files)
    made.writer.pictures = found
    made.written.pictures = len(found)
    return made.all()


class _Records:
    def __init__(self, course: ImportedCourse, references: TypedReferences, root: Path) -> None:
        self.course, self.references, self.root = course, references, root
        self.files: dict[str, bytes] = {}
        self.written = Written()
        self.macros = {
            name: text for name, text in course.macros.items() if _is_macro(name, course.macros)
        }
        keys = {entry.key for entry in references.entries.values()} | course.keys
        self.writer = RecordWriter(self._is_formula, frozenset(keys), lost=self.written.lost)
        self.times = Counter(
            each.time
            for each in course.sessions
            if each.time not in (None, "TBA", "all day") and each.kind != "deadline"
        )
        self.days = Counter(
            each.day.first.weekday()
            for each in course.sessions
            if each.day.first and not each.kind and not each.cancelled
        )
        # Those that name no time are at the usual one only where there is such a one.
        usual, times = self.times.most_common(1)[0] if self.times else (None, 0)
        silent = sum(not each.time and not each.kind for each in course.sessions)
        several = sum(self.times.values())
        common = times * 2 >= several >= silent
        self.time = course.time or (usual if common else None)
        self.codes = self._stream_codes()
        self.counted = 0

    def all(self) -> Written:
        sections = self._sections()
        self._blocks()
        for session in self.course.sessions:
            self._meeting(session)
        self.files[".gitignore"] = IGNORED.encode()
        entries = [entry.text() for entry in self.references.entries.values()]
        library = "\n\n".join((*entries, *(text.strip() for text in self.course.libraries)))
        self.written.entries = len(entries) + len(self.course.keys)
        if library:
            self.files["bib/library.bib"] = (library + "\n").encode()
        # Last, so that what was interrupted is no project yet.
        self.files["syllabus/course.yaml"] = self._course(sections).encode()
        self.written.files = tuple(
            NewFile(self.root / name, data) for name, data in self.files.items()
        )
        return self.written

    def all_blocks(self) -> Iterator[tuple[Block, ...]]:
        """Yield every text of the course."""
        for prose in self.course.prose:
            yield prose.blocks
        for session in self.course.sessions:
            yield session.intro
            for part in session.parts:
                yield part.blocks

    def free(self, stem: str, ending: str) -> str:
        """Return the name of a file that is not there yet."""
        names = (f"{stem}-{number}{ending}" for number in count(2))
        return next(name for name in chain((f"{stem}{ending}",), names) if name not in self.files)

    # --- prose -----------------------------------------------------------------------------

    def _sections(self) -> list[str]:
        """Write the sections, and return the order of the handout."""
        order: list[str] = []
        for prose in self.course.prose:
            order.append(prose.name or self._section_name(prose, order))
            self._section(prose, order[-1])
        return _with_generated(order)

    def _section_name(self, prose: Prose, taken: Sequence[str]) -> str:
        name = self.slug(plain(prose.title)) or "general"
        if name in GENERATED_SECTIONS and name != "references":
            name = f"{name}-notes"
        numbered = (f"{name}-{number}" for number in count(2))
        return next(each for each in chain((name,), numbered) if each not in taken)

    def _section(self, prose: Prose, name: str) -> None:
        title = self.writer.title(prose.title)
        top = min((b.level for b in prose.blocks if isinstance(b, Heading)), default=2)
        blocks = mended(
            Heading(block.level - top + 2, block.inlines) if isinstance(block, Heading) else block
            for block in prose.blocks
        )
        text = self.text(blocks, f"the section '{name}'")
        if not title and not prose.name:
            title = self.writer.title((Text(self.course.title),))
        pieces = [piece for piece in (f"# {title}" if title else "", text) if piece]
        if pieces:
            self.files[f"syllabus/sections/{name}.md"] = ("\n\n".join(pieces) + "\n").encode()

    def _blocks(self) -> None:
        """Make a block of each text that stands in several places."""
        parts: dict[tuple[str, ...], list[FoundPart]] = {}
        for session in self.course.sessions:
            for part in session.parts:
                if len(words := wording(part.blocks)) >= _SHORTEST_BLOCK:
                    parts.setdefault(words, []).append(part)
        for same in parts.values():
            if len(same) < REPEATED:
                continue
            blocks = min((part.blocks for part in same), key=len)
            stem = self.slug(plain(same[0].label)) or "shared"
            name = Path(self.free(f"syllabus/blocks/shared-{stem}", ".md")).name
            self.files[f"syllabus/blocks/{name}"] = (self.writer.body(blocks) + "\n").encode()
            self.written.blocks += 1
            for part in same:
                part.included = name

    def slug(self, title: str) -> str:
        """Return a title as a part of a file's name, in the way of the language."""
        return file_slug(title, self.course.language)

    def text(self, blocks: Iterable[Block], place: str) -> str:
        """Return the text of a record, and note where it has what is for members only."""
        self.writer.hidden = 0
        text = self.writer.body(blocks)
        if self.writer.hidden:
            self.written.members.append(place)
        return text

    # --- meetings --------------------------------------------------------------------------

    def _meeting(self, session: Session) -> None:
        session.materials += public_links(session)
        if self._is_taken_to_be_at_usual_time(session):
            session.doubts.append(f"the source names no time; {self.time}, as mostly, is taken")
        lines = [
            *doubt_lines(session.doubts),
            *date_lines(session),
            *self._time_lines(session),
            *self._title_lines(session),
            *speaker_lines(session),
            *value_lines("room", session.room),
            *access_lines(session),
            *status_lines(session),
        ]
        body = self._body(session)
        lines += [
            *show_lines(session, body),
            *material_lines(session),
            *value_lines("module", session.module),
            f"id: {session.identifier or new_id()}",
        ]
        text = "\n".join(("---", *lines, "---\n")) + (f"\n{body}\n" if body else "")
        file = self.free(f"syllabus/meetings/{self._stem(session)}", ".md")
        self.files[file] = text.encode()
        self.written.records += 1

    def _is_taken_to_be_at_usual_time(self, session: Session) -> bool:
        """Return whether a meeting has no time in a source that names the times of others."""
        told = session.time or not session.is_held or session.day.first is None or session.day.last
        return bool(not told and self.times and self.time)

    def _time_lines(self, session: Session) -> list[str]:
        """Return the lines of a time that is not that of the course, and of its zone."""
        # Where there is no date, only a time that the record says is printed.
        own = session.day.first is None or session.kind == "deadline"
        time = session.time if session.time != self.time or own else None
        if session.time is None and not self.time and session.is_held and not session.day.last:
            time = "TBA"
        lines = [f"time: {time}"] if time and session.kind != "holiday" else []
        if session.zone and session.zone != self.course.zone:
            lines.append(f"zone: {session.zone}")
        return lines

    def _title_lines(self, session: Session) -> list[str]:
        """Return the lines that say for whom it is, of what kind it is and what it is called."""
        title = self._title(session.title or session.topic)
        topic = self._title(session.topic) if session.title else ""
        if not title and not (session.cancelled or session.when):
            title = "…"
        named = (self.codes.get(folded(each)) for each in session.streams)
        return [
            *word_lines("stream", [code for code in named if code is not None]),
            *([f"kind: {session.kind}"] if session.kind else ()),
            *value_lines("title", title),
            *value_lines("topic", topic if topic != title else None),
        ]

    def _stem(self, session: Session) -> str:
        """Return the name of a meeting's record, without its ending."""
        start = str(session.day.first or "tbd")
        if session.week is not None and session.day.first is None:
            self.counted += 1
            start = f"tbd-{self.counted:02}"
        return f"{start}-{self.slug(plain(session.title or session.topic)) or 'meeting'}"

    def _body(self, session: Session) -> str:
        blocks: list[Block] = [*session.intro]
        stream: str | None = None
        for part in session.parts:
            if part.stream != stream and part.stream is not None:
                blocks.append(Heading(2, (Text(self.labels[self.codes[folded(part.stream)]]),)))
            stream = part.stream
            level = 3 if stream is not None else 2
            if part.label:
                blocks.append(Heading(level, part.label))
            if part.included:
                blocks.append(Included(part.included))
                continue
            top = min((each.level for each in part.blocks if isinstance(each, Heading)), default=0)
            blocks += (
                Heading(min(6, level + 1 + each.level - top), each.inlines)
                if isinstance(each, Heading)
                else each
                for each in part.blocks
            )
        return self.text(blocks, session.place)

    def _title(self, inlines: tuple[Inline, ...]) -> str:
        text = in_value(self.writer.title(inlines))
        return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"

    # --- the course ------------------------------------------------------------------------

    def _stream_codes(self) -> dict[str, str]:
        codes: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        for session in self.course.sessions:
            for name in session.streams:
                if folded(name) not in codes:
                    code = (self.slug(name) or f"stream-{len(codes) + 1}")[:40].strip("-")
                    codes[folded(name)] = code
                    self.labels[code] = (
                        name if name != name.lower() else name[:1].upper() + name[1:]
                    )
        return codes

    def _course(self, sections: list[str]) -> str:
        course = self.course
        lines = ["# The course: what all its meetings have in common; made by 'syllabus import'."]
        lines += doubt_lines(course.doubts)
        lines.append(f"title: {scalar(self._title((Text(course.title),)))}")
        if len(course.authors) == 1:
            lines.append(f"author: {scalar(course.authors[0])}")
        elif course.authors:
            lines += ["author:", *(f"  - {scalar(each)}" for each in course.authors)]
        lines += value_lines("place", course.place)
        lines += [f"language: {course.language}", "", f"zone: {course.zone}"]
        if self.days and (usual := self.days.most_common(3)):
            kept = [day for day, times in usual if times * 4 >= sum(self.days.values())]
            lines += word_lines("day", [WEEKDAYS[day].capitalize() for day in sorted(kept)])
        lines.append(f"time: {self.time}" if self.time else "# time: 16:00")
        if self.time and "-" not in self.time:
            lines.append("# duration: 90 min")
        if sum("-" in (each.time or "") for each in course.sessions) * 2 > len(course.sessions):
            lines.append("schedule: {ends: true}")
        if self.labels:
            lines += ["", "streams:"]
            lines += [f"  {scalar(code)}: {scalar(name)}" for code, name in self.labels.items()]
        if self.macros:
            lines += ["", "# Commands of our own for formulas.", "macros:"]
            lines += [f"  {name}: {quoted(text)}" for name, text in self.macros.items()]
        lines += ["", "# The sections of the handout, in order."]
        lines.append(f"handout: [{', '.join(sections)}]")
        return "\n".join(lines) + "\n"

    def _is_formula(self, tex: str, display: bool) -> bool:
        source = SourceFile(Path("import"), "import", tex)
        return not check_math(tex, self.macros, source.span(0, len(tex)), display)


def _with_generated(order: Sequence[str]) -> list[str]:
    """Return the order of the handout with the sections that every one has."""
    whole = [*order]
    if SCHEDULE not in whole:
        places = (whole.index(each) for each in (UPCOMING_SECTION, PAST_SECTION) if each in whole)
        whole.insert(min(places, default=len(whole)), SCHEDULE)
    rest = (UPCOMING_SECTION, PAST_SECTION, "references")
    return [*whole, *(each for each in rest if each not in whole)]


def _is_macro(name: str, macros: Mapping[str, str]) -> bool:
    source = SourceFile(Path("import"), "import", macros[name])
    return not check_macro(name, macros[name], macros, source.span(0, len(macros[name])))
