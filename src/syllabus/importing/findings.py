"""What a document has in it: the course's head, its prose, rows of a schedule and sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from syllabus.importing.context import names_hours
from syllabus.importing.dates import are_sure, years_in
from syllabus.importing.details import is_container, read_section
from syllabus.importing.dues import take_dues
from syllabus.importing.headings import read_heading, read_list
from syllabus.importing.outline import OutlineSection, outline_of
from syllabus.importing.schedule_options import ScheduleOptions
from syllabus.importing.schedules import read_table
from syllabus.importing.sessions import Schedule, Session
from syllabus.importing.sources import Source
from syllabus.importing.tree import (
    Block,
    Heading,
    Inline,
    ItemList,
    Paragraph,
    Style,
    Styled,
    Table,
    Text,
    plain,
    plain_blocks,
    trimmed,
)
from syllabus.importing.vocabulary import CONTENTS, PAST, UPCOMING, folded, says
from syllabus.importing.written_days import read_day
from syllabus.on_demand import pattern

_PERSON = pattern(r"[A-ZÀ-Þ][\w.'’-]*(?: (?:[a-z]{2,3} )?[A-ZÀ-Þ][\w.'’-]*){1,3}")
_BODY = pattern(
    r"\b(?:college|universit\w+|institut\w*|department|school|faculty|academy|centre|center|group"
    r"|seminar|workshop|course|fakultät|hochschule|école|dipartimento|facultad|campus|hall)\b",
    re.IGNORECASE,
)
"""What has the name of no person."""
SCHEDULE, UPCOMING_SECTION, PAST_SECTION = "schedule", "upcoming", "past"


@dataclass(slots=True)
class Prose:
    """A section of the handout; `name` is that of a generated one, or empty."""

    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    name: str = ""


@dataclass(slots=True)
class Findings:
    """What was found in the sources, in their order; `window` are the titles of pages' windows."""

    title: tuple[Inline, ...] = ()
    authors: tuple[str, ...] = ()
    place: str | None = None
    date: str = ""
    window: str = ""
    prose: list[Prose] = field(default_factory=list)
    rows: list[Session] = field(default_factory=list)
    details: list[tuple[Session, OutlineSection]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class Finder:
    """Goes through documents, and puts what it meets into `found`."""

    def __init__(self, options: ScheduleOptions) -> None:
        self.options = options
        self.found = Findings()
        self.parts: list[tuple[str, int, int]] = []

    def read(self, source: Source) -> None:
        """Read one source."""
        document, found = source.document, self.found
        root = outline_of(self._promoted(document.blocks))
        title = document.title
        head = self._head(root, () if document.of_window else title)
        if document.of_window and head and folded(head.name) not in folded(plain(title)):
            title = head.title
        if document.of_window:
            found.window += f" {plain(document.title)}"
        found.title = found.title or title or (head.title if head else ())
        found.authors = found.authors or document.authors
        found.date = found.date or document.date
        found.rows += source.sessions
        found.unread += [f"{document.name}: {each}" for each in document.unread]
        found.unread += source.remarks
        if head is not None:
            self._prose_of_head(head, document.name)
        blocks = self._schedules(root.blocks, document.name)
        if blocks:
            root.blocks[:] = blocks
            self._prose_of_head(root, document.name)
        for section in root.sections:
            self._section(section, document.name)

    def finish(self) -> Findings:
        """Return what was found; parts of the course that have sections of meetings are modules."""
        if len({name for name, _, _ in self.parts}) > 1:
            for name, first, end in self.parts:
                for session, _ in self.found.details[first:end]:
                    session.module = session.module or name
        return self.found

    def _promoted(self, blocks: Sequence[Block]) -> Sequence[Block]:
        """Return blocks with strong lines that begin with a date as headings, if they are several.

        Word documents have them, and the terms of a list of definitions are such lines.
        """
        texts = [_strong(block) for block in blocks]
        read = [None if text is None else read_heading(text, self.options, "") for text in texts]
        dated = [each is not None for each in read]
        if sum(dated) < self.options.fewest or (
            self.options.few and not are_sure(each.written for each in read if each is not None)
        ):
            return blocks
        level = 1
        made: list[Block] = []
        for block, text, is_dated in zip(blocks, texts, dated, strict=True):
            if isinstance(block, Heading):
                level = block.level + 1
            made.append(Heading(level, text) if is_dated and text is not None else block)
        return made

    def _head(self, root: OutlineSection, title: tuple[Inline, ...]) -> OutlineSection | None:
        """Take the section out whose heading is the document's title, and leave those in it."""
        if not root.sections or plain_blocks(root.blocks).strip():
            return None
        first = root.sections[0]
        name = folded(first.name)
        if title and not (name in folded(plain(title)) and len(root.sections) == 1):
            return None
        if any(each.level < first.level for each in root.sections):
            return None
        alone = sum(each.level == first.level for each in root.sections) == 1
        texts = [each for each in first.blocks if isinstance(each, Paragraph)]
        short = len(texts) == len(first.blocks) and all(len(plain(x.inlines)) < 100 for x in texts)
        if read_day(first.name, self.options.language) is not None or not (
            alone or (short and texts and len(root.sections) > 1)
        ):
            return None
        root.sections[:] = [*first.sections, *root.sections[1:]]
        return first

    def _prose_of_head(self, head: OutlineSection, name: str) -> None:
        """Read author, place and date below the title; what else stands there is prose."""
        rest: list[Block] = []
        for block in self._schedules(head.blocks, name):
            text = plain(block.inlines).strip() if isinstance(block, Paragraph) else ""
            day = read_day(text, self.options.language) if text else None
            if day is not None and day.length >= len(text.rstrip(" .")):
                self.found.date = self.found.date or text
                continue
            first, _, other = text.partition(",")
            short = 0 < len(text) < 100 and text[-1] not in ".:!?" and not rest
            person = _PERSON.fullmatch(first.strip()) and not _BODY.search(first)
            if short and not self.found.authors and person and not years_in(other):
                self.found.authors = (first.strip(),)
                language = self.options.language
                pieces = [each.strip() for each in other.split(",")]
                hours = [each for each in pieces if names_hours(each, language)]
                self.found.place = ", ".join(each for each in pieces if each not in hours) or None
                rest += [Paragraph((Text(", ".join(hours)),))] if hours else []
                continue
            rest.append(block)
        if rest:
            self.found.prose.append(Prose((), tuple(rest)))

    def _section(self, section: OutlineSection, name: str) -> None:
        """Read a section: a schedule, one for each meeting, a meeting's own, or prose."""
        if folded(section.name) in CONTENTS:
            return
        if is_container(section, self.options):
            kind, before = _container(section.name), len(self.found.rows)
            inside = bool(kind)
            blocks = self._schedules(section.blocks, name)
            if not kind and len(self.found.rows) > before:
                kind = SCHEDULE
            if kind or blocks:
                self._put(Prose(section.title, tuple(blocks), kind))
            first = len(self.found.details)
            for each in section.sections:
                # Such as Summer 2022, among those that have a day.
                self._detail(each, name, inside or bool(years_in(each.name)))
            if not kind:
                self.parts.append((section.name, first, len(self.found.details)))
            return
        if self._detail(section, name, False):
            return
        before = len(self.found.rows)
        blocks = self._schedules(section.blocks, name)
        is_schedule = len(self.found.rows) > before
        inner: list[OutlineSection] = []
        for each in section.sections:
            if self._holds_sessions(each):
                self._section(each, name)
            else:
                inner.append(each)
        section.sections[:] = inner
        section.blocks[:] = blocks
        if section.blocks or section.sections or is_schedule:
            known = is_schedule and not any(each.name == SCHEDULE for each in self.found.prose)
            self._put(Prose(section.title, section.all_blocks(), SCHEDULE if known else ""))

    def _put(self, prose: Prose) -> None:
        """Add a section; a second one of those that are generated goes to the first."""
        same = [each for each in self.found.prose if prose.name and each.name == prose.name]
        if same:
            same[0].blocks += prose.blocks
        else:
            self.found.prose.append(prose)

    def _holds_sessions(self, section: OutlineSection) -> bool:
        return (
            is_container(section, self.options)
            or read_section(section, self.options, "", False) is not None
            or any(self._schedule(block, "") for block in section.blocks)
            or any(map(self._holds_sessions, section.sections))
        )

    def _detail(self, section: OutlineSection, name: str, inside: bool) -> bool:
        session = read_section(section, self.options, name, inside)
        if session is None:
            return False
        self.found.details.append((session, section))
        if session.written is not None or session.week is not None:
            section.blocks, dues = take_dues(session, section.blocks, self.options.language)
            self.found.details += [(due, OutlineSection(0, ())) for due in dues]
        return True

    def _schedules(self, blocks: list[Block], name: str) -> list[Block]:
        """Return blocks without those that are schedules, whose rows are taken."""
        return list(self._without_schedules(blocks, name))

    def _without_schedules(self, blocks: list[Block], name: str) -> Iterator[Block]:
        for block in blocks:
            read = self._schedule(
                block, f"{name}, {'table' if isinstance(block, Table) else 'list'}"
            )
            if read is None:
                yield block
                continue
            self.found.rows += read.sessions
            yield from (Paragraph((Text(each),)) for each in read.unread)

    def _schedule(self, block: Block, place: str) -> Schedule | None:
        match block:
            case Table():
                return read_table(block, self.options, place)
            case ItemList():
                return read_list(block, self.options, place)
            case _:
                return None


def _strong(block: Block) -> tuple[Inline, ...] | None:
    """Return the text of a paragraph that is strong as a whole."""
    text = trimmed(block.inlines) if isinstance(block, Paragraph) else ()
    if len(text) == 1 and isinstance(text[0], Styled) and text[0].style is Style.STRONG:
        return text[0].inlines
    return None


def _container(name: str) -> str:
    if says(name, UPCOMING):
        return UPCOMING_SECTION
    return PAST_SECTION if says(name, PAST) else ""
