"""What TeX sets: a text that knows where it came from, and what goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from syllabus.model.engine import Engine
from syllabus.on_demand import dataclass
from syllabus.source import Span
from syllabus.tex.filled import FilledText


@dataclass(frozen=True)
class TexDocument:
    """The input of a TeX run.

    `files` are the pictures the document includes: name in the working folder → file of the
    project; `shown` says where each of them is shown first. `epoch` is the start of the day
    that the handout is printed as of, in seconds since 1970, for the PDF's dates. `engine` is
    the one that it is written for; `tagged` says that its PDF is to have tags. `programs` says that
    it holds TeX of the project's own, raw or from a template, which can do whatever TeX can;
    `own_templates`, that it was filled into some of the project's.
    """

    filled: FilledText
    files: Mapping[str, Path]
    epoch: int
    engine: Engine = Engine.PDFLATEX
    tagged: bool = False
    programs: bool = False
    own_templates: bool = False
    shown: Mapping[str, Span] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The .tex."""
        return self.filled.text
