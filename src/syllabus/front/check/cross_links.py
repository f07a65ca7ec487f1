"""Links of a course's texts to its meetings, its sections and their headings."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote

from syllabus.diagnostics import Diagnostic, Related, error, nearest_hint
from syllabus.front.markup import leads_within
from syllabus.model.course import Course, Meeting, Passage, Section, Status
from syllabus.model.document import Block, Heading, Inline, Link, Node, plain_text, walk
from syllabus.model.editions import public_blocks
from syllabus.model.places import (
    Place,
    folded_slug,
    heading_slug,
    meeting_anchor,
    section_anchor,
)
from syllabus.model.rewriting import rewrite
from syllabus.model.timeline import format_days
from syllabus.model.words import words_of
from syllabus.on_demand import dataclass
from syllabus.source import SourceFile, Span

N = TypeVar("N", bound=Node)

_FOLDERS = frozenset((".", "..", "syllabus", "meetings", "sections"))
"""What may stand before the name of a record's file wherever the link stands."""

Owner = Section | Meeting


def link_course(course: Course, faults: list[Diagnostic]) -> Course:
    """Return a course whose links within the handout know where they lead.

    A place is named by a record's file, from the folder of the text or alone, or by its `id`; by
    the name of a section; by a heading, as GitHub does, first of the same text. Faults:
    `unknown-link-target`, `ambiguous-link`, `members-only-target`.
    """
    owners: tuple[Owner, ...] = (*course.sections.values(), *course.meetings)
    nodes = (node for owner in owners for stretch in _stretches(owner) for node in walk(stretch))
    if not any(isinstance(node, Link) and leads_within(node.target) for node in nodes):
        return course
    return _Linking(course, faults).run()


def _stretches(owner: Owner) -> Iterator[tuple[Node, ...]]:
    """Yield the texts of a section or a meeting."""
    if isinstance(owner, Section):
        yield from (owner.title or (), owner.blocks)
        return
    for passage in owner.passages:
        yield passage.blocks
        for part in passage.parts:
            yield from (part.title, part.blocks)


@dataclass(frozen=True, slots=True)
class _Target:
    """A place that can be linked to; `heading` is where its heading stands."""

    place: Place
    private: bool = False
    heading: Span | None = None


@dataclasses.dataclass(repr=False, eq=False)
class _Text:
    """A section or a meeting as a place: all of it by its names, its headings by their slugs.

    `owner` is None for a generated section without prose. What is not printed is linked to by
    another place than its own `anchor`.
    """

    owner: Owner | None
    anchor: str
    whole: _Target
    names: frozenset[str]
    title: str = ""
    headings: dict[str, _Target] = field(default_factory=dict)

    def add(self, title: str, span: Span, private: bool, target: _Target | None = None) -> None:
        """Add a heading; of several with one slug, all but the first get a number (GitHub)."""
        slug = heading_slug(title)
        number, given = 0, slug
        while given in self.headings:
            number += 1
            given = f"{slug}-{number}"
        anchor = f"{self.anchor}.{len(self.headings) + 1}"
        self.headings[given] = target or _Target(Place(anchor, title), private, span)

    def find(self, fragment: str) -> _Target | None:
        found = self.headings.get(fragment)
        if found is None:
            folded = folded_slug(fragment)
            found = next(
                (self.headings[e] for e in self.headings if folded_slug(e) == folded), None
            )
        return found


class _Linking:
    """The work of `link_course`."""

    def __init__(self, course: Course, faults: list[Diagnostic]) -> None:
        self.course = course
        self.faults = faults
        self.reported: set[Span] = set()
        self.used: set[str] = set()
        self.texts = [self._section_text(entry.name) for entry in course.handout]
        self.texts += map(self._meeting_text, course.meetings)
        self.of = {each.owner.source.name: each for each in self.texts if each.owner}
        for name, section in course.sections.items():
            if section.source.name not in self.of:  # it may link, and is not linked to
                self.of[section.source.name] = self._section_text(name)

    def _section_text(self, name: str) -> _Text:
        section = self.course.section(name)
        title = words_of(self.course).get(name, name)
        if section is not None and section.title is not None:
            title = plain_text(section.title)
        anchor = section_anchor(name)
        whole = _Target(Place(anchor, title))
        names = frozenset(map(folded_slug, (name, heading_slug(title))))
        text = _Text(section, anchor, whole, names)
        if section is not None:
            if section.title is not None:
                text.add(title, section.span, private=False, target=whole)
            _add_headings(text, section.blocks, private=False)
        return text

    def _meeting_text(self, meeting: Meeting) -> _Text:
        anchor = printed = meeting_anchor(meeting.identifier)
        if not meeting.has_section or meeting.status is Status.CANCELLED:
            printed = section_anchor("schedule")  # which has a row of it
        names = {meeting.identifier, meeting.source.path.stem, meeting.calendar_id}
        whole = _Target(Place(printed, self._name(meeting)))
        title = folded_slug(heading_slug(meeting.title.text))
        text = _Text(meeting, anchor, whole, frozenset(map(folded_slug, names)), title)
        _add_passage(text, meeting.passage, private=False)
        for stream in meeting.stream_passages:
            text.add(stream.stream.label, stream.span, stream.members_only)
            _add_passage(text, stream.passage, private=stream.members_only)
        return text

    def _name(self, meeting: Meeting) -> str:
        """Return "15 Apr 2021 – Lenses"."""
        if meeting.start is None:
            day = "" if meeting.when is None else meeting.when.text
        else:
            course = self.course
            day = format_days(meeting, course.dates, "heading", course.language, words_of(course))
        return f"{day} – {meeting.title.text}" if day else meeting.title.text

    # --- the links ---

    def run(self) -> Course:
        """Return the course; only what is linked to is marked, so links come first."""
        sections = {name: self._section(each) for name, each in self.course.sections.items()}
        meetings = tuple(map(self._meeting, self.course.meetings))
        handout = tuple(
            replace(entry, anchor=anchor)
            if (anchor := section_anchor(entry.name)) in self.used
            else entry
            for entry in self.course.handout
        )
        return replace(
            self.course,
            sections={name: self._marked_section(each) for name, each in sections.items()},
            meetings=tuple(map(self._marked_meeting, meetings)),
            handout=handout,
        )

    def _section(self, section: Section) -> Section:
        text = self.of[section.source.name]
        title = section.title and self._linked(section.title, text, private=False)
        return replace(
            section, title=title, blocks=self._linked(section.blocks, text, private=False)
        )

    def _meeting(self, meeting: Meeting) -> Meeting:
        text = self.of[meeting.source.name]
        streams = tuple(
            replace(each, passage=self._passage(each.passage, text, each.members_only))
            for each in meeting.stream_passages
        )
        passage = self._passage(meeting.passage, text, private=False)
        return replace(meeting, passage=passage, stream_passages=streams)

    def _passage(self, passage: Passage, text: _Text, private: bool) -> Passage:
        parts = tuple(
            replace(
                part,
                title=self._linked(part.title, text, private or part.members_only),
                blocks=self._linked(part.blocks, text, private or part.members_only),
            )
            for part in passage.parts
        )
        return Passage(self._linked(passage.blocks, text, private), parts)

    def _linked(self, nodes: tuple[N, ...], text: _Text, private: bool) -> tuple[N, ...]:
        public = (
            set()
            if private
            else {each.span for each in walk(_public(nodes)) if isinstance(each, Link)}
        )
        return rewrite(nodes, Link, lambda link: self._link(link, text, link.span in public))

    def _link(self, link: Link, text: _Text, public: bool) -> Link:
        if not leads_within(link.target):
            return link
        found = self._find(link, text)
        if isinstance(found, Diagnostic):
            self._report(found)
            return link
        if found.private and public:
            self._report(
                error(
                    "members-only-target",
                    f"the heading '{found.place.name}' stands inside a fence for members,"
                    " and this does not",
                    link.span,
                    "move one of them to where the other is",
                )
            )
            return link
        self.used.add(found.place.anchor)
        return replace(link, place=found.place)

    def _report(self, fault: Diagnostic) -> None:
        # A block that several texts include is looked at in each of them.
        if fault.span is not None and fault.span not in self.reported:
            self.reported.add(fault.span)
            self.faults.append(fault)

    def _find(self, link: Link, text: _Text) -> _Target | Diagnostic:
        path, _, fragment = unquote(link.target).partition("#")
        if not path:
            return self._find_heading(fragment, link, text)
        named = self._find_text(path, link.span.file)
        if named is None:
            return _unknown(
                link,
                f"there is no meeting or section '{path}' in the handout",
                *nearest_hint(PurePosixPath(path).name, self._names(path.endswith(".md"))),
            )
        if not fragment:
            return named.whole
        found = named.find(fragment)
        if found is None:
            message = f"'{path}' has no heading '#{fragment}'"
            return _unknown(link, message, *nearest_hint(fragment, named.headings))
        return _printed(found, named)

    def _find_heading(self, fragment: str, link: Link, text: _Text) -> _Target | Diagnostic:
        own = text.find(fragment)
        if own is not None:
            return _printed(own, text)
        folded = folded_slug(fragment)
        wholes = [each for each in self.texts if folded in each.names]
        wholes = wholes or [each for each in self.texts if folded == each.title]
        if wholes:
            return wholes[0].whole if len(wholes) == 1 else _ambiguous(link, fragment, wholes)
        for kind in (Section, Meeting):
            found = [
                (target, each)
                for each in self.texts
                if isinstance(each.owner, kind) and (target := each.find(fragment))
            ]
            if len(found) == 1:
                return _printed(*found[0])
            if found:
                return _ambiguous(link, fragment, [each for _, each in found])
        known = [*text.headings, *self._names(files=False)]
        message = f"there is no heading '#{fragment}' in this text, and no such section"
        return _unknown(link, message, *nearest_hint(fragment, known))

    def _find_text(self, path: str, source: SourceFile) -> _Text | None:
        pure = PurePosixPath(path)
        if pure.suffix.lower() != ".md":
            folded = folded_slug(path)
            return next((each for each in self.texts if folded in each.names), None)
        here = os.path.normpath(source.path.parent / path)
        alone = set(pure.parts[:-1]) <= _FOLDERS
        for each in self.texts:
            if each.owner is None:
                continue
            own = each.owner.source.path
            if os.path.normpath(own) == here or (alone and own.name == pure.name):
                return each
        return None

    def _names(self, files: bool) -> list[str]:
        owners = [each.owner for each in self.texts if each.owner is not None]
        if files:
            return [each.source.path.name for each in owners]
        return [name for each in self.texts for name in each.names]

    # --- the places ---

    def _marked_section(self, section: Section) -> Section:
        anchors = self._anchors(self.of[section.source.name])
        return replace(section, blocks=_marked(section.blocks, anchors)) if anchors else section

    def _marked_meeting(self, meeting: Meeting) -> Meeting:
        anchors = self._anchors(self.of[meeting.source.name])
        if not anchors:
            return meeting
        streams = tuple(
            replace(
                each,
                anchor=anchors.pop(each.span, ""),
                passage=_marked_passage(each.passage, anchors),
            )
            for each in meeting.stream_passages
        )
        passage = _marked_passage(meeting.passage, anchors)
        return replace(meeting, passage=passage, stream_passages=streams)

    def _anchors(self, text: _Text) -> dict[Span, str]:
        return {
            each.heading: each.place.anchor
            for each in text.headings.values()
            if each.heading is not None and each.place.anchor in self.used
        }


def _printed(target: _Target, text: _Text) -> _Target:
    """Return a heading, or what stands for its text where that is not printed."""
    printed = text.whole.place.anchor == text.anchor
    return target if printed else replace(target, place=text.whole.place)


def _add_passage(text: _Text, passage: Passage, *, private: bool) -> None:
    _add_headings(text, passage.blocks, private)
    for part in passage.parts:
        closed = private or part.members_only
        text.add(plain_text(part.title), part.span, closed)
        _add_headings(text, part.blocks, closed)


def _add_headings(text: _Text, blocks: tuple[Block, ...], private: bool) -> None:
    public = {each.span for each in walk(public_blocks(blocks)) if isinstance(each, Heading)}
    for node in walk(blocks):
        if isinstance(node, Heading):
            text.add(plain_text(node.children), node.span, private or node.span not in public)


def _public(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    blocks = tuple(each for each in nodes if isinstance(each, Block))
    inlines = tuple(each for each in nodes if isinstance(each, Inline))
    return (*inlines, *public_blocks(blocks))


def _marked_passage(passage: Passage, anchors: dict[Span, str]) -> Passage:
    parts = tuple(
        replace(
            part,
            anchor=anchors.pop(part.span, ""),
            blocks=_marked(part.blocks, anchors),
        )
        for part in passage.parts
    )
    return Passage(_marked(passage.blocks, anchors), parts)


def _marked(blocks: tuple[Block, ...], anchors: dict[Span, str]) -> tuple[Block, ...]:
    """Return blocks whose headings have their anchors; a heading included twice has one."""

    def mark(heading: Heading) -> Heading:
        return replace(heading, anchor=anchors.pop(heading.span, ""))

    return rewrite(blocks, Heading, mark)


def _unknown(link: Link, message: str, *hints: str) -> Diagnostic:
    general = "name a record's file, its id, or '#' and a heading; an address begins with https://"
    return error("unknown-link-target", message, link.span, *(hints or (general,)))


def _ambiguous(link: Link, fragment: str, texts: list[_Text]) -> Diagnostic:
    owners = [each.owner for each in texts if each.owner is not None]
    return error(
        "ambiguous-link",
        f"{len(texts)} texts have a heading '#{fragment}'",
        link.span,
        f"name the file, too: {owners[0].source.path.name}#{fragment}",
        related=tuple(Related("one of them", each.span) for each in owners[:3]),
    )
