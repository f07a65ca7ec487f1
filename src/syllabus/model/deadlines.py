"""All that a course asks for by a day: records of deadlines, and parts of meetings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from syllabus.model.course import Meeting, Part, Status, Stream, Title
from syllabus.model.document import Citation, Text, plain_text, walk
from syllabus.model.kinds import Due
from syllabus.model.slug import LONGEST_IDENTIFIER, make_slug
from syllabus.model.spans import sessions
from syllabus.on_demand import dataclass

SOON = timedelta(days=7)
"""How long before it ends mail tells of a deadline."""

DUE_PART = ".due."
"""What stands between a meeting's id and its part in the id of a part's deadline."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due: a `meeting` that is a deadline, or one's `part`.

    `moment` is the start of the day where it is due `all_day`, and `end` when it is too late, in
    UTC. `id` is what calendars know it by; `streams` are whom it is for, empty for everyone.
    """

    id: str
    meeting: Meeting
    part: Part | None
    title: Title
    moment: datetime
    all_day: bool
    end: datetime
    streams: tuple[Stream, ...]

    def is_over(self, moment: datetime) -> bool:
        """Return whether it is too late at a moment (aware)."""
        return self.end <= moment.astimezone(UTC)

    def is_soon(self, moment: datetime) -> bool:
        """Return whether it ends within `SOON` of a moment (aware)."""
        return moment.astimezone(UTC) < self.end <= moment.astimezone(UTC) + SOON


def find_deadlines(meetings: Iterable[Meeting]) -> tuple[Deadline, ...]:
    """Return what is due of meetings that take place, in the order in which it is."""
    found = (each for meeting in meetings for each in meeting_deadlines(meeting))
    return tuple(sorted(found, key=lambda each: (each.end, each.id)))


def meeting_deadlines(meeting: Meeting) -> Iterator[Deadline]:
    """Yield what is due of one meeting, unless it is cancelled: each day of what returns."""
    if meeting.status is Status.CANCELLED:
        return
    for session in sessions(meeting) if meeting.kind.is_deadline else ():
        yield Deadline(
            meeting.calendar_id,
            meeting,
            None,
            meeting.title,
            session.start,
            meeting.all_day,
            session.start.astimezone(UTC) + session.duration,
            session.streams,
        )
    used: set[str] = set()
    for part, due, stream in due_parts(meeting):
        said = plain_text(part.title)
        # What a citation prints is known where its text is printed.
        cites = any(isinstance(node, Citation) for node in walk(part.title))
        nodes = (Text(said, part.span),) if cites else part.title
        title = Title(said, part.span, nodes)
        key = part_id(meeting, part, stream, used)
        streams = meeting.streams if stream is None else (stream,)
        yield Deadline(key, meeting, part, title, due.moment, due.all_day, due.end, streams)


def due_parts(meeting: Meeting) -> Iterator[tuple[Part, Due, Stream | None]]:
    """Yield the parts of a meeting that are due, and the stream that each is for."""
    passages = [(meeting.passage, None), *((e.passage, e.stream) for e in meeting.stream_passages)]
    for passage, stream in passages:
        for part in passage.parts:
            if part.due is not None:
                yield part, part.due, stream


def part_id(meeting: Meeting, part: Part, stream: Stream | None, used: set[str]) -> str:
    """Return what calendars know a part's deadline by: the meeting's id, and the part's title.

    It is none of those `used` before, to which it is added.
    """
    title = plain_text(part.title)
    named = make_slug(title) or hashlib.sha256(title.encode()).hexdigest()[:8]
    slug = named if stream is None else f"{make_slug(stream.code) or 'stream'}.{named}"
    key, number = f"{meeting.calendar_id}{DUE_PART}{slug}", 1
    if len(key) > LONGEST_IDENTIFIER - 4:
        digest = hashlib.sha256(key.encode()).hexdigest()[:16]
        key = f"{key[: LONGEST_IDENTIFIER - 21]}-{digest}"
    first = key
    while key in used:
        number += 1
        key = f"{first}-{number}"
    used.add(key)
    return key
