"""Whole schedules of other courses come over: nearly all their words, every row, no error."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.importing.foreign import FOREIGN, summer_school
from tests.importing.moving import Moved, move, turned
from tests.web.browser import open_browser

from syllabus.diagnostics import Severity


@dataclass(frozen=True)
class Foreign:
    """A schedule of another course.

    `source` is in `foreign/`, `turned` what it is made into first. `meetings` are the days on which
    somebody meets or takes an exam, `others` the records of other kinds by their days; `facts` are
    lines of records by the beginning of their names, `course` lines of course.yaml.
    """

    source: str
    meetings: str
    turned: str = ""
    others: dict[str, str] = field(default_factory=dict)
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    course: tuple[str, ...] = ()
    as_of: str = "2026-01-01"


CASES = {
    "a page of an undergraduate course": Foreign(
        "systems.html",
        "2026: 1-20 1-22 1-27 1-29 2-3 2-5 2-10 2-12 2-19 2-24 2-26 3-3 3-5 3-10 3-12 3-24 3-26"
        " 3-31 4-2 4-7 4-9 4-14 4-16 4-21 4-23 4-29",
        others={
            "2026-01-23-survey": "deadline", "2026-02-03-homework-1": "deadline",
            "2026-02-12-project-1": "deadline", "2026-02-19-homework-2": "deadline",
            "2026-03-12-project-2": "deadline", "2026-03-26-homework-3": "deadline",
            "2026-04-09-homework-4": "deadline", "2026-04-16-project-3": "deadline",
            "2026-04-23-reflection-essay": "deadline",
            "2026-02-17-no-class-presidents-day-monday-schedule": "holiday",
            "2026-03-16-spring-break": "holiday",
        },
        facts={
            "2026-01-22-p": (
                "title: 'Processes: `fork`, `exec` and `wait`'", "## Reading", "Ch. 4–5",
                "  slides: 'https://uni.example/240/l02.pdf'", "module: 'Unit 1: Processes'",
            ),
            "2026-01-29-s": ("## Due", "Project 1 out"),
            "2026-02-12-project": ("time: 23:59",),
            "2026-03-03": ("kind: exam", "title: Midterm exam, in class, closed book"),
            "2026-03-16": ("date: 2026-03-16 to 2026-03-20",),
        },
        course=("title: 'CSCI 240: Operating Systems'", "day: [Tuesday, Thursday]",
                "time: 10:30-11:45"),
    ),
    "a seminar in Word": Foreign(
        "messen.md",
        "2025: 10-14 10-21 10-28 11-4 11-11 11-18 11-25 12-2 12-9 12-16 2026: 1-13 1-20 1-27 2-3",
        turned="docx",
        others={"2025-12-23-weihnachtspause": "holiday"},
        facts={
            "2025-10-21": ("title: 'Was heißt messen?'", "- [@brenner2018]", "## Leitfragen"),
            "2025-11-04": ("  - Till Ohm", "- [@garnier2014]"),
            "2025-11-18": ("status: cancelled", "reason: Dienstreise"),
            "2025-11-25": ("- [@hartwig2003]",),
            "2025-12-16": ("- [@moser2016]",),
            "2026-01-20": ("- [@hartwig2021]",),
        },
        course=("author: PD Dr. Henrike Stahl", "language: de", "day: Tuesday",
                "time: 14:15-15:45"),
        as_of="2025-10-15",
    ),
    "a course in LaTeX": Foreign(
        "cours/cours.tex",
        "2026: 1-29 2-5 2-12 2-26 3-5 3-12 3-19 3-26 4-2 4-9 4-16 5-7 5-21",
        others={"2026-02-19-pas-de-cours-vacances-dhiver": "holiday",
                "2026-03-05-le-devoir-a-la-maison": "deadline"},
        facts={
            "2026-01-29": ("Cônes, enveloppes convexes", "[@delmas2019, chap.\xa01 et 2]"),
            "2026-02-26": ("## À lire", "1. Quand le saut", "   2. en mécanique"),
            "2026-03-05": ("\\begin{align}", "[^1]: Karush les avait"),
            "2026-04-09": ("status: cancelled", "reason: colloque du laboratoire"),
            "2026-04-16": ("| Newton | 14 | 0,2 |",),
            "2026-05-07": ("[voir @marchetti2024]",),
        },
        course=("language: fr", "day: Thursday", "time: 9:30-11:30", "  norme: '\\left\\lVert"),
    ),
    "a folder of Hugo": Foreign(
        "soil",
        "2025: 9-29 10-2 10-6 10-9 10-13 10-16 10-20 10-23 11-3 11-6 11-10 11-13 11-17 12-4",
        others={
            "2025-10-27-no-lecture-reading-week": "holiday",
            "2025-10-30-no-lecture-reading-week": "holiday",
        },
        facts={
            "2025-10-06": ("- [@bevan2017]", "\\theta = w", "  slides: 'https://soil.example/s/03"),
            "2025-10-09": ("[^1]: Mind the sign",),
            "2025-11-03": ("  - name: Sioned Hâf", "    affiliation: Bangor"),
            "2025-12-04": ("kind: exam", "time: 10:00-12:00", "room: Sports hall"),
        },
        course=("title: Soil Physics", "author: Morwenna Pryce", "zone: Europe/London",
                "time: 9:30"),
        as_of="2025-10-01",
    ),
    "lists of definitions in Jekyll": Foreign(
        "nets",
        "2026: 1-13 1-14 1-15 1-20 1-22 1-27 1-28 1-29 2-3 2-5 2-10",
        others={"2026-01-19-no-class-martin-luther-king-jr-day": "holiday",
                "2026-01-15-hw-0": "deadline", "2026-01-22-hw-1": "deadline",
                "2026-02-03-hw-2": "deadline"},
        facts={
            "2026-01-13": ("title: 'Lecture Why networks?'", "module: Friends of friends",
                           "  'Why networks?': 'https://nets.example/l1'"),
            "2026-02-05": ("kind: exam",),
        },
        course=("title: Networks for Everyone", "zone: America/New_York"),
    ),
    "a workbook of a summer school": Foreign(
        "school.xlsx",
        "2026: 6-1 6-1 6-1 6-2 6-2 6-3 6-4 6-4 6-5 6-8 6-8 6-9 6-9 6-10 6-11 6-12",
        others={"2026-06-06-no-class-weekend": "holiday"},
        facts={
            "2026-06-01-lab": ("time: 14:00-16:00", "  - Leif Sørdal", "module: 'Week 1: Found"),
            "2026-06-02-s": ("<https://ice.example/sliding.pdf>",),
            "2026-06-09-s": ("    affiliation: Brest", "module: 'Week 2: Glaciers and climate'"),
            "2026-06-10": ("status: cancelled", "reason: speaker ill"),
        },
        course=("title: Glacier Summer School, Finse, June 2026",),
        as_of="2026-06-02",
    ),
    "headings of a reading group": Foreign(
        "causes.md",
        "2025: 9-10 9-24 10-8 10-22 11-19 12-3 2026: 1-14 1-28 2-11 2-25 3-11 3-25 4-8 4-22",
        others={"2025-11-05-no-meeting-election-hangover": "holiday"},
        facts={
            "2025-09-24": ("speaker: Okwudili Eze", "- [@varga2010]", "- ☐ When is $X"),
            "2025-10-08": ("[Read: @varga2012]", "P(y \\mid do(x))"),
            "2025-12-03": ("  url: 'https://zoom.example/j/5550001'", "  passcode: 'teapot'"),
            "2026-01-28": ("[Read: @lindqvist2020]",),
            "2026-03-11": ("status: cancelled", "reason: building closed"),
            "2026-04-08": ("**Lead:** to be announced",),
        },
        course=("title: 'Causal Inference Reading Group 🍵'", "day: Wednesday"),
        as_of="2025-09-11",
    ),
    "a calendar of events that return": Foreign(
        "hands.ics",
        "2025: 10-7 10-9 10-13 10-14 10-21 10-23 11-5 11-6 11-11 11-18 11-20 11-20 11-25 12-2 12-2"
        " 12-4 12-9",
        others={"2025-10-27-reading-week": "holiday"},
        facts={
            "2025-10-21": ("time: 14:00-15:30", "room: Seminar Room 4, Old Library"),
            "2025-11-05": ("time: 10:00-11:30", "room: Reading Room"),
            "2025-10-13": ("date: 2025-10-13 to 2025-10-15",),
            "2025-11-20-o": ("  url: 'https://zoom.example/j/5550002?pwd=quill'",
                             "  passcode: 'quill'", "Slides will follow."),
            "2025-12-02-tri": ("status: cancelled", "reason: The archive is closed for repairs."),
        },
        course=("title: Palaeography Workshop", "zone: Europe/London"),
        as_of="2025-10-08",
    ),
    "a list in an OpenDocument text": Foreign(
        "ecology.md",
        "2026: 3-2 3-5 3-9 3-12 3-16 3-23 3-26 3-30 4-9 4-13 4-16 4-20 4-23 4-27 4-30 5-4",
        turned="odt",
        others={
            "2026-03-19-nessuna-lezione-festa-del-dipartimento": "holiday",
            "2026-04-02-vacanze-di-pasqua": "holiday",
        },
        facts={
            "2026-03-05": ("profondità $z$ è $I(z) = I_{0}e^{-kz}$",),
            "2026-03-30": ("\\mu = \\mu_{max}\\frac{S}{K_{S} + S}",),
            "2026-04-02": ("date: 2026-04-02 to 2026-04-08",),
            "2026-04-20": ("3. uno stagno di campagna",),
            "2026-04-23": ("time: 8:00",),
        },
        course=("title: Ecologia delle acque interne", "author: Silvia Bonetti", "language: it",
                "day: [Monday, Thursday]", "time: 10:30"),
        as_of="2026-03-03",
    ),
}  # fmt: skip


def moved_from(case: Foreign, folder: Path) -> Moved:
    if case.source.endswith(".xlsx"):
        source = folder / case.source
        source.write_bytes(summer_school())
    elif case.turned:
        name = Path(case.source).with_suffix(f".{case.turned}").name
        source = turned(FOREIGN / case.source, folder / name)
    else:
        source = FOREIGN / case.source
    return move(folder / "course", source)


def days(text: str) -> list[str]:
    found, year = [], ""
    for word in text.split():
        if word.endswith(":"):
            year = word[:-1]
        else:
            month, day = word.split("-")
            found.append(f"{year}-{int(month):02}-{int(day):02}")
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_foreign_schedule_comes_over(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    moved = moved_from(case, tmp_path)
    assert not [each for each in moved.faults() if each.severity is Severity.ERROR]
    kinds = {stem: moved.fields(stem).get("kind", "") for stem in moved.meetings}
    others = {stem: kind for stem, kind in kinds.items() if kind in ("deadline", "holiday")}
    assert others == case.others
    held = [stem[:10] for stem in kinds if stem not in others]
    assert held == days(case.meetings)
    for start, lines in case.facts.items():
        record = next(text for stem, text in moved.meetings.items() if stem.startswith(start))
        for line in lines:
            assert f"\n{line}" in record or f" {line}" in record, record
    course = moved.read("syllabus/course.yaml")
    for line in case.course:
        assert f"\n{line}" in course
    compared = moved.compared(case.as_of)
    assert compared.of_source > 100
    assert compared.share >= 0.95, compared.words


def test_a_printed_page_brings_its_words_and_says_that_its_rows_are_lost(tmp_path: Path) -> None:
    printed = tmp_path / "systems.pdf"
    with open_browser() as browser:
        page = browser.new_page()
        page.goto((FOREIGN / "systems.html").as_uri())
        page.pdf(path=printed)
    moved = move(tmp_path / "course", printed)
    assert not [each for each in moved.faults() if each.severity is Severity.ERROR]
    assert "no row of a schedule could be told; import what the PDF was made from" in (
        moved.report.doubts
    )
    assert moved.compared().share >= 0.95
