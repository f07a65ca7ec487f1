"""What strangers may write into the fields of people, rooms, materials, groups and kinds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.security.projects import MEETING, Files, build, project
from tests.security.test_texts import bare, words_of

from syllabus.front.check import check_project

HOSTILE = (
    r"\immediate\write18{id}", r"^^5cinput{x}",
    r"\directlua{os.exit()}", r"\csname input\endcsname x",
    r"% & # ~ _ ^ {", r"} \par \end{document}", r"\href{run:xcalc}{a}", r"<b onload=x> && </b>",
    r"\catcode`|=0 |input{x}", r"\\ & \multicolumn{9}{l}{x}",
)  # fmt: skip


def _tagged(field: str) -> str:
    """Return a text for a field, with the field's name before each of its attacks."""
    return " ".join(f"{field}{number} {each}" for number, each in enumerate(HOSTILE))


def _quoted(field: str) -> str:
    return json.dumps(_tagged(field))


COURSE = f"""\
title: A
zone: Europe/Berlin
time: 18:00
contents: false
people: {{ada: {{name: {_quoted("known")}, affiliation: {_quoted("institute")}}}}}
contact: {_quoted("contact")}
assistants: [{_quoted("assistant")}]
office_hours: [{_quoted("hours")}, {{day: Mon, time: 9:00, room: {_quoted("office")}}}]
kinds: {{own: {_quoted("label")}, marked: {{label: M, sign: {_quoted("sign")}}}}}
breaks: {{from: 2021-05-01, to: 2021-05-02, reason: {_quoted("break")}}}
room: {{name: {_quoted("hall")}, building: {_quoted("tower")}, address: {_quoted("street")}}}
rota: [{_quoted("turn")}]
handout: [deadlines, calendar, schedule, upcoming, past]
schedule:
  columns: {{date: {_quoted("head")}, speaker: , topic: , room: , materials: }}
  breaks: shown
"""
GROUPS = "".join(
    f"  ? {json.dumps(f'group{number} {each}')}\n"
    f"  : {{time: '{9 + number}:00', room: {json.dumps(f'bench{number} {each}')}}}\n"
    for number, each in enumerate(HOSTILE)
)
FILES: Files = {
    "syllabus/course.yaml": COURSE,
    MEETING: "---\ndate: 2021-04-15\ntitle: A\nkind: own\nspeaker: [ada, "
    f"{{name: {_quoted('speaker')}, affiliation: {_quoted('college')}}}]\n"
    f"module: {_quoted('module')}\nroom: {_quoted('room')}\n"
    f"materials: [{{label: {_quoted('material')}, url: 'https://a.example'}}]\n---\n\n"
    '## Questions {due="2021-04-20"}\n\n1. a\n',
    "syllabus/meetings/b.md": f"---\ndate: 2021-04-22\ntimes:\n{GROUPS}title: B\n"
    "kind: marked\npresenters: rota\n---\n\nText.\n",
}
FIELDS = (
    *("known", "institute", "contact", "assistant", "hours", "office", "label", "sign", "break"),
    *("hall", "tower", "street", "turn", "head", "speaker", "college", "module", "room"),
    *("material", "group", "bench"),
)


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_no_text_of_a_field_is_a_command_and_each_is_printed(tmp_path: Path, engine: str) -> None:
    outcome = build(project(tmp_path, FILES), engine=engine)
    assert outcome.path is not None, [
        (each.code, each.message, each.span and each.span.line) for each in outcome.diagnostics
    ]
    printed = words_of(outcome.path)
    lost = {
        field: each
        for field in FIELDS
        for number, each in enumerate(HOSTILE)
        if bare(f"{field}{number} {each}") not in printed
    }
    assert lost == {}


def test_materials_are_plain_files_of_the_project(tmp_path: Path) -> None:
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(b"secret")
    root = tmp_path / "project"
    root.mkdir()
    os.mkfifo(root / "pipe.pdf")
    (root / "folder.pdf").mkdir()
    (root / "link.pdf").symlink_to(outside)
    (root / "device.pdf").symlink_to("/dev/zero")
    (root / "loop.pdf").symlink_to(root / "loop.pdf")
    (root / "gone.pdf").symlink_to(root / "nothing.pdf")
    (root / "inner.pdf").symlink_to(root / "plain.pdf")
    (root / "plain.pdf").write_bytes(b"%PDF-1.5")
    names = sorted(path.name for path in root.iterdir())
    listed = "\n".join(f"  - {{label: {name}, file: {name}}}" for name in names)
    record = f"---\ndate: 2021-04-15\ntime: 9:00\ntitle: A\nmaterials:\n{listed}\n---\n"
    layout = project(root, {MEETING: record})
    found = {each.span.text for each in check_project(layout).diagnostics if each.span}
    assert found == set(names) - {"inner.pdf"}
