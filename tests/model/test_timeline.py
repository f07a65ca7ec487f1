"""The moment, what it makes of the meetings, and dates in print."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syllabus.model.course import Meeting, Passage, ReadingLoad, Show, Status, Title
from syllabus.model.document import Text
from syllabus.model.timeline import (
    DateKind,
    UnknownMoment,
    arrange_meetings,
    format_date,
    format_duration,
    format_load,
    format_time,
    resolve_moment,
    schedule_order,
)
from syllabus.model.words import ENGLISH
from syllabus.source import SourceFile

VANCOUVER = ZoneInfo("America/Vancouver")
NOW = datetime(2021, 4, 20, 12, tzinfo=UTC)
SOURCE = SourceFile(Path("a.md"), "a.md", "")


def meeting(
    name: str,
    start: datetime | None,
    minutes: int = 90,
    status: Status = Status.SCHEDULED,
    show: Show = Show.EVERYWHERE,
) -> Meeting:
    span = SOURCE.span(0)
    text = Title(name, span, (Text(name, span),))
    return Meeting(
        identifier=name, source=SOURCE, span=span, title=text, topic=text, start=start,
        date_span=span,
        duration=timedelta(minutes=minutes), time=None, when=None, streams=(), status=status,
        reason=None, show=show, join=None, recording=None, passage=Passage((), ()),
        stream_passages=(),
    )  # fmt: skip


def names(meetings: tuple[Meeting, ...]) -> list[str]:
    return [each.identifier for each in meetings]


# --- the moment ---


def test_as_of_wins_over_the_epoch_and_that_over_now() -> None:
    start = datetime(2021, 4, 15, tzinfo=VANCOUVER)
    assert resolve_moment("2021-04-15", "0", VANCOUVER, NOW) == start
    assert resolve_moment(None, "1618470000", VANCOUVER, NOW) == start
    assert resolve_moment(None, "", VANCOUVER, NOW) == NOW
    assert resolve_moment(None, None, VANCOUVER, NOW).tzinfo is VANCOUVER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-04-15T07:00", "2021-04-15T07:00:00-07:00"),
        ("2021-04-15 07:00:30", "2021-04-15T07:00:30-07:00"),
        ("2021-04-15T07:00Z", "2021-04-15T00:00:00-07:00"),
        ("2021-04-15 07:00 +0200", "2021-04-14T22:00:00-07:00"),
        ("2021-03-14T02:30", "2021-03-14T03:30:00-07:00"),
    ],
)
def test_moments_as_people_write_them(text: str, expected: str) -> None:
    assert resolve_moment(text, None, VANCOUVER, NOW).isoformat() == expected


@pytest.mark.parametrize(
    "text", ["", "today", "2021-04-31", "2021-04-15T24:30", "0001-01-01", "20210415", "2021-W15"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(UnknownMoment, match=r"expected|does not exist"):
        resolve_moment(text, None, VANCOUVER, NOW)


@pytest.mark.parametrize("epoch", ["-1", "1e9", "soon", "99999999999", "1" * 5000])
def test_what_is_no_epoch_is_refused(epoch: str) -> None:
    with pytest.raises(UnknownMoment, match="SOURCE_DATE_EPOCH"):
        resolve_moment(None, epoch, VANCOUVER, NOW)


# --- past and upcoming ---


def test_a_meeting_is_past_once_its_end_is_not_after_the_moment() -> None:
    lecture = meeting("lecture", datetime(2021, 4, 15, 8, tzinfo=VANCOUVER))
    during = resolve_moment("2021-04-15T09:29", None, VANCOUVER, NOW)
    after = resolve_moment("2021-04-15T18:30+02:00", None, ZoneInfo("Europe/Berlin"), NOW)
    assert names(arrange_meetings([lecture], during).upcoming) == ["lecture"]
    assert names(arrange_meetings([lecture], after).past) == ["lecture"]


def test_an_end_is_exact_when_clocks_go_back() -> None:
    # 00:30 PDT and two hours later it is 01:30 PST: the clocks showed 01:30 once before.
    night = meeting("night", datetime(2021, 11, 7, 0, 30, tzinfo=VANCOUVER), minutes=120)
    before = datetime(2021, 11, 7, 1, 45, fold=0, tzinfo=VANCOUVER)
    after = datetime(2021, 11, 7, 1, 30, fold=1, tzinfo=VANCOUVER)
    assert names(arrange_meetings([night], before).upcoming) == ["night"]
    assert names(arrange_meetings([night], after).past) == ["night"]


def test_dated_meetings_come_by_start_then_undated_ones_in_file_order() -> None:
    meetings = [
        meeting("tbd 2", None),
        meeting("late", datetime(2021, 5, 6, 8, tzinfo=VANCOUVER)),
        meeting("tbd 1", None),
        meeting("early", datetime(2021, 5, 6, 16, tzinfo=ZoneInfo("Europe/Berlin"))),
        meeting("off", datetime(2021, 5, 1, 8, tzinfo=VANCOUVER), status=Status.CANCELLED),
    ]
    timeline = arrange_meetings(meetings, NOW)
    assert names(timeline.upcoming) == ["early", "late", "tbd 2", "tbd 1"]
    assert names(timeline.cancelled) == ["off"]
    assert names(schedule_order(meetings)) == ["off", "early", "late", "tbd 2", "tbd 1"]


STARTS = st.none() | st.datetimes(
    datetime(1990, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.sampled_from([VANCOUVER, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")]),
)


@given(
    st.lists(
        st.tuples(STARTS, st.integers(1, 20_000), st.sampled_from(Status), st.sampled_from(Show))
    ),
    STARTS.filter(bool),
)
def test_every_meeting_is_in_exactly_one_place(
    drawn: list[tuple[datetime | None, int, Status, Show]], moment: datetime
) -> None:
    meetings = [meeting(str(number), *each) for number, each in enumerate(drawn)]
    timeline = arrange_meetings(meetings, moment)
    placed = (*timeline.past, *timeline.upcoming, *timeline.cancelled)
    assert sorted(names(placed)) == sorted(names(tuple(meetings)))
    for past in timeline.past:
        assert past.end is not None
        assert past.end.timestamp() <= moment.timestamp()
    for coming in timeline.upcoming:
        assert coming.end is None or coming.end.timestamp() > moment.timestamp()


# --- in print ---


@pytest.mark.parametrize(
    ("kind", "language", "expected"),
    [
        ("heading", "en-CA", "15 Apr 2021"),
        ("schedule", "en-CA", "Thu 15 Apr 2021"),
        ("title", "en-CA", "April 15, 2021"),
        ("title", "en-GB", "15 April 2021"),
        ("heading", "de", "15. Apr. 2021"),
        ("schedule", "fr", "jeu. 15 avr. 2021"),
        ("title", "es", "15 de abril de 2021"),
    ],
)
def test_dates_follow_the_language(kind: DateKind, language: str, expected: str) -> None:
    assert format_date(date(2021, 4, 15), None, kind, language) == expected


def test_a_pattern_of_the_course_wins() -> None:
    assert format_date(date(2021, 4, 15), "yyyy-MM-dd", "heading", "en") == "2021-04-15"


@pytest.mark.parametrize(
    ("start", "zone", "language", "expected"),
    [
        (datetime(2021, 4, 15, 8), VANCOUVER, "en-CA", "8 AM PDT"),
        (datetime(2021, 3, 11, 7, 30), VANCOUVER, "en-CA", "7:30 AM PST"),
        (datetime(2021, 4, 15, 0, 5), VANCOUVER, "en", "12:05 AM PDT"),
        (datetime(2021, 4, 15, 12), VANCOUVER, "en-AU", "12 PM PDT"),
        (datetime(2021, 1, 15, 16), ZoneInfo("Europe/Berlin"), "de", "16:00 CET"),
        (datetime(2021, 1, 15, 16), ZoneInfo("Europe/London"), "en-GB", "16:00 GMT"),
        (datetime(2021, 1, 15, 16), ZoneInfo("Asia/Singapore"), "fr", "16:00 GMT+8"),
        (datetime(2021, 1, 15, 16), ZoneInfo("Asia/Kathmandu"), "en", "4 PM GMT+5:45"),
        (time(8), None, "en", "8 AM"),
    ],
)
def test_times_follow_the_language_and_the_zone(
    start: datetime | time, zone: ZoneInfo | None, language: str, expected: str
) -> None:
    aware = start.replace(tzinfo=zone) if isinstance(start, datetime) else start
    assert format_time(aware, language) == expected


def test_durations_and_loads_in_words() -> None:
    minutes = [timedelta(minutes=each) for each in (85, 120, 40, 0, 79.8)]
    written = [format_duration(each, ENGLISH) for each in minutes]
    assert written == ["1 h 25 min", "2 h", "40 min", "0 min", "1 h 20 min"]
    load = ReadingLoad(timedelta(minutes=85), 19, timedelta(minutes=35))
    assert format_load(load, ENGLISH) == "1 h 25 min, 19 pages; optional 35 min"
    assert format_load(ReadingLoad(optional_pages=1), ENGLISH) == "optional 1 page"
    assert format_load(ReadingLoad(), ENGLISH) == ""
