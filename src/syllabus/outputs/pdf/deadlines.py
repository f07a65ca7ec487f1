"""What is due, as the handout lists it."""

from __future__ import annotations

from syllabus.handout import Handout
from syllabus.model.deadlines import Deadline, find_deadlines
from syllabus.model.schedule import ZonesShown
from syllabus.model.timeline import format_date, format_time
from syllabus.outputs.pdf.meetings import MeetingViews
from syllabus.outputs.pdf.view import DeadlineView
from syllabus.writers.latex import Latex, directed


def view_deadlines(
    handout: Handout, meetings: MeetingViews
) -> tuple[tuple[DeadlineView, ...], tuple[DeadlineView, ...]]:
    """Return what is due, and what was due before the handout's moment; each in order."""
    coming: list[DeadlineView] = []
    past: list[DeadlineView] = []
    for each in find_deadlines(handout.meetings):
        place = past if each.is_over(handout.moment) else coming
        place.append(_view(each, handout, meetings))
    return tuple(coming), tuple(past)


def _view(deadline: Deadline, handout: Handout, meetings: MeetingViews) -> DeadlineView:
    course, writer, part = handout.course, meetings.writer, deadline.part
    day = format_date(deadline.moment.date(), course.dates.schedule, "schedule", course.language)
    moment, shown = deadline.moment, course.schedule.zones
    at_home = shown is ZonesShown.WHERE_NEEDED and moment.tzinfo == course.zone
    if shown is ZonesShown.NEVER or at_home:  # as in the schedule
        moment = moment.replace(tzinfo=None)
    time = "" if deadline.all_day else format_time(moment, course.language, course.clock)
    anchor = handout.anchor(deadline.meeting)
    labels = (writer.text(each.label, each.span) for each in deadline.streams)
    return DeadlineView(
        mark=writer.mark(deadline.title.span),
        date=directed(writer.literal(day), day),
        time=writer.literal(time),
        stream=Latex.join(labels, "/"),
        title=writer.titled(deadline.title),
        meeting=None if part is None else writer.titled(deadline.meeting.title),
        label=None if anchor is None else Latex(anchor),
    )
