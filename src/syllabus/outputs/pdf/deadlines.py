"""What is due, as the handout lists it."""

from __future__ import annotations

from syllabus.handout import Handout
from syllabus.handout.deadlines import ListedDeadline, list_deadlines
from syllabus.outputs.pdf.meetings import MeetingViews
from syllabus.outputs.pdf.view import DeadlineView
from syllabus.writers.latex import Latex, directed


def view_deadlines(
    handout: Handout, meetings: MeetingViews
) -> tuple[tuple[DeadlineView, ...], tuple[DeadlineView, ...]]:
    """Return what is due, and what was due before the handout's moment; each in order."""
    coming, past = list_deadlines(handout)
    return tuple(_view(each, meetings) for each in coming), tuple(
        _view(each, meetings) for each in past
    )


def _view(listed: ListedDeadline, meetings: MeetingViews) -> DeadlineView:
    deadline, writer = listed.deadline, meetings.writer
    labels = (meetings.label(each) for each in deadline.streams)
    meeting = None if deadline.part is None else writer.titled(deadline.meeting.title)
    return DeadlineView(
        mark=writer.mark(deadline.title.span),
        date=directed(writer.literal(listed.day), listed.day),
        time=writer.literal(listed.time),
        stream=Latex.join(labels, "/"),
        title=writer.titled(deadline.title),
        meeting=meeting,
        label=None if listed.anchor is None else Latex(listed.anchor),
    )
