"""The calendar: the months of a course, its days marked by stream and linked to the meetings."""

from __future__ import annotations

import re
import subprocess
from datetime import date, timedelta
from itertools import pairwise, takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from syllabus.diagnostics import Severity
from syllabus.model.timeline.months import (
    Month,
    find_months,
    first_weekday,
    format_month,
    weekday_names,
)
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.layout import Layout

TEMPLATES = Path(__file__).parents[2] / "templates"
LONG = "Colloquium of the Whole Department and Its Friends"
STREAMS = f"streams: {{theory: Theory, lab: Laboratory, club: {LONG}}}\n"


def write_project(folder: Path, course: str, records: dict[str, str]) -> Layout:
    meetings = folder / "syllabus" / "meetings"
    meetings.mkdir(parents=True)
    common = "title: Optics\nzone: Europe/Berlin\ntime: 18:00\ncontents: false\n"
    (folder / "syllabus" / "course.yaml").write_text(
        f"{common}handout: [calendar, upcoming, past, schedule]\n{course}", encoding="utf-8"
    )
    for number, (title, front) in enumerate(records.items()):
        record = f"---\ntitle: {title}\n{front}\n---\n"
        (meetings / f"{number}.md").write_text(record, encoding="utf-8")
    return Layout(folder)


def silent(message: str) -> None:
    """Show no progress."""


def calendar(layout: Layout, as_of: str = "2021-03-10") -> str:
    """Return what is printed of the calendar, without its commands and comments."""
    front = prepare_handout(layout, as_of)
    assert front.document is not None, front.diagnostics
    (text,) = re.findall(
        r"\\section\{[CK]alend[ae]r\}(.*?)(?=\\section\{)", front.document.text, re.DOTALL
    )
    text = text.partition("{\\small")[2] or text
    return re.sub(r"^%@.*\n|%$", "", text, flags=re.MULTILINE)


# --- in the PDF ----------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_each_day_of_a_meeting_is_a_link_to_it_and_nothing_is_too_wide(
    tmp_path: Path, engine: str
) -> None:
    days = [date(2019, 10, 1) + timedelta(days=7 * week) for week in range(90)]
    weekly = {
        f"Weekly {day}": f"date: {day}\nstream: theory"
        for day in days
        if day.month not in (6, 7, 8)
    }
    odd = {
        "Early": "date: 2021-03-11\ntime: 9:00\nstream: theory",
        "Late": "date: 2021-03-11\nstream: [lab, club]",
        "Night": (
            "date: 2021-03-12\nstream: club\ntime: 23:30\nduration: 2 h\nzone: America/Vancouver"
        ),
        "Off": "date: 2021-03-13\nstream: lab\nstatus: cancelled",
        "Row": "date: 2021-03-15\nstream: lab\nshow: schedule",
        "Section": "date: 2021-03-17\nshow: details",
    }
    layout = write_project(tmp_path, STREAMS, {**weekly, **odd})
    outcome = build_handout(BuildRequest(layout, as_of="2021-03-10", engine=engine), silent)
    assert outcome.path is not None
    assert [each for each in outcome.diagnostics if each.severity is not Severity.NOTE] == []
    words = _words(outcome.path)
    for page, months in zip(words, (9, 8), strict=False):
        printed = list(takewhile(lambda word: word != "Upcoming", (word for word, _ in page)))
        pairs = [f"{month} {year}" for month, year in pairwise(printed)]
        assert sum(bool(re.fullmatch(r"[A-Z][a-z]+ 20\d\d", pair)) for pair in pairs) == months
        assert printed.count("14") == printed.count("28") == months, "a month is on two pages"
    assert "everyone" not in {word for word, _ in words[0]}, "the schedule has no such row"
    links = _links(outcome.path)
    march = _month_below(words[1], "March", "2021")

    def targets(number: str) -> list[str]:
        ((x, y),) = [_middle(box) for word, box in march if word == number]
        places = [(*_middle(box), title) for box, title in links[1]]
        # A week is nineteen points high; the signs stand below the number.
        return [title for at, height, title in places if abs(at - x) < 9 and -12 < height - y < 5]

    assert targets("11") == ["Early", "Early", "Late"]
    assert targets("12") == ["Night", "Night"]
    assert targets("9") == ["Weekly 2021-03-09"] * 2
    assert [targets(day) for day in ("10", "13", "15", "17")] == [[], [], [], []]


Box = tuple[float, float, float, float]
"""Left, bottom, right, top, from the page's lower left corner."""


def test_what_follows_a_calendar_that_goes_to_the_next_page_stands_below_it(
    tmp_path: Path,
) -> None:
    layout = write_project(tmp_path, "", {"One": "date: 2021-04-15"})
    course = tmp_path / "syllabus" / "course.yaml"
    text = course.read_text(encoding="utf-8")
    course.write_text(text.replace("[calendar, upcoming, past,", "[general, calendar,"), "utf-8")
    (tmp_path / "syllabus" / "sections").mkdir()
    prose = "# General\n" + "\nA line.\n" * 28
    (tmp_path / "syllabus" / "sections" / "general.md").write_text(prose, encoding="utf-8")
    outcome = build_handout(BuildRequest(layout, as_of="2021-04-14"), silent)
    assert outcome.path is not None, outcome.diagnostics
    pages = [{word for word, _ in page} for page in _words(outcome.path)]
    places = [["General" in page, "Calendar" in page, "Topics" in page] for page in pages]
    assert places == [[True, False, False], [False, True, True]]


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _words(pdf: Path) -> list[list[tuple[str, Box]]]:
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pages = []
    for page in text.split("<page ")[1:]:
        height = float(page.partition('height="')[2].partition('"')[0])
        found = re.findall(r'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*)</', page)
        pages.append(
            [
                (word, (float(x), height - float(bottom), float(right), height - float(y)))
                for x, y, right, bottom, word in found
            ]
        )
    return pages


def _month_below(words: list[tuple[str, Box]], *title: str) -> list[tuple[str, Box]]:
    """Return what stands below a month's title, as wide as a third of the line."""
    names = [word for word, _ in words]
    (place,) = [
        index for index in range(len(words)) if tuple(names[index : index + len(title)]) == title
    ]
    left, bottom, right, _ = words[place][1]
    return [
        (word, box)
        for word, box in words
        if bottom - 140 < box[1] < bottom and left - 55 < box[0] < right + 85
    ]


def _links(pdf_file: Path) -> list[list[tuple[Box, str]]]:
    """Return the links of each page with the title of the meeting that they lead to."""
    with pikepdf.open(pdf_file) as pdf:
        with pdf.open_outline() as outline:
            titles = {
                str(child.action.D): child.title.split(" – ")[-1]
                for item in outline.root
                for child in item.children
                if child.action is not None
            }
        return [
            [
                ((left, bottom, right, top), titles[str(each.A.D)])
                for each in page.get("/Annots", [])
                for left, bottom, right, top in [map(float, each.Rect)]
            ]
            for page in pdf.pages
        ]


# --- signs ---------------------------------------------------------------------------------


def test_every_sign_has_a_shape_and_a_colour_of_its_own_that_stands_out() -> None:
    text = (TEMPLATES / "months.tex").read_text(encoding="utf-8")
    signs = re.findall(r"^\\definesign\{(\d+)\}\{(\w{6})\}\{(.*)\}$", text, re.MULTILINE)
    numbers, colours, shapes = zip(*signs, strict=True)
    assert [int(number) for number in numbers] == list(range(11))
    assert len(set(colours)) == len(set(shapes)) == len(signs)
    assert min(map(_contrast_to_white, colours)) >= 4.5, "WCAG 2.2, 1.4.3"


def _contrast_to_white(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_the_legend_names_what_occurs(tmp_path: Path) -> None:
    records = {
        "One": "date: 2021-03-04\nstream: club",
        "Two": "date: 2021-03-11",
        "Off": "date: 2021-03-18\nstatus: cancelled",
    }
    with_streams = calendar(write_project(tmp_path / "a", STREAMS, records), "2021-03-11")
    assert re.findall(r"\\legend\{(.*)\}\{(.*)\}", with_streams) == [
        (r"\sign{0}", "everyone"),
        (r"\sign{3}", LONG),
        (r"\cancelled{18}", "cancelled"),
        (r"\fboxsep=1.3pt\fbox{11}", "March 11, 2021"),
    ]
    assert r"\startday\daynumber{\outlined{\meetinglink{1}{\textbf{11}}}}" in with_streams
    assert r"\startday\daynumber{{{\cancelled{18}}}}" in with_streams
    without = {"One": "date: 2021-03-04", "Two": "date: 2021-03-11\nshow: schedule"}
    alone = calendar(write_project(tmp_path / "b", "", without), "2021-05-01")
    assert re.findall(r"\\legend\{(.*)\}\{(.*)\}", alone) == [(r"\sign{1}", "meeting")]
    assert r"\meetinglink{0}{\sign{1}}" in alone
    assert "\n{\\sign{1}}" in alone, "no link where there is no section"


def test_a_day_of_which_one_meeting_is_held_is_not_struck_out(tmp_path: Path) -> None:
    records = {
        "Off": "date: 2021-03-04\nstatus: cancelled\ntime: 9:00",
        "On": "date: 2021-03-04",
    }
    text = calendar(write_project(tmp_path, "", records))
    assert r"\meetinglink{1}{\textbf{4}}" in text
    assert r"\cancelled{" not in text


def test_without_a_date_it_says_so(tmp_path: Path) -> None:
    text = calendar(write_project(tmp_path, "", {"Some day": "date: TBD"}))
    assert text.strip() == "No dates have been set yet."


def test_months_and_days_are_those_of_the_language(tmp_path: Path) -> None:
    records = {"Eins": "date: 2021-03-04"}
    text = calendar(write_project(tmp_path, "language: de-AT\n", records))
    assert r"\startmonth{März 2021}" in text
    assert r"\weekday{Mo}\weekday{Di}\weekday{Mi}" in text
    weeks = [week.count(r"\emptyday") for week in text.split(r"\startweek")[2:]]
    assert weeks == [0, 0, 0, 0, 4]


# --- months --------------------------------------------------------------------------------


def test_a_long_gap_is_left_out_and_a_short_one_is_not() -> None:
    days = [date(2020, 11, 30), date(2021, 2, 1), date(2021, 2, 28), date(2021, 6, 1)]
    months = [(month.year, month.number) for month in find_months(days)]
    assert months == [(2020, 11), (2020, 12), (2021, 1), (2021, 2), (2021, 6)]
    assert find_months([]) == ()


@pytest.mark.parametrize(
    ("language", "zone", "names", "title"),
    [
        ("en", "Europe/Berlin", "Mo Tu We Th Fr Sa Su", "April 2021"),
        ("en", "UTC", "Mo Tu We Th Fr Sa Su", "April 2021"),
        ("en", "US/Pacific", "Su Mo Tu We Th Fr Sa", "April 2021"),
        ("en-CA", "Europe/Berlin", "Su Mo Tu We Th Fr Sa", "April 2021"),
        ("de", "Europe/Berlin", "Mo Di Mi Do Fr Sa So", "April 2021"),
        ("fr-CA", "America/Toronto", "di lu ma me je ve sa", "avril 2021"),
        ("es", "Europe/Madrid", "LU MA MI JU VI SA DO", "abril de 2021"),
        ("el", "Europe/Athens", "Δε Τρ Τε Πέ Πα Σά Κυ", "Απρίλιος 2021"),
        ("ru", "Europe/Moscow", "пн вт ср чт пт сб вс", "апрель 2021 г."),
        ("ja", "Asia/Tokyo", "日 月 火 水 木 金 土", "2021年4月"),
        ("zh", "Asia/Shanghai", "一 二 三 四 五 六 日", "2021年4月"),
        ("ar-EG", "Africa/Cairo", "س ح ن ث ر خ ج", "أبريل 2021"),
        ("sw", "Africa/Nairobi", "S M T W T F S", "Aprili 2021"),
    ],
)
def test_weeks_begin_where_the_course_is_and_names_are_short(
    language: str, zone: str, names: str, title: str
) -> None:
    first = first_weekday(language, ZoneInfo(zone))
    assert " ".join(weekday_names(language, first)) == names
    assert format_month(Month(2021, 4), language) == title


def test_breaks_that_are_shown_have_a_sign_in_the_months_of_meetings(tmp_path: Path) -> None:
    records = {"Lenses": "date: 2021-03-10", "Waves": "date: 2021-03-31"}
    breaks = "breaks: [{from: 2021-03-30, to: 2021-04-02}, {from: 2021-07-01, to: 2021-07-02}]\n"
    shown = calendar(
        write_project(tmp_path / "a", f"{breaks}schedule: {{breaks: shown}}\n", records)
    )
    assert re.findall(r"\\startmonth\{(.*?)\}", shown) == ["March 2021"]
    assert r"\legend{\sign{2}}{Holiday}" in shown
    assert shown.count(r"\sign{2}") == 3, "the legend, and two days"
    assert "Holiday" not in calendar(write_project(tmp_path / "b", breaks, records))
