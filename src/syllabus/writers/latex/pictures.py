"""The pictures that a document shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from syllabus.source import Span


@dataclass
class Pictures:
    """The images by the name that they have in TeX's working folder, which begins with `named`.

    `shown` is where each of them is shown first.
    """

    files: dict[str, Path] = field(default_factory=dict)
    shown: dict[str, Span] = field(default_factory=dict)
    named: str = "picture"

    def add(self, path: Path, span: Span) -> str:
        """Return the name of a picture that is shown."""
        names = {path: name for name, path in self.files.items()}
        name = names.get(path) or f"{self.named}-{len(names) + 1}{path.suffix.lower()}"
        self.files[name] = path
        self.shown.setdefault(name, span)
        return name
