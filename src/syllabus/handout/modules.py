"""Which module of the course begins with which meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syllabus.model.course import Meeting
from syllabus.model.document import Text
from syllabus.model.facts import fact_of


def modules_begun(meetings: Iterable[Meeting]) -> Iterator[Text | None]:
    """Yield for each meeting the module that begins with it, or None.

    What names no module, such as a holiday, stands in that of the meeting before it.
    """
    current: str | None = None
    for meeting in meetings:
        named = fact_of(meeting.facts, "module")
        begins = named is not None and named.text != current
        current = current if named is None else named.text
        yield named if begins else None
