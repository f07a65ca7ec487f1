"""Dates and times are read as the course's language writes them, and as we print them."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from syllabus.cli import main
from syllabus.diagnostics import Diagnostic
from syllabus.front.records import single_values as keys
from syllabus.front.records.course import read_course
from syllabus.front.records.dates import parse_date, parse_day
from syllabus.front.records.hours import Hours, parse_hours, parse_time
from syllabus.front.records.kinds import BadValue
from syllabus.front.records.meeting import read_meeting
from syllabus.model.course import Clock
from syllabus.model.timeline import DateKind, format_date, format_time
from syllabus.source import SourceFile

LANGUAGES = (
    *("de", "de-AT", "el", "en", "en-CA", "en-GB", "en-US", "es", "es-MX", "fr", "fr-CA", "it"),
    *("ja", "nl", "nl-BE", "pt", "pt-PT"),
)
KINDS: tuple[DateKind, ...] = ("heading", "schedule", "title")
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            "1 October 2026|Oct. 1st, 2026|Thursday, the 1st of October 2026|Thu 1 Oct 2026"
            "|1-Oct-2026|2026/10/01|2026.10.1|October 1 2026 (Thu)",
        ),
        ("en-GB", "01/10/2026|1.10.26|Thu 1/10/2026|1 October 2026"),
        ("en-US", "10/01/2026|10/1/26|Thu, 10-1-2026|Oct 1, 2026"),
        (
            "de",
            "1. Oktober 2026|Do., 1. Okt. 2026|Donnerstag, den 1. Oktober 2026|01.10.2026|1.10.26"
            "|1. 10. 2026|Do 01.10.2026|1 October 2026",
        ),
        (
            "fr",
            "jeudi 1er octobre 2026|1er oct. 2026|jeu. 1 oct. 2026|Jeudi, le 1ᵉʳ octobre 2026"
            "|01/10/2026|je 1/10/26|1 OCTOBRE 2026",
        ),
        (
            "es",
            "1 de octubre de 2026|jueves, 1 de octubre del 2026|jue, 1 oct 2026|1º de octubre 2026"
            "|1/10/2026|1-10-26",
        ),
        ("it", "1º ottobre 2026|giovedì 1 ottobre 2026|gio 1 ott 2026|giovedi, 1/10/2026"),
        (
            "pt",
            "1 de outubro de 2026|1º de out. de 2026|qui., 1 de out. de 2026|01/10/2026"
            "|quinta-feira, 1 de outubro de 2026|quinta feira 1 de outubro de 2026",
        ),
        ("pt-PT", "1/10/2026|qui., 1/10/2026|quinta, 1 de outubro de 2026"),
        ("nl", "1 oktober 2026|do 1 okt 2026|donderdag 1 oktober 2026|1-10-2026|01-10-26"),
        (
            "el",
            "1 Οκτωβρίου 2026|Πέμ 1 Οκτ 2026|Πέμπτη, 1η Οκτωβρίου 2026|1/10/2026|1 ΟΚΤΩΒΡΙΟΥ 2026",
        ),
        (
            "ja",
            "2026年10月1日|2026年10月1日(木)|2026年10月1日木曜日|２０２６年１０月１日（木）"
            "|2026/10/01|2026/10/1(木)",
        ),
    ],
)
def test_dates_as_each_language_writes_them(language: str, texts: str) -> None:
    for text in texts.split("|"):
        assert parse_date(text, language) == date(2026, 10, 1), text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "18/09/2026", date(2026, 9, 18)),
        ("de", "11. März 2027", date(2027, 3, 11)),
        ("de", "11. Maerz 2027", date(2027, 3, 11)),
        ("de", "11. Mrz. 2027", date(2027, 3, 11)),
        ("de", "Sonnabend, 13. März 2027", date(2027, 3, 13)),
        ("de-AT", "11. Jänner 2027", date(2027, 1, 11)),
        ("de", "Mi., 22. Okt. 2025", date(2025, 10, 22)),
        ("en-US", "9/3/26", date(2026, 9, 3)),
        ("en-GB", "9/3/26", date(2026, 3, 9)),
        # names of a weekday and of a month that begin alike
        ("es", "mar 9 mar 2027", date(2027, 3, 9)),
        ("fr", "mar. 9 mars 2027", date(2027, 3, 9)),
        ("es", "9 setiembre 2027", date(2027, 9, 9)),
        ("el", "9 Μάρτιος 2027", date(2027, 3, 9)),
    ],
)
def test_other_dates(language: str, text: str, expected: date) -> None:
    assert parse_date(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "code", "shown"),
    [
        ("en", "9/3/26", "ambiguous-date", "9 March 2026 or 3 September 2026"),
        ("en", "Wed 9/3/2026", "ambiguous-date", "write 2026-03-09 or 2026-09-03, or name the"),
        ("en-CA", "9/3/2026", "ambiguous-date", "9 March 2026 or 3 September 2026"),
        ("fr-CA", "09-03-2026", "ambiguous-date", "write 2026-03-09 or 2026-09-03"),
        ("en", "18/09/2026", "bad-date", "write 2026-09-18, or name the country"),
        ("en", "9/18/2026", "bad-date", "write 2026-09-18, or name the country"),
        ("en", "9/9/2026", "bad-date", "write 2026-09-09, or name the country"),
        ("en-US", "18/09/2026", "bad-date", "the month comes first in 'en-US'; write 2026-09-18"),
        ("fr", "09/18/2026", "bad-date", "the day comes first in 'fr'; write 2026-09-18"),
        ("ja", "26/10/01", "bad-date", "a year of four digits"),
        ("de", "1.10.99", "bad-date", "a year of four digits"),
        ("de", "31.04.2027", "bad-date", "does not exist"),
        ("de", "31. April 2027", "bad-date", "does not exist"),
        ("en", "32/13/2026", "bad-date", "does not exist"),
        ("fr", "1er octobre", "bad-date", "expected a date"),
        ("fr", "1er vendémiaire 2026", "bad-date", "expected a date"),
        ("fr", "1er jui 2026", "bad-date", "expected a date"),
        ("de", "1 octobre 2026", "bad-date", "expected a date"),
        ("de", "10/2026/01", "bad-date", "expected a date"),
        ("fr", "vendredi 1er octobre 2026", "weekday-mismatch", "2026-10-01 is a Thursday"),
        ("de", "Di., 22.10.2025", "weekday-mismatch", "found Tuesday"),
        ("ja", "2026年10月1日(金)", "weekday-mismatch", "2026-10-01 is a Thursday"),
    ],
)
def test_what_is_not_certain_is_refused(language: str, text: str, code: str, shown: str) -> None:
    with pytest.raises(BadValue) as bad:
        parse_day(text, language)
    assert bad.value.code == code
    assert shown in "; ".join((bad.value.message, *bad.value.hints))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_we_print_is_read_back(language: str, kind: DateKind) -> None:
    form = re.compile(keys.DAY.form.pattern or "")

    @given(DAYS)
    def agree(day: date) -> None:
        written = format_date(day, None, kind, language)
        assert parse_day(written, language) == day
        assert form.fullmatch(written)

    agree()


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.times(), st.sampled_from([None, 12, 24]))
def test_a_time_that_we_print_is_read_back(language: str, hour: time, clock: Clock | None) -> None:
    start = time(hour.hour, hour.minute)
    written = format_time(start, language, clock)
    assert parse_time(written) == start
    assert re.fullmatch(keys.TIME.form.pattern or "", written)


@pytest.mark.parametrize(
    ("texts", "start", "minutes"),
    [
        ("15 h 30|15h30|15:30 Uhr|15.30 uur|15 Uhr 30|15 heures 30", "15:30", None),
        ("15時30分|午後3時30分|午後3:30|3:30 μ.μ.|3:30 p. m.|3 h 30 p.m.", "15:30", None),
        ("10:00-12:00|10:00 – 12:00|10-12 Uhr|von 10 bis 12 Uhr|de 10 h à 12 h", "10:00", 120),
        ("10 - 12 PM|10:00-12|10 h - 12 h|10-12:00|10 am-12 pm|10 AM to noon", "10:00", 120),
        ("10.00-12.00 Uhr|10時〜12時|10:00—12:00|dalle 10:00 alle 12:00", "10:00", 120),
        ("1-2:30 PM|13:00 - 14:30|13h-14h30|1:00 to 2:30 pm|1:00 p.m.-2:30 p.m.", "13:00", 90),
        ("22:30-0:30|10:30 PM - 12:30 AM", "22:30", 120),
    ],
)  # fmt: skip
def test_times_with_their_end(texts: str, start: str, minutes: int | None) -> None:
    duration = None if minutes is None else timedelta(minutes=minutes)
    for text in texts.split("|"):
        assert parse_hours(text) == Hours(time.fromisoformat(start.zfill(5)), duration), text
        assert re.fullmatch(keys.HOURS.form.pattern or "", text), text


@pytest.mark.parametrize(
    "text",
    ["10-12", "10:00-10:00", "10:00-9:00", "9:00-1:00", "11 AM - 1", "10:00-25:00", "10:00-soon",
     "10:00-11:00-12:00", "TBA-12:00", "10:00-12:00 PST", "8:00-", "2021-04-15"],
)  # fmt: skip
def test_what_is_no_time_or_has_no_certain_end_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="found '") as bad:
        parse_hours(text)
    assert bad.value.code == "bad-time"


def _meeting(front: str, language: str = "en") -> tuple[Hours | None, list[Diagnostic]]:
    faults: list[Diagnostic] = []
    text = f"---\ntitle: Lenses\n{front}\n---\n"
    record = read_meeting(SourceFile(Path("a.md"), "a.md", text), faults, language)
    return None if record.time is None else Hours(record.time.value, record.duration), faults


def test_a_record_has_the_duration_of_its_time_and_no_other() -> None:
    day = "date: 2026-10-01"
    both = Hours(time(10), timedelta(hours=2))
    assert _meeting(f"{day}\ntime: 10:00-12:00") == (both, [])
    assert _meeting(f"{day}\ntime: 10:00-12:00\nduration: 2 h") == (both, [])
    found, faults = _meeting(f"{day}\ntime: 10:00-12:00\nduration: 90 min")
    assert (found, [fault.code for fault in faults]) == (both, ["duration-mismatch"])
    assert faults[0].message == "found a duration of 90 min, but 120 min in 'time'"


def test_course_yaml_is_read_in_its_language_wherever_that_stands() -> None:
    text = (
        "title: Optique\nzone: Europe/Paris\ntime: 15 h 30 - 17 h\n"
        "breaks: [1er oct. 2026, {from: 24/12/2026, to: 3 janv. 2027}]\nlanguage: fr\n"
    )
    faults: list[Diagnostic] = []
    course = read_course(SourceFile(Path("course.yaml"), "course.yaml", text), faults)
    assert course is not None
    assert not faults
    assert (course.time, course.duration) == (time(15, 30), timedelta(minutes=90))
    assert [(each.first, each.last) for each in course.breaks] == [
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2026, 12, 24), date(2027, 1, 3)),
    ]


def test_the_command_line_takes_dates_as_the_course_does(tmp_path: Path) -> None:
    folder = tmp_path / "syllabus"
    (folder / "meetings").mkdir(parents=True)
    text = "title: Optique\nlanguage: fr\nzone: Europe/Paris\ntime: 8:00\n"
    (folder / "course.yaml").write_text(text, encoding="utf-8")
    command = ["-C", str(tmp_path), "new", "Lentilles", "--time", "15 h 30 - 17 h", "--date"]
    made = CliRunner().invoke(main, [*command, "jeudi 1er octobre 2026"])
    assert made.exit_code == 0, made.output
    record = (folder / "meetings" / "2026-10-01-lentilles.md").read_text(encoding="utf-8")
    assert "date: 2026-10-01\ntime: 15:30-17:00\n" in record
    wrong = CliRunner().invoke(main, [*command, "vendredi 1er octobre 2026"])
    assert wrong.exit_code == 2
    assert "'--date': found Friday, but 2026-10-01 is a Thursday" in wrong.stderr
