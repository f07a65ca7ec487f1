"""One cited work as citeproc sees it."""
# citeproc-py and lxml have no types
# mypy: allow-subclassing-any, allow-untyped-calls
# mypy: disable-error-code="import-untyped, no-any-return"

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from citeproc.source import Date, DateRange, LiteralDate, Locator, Name, Reference

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.csl import csl_date
from syllabus.front.bibliography.dates import PartialDate, PublicationDate
from syllabus.front.bibliography.fields import Item


@dataclass(frozen=True, eq=False)
class CitationPlace:
    """A citation as citeproc sees it: one of its kind, of so many works."""

    works: int = 0


@dataclass(frozen=True, eq=False)
class Work:
    """One work to be rendered, in the place of citeproc's `CitationItem`.

    `reference` are its variables for citeproc, `variables` the same as one text. `extra_names` says
    how many more names are printed before "et al." to tell it from other works; with `given_shown`
    the first author's initials tell two people apart; an `ambiguous` one needs the style's own
    means. A `locator` is set where it is cited with one.
    """

    key: str
    reference: Any
    variables: str
    number: int = 0
    extra_names: int = 0
    given_shown: bool = False
    ambiguous: bool = False
    citation: CitationPlace = field(default_factory=CitationPlace)
    locator: Any = None

    def __contains__(self, name: object) -> bool:
        return name == "locator" and self.has_locator  # citeproc asks in either way

    @property
    def has_locator(self) -> bool:
        """Whether a place in the work is cited."""
        return self.locator is not None

    @property
    def source(self) -> str:
        """All that it is printed from, but for the number."""
        place = (self.locator.label, self.locator.identifier) if self.has_locator else None
        state = (self.extra_names, self.given_shown, self.ambiguous, self.year_suffix, place)
        return f"{state}\n{self.variables}"

    @property
    def year_suffix(self) -> str:
        """The letter after the year, or nothing."""
        return str(self.reference.get("year_suffix", ""))

    def lettered(self, letter: str) -> Work:
        """Return the work with a letter after its year."""
        reference = Reference(self.reference.key, self.reference.type)
        reference.update(self.reference)
        reference.update({"year_suffix": letter, "year-suffix": letter})
        return replace(self, reference=reference)

    def cited(self, citation: CitationPlace, label: str | None, locator: str | None) -> Work:
        """Return the work as it is cited in one place."""
        place = None if locator is None else Locator(label or "page", locator)
        return replace(self, citation=citation, locator=place)


def make_work(key: str, item: Item) -> Work:
    """Return the work that an item describes."""
    return Work(key, _reference(key, item), _told(item))


def _told(item: Item) -> str:
    """Return a work's variables as one text, with every character of theirs as it is."""
    people = {name: [person.csl() for person in persons] for name, persons in item.people.items()}
    told = (item.kind, item.language, item.text, people, repr(item.dates))
    return json.dumps(told, ensure_ascii=False)


def _reference(key: str, item: Item) -> Any:
    """Return citeproc's reference; it looks variables up with `-` here and with `_` there."""
    variables: dict[str, Any] = {"language": item.language[:2].lower()}
    for name, text in item.text.items():
        text = marks.kept(text)
        variables[name] = variables[name.replace("-", "_")] = text
    for name, people in item.people.items():
        value = [
            Name(
                **{
                    part: text if part == "given" else marks.kept(text)
                    for part, text in person.csl().items()
                }
            )
            for person in people
        ]
        if value:
            variables[name] = variables[name.replace("-", "_")] = value
    for name, when in item.dates.items():
        variables[name] = variables[name.replace("-", "_")] = _date(when)
    reference = Reference(key, item.kind)
    reference.update(variables)
    return reference


def _date(when: PublicationDate) -> Any:
    if when.words or when.begin is None:
        return LiteralDate(marks.kept(when.words))
    begin = Date(**csl_date(when.begin))
    begin["circa"] = when.circa
    if not when.ranged:
        return begin
    end = when.end or PartialDate(0)
    return DateRange(begin=begin, end=Date(**csl_date(end)), circa=when.circa)
