"""Kinds of rows beside meetings: which one a record is of, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic, error, nearest_hint
from syllabus.front.check.hours import MeetingHours, named_moment, whole_days
from syllabus.front.markup import smart_text
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.foreign_names import KIND_WORDS, meant_by
from syllabus.front.records.kinds import Located
from syllabus.front.records.meeting import MeetingRecord
from syllabus.model.course import Status
from syllabus.model.kinds import KINDS, MEETING_KIND, BaseKind, MeetingKind
from syllabus.model.recurrence import Break
from syllabus.model.words import words_for
from syllabus.source import Span

UNKNOWN = MeetingKind(MEETING_KIND.code, BaseKind.HOLIDAY)
"""That of a record whose kind was reported: it is no meeting that others could clash with."""

UNTIMED = (BaseKind.DEADLINE, BaseKind.HOLIDAY)
"""Kinds that take the whole day unless their record names a time."""


def known_kinds(course: CourseRecord) -> Mapping[str, MeetingKind]:
    """Return the kinds that records of a course may name, by their codes in small letters."""
    own = {each.code.casefold(): _smart(each, course.language) for each in course.kinds}
    return {**KINDS, **own}


def kind_of(
    record: MeetingRecord, course: CourseRecord, faults: list[Diagnostic]
) -> MeetingKind | None:
    """Return the kind of a record; None if it cannot be told, which was reported."""
    if record.kind is None:
        if "kind" in record.unread:
            return None
        return known_kinds(course)[MEETING_KIND.code] if course.kinds else MEETING_KIND
    known = known_kinds(course)
    found = known.get(record.kind.value.casefold())
    if found is None and "kinds" not in course.unread:
        names = [each.code for each in known.values()]
        hints = _meant(record.kind.value, known, course) or nearest_hint(record.kind.value, names)
        message = f"found the unknown kind '{record.kind.value}'"
        listed = f"known kinds: {', '.join(names)}; course.yaml names others by 'kinds'"
        faults.append(error("unknown-kind", message, record.kind.span, *(hints or (listed,))))
    return found


def _meant(word: str, known: Mapping[str, MeetingKind], course: CourseRecord) -> tuple[str, ...]:
    """Return the hint for what a kind is called in print, in other languages or by other people."""
    words = words_for(course.language)
    printed = (
        code for code, each in known.items() if each.name(words).casefold() == word.casefold()
    )
    code = next(printed, None) or meant_by(word, KIND_WORDS)
    if code is None:
        return ()
    if code == MEETING_KIND.code:
        return ("delete the line: a record is a meeting unless it says otherwise",)
    return (f"write kind: {code}, which is printed as '{known[code].name(words)}'",)


def check_kind(record: MeetingRecord, kind: MeetingKind, faults: list[Diagnostic]) -> None:
    """Report keys that say of a record what one of its kind does not have."""
    if kind.base not in UNTIMED:
        return
    a = "a deadline" if kind.is_deadline else "a holiday"
    for what, span in _beside(record, kind):
        keys = "'date' and 'time'" if kind.is_deadline else "'date' and 'title'"
        hint = f"delete the line, or write another 'kind'; {a} has {keys}"
        faults.append(error("kind-mismatch", f"found {what}, which {a} does not have", span, hint))
    hours = record.hours
    if kind.is_deadline and record.days is not None and record.date is not None:
        message = "found several days, but a deadline is one moment"
        hint = "write the last of them alone"
        faults.append(error("kind-mismatch", message, record.date.span, hint))
    if kind.is_deadline and hours is not None and hours.value.duration is not None:
        message = "found two times, but a deadline is one moment"
        hint = "write the later of the two alone"
        faults.append(error("kind-mismatch", message, hours.span, hint))


def _beside(record: MeetingRecord, kind: MeetingKind) -> Iterator[tuple[str, Span]]:
    if record.hours is not None and not kind.is_deadline:
        yield "a time", record.hours.span
    if record.duration_span is not None:
        yield "a duration", record.duration_span
    if record.groups:
        yield "'times'", record.groups[0].name.span
    if record.every is not None and not kind.is_deadline:
        yield "'every'", record.every.span
    for name in ("join", "recording"):
        access = getattr(record, name)
        if access is not None:
            yield f"'{name}'", access.span


def untimed_hours(
    record: MeetingRecord,
    kind: MeetingKind,
    course: CourseRecord,
    zone: ZoneInfo,
    faults: list[Diagnostic],
) -> MeetingHours | None:
    """Return the hours of a deadline or a holiday, whole days or a moment; None without a date.

    The course's own time is that of its meetings.
    """
    if record.date is None or record.date.value is None:
        return None
    day, here = record.date.value, record.zone or zone
    if record.hours is None or not kind.is_deadline:
        return whole_days(record, day, here)
    hours = record.hours.value
    written = Located(datetime.combine(day, hours.start, here), record.hours.span)
    start = named_moment(written, hours.zone_name, course.language, faults)
    return MeetingHours(start, timedelta())


def midnight(day: datetime, zone: ZoneInfo) -> datetime:
    """Return the start of a day in a zone, an hour later where the clocks skip it."""
    return day.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def record_days_off(records: Iterable[MeetingRecord], course: CourseRecord) -> tuple[Break, ...]:
    """Return the days off that records of holidays name, but for those that are cancelled."""
    known = known_kinds(course)
    holidays = (
        each
        for each in records
        if each.status is Status.SCHEDULED and base_of(each, known) is BaseKind.HOLIDAY
    )
    return tuple(
        Break(
            each.date.value,
            each.days.last if each.days else each.date.value,
            each.title.value if each.title else None,
        )
        for each in holidays
        if each.date and each.date.value
    )


def base_of(record: MeetingRecord, known: Mapping[str, MeetingKind]) -> BaseKind:
    """Return what a record is, of the `known` kinds; a meeting if its kind is not among them."""
    code = record.kind.value.casefold() if record.kind else MEETING_KIND.code
    return known.get(code, MEETING_KIND).base


def _smart(kind: MeetingKind, language: str) -> MeetingKind:
    if kind.label is None:
        return kind
    return replace(kind, label=smart_text(kind.label, language))
