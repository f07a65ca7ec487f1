"""The records as JSON, and the entries of the library as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from syllabus.front.bibliography import Entry
from syllabus.front.bibliography.writing import EntryForm, put_at_end, write_entry
from syllabus.front.check import CheckedProject
from syllabus.handout import Handout
from syllabus.handout.readers import course_for_readers
from syllabus.model.course import Access, Course, Edition
from syllabus.model.document import Citation, Node, walk
from syllabus.outputs.listing import list_course, listed_json
from syllabus.writers.markdown import MarkdownWriter

BEGINNING = "% Exported by syllabus\n"
"""The first line of a library that was exported, by which it is known again."""

_INHERITED = ("crossref", "xdata")
_OWN = frozenset(("file", "annote", "annotation", "comment", "review", "keywords", "groups"))
"""Fields of whoever keeps a library, which no reference prints."""


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

    The public edition has no fields that are notes of whoever keeps the library.
    """
    library = project.bibliography
    keys: Iterable[str] = library.keys() if everything else cited_keys(handout)
    entries = {entry.key: entry for key in keys if (entry := library.entry(key)) is not None}
    form = EntryForm()
    public = handout.edition is Edition.PUBLIC
    return put_at_end(BEGINNING, (_written(e, form, public=public) for e in entries.values()), form)


def _written(entry: Entry, form: EntryForm, *, public: bool) -> str:
    left = (*_INHERITED, *(_OWN if public else ()))
    fields = {name: each.value for name, each in entry.fields.items() if name not in left}
    return write_entry(entry.kind, entry.key, fields, form)


def cited_keys(handout: Handout) -> tuple[str, ...]:
    """Return the keys of what the texts of a handout cite, in the order of print."""
    nodes: list[Node] = []
    for section in handout.sections:
        if section.prose is not None:
            nodes += section.prose.blocks
        for meeting in section.meetings:
            for passage in meeting.passages:
                nodes += passage.blocks
                for part in passage.parts:
                    nodes += [*part.title, *part.blocks]
    cited = (each for each in walk(tuple(nodes)) if isinstance(each, Citation))
    return tuple(dict.fromkeys(work.key for each in cited for work in each.works))
