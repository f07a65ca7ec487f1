"""The moment that somebody asks for: as people of the course write dates, or now."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from syllabus.model.course import Course
from syllabus.model.timeline import resolve_moment
from syllabus.on_demand import pattern

_ISO = pattern(r"\s*[0-9]{4}-[0-9]")


def asked_moment(as_of: str | None, course: Course) -> datetime:
    """Return the moment of a run in the course's zone: `as_of`, else SOURCE_DATE_EPOCH, else now.

    A date is written as in a record, in the course's language, with or without a time behind it.
    Raises `UnknownMoment`.
    """
    if as_of is not None and not _ISO.match(as_of):
        from syllabus.front.records.moments import iso_moment

        as_of = iso_moment(as_of, course.language)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return resolve_moment(as_of, epoch, course.zone, datetime.now(UTC))
