"""What the days and times of one record may not be together (`days-mismatch`)."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, error
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.spans import DayTime
from syllabus.source import Span


def check_days(record: MeetingRecord, faults: list[Diagnostic]) -> None:
    """Report days and times of one record that contradict each other (`days-mismatch`)."""
    if record.day_time is not None and record.duration is not None:
        word = "all day" if record.day_time.value is DayTime.ALL_DAY else "a time to be announced"
        message = f"found {word} beside 'duration'"
        _mismatch(message, record.day_time.span, "delete the duration", faults)
    elif record.days and not record.hours and record.duration and "time" not in record.unread:
        message = "found several days with 'duration', but no 'time'"
        hint = "add 'time', when each day begins, or delete the duration"
        _mismatch(message, record.date.span if record.date else record.span, hint, faults)
    if record.groups:
        _check_groups(record, faults)
    if record.every is not None:
        _check_repetition(record, record.every.span, faults)


def _check_groups(record: MeetingRecord, faults: list[Diagnostic]) -> None:
    place = record.groups[0].name.span
    time = record.hours or record.day_time
    if time is not None:
        hint = "delete 'time': 'times' says when each group meets"
        _mismatch("found 'time' beside 'times'", time.span, hint, faults)
    if record.days is not None:
        hint = "write one day as 'date', and the days of groups behind their names"
        _mismatch("found 'times' beside several days", place, hint, faults)
    if record.date is not None and record.date.value is None:
        hint = "write the day of the first group as 'date', or delete 'times'"
        _mismatch("found 'times', but the date is not known yet", place, hint, faults)


def _check_repetition(record: MeetingRecord, span: Span, faults: list[Diagnostic]) -> None:
    if record.days is not None:
        _mismatch("found 'every' beside several days", span, "write the first day alone", faults)
    if record.day_time is not None:
        word = f"'{record.day_time.value.value}'"
        _mismatch(f"found 'every' beside {word}", span, "write when it starts as 'time'", faults)
    if record.date is not None and record.date.value is None:
        hint = "write the first day as 'date'"
        _mismatch("found 'every', but the date is not known yet", span, hint, faults)


def _mismatch(message: str, span: Span, hint: str, faults: list[Diagnostic]) -> None:
    faults.append(error("days-mismatch", message, span, hint))
