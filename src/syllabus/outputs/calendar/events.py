"""Meetings as events: what a calendar says of them, for members and for everybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import UTC, date, datetime, timedelta

from syllabus.diagnostics import Diagnostic, has_errors
from syllabus.handout import CitationFormat, cite_meeting
from syllabus.handout.readers import meeting_by_edition
from syllabus.model.abstracts import (
    abstract_titles,
    abstracts_of,
    has_abstract,
    without_abstracts,
)
from syllabus.model.course import Course, Meeting, Show, Status
from syllabus.model.deadlines import meeting_deadlines
from syllabus.model.ends import end_of
from syllabus.model.facts import FactPlace, facts_for
from syllabus.model.naming import people_text
from syllabus.model.pairs import are_one
from syllabus.model.people import by_roles, role_word
from syllabus.model.spans import event_ids, groups_apart
from syllabus.model.words import punctuation_for, words_of
from syllabus.on_demand import dataclass
from syllabus.writers.plain import PlainWriter, apart


@dataclass(frozen=True, slots=True)
class Event:
    """One meeting as calendars show it.

    `id` is what they know it by. `summary` is its title in characters alone. `obstacle` says why it
    does not take place ("cancelled: rail strike"), None if it does. `streams` are codes, empty if
    it is for everyone. `lines` are its text; `members_lines` that of the members' edition where it
    is another one. `meeting` is its source, None if it exists only in published calendars or is
    that of a part. What is not `busy` takes nobody's time, such as a deadline. `remark` is said
    behind the title ("time to be announced"). The rest is as `Meeting` has it.
    """

    id: str
    title: str
    summary: str
    obstacle: str | None
    start: datetime
    duration: timedelta
    streams: tuple[str, ...]
    lines: tuple[str, ...] = ()
    members_lines: tuple[str, ...] | None = None
    meeting: Meeting | None = field(default=None, repr=False)
    all_day: bool = False
    busy: bool = True
    remark: str | None = None
    last_day: date | None = None
    weeks: int = 0
    days_off: tuple[date, ...] = ()

    @property
    def end(self) -> datetime:
        """When it is over, in UTC."""
        return end_of(self.start, self.duration, None if self.all_day else self.last_day)

    @property
    def digest(self) -> str:
        """Return a hash of its public content, in 32 hexadecimal digits.

        Links and passcodes are not part of it: a passcode of six digits could be found by brute
        force.
        """
        zone = str(self.start.tzinfo)
        told = [self.summary, self.obstacle, self.start.isoformat(), zone]
        known = [*told, self.duration.total_seconds(), self.streams, self.lines]
        if self.all_day or not self.busy:
            known += [self.all_day, self.busy]
        if self.last_day is not None or self.remark is not None:
            known += [str(self.last_day), self.weeks, *map(str, self.days_off), self.remark]
        return _digest(known)

    @property
    def private_digest(self) -> str:
        """Return a hash of its members-only content, to be stored only locally."""
        known = self.meeting
        told: list[object] = [
            each and (each.url, each.passcode)
            for each in (known and known.join, known and known.recording)
        ]
        speakers = () if known is None else known.speakers
        addresses = [each.person.address.address for each in speakers if each.person.address]
        told += [addresses] if addresses else []
        return _digest(told if self.members_lines is None else [*told, self.members_lines])


def _digest(values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:32]


def plan_events(
    course: Course, form: CitationFormat, faults: list[Diagnostic]
) -> tuple[Event, ...]:
    """Return the events of all meetings that have a date, in the order of their files.

    A row of the schedule and a section that are two records of one meeting are one event, that
    of the section. What cannot be cited is reported.
    """
    words = words_of(course)
    loaded = words if course.reading_load else None
    marks, titles = punctuation_for(course.language), abstract_titles(course)
    writer = PlainWriter(loaded, marks, course.definitions)

    def write(meeting: Meeting) -> tuple[str, ...]:
        cited = cite_meeting(meeting, form)
        faults.extend(cited.diagnostics)
        shown, listed = cited.meeting, (cited.references, words["references"])
        speakers = tuple(
            f"{words[role_word(role, named)]}{marks.colon}{people_text(named, marks, address=True)}"
            for role, named in by_roles(meeting.speakers)
        )
        told = writer.facts(facts_for(meeting.facts, FactPlace.CALENDAR), words)
        if not has_abstract(shown, titles):
            return apart(((*speakers, *told), writer.whole_meeting(shown, *listed)))
        # Programs show the first lines, and people decide by the abstract whether to come.
        abstract = writer.whole_meeting(abstracts_of(shown, titles), (), "")
        rest = writer.whole_meeting(without_abstracts(shown, titles), *listed)
        return apart((speakers, abstract, told, rest))

    events = []
    for meeting in dated_meetings(course.meetings):
        if has_errors(faults):
            break  # a style that is broken is broken for all
        label = meeting.kind.label_before(meeting.title.text, words)
        title = writer.title(meeting.title)
        summary = f"{label}{writer.marks.colon}{title}" if label else title
        for row in groups_apart(meeting):
            full, public = meeting_by_edition(row)
            members_lines = None if full is public else write(full)
            events.append(_event(row, summary, write(public), members_lines, words))
        _, public = meeting_by_edition(meeting)
        events += _due_events(public, summary, words, writer)
    return tuple(events)


def _event(
    meeting: Meeting,
    summary: str,
    lines: tuple[str, ...],
    members_lines: tuple[str, ...] | None,
    words: Mapping[str, str],
) -> Event:
    assert meeting.start is not None
    behind = f" – {meeting.groups[0].name.text}" if meeting.groups else ""
    return Event(
        id=event_ids(meeting)[0],
        title=f"{meeting.title.text}{behind}",
        summary=f"{summary}{behind}",
        obstacle=_obstacle(meeting, words),
        start=meeting.start,
        duration=meeting.duration,
        streams=tuple(stream.code for stream in meeting.streams),
        lines=lines,
        members_lines=members_lines,
        meeting=meeting,
        all_day=meeting.all_day,
        busy=meeting.kind.is_held and not meeting.time_open,
        remark=words["time-open"] if meeting.time_open else None,
        last_day=meeting.last_day,
        weeks=meeting.weeks,
        days_off=meeting.days_off,
    )


def _due_events(
    meeting: Meeting,
    summary: str,
    words: Mapping[str, str],
    writer: PlainWriter,
) -> Iterator[Event]:
    """Yield the deadlines of a meeting's parts; those of parts for members only have none."""
    label = words["kind-deadline"]
    for each in meeting_deadlines(meeting):
        if each.part is None:
            continue
        title = writer.title(each.title)
        yield Event(
            id=each.id,
            title=title,
            summary=f"{label}{writer.marks.colon}{title}",
            obstacle=None,
            start=each.moment,
            duration=each.end - each.moment.astimezone(UTC),
            streams=tuple(stream.code for stream in each.streams),
            lines=(summary,),
            all_day=each.all_day,
            busy=False,
        )


def _obstacle(meeting: Meeting, words: Mapping[str, str]) -> str | None:
    if meeting.status is not Status.CANCELLED:
        return None
    if meeting.reason is None or meeting.untitled:
        return words["cancelled"]
    return words["cancelled-for"].replace("{reason}", meeting.reason.text)


def dated_meetings(meetings: tuple[Meeting, ...]) -> Iterator[Meeting]:
    """Yield the meetings that have a date; of a row and a section that are one, the section."""
    sections: dict[datetime, list[Meeting]] = {}
    for meeting in meetings:
        if meeting.show is Show.DETAILS and meeting.start is not None:
            sections.setdefault(meeting.start.astimezone(UTC), []).append(meeting)
    for meeting in meetings:
        if meeting.start is None:
            continue
        row = meeting.show is Show.SCHEDULE
        then = sections.get(meeting.start.astimezone(UTC), ()) if row else ()
        if not any(are_one(meeting, section) for section in then):
            yield meeting
