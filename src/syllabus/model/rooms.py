"""Where people meet."""

from __future__ import annotations

from syllabus.model.document import Text
from syllabus.model.facts import Fact, FactPlace
from syllabus.on_demand import dataclass

EVERYWHERE = frozenset(FactPlace)
WHERE_THE_COURSE_IS = EVERYWHERE - {FactPlace.SECTION}
"""Where a meeting says a room that is the course's, which its handout has below the title."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room: `url` is the address of a map."""

    name: Text
    building: Text | None = None
    address: Text | None = None
    url: Text | None = None

    @property
    def line(self) -> Text:
        """The whole as one text: Room 12, Maury Building, 2 Quay Road."""
        said = (self.name, self.building, self.address)
        return Text(", ".join(each.text for each in said if each is not None), self.name.span)

    @property
    def is_named_only(self) -> bool:
        """Whether nothing but its name is known."""
        return self.building is None and self.address is None and self.url is None

    def is_called(self, other: Room) -> bool:
        """Return whether two have one name."""
        return self.name.text.casefold() == other.name.text.casefold()

    def fact(self, *, is_usual: bool) -> Fact:
        """Return the room as a fact of a meeting; the usual one is that of the course."""
        places = WHERE_THE_COURSE_IS if is_usual else EVERYWHERE
        return Fact("room", self.line, places, url=None if self.url is None else self.url.text)


def differing(room: Room | None, usual: Room | None) -> Room | None:
    """Return a room that sets its meeting apart: None if it is the usual one, or none is named."""
    same = room is not None and usual is not None and room.line.text == usual.line.text
    return None if same else room
