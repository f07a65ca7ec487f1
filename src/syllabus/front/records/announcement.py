"""What course.yaml says around each mail, typed."""

from __future__ import annotations

from syllabus.front.records.definitions import announcement as keys
from syllabus.front.records.kinds import Located, Values
from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class AnnouncementRecord:
    """Text above and below what a mail says, as course.yaml has it."""

    before: Located[str] | None = None
    after: Located[str] | None = None


def read_announcement(values: Values) -> AnnouncementRecord:
    """Return what course.yaml says around each mail."""
    given = values.value(keys.COURSE_ANNOUNCEMENT, None)
    if given is None:
        return AnnouncementRecord()
    return AnnouncementRecord(given.get(keys.BEFORE), given.get(keys.AFTER))
