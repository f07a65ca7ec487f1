"""What rows and headings print of meetings that lack a title, a date or a time."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from tests.security.projects import COURSE, MEETING, build, codes, prepare, project

LONDON = COURSE.replace("Europe/Berlin", "Europe/London")
PACIFIC = "title: Optics\nzone: America/Los_Angeles\ntime: 8:00\nstreams: {rays: Rays}\n"


def document_of(tmp_path: Path, course: str, *records: str) -> str:
    files = {f"syllabus/meetings/{n}.md": f"---\n{each}\n---\n" for n, each in enumerate(records)}
    layout_files = {"syllabus/course.yaml": course, MEETING: files["syllabus/meetings/0.md"]}
    front = prepare(tmp_path, {**layout_files, **dict(list(files.items())[1:])})
    assert codes(front) == set(), front.diagnostics
    assert front.document is not None
    return re.sub(r"^%@.*\n", "", front.document.text, flags=re.MULTILINE)


def rows_of(document: str) -> list[list[str]]:
    """Return the cells of the schedule, without commands around them; a day, where it begins."""
    table = document[document.index(r"\begin{longtable}") : document.index(r"\end{longtable}")]
    rows = []
    for line in table.splitlines():
        line = line.replace(r"\textellipsis{}", "…").replace(r"\ldots{}", "…")
        row = re.sub(r" \\(nextrow|lastrow|nextofday)$", "", line)
        if row != line:
            cells = re.sub(r"\\rowplace\{\d+\}", "", row).split(" & ")
            cells = [re.sub(r"\\dayagain.*", "", cell) for cell in cells]
            rows.append([re.sub(r"\\\w+(\{[\w-]+\})?(?=\{)|[{}]", "", cell) for cell in cells])
    return rows


def _headings(document: str) -> list[str]:
    return re.findall(r"\\subsection\{(.*)\}\\meetinglabel", document)


@pytest.mark.parametrize(
    ("course", "record", "row"),
    [
        (PACIFIC, "date: TBD\ntitle: A", ["to be announced", "8 AM PT", "A"]),
        (PACIFIC, "date: TBA\ntime: 9:30\ntitle: A", ["to be announced", "9:30 AM PT", "A"]),
        (
            PACIFIC,
            "date: TBD\nzone: America/Toronto\ntitle: A",
            ["to be announced", "8 AM ET", "A"],
        ),
        (PACIFIC, "date: TBD\nzone: Asia/Tokyo\ntitle: A", ["to be announced", "8 AM JST", "A"]),
        (COURSE, "date: TBD\ntitle: A", ["to be announced", "6 PM CET/CEST", "A"]),
        (LONDON, "date: TBD\ntitle: A", ["to be announced", "6 PM GMT/BST", "A"]),
        (PACIFIC, "date: TBD\nwhen: Summer 2021\ntitle: A", ["Summer 2021", "", "A"]),
        (PACIFIC, "date: TBD\nwhen: Summer 2021", ["Summer 2021", "", ""]),
        (PACIFIC, "date: TBD\nwhen: …\nshow: schedule", ["…", "…", "…"]),
        (PACIFIC, "date: TBD\nwhen: …\ntitle: More", ["…", "", "More"]),
        (
            PACIFIC,
            "date: 2021-04-22\nstatus: cancelled\nreason: Holiday",
            ["Thu 22 Apr 2021", "", "cancelled: Holiday"],
        ),
        (
            PACIFIC,
            "date: 2021-04-22\nstatus: cancelled",
            ["Thu 22 Apr 2021", "", "cancelled"],
        ),
        (
            PACIFIC,
            "date: 2021-04-22\nstatus: cancelled\ntitle: Lenses\nreason: (snow)",
            ["Thu 22 Apr 2021", "", "Lenses (cancelled: snow)"],
        ),
        (
            PACIFIC + "words: {cancelled-for: '(no meeting, {reason})'}\n",
            "date: 2021-04-22\nstatus: cancelled\ntitle: Lenses\nreason: snow",
            ["Thu 22 Apr 2021", "", "Lenses (no meeting, snow)"],
        ),
    ],
)
def test_rows_say_what_is_known_once(
    tmp_path: Path, course: str, record: str, row: list[str]
) -> None:
    assert rows_of(document_of(tmp_path, course, record)) == [row]


def test_dots_stand_in_every_column_that_the_schedule_has(tmp_path: Path) -> None:
    held = "date: 2021-04-22\nstream: rays\ntitle: A"
    document = document_of(tmp_path, PACIFIC, held, "date: TBD\nwhen: …\nshow: schedule")
    assert rows_of(document)[1] == ["…", "…", "…", "…"]


@pytest.mark.parametrize(
    ("records", "headings"),
    [
        (
            ("date: 2021-04-22\ntitle: A", "date: 2021-04-22\ntime: 14:00\ntitle: A"),
            ["22 Apr 2021, 8 AM PDT – A", "22 Apr 2021, 2 PM PDT – A"],
        ),
        (
            ("date: 2021-04-22\ntitle: A", "date: 2021-04-22\ntime: 14:00\ntitle: B"),
            ["22 Apr 2021 – A", "22 Apr 2021 – B"],
        ),
        (
            (
                "date: 2021-04-22\ntitle: A\nstream: rays",
                "date: 2021-04-22\ntime: 14:00\ntitle: A",
            ),
            ["22 Apr 2021 – Rays – A", "22 Apr 2021 – A"],
        ),
        (
            ("date: 2021-04-22\ntitle: A", "date: 2021-04-29\ntitle: A"),
            ["22 Apr 2021 – A", "29 Apr 2021 – A"],
        ),
        (
            (
                "date: 2021-04-22\ntitle: A",
                "date: 2021-04-22\ntime: 14:00\ntitle: A\nshow: schedule",
            ),
            ["22 Apr 2021 – A"],
        ),
        (("date: TBD\nwhen: Summer 2021\nstream: rays",), ["Summer 2021 – Rays"]),
        (("date: TBD\nwhen: Summer 2021",), ["Summer 2021"]),
    ],
)
def test_headings_have_what_tells_them_apart(
    tmp_path: Path, records: tuple[str, ...], headings: list[str]
) -> None:
    found = _headings(document_of(tmp_path, PACIFIC, *records))
    assert [each.replace(r"\textendash{}", "–") for each in found] == headings


def test_an_empty_word_prints_nothing(tmp_path: Path) -> None:
    course = COURSE + 'words: {members-edition: "", join: Room}\n'
    record = "date: 2021-04-22\ntitle: A\njoin: {url: https://meet.example/a}"
    document = document_of(tmp_path, course, record)
    assert "Room" in document
    assert "embers" not in document.replace("membersedition", "")


@pytest.mark.parametrize(
    ("speaker", "heading"),
    [
        ("{name: Ellen Zhong, affiliation: MIT}", "Ellen~Zhong~(MIT)"),
        (
            "{name: Fatima Al-Sayed, affiliation: King Abdullah University of Science}",
            "Fatima~Al-Sayed~(King Abdullah University of Science)",
        ),
        (f"{'Ada ' * 12}Lens", f"{'Ada ' * 12}Lens"),
    ],
)
def test_no_heading_parts_a_name_that_fits_a_line(
    tmp_path: Path, speaker: str, heading: str
) -> None:
    document = document_of(tmp_path, PACIFIC, f"date: 2021-04-15\ntitle: A\nspeaker: {speaker}")
    (found,) = _headings(document)
    assert found.partition(r"A \textendash{} ")[2] == heading


def test_what_a_command_before_a_text_could_take_for_its_own_is_printed(tmp_path: Path) -> None:
    course = COURSE.replace("title: Optics", "title: Plus ça change")
    assert course != COURSE
    record = (
        "---\ndate: TBD\ntitle: '[2cm]'\nmodule: Rays\n{}---\n"
        "[2cm] a\n\n- [2cm] b\n- \\* c\\\n  [2cm] d\n\n> [2cm] e\n"
    )
    files = {
        "syllabus/course.yaml": f"{course}schedule: {{columns: [topic]}}\n"
        "words: {passcode: '[2cm]'}\n",
        MEETING: record.format("join: {url: https://e.example, passcode: '123'}\n"),
        "syllabus/meetings/2021-04-14-a.md": record.format("show: schedule\n"),
    }
    outcome = build(project(tmp_path, files))
    assert outcome.path is not None, outcome.diagnostics
    command = ["pdftotext", "-raw", str(outcome.path), "-"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = words.splitlines()
    assert lines[0] == "Plus ça change"
    rows = lines[lines.index("Topic") :]
    assert rows[1:5] == ["Rays", "[2cm]", "[2cm]", "2 Upcoming Meetings"]
    for line in ("[2cm]: 123", "[2cm] a", "• [2cm] b", "• * c", "[2cm] d", "[2cm] e"):
        assert line in lines
