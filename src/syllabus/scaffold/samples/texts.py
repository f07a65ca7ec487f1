"""What a language has to say for a new course."""

from __future__ import annotations

from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class SampleMeeting:
    """A meeting: its title, and the Markdown of its record."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Samples:
    """The texts of a new course in one language."""

    course: str
    """The title of a course whose folder's name has no letters."""
    winter_break: str
    """Why there is no meeting at the turn of the year."""
    general: str
    """The Markdown of sections/general.md."""
    meetings: tuple[SampleMeeting, ...]
