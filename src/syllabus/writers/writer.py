"""What all writers have in common: one tree of a text, written in one format each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from syllabus.front.bibliography import Reference
from syllabus.model.course import Meeting, Stream
from syllabus.model.document import Block, Inline


class Writer(Protocol):
    """Writes texts in a format; what it returns is escaped, whatever the text says."""

    def literal(self, text: str) -> str:
        """Write characters as they are."""
        ...

    def link(self, address: str) -> str:
        """Write an address that can be followed."""
        ...

    def line(self, nodes: tuple[Inline, ...]) -> str:
        """Write inline nodes."""
        ...

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Write blocks, one below the other."""
        ...


class MeetingWriter(Writer, Protocol):
    """Writes whole meetings where no template does."""

    def said(self, words: str) -> str:
        """Write words of the handout's own, which may be English for lack of others."""
        ...

    def labels(self, streams: Iterable[Stream]) -> str:
        """Write the labels of streams."""
        ...

    def meeting(self, meeting: Meeting) -> str:
        """Write all that a meeting's text says, streams under their labels."""
        ...

    def reference(self, reference: Reference) -> str:
        """Write an entry of a list of works, with its number where the style has one."""
        ...
