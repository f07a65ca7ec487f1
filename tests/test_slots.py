from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from syllabus.model.recurrence import Break, Recurrence, Region
from syllabus.model.timeline import DaysOff, Slot, find_slots
from syllabus.model.timeline.slots import LAST_DAY

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
ONTARIO = country_holidays("CA", subdiv="ON")


@st.composite
def breaks(draw: st.DrawFn) -> Break:
    first = draw(st.dates(date(2025, 1, 1), date(2027, 12, 31)))
    return Break(first, first + timedelta(days=draw(st.integers(0, 60))), "break")


RHYTHMS = st.builds(
    Recurrence,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    weeks=st.sampled_from([1, 2]),
    breaks=st.lists(breaks(), max_size=4).map(tuple),
    region=st.sampled_from([None, Region("CA", "ON")]),
)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@given(RHYTHMS, st.dates(date(2024, 11, 1), date(2027, 12, 31)), st.none() | DAYS)
def test_free_slots_are_days_of_the_course_on_which_nothing_stands_against_it(
    recurrence: Recurrence, start: date, held: date | None
) -> None:
    slots = list(islice(find_slots(recurrence, start, held), 30))
    days = [slot.day for slot in slots]
    assert len(days) == 30
    assert days[0] >= start
    assert days == sorted(set(days))
    assert {day.weekday() for day in days} <= recurrence.days
    for slot in slots:
        off = any(each.first <= slot.day <= each.last for each in recurrence.breaks)
        holiday = recurrence.region is not None and slot.day in ONTARIO
        assert (slot.reason is not None) == (off or holiday)
    weeks = {(monday(day) - monday(held or days[0])).days // 7 for day in days}
    assert {week % recurrence.weeks for week in weeks} == {0}


@given(RHYTHMS, DAYS)
def test_no_day_of_the_course_is_forgotten(recurrence: Recurrence, start: date) -> None:
    slots = [slot.day for slot in islice(find_slots(recurrence, start), 20)]
    weeks = {monday(day) for day in slots}
    for offset in range((slots[-1] - start).days):
        day = start + timedelta(days=offset)
        expected = day.weekday() in recurrence.days and monday(day) in weeks
        assert (day in slots) == expected


def test_a_slot_that_is_left_out_says_why() -> None:
    canada = Recurrence(
        frozenset({0}), 1, (Break(date(2026, 5, 25), date(2026, 5, 31)),), Region("CA", "ON")
    )
    found = list(islice(find_slots(canada, date(2026, 5, 12)), 3))
    assert found == [
        Slot(date(2026, 5, 18), "Victoria Day"),
        Slot(date(2026, 5, 25), "break"),
        Slot(date(2026, 6, 1)),
    ]
    assert DaysOff(canada).reason(date(2026, 7, 1)) == "Canada Day"


def test_slots_come_to_an_end() -> None:
    recurrence = Recurrence(frozenset({3}), 1, (Break(date(1900, 1, 1), LAST_DAY),))
    slots = list(find_slots(recurrence, date(2199, 11, 1)))
    assert [slot.day.month for slot in slots] == [11, 11, 11, 11, 12, 12, 12, 12]
    assert {slot.reason for slot in slots} == {"break"}
