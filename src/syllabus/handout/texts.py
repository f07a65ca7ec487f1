"""All texts of a meeting or a section, changed in the order of print."""

from __future__ import annotations

from dataclasses import replace
from operator import is_

from syllabus.model.course import Meeting, Part, Passage, Section, StreamPassage
from syllabus.model.document import Node
from syllabus.model.rewriting import Change, Kinds, rewrite


def meeting_nodes(meeting: Meeting) -> tuple[Node, ...]:
    """Return all of a meeting's text, in the order of print."""
    return tuple(
        node
        for passage in meeting.passages
        for nodes in (passage.blocks, *((*part.title, *part.blocks) for part in passage.parts))
        for node in nodes
    )


def section_nodes(section: Section) -> tuple[Node, ...]:
    """Return all of a section's prose, in the order of print."""
    return (*(section.title or ()), *section.blocks)


def rewrite_meeting(meeting: Meeting, kinds: Kinds, change: Change) -> Meeting:
    """Return a meeting in whose texts `change` was made to each node of some kinds."""
    passage = _passage(meeting.passage, kinds, change)
    streams = tuple(_stream(each, kinds, change) for each in meeting.stream_passages)
    if passage is meeting.passage and all(map(is_, streams, meeting.stream_passages)):
        return meeting
    return replace(meeting, passage=passage, stream_passages=streams)


def rewrite_section(section: Section, kinds: Kinds, change: Change) -> Section:
    """Return a section in whose title and text `change` was made to each node of some kinds."""
    title = None if section.title is None else rewrite(section.title, kinds, change)
    return replace(section, title=title, blocks=rewrite(section.blocks, kinds, change))


def _stream(stream: StreamPassage, kinds: Kinds, change: Change) -> StreamPassage:
    passage = _passage(stream.passage, kinds, change)
    return stream if passage is stream.passage else replace(stream, passage=passage)


def _passage(passage: Passage, kinds: Kinds, change: Change) -> Passage:
    blocks = rewrite(passage.blocks, kinds, change)
    parts = tuple(_part(part, kinds, change) for part in passage.parts)
    if blocks is passage.blocks and all(map(is_, parts, passage.parts)):
        return passage
    return Passage(blocks, parts)


def _part(part: Part, kinds: Kinds, change: Change) -> Part:
    title = rewrite(part.title, kinds, change)
    blocks = rewrite(part.blocks, kinds, change)
    if title is part.title and blocks is part.blocks:
        return part
    return replace(part, title=title, blocks=blocks)
