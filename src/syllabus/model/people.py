"""The people of a course: who speaks, whom to ask, who takes turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from enum import Enum

from syllabus.model.document import Text
from syllabus.model.mailbox import Mailbox
from syllabus.on_demand import dataclass
from syllabus.source import Span


class Role(Enum):
    """What somebody does in a meeting; its value is the key of the word for one of them."""

    SPEAKER = "speaker"
    PRESENTER = "presenter"
    DISCUSSANT = "discussant"
    HOST = "host"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by name; `address` is for mail, and never part of a public edition.

    That of one who is to be asked is `public` where it stands with the question.
    """

    name: Text
    affiliation: Text | None = None
    url: str | None = None
    address: Mailbox | None = None
    public: bool = False

    @property
    def key(self) -> str:
        """What is the same wherever one person is named."""
        return " ".join(self.name.text.casefold().split())


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody with a role in a meeting; `span` is where the record names them."""

    person: Person
    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class RotaMember:
    """Somebody who takes turns, from the `first` day to the `last`, where those are given."""

    person: Person
    first: date | None = None
    last: date | None = None

    def is_there(self, day: date) -> bool:
        """Return whether somebody can present on a day."""
        return (self.first or day) <= day <= (self.last or day)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When and where questions are answered each week; `days` are weekdays, Monday 0."""

    days: tuple[int, ...]
    start: time | None
    duration: timedelta | None
    room: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class CoursePeople:
    """The people of a course beside its authors.

    `rota` are those who take turns, in groups: whoever presents alone is a group of one.
    """

    contact: Person | None = None
    assistants: tuple[Person, ...] = ()
    office_hours: tuple[OfficeHours | Text, ...] = ()
    rota: tuple[tuple[RotaMember, ...], ...] = ()


def headliners(speakers: Iterable[Speaker]) -> tuple[Speaker, ...]:
    """Return those that a meeting is announced with: its speakers, or else its presenters."""
    by_role = dict(by_roles(speakers))
    return by_role.get(Role.SPEAKER) or by_role.get(Role.PRESENTER, ())


def presenting(speakers: Iterable[Speaker]) -> frozenset[str]:
    """Return who presents something, by the keys of people."""
    roles = (Role.SPEAKER, Role.PRESENTER)
    return frozenset(each.person.key for each in speakers if each.role in roles)


def by_roles(speakers: Iterable[Speaker]) -> Iterator[tuple[Role, tuple[Speaker, ...]]]:
    """Yield the roles that somebody has in a meeting, each with who has it."""
    named = tuple(speakers)
    for role in Role:
        if found := tuple(each for each in named if each.role is role):
            yield role, found


def role_word(role: Role, speakers: tuple[Speaker, ...]) -> str:
    """Return the key of the word for those who have a role."""
    return role.value if len(speakers) == 1 else f"{role.value}s"
