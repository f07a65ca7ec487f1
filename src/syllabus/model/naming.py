"""How people are named in a line: Ellen Zhong (MIT)."""

from __future__ import annotations

from collections.abc import Iterable

from syllabus.model.document import Inline, Link, Text
from syllabus.model.people import Person, Speaker
from syllabus.model.words.punctuation import COMMON, Punctuation


def person_text(person: Person, marks: Punctuation = COMMON, *, address: bool = False) -> str:
    """Return "Ellen Zhong (MIT)", with the `address` of a page in the brackets if it is wanted."""
    remarks = (
        None if person.affiliation is None else person.affiliation.text,
        person.url if address else None,
    )
    told = marks.comma.join(filter(None, remarks))
    return f"{person.name.text}{marks.opening}{told}{marks.closing}" if told else person.name.text


def people_text(
    speakers: Iterable[Speaker], marks: Punctuation = COMMON, *, address: bool = False
) -> str:
    """Return people as `person_text` has them, one behind the other."""
    return marks.comma.join(person_text(each.person, marks, address=address) for each in speakers)


def person_nodes(person: Person, marks: Punctuation) -> tuple[Inline, ...]:
    """Return "Ellen Zhong (MIT)", whose name is a link where there is a page."""
    name = Text(person.name.text, person.name.span)
    nodes: list[Inline] = [name if person.url is None else Link(person.url, (name,), name.span)]
    if person.affiliation is not None:
        where = person.affiliation
        nodes += [
            Text(marks.opening, where.span),
            Text(where.text, where.span),
            Text(marks.closing, where.span),
        ]
    return tuple(nodes)


def people_nodes(people: Iterable[Person], marks: Punctuation) -> tuple[Inline, ...]:
    """Return people as `person_nodes` has them, one behind the other."""
    nodes: list[Inline] = []
    for person in people:
        if nodes:
            nodes.append(Text(marks.comma, person.name.span))
        nodes += person_nodes(person, marks)
    return tuple(nodes)
