"""The days of a record, moved to another term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from syllabus.front.records.definitions import days as keys
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.nodes import Mapping
from syllabus.front.records.writing import Edit, find_entry, set_value
from syllabus.scaffold.meeting import write_hours


def move_days(record: MeetingRecord, mapping: Mapping, by: timedelta) -> Iterator[Edit]:
    """Yield the changes that move every day which a record with a date names."""
    entry = find_entry(mapping, "date")
    assert entry is not None
    assert record.date is not None
    assert record.date.value is not None
    moved = str(record.date.value + by)
    if record.days is not None:
        moved += f" to {record.days.last + by}"
    yield set_value(entry, moved)
    every = find_entry(mapping, keys.MEETING_EVERY.key)
    if every is not None and record.every is not None:
        weeks = "week" if record.every.value.weeks == 1 else f"{record.every.value.weeks} weeks"
        yield set_value(every, f"{weeks} until {record.every.value.until + by}")
    times = find_entry(mapping, keys.MEETING_TIMES.key)
    if times is not None and isinstance(times.value, Mapping):
        for group in record.groups:
            said = find_entry(times.value, group.name.span.text.strip("'\""))
            if said is None or group.when.value.day is None:
                continue
            day = group.when.value.day + by
            dated = find_entry(said.value, "date") if isinstance(said.value, Mapping) else None
            if dated is not None:
                yield set_value(dated, str(day))
            else:
                yield set_value(said, f"{day} {write_hours(group.when.value.hours)}")
