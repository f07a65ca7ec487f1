"""Rooms and materials as records say them, typed."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, error
from syllabus.front.records.definitions import places as keys
from syllabus.front.records.kinds import Field, Located, Values
from syllabus.on_demand import dataclass
from syllabus.source import Span

NO_ROOM = "none"
"""What a meeting says that is not held in the course's room, and in no other."""


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """A room as it is written; `is_none` says that there is none."""

    name: Located[str]
    building: Located[str] | None = None
    address: Located[str] | None = None
    url: Located[str] | None = None

    @property
    def is_none(self) -> bool:
        """Whether the record says that its meeting has no room."""
        return self.name.value.casefold() == NO_ROOM

    @property
    def texts(self) -> tuple[Located[str] | None, ...]:
        """What readers see of it."""
        return (self.name, self.building, self.address, self.url)


@dataclass(frozen=True, slots=True)
class MaterialRecord:
    """A material as it is written: `label` is a name alone where it `is_short`.

    `target` is an address or the path of a file; `members` is None where the record does not say.
    """

    label: Located[str]
    target: Located[str] | None
    is_short: bool
    is_file: bool
    members: bool | None
    span: Span


def read_room(values: Values, field: Field[str | Values]) -> RoomRecord | None:
    """Return the room that a record names, None if it names none or that was reported."""
    located = values.get(field)
    if located is None:
        return None
    inner = located.value
    if isinstance(inner, str):
        return RoomRecord(Located(inner, located.span))
    name = inner.get(keys.ROOM_NAME)
    if name is None:
        return None
    building, address = inner.get(keys.ROOM_BUILDING), inner.get(keys.ROOM_ADDRESS)
    return RoomRecord(name, building, address, inner.get(keys.ROOM_URL))


def read_materials(values: Values, faults: list[Diagnostic]) -> tuple[MaterialRecord, ...]:
    """Return the materials that a record names, in its order; one of two targets is reported."""
    found: list[MaterialRecord] = []
    for each in values.value(keys.MEETING_MATERIALS, ()):
        if isinstance(each, Located):
            inner = each.value
            label = inner.get(keys.MATERIAL_LABEL)
            url, file = inner.get(keys.MATERIAL_URL), inner.get(keys.MATERIAL_FILE)
            unread = inner.is_unread(keys.MATERIAL_URL) or inner.is_unread(keys.MATERIAL_FILE)
            if url is not None and file is not None:
                message = "found both 'url' and 'file', expected one of them"
                hint = "delete one of the two, or write two materials"
                faults.append(error("wrong-shape", message, file.span, hint))
            if label is not None and not unread:
                target, members = url or file, inner.value(keys.MATERIAL_MEMBERS, None)
                is_file = url is None
                found.append(MaterialRecord(label, target, False, is_file, members, each.span))
            continue
        for target in each.value.value:
            is_file = not target.value.startswith(("http://", "https://"))
            found.append(MaterialRecord(each.key, target, True, is_file, None, target.span))
    return tuple(found)
