"""A meeting's time in several zones, against the zones' own data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syllabus.model.course import Clock
from syllabus.model.timeline import format_date, format_times, times_by_zone
from syllabus.model.words import ENGLISH
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace.layout import Layout

VANCOUVER = ZoneInfo("America/Vancouver")
ELSEWHERE = tuple(map(ZoneInfo, ("America/Toronto", "Europe/London", "Asia/Singapore")))
ZONES = tuple(ZoneInfo(key) for key in sorted(available_timezones()))
DAYS = [datetime(2021, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(0, 366, 5)]


def in_words(start: datetime, *zones: ZoneInfo, clock: Clock | None = None) -> str:
    return format_times(start, zones, "en-CA", ENGLISH, clock)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-03-11", "8 AM PST · 11 AM EST · 16:00 GMT · 12 AM GMT+8 (next day)"),
        ("2021-03-18", "8 AM PDT · 11 AM EDT · 15:00 GMT · 11 PM GMT+8"),
        ("2021-04-15", "8 AM PDT · 11 AM EDT · 16:00 BST · 11 PM GMT+8"),
        ("2021-11-04", "8 AM PDT · 11 AM EDT · 15:00 GMT · 11 PM GMT+8"),
        ("2021-11-11", "8 AM PST · 11 AM EST · 16:00 GMT · 12 AM GMT+8 (next day)"),
    ],
)
def test_times_are_right_while_some_clocks_have_changed_and_others_not(
    day: str, expected: str
) -> None:
    start = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=VANCOUVER)
    assert in_words(start, *ELSEWHERE) == expected


def test_a_setting_wins_over_the_habits_of_countries() -> None:
    start = datetime(2021, 4, 15, 8, tzinfo=VANCOUVER)
    by_24 = "08:00 PDT · 11:00 EDT · 16:00 BST · 23:00 GMT+8"
    assert in_words(start, *ELSEWHERE, clock=24) == by_24
    by_12 = "8 AM PDT · 11 AM EDT · 4 PM BST · 11 PM GMT+8"
    assert in_words(start, *ELSEWHERE, clock=12) == by_12
    german = format_times(start, ELSEWHERE, "de", ENGLISH)
    assert german == "08:00 PDT · 11:00 EDT · 16:00 BST · 23:00 GMT+8"


def test_the_same_time_comes_once_and_another_day_is_named() -> None:
    start = datetime(2021, 4, 15, 8, tzinfo=VANCOUVER)
    same = map(ZoneInfo, ("America/Los_Angeles", "US/Pacific", "America/Vancouver"))
    assert in_words(start, *same) == "8 AM PDT"
    early = datetime(2021, 4, 15, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert in_words(early, VANCOUVER) == "12:30 AM JST · 8:30 AM PDT (previous day)"
    # 26 hours lie between these two.
    late = datetime(2021, 4, 15, 23, tzinfo=ZoneInfo("Etc/GMT+12"))
    far = in_words(late, ZoneInfo("Pacific/Kiritimati"), clock=24)
    assert far == "23:00 GMT-12 · 01:00 GMT+14 (17 Apr 2021)"


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the moments of 2021 at which the clocks of a zone change."""
    for before, after in pairwise(DAYS):
        low, high = before, after
        if low.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset():
            continue
        while high - low > timedelta(minutes=1):
            middle = low + (high - low) / 2
            same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
            low, high = (middle, high) if same else (low, middle)
        yield high.replace(second=0, microsecond=0)


def expected(moment: datetime, zone: ZoneInfo, start: datetime) -> str:
    """Return what is printed by 24 hours, of nothing but the zone's data."""
    local = moment.astimezone(zone)
    name, offset = local.tzname() or "", local.utcoffset() or timedelta()
    if not name.isalpha():
        hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
        sign = "-" if offset < timedelta() else "+"
        name = f"GMT{sign}{hours}{f':{minutes:02}' if minutes else ''}" if offset else "GMT"
    days = local.toordinal() - start.toordinal()
    names = {0: "", 1: " (next day)", -1: " (previous day)"}
    other = f" ({format_date(local.date(), None, 'heading', 'en')})"
    return f"{local:%H:%M} {name}{names.get(days, other)}"


def test_every_zone_of_the_database_is_right_at_its_own_changes() -> None:
    assert len(ZONES) > 400
    seen = 0
    for zone in ZONES:
        moments = [datetime(2021, 7, 1, 12, tzinfo=UTC), *changes(zone)]
        seen += len(moments) - 1
        for moment in (
            moment + timedelta(minutes=minutes)
            for moment in moments
            for minutes in (-60, -1, 0, 1, 60)
        ):
            start = moment.astimezone(VANCOUVER)
            times = times_by_zone(start, (zone,), "en", ENGLISH, 24)
            assert times[0] == expected(moment, VANCOUVER, start)
            assert times[-1] == expected(moment, zone, start), (zone, moment)
            back = times_by_zone(moment.astimezone(zone), (VANCOUVER,), "en", ENGLISH, 24)
            assert back[-1] == expected(moment, VANCOUVER, moment.astimezone(zone))
    assert seen > 300


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC)),
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=5),
)
def test_any_moment_in_any_zones(moment: datetime, zones: list[ZoneInfo]) -> None:
    moment = moment.replace(second=0, microsecond=0)
    start = moment.astimezone(zones[0])
    printed = times_by_zone(start, zones[1:], "en", ENGLISH, 24)
    if all(
        (moment.astimezone(zone).utcoffset() or timedelta()).seconds % 60 == 0 for zone in zones
    ):
        wanted = dict.fromkeys(expected(moment, zone, start) for zone in zones)
        assert printed == tuple(wanted)
    for by_24, by_12 in zip(
        printed, times_by_zone(start, zones[1:], "en", ENGLISH, 12), strict=True
    ):
        clock = re.match(r"(\d+)(?::(\d\d))? ([AP])M", by_12)
        assert clock is not None
        hour = int(clock[1]) % 12 + (12 if clock[3] == "P" else 0)
        assert f"{hour:02}:{clock[2] or '00'}" == by_24[:5]


# --- in a project ---


def times_in(folder: Path, course: str, record: str, as_of: str = "2021-04-10") -> str | None:
    """Return the line of times under the heading of a course's one meeting."""
    path = folder / "syllabus" / "meetings" / "a.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"---\ndate: 2021-04-15\ntime: 8:00\ntitle: A\n{record}---\n"
    path.write_text(text, encoding="utf-8")
    text = f"title: A\nzone: America/Vancouver\nlanguage: en-CA\n{course}"
    (folder / "syllabus" / "course.yaml").write_text(text, encoding="utf-8")
    front = prepare_handout(Layout(folder), as_of)
    assert front.document is not None, front.diagnostics
    found = re.search(r"^\\meetingtimes\{(.*)\}$", front.document.text, re.MULTILINE)
    return None if found is None else re.sub(r"\\mbox\{(.*?)\}", r"\1", found[1])


ALSO = "also_in: [America/Toronto, Europe/London]\n"


@pytest.mark.parametrize(
    ("course", "record", "expected"),
    [
        ("", "", None),
        (ALSO, "", "8 AM PDT · 11 AM EDT · 16:00 BST"),
        (f"{ALSO}clock: 24\n", "", "08:00 PDT · 11:00 EDT · 16:00 BST"),
        (ALSO, "also_in: Asia/Tokyo\n", "8 AM PDT · 12 AM JST (next day)"),
        (ALSO, "also_in: []\n", None),
        ("", "zone: Europe/Berlin\n", "8 AM CEST · 11 PM PDT (previous day)"),
        (
            ALSO,
            "zone: Europe/Berlin\n",
            "8 AM CEST · 11 PM PDT (previous day) · 2 AM EDT · 07:00 BST",
        ),
        ("also_in: America/Los_Angeles\n", "", None),
        (f"{ALSO}words: {{next-day: tomorrow}}\n", "also_in: Asia/Tokyo\n",
         "8 AM PDT · 12 AM JST (tomorrow)"),
    ],
)  # fmt: skip
def test_the_zones_of_a_course_and_of_its_meetings(
    course: str, record: str, expected: str | None, tmp_path: Path
) -> None:
    assert times_in(tmp_path, course, record) == expected
    assert times_in(tmp_path, course, record, as_of="2021-05-01") is None, "it is over"


def test_the_schedule_keeps_to_the_clock_of_the_setting(tmp_path: Path) -> None:
    times_in(tmp_path, "clock: 24\n", "")
    document = prepare_handout(Layout(tmp_path), "2021-04-10").document
    assert document is not None
    assert "& 08:00 PDT &" in document.text


def test_a_zone_or_clock_that_is_none_is_a_fault(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.meetings.mkdir(parents=True)
    text = "title: A\nzone: UTC\nalso_in: [Europe/London, EST]\nclock: 36\n"
    layout.course.write_text(text, encoding="utf-8")
    found = [
        (fault.code, fault.span and (fault.span.line, fault.span.column))
        for fault in prepare_handout(layout, "2021-04-10").diagnostics
    ]
    assert found == [("unknown-zone", (3, 26)), ("unknown-word", (4, 8))]
