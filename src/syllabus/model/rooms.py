"""Where people meet."""

from __future__ import annotations

from dataclasses import dataclass

from syllabus.model.document import Text
from syllabus.model.facts import Fact, FactPlace

EVERYWHERE = frozenset(FactPlace)
WHERE_THE_COURSE_IS = frozenset({FactPlace.LOCATION, FactPlace.MAIL, FactPlace.LIST})
"""Where a meeting says a room that is the course's: beside others, nothing sets it apart."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room: `url` is the address of a map."""

    name: Text
    building: Text | None = None
    address: Text | None = None
    url: str | None = None

    @property
    def line(self) -> Text:
        """The whole as one text: Room 12, Maury Building, 2 Quay Road."""
        said = (self.name, self.building, self.address)
        return Text(", ".join(each.text for each in said if each is not None), self.name.span)

    def fact(self, *, is_usual: bool) -> Fact:
        """Return the room as a fact of a meeting; the usual one is that of the course."""
        places = WHERE_THE_COURSE_IS if is_usual else EVERYWHERE
        return Fact("room", self.line, places, url=self.url)
