"""Short facts of a meeting, such as its room, and where readers see them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from syllabus.model.document import Inline, Link, Text
from syllabus.on_demand import dataclass


class FactPlace(Enum):
    """Where a fact of a meeting is shown."""

    SECTION = "the meeting's section"
    CALENDAR = "calendars"
    LOCATION = "the location of an event in calendars"
    MAIL = "mail"
    CHANGES = "what changed"
    LIST = "list --json"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a meeting.

    `key` is that of its field and of the word it is called by. `places` are where it is shown;
    what is `private` is for members alone. A `url` says more of it. `phrase` says it in more words,
    in which `{}` stands for it.
    """

    key: str
    text: Text
    places: frozenset[FactPlace]
    private: bool = False
    url: str | None = None
    phrase: str = "{}"

    @property
    def is_plain(self) -> bool:
        """Whether it is printed as it is written."""
        return self.url is None and self.phrase == "{}"

    @property
    def line(self) -> tuple[Inline, ...]:
        """What it says, as a link where it has a `url`."""
        span = self.text.span
        before, _, after = self.phrase.partition("{}")
        said = self.text if self.url is None else Link(self.url, (self.text,), span)
        line = (Text(before, span), said, Text(after, span))
        return tuple(each for each in line if not isinstance(each, Text) or each.text)


def fact_of(facts: Iterable[Fact], key: str) -> Text | None:
    """Return what a record says of the fact of a key; None if it says nothing."""
    return next((fact.text for fact in facts if fact.key == key), None)


def facts_for(facts: Iterable[Fact], place: FactPlace) -> tuple[Fact, ...]:
    """Return the facts that are shown at a place, in the order in which fields are declared."""
    return tuple(fact for fact in facts if place in fact.places)
