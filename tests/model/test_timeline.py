"""The moment, what it makes of the meetings, and dates in print."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syllabus.front.records.dates import parse_day
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


@pytest.mark.parametrize(
    ("language", "pattern", "first", "eleventh"),
    [
        ("fr", None, "jeu. 1er oct. 2026", "dim. 11 oct. 2026"),
        ("fr-CA", "EEEE d MMMM y", "jeudi 1er octobre 2026", "dimanche 11 octobre 2026"),
        ("fr-CH", "d/M/y", "1/10/2026", "11/10/2026"),
        ("fr", "dd MMM", "01 oct.", "11 oct."),
        ("fr", "'d' d MMMM", "d 1er octobre", "d 11 octobre"),
        ("it-CH", None, "gio 1º ott 2026", "dom 11 ott 2026"),
        ("pt", None, "qui., 1º de out. de 2026", "dom., 11 de out. de 2026"),
        ("pt-BR", "d 'de' MMMM", "1º de outubro", "11 de outubro"),
        ("pt-PT", "d 'de' MMMM", "1 de outubro", "11 de outubro"),
        ("es", "d 'de' MMMM", "1 de octubre", "11 de octubre"),
        ("ca", "d MMMM", "1 d’octubre", "11 d’octubre"),
        ("de", None, "Do., 1. Okt. 2026", "So., 11. Okt. 2026"),
        ("ja", None, "2026年10月1日(木)", "2026年10月11日(日)"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_language_does(
    language: str, pattern: str | None, first: str, eleventh: str
) -> None:
    days = (date(2026, 10, 1), date(2026, 10, 11))
    written = tuple(format_date(day, pattern, "schedule", language) for day in days)
    assert written == (first, eleventh)
    if "2026" in first and pattern is None:  # what is printed is read again
        assert tuple(parse_day(text, language) for text in written) == days


def test_a_pattern_of_the_course_wins() -> None:
    assert format_date(date(2021, 4, 15), "yyyy-MM-dd", "heading", "en") == "2021-04-15"


@pytest.mark.parametrize(
    ("start", "zone", "language", "expected"),
    [
        (datetime(2021, 4, 15, 8), VANCOUVER, "en-CA", "8 AM PDT"),
        (datetime(2021, 3, 11, 7, 30), VANCOUVER, "en-CA", "7:30 AM PST"),
        (datetime(2021, 4, 15, 0, 5), VANCOUVER, "en", "12:05 AM PDT"),
        (datetime(2021, 4, 15, 12), VANCOUVER, "en-AU", "12 PM PDT"),
        (datetime(2021, 1, 15, 16), ZoneInfo("Europe/Berlin"), "de", "16:00 MEZ"),
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


@pytest.mark.parametrize(
    ("zone", "language", "winter", "summer", "undecided"),
    [
        ("Europe/Berlin", "de", "MEZ", "MESZ", "MEZ/MESZ"),
        ("Europe/Zurich", "de-CH", "MEZ", "MESZ", "MEZ/MESZ"),
        ("Europe/Athens", "de-AT", "OEZ", "OESZ", "OEZ/OESZ"),
        ("Europe/Berlin", "fr", "CET", "CEST", "CET/CEST"),
        ("America/Toronto", "fr-CA", "HNE", "HAE", "HE"),
        ("America/Vancouver", "fr-CA", "HNP", "HAP", "HP"),
        ("America/New_York", "en", "EST", "EDT", "ET"),
        ("America/Mexico_City", "es-MX", "CST", "CST", "CT"),
        ("America/Sao_Paulo", "pt", "BRT", "BRT", "BRT"),
        ("America/Sao_Paulo", "pt-PT", "GMT-3", "GMT-3", "GMT-3"),
        ("Australia/Sydney", "en-AU", "AEDT", "AEST", "AET"),
        ("Australia/Sydney", "de", "AEDT", "AEST", "AEST/AEDT"),
        ("Europe/London", "en-GB", "GMT", "BST", "GMT/BST"),
        ("Europe/Dublin", "de", "GMT", "IST", "GMT/IST"),
        ("Asia/Tokyo", "ja", "JST", "JST", "JST"),
        ("Asia/Tokyo", "el", "JST", "JST", "JST"),
        ("UTC", "fr", "UTC", "UTC", "UTC"),
        # CLDR's French has EEST for the winter, which is the summer everywhere else.
        ("Europe/Athens", "fr", "EET", "EEST", "EET/EEST"),
        # No name of a zone goes with hours that it does not have in these years.
        ("Africa/Casablanca", "de", "GMT+1", "GMT+1", "GMT+1"),
    ],
)
def test_zones_have_their_names_in_the_language(
    zone: str, language: str, winter: str, summer: str, undecided: str
) -> None:
    here = ZoneInfo(zone)
    months = [datetime(2023, month, 15, 16, tzinfo=here) for month in (1, 7)]
    times = [format_time(each, language) for each in months]
    times.append(format_time(time(16, tzinfo=here), language))
    names = [each.rpartition(" ")[2] for each in times]
    assert names == [winter, summer, undecided]


def test_a_zone_that_had_other_hours_has_its_name_of_then() -> None:
    """America/Chihuahua went from Mountain to Central Time in 2022."""
    then = [datetime(year, 1, 15, 8, tzinfo=ZoneInfo("America/Chihuahua")) for year in (2015, 2023)]
    assert [format_time(each, "fr-CA") for each in then] == ["08 h 00 MST", "08 h 00 HNC"]


def test_durations_and_loads_in_words() -> None:
    minutes = [timedelta(minutes=each) for each in (85, 120, 40, 0, 79.8)]
    written = [format_duration(each, ENGLISH) for each in minutes]
    assert written == ["1 h 25 min", "2 h", "40 min", "0 min", "1 h 20 min"]
    load = ReadingLoad(timedelta(minutes=85), 19, timedelta(minutes=35))
    assert format_load(load, ENGLISH) == "1 h 25 min, 19 pages; optional 35 min"
    assert format_load(ReadingLoad(optional_pages=1), ENGLISH) == "optional 1 page"
    assert format_load(ReadingLoad(), ENGLISH) == ""
