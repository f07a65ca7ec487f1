"""Rooms of a course and its meetings, and what goes with a meeting, in every output."""

from __future__ import annotations

import email
import json
from email import policy
from pathlib import Path
from time import sleep

import pytest
from click.testing import CliRunner
from tests.calendar.courses import make_course, publish
from tests.mail.mails import announce

from syllabus.cli import main
from syllabus.delivery.links.collect import find_links
from syllabus.diagnostics import Diagnostic, has_errors
from syllabus.front.check import check_project
from syllabus.model.course import Edition
from syllabus.model.spans import groups_apart
from syllabus.outputs.mail import MailKind
from syllabus.outputs.mail.writing import attached_files
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace import cache
from syllabus.workspace.layout import Layout

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
    assert r"\meetingtimes{Room: Lab or online}" in text
    public = prepare_handout(layout, "2021-04-02", Edition.PUBLIC).document
    assert public is not None
    assert r"\meetingtimes{Room: Lab}" in public.filled.text
    rooms = [each.get("room") for each in json.loads(run(layout.root, "list", "--json"))]
    assert rooms == ["Theatre, Maury, 2 Quay Road", "Lab", None]
    table = run(layout.root, "list", "--as-of", "2021-04-02")
    assert ("Room" in table, "Lab" in table, "Theatre" in table) == (True, True, False)
    feed = publish(layout, "2021-04-02").path
    assert feed is not None
    events = feed.read_text("utf-8").replace("\n ", "").split("BEGIN:VEVENT")[1:]
    places = [each.partition("LOCATION:")[2].partition("\n")[0].strip() for each in events]
    assert "(https://map.example/m)" in events[0], "the map, in the description"
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
        ("materials: {slides: a\\\\b.pdf}", "a\\\\b.pdf", "there is no file"),
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
        ("materials: [{label: '', url: 'https://a.example'}]", "''", "found an empty value"),
        (
            "materials: [{label: A, url: 'https://a.example', file: big.pdf}]",
            "big.pdf",
            "found both 'url' and 'file'",
        ),
        ("materials: {slides: huge.pdf}", "huge.pdf", "'huge.pdf' has more than 20 MB"),
        ("materials: {slides: big.pdf, data: big2.pdf}", "big2.pdf", "more than 20 MB together"),
        ("materials: {'Code, passcode: 123456': 'https://a.example'}", "", "like a passcode"),
        ("room: {name: A, url: 'https://a.example/?pwd=123'}", "", "like a passcode"),
        ("room: {building: Maury}", "", "found no 'name'"),
        ("room: {name: A, map: 'https://a.example'}", "map", "found the unknown key 'map'"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(
    tmp_path: Path, front: str, place: str, said: str
) -> None:
    layout = make_course(tmp_path, a=f"{FRONT}{front}\n---\nText.\n")
    for name, size in {"big.pdf": 15, "big2.pdf": 6, "huge.pdf": 21}.items():
        with (tmp_path / name).open("wb") as file:
            file.truncate(size * 1_000_000)
    (fault, *others) = check_project(layout).diagnostics
    assert not [each for each in others if each.code != fault.code]
    assert said in fault.message
    assert fault.span is not None
    assert fault.span.text == place or (not place and fault.span.line > 3)
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


def test_a_room_that_is_called_as_the_course_s_is_that_room(tmp_path: Path) -> None:
    groups = "times:\n  G: {time: 9:00, room: theatre}\n"
    layout = make_course(
        tmp_path, a=f"{FRONT}room: theatre\n---\n", b=f"{FRONT}---\n", c=f"{FRONT}{groups}---\n"
    )
    layout.course.write_text(layout.course.read_text("utf-8") + ROOM, encoding="utf-8")
    course = check_project(layout).course
    assert course is not None
    rooms = [each.room for meeting in course.meetings for each in groups_apart(meeting)]
    assert rooms == [course.room] * 3


def test_a_group_may_have_no_room_and_the_others_say_theirs(tmp_path: Path) -> None:
    groups = "times:\n  G: {time: 9:00, room: none}\n  H: 10:00\n"
    layout = make_course(tmp_path, a=f"{FRONT}{groups}---\n", b=f"{FRONT}room: Lab\n{groups}---\n")
    layout.course.write_text(layout.course.read_text("utf-8") + ROOM, encoding="utf-8")
    course = check_project(layout).course
    assert course is not None
    rooms = [each.room for meeting in course.meetings for each in groups_apart(meeting)]
    assert course.room is not None
    assert [room and room.name.text for room in rooms] == [None, course.room.name.text, None, "Lab"]
    assert [each.room for each in course.meetings] == [None, None]


def test_another_room_of_the_course_is_told_once_and_reaches_calendars(tmp_path: Path) -> None:
    layout = make_course(
        tmp_path,
        a=f"{FRONT}---\nText.\n",
        b="date: 2021-04-22\ntitle: Waves\nroom: Lab\n---\nText.\n",
    )
    course = layout.course.read_text("utf-8")
    layout.course.write_text(course + ROOM, encoding="utf-8")
    run(layout.root, "build", "--as-of", "2021-04-01")
    publish(layout, "2021-04-01")
    assert "room" not in run(layout.root, "diff", "--as-of", "2021-04-02").casefold()
    layout.course.write_text(course + "room: Great Hall\n", encoding="utf-8")
    told = json.loads(run(layout.root, "diff", "--as-of", "2021-04-02", "--format", "json"))
    assert told["meetings"] == []
    (section,) = told["sections"]
    assert section["changes"][0]["new"] == "Great Hall"
    feed = publish(layout, "2021-04-02").path
    assert feed is not None
    assert [line for line in feed.read_text("utf-8").split("\n") if "SEQUENCE" in line] == [
        "SEQUENCE:1",
        "SEQUENCE:0",
    ]
    make_course(tmp_path, b="date: 2021-04-22\ntitle: Waves\n---\nText.\n")
    layout.course.write_text(course + "room: Great Hall\n", encoding="utf-8")
    told = json.loads(run(layout.root, "diff", "--as-of", "2021-04-02", "--format", "json"))
    (changed,) = told["meetings"]
    (change,) = changed["changes"]
    assert (change["fact"], change["old"], change["new"]) == ("room", "Lab", "Great Hall")


@pytest.mark.parametrize(
    ("section", "record", "private"),
    [
        ("schedule", "materials: {slides: https://a.example}\n---\n", False),
        ("schedule", "materials: {video: https://a.example}\n---\n", True),
        ("schedule", "status: cancelled\nmaterials: {video: https://a.example}\n---\n", False),
        ("deadlines", "---\n## Report {due=2021-04-22}\n\nA.\n", False),
        ("deadlines", "---\n::: members\n## Report {due=2021-04-22}\n\nA.\n:::\n", True),
    ],
)
def test_the_footer_names_members_where_a_table_alone_tells_what_is_theirs(
    tmp_path: Path, section: str, record: str, private: bool
) -> None:
    layout = make_course(tmp_path, a=f"{FRONT}show: schedule\n{record}")
    columns = "schedule: {columns: [topic, materials]}\n"
    text = layout.course.read_text("utf-8")
    layout.course.write_text(f"{text}{columns}handout: [{section}]\n", encoding="utf-8")
    document = prepare_handout(layout, "2021-04-02").document
    assert document is not None
    assert ("Members’ edition" in document.filled.text) is private


def test_a_file_that_is_gone_is_told_though_no_record_changed(tmp_path: Path) -> None:
    layout = make_course(tmp_path, a=f"{FRONT}materials: {{data: rays.csv}}\n---\n")
    rays = tmp_path / "rays.csv"
    rays.write_text("1,2\n", encoding="utf-8")
    sleep(0.1)  # what is younger than clocks are exact is not cached
    assert not check_project(layout).diagnostics
    cache.save_all()
    rays.rename(tmp_path / "waves.csv")
    (fault,) = check_project(layout).diagnostics
    assert fault.code == "missing-material"


def test_what_members_had_is_in_no_mail_and_no_news_for_others(tmp_path: Path) -> None:
    secret = """materials:
  - {label: Sheet, file: sheet.pdf}
  - {label: Solutions to the sheet, file: solutions.pdf, members: true}
"""
    (tmp_path / "sheet.pdf").write_bytes(b"%PDF-1.4\n")
    (tmp_path / "solutions.pdf").write_bytes(b"%PDF-1.4 members\n")
    layout = make_course(tmp_path, a=f"{FRONT}{secret}---\nText.\n")
    members, public = (announce(layout, edition=each) for each in Edition)
    assert members is not None
    assert public is not None
    assert [each.name for each in members.materials] == ["sheet.pdf", "solutions.pdf"]
    assert [each.name for each in public.materials] == ["sheet.pdf"]
    assert "olutions" not in public.text + public.html
    run(layout.root, "build", "--as-of", "2021-04-01")
    record = layout.handouts / "2021-04-01.yaml"
    assert "sheet.pdf" in record.read_text("utf-8")
    assert "olutions" not in record.read_text("utf-8")
    found: list[Diagnostic] = []
    project = check_project(layout)
    (tmp_path / "sheet.pdf").unlink()
    assert project.course is not None
    (meeting,) = project.course.meetings
    assert attached_files(meeting, MailKind.ANNOUNCEMENT, found) is None
    assert [each.code for each in found] == ["missing-material"]


def test_addresses_are_asked_where_they_are_written(tmp_path: Path) -> None:
    code = "materials:\n  code:\n    - https://a.example/1\n    - https://a.example/2\n"
    layout = make_course(tmp_path, a=f"{FRONT}{code}---\nText.\n")
    layout.course.write_text(layout.course.read_text("utf-8") + ROOM, encoding="utf-8")
    links = find_links(check_project(layout))
    places = {
        address: [(each.file.path.name, each.line) for each in links[address]] for address in links
    }
    assert places == {
        "https://a.example/1": [("a.md", 6)],
        "https://a.example/2": [("a.md", 7)],
        "https://map.example/m": [("course.yaml", 6)],
    }


@pytest.mark.parametrize(
    ("materials", "kept"),
    [
        ("{data: a.csv, recording: https://v.example}", "{data: a.csv}"),
        ("\n  data: a.csv\n  recordings: [https://v.example]", "\n  data: a.csv"),
        ("{video: https://v.example}", None),
    ],
)
def test_the_next_term_has_the_files_and_not_the_recordings(
    tmp_path: Path, materials: str, kept: str | None
) -> None:
    layout = make_course(
        tmp_path / "old", a=f"{FRONT}id: one\nmaterials: {materials}\n---\nText.\n"
    )
    layout.course.write_text(layout.course.read_text("utf-8") + "day: Monday\n", "utf-8")
    (layout.root / "a.csv").write_text("1\n", encoding="utf-8")
    run(
        layout.root,
        "init",
        str(tmp_path / "new"),
        "--from",
        str(layout.root),
        "--start",
        "2022-01-03",
    )
    new = tmp_path / "new"
    (record,) = (new / "syllabus" / "meetings").iterdir()
    text = record.read_text("utf-8")
    assert "v.example" not in text
    assert (f"materials: {kept}\n" in text) if kept else ("materials" not in text)
    assert (new / "a.csv").exists() is (kept is not None)
    assert not has_errors(check_project(Layout(new)).diagnostics)


def test_a_recording_among_materials_is_one(tmp_path: Path) -> None:
    layout = make_course(
        tmp_path,
        a=f"{FRONT}recording: https://v.example/1\n---\n",
        b="date: 2021-04-16\ntitle: B\nmaterials: {video: https://v.example/2}\n---\n",
        c="date: 2021-04-17\ntitle: C\nmaterials: {slides: https://v.example/3}\n---\n",
    )
    listed = json.loads(run(layout.root, "list", "--json", "--as-of", "2021-05-01"))
    assert ["recording" in each["missing"] for each in listed] == [False, False, True]


@pytest.mark.parametrize(
    ("language", "room", "said"),
    [
        ("en", "online", "Room: online"),
        ("fr", "En ligne", r"Salle~: En ligne"),
        ("es", "en línea", "Sala: en línea"),
        ("de", "Line", "Raum: Line oder online"),
    ],
)
def test_a_room_that_is_called_online_is_said_once(
    tmp_path: Path, language: str, room: str, said: str
) -> None:
    front = f"date: 2021-04-15\ntitle: Lenses\nroom: {room}\njoin: https://meet.example/1\n"
    layout = make_course(tmp_path, a=f"{front}---\nText.\n")
    course = layout.course.read_text("utf-8") + f"language: {language}\n"
    layout.course.write_text(course, encoding="utf-8")
    document = prepare_handout(layout, "2021-04-02").document
    assert document is not None
    assert rf"\meetingtimes{{{said}}}" in document.filled.text
