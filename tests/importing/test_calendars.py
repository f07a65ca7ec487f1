"""Calendars of other programs: odd dates are told, names of zones are those that programs use."""

from __future__ import annotations

import pytest

from syllabus.importing import calendars
from syllabus.importing.calendars import read_calendar
from syllabus.importing.faults import Unimportable
from syllabus.importing.sessions import Session


def calendar(*lines: str, zone: str = "") -> str:
    named = (f"X-WR-TIMEZONE:{zone}",) if zone else ()
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *named, "BEGIN:VEVENT", "UID:a")
    return "\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", ""))


START = "DTSTART:20210415T100000Z"


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:never",),
        ("DTSTART:00010101T000000Z",),
        (START, "DTSTART:20210416T100000Z"),
        (START, "DTEND:20210415T110000"),
        (START, "DTEND;VALUE=DATE:20210416"),
        (START, "DURATION:long"),
        (START, "RRULE:COUNT=3"),
        (START, "RRULE:FREQ=WEEKLY;INTERVAL=0"),
        (START, "RRULE:FREQ=WEEKLY;BYDAY=XX"),
        (START, "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY"),
        (START, "RDATE:later"),
        (START, "EXDATE:later"),
        (START, "RRULE:often"),
        (START, "RRULE:FREQ=WEEKLY;COUNT=0"),
        (START, "DTEND:99991231T235959Z"),
        (START, "DURATION:P9999999D"),
    ],
)
def test_odd_dates_are_told(lines: tuple[str, ...]) -> None:
    """An interval of nothing would return without end."""
    with pytest.raises(Unimportable, match="has dates that cannot be read") as told:
        read_calendar(calendar(*lines), "plan.ics")
    assert told.value.diagnostic.code == "import-broken"


@pytest.mark.parametrize(
    ("zone", "time", "lost"),
    [
        ("Europe/Berlin", "12:00", ()),
        ("W. Europe Standard Time", "12:00", ()),
        ("Atlantis", "10:00", ("plan.ics: the time zone 'Atlantis', which is not known",)),
    ],
)
def test_the_zone_of_a_calendar(zone: str, time: str, lost: tuple[str, ...]) -> None:
    """Outlook writes the names that Windows has."""
    source = read_calendar(calendar(START, "RRULE:FREQ=WEEKLY;COUNT=3", zone=zone), "plan.ics")
    assert [each.time for each in source.sessions] == [time] * 3
    assert source.remarks == lost


def test_an_error_of_ours_is_not_told_as_one_of_the_calendar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: Session) -> None:
        raise ValueError("ours")

    monkeypatch.setattr(calendars, "remark", fail)
    with pytest.raises(ValueError, match="ours"):
        read_calendar(calendar(START), "plan.ics")
