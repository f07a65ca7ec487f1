"""The programs that can set a handout, and the standards of what they make."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Engine(Enum):
    """The TeX program that typesets the document; latexmk runs either."""

    PDFLATEX = "pdflatex"
    LUALATEX = "lualatex"


class Accessibility(Enum):
    """The standard that a tagged PDF follows; only LuaLaTeX makes one."""

    UA_1 = "ua-1"
    UA_2 = "ua-2"


ENGINES: Mapping[str, Engine | None] = {
    "auto": None,
    **{engine.value: engine for engine in Engine},
}
"""The names for course.yaml and the command line; None chooses by the characters used."""

ACCESSIBLE: Mapping[str, Accessibility | None] = {
    "true": Accessibility.UA_1,
    "yes": Accessibility.UA_1,
    "false": None,
    "no": None,
    **{standard.value: standard for standard in Accessibility},
}
"""What course.yaml says of tagging; None leaves it."""
