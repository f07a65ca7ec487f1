"""What a rendering knows of itself, and one cited work as citeproc sees it."""
# citeproc-py and lxml have no types
# mypy: allow-subclassing-any, allow-untyped-calls
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from citeproc.source import CitationItem, Date, DateRange, LiteralDate, Locator, Name, Reference

from syllabus.front.bibliography.csl import Item, csl_date
from syllabus.front.bibliography.dates import Day, When


@dataclass
class Run:
    """State of one rendering.

    `called` and `rendered` count variables: a group of which no variable is rendered prints
    nothing. `repressed` are variables that stood in for missing names.
    """

    area: Any = None
    work: Any = None
    narrative: bool = False
    numbered: bool = True
    suffixes: bool = False
    called: int = 0
    rendered: int = 0
    log: list[str] = field(default_factory=list)
    repressed: set[str] = field(default_factory=set)
    names_depth: int = 0
    author_marked: bool = False
    date_variable: str = ""
    year_suffixed: bool = False

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


@dataclass(eq=False)
class Place:
    """A citation as citeproc sees it: which works it cites."""

    cites: list[Work] = field(default_factory=list)


class Work(CitationItem):
    """One work that is cited; a locator is set where it is cited with one."""

    def __init__(self, key: str, item: Item, run: Run) -> None:
        super().__init__(key)
        self.__dict__["name"] = key
        self.__dict__["source"] = _told(item)
        self.__dict__["run"] = run
        self.__dict__["data"] = _reference(key, item)
        self.__dict__["state"] = {"number": 0, "names": 0, "given": False, "ambiguous": False}
        self.__dict__["citation"] = Place()

    @property
    def key(self) -> str:
        """Its key as it is written; citeproc's own is in small letters."""
        return str(self.__dict__["name"])

    @property
    def source(self) -> str:
        """All that it is printed from, but for the number."""
        place = (self["locator"].label, self["locator"].identifier) if self.has_locator else None
        state = self.__dict__["state"]
        told = (state["names"], state["given"], state["ambiguous"], self.year_suffix, place)
        return f"{told}\n{self.__dict__['source']}"

    @property
    def reference(self) -> Any:
        """The work's variables."""
        return self.__dict__["data"]

    @property
    def number(self) -> int | None:
        """Its number in a numeric style; None where it is not to be printed."""
        return self.__dict__["state"]["number"] if self.__dict__["run"].numbered else None

    @property
    def extra_names(self) -> int:
        """How many more names are printed before "et al." to tell it from other works."""
        return int(self.__dict__["state"]["names"])

    @property
    def given_shown(self) -> bool:
        """Whether the first author's initials are printed to tell two people apart."""
        return bool(self.__dict__["state"]["given"])

    @property
    def year_suffix(self) -> str:
        """The letter after the year, or nothing."""
        return str(self.reference.get("year_suffix", ""))

    @property
    def ambiguous(self) -> bool:
        """Whether the style's own means are needed to tell it from other works."""
        return bool(self.__dict__["state"]["ambiguous"])

    def set(self, **state: int | bool) -> None:
        """Set `number`, `names` (how many more), `given` or `ambiguous`."""
        self.__dict__["state"].update(state)

    def cited(self, place: Place, label: str | None, locator: str | None) -> Work:
        """Return the work as it is cited in one place."""
        copy = Work.__new__(Work)
        copy.update(self)
        copy.__dict__.update(self.__dict__)
        copy.__dict__["citation"] = place
        place.cites.append(copy)
        if locator is not None:
            copy["locator"] = Locator(label or "page", locator)
        return copy


def _told(item: Item) -> str:
    """Return a work's variables as one text, with every character of theirs as it is."""
    people = {name: [person.csl() for person in persons] for name, persons in item.people.items()}
    told = (item.kind, item.language, item.text, people, repr(item.dates))
    return json.dumps(told, ensure_ascii=False)


def _reference(key: str, item: Item) -> Any:
    """Return citeproc's reference; it looks variables up with `-` here and with `_` there."""
    variables: dict[str, Any] = {"language": item.language[:2].lower()}
    for name, text in item.text.items():
        variables[name] = variables[name.replace("-", "_")] = text
    for name, people in item.people.items():
        value = [Name(**person.csl()) for person in people]
        if value:
            variables[name] = variables[name.replace("-", "_")] = value
    for name, when in item.dates.items():
        variables[name] = variables[name.replace("-", "_")] = _date(when)
    reference = Reference(key, item.kind)
    reference.update(variables)
    return reference


def _date(when: When) -> Any:
    if when.words or when.begin is None:
        return LiteralDate(when.words)
    begin = Date(**csl_date(when.begin))
    begin["circa"] = when.circa
    if not when.ranged:
        return begin
    end = when.end or Day(0)
    return DateRange(begin=begin, end=Date(**csl_date(end)), circa=when.circa)
