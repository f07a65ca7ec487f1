"""Schedules of other courses: tables, lists, spreadsheets, calendars and folders of sites."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from tests.importing.moving import TODAY, move, write
from tests.importing.opendocument import open_sheet

from syllabus.importing import Question
from syllabus.importing.clocks import read_clock
from syllabus.importing.dates import resolve_dates
from syllabus.importing.vocabulary import COLUMNS, ColumnRole, guess_language, role_of
from syllabus.importing.written_days import read_day

PAGE = """<!DOCTYPE html><html lang="en">
<head><title>CS 210: Compilers, Fall 2025</title></head><body>
<h1>CS 210: Compilers</h1>
<p>Instructor: Dana Reed. We meet in Baker Hall.</p>
<h2>Grading</h2>
<p>Homework counts for half, <b>exams</b> for the rest. See <a href="policy.html">the policy</a> and
<a href="https://uni.example/honor">the honor code</a>.</p>
<ul><li>Homework: 50%<ul><li>late days: 3</li></ul></li><li>Exams: 50%</li></ul>
<h2>Schedule</h2>
<table><thead><tr><th>Week</th><th>Date</th><th>Topic</th><th>Readings</th><th>Slides</th>
<th>Due</th></tr></thead><tbody>
<tr><td rowspan="2">1</td><td>Mon 8/25</td><td>Welcome</td><td>Chapter 1</td>
<td><a href="https://uni.example/s1.pdf">slides</a></td><td></td></tr>
<tr><td>Wed 8/27</td><td>Lexers, regular expressions</td><td>Chapter 2</td>
<td><a href="s2.pdf">drawn by hand</a></td><td>HW 0</td></tr>
<tr><td rowspan="2">2</td><td>Mon 9/1</td><td colspan="4">No class (Labor Day)</td></tr>
<tr><td>Wed 9/3</td><td>Parsing by recursion</td><td>Chapter 3</td><td></td><td>HW 1</td></tr>
<tr><td colspan="6"><b>Part II: The Back End</b></td></tr>
<tr><td>3</td><td>Mon 9/8</td><td>Midterm exam</td><td></td><td></td><td></td></tr>
<tr><td>3</td><td>Wed 9/10</td><td>Cancelled: instructor travelling</td><td></td><td></td>
<td></td></tr>
<tr><td>20</td><td>Wed 1/7</td><td>Review of the final exam</td><td></td><td></td><td></td></tr>
</tbody></table>
<p>Office hours are by appointment.</p></body></html>
"""

SEMINAR = """---
title: Seminar Wissenschaftsgeschichte
author: Klara Vogt
---

Das Seminar behandelt die Geschichte der Messung. Wir lesen Texte, die der Reihe nach vorgestellt
werden, und reden über das, was nicht in ihnen steht.

## Ablaufplan im Wintersemester 2025/26

| Datum | Uhrzeit | Thema | Referentin | Raum | Literatur |
|---|---|---|---|---|---|
| Di, 14.10. | 14–16 Uhr | Einführung | Klara Vogt | HS 2 | keine |
| Di, 21.10. | 14–16 Uhr | Das Urmeter | Jonas Weiß (Uni Köln) | HS 2 | *Maß und Zahl*, S. 3–20 |
| Di, 28.10. | 14–16 Uhr | Thermometer | Mia Lang & Tom Berg | HS 2 | Lang, Kap. 2 |
| Di, 04.11. |  | entfällt wegen Krankheit | | | |
| Di, 23.12. | | Keine Sitzung (Weihnachten) | | | |
| Di, 13.01. | 14–16 Uhr | Abschluss | N.N. | HS 7 | |

## Leistungsnachweis

Wer einen Schein braucht, hält ein Referat von 20 Minuten und schreibt darüber 10 Seiten.
"""

SITE = {
    "site/_config.yml": (
        "title: Topology Reading Group\nauthor: Nia Obi\ntimezone: America/Chicago\n"
    ),
    "site/index.md": "---\ntitle: About\n---\nWe meet on Thursdays, and everyone is welcome.\n",
    "site/_lectures/01-knots.md": (
        '---\nlayout: lecture\ndate: 2025-09-04\ntime: "10:00"\ntitle: Knots and links\n'
        "speaker: Nia Obi\nslides: https://topo.example/knots.pdf\n---\n"
        "We begin with **knots**, which {% include note.html %} are circles.\n\n"
        "## Reading\n\n- Read chapter 1.\n"
    ),
    "site/_lectures/2025-09-11-surfaces.md": (
        '---\ntitle: "Surfaces: a survey"\npresenter: Sam Hu\ntags: [genus]\n---\n'
        "All closed surfaces have $\\chi = 2 - 2g$.\n"
    ),
    "site/_lectures/2025-09-13-later.md": "---\ntitle: Later\ndraft: true\n---\nNot yet.\n",
    "site/_data/schedule.yml": (
        "- date: 2025-09-18\n  title: Homology\n  readings:\n    - Chapter 3\n    - Chapter 4\n"
        "- date: 2025-09-25\n  title: No meeting (conference)\n"
    ),
}


def test_a_page_of_an_american_course(tmp_path: Path) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {"page.html": PAGE}))
    assert not moved.faults()
    days = [name[:10] for name in moved.meetings]
    assert days[:2] == ["2025-08-25", "2025-08-27"]
    assert days[-1] == "2026-01-07", "the year goes on"
    assert moved.fields("2025-09-01")["kind"] == "holiday"
    assert moved.fields("2025-09-08") | {"id": ""} == {
        "date": "2025-09-08", "time": "TBA", "kind": "exam", "title": "Midterm exam",
        "module": "'Part II: The Back End'", "id": "",
    }  # fmt: skip
    assert moved.fields("2025-09-10")["reason"] == "instructor travelling"
    assert "  slides: 'https://uni.example/s1.pdf'\n" in moved.meetings["2025-08-25-welcome"]
    assert "kind" not in moved.fields("2026-01-07"), "what is about an exam is none"
    assert "policy.html" in str(moved.report.lost)
    compared = moved.compared("2025-09-01")
    assert compared.share >= 0.95, compared.words


def test_a_table_of_a_german_seminar(tmp_path: Path) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {"plan.md": SEMINAR}))
    assert not moved.faults()
    course = moved.read("syllabus/course.yaml")
    assert "language: de\n" in course
    assert "day: Tuesday\ntime: 14:00-16:00\n" in course
    assert "handout: [general, schedule, leistungsnachweis, upcoming, past, references]" in course
    assert [name[:10] for name in moved.meetings] == [
        "2025-10-14", "2025-10-21", "2025-10-28", "2025-11-04", "2025-12-23", "2026-01-13",
    ]  # fmt: skip
    assert "  - name: Jonas Weiß\n    affiliation: Uni Köln\nroom: HS 2\n" in "".join(
        moved.meetings.values()
    )
    assert moved.fields("2025-11-04")["reason"] == "Krankheit"
    compared = moved.compared("2025-10-20")
    assert compared.share >= 0.95, compared.words


def test_a_folder_of_jekyll(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    moved = move(tmp_path / "course", tmp_path / "site")
    assert not moved.faults()
    course = moved.read("syllabus/course.yaml")
    assert "title: Topology Reading Group\nauthor: Nia Obi\n" in course
    assert "zone: America/Chicago\n" in course
    assert "handout: [about, schedule, upcoming, past, references]" in course
    assert [*moved.meetings] == [
        "2025-09-04-knots-and-links", "2025-09-11-surfaces-a-survey",
        "2025-09-18-homology", "2025-09-25-no-meeting-conference",
    ]  # fmt: skip
    assert "## Readings\n\n- Chapter 3\n- Chapter 4\n" in moved.meetings["2025-09-18-homology"]
    assert moved.fields("2025-09-11")["speaker"] == "Sam Hu"
    assert any("01-knots.md: {% include note.html %}" in each for each in moved.report.lost)
    assert any("2025-09-13-later.md, which is not published" in each for each in moved.report.lost)
    compared = moved.compared("2025-09-10")
    assert compared.share >= 0.95, compared.words


def test_a_workbook_and_tables_as_text_give_the_same_meetings(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        (date(2025, 9, 4), time(10, 30), "Lenses", "Ada Lens (NTNU)", "R1"),
        (datetime(2025, 9, 11), time(10, 30), "Mirrors", "Bo Prism; Cy Ray", "R1"),
        (date(2025, 9, 18), "10:30–12:00", "Colours", None, "R2"),
    ]
    sheet.append(["Optics, autumn 2025"])
    sheet.append(["Date", "Start", "Title", "Who", "Where"])
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    lines = ["Date;Start;Title;Who;Where"] + [
        ";".join(f"{cell:%H:%M}" if isinstance(cell, time) else f"{cell or ''}" for cell in row)
        for row in rows
    ]
    text = "\r\n".join(lines).replace(" 00:00:00", "")
    names = "Bo Prism; Cy Ray"
    assert names in text
    semicolons = "\ufeff" + text.replace(names, f'"{names}"')
    tabs = text.replace(names, "NAMES").replace(";", "\t").replace("NAMES", names)
    above = '<table:table-row table:number-rows-repeated="2"/>'
    table = (["Optics, autumn 2025"], ["Date", "Start", "Title", "Who", "Where"], *rows)
    calc = open_sheet(table, hidden=above)
    files = {
        "a.xlsx": data.getvalue(),
        "d.ods": calc,
        "b.csv": semicolons.encode(),
        "c.tsv": tabs.encode(),
    }
    found = []
    for path in write(tmp_path, files):
        moved = move(tmp_path / path.stem, path)
        assert not moved.faults()
        found.append([moved.fields(day) | {"id": ""} for day in ("2025-09-04", "2025-09-18")])
        assert "speaker:\n  - Bo Prism\n  - Cy Ray\n" in moved.meetings["2025-09-11-mirrors"]
    assert found[0] == found[1] == found[2] == found[3]
    assert found[0][1]["time"] == "10:30-12:00"
    assert "title: Optics, autumn 2025" in (tmp_path / "a/syllabus/course.yaml").read_text()


def test_a_calendar(tmp_path: Path) -> None:
    text = "\r\n".join(
        """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x
X-WR-CALNAME:Optics
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Oslo:20250904T103000
DTEND;TZID=Europe/Oslo:20250904T120000
SUMMARY:Lenses
LOCATION:R1
DESCRIPTION:Bring glasses.\\nRead chapter 1.
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20250911
SUMMARY:Excursion
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20251218T083000Z
RRULE:FREQ=WEEKLY;COUNT=3
SUMMARY:Lab
LOCATION:https://meet.example/1
END:VEVENT
END:VCALENDAR
""".splitlines()
    )
    moved = move(tmp_path / "course", *write(tmp_path, {"feed.ics": text}))
    assert not moved.faults()
    assert "zone: Europe/Oslo\nday: Thursday\ntime: 9:30\n" in moved.read("syllabus/course.yaml")
    assert moved.meetings["2025-09-04-lenses"].endswith(
        "---\n\nBring glasses.\n\nRead chapter 1.\n"
    )
    assert moved.fields("2025-09-11")["status"] == "cancelled"
    assert [name for name in moved.meetings if name.endswith("lab")] == [
        "2025-12-18-lab", "2025-12-25-lab", "2026-01-01-lab",
    ], "9:30 in the reader's zone, which UTC is read in"  # fmt: skip


def test_links_of_what_is_cancelled_stay_with_it(tmp_path: Path) -> None:
    text = (
        "# Optics\n\n| Date | Topic |\n|---|---|\n"
        "| Oct 1, 2026 | [Lenses](https://optics.example/lenses) |\n"
        "| Oct 8, 2026 | cancelled because of [the strike](https://optics.example/strike) |\n"
        "| Oct 15, 2026 | ~~[Prisms](https://optics.example/prisms)~~ |\n"
        "| Oct 22, 2026 | Mirrors (cancelled, see [the news](https://optics.example/news)) |\n"
    )
    moved = move(tmp_path / "course", *write(tmp_path, {"optics.md": text}))
    assert not moved.faults()
    for day, link in (("08", "strike"), ("15", "prisms"), ("22", "news")):
        record = next(text for name, text in moved.meetings.items() if f"-10-{day}-" in name)
        assert "status: cancelled\n" in record
        assert f"https://optics.example/{link}" in record.split("materials:")[1]


def test_a_list_and_several_sessions_of_a_day(tmp_path: Path) -> None:
    text = (
        "# Summer School of Light, 2026\n\n## Programme\n\n"
        "- 6 July: Opening\n- 7 July, 9:30: Lasers\n- 8–10 July: Excursion\n\n"
        "## Workshops\n\n| Day | Time | Talk |\n|---|---|---|\n"
        "| 13 July | 9:00 | One |\n| | 11:00 | Two |\n| | | Three |\n"
    )
    moved = move(tmp_path / "course", *write(tmp_path, {"school.md": text}))
    assert not [each for each in moved.faults() if each.code != "meeting-date-clash"]
    assert [*moved.meetings] == [
        "2026-07-06-opening", "2026-07-07-lasers", "2026-07-08-excursion",
        "2026-07-13-one", "2026-07-13-three", "2026-07-13-two",
    ]  # fmt: skip
    assert moved.fields("2026-07-08")["date"] == "2026-07-08 to 2026-07-10"
    assert moved.fields("2026-07-07")["time"] == "9:30"
    assert moved.fields("2026-07-13-three")["time"] == "TBA"


def test_what_is_not_sure_is_asked_and_noted(tmp_path: Path) -> None:
    asked: list[Question] = []

    def ask(question: Question) -> str:
        asked.append(question)
        return "dmy" if "number" in question.text else question.likeliest

    text = "Date,Topic\n3/4/2025,A\n4/5/2025,B\n5/6/2025,C\n"
    moved = move(tmp_path / "course", *write(tmp_path, {"plan.csv": text}), ask=ask)
    assert [name[:10] for name in moved.meetings] == ["2025-04-03", "2025-05-04", "2025-06-05"]
    assert [each.likeliest for each in asked] == ["mdy", "Europe/Berlin", "TBA"]
    assert "# imported: in dates such as 3/4/2025, the day is taken to come first" in moved.read(
        "syllabus/course.yaml"
    )


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ("Mon 8/25|Wed 8/27|Mon 9/1", "en", "2025-08-25"),
        ("3/4|10/4|17/4|24/4", "en", "2026-04-03"),
        ("4/3|4/10|4/17", "en", "2026-04-03"),
        ("lun. 25 janv.|lun. 1er févr.", "fr", "2027-01-25"),
        ("mar 2 mar|jue 4 mar", "es", "2027-03-02"),
        ("segunda-feira, 8 de março|segunda-feira, 15 de março", "pt", "2027-03-08"),
        ("donderdag 4 maart 2027", "nl", "2027-03-04"),
        ("giovedì 4 marzo 2027", "it", "2027-03-04"),
        ("Πέμπτη 4 Μαρτίου 2027", "el", "2027-03-04"),
        ("4月15日(木)|4月22日(木)", "ja", "2027-04-15"),
        ("Do., 14.01.|Do., 21.01.", "de", "2027-01-14"),
        ("Thursday, April 15th, 2021", "en", "2021-04-15"),
        ("Week of Jan 25, 2027", "en", "2027-01-25"),
        ("Week 1 (Jan 12, 2026): Groups", "en", "2026-01-12"),
        ("KW 2: Di, 13.01.|KW 3: Di, 20.01.", "de", "2026-01-13"),
        ("Jan 25–29, 2027", "en", "2027-01-25"),
    ],
)
def test_dates_without_a_year_and_in_either_order(texts: str, language: str, expected: str) -> None:
    written = [read_day(text, language, lenient=True) for text in texts.split("|")]
    assert all(written)
    assert str(resolve_dates(written, (), TODAY).days[0].first) == expected


@pytest.mark.parametrize(
    "text",
    ["2.1 Audience", "May we ask?", "Summer 2021", "TBD", "1 Start", "5 steps", "v1.2"],
)
def test_what_is_no_date(text: str) -> None:
    assert read_day(text, "en") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 AM PST", "9:00"), ("2-4pm", "14:00-16:00"), ("14–16 Uhr", "14:00-16:00"),
        ("10:00 - 11:30 CET", "10:00-11:30"), ("15h30", "15:30"), ("TBA", "TBA"),
    ],
)  # fmt: skip
def test_times_of_schedules(text: str, expected: str) -> None:
    clock = read_clock(text)
    assert clock is not None
    assert clock.time == expected


@pytest.mark.parametrize("language", COLUMNS)
def test_columns_are_known_by_name_in_each_language(language: str) -> None:
    names = COLUMNS[language]
    assert {
        ColumnRole.DATE,
        ColumnRole.TIME,
        ColumnRole.TOPIC,
        ColumnRole.SPEAKER,
        ColumnRole.ROOM,
        ColumnRole.READINGS,
    } <= set(names)
    for role, words in names.items():
        for word in words:
            assert role_of(f"{word.capitalize()}:", language) is role


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("読書会 10月5日 レンズ 部屋 101", "ja"),
        ("Optics by レンズ: lenses, prisms and mirrors", "en"),
        ("光学 10月5日 透镜", "en"),
        ("Datum Thema Referent", "de"),
        ("KW Termin Uhrzeit Inhalt Dozentin Hörsaal Folien\n1 Di, 13.04. 14:00 Fog Ada B 12", "de"),
        ("Ημερομηνία Ώρα Θέμα Ομιλήτρια Αίθουσα Παράδοση\n1 14:00 Fog Ada Lens B 12 HW 1", "el"),
        ("日程 時間 テーマ 講師 教室\n2月2日 14:00 Fog and rain, with Ada Lens B 12", "ja"),
        ("Lenses and the α, β and γ of light; we say λόγος", "en"),
    ],
)
def test_the_language_of_a_schedule(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_weekdays_of_a_table_without_other_words_settle_its_year(tmp_path: Path) -> None:
    (path,) = write(
        tmp_path,
        {"plan.csv": "Datum;Thema;Referent\nDo 1.4.;Eins;Ann\nDo 8.4.;Zwei;Bo\nDo 15.4.;Drei;Cy\n"},
    )
    made = move(tmp_path / "course", path)
    assert [*made.meetings] == ["2027-04-01-eins", "2027-04-08-zwei", "2027-04-15-drei"]
    assert not [each for each in made.report.doubts if "says" in each]
    assert "language: de" in made.read("syllabus/course.yaml")


def test_a_year_first_date_behind_another_is_no_part_of_it(tmp_path: Path) -> None:
    table = (
        "| Date | Topic |\n|---|---|\n| 2021-03-08 2021-03-09 | Two |\n| Mar 15 2021-03-22 | B |\n"
    )
    (path,) = write(tmp_path, {"plan.md": f"# Plan\n\n{table}\n# 2021-03-08: 2021-03-09\n\nText\n"})
    made = move(tmp_path / "course", path)
    assert "Two" in "".join(made.meetings.values())


def test_addresses_of_video_meetings_are_for_members(tmp_path: Path) -> None:
    calendar = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTART:20210401T090000Z\n"
        "SUMMARY:Lenses\nDESCRIPTION:Join https://zoom.us/j/123?pwd=abc\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    made = move(tmp_path / "course", *write(tmp_path, {"plan.ics": calendar}))
    (record,) = made.meetings.values()
    assert "::: members\nJoin https://zoom.us/j/123?pwd=abc\n:::" in record


def test_a_date_that_is_not_understood_is_told(tmp_path: Path) -> None:
    table = "Date,Topic\n2021-03-01,A\nMar 8-3-2021,School\nTBA,B\n"
    made = move(tmp_path / "course", *write(tmp_path, {"plan.csv": table}))
    assert [each for each in made.report.doubts if "'Mar 8-3-2021' is not understood" in each]
    assert "# imported: the date" in made.meetings["tbd-school"]
    assert "# imported" not in made.meetings["tbd-b"]


@pytest.mark.parametrize("text", ["Mar 8-10", "March 8 - 10, 2021", "Mar. 8–10", "8-10 Mar"])
def test_days_of_one_month_have_a_hyphen_or_a_dash(text: str) -> None:
    found = read_day(text, "en")
    assert found is not None
    assert found.last is not None
    assert (found.options, found.last.options) == (((3, 8),), ((3, 10),))
    assert found.length == len(text)
