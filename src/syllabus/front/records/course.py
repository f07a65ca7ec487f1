"""The record of the course: course.yaml, typed."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.front.records.announcement import AnnouncementRecord, read_announcement
from syllabus.front.records.definitions import course as keys
from syllabus.front.records.definitions.places import COURSE_ROOM
from syllabus.front.records.definitions.schedule import NUMBERING
from syllabus.front.records.hours import Hours, duration_of
from syllabus.front.records.kinds import STANDARD_LANGUAGE, Located, Pair, Values
from syllabus.front.records.mail import mail_settings
from syllabus.front.records.nodes import Mapping, Node, read_nodes
from syllabus.front.records.people import PeopleRecord, read_people
from syllabus.front.records.places import RoomRecord, read_room
from syllabus.front.records.row_kinds import read_kinds
from syllabus.front.records.schedule import schedule_settings
from syllabus.model.course import Clock, Contents, DatePatterns
from syllabus.model.engine import Accessibility, Engine
from syllabus.model.kinds import MeetingKind
from syllabus.model.mailing import MailSettings
from syllabus.model.recurrence import Break, Region
from syllabus.model.schedule import Numbering, ScheduleSettings
from syllabus.model.slug import course_slug
from syllabus.on_demand import dataclass
from syllabus.source import SourceFile, Span

STANDARD_DURATION = timedelta(minutes=60)
STANDARD_STYLE = "apa"

_NEVER_EMPTY = {
    *("cancelled", "cancelled-for"),
    *("contents", "schedule", "calendar", "upcoming", "past", "references", "changes"),
    "deadlines",
}
"""Keys of words without which readers would miss something, or a heading would have none."""


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """The course as course.yaml says it, with defaults in place of what it does not say.

    `title` and `zone` are None only where that was reported. `days` are weekdays, Monday 0, and
    `weeks` says whether it meets every week or every second. `bibliography` and `handout` are None
    if course.yaml leaves them to the default. `unread` are the keys whose values were reported.
    """

    source: SourceFile
    title: Located[str] | None = None
    authors: tuple[Located[str], ...] = ()
    place: Located[str] | None = None
    language: str = STANDARD_LANGUAGE
    language_span: Span | None = None
    zone: ZoneInfo | None = None
    also_in: tuple[ZoneInfo, ...] = ()
    clock: Clock | None = None
    days: tuple[Located[int], ...] = ()
    hours: Hours | None = None
    weeks: int = 1
    breaks: tuple[Break, ...] = ()
    region: Region | None = None
    duration: timedelta = STANDARD_DURATION
    streams: tuple[Pair[str], ...] = ()
    kinds: tuple[MeetingKind, ...] = ()
    bibliography: tuple[Located[str], ...] | None = None
    style: str = STANDARD_STYLE
    style_span: Span | None = None
    macros: tuple[Pair[str], ...] = ()
    contents: Contents = field(default_factory=Contents)
    reading_load: bool = True
    raw_latex: bool = False
    handout: tuple[Located[str], ...] | None = None
    schedule: ScheduleSettings = field(default_factory=ScheduleSettings)
    slug: str = "syllabus"
    engine: Engine | None = None
    accessible: Accessibility | None = None
    words: tuple[Pair[str], ...] = ()
    dates: DatePatterns = field(default_factory=DatePatterns)
    mail: MailSettings = field(default_factory=MailSettings)
    numbering: Numbering = Numbering.NONE
    room: RoomRecord | None = None
    recipients: Located[str] | None = None
    people: PeopleRecord = field(default_factory=PeopleRecord)
    announcement: AnnouncementRecord = field(default_factory=AnnouncementRecord)
    site: Located[str] | None = None
    unread: frozenset[str] = frozenset()
    accept: tuple[Located[str], ...] = ()

    @property
    def time(self) -> time | None:
        """When meetings start by the clock."""
        return None if self.hours is None else self.hours.start


def read_course(source: SourceFile, faults: list[Diagnostic]) -> CourseRecord | None:
    """Read course.yaml; a value that cannot be used is reported and left at its default.

    None if nothing at all can be told from the file.
    """
    node = read_nodes(source, 0, len(source.text), faults)
    located = keys.COURSE.read(node, faults, _language(node))
    if located is None:
        return None
    values = located.value
    for word in values.value(keys.COURSE_WORDS, ()):
        if word.key.value in _NEVER_EMPTY and not word.value.value:
            message = f"found nothing for the word '{word.key.value}', which must not be empty"
            faults.append(error("wrong-shape", message, word.value.span, "write another word"))
    title = values.get(keys.COURSE_TITLE)
    style = values.get(keys.COURSE_STYLE)
    language = values.get(keys.COURSE_LANGUAGE)
    hours, duration = values.get(keys.COURSE_TIME), values.get(keys.COURSE_DURATION)
    return CourseRecord(
        source=source,
        title=title,
        authors=values.value(keys.COURSE_AUTHOR, ()),
        place=values.get(keys.COURSE_PLACE),
        room=read_room(values, COURSE_ROOM),
        language=STANDARD_LANGUAGE if language is None else language.value,
        language_span=None if language is None else language.span,
        zone=values.value(keys.COURSE_ZONE, None),
        also_in=tuple(each.value for each in values.value(keys.COURSE_ALSO_IN, ())),
        clock=values.value(keys.COURSE_CLOCK, None),
        days=values.value(keys.COURSE_DAY, ()),
        hours=None if hours is None else hours.value,
        weeks=values.value(keys.COURSE_EVERY, 1),
        breaks=_breaks(values, faults),
        region=values.value(keys.COURSE_HOLIDAYS, None),
        duration=duration_of(hours, duration, faults) or STANDARD_DURATION,
        streams=values.value(keys.COURSE_STREAMS, ()),
        kinds=read_kinds(values, faults),
        bibliography=values.value(keys.COURSE_BIBLIOGRAPHY, None),
        style=STANDARD_STYLE if style is None else style.value,
        style_span=None if style is None else style.span,
        macros=values.value(keys.COURSE_MACROS, ()),
        contents=_contents(values),
        reading_load=values.value(keys.COURSE_READING_LOAD, True),
        raw_latex=values.value(keys.COURSE_RAW_LATEX, False),
        handout=values.value(keys.COURSE_HANDOUT, None),
        slug=values.value(keys.COURSE_SLUG, course_slug("" if title is None else title.value)),
        engine=values.value(keys.COURSE_ENGINE, None),
        accessible=values.value(keys.COURSE_ACCESSIBLE, None),
        words=values.value(keys.COURSE_WORDS, ()),
        dates=_dates(values, faults),
        schedule=schedule_settings(values.value(keys.COURSE_SCHEDULE, None), faults),
        numbering=values.value(NUMBERING, Numbering.NONE),
        mail=mail_settings(values.value(keys.COURSE_MAIL, None)),
        recipients=values.get(keys.COURSE_RECIPIENTS),
        people=read_people(values, faults),
        announcement=read_announcement(values),
        site=values.get(keys.COURSE_SITE),
        unread=frozenset(values.unread),
        accept=values.value(keys.COURSE_ACCEPT, ()),
    )


def _language(node: Node) -> str:
    """Return the language in which the other values are to be read."""
    entries = node.entries if isinstance(node, Mapping) else ()
    named = (each.value for each in entries if each.key.text == keys.COURSE_LANGUAGE.key)
    found = (keys.COURSE_LANGUAGE.kind.read(value, []) for value in named)
    return next((each.value for each in found if each is not None), STANDARD_LANGUAGE)


def _breaks(values: Values, faults: list[Diagnostic]) -> tuple[Break, ...]:
    breaks = []
    for located in values.value(keys.COURSE_BREAKS, ()):
        given = located.value
        if not isinstance(given, Values):
            breaks.append(Break(given, given, None, located.span))
            continue
        first, last = given.get(keys.BREAK_FROM), given.get(keys.BREAK_TO)
        if first is None:
            continue
        reason = given.value(keys.BREAK_REASON, None)
        if last is not None and last.value < first.value:
            message = f"found a break that ends on {last.value}, before it begins"
            hint = "write the first day after 'from', the last after 'to'"
            faults.append(error("break-ends-early", message, last.span, hint))
        else:
            end = first.value if last is None else last.value
            breaks.append(Break(first.value, end, reason, located.span))
    return tuple(breaks)


def _contents(values: Values) -> Contents:
    given = values.value(keys.COURSE_CONTENTS, True)
    if isinstance(given, bool):
        return Contents(shown=given)
    return Contents(given.value(keys.CONTENTS_SHOWN, True), given.value(keys.CONTENTS_DEPTH, 3))


def _dates(values: Values, faults: list[Diagnostic]) -> DatePatterns:
    given = values.value(keys.COURSE_DATES, None)
    if given is None:
        return DatePatterns()
    for key in (keys.DATES_HEADING, keys.DATES_SCHEDULE, keys.DATES_TITLE):
        pattern = given.get(key)
        if pattern is None:
            continue
        fields = re.sub(r"'[^']*'", "", pattern.value)  # letters in quotes are printed
        for found in dict.fromkeys(re.findall(r"Y+|D+", fields)):
            what = "the year of the week" if found[0] == "Y" else "the day of the year"
            message = f"found '{found}', {what}, in a pattern of dates"
            hint = f"write '{found.lower()}' for the usual {what.split()[1]}"
            faults.append(warning("bad-date-pattern", message, pattern.span, hint))
    return DatePatterns(
        heading=given.value(keys.DATES_HEADING, None),
        schedule=given.value(keys.DATES_SCHEDULE, None),
        title=given.value(keys.DATES_TITLE, None),
    )
