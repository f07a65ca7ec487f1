"""What is due, with its day and time as readers are told them."""

from __future__ import annotations

from syllabus.handout.handout import Handout
from syllabus.model.deadlines import Deadline, find_deadlines
from syllabus.model.schedule import ZonesShown
from syllabus.model.timeline import format_date, format_time
from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class ListedDeadline:
    """Something that is due on a `day`; `time` is empty for the end of it.

    `anchor` is that of the section with more of it, None if there is none.
    """

    deadline: Deadline
    day: str
    time: str
    anchor: str | None


def list_deadlines(
    handout: Handout,
) -> tuple[tuple[ListedDeadline, ...], tuple[ListedDeadline, ...]]:
    """Return what is due, and what was due before the handout's moment; each in order."""
    coming: list[ListedDeadline] = []
    past: list[ListedDeadline] = []
    for each in find_deadlines(handout.meetings):
        place = past if each.is_over(handout.moment) else coming
        place.append(_listed(each, handout))
    return tuple(coming), tuple(past)


def _listed(deadline: Deadline, handout: Handout) -> ListedDeadline:
    course, moment = handout.course, deadline.moment
    shown = course.schedule.zones
    at_home = shown is ZonesShown.WHERE_NEEDED and moment.tzinfo == course.zone
    clock = moment
    if shown is ZonesShown.NEVER or at_home:  # as in the schedule
        clock = moment.replace(tzinfo=None)
    return ListedDeadline(
        deadline,
        format_date(moment.date(), course.dates.schedule, "schedule", course.language),
        "" if deadline.all_day else format_time(clock, course.language, course.clock),
        handout.anchor(deadline.meeting),
    )
