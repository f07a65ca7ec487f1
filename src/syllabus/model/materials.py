"""What goes with a meeting: slides, notes, code, data, recordings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from syllabus.model.document import Inline, Link, Text
from syllabus.on_demand import dataclass
from syllabus.source import Span

LARGEST_MATERIAL = 20_000_000
"""Bytes of the files of a meeting together; they are attached to a mail."""

RECORDINGS = frozenset({"recording", "recordings", "video", "videos"})
"""What people call a recording among materials, which is for members only unless they say else."""


@dataclass(frozen=True, slots=True)
class Material:
    """Something that goes with a meeting: at an address, or a `file` of the project, by its `name`.

    One that is `members_only` is not in the public edition. `span` is where the address or the file
    is written.
    """

    label: Text
    span: Span
    url: str | None = None
    file: Path | None = None
    name: str = ""
    members_only: bool = False
    is_recording: bool = False

    @property
    def line(self) -> tuple[Inline, ...]:
        """Its label as texts print it: a link, or with the name of the file behind it."""
        if self.url is not None:
            return self.in_short
        return (Text(f"{self.label.text} ({self.name})", self.label.span),)

    @property
    def in_short(self) -> tuple[Inline, ...]:
        """Its label alone, as a link where it has an address."""
        if self.url is None:
            return (self.label,)
        return (Link(self.url, (self.label,), self.span),)


def material_files(materials: Iterable[Material]) -> Iterator[Path]:
    """Yield the files of the project among materials."""
    return (each.file for each in materials if each.file is not None)
