"""The moment of a run, as people of a course write dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.calendar.courses import make_course

from syllabus.front.check import check_project
from syllabus.front.records.asked import asked_moment
from syllabus.front.records.moments import day_of
from syllabus.model.timeline import UnknownMoment


@pytest.mark.parametrize(
    ("language", "text", "moment"),
    [
        ("en", "2021-04-15", "2021-04-15T00:00+02:00"),
        ("en", "2021-04-15T07:00Z", "2021-04-15T09:00+02:00"),
        ("en", "15 April 2021", "2021-04-15T00:00+02:00"),
        ("en", "Apr 15, 2021 at 7:30 pm", "2021-04-15T19:30+02:00"),
        ("de", "Do., 15. April 2021, 16 Uhr", "2021-04-15T16:00+02:00"),
        ("fr", "1er octobre 2026 15 h 30", "2026-10-01T15:30+02:00"),
    ],
)
def test_a_moment_is_written_as_dates_are(
    tmp_path: Path, language: str, text: str, moment: str
) -> None:
    layout = make_course(tmp_path, a="date: 2021-04-15\ntitle: A\n---\n")
    course_yaml = layout.course.read_text("utf-8")
    layout.course.write_text(f"{course_yaml}language: {language}\n", encoding="utf-8")
    course = check_project(layout).course
    assert course is not None
    assert asked_moment(text, course).isoformat(timespec="minutes") == moment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yesterday", "'yesterday' is not a moment, expected 2021-04-15"),
        ("31 April 2021", "31 April 2021"),
        ("Fri 15 Apr 2021", "Thursday"),
        ("03/04/2021", "03/04/2021"),
    ],
)
def test_what_is_no_moment_is_told(tmp_path: Path, text: str, said: str) -> None:
    course = check_project(make_course(tmp_path, a="date: TBD\ntitle: A\n---\n")).course
    assert course is not None
    with pytest.raises(UnknownMoment, match=said):
        asked_moment(text, course)


def test_a_day_is_one_or_none() -> None:
    assert str(day_of("23. März 2021", "de")) == "2021-03-23"
    assert day_of("syllabus/history/handouts/2021-03-23.yaml", "en") is None
