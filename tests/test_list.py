"""`syllabus list` in terminals of any width."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.terminal import TerminalSession

COURSE = """\
title: Optics
zone: America/Vancouver
time: 8:00
streams: {rays: Rays, waves: Waves}
"""
RECORDS = {
    "2021-03-04-light": "date: 2021-03-04\nrecording: {url: https://video.example/1}\nstream: rays",
    "2021-03-18-slits": "date: 2021-03-18\nstream: [rays, waves]",
    "2021-04-15-lenses": "date: 2021-04-15\njoin: {url: https://meet.example/2}",
    "2021-04-20-prisms": "date: 2021-04-20",
    "2021-04-22-off": "date: 2021-04-22\nstatus: cancelled\nreason: strike",
    "tbd": "date: TBD\nwhen: some day in the summer",
}
TITLES = {
    "2021-03-04-light": "What light is",
    "2021-03-18-slits": "Two slits",
    "2021-04-15-lenses": "Thick lenses, thin lenses, and everything else that bends light",
    "2021-04-20-prisms": "Prisms",
    "2021-04-22-off": "Colours",
    "tbd": "Lasers (漢字)",
}
READING = "\n## Pre-reading\n\n1. A book (1 h 20 min, 3 pages)\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    meetings = tmp_path / "syllabus" / "meetings"
    meetings.mkdir(parents=True)
    (tmp_path / "syllabus" / "course.yaml").write_text(COURSE)
    for name, keys in RECORDS.items():
        text = f"---\n{keys}\ntitle: {TITLES[name]}\n---\n"
        (meetings / f"{name}.md").write_text(text + (READING if "light" in name else ""))
    return tmp_path


@pytest.mark.parametrize(
    ("columns", "left_out"),
    [
        (120, set()),
        (80, set()),
        (78, {"Reading"}),
        (60, {"Reading", "Stream"}),
        (40, {"Reading", "Stream", "Time", "Missing"}),
    ],
)
def test_the_table_fits_the_terminal(course: Path, columns: int, left_out: set[str]) -> None:
    with TerminalSession(course, "list", "--as-of", "2021-04-14", columns=columns) as session:
        assert session.end() == 0
    heading, _, *lines = (line.rstrip() for line in session.text.splitlines())
    assert max(map(cell_len, (heading, *lines))) <= columns
    headings = ["Date", "Time", "Stream", "Title", "Reading", "Missing"]
    assert heading.split() == [each for each in headings if each not in left_out]
    start = heading.index("Title")
    end = next(iter(re.finditer(r"Reading|Missing", heading)), None)
    titles = " ".join(line[start : end and end.start()].strip() for line in lines)
    assert all(title in titles for title in TITLES.values())
    for missing in ("recording", "join", "reading"):
        assert (missing in session.text) == ("Missing" not in left_out)


def test_what_is_folded_breaks_after_commas_and_hyphens(course: Path) -> None:
    record = course / "syllabus" / "meetings" / "2021-03-04-light.md"
    text = record.read_text().replace("What light is", "Expectation-maximization")
    record.write_text(text.replace("1 h 20 min, 3 pages", "35 min, 7 pages"))
    with TerminalSession(course, "list", "--as-of", "2021-04-14", columns=80) as session:
        assert session.end() == 0
    first, second = (line.split("  ") for line in session.text.splitlines()[2:4])
    assert [cell.strip() for cell in first if cell.strip()][-2:] == ["Expectation-", "35 min,"]
    assert [cell.strip() for cell in second if cell.strip()] == ["maximization", "7 pages"]


def test_dates_of_several_days_leave_room_for_the_other_columns(course: Path) -> None:
    """They are folded between their days, and the times of groups between the groups."""
    groups = "times: {Group A: 9:00, Group B: Fri 10:00}\nevery: week until 2021-06-17"
    record = course / "syllabus" / "meetings" / "2021-04-20-prisms.md"
    record.write_text(f"---\ndate: 2021-04-20\n{groups}\ntitle: Prisms\n---\n")
    with TerminalSession(course, "list", "--as-of", "2021-04-14", columns=100) as session:
        assert session.end() == 0
    lines = [line.rstrip() for line in session.text.splitlines()]
    assert lines[0].split() == ["Date", "Time", "Stream", "Title", "Reading", "Missing"]
    first = next(number for number, line in enumerate(lines) if "Prisms" in line)
    cells = [line.strip().split("  ")[0] for line in lines[first : first + 2]]
    assert cells == ["Tue 20 Apr –", "Tue 15 Jun 2021"]


def test_what_is_over_is_dimmed_and_what_is_next_stands_out(course: Path) -> None:
    with TerminalSession(course, "list", "--as-of", "2021-04-14", columns=120) as session:
        assert session.end() == 0
    lines = session.seen.splitlines()[2:]
    assert len(_days(lines, "")) == 5
    assert _days(lines, "\x1b[2m") == ["4 Mar", "18 Mar", "22 Apr"]
    assert _days(lines, "\x1b[1m→") == ["15 Apr"]


def _days(lines: list[str], style: str) -> list[str]:
    return re.findall(r"\d+ \w{3}(?= 2021)", "".join(x for x in lines if x.startswith(style)))
