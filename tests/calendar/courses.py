"""A small course on disk, and what its calendar says as a stranger's parser reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import vobject

from syllabus.model.course import Edition
from syllabus.outputs.calendar.publishing import CalendarOutcome, CalendarRequest, write_calendar
from syllabus.workspace.layout import Layout

COURSE = """\
title: Optics
zone: Europe/Berlin
time: 16:00
duration: 90 min
streams: {waves: Waves, rays: Rays}
"""


def make_course(root: Path, **records: str) -> Layout:
    """Write a course of records by name: front matter, `---` and a body each."""
    layout = Layout(root)
    layout.meetings.mkdir(parents=True, exist_ok=True)
    layout.course.write_text(COURSE, encoding="utf-8")
    for name, text in records.items():
        front, _, body = text.partition("---\n")
        record = f"---\n{front}---\n{body}"
        (layout.meetings / f"{name}.md").write_text(record, encoding="utf-8")
    return layout


def publish(
    layout: Layout,
    as_of: str = "2021-04-01",
    edition: Edition = Edition.MEMBERS,
    stream: str | None = None,
) -> CalendarOutcome:
    """Write a feed; there must be nothing in the way of it."""
    outcome = write_calendar(CalendarRequest(layout, as_of, edition, stream), print, print)
    assert outcome.path is not None, outcome.diagnostics
    return outcome


def events(path: Path | None) -> dict[str, Any]:
    """Return vobject's events of a feed by their summary."""
    assert path is not None
    calendar = vobject.readOne(path.read_bytes().decode())
    assert calendar.validate(raiseException=True)
    return {event.summary.value: event for event in getattr(calendar, "vevent_list", ())}
