"""What the elements of a style share: the style they belong to, and the work that is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from syllabus.front.bibliography.processor.ordinals import Ordinals, read_ordinals
from syllabus.front.bibliography.processor.work import Work


@dataclass
class Cited:
    """The works cited so far, as far as conditions on positions ask for them."""

    last: Work | None = None
    citations: int = 0
    """How many citations there were; the works of one are counted once."""
    places: dict[str, int] = field(default_factory=dict)
    """By key, the citation that a work was in last, counted from 1."""

    def add(self, work: Work) -> None:
        """Take in a work that was cited."""
        if self.last is None or self.last.citation is not work.citation:
            self.citations += 1
        self.places[work.key] = self.citations
        self.last = work


@dataclass
class Run:
    """State of one rendering, started anew for every work.

    `area` is the style's citation or bibliography. `called` and `rendered` count variables: a
    group of which no variable is rendered prints nothing. `repressed` are variables that stood in
    for missing names. `cited` are the works cited so far, which conditions on positions look at.
    """

    area: Any = None
    work: Work | None = None
    narrative: bool = False
    numbered: bool = True
    called: int = 0
    rendered: int = 0
    log: list[str] = field(default_factory=list)
    repressed: set[str] = field(default_factory=set)
    names_depth: int = 0
    author_marked: bool = False
    date_variable: str = ""
    year_suffixed: bool = False
    cited: Cited = field(default_factory=Cited)

    def start(self, area: Any, work: Work, narrative: bool = False, numbered: bool = True) -> None:
        """Get ready for the next work; `area` is the style's citation or bibliography."""
        self.area = area
        self.work = work
        self.narrative = narrative
        self.numbered = numbered
        self.log.clear()
        self.repressed = set()
        self.names_depth = 0
        self.author_marked = False
        self.year_suffixed = False


@dataclass(frozen=True, eq=False)
class Context:
    """One style in one language, as all of its elements see it.

    `locales` are in the order in which they are looked at. With `implied_suffix` the style does
    not say where the letter of a year goes. `terms` are those found so far.
    """

    style: Any
    locales: tuple[Any, ...]
    macros: Mapping[str, Any]
    implied_suffix: bool
    run: Run = field(default_factory=Run)
    terms: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    @cached_property
    def ordinals(self) -> Ordinals:
        """How numbers are made ordinals."""
        return read_ordinals(self.locales)
