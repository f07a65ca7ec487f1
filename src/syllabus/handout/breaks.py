"""The days without meetings as rows of the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from syllabus.model.course import Course, Meeting, Passage, Show, Status, Title
from syllabus.model.document import Text
from syllabus.model.kinds import KINDS, day_after
from syllabus.model.spans import days_of
from syllabus.model.timeline.days import public_holidays
from syllabus.model.words import words_of
from syllabus.source import Span


def find_breaks(course: Course, meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Return the breaks and public holidays of a course, as holidays that only a schedule has.

    A public holiday is among them if it lies between the first and the last of the `meetings`, on a
    weekday of the course, and if there is nothing else on it.
    """
    if not course.schedule.breaks:
        return ()
    return tuple(_breaks(course, tuple(meetings)))


def _breaks(course: Course, meetings: tuple[Meeting, ...]) -> Iterator[Meeting]:
    recurrence, place = course.recurrence, course.source.span(0)
    no_reason = words_of(course)["kind-holiday"]
    for each in recurrence.breaks:
        yield _row(course, each.first, each.last, each.reason or no_reason, each.span or place)
    held = [each.start.date() for each in meetings if each.start and each.kind.is_session]
    if recurrence.region is None or not held:
        return
    taken = {day for each in meetings for day in days_of(each)}
    found = public_holidays(recurrence.region, min(held), max(held), course.language)
    for day, name in found:
        usual = not recurrence.days or day.weekday() in recurrence.days
        if usual and day not in taken and not any(day in each for each in recurrence.breaks):
            yield _row(course, day, day, name, place)


def _row(course: Course, first: date, last: date, reason: str, span: Span) -> Meeting:
    start = datetime.combine(first, time(), course.zone)
    end = day_after(datetime.combine(last, time(), course.zone))
    title = Title(reason, span, (Text(reason, span),))
    return Meeting(
        identifier=f"break-{first}",
        source=course.source,
        span=span,
        title=title,
        topic=title,
        start=start,
        date_span=span,
        duration=end - start.astimezone(UTC),
        time=None,
        when=None,
        streams=(),
        status=Status.SCHEDULED,
        reason=None,
        show=Show.SCHEDULE,
        join=None,
        recording=None,
        passage=Passage((), ()),
        stream_passages=(),
        kind=KINDS["holiday"],
        all_day=True,
        last_day=last if last > first else None,
    )
