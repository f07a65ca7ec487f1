"""The programs that can set a handout."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Engine(Enum):
    """The TeX program that typesets the document; latexmk runs either."""

    PDFLATEX = "pdflatex"
    LUALATEX = "lualatex"


ENGINES: Mapping[str, Engine | None] = {
    "auto": None,
    **{engine.value: engine for engine in Engine},
}
"""The names for course.yaml and the command line; None chooses by the characters used."""
