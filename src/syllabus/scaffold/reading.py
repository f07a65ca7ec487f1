"""Readings put into a record: an item of a list, and not a byte of anything else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from syllabus.diagnostics import Diagnostic, Severity
from syllabus.front.check import CheckedProject
from syllabus.front.check.reading import TextReader
from syllabus.front.markup import MarkupContext, parse_markdown
from syllabus.front.records import read_text
from syllabus.front.records.meeting import read_meeting
from syllabus.front.records.writing import Edit
from syllabus.model.document import (
    Block,
    BulletList,
    Citation,
    CitationForm,
    Heading,
    NumberedList,
    Text,
    plain_text,
    walk,
)
from syllabus.model.words import words_of
from syllabus.on_demand import dataclass, pattern
from syllabus.scaffold.edits import ChangedFile, edited_bytes
from syllabus.scaffold.records import CourseRecords, PlanningError
from syllabus.source import SourceFile, Span, decode_source
from syllabus.workspace.files import read_file

_MARKER = pattern(
    r"(?P<margin>[ \t]*)(?:(?P<number>\d+)(?P<after>[.)])|(?P<sign>[-*+]))(?P<gap>[ \t]+)"
)
_COMMON = frozenset(("readings", "reading", "pre-reading", "pre-readings"))
"""What people call what is to be read, in English."""


@dataclass(frozen=True, slots=True)
class PlannedReading:
    """A record with new items; `change` is None where it has them all. `part` is their label."""

    part: str
    change: ChangedFile | None


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, and the blocks below it."""

    heading: Heading
    blocks: tuple[Block, ...]


def plan_reading(
    term: CourseRecords,
    project: CheckedProject,
    record: Path,
    part: str | None,
    keys: Sequence[str],
    faults: list[Diagnostic],
) -> PlannedReading | None:
    """Return the record with an item for each of the works in one of its parts.

    That is the one whose label is `part`, or which is made; without it, the one that holds what is
    to be read. Works that it names in full already are left out. None after reporting that the
    record cannot be read, `PlanningError` where an item cannot be put in.
    """
    assert term.course is not None
    assert project.course is not None
    source = read_text(record, term.layout.root, faults)
    if source is None:
        return None
    raw = read_file(record)
    context = MarkupContext(term.layout, term.course.language, term.course.raw_latex)
    first = read_meeting(source, [], term.course.language).body_line
    blocks = parse_markdown(source, first, context).blocks
    word = words_of(project.course)["readings"]
    sections = [each for each in _sections(blocks) if each.heading.span.file is source]
    section = _find(sections, part, word)
    label = (part or word) if section is None else plain_text(section.heading.children)
    cited = set() if section is None else set(_cited_in_full(section.blocks))
    wanted = [key for key in dict.fromkeys(keys) if key not in cited]
    if not wanted:
        return PlannedReading(label, None)
    edit = _edit(source, section, label, wanted)
    change = ChangedFile(record, raw, edited_bytes(raw, [edit]))
    _check(term, project, source, change, label if section is None else None, wanted)
    return PlannedReading(label, change)


def _sections(blocks: tuple[Block, ...]) -> Iterator[_Section]:
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level > 1:
            rest = blocks[place + 1 :]
            ends = (n for n, each in enumerate(rest) if isinstance(each, Heading))
            yield _Section(block, rest[: next(ends, len(rest))])


def _find(sections: Sequence[_Section], part: str | None, word: str) -> _Section | None:
    def called(*names: str) -> Iterator[_Section]:
        folded = {name.casefold() for name in names}
        for each in sections:
            if plain_text(each.heading.children).strip().casefold() in folded:
                yield each

    if part is not None:
        named = next(called(part), None)
        if named is not None or part.casefold() not in {*_COMMON, word.casefold()}:
            return named
    usual = next(called(word, *_COMMON), None)
    return usual or next((each for each in sections if any(_cited_in_full(each.blocks))), None)


def _cited_in_full(blocks: tuple[Block, ...]) -> Iterator[str]:
    for node in walk(blocks):
        if isinstance(node, Citation) and node.form is CitationForm.FULL:
            yield from (work.key for work in node.works)


def _edit(source: SourceFile, section: _Section | None, label: str, keys: Sequence[str]) -> Edit:
    if section is None:
        if not re.fullmatch(r"[^\W_][^#{}<>\[\]`*\\\n]{0,80}", label):
            raise PlanningError(f"'{label}' cannot be the label of a part")
        items = "".join(f"{number}. [@{key}]\n" for number, key in enumerate(keys, start=1))
        return _behind(source, len(source.text.rstrip()), f"\n## {label}\n\n{items}")
    own = [each for each in section.blocks if each.span.file is source]
    lists = [each for each in own if isinstance(each, BulletList | NumberedList)]
    if lists:
        return _item(source, lists[-1], keys)
    last = own[-1].span if own else section.heading.span
    items = "".join(f"{number}. [@{key}]\n" for number, key in enumerate(keys, start=1))
    return _behind(source, _end(last), f"\n{items}")


def _item(source: SourceFile, listed: BulletList | NumberedList, keys: Sequence[str]) -> Edit:
    """Return the edit that adds items behind the last one of a list, written as it is."""
    starts = [source.line_starts[item.span.line - 1] for item in listed.items]
    markers = [_MARKER.match(source.text, start) for start in starts]
    last, before = markers[-1], markers[-2] if len(markers) > 1 else None
    if last is None:
        raise PlanningError(f"the list in line {listed.span.line} cannot be added to")
    end = _end(listed.span)
    loose = before is not None and re.search(r"\n[ \t]*\n\Z", source.text[: starts[-1]])
    pieces = []
    number = int(last["number"] or 0)
    step = 0 if before is not None and before["number"] == last["number"] else 1
    for place, key in enumerate(keys, start=1):
        sign = last["sign"] or f"{number + step * place}{last['after']}"
        pieces.append(f"{last['margin']}{sign}{last['gap']}[@{key}]\n")
    between = "\n" if loose else ""
    return _behind(source, end, between + between.join(pieces))


def _end(span: Span) -> int:
    """Return where the words of a block end: parsers let lists reach to what follows them."""
    return span.start + len(span.text.rstrip())


def _behind(source: SourceFile, place: int, lines: str) -> Edit:
    """Return the edit that puts lines behind the line of a place."""
    end = source.text.find("\n", place)
    if end == -1:
        return Edit(source.span(len(source.text)), "\n" + lines)
    return Edit(source.span(end + 1), lines)


def _check(
    term: CourseRecords,
    project: CheckedProject,
    source: SourceFile,
    change: ChangedFile,
    label: str | None,
    keys: Sequence[str],
) -> None:
    """Raise `PlanningError` unless a record says what it said, and the new items."""
    assert term.course is not None
    assert project.course is not None
    reader = TextReader(term.layout, term.course, project.course.streams, assemble=True)
    old = reader.meeting(source)
    new = reader.meeting(decode_source(change.after, source.path, term.layout.root))
    listed = Counter(_cited_in_full(new.blocks)) - Counter(_cited_in_full(old.blocks))
    more, fewer = _words(new.blocks) - _words(old.blocks), _words(old.blocks) - _words(new.blocks)
    same = not fewer and more == Counter([] if label is None else [label])
    if not same or listed != Counter(keys) or _errors(new.diagnostics) != _errors(old.diagnostics):
        raise PlanningError(
            f"{source.name} would not be read as before with [@{keys[0]}] in it; put it there"
            " yourself"
        )


def _words(blocks: tuple[Block, ...]) -> Counter[str]:
    return Counter(each.text for each in walk(blocks) if isinstance(each, Text))


def _errors(faults: Sequence[Diagnostic]) -> list[str]:
    return sorted(each.code for each in faults if each.severity is Severity.ERROR)
