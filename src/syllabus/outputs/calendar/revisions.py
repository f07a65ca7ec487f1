"""What changed since events were last published, and their new SEQUENCE and time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid5

from syllabus.front.records.published import Published, PublishedMeeting
from syllabus.model.course import Course
from syllabus.model.words import words_of
from syllabus.on_demand import dataclass
from syllabus.outputs.calendar.events import Event
from syllabus.writers.plain import PlainWriter

_NAMESPACE = UUID("5d0c4a52-7a3e-4d63-9a0e-0c6c1f3f7b94")


@dataclass(frozen=True, slots=True)
class Revision:
    """An event as it is published: its UID, SEQUENCE and LAST-MODIFIED (RFC 5545, 3.8)."""

    event: Event
    uid: str
    sequence: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class RevisedEvents:
    """The events to publish, in the order of time, and what is published with them.

    `changed` are the ids of those that are new or not as they were.
    """

    published: Published
    revisions: tuple[Revision, ...]
    changed: frozenset[str]


def revise_events(
    course: Course,
    events: Iterable[Event],
    published: Published | None,
    moment: datetime,
    touched: Collection[str] = (),
) -> RevisedEvents:
    """Return the events with their SEQUENCE numbers, raised by one where content changed.

    An event that was published and has no date or no record any more is published as one that
    does not take place, until it would have been over. `touched` are the ids of those that
    changed for members only. A moment before the last change counts as one second after it.
    """
    before = {} if published is None else dict(published.meetings)
    events = tuple(events)
    gone = tuple(_without_date(course, events, before, moment))
    gone_ids = {event.id for event in gone}
    name = course.slug if published is None else published.course
    now = moment.astimezone(UTC).replace(microsecond=0)
    after = dict(before)
    changed = set()
    revisions = []
    for event in sorted((*events, *gone), key=lambda each: (each.start.astimezone(UTC), each.id)):
        known = before.get(event.id)
        told = _published(event, known, now, gone=event.id in gone_ids)
        if known is not None and known.digest == told.digest and event.id not in touched:
            told = known
        else:
            changed.add(event.id)
        after[event.id] = told
        revisions.append(Revision(event, _uid(name, event), told.sequence, told.modified))
    spans = {} if published is None else published.spans
    return RevisedEvents(Published(name, after, spans), tuple(revisions), frozenset(changed))


def _uid(course: str, event: Event) -> str:
    """Return what calendars know an event by: a UUID, as RFC 7986, 5.3, recommends."""
    return str(uuid5(_NAMESPACE, f"{course}/{event.id}"))


def _published(
    event: Event, known: PublishedMeeting | None, now: datetime, *, gone: bool
) -> PublishedMeeting:
    told = PublishedMeeting(
        sequence=0,
        modified=now,
        digest=event.digest,
        title=event.title,
        start=event.start,
        duration=event.end - event.start.astimezone(UTC),
        streams=event.streams,
        gone=gone,
    )
    if known is None:
        return told
    later = max(now, known.modified + timedelta(seconds=1))
    return replace(told, sequence=known.sequence + 1, modified=later)


def _without_date(
    course: Course,
    events: Iterable[Event],
    before: Mapping[str, PublishedMeeting],
    moment: datetime,
) -> Iterator[Event]:
    """Yield events for what calendars have ahead of `moment` and the course no longer."""
    words, writer = words_of(course), PlainWriter(macros=course.definitions)
    here = {event.id for event in events}
    undated = {meeting.calendar_id: meeting for meeting in course.meetings if not meeting.start}
    for key, known in before.items():
        if key in here or not known.is_ahead(moment):
            continue
        meeting = undated.get(key)
        obstacle = words["cancelled"]
        if meeting is not None:
            obstacle = meeting.when.text if meeting.when else words["undated"]
        title = summary = known.title
        if meeting is not None:
            title, summary = meeting.title.text, writer.title(meeting.title)
        yield Event(
            key,
            title,
            summary,
            obstacle,
            known.start,
            known.duration,
            known.streams,
            all_day=_takes_days(known),
        )


def _takes_days(known: PublishedMeeting) -> bool:
    """Return whether it was published from midnight to midnight, as what takes whole days."""
    end = known.end.astimezone(known.start.tzinfo)
    return known.start.time() == time() == end.time() and bool(known.duration)
