"""The structure of a text: what its headings make of its blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from syllabus.diagnostics import Diagnostic, Related, error, warning
from syllabus.front.check.dues import DueReader
from syllabus.model.course import Part, Passage, Stream, StreamPassage
from syllabus.model.document import (
    Block,
    Heading,
    InLanguage,
    Inline,
    LineBreak,
    MembersOnly,
    Text,
    plain_text,
    walk,
    without_fences,
)
from syllabus.model.editions import public_blocks
from syllabus.model.reading_load import begins_with, measure_load
from syllabus.on_demand import dataclass
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class MeetingStructure:
    """What a meeting's body consists of."""

    passage: Passage
    stream_passages: tuple[StreamPassage, ...]


@dataclass(frozen=True, slots=True)
class SectionStructure:
    """A section's title, None if it has none, and what follows it."""

    title: tuple[Inline, ...] | None
    blocks: tuple[Block, ...]
    span: Span | None


def structure_meeting(
    blocks: tuple[Block, ...],
    streams: tuple[Stream, ...],
    optional_words: Collection[str],
    faults: list[Diagnostic],
    dues: DueReader,
) -> MeetingStructure:
    """Divide a meeting's body by its headings.

    `##` opens a part, or, where it names a stream by its code or label, that stream's passage
    with its own parts at `###`. Deeper headings stay where they are. What a heading inside a
    fence for members opens is for members only.
    """
    by_name = {
        name.casefold(): stream for stream in streams for name in (stream.label, stream.code)
    }
    passage = Passage((), ())
    stream_passages: dict[str, StreamPassage] = {}
    for segment in _divide(_without_titles(blocks, faults), 2, faults):
        heading = segment.heading
        if heading is None:
            passage = Passage(segment.content, ())
            continue
        stream = by_name.get(plain_text(heading.children).strip().casefold())
        if stream is None:
            if stream_passages:
                faults.append(_part_after_stream(heading, stream_passages))
            part = _part(heading, segment, optional_words, dues)
            passage = replace(passage, parts=(*passage.parts, part))
        elif stream.code in stream_passages:
            faults.append(
                error(
                    "duplicate-stream",
                    f"found '{stream.label}' a second time in this meeting",
                    heading.span,
                    related=(Related("the first one", stream_passages[stream.code].span),),
                )
            )
        else:
            faults += _lost_markup(heading, stream)
            own = _stream_passage(segment.content, optional_words, faults, dues)
            stream_passages[stream.code] = StreamPassage(
                stream, own, heading.span, segment.members_only
            )
    return MeetingStructure(passage, tuple(stream_passages.values()))


def structure_section(blocks: tuple[Block, ...], faults: list[Diagnostic]) -> SectionStructure:
    """Take the title off a section: the `#` heading that it begins with."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Heading) or first.level != 1:
        return SectionStructure(None, tuple(_without_titles(blocks, faults)), None)
    rest = tuple(_without_titles(blocks[1:], faults))
    return SectionStructure(first.children, rest, first.span)


def _stream_passage(
    content: tuple[Block, ...],
    optional_words: Collection[str],
    faults: list[Diagnostic],
    dues: DueReader,
) -> Passage:
    passage = Passage((), ())
    for segment in _divide(content, 3, faults):
        if segment.heading is None:
            passage = Passage(segment.content, ())
        else:
            part = _part(segment.heading, segment, optional_words, dues)
            passage = replace(passage, parts=(*passage.parts, part))
    return passage


def _part(
    heading: Heading,
    segment: _Segment,
    optional_words: Collection[str],
    dues: DueReader,
) -> Part:
    content = segment.content
    optional = begins_with(heading.children, optional_words)
    load = measure_load(content, optional_words, optional=optional)
    public = public_blocks(content)
    public_load = load
    if public is not content:
        public_load = measure_load(public, optional_words, optional=optional)
    title, span = heading.children, heading.span
    due = dues.read(heading)
    return Part(title, content, load, public_load, span, segment.members_only, due=due)


@dataclass(frozen=True, slots=True)
class _Segment:
    """A heading, None before the first one, and what is below it."""

    heading: Heading | None
    content: tuple[Block, ...]
    members_only: bool = False


def _divide(blocks: tuple[Block, ...], level: int, faults: list[Diagnostic]) -> Iterator[_Segment]:
    """Yield what is before the first heading of a level, then each heading with its blocks.

    A fence with such headings opens a stretch of its own with each of them, and ends the last.
    """
    heading: Heading | None = None
    content: list[Block] = []
    members_only = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == level:
            yield _Segment(heading, tuple(content), members_only)
            heading, content, members_only = block, [], False
        elif isinstance(block, MembersOnly) and _has_heading(block, level):
            before, *inside = _divide(tuple(without_fences(block.blocks)), level, faults)
            if before.content:
                content.append(MembersOnly(before.content, block.span))
            for segment in inside:
                yield _Segment(heading, tuple(content), members_only)
                heading, content, members_only = segment.heading, [*segment.content], True
        else:
            if heading is not None and members_only and not isinstance(block, MembersOnly):
                faults.append(_text_after_members(block, heading))
            content.append(block)
    yield _Segment(heading, tuple(content), members_only)


def _has_heading(fence: MembersOnly, level: int) -> bool:
    return any(
        isinstance(block, Heading) and block.level == level
        for block in without_fences(fence.blocks)
    )


def _text_after_members(block: Block, heading: Heading) -> Diagnostic:
    return error(
        "text-after-members-part",
        "found text below a part for members only, after the end of its fence",
        block.span,
        "move it into the fence, or open a part of its own with a heading",
        related=(Related("the part", heading.span),),
    )


def _without_titles(blocks: tuple[Block, ...], faults: list[Diagnostic]) -> tuple[Block, ...]:
    """Return the blocks with any `#` heading reported and taken one level down."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, MembersOnly):
            kept.append(replace(block, blocks=_without_titles(block.blocks, faults)))
        elif isinstance(block, Heading) and block.level == 1:
            faults.append(
                error(
                    "heading-level",
                    "found a '#' heading below the title, expected '##' or deeper",
                    block.span,
                    f"write '#{block.span.text.partition(chr(10))[0].strip()}': the title of a"
                    " meeting is in its front matter, that of a section comes first",
                )
            )
            kept.append(replace(block, level=2))
        else:
            kept.append(block)
    return tuple(kept)


def _lost_markup(heading: Heading, stream: Stream) -> Iterator[Diagnostic]:
    """Yield a warning for markup in the heading of a stream, whose label is printed."""
    kept = (Text, LineBreak) if stream.title is None else (Text, LineBreak, InLanguage)
    if any(not isinstance(each, kept) for each in walk(heading.children)):
        message = f"found markup in the heading of '{stream.label}', which is printed without it"
        hint = f"write '## {stream.label}', and the language of a label in course.yaml"
        yield warning("unread-markup", message, heading.span, hint)


def _part_after_stream(heading: Heading, streams: dict[str, StreamPassage]) -> Diagnostic:
    last = list(streams.values())[-1]
    return warning(
        "part-after-stream",
        f"found a part after the stream '{last.stream.label}'; it is printed before the streams",
        heading.span,
        "move it up, or write '###' if it belongs to the stream",
        related=(Related("the stream", last.span),),
    )
