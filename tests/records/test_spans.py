"""Several days, whole days and groups are read as people write them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syllabus.diagnostics import Diagnostic
from syllabus.front.check.days import check_days
from syllabus.front.records import single_values as keys
from syllabus.front.records.dates import parse_date
from syllabus.front.records.kinds import BadValue
from syllabus.front.records.meeting import read_meeting
from syllabus.front.records.spans import (
    LONGEST_SPAN,
    DayRange,
    DayTime,
    parse_day_and_time,
    parse_days,
    parse_meeting_time,
)
from syllabus.model.timeline import DateKind, format_span
from syllabus.source import SourceFile

LANGUAGES = ("de", "el", "en", "en-GB", "en-US", "es", "fr", "it", "ja", "nl", "pt", "pt-PT")
FURTHER = ("de-AT", "en-CA", "es-MX", "fr-CA", "nl-BE")


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", "2026-10-26 to 2026-10-30|2026-10-26 – 2026-10-30|2026-10-26..2026-10-30"),
        ("en", "2026-10-26/2026-10-30|2026-10-26 to 30|26–30 October 2026|26-30 October 2026"),
        ("en", "26 to 30 Oct 2026|Oct 26–30, 2026|Oct 26-30, 2026|Mon 26 – Fri 30 Oct 2026"),
        ("en", "from 26 to 30 October 2026|26 October – 30 October 2026|26th–30th October 2026"),
        ("de", "26. bis 30. Oktober 2026|26.–30.10.2026|26.10.-30.10.2026|vom 26. bis 30.10.2026"),
        ("fr", "du 26 au 30 octobre 2026|26-30 oct. 2026|lundi 26 au vendredi 30 octobre 2026"),
        ("es", "del 26 al 30 de octubre de 2026|26 de octubre al 30 de octubre de 2026"),
        ("it", "dal 26 al 30 ottobre 2026|26–30 ott 2026"),
        ("pt", "26 a 30 de outubro de 2026|de 26 de outubro a 30 de outubro de 2026"),
        ("nl", "26 tot 30 oktober 2026|26 t/m 30 oktober 2026|van 26 tot 30 okt 2026"),
        ("el", "26 έως 30 Οκτωβρίου 2026|από 26 έως 30 Οκτωβρίου 2026|26–30/10/2026"),
        ("ja", "2026年10月26日～30日|2026年10月26日から10月30日まで"),
        ("en-US", "10/26–10/30/2026|10/26/2026 to 10/30/2026"),
        ("en-GB", "26/10–30/10/2026|26–30/10/2026"),
    ],
)  # fmt: skip
def test_several_days_in_each_language(language: str, texts: str) -> None:
    for text in texts.split("|"):
        assert parse_days(text, language) == DayRange(date(2026, 10, 26), date(2026, 10, 30)), text
        assert re.fullmatch(keys.DAYS.form.pattern or "", text), text


def test_the_turn_of_the_year_needs_one_year_only() -> None:
    days = DayRange(date(2026, 12, 28), date(2027, 1, 3))
    for text in ("28 December – 3 January 2027", "28 December 2026 – 3 January"):
        assert parse_days(text) == days, text


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    st.dates(date(1970, 1, 1), date(2198, 12, 31)),
    st.integers(0, LONGEST_SPAN - 1),
    st.sampled_from(("heading", "schedule")),
)
def test_days_that_we_print_are_read_back(
    language: str, first: date, length: int, kind: DateKind
) -> None:
    last = first + timedelta(days=length)
    written = format_span(first, last, None, kind, language)
    assert parse_days(written, language) == DayRange(first, last), written
    assert re.fullmatch(keys.DAYS.form.pattern or "", written), written


@settings(max_examples=300)
@given(st.text(max_size=30) | st.from_regex(keys.DAYS.form.pattern or "", fullmatch=True))
def test_no_text_is_more_than_a_fault(text: str) -> None:
    """In all languages: to make a text of a form takes longer than to read it in all of them."""
    for language in (*LANGUAGES, *FURTHER):
        for parse in (parse_date, parse_days, parse_day_and_time):
            with suppress(BadValue):
                parse(text.strip(), language)


def test_what_stands_in_place_of_a_time() -> None:
    words = "all day|ganztägig|toute la journée|todo el día|tutto il giorno|o dia todo|hele dag"
    for text in f"{words}|όλη μέρα|終日".split("|"):
        assert parse_meeting_time(text) is DayTime.ALL_DAY, text
    assert {parse_meeting_time(text) for text in ("TBA", "tbd", "TBC")} == {DayTime.OPEN}


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("date: 2026-10-30 to 2026-10-26", "7:bad-date: found '2026-10-30 to 2026-10-26', which "
         "ends before it starts / write 2026-10-26 to 2026-10-30, if that is meant"),
        ("date: 2026-10-26 to 2028-10-30", "7:bad-date: found '2026-10-26 to 2028-10-30', 736 "
         "days, expected at most 366 / correct one of the two years"),
        ("date: Mon 26 – Thu 30 Oct 2026", "7:weekday-mismatch: found Thursday, but 2026-10-30 is "
         "a Friday / correct the date, or leave the weekday out: it is printed by itself"),
        ("date: 28-31 February 2026", "7:bad-date: found '31 February 2026', a day that does not "
         "exist / February 2026 has 28 days"),
        ("date: 2026-10-26 to soon", "7:bad-date: found '2026-10-26 to soon', expected a date / "
         "write year-month-day, such as 2021-04-15, or TBD"),
        ("date: 2026-10-26 to 2026-10-30\nduration: 1 h", "7:days-mismatch: found several days with"
         " 'duration', but no 'time' / add 'time', when each day begins, or delete the duration"),
        ("date: 2026-10-26\ntime: all day\nduration: 1 h", "7:days-mismatch: found all day beside "
         "'duration' / delete the duration"),
        ("date: 2026-10-26\ntimes: {A: Mon 9:00, a: Mon 14:00}", "22:duplicate-key: found the "
         "group 'a' a second time / "),
        ("date: 2026-10-26\ntime: 9:00\ntimes: {A: Mon 9:00}", "7:days-mismatch: found 'time' "
         "beside 'times' / delete 'time': 'times' says when each group meets"),
        ("date: 2026-10-26\ntimes: {A: Tue 26 October 2026 9:00}", "12:weekday-mismatch: found "
         "Tuesday, but 2026-10-26 is a Monday / "
         "correct the date, or leave the weekday out: it is printed by itself"),
        ("date: 2026-10-26\ntimes: {A: Mon}", "12:bad-time: found 'Mon', expected a day and a time "
         "of day / write it as Mon 9:00, or 2026-10-26 9:00-10:30"),
        ("date: TBD\ntimes: {A: Mon 9:00}", "9:days-mismatch: found 'times', but the date is not "
         "known yet / write the day of the first group as 'date', or delete 'times'"),
        ("date: 2026-10-26 to 2026-10-30\nevery: week until 2026-12-10", "8:days-mismatch: found "
         "'every' beside several days / write the first day alone"),
        ("date: 2026-10-26\nevery: monthly", "8:bad-repetition: found 'monthly', expected a week "
         "or two and the last day / write week until 2026-12-10, or 2 weeks until 2026-12-10"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_at_its_place(front: str, fault: str) -> None:
    faults: list[Diagnostic] = []
    text = f"---\n{front}\ntitle: School\n---\n"
    check_days(read_meeting(SourceFile(Path("/school.md"), "school.md", text), faults), faults)
    found = [
        f"{each.span.column if each.span else 0}:{each.code}: {each.message} / "
        f"{'; '.join(each.hints)}"
        for each in faults
    ]
    assert found == [fault]
