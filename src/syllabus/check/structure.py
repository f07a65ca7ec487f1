"""The structure of a text: what its headings make of its blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from syllabus.diagnostics import Diagnostic, Related, error, warning
from syllabus.model.course import Part, Passage, Stream, StreamPassage
from syllabus.model.document import Block, Heading, Inline, plain_text
from syllabus.model.reading import begins_with, measure_load
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class MeetingStructure:
    """What a meeting's body consists of."""

    passage: Passage
    stream_passages: tuple[StreamPassage, ...]


@dataclass(frozen=True, slots=True)
class SectionStructure:
    """A section's title, None where it has none, and what follows it."""

    title: tuple[Inline, ...] | None
    blocks: tuple[Block, ...]
    span: Span | None


def structure_meeting(
    blocks: tuple[Block, ...],
    streams: tuple[Stream, ...],
    optional_words: Collection[str],
    faults: list[Diagnostic],
) -> MeetingStructure:
    """Divide a meeting's body by its headings.

    `##` opens a part, or, where it names a stream by its code or label, that stream's passage
    with its own parts at `###`. Deeper headings stay where they are.
    """
    by_name = {
        name.casefold(): stream for stream in streams for name in (stream.label, stream.code)
    }
    passage = Passage((), ())
    stream_passages: dict[str, StreamPassage] = {}
    for heading, content in _divide(_without_titles(blocks, faults), 2):
        if heading is None:
            passage = Passage(content, ())
            continue
        stream = by_name.get(plain_text(heading.children).strip().casefold())
        if stream is None:
            if stream_passages:
                faults.append(_part_after_stream(heading, stream_passages))
            part = _part(heading, content, optional_words)
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
            own = _stream_passage(content, optional_words)
            stream_passages[stream.code] = StreamPassage(stream, own, heading.span)
    return MeetingStructure(passage, tuple(stream_passages.values()))


def structure_section(blocks: tuple[Block, ...], faults: list[Diagnostic]) -> SectionStructure:
    """Take the title off a section: the `#` heading that it begins with."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Heading) or first.level != 1:
        return SectionStructure(None, tuple(_without_titles(blocks, faults)), None)
    rest = tuple(_without_titles(blocks[1:], faults))
    return SectionStructure(first.children, rest, first.span)


def _stream_passage(content: tuple[Block, ...], optional_words: Collection[str]) -> Passage:
    passage = Passage((), ())
    for heading, inner in _divide(content, 3):
        if heading is None:
            passage = Passage(inner, ())
        else:
            part = _part(heading, inner, optional_words)
            passage = replace(passage, parts=(*passage.parts, part))
    return passage


def _part(heading: Heading, content: tuple[Block, ...], optional_words: Collection[str]) -> Part:
    optional = begins_with(heading.children, optional_words)
    load = measure_load(content, optional_words, optional=optional)
    return Part(heading.children, content, load, heading.span)


def _divide(
    blocks: tuple[Block, ...], level: int
) -> Iterator[tuple[Heading | None, tuple[Block, ...]]]:
    """Yield what stands before the first heading of a level, then each heading with its blocks."""
    heading: Heading | None = None
    content: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == level:
            yield heading, tuple(content)
            heading, content = block, []
        else:
            content.append(block)
    yield heading, tuple(content)


def _without_titles(blocks: tuple[Block, ...], faults: list[Diagnostic]) -> tuple[Block, ...]:
    """Return the blocks with any `#` heading reported and taken one level down."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            faults.append(
                error(
                    "heading-level",
                    "found a '#' heading below the title, expected '##' or deeper",
                    block.span,
                    "the title of a meeting stands in its front matter, that of a section first",
                )
            )
            kept.append(replace(block, level=2))
        else:
            kept.append(block)
    return tuple(kept)


def _part_after_stream(heading: Heading, streams: dict[str, StreamPassage]) -> Diagnostic:
    last = list(streams.values())[-1]
    return warning(
        "part-after-stream",
        f"found a part after the stream '{last.stream.label}'; it is printed before the streams",
        heading.span,
        "move it up, or write '###' if it belongs to the stream",
        related=(Related("the stream", last.span),),
    )
