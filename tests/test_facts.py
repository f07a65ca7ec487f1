"""A field of a meeting is declared once, and is then in every output that its declaration names."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.calendar.courses import make_course, publish
from tests.mail.mails import announce

from syllabus.cli import main
from syllabus.front.check import check_project
from syllabus.front.records.definitions.meeting import MEETING_FACTS
from syllabus.front.records.kinds import Field
from syllabus.front.records.schema import meeting_schema
from syllabus.handout import meeting_for_readers
from syllabus.model.course import Edition
from syllabus.model.facts import FactPlace
from syllabus.model.words import MODULES, words_for
from syllabus.outputs.pdf.preparation import prepare_handout

ROOM = "Room 7 & *cellar*"
FRONT = "date: 2021-04-15\ntitle: Lenses\n"


def run(root: Path, *arguments: str) -> str:
    ended = CliRunner().invoke(main, ["-C", str(root), "-q", *arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def test_a_room_is_in_every_output(tmp_path: Path) -> None:
    layout = make_course(tmp_path, a=f"{FRONT}---\nText.\n")
    run(layout.root, "build", "--as-of", "2021-04-01")
    make_course(tmp_path, a=f"{FRONT}room: {ROOM}\n---\nText.\n")

    front = prepare_handout(layout, "2021-04-02")
    assert front.document is not None
    assert r"\meetingtimes{Room: Room 7 \& *cellar*}" in front.document.text
    (listed,) = json.loads(run(layout.root, "list", "--json", "--as-of", "2021-04-02"))
    assert listed["room"] == ROOM
    feed = publish(layout, "2021-04-02").path
    assert feed is not None
    assert rf"DESCRIPTION:Room: {ROOM}\n\nText." in feed.read_text(encoding="utf-8")
    told = run(layout.root, "diff", "--as-of", "2021-04-02", "--format", "json")
    (changed,) = json.loads(told)["meetings"]
    (change,) = changed["changes"]
    assert (change["fact"], change["old"], change["new"]) == ("room", "", ROOM)
    run(layout.root, "build", "--as-of", "2021-04-02")
    record = layout.handouts / "2021-04-02.yaml"
    assert f"\n  room: '{ROOM}'\n" in record.read_text(encoding="utf-8")
    assert run(layout.root, "diff", "2021-04-02", "--as-of", "2021-04-03").count(ROOM) == 0
    mail = announce(layout)
    assert mail is not None
    assert f"\nRoom: {ROOM}\n" in mail.text
    assert "Room: <bdi>Room 7 &amp; *cellar*</bdi>" in mail.html
    assert "room" in meeting_schema()["properties"]


@pytest.mark.parametrize("field", MEETING_FACTS, ids=lambda each: each.key)
def test_what_is_declared_in_one_line_is_where_that_says(tmp_path: Path, field: Field[str]) -> None:
    layout = make_course(tmp_path, a=f"{FRONT}---\nText.\n")
    run(layout.root, "build", "--as-of", "2021-04-01")
    make_course(tmp_path, a=f"{FRONT}{field.key}: {ROOM}\n---\nText.\n")
    word = words_for("en")[field.key]
    front = prepare_handout(layout, "2021-04-02")
    assert front.document is not None
    mail = announce(layout)
    assert mail is not None
    feed = publish(layout, "2021-04-02").path
    assert feed is not None
    event = feed.read_text(encoding="utf-8").replace("\r", "").replace("\n ", "")
    (listed,) = json.loads(run(layout.root, "list", "--json", "--as-of", "2021-04-02"))
    told = json.loads(run(layout.root, "diff", "--as-of", "2021-04-02", "--format", "json"))
    changes = [each for meeting in told["meetings"] for each in meeting["changes"]]
    escaped = r"Room 7 \& *cellar*"
    assert {
        FactPlace.SECTION: rf"\meetingtimes{{{word}: {escaped}}}" in front.document.text,
        FactPlace.CALENDAR: f"{word}: {ROOM}" in event,
        FactPlace.LOCATION: f"LOCATION:{ROOM}" in event,
        FactPlace.MAIL: f"\n{word}: {ROOM}\n" in mail.text,
        FactPlace.CHANGES: [each.get("fact") for each in changes] == [field.key],
        FactPlace.LIST: listed.get(field.key) == ROOM,
    } == {each: each in field.places for each in FactPlace}
    assert field.key in meeting_schema()["properties"]


@pytest.mark.parametrize("language", MODULES)
def test_every_field_has_its_word_in_every_language(language: str) -> None:
    assert {"room", *(field.key for field in MEETING_FACTS)} <= words_for(language).keys()


def test_what_is_private_is_for_members_alone(tmp_path: Path) -> None:
    course = check_project(make_course(tmp_path, a=f"{FRONT}room: {ROOM}\n---\n")).course
    assert course is not None
    (meeting,) = course.meetings
    (fact,) = meeting.facts
    secret = replace(meeting, facts=(replace(fact, private=True),))
    moment = datetime(2021, 4, 1, tzinfo=UTC)
    assert meeting_for_readers(secret, Edition.MEMBERS, moment).facts == secret.facts
    assert meeting_for_readers(secret, Edition.PUBLIC, moment).facts == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("room: Zoom, Orchid\n", "room: B12\n"),
        ("topic: Lenses, Orchid\n", ""),
        ("status: cancelled\nreason: Orchid\n", "status: cancelled\n"),
    ],
    ids=["room", "topic", "reason"],
)
def test_what_moved_to_the_passcode_is_told_to_nobody(
    tmp_path: Path, before: str, after: str
) -> None:
    layout = make_course(tmp_path, a=f"{FRONT}{before}---\nText.\n")
    course = layout.course.read_text(encoding="utf-8")
    layout.course.write_text(f"{course}handout: [changes, upcoming]\n", encoding="utf-8")
    run(layout.root, "build", "--as-of", "2021-04-01")
    make_course(tmp_path, a=f"{FRONT}{after}join: {{passcode: Orchid}}\n---\nText.\n")
    layout.course.write_text(f"{course}handout: [changes, upcoming]\n", encoding="utf-8")
    front = prepare_handout(layout, "2021-04-02", Edition.PUBLIC)
    assert front.document is not None, front.diagnostics
    assert "Orchid" not in front.document.filled.text
