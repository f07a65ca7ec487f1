"""Which columns the schedule of a handout has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from syllabus.handout.handout import Handout
from syllabus.model.course import Meeting, Show, Status
from syllabus.model.schedule import ChosenColumn, Column


def scheduled_meetings(handout: Handout) -> tuple[Meeting, ...]:
    """Return the meetings that have a row of the schedule, in its order."""
    return tuple(each for each in handout.meetings if each.show is not Show.DETAILS)


def schedule_columns(handout: Handout) -> tuple[ChosenColumn, ...]:
    """Return the columns that the course asks for, or else those that its meetings need."""
    chosen = handout.course.schedule.columns
    if chosen:
        return chosen
    return tuple(ChosenColumn(each) for each, needed in _NEEDED.items() if needed(handout))


def _always(_: Handout) -> bool:
    return True


def _names_streams(handout: Handout) -> bool:
    return any(
        each.streams for each in scheduled_meetings(handout) if each.status is not Status.CANCELLED
    )


_NEEDED: Mapping[Column, Callable[[Handout], bool]] = {
    Column.DATE: _always,
    Column.TIME: _always,
    Column.STREAM: _names_streams,
    Column.TOPIC: _always,
}
"""The columns of a course that chooses none, in order, and when each is there."""
