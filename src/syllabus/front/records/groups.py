"""The groups of a record's `times`."""

from __future__ import annotations

from datetime import timedelta

from syllabus.diagnostics import Diagnostic, Related, error
from syllabus.front.records.definitions import days as keys
from syllabus.front.records.hours import duration_of
from syllabus.front.records.kinds import Located, Pair, Values
from syllabus.front.records.places import RoomRecord, read_room
from syllabus.front.records.spans import DayAndTime
from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """One group as `times` says it; `duration` is None where only the start is said."""

    name: Located[str]
    when: Located[DayAndTime]
    duration: timedelta | None = None
    room: RoomRecord | None = None

    @property
    def texts(self) -> tuple[Located[str] | None, ...]:
        """What readers see of it."""
        return (self.name, *(() if self.room is None else self.room.texts))


def read_groups(
    times: Located[tuple[Pair[DayAndTime | Values], ...]] | None, faults: list[Diagnostic]
) -> tuple[GroupRecord, ...]:
    """Return the groups in the order of the record; one named twice is reported."""
    groups: dict[str, GroupRecord] = {}
    for pair in () if times is None else times.value:
        group = _group(pair, faults)
        if group is None:
            continue
        first = groups.setdefault(group.name.value.casefold(), group)
        if first is not group:
            message = f"found the group '{group.name.value}' a second time"
            related = Related("the first one", first.name.span)
            faults.append(error("duplicate-key", message, group.name.span, related=(related,)))
    return tuple(groups.values())


def _group(pair: Pair[DayAndTime | Values], faults: list[Diagnostic]) -> GroupRecord | None:
    said = pair.value.value
    if isinstance(said, DayAndTime):
        return GroupRecord(pair.key, Located(said, pair.value.span), said.hours.duration)
    hours, day = said.get(keys.GROUP_TIME), said.get(keys.GROUP_DATE)
    if hours is None:
        return None  # reported
    when = DayAndTime(hours.value, None if day is None else day.value)
    duration = duration_of(hours, said.get(keys.GROUP_DURATION), faults)
    return GroupRecord(
        pair.key, Located(when, hours.span), duration, read_room(said, keys.GROUP_ROOM)
    )
