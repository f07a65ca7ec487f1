"""No calendar for everybody, and nothing that is to be committed, holds what is for members."""

from __future__ import annotations

import secrets
from itertools import product
from pathlib import Path

import pytest
from tests.security.projects import holding, project

from syllabus.model.course import Edition
from syllabus.outputs.calendar.publishing import CalendarRequest, write_calendar
from syllabus.workspace.layout import Layout

STATES = {
    "past": "date: 2021-04-08",
    "ahead": "date: 2021-04-22",
    "cancelled": "date: 2021-04-29\nstatus: cancelled",
    "undated": "date: TBD",
    "schedule": "date: 2021-05-06\nshow: schedule",
    "details": "date: 2021-05-13\nshow: details\nstream: waves",
}
PLACES = ("join-url", "join-passcode", "recording-url", "recording-passcode")


def records() -> tuple[dict[str, str | bytes], dict[str, str]]:
    """Return records of every state, and the secret in every place of each."""
    files: dict[str, str | bytes] = {
        "syllabus/course.yaml": (
            "title: Optics\nzone: Europe/Berlin\ntime: 18:00\nstreams: {waves: Waves}\n"
        )
    }
    planted = {f"{state} {place}": secrets.token_hex(8) for state, place in product(STATES, PLACES)}
    for state, lines in STATES.items():
        join_url, join_code, recording_url, code = (planted[f"{state} {place}"] for place in PLACES)
        files[f"syllabus/meetings/{state}.md"] = (
            f"---\n{lines}\ntitle: {state}\n"
            f"join: {{url: https://{join_url}.example/{join_url}, passcode: {join_code}}}\n"
            f"recording: {{url: https://{recording_url}.example/, passcode: {code}}}\n"
            "---\n\nText.\n"
        )
    return files, planted


def publish(layout: Layout, edition: Edition, as_of: str) -> None:
    for stream in (None, "waves"):
        outcome = write_calendar(CalendarRequest(layout, as_of, edition, stream), print, print)
        assert outcome.path is not None, outcome.diagnostics


@pytest.fixture
def planted(tmp_path: Path) -> tuple[Layout, dict[str, str]]:
    files, planted = records()
    return project(tmp_path, files), planted


def test_no_public_calendar_holds_a_secret(planted: tuple[Layout, dict[str, str]]) -> None:
    layout, words = planted
    publish(layout, Edition.PUBLIC, "2021-04-15")
    (layout.meetings / "ahead.md").unlink()  # so that it is cancelled from memory
    publish(layout, Edition.PUBLIC, "2021-04-16")
    assert len(list(layout.build.glob("*.ics"))) == 2
    for folder in (layout.build, layout.history):
        assert not {place for place, word in words.items() if holding(folder, word)}


def test_the_history_holds_no_secret_of_the_members_edition_either(
    planted: tuple[Layout, dict[str, str]],
) -> None:
    layout, words = planted
    publish(layout, Edition.MEMBERS, "2021-04-15")
    told = {place for place, word in words.items() if holding(layout.build, word)}
    assert told == {
        "past recording-url",
        "past recording-passcode",
        *(f"{state} join-{what}" for state in ("ahead", "schedule", "details")
          for what in ("url", "passcode")),
    }  # fmt: skip
    assert not {place for place, word in words.items() if holding(layout.history, word)}


def test_no_link_leads_the_history_out_of_the_project(
    planted: tuple[Layout, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    layout, _ = planted
    outside = tmp_path_factory.mktemp("outside")
    layout.history.symlink_to(outside)
    outcome = write_calendar(CalendarRequest(layout, "2021-04-15"), print, print)
    assert [fault.code for fault in outcome.diagnostics] == ["cannot-write"]
    assert not list(outside.iterdir())
    layout.history.unlink()
    layout.history.mkdir()
    (outside / "calendar.yaml").write_text("course: stolen\n", encoding="utf-8")
    layout.calendar.symlink_to(outside / "calendar.yaml")
    outcome = write_calendar(CalendarRequest(layout, "2021-04-15"), print, print)
    assert [fault.code for fault in outcome.diagnostics] == ["file-outside-project"]
    assert (outside / "calendar.yaml").read_text(encoding="utf-8") == "course: stolen\n"
