"""Where the page of a course lies on the web."""

from __future__ import annotations

from syllabus.on_demand import dataclass
from syllabus.source import Span


def page_anchor(calendar_id: str) -> str:
    """Return the anchor of a meeting in the page, by what calendars know it by.

    It stays as it is when the title or the date of the meeting change.
    """
    return f"m-{calendar_id}"


@dataclass(frozen=True, slots=True)
class Site:
    """The address of a course's page: a URI in ASCII, https, without a fragment."""

    address: str
    span: Span

    def meeting(self, calendar_id: str) -> str:
        """Return the address of a meeting in the page, by what calendars know it by."""
        return f"{self.address}#{page_anchor(calendar_id)}"
