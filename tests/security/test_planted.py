"""What lies in `build/` when a project comes from a stranger, who has a key of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.security.projects import COURSE, FRONT, MEETING, NOW, build, holding, project

from syllabus.delivery.links import Answer, RequestLimits, State
from syllabus.delivery.links.checking import check_links
from syllabus.front.check import check_project
from syllabus.model.course import Edition
from syllabus.outputs.calendar.publishing import CalendarRequest, write_calendar
from syllabus.outputs.mail.drafting import EmailRequest, write_email
from syllabus.outputs.pdf.manifest import load_manifest
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import checksum, clean_build
from syllabus.workspace.signatures import note_bytes, read_note

ASKED = 1_790_000_000.0
SECRET = "wordofthesecretfile"
EVIL = b"%PDF-1.5 of a stranger\n"
Plant = Callable[[Layout, str, object], None]


def _nothing(message: str) -> None:
    del message


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what makes the rest of a test that of another user."""

    def become(name: str) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))

    become("stranger")
    return become


def plain(layout: Layout, name: str, value: object) -> None:
    """Leave a note as whoever has no key at all writes it."""
    layout.work.mkdir(parents=True, exist_ok=True)
    (layout.work / name).write_text(json.dumps(value), encoding="utf-8")


def signed(layout: Layout, name: str, value: object) -> None:
    """Leave a note as this program writes it for the stranger."""
    layout.work.mkdir(parents=True, exist_ok=True)
    (layout.work / name).write_bytes(note_bytes(name, value))


ways = pytest.mark.parametrize("plant", [plain, signed])


def planted_pdf(root: Path, plant: Plant, edition: Edition = Edition.MEMBERS) -> Layout:
    """Return a project of which the stranger's build left a PDF that it never made."""
    layout = project(root, {})
    build(layout, edition=edition)
    name = f"{edition.value}.json"
    known = load_manifest(layout.work / name)
    assert known is not None
    plant(layout, name, asdict(known) | {"pdf_sha256": checksum(EVIL), "log": "! Planted."})
    stem = "optics-2021-04-14" + ("-public" if edition is Edition.PUBLIC else "")
    for path in layout.build.glob("*.pdf"):
        path.write_bytes(EVIL)
    plant(layout, "outputs.json", {f"build/{stem}.pdf": [checksum(EVIL)]})
    return layout


@ways
@pytest.mark.parametrize("edition", Edition)
def test_no_planted_pdf_is_called_up_to_date(
    tmp_path: Path, user: Callable[[str], None], plant: Plant, edition: Edition
) -> None:
    layout = planted_pdf(tmp_path / "project", plant, edition)
    user("reader")
    outcome = build(layout, edition=edition)
    assert not outcome.fresh
    assert outcome.path is not None
    assert outcome.path.read_bytes() != EVIL
    assert build(layout, edition=edition).fresh


@ways
def test_no_planted_pdf_is_mailed(
    tmp_path: Path, user: Callable[[str], None], plant: Plant
) -> None:
    layout = planted_pdf(tmp_path / "project", plant)
    user("reader")
    outcome = write_email(EmailRequest(layout, NOW), _nothing, _nothing)
    assert outcome.path is not None
    draft = message_from_bytes(outcome.path.read_bytes())
    (pdf,) = (part for part in draft.walk() if part.get_content_type() == "application/pdf")
    assert pdf.get_payload(decode=True) != EVIL


@ways
def test_clean_removes_nothing_that_this_user_did_not_build(
    tmp_path: Path, user: Callable[[str], None], plant: Plant
) -> None:
    layout = project(tmp_path / "project", {})
    names = ("syllabus/course.yaml", MEETING)
    sums = {name: [checksum((layout.root / name).read_bytes())] for name in names}
    plant(layout, "outputs.json", sums)
    note = layout.work / "outputs.json"
    planted = note.read_bytes()
    user("reader")
    clean_build(layout, _nothing)
    assert all((layout.root / name).is_file() for name in names)
    layout.work.mkdir()
    note.write_bytes(planted)
    built = build(layout)
    removed = clean_build(layout, _nothing)
    assert all((layout.root / name).is_file() for name in names)
    assert set(built.outputs) <= set(removed)


@ways
def test_no_planted_answer_says_that_an_address_is_well(
    tmp_path: Path, user: Callable[[str], None], plant: Plant
) -> None:
    address = "https://gone.invalid/"
    layout = project(tmp_path / "project", {MEETING: f"{FRONT}[Slides]({address})\n"})
    answer = Answer(State.ALIVE, "it is there", 200, asked=ASKED)
    answers = {address: {**asdict(answer), "state": "alive"}}
    plant(layout, "links.json", {"version": 1, "answers": answers})
    user("reader")
    asked: list[str] = []

    def ask(addresses: list[str], *_: object) -> dict[str, Answer]:
        asked.extend(addresses)
        return {address: Answer(State.DEAD, "there is no such host", 404, asked=ASKED)}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("syllabus.delivery.links.checking.request_addresses", ask)
        patch.setattr("syllabus.delivery.links.checking.time", SimpleNamespace(time=lambda: ASKED))
        for _ in range(2):  # the second time, what the user's own run was told
            faults = check_links(check_project(layout), layout, _nothing, RequestLimits())
            assert [fault.code for fault in faults] == ["dead-link"]
    assert asked == [address]


@ways
def test_no_planted_digest_makes_an_event_look_changed(
    tmp_path: Path, user: Callable[[str], None], plant: Plant
) -> None:
    record = FRONT.replace("title", "join: {url: https://meet.example/1, passcode: x}\ntitle")
    layout = project(tmp_path / "project", {MEETING: record})
    request = CalendarRequest(layout, NOW)

    def changed() -> int:
        return write_calendar(request, _nothing, _nothing).changed

    assert (changed(), changed()) == (1, 0)
    (name,) = read_note(layout.work / "calendar.json")
    plant(layout, "calendar.json", {name: "0" * 32})
    user("reader")
    assert changed() == 0


def test_without_a_key_nothing_is_believed_and_all_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = project(tmp_path / "project", {})
    for variable in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(variable, raising=False)
    for _ in range(2):
        outcome = build(layout)
        assert not outcome.fresh
        assert outcome.path is not None
    assert write_email(EmailRequest(layout, NOW), _nothing, _nothing).path is not None
    assert clean_build(layout, _nothing) == (layout.work,)


HANDOUT = """\
format: 1
handout: 2021-04-13
title: '\\input{../../../outside/record.md}'
zone: Europe/Berlin
sections:
- section: ../../../outside/record
  title: '\\input{OUTSIDE}'
  text: |
    \\input{OUTSIDE}
meetings:
- meeting: ../../../outside/record
  title: '\\input{OUTSIDE}'
  start: 2021-04-15T16:00+02:00
  minutes: 60
  parts:
  - title: '[@../../../outside/record]'
    text: |
      \\input{OUTSIDE} ![](OUTSIDE) << include("OUTSIDE") >>
"""


def test_a_history_says_words_and_reaches_nothing(tmp_path: Path) -> None:
    """It is shared between colleagues, so nothing of it is under one user's seal."""
    outside = tmp_path / "outside" / "record.md"
    outside.parent.mkdir()
    outside.write_text(f"---\ndate: TBD\ntitle: {SECRET}\n---\n")
    layout = project(
        tmp_path / "project",
        {
            "syllabus/course.yaml": f"{COURSE}handout: [changes, upcoming]\n",
            "syllabus/history/handouts/2021-04-13.yaml": HANDOUT.replace("OUTSIDE", str(outside)),
            "syllabus/history/mailings/2021-04-13-announcement.yaml": "announced: 2021-04-13\n",
        },
    )
    opened: list[str] = []
    active = True

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if active and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(listen)
    outcome = build(layout)
    email = write_email(EmailRequest(layout, NOW), _nothing, _nothing)
    active = False
    assert outcome.path is not None, outcome.diagnostics
    assert email.path is not None, email.diagnostics
    assert b"input" in pdf_text(layout)  # what it says is printed
    assert opened
    assert not [name for name in opened if os.path.realpath(name) == str(outside)]
    assert not holding(layout.root, SECRET)


WRITE = 'local f = io.open(name, "w") if f then f:write("x") f:close() end'
READ = 'local f = io.open(name) tex.print(f and "planted" or "clean")'


def lua(root: Path, program: str) -> Layout:
    """Return a project whose raw LaTeX does something with a file in LuaTeX's font cache."""
    found = 'local name = kpse.expand_var("$TEXMFVAR") .. "/planted"'
    course = f"{COURSE}engine: lualatex\nraw_latex: true\n"
    raw = f"{FRONT}```{{=latex}}\n\\directlua{{{found} {program}}}\n```\n"
    return project(root, {"syllabus/course.yaml": course, MEETING: raw})


def test_what_raw_latex_writes_into_the_font_cache_no_other_project_reads(
    tmp_path: Path, user: Callable[[str], None]
) -> None:
    user("reader")
    for program in (WRITE, READ):
        layout = lua(tmp_path / "stranger", program)
        assert build(layout).path
    assert b"planted" in pdf_text(layout)  # it is real
    layout = lua(tmp_path / "mine", READ)
    assert build(layout).path
    assert b"clean" in pdf_text(layout)
    (planted,) = (tmp_path / "reader").rglob("planted")
    course = f"{COURSE}engine: lualatex\n"
    assert build(project(tmp_path / "plain", {"syllabus/course.yaml": course})).path
    shared = tmp_path / "reader" / "syllabus" / "fonts" / "shared"
    assert any(shared.iterdir())
    assert not planted.is_relative_to(shared)


def pdf_text(layout: Layout) -> bytes:
    command = ["pdftotext", str(layout.build / "optics.pdf"), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout
