"""The programs that can set a handout."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Engine(Enum):
    """The program that sets the document; latexmk drives both."""

    PDFLATEX = "pdflatex"
    LUALATEX = "lualatex"


ENGINES: Mapping[str, Engine | None] = {
    "auto": None,
    **{engine.value: engine for engine in Engine},
}
"""What course.yaml and the command line may say; None is the one that the characters need."""
