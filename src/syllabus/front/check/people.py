"""People: short names put into full, turns filled, and the rules for both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from syllabus.diagnostics import Diagnostic, Related, error, nearest_hint, warning
from syllabus.front.check.joined_names import check_joined
from syllabus.front.markup import smart_text
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.definitions.people import ROTA
from syllabus.front.records.kinds import Located
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.people import PersonRecord
from syllabus.model.course import Course, Meeting, Status
from syllabus.model.document import Text
from syllabus.model.kinds import BaseKind, MeetingKind
from syllabus.model.pairs import are_one
from syllabus.model.people import CoursePeople, OfficeHours, Person, Role, RotaMember, Speaker
from syllabus.model.rota import fill_turns
from syllabus.model.spans import sessions
from syllabus.source import Span

# --- one record ----------------------------------------------------------------------------


def speakers_of(
    record: MeetingRecord, kind: MeetingKind, course: CourseRecord, faults: list[Diagnostic]
) -> tuple[tuple[Speaker, ...], int]:
    """Return who has a role in a meeting, and how many turns of the rota it has."""
    meets = kind.base is BaseKind.MEETING and record.title is not None and record.every is None
    left = record.presenters is None and meets
    turns = len(course.people.turns) if left else 0
    found: dict[tuple[str, object], Speaker] = {}
    for named in record.named:
        name = named.name
        if name.value == ROTA:
            if named in record.speakers:
                message = f"found '{ROTA}', expected a name"
                hint = f"write presenters: {ROTA} for whose turn it is"
                faults.append(error("unknown-person", message, name.span, hint))
            elif not course.people.rota and "rota" not in course.unread:
                message = f"found '{ROTA}', but course.yaml names nobody who takes turns"
                hint = "add to course.yaml: rota: [ada, bo]"
                faults.append(error("missing-rota", message, name.span, hint))
            else:
                turns += 1
            continue
        before = len(faults)
        person = person_of(named, course, faults)
        if len(faults) == before:
            faults.extend(check_joined(name))
        speaker = Speaker(person, named.role, name.span)
        twin = found.setdefault((person.key, named.role), speaker)
        if twin is not speaker:
            faults.append(_twice(person, name, twin.span))
    return tuple(found.values()), turns


def _twice(person: Person, name: Located[str], first: Span) -> Diagnostic:
    message = f"found {person.name.text} a second time"
    return error("duplicate-person", message, name.span, related=(Related("the first one", first),))


def person_of(record: PersonRecord, course: CourseRecord, faults: list[Diagnostic]) -> Person:
    """Return somebody, by the short name of course.yaml where it is one.

    What a record says itself goes before what course.yaml says of that person.
    """
    own = _own(record, course.language)
    known = {pair.key.value: pair.value.value for pair in course.people.known}
    named = known.get(record.name.value.casefold())
    if named is None:
        faults.extend(_unknown(record.name, known, course))
        return own
    whole = _own(named, course.language)
    return replace(
        whole,
        affiliation=own.affiliation or whole.affiliation,
        url=own.url or whole.url,
        address=own.address or whole.address,
    )


def _own(record: PersonRecord, language: str) -> Person:
    def text(located: Located[str]) -> Text:
        return Text(smart_text(located.value, language), located.span)

    return Person(
        text(record.name),
        None if record.affiliation is None else text(record.affiliation),
        record.url,
        record.address,
    )


def seems_short(name: str) -> bool:
    """Return whether a name is written as short names are: one word in lower case."""
    return bool(re.fullmatch(r"[^\W_][\w-]*", name)) and name.islower()


def _unknown(
    name: Located[str], known: Iterable[str], course: CourseRecord
) -> Iterator[Diagnostic]:
    """Report what looks like short names, of which course.yaml does not have each."""
    if "people" in course.unread:
        return  # the fault is told where it is, not in each record
    names = tuple(known)
    several = [each.strip() for each in re.split(r"[,;/&+]|\sand\s", name.value)]
    if len(several) > 1 and all(each.casefold() in names for each in several):
        message = f"found '{name.value}', expected one short name"
        yield error("unknown-person", message, name.span, f"write [{', '.join(several)}]")
        return
    if not names or not seems_short(name.value):
        return
    message = f"found '{name.value}', which is no short name of 'people'"
    if hints := nearest_hint(name.value, names):
        yield error("unknown-person", message, name.span, *hints)
    else:
        hint = f"add it to 'people' in course.yaml, or write the whole name: {names[0]} is one"
        yield warning("unknown-person", message, name.span, hint)


# --- the course ----------------------------------------------------------------------------


def people_of(course: CourseRecord, faults: list[Diagnostic]) -> CoursePeople:
    """Return the people of course.yaml, with each short name put into full."""
    given = course.people
    contact = None
    if given.contact is not None:
        contact = person_of(given.contact, course, faults)
        # An address that was written to be asked at is there for everybody.
        contact = replace(contact, public=given.contact.address is not None)
    assistants: dict[str, Person] = {}
    for named in given.assistants:
        person = person_of(named, course, faults)
        twin = assistants.setdefault(person.key, person)
        if twin is not person:
            faults.append(_twice(person, named.name, twin.name.span))
    if given.turns and not given.rota and "rota" not in course.unread:
        message = f"found 'presenters: {ROTA}', but nobody who takes turns"
        hint = "add the line: rota: [ada, bo]"
        faults.append(error("missing-rota", message, given.turns[0].span, hint))
    return CoursePeople(
        contact, tuple(assistants.values()), tuple(_office_hours(course)), _rota(course, faults)
    )


def _office_hours(course: CourseRecord) -> Iterator[OfficeHours | Text]:
    for each in course.people.office_hours:
        if isinstance(each.value, str):
            yield Text(smart_text(each.value, course.language), each.span)
        else:
            yield each.value


def _rota(course: CourseRecord, faults: list[Diagnostic]) -> tuple[tuple[RotaMember, ...], ...]:
    groups = []
    first: dict[frozenset[str], Person] = {}
    for group in course.people.rota:
        members = []
        for named in group:
            person = person_of(PersonRecord(named.name), course, faults)
            members.append(RotaMember(person, named.first, named.last))
        key = frozenset(member.person.key for member in members)
        twin = first.setdefault(key, members[0].person)
        if twin is not members[0].person:
            faults.append(_twice(members[0].person, group[0].name, twin.name.span))
            continue
        groups.append(tuple(members))
    return tuple(groups)


# --- all meetings --------------------------------------------------------------------------


def with_turns(course: Course, faults: list[Diagnostic]) -> Course:
    """Return a course whose meetings say who presents by the rota, after checking all speakers."""
    meetings, short = fill_turns(course.meetings, course.people.rota)
    by_name = {each.identifier: each for each in meetings} if short else {}
    for meeting in short if course.people.rota else ():
        named = [
            each.person.name.text
            for each in by_name[meeting.identifier].speakers
            if each.role is Role.PRESENTER
        ]
        message = "found nobody whose turn it could be, so nobody is named"
        if named:
            message = f"found nobody whose turn it could be beside {', '.join(named)}"
        hint = "write who presents after 'presenters', or add people to 'rota' in course.yaml"
        faults.append(warning("missing-rota", message, meeting.date_span, hint))
    check_speakers(meetings, faults)
    return course if meetings is course.meetings else replace(course, meetings=meetings)


def check_speakers(meetings: tuple[Meeting, ...], faults: list[Diagnostic]) -> None:
    """Report people who would have to be in two meetings at one time."""
    theirs: dict[str, list[tuple[datetime, timedelta, Meeting, Speaker]]] = {}
    for meeting in meetings:
        if not meeting.speakers or meeting.status is Status.CANCELLED or meeting.all_day:
            continue
        once = {speaker.person.key: speaker for speaker in reversed(meeting.speakers)}
        for session in sessions(meeting):
            held_at = session.start.astimezone(UTC), session.duration, meeting
            for key, speaker in once.items():
                theirs.setdefault(key, []).append((*held_at, speaker))
    told = {fault.span for fault in faults if fault.code == "meeting-date-clash"}
    for held in theirs.values():
        held.sort(key=lambda each: each[0])
        # A long meeting may go on after a short one within it.
        end, before, named = held[0][0], held[0][2], held[0][3]
        for start, length, meeting, speaker in held:
            apart = start >= end or meeting is before or are_one(before, meeting)
            if not apart and not {meeting.date_span, speaker.span} & told:
                faults.append(_in_two(speaker, named))
                told.add(speaker.span)
            if start + length >= end:
                end, before, named = start + length, meeting, speaker


def _in_two(speaker: Speaker, other: Speaker) -> Diagnostic:
    message = f"found {speaker.person.name.text} in another meeting at the same time"
    hint = "correct 'date' or 'time' of one of the two, or who is in it"
    related = (Related("the other one", other.span),)
    return warning("speaker-clash", message, speaker.span, hint, related=related)
