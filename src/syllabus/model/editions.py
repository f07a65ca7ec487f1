"""Which of a course's texts the readers of an edition see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from syllabus.model.course import (
    Course,
    Edition,
    Meeting,
    Part,
    Passage,
    Section,
    StreamPassage,
)
from syllabus.model.document import (
    Block,
    BlockQuote,
    BulletList,
    Citation,
    CitedWork,
    Emphasis,
    Footnote,
    Heading,
    InLanguage,
    Inline,
    Link,
    ListItem,
    MembersOnly,
    NumberedList,
    Paragraph,
    SmallCaps,
    Strikeout,
    Strong,
    Superscript,
    Table,
    TableCell,
)
from syllabus.model.people import CoursePeople, Person, Speaker
from syllabus.model.rewriting import contains


def course_for(course: Course, edition: Edition) -> Course:
    """Return the course with the texts that an edition has.

    For members all fences are unwrapped; for everybody else they are removed, with their content
    and with items, lists, quotations, footnotes and parts that hold nothing else. Join links and
    recordings are left out later, by `handout`: that a recording exists is public. Addresses for
    mail are for members.
    """
    return replace(
        course,
        people=_people(course.people, edition),
        sections={name: _section(section, edition) for name, section in course.sections.items()},
        meetings=tuple(meeting_for(meeting, edition) for meeting in course.meetings),
    )


def meeting_for(meeting: Meeting, edition: Edition) -> Meeting:
    """Return a meeting with the text of an edition, as `course_for` does; unchanged if possible."""
    passage = _passage(meeting.passage, edition)
    streams = tuple(
        seen
        for each in meeting.stream_passages
        if _has(each, seen := _stream(each, edition), edition)
    )
    facts = tuple(each for each in meeting.facts if edition is Edition.MEMBERS or not each.private)
    materials = tuple(
        each for each in meeting.materials if edition is Edition.MEMBERS or not each.members_only
    )
    speakers = tuple(_speaker(each, edition) for each in meeting.speakers)
    if (
        passage is meeting.passage
        and _are_same(streams, meeting.stream_passages)
        and _are_same(facts, meeting.facts)
        and _are_same(materials, meeting.materials)
        and _are_same(speakers, meeting.speakers)
    ):
        return meeting
    return replace(
        meeting,
        passage=passage,
        stream_passages=streams,
        facts=facts,
        materials=materials,
        speakers=speakers,
    )


def _has(stream: StreamPassage, seen: StreamPassage, edition: Edition) -> bool:
    """Return whether an edition has a stream's text, of which it sees so much."""
    if edition is Edition.MEMBERS:
        return True
    left = seen is stream or bool(seen.passage.blocks or seen.passage.parts)
    return left and not stream.members_only


def public_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks without what is for members only."""
    return _blocks(blocks, Edition.PUBLIC)


# --- people --------------------------------------------------------------------------------


def _people(people: CoursePeople, edition: Edition) -> CoursePeople:
    contact = people.contact and _person(people.contact, edition)
    assistants = tuple(_person(each, edition) for each in people.assistants)
    rota = people.rota if edition is Edition.MEMBERS else ()
    return replace(people, contact=contact, assistants=assistants, rota=rota)


def _speaker(speaker: Speaker, edition: Edition) -> Speaker:
    person = _person(speaker.person, edition)
    return speaker if person is speaker.person else replace(speaker, person=person)


def _person(person: Person, edition: Edition) -> Person:
    if edition is Edition.MEMBERS or person.public or person.address is None:
        return person
    return replace(person, address=None)


# --- a course ------------------------------------------------------------------------------


def _section(section: Section, edition: Edition) -> Section:
    blocks = _blocks(section.blocks, edition)
    return section if blocks is section.blocks else replace(section, blocks=blocks)


def _stream(stream: StreamPassage, edition: Edition) -> StreamPassage:
    passage = _passage(stream.passage, edition)
    if passage is stream.passage and not stream.members_only:
        return stream
    return replace(stream, passage=passage, members_only=False)


def _passage(passage: Passage, edition: Edition) -> Passage:
    blocks = _blocks(passage.blocks, edition)
    parts = tuple(
        _part(part, edition)
        for part in passage.parts
        if edition is Edition.MEMBERS or not part.members_only
    )
    if blocks is passage.blocks and _are_same(parts, passage.parts):
        return passage
    return Passage(blocks, parts)


def _part(part: Part, edition: Edition) -> Part:
    blocks = _blocks(part.blocks, edition)
    if blocks is part.blocks and not part.members_only:
        return part
    load = part.load if edition is Edition.MEMBERS else part.public_load
    return replace(part, blocks=blocks, load=load, public_load=load, members_only=False)


def _are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


# --- a text --------------------------------------------------------------------------------


def _blocks(blocks: tuple[Block, ...], edition: Edition) -> tuple[Block, ...]:
    if not contains(blocks, MembersOnly):
        return blocks
    return tuple(each for block in blocks for each in _block(block, edition))


def _block(block: Block, edition: Edition) -> Iterator[Block]:
    match block:
        case MembersOnly():
            if edition is Edition.MEMBERS:
                yield from _blocks(block.blocks, edition)
        case BlockQuote():
            if (blocks := _blocks(block.blocks, edition)) or not block.blocks:
                yield replace(block, blocks=blocks)
        case BulletList() | NumberedList():
            if items := tuple(_items(block.items, edition)):
                yield replace(block, items=items)
        case Paragraph() | Heading():
            if children := _inlines(block.children, edition):
                yield replace(block, children=children)
        case Table():
            head = tuple(_cell(cell, edition) for cell in block.head)
            rows = tuple(tuple(_cell(cell, edition) for cell in row) for row in block.rows)
            yield replace(block, head=head, rows=rows)
        case _:
            yield block


def _items(items: tuple[ListItem, ...], edition: Edition) -> Iterator[ListItem]:
    for item in items:
        if (blocks := _blocks(item.blocks, edition)) or not item.blocks:
            yield replace(item, blocks=blocks)


def _cell(cell: TableCell, edition: Edition) -> TableCell:
    return replace(cell, children=_inlines(cell.children, edition))


def _inlines(nodes: tuple[Inline, ...], edition: Edition) -> tuple[Inline, ...]:
    """Return inline nodes; the text of a footnote may hold fences."""
    return tuple(each for node in nodes for each in _inline(node, edition))


def _inline(node: Inline, edition: Edition) -> Iterator[Inline]:
    match node:
        case Footnote():
            if (blocks := _blocks(node.blocks, edition)) or not node.blocks:
                yield replace(node, blocks=blocks)
        case Emphasis() | Strong() | SmallCaps() | Superscript() | Strikeout():
            yield replace(node, children=_inlines(node.children, edition))
        case Link() | InLanguage():
            yield replace(node, children=_inlines(node.children, edition))
        case Citation():
            yield replace(node, works=tuple(_work(work, edition) for work in node.works))
        case _:
            yield node


def _work(work: CitedWork, edition: Edition) -> CitedWork:
    prefix, suffix = _inlines(work.prefix, edition), _inlines(work.suffix, edition)
    return replace(work, prefix=prefix, suffix=suffix)
