"""Values are read as people write them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from syllabus.front.records.dates import parse_date
from syllabus.front.records.hours import parse_hours, parse_time
from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import (
    parse_address,
    parse_duration,
    parse_language,
    parse_pattern,
    parse_zone,
)


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-15",
        "2021-4-15",
        "15 Apr 2021",
        "15. April 2021",
        "April 15, 2021",
        "Th 15 Apr 2021",
        "Thu. 15 apr. 2021",
        "Thursday, April 15, 2021",
        "Thursday 2021-04-15",
    ],
)
def test_dates_as_people_write_them(text: str) -> None:
    assert parse_date(text) == date(2021, 4, 15)


def test_a_date_may_be_undecided() -> None:
    assert parse_date("TBD") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("04/15/2021", "bad-date"),
        ("2021-04-31", "bad-date"),
        ("2021-04", "bad-date"),
        ("tomorrow", "bad-date"),
        ("3 June May", "bad-date"),
        ("T 15 Apr 2021", "bad-date"),
        ("2300-01-01", "bad-date"),
        ("Fri 15 Apr 2021", "weekday-mismatch"),
    ],
)
def test_what_is_no_date_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadValue) as bad:
        parse_date(text)
    assert bad.value.code == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:00", time(8)),
        ("08:00", time(8)),
        ("8 am", time(8)),
        ("8AM", time(8)),
        ("8 a.m.", time(8)),
        ("7:30 PM", time(19, 30)),
        ("7.30 p.m.", time(19, 30)),
        ("16:00", time(16)),
        ("16h30", time(16, 30)),
        ("16 h", time(16)),
        ("16h", time(16)),
        ("12 AM", time(0)),
        ("12:15 pm", time(12, 15)),
        ("noon", time(12)),
        ("8", None),
        ("480", None),
        ("24:00", None),
        ("8:60", None),
        ("13 PM", None),
        ("0 AM", None),
        ("8:00-9:00", None),
        ("8:00 PST", None),
    ],
)
def test_times_as_people_write_them(text: str, expected: time | None) -> None:
    if expected is None:
        with pytest.raises(BadValue, match=r"found '"):
            parse_time(text)
    else:
        assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10 Uhr c.t.", "10:15"),
        ("10 c. t.", "10:15"),
        ("10:00 ct", "10:15"),
        ("23:50, c.t.", "0:05"),
        ("10–12 Uhr c.t.", "10:15-11:45"),
        ("10-12 ct", "10:15-11:45"),
        ("8 Uhr s.t.", "8:00"),
        ("25 Uhr c.t.", None),
        ("just", None),
        ("c.t.", None),
    ],
)
def test_an_academic_quarter_is_told_with_the_time_that_it_means(
    text: str, meant: str | None
) -> None:
    with pytest.raises(BadValue) as raised:
        parse_hours(text)
    hint = raised.value.hints[0]
    if meant is None:
        assert not hint.endswith("means")
    else:
        assert hint.startswith(f"write {meant}, ")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90 min", 90),
        ("90 minutes", 90),
        ("1.5 h", 90),
        ("1,5 Stunden", 90),
        ("1 h 30 min", 90),
        ("1 hour and 30 minutes", 90),
        ("1h30", 90),
        ("1h30m", 90),
        ("3h:20m", 200),
        ("1:30", 90),
        ("1:30 h", 90),
        ("2 hrs.", 120),
        ("90", None),
        ("0 min", None),
        ("400 h", None),
        ("1 h 30 pages", None),
        ("an hour", None),
    ],
)
def test_durations_as_people_write_them(text: str, minutes: int | None) -> None:
    if minutes is None:
        with pytest.raises(BadValue):
            parse_duration(text)
    else:
        assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "UTC"])
def test_zones_are_those_of_the_iana_database(text: str) -> None:
    assert parse_zone(text).key == text


@pytest.mark.parametrize(
    "text", ["PST", "EST", "EST5EDT", "Europe", "Europe/", "/etc/localtime", "..", "a\0b", "é"]
)
def test_what_is_no_zone_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="IANA"):
        parse_zone(text)


def test_languages_get_their_usual_spelling() -> None:
    assert parse_language("en-ca") == "en-CA"
    for tag in ("de", "de-AT", "pt-BR", "zh-Hans", "ja"):
        assert parse_language(tag) == tag
    for unknown in ("en_CA", "english", "xx", "en-XX-YY-ZZ", "tlh", "-", "e"):
        with pytest.raises(BadValue):
            parse_language(unknown)


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "file:///etc/passwd", "https://", "www.example.org", "https://a b/",
     "http://[::1", "run:calc", "https://exa\nmple.org"],
)  # fmt: skip
def test_addresses_are_of_the_web(text: str) -> None:
    assert parse_address("https://example.org/a?b=c#d") == "https://example.org/a?b=c#d"
    with pytest.raises(BadValue):
        parse_address(text)


def test_date_patterns_are_tried() -> None:
    assert parse_pattern("EEE d MMM y") == "EEE d MMM y"
    for wrong in ("HH:mm", "yyyy-QQQQQQQ", "nonsense"):
        with pytest.raises(BadValue):
            parse_pattern(wrong)


def test_a_message_stays_one_short_line() -> None:
    for text in ("x" * 1_000_000, "a" + " " * 1_000_000 + "b", "8\n9"):
        for parse in (parse_date, parse_time, parse_duration, parse_zone, parse_language):
            with pytest.raises(BadValue) as bad:
                parse(text)
            assert len(bad.value.message) < 140
            assert "\n" not in bad.value.message
