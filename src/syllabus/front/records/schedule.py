"""What course.yaml says of the schedule, typed."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, Related, error
from syllabus.front.records.definitions import schedule as keys
from syllabus.front.records.kinds import Values
from syllabus.model.document import Text
from syllabus.model.schedule import (
    ChosenColumn,
    Column,
    ScheduleLayout,
    ScheduleSettings,
    ZonesShown,
)
from syllabus.source import Span


def schedule_settings(values: Values | None, faults: list[Diagnostic]) -> ScheduleSettings:
    """Return how the schedule is to be printed; a column named twice is reported."""
    if values is None:
        return ScheduleSettings()
    first: dict[Column, Span] = {}
    chosen = []
    for name, heading in values.value(keys.COLUMNS, ()):
        if name.value in first:
            message = f"found the column '{name.value.value}' a second time"
            related = Related("the first one", first[name.value])
            faults.append(error("duplicate-key", message, name.span, related=(related,)))
            continue
        first[name.value] = name.span
        text = None if heading is None else Text(heading.value, heading.span)
        chosen.append(ChosenColumn(name.value, text))
    columns = values.get(keys.COLUMNS)
    read = not values.is_unread(keys.COLUMNS)
    if columns is not None and read and Column.TOPIC not in first:
        message = "found no column 'topic', which says what a meeting is about"
        hint = "add 'topic' to the columns"
        faults.append(error("missing-topic", message, columns.span, hint))
    return ScheduleSettings(
        tuple(chosen),
        values.value(keys.LAYOUT, ScheduleLayout.TABLE),
        values.value(keys.ZONES, ZonesShown.ALWAYS),
        values.value(keys.ENDS, False),
        breaks=values.value(keys.BREAKS, False),
    )
