"""What a handout prints, in its order."""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.model.course import Course, Meeting, Show
from syllabus.model.document import Block, Citation, walk
from syllabus.model.timeline import Timeline


def printed_meetings(section: str, timeline: Timeline) -> tuple[Meeting, ...]:
    """Return the meetings that a section prints, in the order of the schedule."""
    meetings = {"upcoming": timeline.upcoming, "past": timeline.past}
    return tuple(
        meeting for meeting in meetings.get(section, ()) if meeting.show is not Show.SCHEDULE
    )


def printed_citations(course: Course, timeline: Timeline) -> Iterator[Citation]:
    """Yield a handout's citations in the order of print, which numeric styles count by."""
    for entry in course.handout:
        section = course.section(entry.name)
        blocks: list[Block] = list(section.blocks) if section else []
        for meeting in printed_meetings(entry.name, timeline):
            for passage in (meeting.passage, *(each.passage for each in meeting.stream_passages)):
                blocks += passage.blocks
                for part in passage.parts:
                    blocks += part.blocks
        yield from (node for node in walk(tuple(blocks)) if isinstance(node, Citation))
