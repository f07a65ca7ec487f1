"""Hours of meetings in nights in which the clocks change."""

from __future__ import annotations

from datetime import UTC, timedelta
from pathlib import Path

import pytest

from syllabus.front.check import check_project
from syllabus.workspace.layout import Layout


@pytest.mark.parametrize(
    ("zone", "day", "written", "start", "minutes"),
    [
        ("America/Vancouver", "2021-11-07", "1:30 PDT", "2021-11-07T08:30Z", 60),
        ("America/Vancouver", "2021-11-07", "1:30 AM PST", "2021-11-07T09:30Z", 60),
        ("America/Vancouver", "2021-11-07", "1:30 UTC-8", "2021-11-07T09:30Z", 60),
        ("America/Vancouver", "2021-11-07", "1:15-1:45 PDT", "2021-11-07T08:15Z", 30),
        ("America/Vancouver", "2021-11-07", "1:15-1:45 GMT-08:00", "2021-11-07T09:15Z", 30),
        ("America/Vancouver", "2021-11-06", "23:00-3:00", "2021-11-07T06:00Z", 300),
        ("America/Vancouver", "2021-03-13", "23:00-3:00", "2021-03-14T07:00Z", 180),
        ("America/Vancouver", "2021-07-01", "8 AM PDT", "2021-07-01T15:00Z", 60),
        ("Europe/Berlin", "2021-10-31", "2:30 CET", "2021-10-31T01:30Z", 60),
        ("Europe/London", "2021-10-31", "1 Uhr GMT", "2021-10-31T01:00Z", 60),
        ("Australia/Lord_Howe", "2021-04-04", "1:45 GMT+10:30", "2021-04-03T15:15Z", 60),
        ("America/Sao_Paulo", "2018-02-17", "23:30 GMT-3", "2018-02-18T02:30Z", 60),
        ("Asia/Kolkata", "2021-10-31", "2:30", "2021-10-30T21:00Z", 60),
    ],
)  # fmt: skip
def test_a_start_and_an_end_are_those_of_the_clocks_and_of_the_zone_that_is_named(
    zone: str, day: str, written: str, start: str, minutes: int, tmp_path: Path
) -> None:
    layout = Layout(tmp_path)
    layout.meetings.mkdir(parents=True)
    layout.course.write_text(f"title: Stars\nzone: {zone}\n")
    record = f"---\ndate: {day}\ntime: {written}\ntitle: Stars\n---\n"
    (layout.meetings / "stars.md").write_text(record)
    project = check_project(layout)
    assert project.course is not None
    assert not project.diagnostics
    [meeting] = project.course.meetings
    assert meeting.start is not None
    found = meeting.start.astimezone(UTC).isoformat(timespec="minutes")
    assert (found, meeting.duration) == (start.replace("Z", "+00:00"), timedelta(minutes=minutes))
