"""Feeds and invitations are RFC 5545, as a parser of somebody else's reads it, with any text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import example, given
from hypothesis import strategies as st
from tests.calendar.courses import events, make_course, publish

from syllabus.front.check import check_project
from syllabus.model.course import Course, Edition, Stream, Title
from syllabus.outputs.calendar import Contact, Event, Feed, Revision, feed_text, invitation_text
from syllabus.outputs.calendar.writing import clean_text
from syllabus.outputs.calendar.zones import timezone_component

MOMENT = datetime(2021, 4, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
FEED = Feed(Edition.MEMBERS, None, MOMENT)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text(
    st.sampled_from("\\\nNn;,:\"^'=\r\t\x0b\x1b\x85\u2028 é字😀")
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    found = check_project(make_course(tmp_path_factory.mktemp("course"))).course
    assert found is not None
    return found


def event_of(**values: object) -> Event:
    start = datetime(2021, 4, 15, 16, tzinfo=BERLIN)
    event = Event("a", "Lenses", None, start, timedelta(minutes=90), ())
    return replace(event, **values)  # type: ignore[arg-type]  # what fields are


def write(course: Course, event: Event, feed: Feed = FEED) -> str:
    return feed_text(course, [Revision(event, "1-2", 0, MOMENT)], feed)


def content_lines(text: str) -> list[str]:
    """Return the lines as RFC 5545, 3.1, has them: ended by CRLF, of at most 75 octets."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)
    return re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]


@given(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
@example(r"\N \n \, \; \\", "BEGIN:VEVENT", "x\r\nATTENDEE:mailto:a@example.org", [r"$\N$"])
@example("é" * 500, "字" * 500, "😀" * 500, ["a" * 74, "b" * 75, "c" * 76])
def test_any_text_comes_back_as_it_was(
    course: Course, title: str, label: str, name: str, lines: list[str]
) -> None:
    course = replace(
        course,
        title=Title(name, course.title.span, ()),
        streams=(Stream("waves", label, course.title.span),),
    )
    event = event_of(title=title, streams=("waves",), lines=tuple(lines))
    text = write(course, event)
    properties = {line.partition(":")[0].partition(";")[0] for line in content_lines(text)}
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    calendar = vobject.readOne(text)
    (read,) = calendar.vevent_list

    def line(given: str) -> str:
        return clean_text(given).replace("\n", " ")

    assert read.summary.value == line(title)
    assert read.categories.value == [line(label)]
    assert calendar.contents["x-wr-calname"][0].value == line(name)
    described = "\n".join(map(clean_text, lines)).strip("\n")
    assert getattr(read, "description", None) is None or read.description.value == described
    assert ("DESCRIPTION" in properties) == bool(described)
    assert not properties & {"ATTENDEE", "ORGANIZER", "METHOD"}


@given(TEXTS, TEXTS.filter(lambda name: bool(name.strip())))
@example("Ada\r\nATTENDEE:mailto:eve@example.org", "a@example.org\r\nX:y")
@example('"Ada"; Lens: a^b', "a@example.org")
def test_nobody_gets_into_an_invitation_by_a_name(course: Course, name: str, address: str) -> None:
    revision = Revision(event_of(), "1-2", 3, MOMENT)
    organizer, guest = Contact(name, "ada@example.org"), Contact(name, address)
    text = invitation_text(course, revision, Edition.PUBLIC, MOMENT, organizer, guest)
    lines = content_lines(text)
    names = [re.match(r"[A-Z-]+", line) for line in lines]
    assert [found and found[0] for found in names].count("ATTENDEE") == 1
    assert all(names)
    assert "METHOD:REQUEST" in lines
    calendar = vobject.readOne(text)
    assert calendar.vevent.organizer.value == "mailto:ada@example.org"
    assert calendar.vevent.sequence.value == "3"
    assert re.fullmatch(r"mailto:[!-~]+", calendar.vevent.attendee.value)


def test_what_is_cancelled_is_taken_back(course: Course) -> None:
    revision = Revision(event_of(obstacle="cancelled: rail strike"), "1-2", 1, MOMENT)
    ada, eve = Contact("Ada", "ada@example.org"), Contact("", "eve@example.org")
    text = invitation_text(course, revision, Edition.MEMBERS, MOMENT, ada, eve)
    lines = content_lines(text)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "TRANSP:TRANSPARENT"} <= set(lines)
    assert "SUMMARY:Lenses (cancelled: rail strike)" in lines


def test_an_event_says_what_a_calendar_needs(tmp_path: Path) -> None:
    record = """\
date: 2021-04-15
title: Lenses
stream: [waves, rays]
join: {url: "https://meet.example/ö?a=1;b=2", passcode: 041771}
recording: {url: https://video.example/1, passcode: video}
---

Text.

## Pre-reading

1. A book (20 pages)
"""
    layout = make_course(tmp_path, lenses=record)
    ahead = events(publish(layout, "2021-04-15T17:29").path)["Lenses"]
    assert ahead.dtstart.value == datetime(2021, 4, 15, 16, tzinfo=BERLIN)
    assert ahead.duration.value == timedelta(minutes=90)
    assert ahead.status.value == "CONFIRMED"
    assert ahead.categories.value == ["Waves", "Rays"]
    assert ahead.url.value == "https://meet.example/%C3%B6?a=1;b=2"
    assert ahead.location.value == "https://meet.example/ö?a=1;b=2"
    text = "Text.\n\nPre-reading (20 pages)\n1. A book (20 pages)"
    joining = "Join the Meeting: https://meet.example/ö?a=1;b=2\nPasscode: 041771"
    assert ahead.description.value == f"{joining}\n\n{text}"
    over = events(publish(layout, "2021-04-15T17:30").path)["Lenses"]
    assert over.url.value == "https://video.example/1"
    assert "location" not in over.contents
    watching = "Meeting Recording: https://video.example/1\nPasscode: video"
    assert over.description.value == f"{watching}\n\n{text}"
    public = events(publish(layout, edition=Edition.PUBLIC).path)["Lenses"]
    assert public.description.value == text
    assert not {"url", "location"} & set(public.contents)


@pytest.mark.parametrize(
    ("keys", "members", "public"),
    [
        ("room: 'Hall 5, 2nd floor'", "Hall 5, 2nd floor", "Hall 5, 2nd floor"),
        ("room: Hall 5\njoin: https://meet.example/1", "Hall 5, https://meet.example/1", "Hall 5"),
        ("join: https://meet.example/1", "https://meet.example/1", None),
        ("room: Hall 5\nrecording: https://video.example/1", "Hall 5", "Hall 5"),
        ("room: Hall 5\nstatus: cancelled", None, None),
        ("title: B", None, None),
    ],
)
def test_a_room_is_the_location(
    tmp_path: Path, keys: str, members: str | None, public: str | None
) -> None:
    title = "" if "title" in keys else "title: A\n"
    layout = make_course(tmp_path, a=f"date: 2021-04-15\n{title}{keys}\n---\n")
    for edition, expected in zip(Edition, (members, public), strict=True):
        (event,) = events(publish(layout, edition=edition).path).values()
        found = event.contents.get("location", [None])[0]
        assert (None if found is None else found.value) == expected


def test_no_members_feed_is_named_public(tmp_path: Path) -> None:
    layout = make_course(tmp_path, a="date: 2021-04-15\ntitle: A\n---\n")
    course = layout.course.read_text(encoding="utf-8").replace("waves: Waves", "public: Public")
    layout.course.write_text(course, encoding="utf-8")
    paths = (
        publish(layout, edition=edition, stream=stream).path
        for edition in Edition
        for stream in (None, "public")
    )
    assert [path.name for path in paths if path] == [
        "optics.ics",
        "optics-public-members.ics",
        "optics-public.ics",
        "optics-public-public.ics",
    ]


def test_days_are_counted_exactly(course: Course) -> None:
    night = datetime(2021, 3, 27, 12, tzinfo=BERLIN)  # the clocks change in the next one
    lines = content_lines(write(course, event_of(start=night, duration=timedelta(days=1))))
    assert "DTEND:20210328T110000Z" in lines
    assert not any(line.startswith("DURATION") for line in lines)


ZONES = (
    *("Europe/Berlin", "Europe/Dublin", "America/Los_Angeles", "America/St_Johns"),
    *("Australia/Lord_Howe", "Africa/Casablanca", "Asia/Singapore", "Pacific/Apia"),
    *("America/Sao_Paulo", "Asia/Tehran", "Etc/GMT+8"),
)


@pytest.mark.parametrize("key", ZONES)
@pytest.mark.parametrize(
    ("year", "until"), [(1998, 1998), (2006, 2008), (2021, 2022), (2037, 2037)]
)
def test_a_zone_has_the_clocks_of_its_own_data(key: str, year: int, until: int) -> None:
    zone = ZoneInfo(key)
    text = timezone_component(zone, date(year, 5, 1), date(until, 6, 1)).to_ical().decode()
    read = tzical(StringIO(text)).get(key)
    days = [datetime(year, 1, 1) + timedelta(days=day) for day in range(365 * (until - year + 1))]
    for day in days:
        offsets = {(day + timedelta(days=each)).replace(tzinfo=zone).utcoffset() for each in (0, 1)}
        for half in range(48 if len(offsets) > 1 else 1):
            clock = day + timedelta(minutes=30 * half)
            for local in (clock, clock.replace(fold=1)):
                there = local.replace(tzinfo=zone)
                if there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != clock:
                    continue  # the clocks skip it
                here = local.replace(tzinfo=read)
                assert (here.utcoffset(), here.tzname()) == (there.utcoffset(), there.tzname())


@pytest.mark.parametrize(
    ("key", "year", "until", "expected"),
    [
        ("Europe/Berlin", 2026, 2027, ["DAYLIGHT -1SU/3 02:00", "STANDARD -1SU/10 03:00"]),
        ("Europe/Dublin", 2026, 2026, ["DAYLIGHT -1SU/3 01:00", "STANDARD -1SU/10 02:00"]),
        ("America/New_York", 2007, 2007, ["DAYLIGHT 2SU/3 02:00", "STANDARD 1SU/11 02:00"]),
        ("America/New_York", 1999, 2006, ["DAYLIGHT 1SU/4 02:00", "STANDARD -1SU/10 02:00"]),
        ("Australia/Sydney", 2021, 2026, ["STANDARD 1SU/4 03:00", "DAYLIGHT 1SU/10 02:00"]),
        ("Australia/Lord_Howe", 2021, 2021, ["STANDARD 1SU/4 02:00", "DAYLIGHT 1SU/10 02:00"]),
        # What has no rule, or more than one, or none any more, has its changes one by one.
        ("America/New_York", 2006, 2007, None),
        ("Africa/Casablanca", 2021, 2021, None),
        ("America/Sao_Paulo", 2018, 2019, None),
        ("Asia/Jerusalem", 2012, 2013, None),
        ("Asia/Tokyo", 2021, 2026, None),
        ("America/Caracas", 2016, 2016, None),
    ],
)
def test_a_zone_recurs_where_it_has_one_rule(
    key: str, year: int, until: int, expected: list[str] | None
) -> None:
    component: Any = timezone_component(ZoneInfo(key), date(year, 5, 1), date(until, 6, 1))
    rules = [each.get("rrule") for each in component.subcomponents]
    if expected is None:
        assert set(rules) == {None}
        return
    written = [
        f"{each.name} {rule['BYDAY'][0]}/{rule['BYMONTH'][0]} {each['dtstart'].dt:%H:%M}"
        for each, rule in zip(component.subcomponents, rules, strict=True)
    ]
    assert written == expected
    assert {each["dtstart"].dt.year for each in component.subcomponents} == {year - 1}


@pytest.mark.parametrize("key", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_programs_read_the_times_of_meetings_by_the_rules(course: Course, key: str) -> None:
    zone = ZoneInfo(key)
    starts = [datetime(2026, month, 15, 9, 30, tzinfo=zone) for month in range(1, 13)]
    revisions = [
        Revision(event_of(id=str(start.month), start=start), str(start.month), 0, MOMENT)
        for start in starts
    ]
    text = feed_text(course, revisions, FEED)
    # Under another name, the zone's own data are not looked up by it.
    ours = f"Ours-{key}"  # vobject remembers zones
    renamed = text.replace(f"TZID:{key}", f"TZID:{ours}").replace(f"TZID={key}", f"TZID={ours}")
    calendar: Any = icalendar.Calendar.from_ical(renamed)
    for read in (
        [each.dtstart.value for each in vobject.readOne(renamed).vevent_list],
        [each["dtstart"].dt for each in calendar.walk("VEVENT")],
    ):
        assert [each.astimezone(UTC) for each in read] == [each.astimezone(UTC) for each in starts]


def test_every_zone_that_is_named_is_there(course: Course) -> None:
    keys = ("Europe/Oslo", "America/Vancouver", "UTC", "Europe/Oslo")
    revisions = [
        Revision(event_of(id=str(number), start=datetime(2021, 4, 15, tzinfo=ZoneInfo(key))),
                 str(number), 0, MOMENT)
        for number, key in enumerate(keys)
    ]  # fmt: skip
    lines = content_lines(feed_text(course, revisions, FEED))
    assert [line for line in lines if line.startswith("TZID:")] == [
        "TZID:America/Vancouver",
        "TZID:Europe/Oslo",
    ]
    starts = [line for line in lines if line.startswith(("DTSTART;", "DTSTART:20210415"))]
    assert starts == [
        "DTSTART;TZID=Europe/Oslo:20210415T000000",
        "DTSTART;TZID=America/Vancouver:20210415T000000",
        "DTSTART:20210415T000000Z",
        "DTSTART;TZID=Europe/Oslo:20210415T000000",
    ]


def test_a_calendar_without_meetings_is_one_too(tmp_path: Path) -> None:
    path = publish(make_course(tmp_path, a="date: TBD\ntitle: A\n---\n")).path
    assert events(path) == {}


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_cancelled_meeting_has_nothing_to_join(tmp_path: Path, cancelled: bool) -> None:
    front = "date: 2021-04-15\ntitle: A\n"
    front += "".join(
        f"{key}: {{url: 'https://meet.example/1', passcode: '041771'}}\n"
        for key in ("join", "recording")
    )
    layout = make_course(tmp_path, a=f"{front}{'status: cancelled' if cancelled else ''}\n---\n")
    path = publish(layout).path
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert ("meet.example" in text, "041771" in text) == (not cancelled, not cancelled)
