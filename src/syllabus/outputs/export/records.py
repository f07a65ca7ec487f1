"""The records as JSON, and the entries of the library as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from syllabus.front.bibliography import Entry
from syllabus.front.bibliography.field_names import PRINTED
from syllabus.front.bibliography.writing import EntryForm, put_at_end, write_entry
from syllabus.front.check import CheckedProject
from syllabus.handout import Handout
from syllabus.handout.readers import course_for_readers
from syllabus.model.course import Access, Course, Edition, Meeting, Section
from syllabus.model.document import Citation, Node, walk
from syllabus.outputs.listing import list_course, listed_json
from syllabus.writers.markdown import MarkdownWriter

BEGINNING = "% Exported by syllabus\n"
"""The first line of a library that was exported, by which it is known again."""

_INHERITED = ("crossref", "xdata")
_PUBLIC = PRINTED | {"eid", "eisbn", "eissn", "entrysubtype", "langid", "pmid", "shorttitle"}
"""Fields that a reference is printed from; whatever else an entry has is its keeper's own."""


def export_json(course: Course, edition: Edition, moment: datetime) -> list[dict[str, object]]:
    """Return the records as `list --json` has them at a moment (aware), each with its text."""
    seen = course_for_readers(course, edition, moment)
    meetings = {each.identifier: each for each in seen.meetings}
    writer = MarkdownWriter(course.root, cites=True)
    told = []
    for listed in list_course(course, moment):
        meeting = meetings[listed.meeting.identifier]
        fields = {
            "id": meeting.calendar_id,
            **listed_json(seen, replace(listed, meeting=meeting)),
            "topic": meeting.topic.text,
            "reason": None if meeting.reason is None else meeting.reason.text,
            "room": None if meeting.room is None else meeting.room.line.text,
            "join": _access(meeting.join),
            "recording": _access(meeting.recording),
            "body": writer.meeting(meeting),
        }
        if edition is Edition.PUBLIC:
            del fields["missing"]  # which is for whoever runs the course
        told.append(fields)
    return told


def _access(access: Access | None) -> dict[str, str | None] | None:
    return None if access is None else {"url": access.url, "passcode": access.passcode}


def export_bib(project: CheckedProject, handout: Handout, *, everything: bool) -> str:
    """Return the cited entries, or all, each with what it inherits and with its strings put in.

    The public edition has only fields that references are printed from, and of all works none that
    members' texts alone cite.
    """
    library = project.bibliography
    public = handout.edition is Edition.PUBLIC
    cited = cited_keys(handout)
    keys: Iterable[str] = cited
    if everything:
        members = _members_keys(project.course, handout.moment) if public else frozenset[str]()
        hidden = members - {*cited}
        keys = filter(lambda key: key not in hidden, library.keys())
    entries = {entry.key: entry for key in keys if (entry := library.entry(key)) is not None}
    form = EntryForm()
    return put_at_end(BEGINNING, (_written(e, form, public=public) for e in entries.values()), form)


def _written(entry: Entry, form: EntryForm, *, public: bool) -> str:
    fields = {
        name: each.value
        for name, each in entry.fields.items()
        if name not in _INHERITED and (name in _PUBLIC or not public)
    }
    return write_entry(entry.kind, entry.key, fields, form)


def cited_keys(handout: Handout) -> tuple[str, ...]:
    """Return the keys of what the texts of a handout cite, in the order of print."""
    nodes: list[Node] = []
    for section in handout.sections:
        nodes += _nodes(section.prose, section.meetings)
    return tuple(dict.fromkeys(_keys(nodes)))


def _members_keys(course: Course | None, moment: datetime) -> frozenset[str]:
    """Return the keys of what the texts of a course cite that members read."""
    if course is None:
        return frozenset()
    seen = course_for_readers(course, Edition.MEMBERS, moment)
    nodes = [*_nodes(None, seen.meetings)]
    for section in seen.sections.values():
        nodes += _nodes(section, ())
    return frozenset(_keys(nodes))


def _nodes(prose: Section | None, meetings: Iterable[Meeting]) -> Iterator[Node]:
    if prose is not None:
        yield from prose.blocks
    for meeting in meetings:
        for passage in meeting.passages:
            yield from passage.blocks
            for part in passage.parts:
                yield from (*part.title, *part.blocks)


def _keys(nodes: Iterable[Node]) -> Iterator[str]:
    for each in walk(tuple(nodes)):
        if isinstance(each, Citation):
            yield from (work.key for work in each.works)
