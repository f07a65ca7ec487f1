"""What records say of people, typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from syllabus.diagnostics import Diagnostic, Related, error
from syllabus.front.records.definitions import people as keys
from syllabus.front.records.hours import Hours, duration_of
from syllabus.front.records.kinds import Located, Pair, Values
from syllabus.model.document import Text
from syllabus.model.mailbox import Mailbox
from syllabus.model.people import OfficeHours, Role
from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody as a record names them; `name` may be a short name, unless it is one's own."""

    name: Located[str]
    affiliation: Located[str] | None = None
    url: str | None = None
    address: Mailbox | None = None
    role: Role = Role.SPEAKER


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """Somebody who takes turns, with the days between which they do."""

    name: Located[str]
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class PeopleRecord:
    """The people of a course as course.yaml names them.

    `turns` stands for those who present by the rota, at each meeting that names nobody.
    """

    known: tuple[Pair[PersonRecord], ...] = ()
    contact: PersonRecord | None = None
    assistants: tuple[PersonRecord, ...] = ()
    office_hours: tuple[Located[str] | Located[OfficeHours], ...] = ()
    rota: tuple[tuple[MemberRecord, ...], ...] = ()
    turns: tuple[Located[str], ...] = ()

    @property
    def wordings(self) -> tuple[Located[str] | None, ...]:
        """What of it is printed."""
        people = (*(pair.value.value for pair in self.known), self.contact, *self.assistants)
        named = [text for each in people if each for text in (each.name, each.affiliation)]
        hours = (each.value for each in self.office_hours)
        rooms = [each.room for each in hours if isinstance(each, OfficeHours) and each.room]
        return (
            *named,
            *(member.name for group in self.rota for member in group),
            *(
                Located(each.value, each.span)
                for each in self.office_hours
                if isinstance(each.value, str)
            ),
            *(Located(each.text, each.span) for each in rooms),
        )


def read_speakers(
    values: Values, faults: list[Diagnostic]
) -> tuple[tuple[PersonRecord, ...], tuple[PersonRecord, ...] | None]:
    """Return whom `speaker` names, and whom `presenters`, None if it leaves them to the course."""
    one, several = values.get(keys.MEETING_SPEAKER), values.get(keys.MEETING_SPEAKERS)
    if one is not None and several is not None:
        message = "found 'speakers' beside 'speaker', which is the same"
        related = (Related("the other one", one.span),)
        hint = "put the names into one list"
        faults.append(error("duplicate-key", message, several.span, hint, related=related))
    named = one or several
    presenters = values.get(keys.MEETING_PRESENTERS)
    speakers = () if named is None else tuple(filter(None, map(person_of, named.value)))
    if presenters is None:
        # Where somebody speaks, it is not left to the rota.
        presents = any(each.role in (Role.SPEAKER, Role.PRESENTER) for each in speakers)
        return speakers, () if presents else None
    named_presenters = filter(None, map(person_of, presenters.value))
    return speakers, tuple(replace(each, role=Role.PRESENTER) for each in named_presenters)


def person_of(located: Located[str | Values]) -> PersonRecord | None:
    """Return somebody; None for a record without a name, which was reported."""
    given = located.value
    if isinstance(given, str):
        return PersonRecord(Located(given, located.span))
    name = given.get(keys.NAME)
    if name is None:
        return None
    return PersonRecord(
        name,
        given.get(keys.AFFILIATION),
        given.value(keys.PAGE, None),
        given.value(keys.EMAIL, None),
        given.value(keys.ROLE, Role.SPEAKER),
    )


def read_people(values: Values, faults: list[Diagnostic]) -> PeopleRecord:
    """Return the people of course.yaml."""
    contact = values.get(keys.COURSE_CONTACT)
    assistants = values.value(keys.COURSE_ASSISTANTS, ())
    hours = values.value(keys.COURSE_OFFICE_HOURS, ())
    known = values.value(keys.COURSE_PEOPLE, ())
    found = ((pair, person_of(pair.value)) for pair in known)
    return PeopleRecord(
        known=tuple(
            Pair(pair.key, Located(person, pair.value.span)) for pair, person in found if person
        ),
        contact=None if contact is None else person_of(contact),
        assistants=tuple(filter(None, map(person_of, assistants))),
        office_hours=tuple(filter(None, (_office_hours(each, faults) for each in hours))),
        rota=_rota(values, faults),
        turns=values.value(keys.COURSE_PRESENTERS, ()),
    )


def _office_hours(
    located: Located[str | Values], faults: list[Diagnostic]
) -> Located[str] | Located[OfficeHours] | None:
    """Return hours of each week; None for those without a weekday, which was reported."""
    given = located.value
    if isinstance(given, str):
        return Located(given, located.span)
    hours: Located[Hours] | None = given.get(keys.OFFICE_TIME)
    duration = duration_of(hours, given.get(keys.OFFICE_DURATION), faults)
    room = given.get(keys.OFFICE_ROOM)
    days = tuple(each.value for each in given.value(keys.OFFICE_DAY, ()))
    if not days:
        return None
    said = OfficeHours(
        days,
        None if hours is None else hours.value.start,
        duration,
        None if room is None else Text(room.value, room.span),
        located.span,
    )
    return Located(said, located.span)


def _rota(values: Values, faults: list[Diagnostic]) -> tuple[tuple[MemberRecord, ...], ...]:
    groups = []
    given_groups = values.value(keys.COURSE_ROTA, ())
    for group in given_groups:
        if not group.value and any(each.value for each in given_groups):
            hint = "name who presents together, or delete it"
            faults.append(error("wrong-shape", "found a group of nobody", group.span, hint))
        members = []
        for located in group.value:
            given = located.value
            if isinstance(given, str):
                members.append(MemberRecord(Located(given, located.span)))
                continue
            name, last = given.get(keys.NAME), given.get(keys.MEMBER_UNTIL)
            first = given.value(keys.MEMBER_FROM, None)
            if name is None:
                continue
            if last is not None and first is not None and last.value < first:
                message = f"found somebody who leaves on {last.value}, before they come"
                hint = "write the first day after 'from', the last after 'until'"
                faults.append(error("break-ends-early", message, last.span, hint))
                first = last = None
            members.append(MemberRecord(name, first, None if last is None else last.value))
        if members:
            groups.append(tuple(members))
    return tuple(groups)
