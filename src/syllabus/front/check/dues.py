"""By when parts of a meeting are due, as their headings say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import field
from datetime import date, datetime, time

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.front.check.hours import named_moment
from syllabus.front.check.kinds import midnight
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.kinds import BadValue, Located
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.moments import parse_moment
from syllabus.model.document import Heading, Text
from syllabus.model.kinds import Due
from syllabus.model.timeline import format_moment
from syllabus.model.words import words_for
from syllabus.on_demand import dataclass
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class DueReader:
    """Reads when parts of one record are due, by the clocks of its zone.

    `taken` are the spans of headings that were asked for it.
    """

    record: MeetingRecord
    course: CourseRecord
    faults: list[Diagnostic]
    taken: set[Span] = field(default_factory=set)

    def read(self, heading: Heading) -> Due | None:
        """Return when a part is due; None if its heading says nothing, or after reporting it."""
        written, zone = heading.due, self.record.zone or self.course.zone
        if written is None:
            return None
        self.taken.add(heading.span)
        language = self.course.language
        try:
            said = parse_moment(written.text, language)
        except BadValue as bad:
            if not ("language" in self.course.unread and "date" in bad.code):
                self.faults.append(bad.fault(written.span))
            return None
        self._check_day(said.day, written)
        if zone is None:
            return None
        if said.hours is None:
            moment = midnight(datetime.combine(said.day, time()), zone)
        else:
            exact = datetime.combine(said.day, said.hours.start, zone)
            place = Located(exact, written.span)
            moment = named_moment(place, said.hours.zone_name, language, self.faults)
        all_day = said.hours is None
        return Due(moment, all_day, self._text(moment, all_day), written.span)

    def _check_day(self, day: date, written: Text) -> None:
        held = None if self.record.date is None else self.record.date.value
        if held is not None and day < held:
            message = f"found a deadline on {day}, before the meeting on {held}"
            hint = "correct one of the dates, or write the part into the record of an earlier one"
            self.faults.append(warning("due-before-meeting", message, written.span, hint))

    def _text(self, moment: datetime, all_day: bool) -> str:
        own = {each.key.value: each.value.value for each in self.course.words}
        pattern = own.get("due-by", words_for(self.course.language)["due-by"])
        course = self.course
        printed = format_moment(
            moment, all_day, course.dates.schedule, course.language, course.clock
        )
        return pattern.replace("{date}", printed)


def check_dues(
    headings: Iterable[Heading], taken: Collection[Span], faults: list[Diagnostic]
) -> None:
    """Report headings that say when something is due and whose span is not `taken` by a part."""
    faults += (_misplaced(each) for each in headings if each.span not in taken)


def _misplaced(heading: Heading) -> Diagnostic:
    """Return the fault of a heading that opens no part and yet says that something is due."""
    assert heading.due is not None
    return error(
        "heading-attribute",
        "found 'due' behind a heading that opens no part of a meeting",
        heading.due.span,
        "write it behind the '##' heading of a part in a meeting's record",
    )
