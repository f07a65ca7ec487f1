"""People who take turns: who presents at a meeting that leaves it to the rota."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import field, replace
from datetime import date, datetime

from syllabus.model.course import Course, Meeting, Status
from syllabus.model.pairs import are_one
from syllabus.model.people import Role, RotaMember, Speaker, presenting
from syllabus.model.timeline import is_over, schedule_order
from syllabus.on_demand import dataclass

Group = tuple[RotaMember, ...]
"""Those who present together."""


@dataclasses.dataclass(repr=False, eq=False)
class _Tally:
    """How often each group has presented so far, and when last, counted in meetings."""

    rota: tuple[Group, ...]
    times: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    met: int = 0

    def join(self, day: date) -> None:
        """Let in whoever is there by a day: as if they had presented as often as who did least."""
        least = min(self.times.values(), default=0)
        for index, group in enumerate(self.rota):
            if index not in self.times and _there(group, day):
                self.times[index] = least

    def following(self, day: date, named: frozenset[str]) -> int | None:
        """Return whose turn it is on a day, of those who are not `named`; None if there is nobody.

        That is who presented least often, of these who did so longest ago, of these the first.
        """
        free = [
            index
            for index, group in enumerate(self.rota)
            if (there := _there(group, day)) and not {each.person.key for each in there} & named
        ]
        return min(free, key=lambda each: (self.times[each], self.last.get(each, -1)), default=None)

    def count(self, keys: frozenset[str]) -> None:
        """Count a meeting at which these people presented."""
        self.met += 1
        for index, group in enumerate(self.rota):
            if index in self.times and keys & {member.person.key for member in group}:
                self.times[index] += 1
                self.last[index] = self.met


def _there(group: Group, day: date) -> Group:
    return tuple(member for member in group if member.is_there(day))


def fill_turns(
    meetings: tuple[Meeting, ...], rota: tuple[Group, ...]
) -> tuple[tuple[Meeting, ...], tuple[Meeting, ...]]:
    """Return meetings with presenters where they leave them to the rota, and those with too few.

    Whose turn it is follows from the meetings before, by their dates, and from nothing else: so
    nobody's turn changes once it is over, whatever is planned after it. Cancelled meetings and
    those without a date have none.
    """
    if not any(meeting.turns for meeting in meetings):
        return meetings, ()
    tally = _Tally(rota)
    filled: dict[str, Meeting] = {}
    short: list[Meeting] = []
    before: Meeting | None = None
    for meeting in schedule_order(meetings):
        if meeting.start is None or meeting.status is Status.CANCELLED:
            continue
        day = meeting.start.date()
        tally.join(day)
        if before is not None and are_one(before, meeting):
            if meeting.turns:
                filled[meeting.identifier] = replace(meeting, speakers=before.speakers)
            continue
        speakers = list(meeting.speakers)
        for _ in range(meeting.turns):
            named = frozenset(each.person.key for each in speakers)
            index = tally.following(day, named)
            if index is None:
                short.append(meeting)
                break
            speakers += [
                Speaker(member.person, Role.PRESENTER, meeting.date_span)
                for member in _there(rota[index], day)
            ]
        before = replace(meeting, speakers=tuple(speakers)) if meeting.turns else meeting
        filled[meeting.identifier] = before
        tally.count(presenting(speakers))
    return tuple(filled.get(each.identifier, each) for each in meetings), tuple(short)


@dataclass(frozen=True, slots=True)
class PresentationCount:
    """How often a group of the rota has presented by a moment, and when it does next."""

    group: Group
    times: int
    last: Meeting | None
    next: Meeting | None


def presentation_counts(course: Course, moment: datetime) -> tuple[PresentationCount, ...]:
    """Return the rota of a course at `moment` (aware): who is next first, then who has no date.

    These follow by whose turn it would be: who presented least often, or longest ago.
    """
    held = [
        each
        for each in schedule_order(course.meetings)
        if each.start is not None and each.status is not Status.CANCELLED
    ]
    places = {id(meeting): index for index, meeting in enumerate(held)}
    found = [_count_of(group, held, moment) for group in course.people.rota]

    def order(count: PresentationCount) -> tuple[bool, int, int]:
        if count.next is not None:
            return (False, places[id(count.next)], 0)
        last = -1 if count.last is None else places[id(count.last)]
        return (True, count.times, last)

    return tuple(sorted(found, key=order))


def _count_of(group: Group, held: Iterable[Meeting], moment: datetime) -> PresentationCount:
    keys = {member.person.key for member in group}
    theirs = [each for each in held if presenting(each.speakers) & keys]
    over = [each for each in theirs if is_over(each, moment)]
    ahead = theirs[len(over) :]
    return PresentationCount(
        group, len(over), over[-1] if over else None, ahead[0] if ahead else None
    )
