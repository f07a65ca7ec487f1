"""Rooms of a course and its meetings, and what goes with a meeting, in every output."""

from __future__ import annotations

import email
import json
from email import policy
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.calendar.courses import make_course, publish
from tests.mail.mails import announce

from syllabus.cli import main
from syllabus.front.check import check_project
from syllabus.model.course import Edition
from syllabus.outputs.pdf import prepare_handout

FRONT = "date: 2021-04-15\ntitle: Lenses\n"
ROOM = (
    'room: {name: Theatre, building: Maury, address: 2 Quay Road, url: "https://map.example/m"}\n'
)


def run(root: Path, *arguments: str) -> str:
    ended = CliRunner().invoke(main, ["-C", str(root), "-q", *arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def test_a_course_s_room_is_said_once_and_another_one_at_its_meeting(tmp_path: Path) -> None:
    layout = make_course(
        tmp_path,
        a=f"{FRONT}---\nText.\n",
        b="date: 2021-04-16\ntitle: Waves\nroom: Lab\njoin: https://meet.example/1\n---\nText.\n",
        c="date: 2021-04-17\ntitle: Online\nroom: none\n---\nText.\n",
    )
    layout.course.write_text(layout.course.read_text("utf-8") + ROOM, encoding="utf-8")
    front = prepare_handout(layout, "2021-04-02")
    assert front.document is not None, front.diagnostics
    text = front.document.filled.text
    title = text[text.index(r"\begin{center}") : text.index(r"\end{center}")]
    assert "https://map.example/m" in title
    assert "Theatre, Maury, 2 Quay Road" in title
    assert text.count("Theatre") == 1
    assert r"\meetingtimes{Room: Lab}" in text
    rooms = [each.get("room") for each in json.loads(run(layout.root, "list", "--json"))]
    assert rooms == ["Theatre, Maury, 2 Quay Road", "Lab", None]
    feed = publish(layout, "2021-04-02").path
    assert feed is not None
    events = feed.read_text("utf-8").replace("\n ", "").split("BEGIN:VEVENT")[1:]
    places = [each.partition("LOCATION:")[2].partition("\n")[0].strip() for each in events]
    assert places == [r"Theatre\, Maury\, 2 Quay Road", r"Lab\, https://meet.example/1", ""]
    mail = announce(layout)
    assert mail is not None
    assert "Room: Theatre, Maury, 2 Quay Road (https://map.example/m)" in mail.text
    assert '<a href="https://map.example/m"' in mail.html


MATERIALS = """materials:
  slides: sheets/lenses.pdf
  code: [https://optics.example/1, https://optics.example/2]
  recording: https://video.example/1
"""


@pytest.mark.parametrize("edition", Edition)
def test_materials_are_in_every_output_and_members_own_for_members(
    tmp_path: Path, edition: Edition
) -> None:
    layout = make_course(tmp_path, a=f"{FRONT}{MATERIALS}---\nText.\n")
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "lenses.pdf").write_bytes(b"%PDF-1.4\n")
    layout.course.write_text(
        layout.course.read_text("utf-8") + "schedule: {columns: [topic, materials]}\n", "utf-8"
    )
    members = edition is Edition.MEMBERS
    public = () if members else ("--public",)
    front = prepare_handout(layout, "2021-04-02", edition)
    assert front.document is not None, front.diagnostics
    text = front.document.filled.text
    assert "Slides (lenses.pdf)" in text.replace("~", " ")
    assert (
        text.count(r"\href{https://optics.example/2}") == 3
    )  # measured and set in the schedule, and set in the section
    assert ("video.example" in text) is members
    run(layout.root, "calendar", "--as-of", "2021-04-02", *public)
    feed = "".join(each.read_text("utf-8") for each in layout.build.glob("*.ics"))
    assert ("video.example" in feed.replace("\r\n ", "")) is members
    assert "Slides (lenses.pdf)" in feed.replace("\r\n ", "")
    run(layout.root, "email", "--as-of", "2021-04-02", *public)
    (draft,) = layout.build.glob("*.eml")
    message = email.message_from_bytes(draft.read_bytes(), policy=policy.default)
    attached = [part.get_filename() for part in message.iter_attachments()]
    assert "lenses.pdf" in attached
    assert ("video.example" in draft.read_text("utf-8").replace("=\n", "")) is members


@pytest.mark.parametrize(
    ("front", "place", "said"),
    [
        ("materials: {slides: nope.pdf}", "nope.pdf", "there is no file 'nope.pdf'"),
        ("materials: {slides: ../x.pdf}", "../x.pdf", "the file '../x.pdf' is outside"),
        ("materials: {slides: syllabus}", "syllabus", "'syllabus' is no file"),
        ("materials: {slides: 'ftp://a.example'}", "'ftp://a.example'", "expected a web address"),
        ("materials: [{label: A}]", "{label: A}", "found nothing that 'A' leads to"),
        (
            "materials: [{label: A, link: 'https://a.example'}]",
            "link",
            "found the unknown key 'link'",
        ),
        (
            "materials: [{label: A, url: https://a.example}, {label: A, url: https://b.example}]",
            "A",
            "found the material 'A' a second time",
        ),
        ("materials: {slides: ''}", "''", "found an empty value"),
        ("room: {building: Maury}", "", "found no 'name'"),
        ("room: {name: A, map: 'https://a.example'}", "map", "found the unknown key 'map'"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(
    tmp_path: Path, front: str, place: str, said: str
) -> None:
    layout = make_course(tmp_path, a=f"{FRONT}{front}\n---\nText.\n")
    (fault, *others) = (
        each for each in check_project(layout).diagnostics if each.code != "meeting-without-id"
    )
    assert not [each for each in others if "leads to" not in each.message]
    assert said in fault.message
    assert fault.span is not None
    assert fault.span.text == place
    assert fault.hints


def test_one_room_holds_one_meeting_at_a_time(tmp_path: Path) -> None:
    layout = make_course(
        tmp_path,
        a="date: 2021-04-15\ntime: 9:00\nstream: rays\nroom: Lab\ntitle: A\n---\n",
        b="date: 2021-04-15\ntime: 9:30\nstream: waves\nroom: lab\ntitle: B\n---\n",
        c="date: 2021-04-15\ntime: 11:00\nstream: waves\nroom: Lab\ntitle: C\n---\n",
    )
    text = layout.course.read_text("utf-8")
    layout.course.write_text(text + "streams: {rays: Rays, waves: Waves}\n", encoding="utf-8")
    found = [each for each in check_project(layout).diagnostics if each.code == "room-clash"]
    assert [each.span and each.span.file.path.stem for each in found] == ["b"]
