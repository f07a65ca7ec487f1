"""The schedule: its columns, as a course chooses and names them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.pdf.measures import measure, read_pages
from tests.pdf.test_meetings import PACIFIC, document_of, rows_of
from tests.pdf.test_pages import pdf_of
from tests.security.projects import COURSE, MEETING, NOW, Files, project

from syllabus.model.course import Edition
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.tex.contents import contents_of
from syllabus.tex.filled import read_filled

RECORD = "date: 2021-04-15\ntime: 9:00-10:30\ntitle: Lenses\nstream: rays"


@pytest.mark.parametrize(
    ("columns", "heads", "cells"),
    [
        ("[topic, date]", ["Topic", "Date"], ["Lenses", "Thu 15 Apr 2021"]),
        (
            "{topic: What, time: From, end: To}",
            ["What", "From", "To"],
            ["Lenses", "9 AM PDT", "10:30 AM PDT"],
        ),
        (
            '{date: , stream: "", topic: }',
            ["Date", "", "Topic"],
            ["Thu 15 Apr 2021", "Rays", "Lenses"],
        ),
    ],
)
def test_a_course_chooses_and_names_its_columns(
    tmp_path: Path, columns: str, heads: list[str], cells: list[str]
) -> None:
    """They stand in its order, under its words or the usual ones."""
    document = document_of(tmp_path, f"{PACIFIC}schedule:\n  columns: {columns}\n", RECORD)
    head = document[document.index(r"\toprule") : document.index(r"\midrule")].splitlines()[1]
    assert [each.strip(" \\")[len(r"textbf{") : -1] for each in head.split("&")] == heads
    assert rows_of(document) == [cells]


WEEKS = (
    "date: 2026-10-26\ntime: 9:00\nmodule: Networks\ntitle: Layers",
    "date: 2026-10-26\ntime: 11:00\nduration: 2 h\nmodule: Networks\ntitle: Routing",
    "date: 2026-10-29\nstatus: cancelled\nreason: strike",
    "date: 2026-11-09\ntime: 8:00\nzone: America/New_York\nmodule: Systems\ntitle: Files",
)
"""Two weeks of which the one between them has no meeting."""


@pytest.mark.parametrize(
    ("numbering", "numbers"),
    [
        ("sessions", ["1", "2", "", "3"]),
        ("weeks", ["1", "", "", "3"]),
    ],
)
def test_sessions_are_counted_if_held_and_weeks_without_a_meeting_too(
    tmp_path: Path, numbering: str, numbers: list[str]
) -> None:
    document = document_of(tmp_path, f"{PACIFIC}numbering: {numbering}\n", *WEEKS)
    assert [row[0] for row in rows_of(document)] == numbers
    days = [row[1] for row in rows_of(document)]
    assert days == ["Mon 26 Oct 2026", "", "Thu 29 Oct 2026", "Mon 9 Nov 2026"]


def test_what_is_cancelled_has_its_own_day_and_the_next_too(tmp_path: Path) -> None:
    records = [f"date: 2026-10-26\ntime: {hour}:00\ntitle: T" for hour in range(9, 14)]
    records[2] += "\nstatus: cancelled"
    document = document_of(tmp_path, PACIFIC, *records)
    day = "Mon 26 Oct 2026"
    assert [row[0] for row in rows_of(document)] == [day, "", day, day, ""]


def test_a_date_on_two_lines_has_the_width_of_its_lines(tmp_path: Path) -> None:
    """What it has more is given to the columns of words."""
    files: Files = {
        f"syllabus/meetings/{number}.md": f"---\ndate: {date}\ntime: {time}\ntitle: Workshop on"
        f" patch clamping for beginners\nroom: Teaching Laboratory, Basement\nspeaker: {{name:"
        " Abraham Feld, affiliation: University of Lund}\n---\n"
        for number, (date, time) in enumerate(
            [("14-15 January 2027", "9 AM - 5 PM"), ("2027-01-21", "16:00")]
        )
    }
    course = f"{COURSE}handout: [schedule]\ncontents: false\n"
    pdf = pdf_of(project(tmp_path, {"syllabus/course.yaml": course, **files}), "2026-10-01")
    (page,) = read_pages(pdf)
    words = [word for line in page.lines for word in line.words]
    dates = max(word.right for word in words if word.text == "2027" and word.left < 200)
    head = next(line for line in page.lines if line.text.startswith("Date Time"))
    assert head.words[1].left - dates < 15  # two \tabcolsep are 12


@pytest.mark.parametrize("layout", ["table", "agenda"])
def test_a_page_that_begins_within_a_day_says_it_again(tmp_path: Path, layout: str) -> None:
    record = "---\ndate: 2026-10-{}\ntime: {}:{}\ntitle: T\n---\n"
    times = [
        (day, hour, minute) for day in (26, 27) for hour in range(6, 23) for minute in (10, 40)
    ]
    files: Files = {
        f"syllabus/meetings/{at:02}.md": record.format(*time) for at, time in enumerate(times)
    }
    course = f"{COURSE}duration: 20 min\nhandout: [schedule]\nschedule: {{layout: {layout}}}\n"
    pdf = pdf_of(project(tmp_path, {"syllabus/course.yaml": course, **files}), "2026-10-01")
    assert measure(pdf) == []
    lines = [[line.text for line in page.lines] for page in read_pages(pdf)]
    _, following = lines
    days = [text[:15] for page in lines for text in page if text.startswith(("Mon", "Tue"))]
    assert days == ["Mon 26 Oct 2026", "Mon 26 Oct 2026", "Tue 27 Oct 2026"]
    assert following[1].startswith("Mon 26 Oct 2026")


def test_an_agenda_says_each_day_and_each_module_once(tmp_path: Path) -> None:
    settings = "schedule: {layout: agenda, ends: true, zones: where-needed}\n"
    document = document_of(tmp_path, PACIFIC + settings, *WEEKS)
    above = re.findall(r"^\\(modulerow|dayrow)\{(.*)\}", document, re.M)
    assert above == [
        ("modulerow", "Networks"),
        ("dayrow", "Mon 26 Oct 2026"),
        ("dayrow", r"\struck{Thu 29 Oct 2026}"),
        ("modulerow", "Systems"),
        ("dayrow", "Mon 9 Nov 2026"),
    ]
    assert [row[:2] for row in rows_of(document)] == [
        ["9–10 AM", "Layers"],
        ["11 AM–1 PM", "Routing"],
        ["8–9 AM", "cancelled: strike"],
        ["8–9 AM EST", "Files"],
    ]
    assert re.findall(r" \\(next\w+)$", document, re.M) == ["nextofday", "nextrow", "nextrow"]


def test_a_break_has_the_number_of_its_week(tmp_path: Path) -> None:
    settings = (
        "numbering: weeks\nschedule: {breaks: shown}\n"
        "breaks: {from: 2026-11-02, to: 2026-11-06, reason: Half term}\n"
    )
    document = document_of(tmp_path, PACIFIC + settings, *WEEKS)
    assert [row[0] for row in rows_of(document)] == ["1", "", "", "2", "3"]


def test_a_module_stands_above_its_meetings_and_in_the_contents(tmp_path: Path) -> None:
    course = f"{PACIFIC}handout: [upcoming]\n"
    headings = read_filled(document_of(tmp_path, course, *WEEKS)).headings
    assert [each.title for each in headings if each.is_module] == ["Networks", "Systems"]
    lines = contents_of(headings).splitlines()
    assert r"\contentsline {module}{Systems}{1}{module.2}%" in lines
    assert len(lines) == 1 + 2 + 3


LIBRARY = """@book{hecht2017, author = {Hecht, Eugene}, title = {Optics}, year = 2017}
@book{newton1704, author = {Newton, Isaac}, title = {Opticks}, year = 1704}
"""
READINGS = """date: 2026-10-26
title: Layers
---

## Reading

1. [@hecht2017, ch. 4] (30 min)
2. See [@newton1704] too.
3. [Ray diagrams](https://optics.example/rays) (20 min)
4. [The home page](https://optics.example)

::: members
- [@newton1704]
:::
"""


@pytest.mark.parametrize(
    ("style", "edition", "cell"),
    [
        ("apa", Edition.MEMBERS, "Hecht (2017); Ray diagrams; Newton (1704)"),
        ("apa", Edition.PUBLIC, "Hecht (2017); Ray diagrams"),
        ("ieee", Edition.MEMBERS, "Hecht [1]; Ray diagrams; Newton [2]"),
    ],
)
def test_the_schedule_names_what_there_is_to_read(
    tmp_path: Path, style: str, edition: Edition, cell: str
) -> None:
    """Works that are printed in full, and links with an amount; members' own for members alone."""
    course = f"{PACIFIC}style: {style}\nschedule: {{columns: [topic, readings]}}\n"
    files = {
        "syllabus/course.yaml": course,
        MEETING: f"---\n{READINGS}",
        "bib/a.bib": LIBRARY,
    }
    front = prepare_handout(project(tmp_path, files), NOW, edition)
    assert front.document is not None
    ((_, found),) = rows_of(front.document.filled.text)
    assert found.replace("~", " ") == cell


def test_what_is_cancelled_asks_for_no_reading_and_has_no_materials(tmp_path: Path) -> None:
    columns = "schedule: {columns: [topic, readings, materials]}\n"
    front = READINGS.replace(
        "title", "status: cancelled\nmaterials: {notes: https://a.example}\ntitle"
    )
    course = f"{PACIFIC}{columns}handout: [schedule, references]\n"
    files = {"syllabus/course.yaml": course, MEETING: f"---\n{front}", "bib/a.bib": LIBRARY}
    document = prepare_handout(project(tmp_path, files), NOW).document
    assert document is not None
    (row,) = rows_of(document.filled.text)
    assert row[1:] == ["", ""]
    assert "Opticks" not in document.filled.text
