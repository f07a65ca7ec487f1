"""What columns such as *Due* and *Week*, rows across a table, and the text around it become."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from tests.importing.moving import move, turned, write

from syllabus.importing.context import term_years, usual_time
from syllabus.importing.written_days import read_day

DUES = """# Chemistry, Fall 2026

Lectures: Tuesdays and Thursdays, 9:30–10:45 am. Labs: Fridays, 1–4 pm.

| Date | Topic | Assignment | Due |
|---|---|---|---|
| **Part I** | | | |
| Tue 9/8 | Atoms | HW 1: Spheres | |
| Thu 9/10 | Bonds | | Project 1 out |
| | **Part II: Reactions** | | |
| Tue 9/15 | Acids | HW 2 | [HW 1](https://chem.example/hw1) at 5 pm |
| Thu 9/17 | Salts | | Essay (due Mon 9/21); Carry on; Lab report, 11:59 pm |
| Week 3 (Sep 21–25) | | | |
| Tue 9/22 | No class | No class | HW 2 by Sat 9/26, noon |
| TBD | Review | | — |
"""


def test_what_is_due_on_a_day_is_a_deadline_and_what_begins_on_it_a_part(tmp_path: Path) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {"plan.md": DUES}))
    assert not moved.faults()
    kinds = {name: moved.fields(name).get("kind") for name in moved.meetings}
    assert kinds == {
        "2026-09-08-atoms": None, "2026-09-10-bonds": None, "2026-09-15-acids": None,
        "2026-09-15-hw-1": "deadline", "2026-09-17-carry-on": "deadline",
        "2026-09-17-lab-report": "deadline",
        "2026-09-17-salts": None, "2026-09-21-essay": "deadline", "2026-09-22-no-class": "holiday",
        "2026-09-26-hw-2": "deadline", "tbd-review": None,
    }  # fmt: skip
    assert "## Assignment\n\nHW 1: Spheres\n" in moved.meetings["2026-09-08-atoms"]
    assert "## Due\n\nProject 1 out\n" in moved.meetings["2026-09-10-bonds"]
    assert moved.fields("2026-09-15-hw")["time"] == "17:00"
    assert "  HW 1: 'https://chem.example/hw1'\n" in moved.meetings["2026-09-15-hw-1"]
    assert moved.fields("2026-09-17-lab")["time"] == "23:59"
    assert moved.fields("2026-09-26")["time"] == "12:00"
    modules = {name[5:10]: moved.fields(name)["module"] for name in moved.meetings}
    assert modules["09-08"] == "Part I"
    assert modules["09-15"] == "'Part II: Reactions'"
    assert modules["09-22"].strip("'") == "Week 3 (Sep 21–25)"
    assert "time: 9:30-10:45\n" in moved.read("syllabus/course.yaml")
    assert any(
        "'Lectures: Tuesdays and Thursdays, 9:30–10:45 am'" in x for x in moved.report.doubts
    )


WEEKS = """# Logic

| Week | Topic | Due |
|---|---|---|
| 1 | Arguments | |
| 2 | Connectives | HW 1 |
| 3 | Midterm | |
"""


def test_addresses_that_are_typed_are_materials(tmp_path: Path) -> None:
    text = "# Optics\n\n| Date | Topic | Slides |\n|--|--|--|\n| 2026-09-03 | Lenses | `X` |\n"
    (source,) = write(tmp_path, {"plan.md": text})
    page = turned(source, tmp_path / "plan.html").read_text()
    page = page.replace("<code>X</code>", "https://a.example/1.pdf https://a.example/2")
    moved = move(tmp_path / "course", *write(tmp_path, {"plan.html": page}))
    assert moved.meetings["2026-09-03-lenses"].count("'https://a.example/") == 2
    assert "## Slides" not in moved.meetings["2026-09-03-lenses"]


@pytest.mark.parametrize("kind", ["table", "headings"])
def test_weeks_without_dates_stay_in_their_order_or_are_counted(kind: str, tmp_path: Path) -> None:
    text = WEEKS if kind == "table" else (
        "# Logic\n\n## Week 1: Arguments\n\nOne.\n\n## Week 2: Connectives\n\nTwo.\n\n"
        "## Week 3: Midterm\n\nThree.\n"
    )  # fmt: skip
    paths = write(tmp_path, {"plan.md": text})
    moved = move(tmp_path / "open", *paths)
    due = ["tbd-03-hw-1"] if kind == "table" else []
    names = ["tbd-01-arguments", "tbd-02-connectives", *due, f"tbd-0{3 + len(due)}-midterm"]
    assert [*moved.meetings] == names
    assert moved.fields("tbd-02")["when"] == "Week 2"
    assert "no source has a date; the records are in its order, 'date: TBD'" in moved.report.doubts
    assert not moved.faults()
    dated = move(tmp_path / "dated", *paths, start=date(2026, 9, 7))
    assert {name[:10] for name in dated.meetings} == {"2026-09-07", "2026-09-14", "2026-09-21"}
    assert (
        "# imported: the source says 'Week 2'; its day is counted"
        in (dated.meetings["2026-09-14-connectives"])
    )


def test_a_week_with_several_meetings_leaves_their_days_open(tmp_path: Path) -> None:
    rows = "| 1 | Arguments |\n| 2 | Connectives |\n| 2 | Tables |\n| 3 | Midterm |\n"
    text = f"# Logic\n\n| Week | Topic |\n|---|---|\n{rows}"
    moved = move(tmp_path / "course", *write(tmp_path, {"a.md": text}), start=date(2026, 9, 7))
    assert [*moved.meetings] == [
        "2026-09-07-arguments", "2026-09-21-midterm", "tbd-01-connectives", "tbd-02-tables",
    ]  # fmt: skip
    assert any("Week 2 has several meetings" in each for each in moved.report.doubts)


def test_what_is_due_beside_several_days_is_due_once_on_the_last(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>Optics</h1><table><tr><th>Date</th><th>Topic</th><th>Due</th></tr>"
        "<tr><td>2026-09-08</td><td>A</td><td rowspan=2>HW 1</td></tr>"
        "<tr><td>2026-09-10</td><td>B</td></tr><tr><td>2026-09-15</td><td>C</td><td></td></tr>"
        "</table></body></html>"
    )
    moved = move(tmp_path / "course", *write(tmp_path, {"a.html": page}))
    assert [name for name in moved.meetings if "hw" in name] == ["2026-09-10-hw-1"]
    assert (
        "# imported: the source has it beside several days; the last is taken"
        in (moved.meetings["2026-09-10-hw-1"])
    )


def test_weeks_beside_dates_are_no_meetings(tmp_path: Path) -> None:
    weeks = "| 1 | A | a |\n| 2 | B | b |\n| 3 | C | c |\n"
    text = f"{DUES}\n# Groups\n\n| Week | Topic | Group |\n|---|---|---|\n{weeks}"
    moved = move(tmp_path / "course", *write(tmp_path, {"plan.md": text}))
    assert len(moved.meetings) == 11
    assert "| 3 | C | c |" in moved.read("syllabus/sections/groups.md")


@pytest.mark.parametrize(
    ("text", "first", "years"),
    [
        ("Wintersemester 2025/26, dienstags", "14.10.", (2025,)),
        ("Second semestre 2025--2026", "29 janvier", (2026, 2025)),
        ("Fall 2026. Brenner (2018) says", "9/8", (2026,)),
        ("written in 2018", "9/8", ()),
    ],
)
def test_the_year_of_a_term(text: str, first: str, years: tuple[int, ...]) -> None:
    language = "fr" if "janvier" in first else "de"
    assert term_years(text, [read_day(first, language, lenient=True)]) == years


@pytest.mark.parametrize(
    ("text", "language", "days", "time"),
    [
        ("Le cours a lieu le jeudi de 9h30 à 11h30, salle B.", "fr", {3}, "9:30-11:30"),
        ("dienstags, 14:15–15:45 Uhr", "de", {1}, "14:15-15:45"),
        ("Office hours: Mondays, 2-4pm", "en", {1, 3}, None),
        ("Tuesdays, 9-10 am. Also Tuesdays, 2-3 pm.", "en", {1}, None),
        ("Dr. Ada Example, Thursdays 4 PM, Room 12", "en", {3}, "16:00"),
        ("donnerstags um 16 Uhr, Abgabe freitags", "de", {3}, None),
        ("Thursdays at 16:15\nThursdays 9-10 am", "en", {3}, "9:00-10:00"),
        ("Homework is due on Thursdays at 5 pm.", "en", {3}, None),
        ("Thursdays at 4 pm, and Thursdays at 6 pm", "en", {3}, None),
    ],
)
def test_the_hours_that_a_text_names_for_these_weekdays(
    text: str, language: str, days: set[int], time: str | None
) -> None:
    said = usual_time(text.split("\n"), days, language)
    assert (said.value if said else None) == time


@pytest.mark.parametrize(
    ("line", "place", "prose"),
    [
        ("Ada Lens, Thursdays 4 PM, Bergen", "Bergen", "Thursdays 4 PM"),
        ("Ada Lens, Thursdays 4 PM", None, "Thursdays 4 PM"),
        ("Ada Lens, Bergen, Norway", "Bergen, Norway", None),
    ],
)
def test_hours_beside_a_name_are_no_place(
    tmp_path: Path, line: str, place: str | None, prose: str | None
) -> None:
    rows = "| Date | Topic |\n|---|---|\n| 14 Jan 2027 | A |\n| 21 Jan 2027 | B |\n"
    text = f"# Optics\n\n{line}\n\n{rows}"
    moved = move(tmp_path / "course", *write(tmp_path, {"a.md": text}))
    course = moved.read("syllabus/course.yaml")
    assert "author: Ada Lens\n" in course
    assert re.findall("(?m)^place: (.*)", course) == ([] if place is None else [place])
    general = tmp_path / "course" / "syllabus" / "sections" / "general.md"
    assert general.exists() is (prose is not None)
    assert prose is None or prose in general.read_text()
    assert ("\ntime: 16:00\n" in course) is (prose is not None)
