"""Several days, open times, groups and what returns weekly, in every output of one course."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from click.testing import CliRunner
from tests.calendar.courses import make_course, publish
from tests.mail.mails import announced
from tests.pdf.test_meetings import rows_of

from syllabus.cli import main
from syllabus.diagnostics import Diagnostic
from syllabus.front.check import check_project
from syllabus.handout import CitationFormat, make_handout
from syllabus.model.course import Course, Edition, Meeting
from syllabus.model.spans import days_of
from syllabus.model.timeline import arrange_meetings, format_days
from syllabus.model.words import words_of
from syllabus.outputs.history import take_snapshot
from syllabus.outputs.history.compare import ChangeKind, compare_snapshots
from syllabus.outputs.history.files import load_snapshot
from syllabus.outputs.history.remarks import Wording
from syllabus.outputs.history.writing import snapshot_text
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout

BERLIN = ZoneInfo("Europe/Berlin")
RECORDS = {
    "hours": "date: 2026-10-14\ntime: 14:00-15:00\nevery: week until 2026-11-20\ntitle: Hours\n"
    "show: schedule\nstream: rays\n",
    "school": "date: 26–30 October 2026\ntime: 9:00-17:00\ntitle: School\nstream: waves\n",
    "fair": "date: 2026-11-02 to 2026-11-04\ntitle: Fair\n",
    "slits": "date: 2026-11-09\ntimes: {waves: Mon 9:00, rays: Tue 14:00-16:00}\ntitle: Slits\n",
    "gratings": "date: 2026-11-11\ntimes:\n  Group A: {time: 9:00, room: B 12}\n"
    "  Group B: 11:00\ntitle: Gratings\n",
    "guest": "date: 2026-11-23\ntime: TBA\ntitle: Guest\n",
}
BREAK = "breaks: [{from: 2026-11-02, to: 2026-11-06, reason: Reading week}]\n"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = make_course(tmp_path, **RECORDS)
    made.course.write_text(made.course.read_text() + BREAK, encoding="utf-8")
    return made


def course_of(layout: Layout) -> Course:
    project = check_project(layout)
    assert not project.diagnostics, project.diagnostics
    assert project.course is not None
    return project.course


def meeting(layout: Layout, name: str) -> Meeting:
    return next(each for each in course_of(layout).meetings if each.identifier == name)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("hours", "2026-11-18T15:00"),
        ("school", "2026-10-30T17:00"),
        ("fair", "2026-11-05T00:00"),
        ("slits", "2026-11-10T16:00"),
        ("guest", "2026-11-24T00:00"),
    ],
)
def test_it_is_past_when_the_last_day_or_group_is_over(layout: Layout, name: str, end: str) -> None:
    found = meeting(layout, name)
    assert found.end == at(end)
    assert arrange_meetings([found], at(end)).past == (found,)
    before = at(end).astimezone(UTC).replace(second=0) - (at("2026-01-01") - at("2025-12-31"))
    assert arrange_meetings([found], before).upcoming == (found,)


def test_a_span_ends_at_the_hours_of_its_last_day_across_summer_time(layout: Layout) -> None:
    record = layout.meetings / "school.md"
    text = record.read_text().replace("26–30 October", "23–26 October")
    record.write_text(text, encoding="utf-8")
    assert meeting(layout, "school").end == at("2026-10-26T17:00")


def test_the_schedule_has_one_row_for_days_and_one_for_each_group(layout: Layout) -> None:
    camp = "---\ndate: 2026-11-05 to 2026-11-06\nstatus: cancelled\ntitle: Camp\n---\n"
    (layout.meetings / "camp.md").write_text(camp, encoding="utf-8")
    front = prepare_handout(layout, "2026-10-20")
    assert front.document is not None, front.diagnostics
    document = re.sub(r"^%@.*\n", "", front.document.text, flags=re.MULTILINE)
    rows = [[cell.replace("~", " ") for cell in row] for row in rows_of(document)]
    assert rows == [
        ["Wednesdays, 14 Oct – 18 Nov 2026", "2–3 PM CET/CEST", "Rays", "Hours", ""],
        ["Mon 26 – Fri 30 Oct 2026", "9 AM–5 PM CET", "Waves", "School", ""],
        ["Mon 2 – Wed 4 Nov 2026", "", "", "Fair", ""],
        ["Thu 5 – Fri 6 Nov 2026", "", "", "Camp (cancelled)", ""],
        ["Mon 9 Nov 2026", "9 AM CET", "Waves", "Slits", ""],
        ["Tue 10 Nov 2026", "2 PM CET", "Rays", "", ""],
        ["Wed 11 Nov 2026", "9 AM CET", "Group A", "Gratings", "B 12"],
        ["", "11 AM CET", "Group B", "", ""],
        ["Mon 23 Nov 2026", "time to be announced", "", "Guest", ""],
    ]
    assert r"\struck{Thu~5~–} \struck{Fri~6~Nov~2026}" in document
    headings = re.findall(r"\\subsection\{(.*)\}\\meetinglabel", document)
    assert (
        headings[0].replace("~", " ") == r"26–30 Oct 2026 \textendash{} Waves \textendash{} School"
    )
    assert r"\meetingtimes{Group A: Wed 11 Nov 2026, 9–10:30 AM CET, B 12}" in document
    assert r"\meetinglink{gratings}{}" not in document


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("26–30 October", "9 AM–5 PM CET} · \\mbox{4 AM EDT} · \\mbox{5 PM JST"),
        ("26 October – 2 November", "9 AM–5 PM CET} · \\mbox{5 PM JST"),
        ("23–26 October", "9 AM–5 PM CET/CEST"),
    ],
)
def test_days_begin_in_other_zones_where_that_is_one_time(
    days: str, told: str, layout: Layout
) -> None:
    record = layout.meetings / "school.md"
    text = record.read_text().replace("26–30 October", days)
    record.write_text(text.replace("title:", "also_in: [America/New_York, Asia/Tokyo]\ntitle:"))
    document = prepare_handout(layout, "2026-10-20").document
    assert document is not None
    school = document.text.partition(r"\subsection{")[2]
    times = re.findall(r"\\meetingtimes\{(.*)\}\n", school)[0]
    plain = times.replace("~", " ").replace(r"\textperiodcentered{}", "·")
    assert plain.removeprefix(r"\mbox{").removesuffix("}") == told


def test_the_hours_of_a_group_stand_behind_a_day_from_right_to_left(tmp_path: Path) -> None:
    layout = make_course(tmp_path, one="date: 2026-11-11\ntimes: {A: 9:00}\ntitle: Prisms\n")
    layout.course.write_text(layout.course.read_text() + "language: he\n", encoding="utf-8")
    document = prepare_handout(layout, "2026-10-20").document
    assert document is not None
    assert re.search(r"\\meetingtimes\{A: \\righttoleft\{.* 2026\}, 9:00–10:30 ", document.text)


def events_of(layout: Layout, stream: str | None = None) -> dict[str, Any]:
    outcome = publish(layout, "2026-10-01", stream=stream)
    assert outcome.path is not None
    calendar = icalendar.Calendar.from_ical(outcome.path.read_bytes())
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_calendars_have_days_rules_and_an_event_for_each_group(layout: Layout) -> None:
    events = events_of(layout)
    fair, guest = events["Fair"], events["Guest (time to be announced)"]
    assert [str(fair[key].dt) for key in ("dtstart", "dtend")] == ["2026-11-02", "2026-11-05"]
    assert fair["dtstart"].params["VALUE"] == "DATE"
    assert (fair["transp"], guest["transp"]) == ("OPAQUE", "TRANSPARENT")
    assert str(guest["dtend"].dt) == "2026-11-24"
    school, hours = events["School"], events["Hours"]
    assert school["rrule"].to_ical() == b"FREQ=DAILY;COUNT=5"
    assert (school["dtstart"].dt, school["duration"].to_ical()) == (at("2026-10-26T09:00"), b"PT8H")
    assert hours["rrule"].to_ical() == b"FREQ=WEEKLY;COUNT=6"
    assert hours["exdate"].to_ical() == b"20261104T140000"
    assert {"Slits – Waves", "Slits – Rays", "Gratings – Group B"} <= set(events)
    assert events["Gratings – Group A"]["location"] == "B 12"
    assert "Slits – Rays" not in events_of(layout, "waves")


def test_a_cancelled_meeting_without_a_time_is_a_day_in_calendars(tmp_path: Path) -> None:
    layout = make_course(tmp_path, off="date: 2026-11-30\nstatus: cancelled\nreason: strike\n")
    layout.course.write_text("title: Optics\nzone: Europe/Berlin\n", encoding="utf-8")
    (event,) = events_of(layout).values()
    assert [str(event[key].dt) for key in ("dtstart", "dtend")] == ["2026-11-30", "2026-12-01"]
    assert (event["status"], event["transp"]) == ("CANCELLED", "TRANSPARENT")
    # Without its record, it is that day still.
    (layout.meetings / "off.md").unlink()
    (event,) = events_of(layout).values()
    assert str(event["dtend"].dt) == "2026-12-01"


def test_what_is_due_is_due_once_for_all_groups(tmp_path: Path) -> None:
    front = "date: 2026-11-11\ntimes: {A: 9:00, B: 11:00}\ntitle: Prisms\n"
    body = "---\n\n## Exercises {due=2026-11-18}\n\n1. Grind one.\n"
    assert list(events_of(make_course(tmp_path, one=f"{front}{body}"))) == [
        "Prisms – A",
        "Prisms – B",
        "Due: Exercises",
    ]


def test_a_groups_event_moves_by_itself_and_keeps_its_name(layout: Layout) -> None:
    before = events_of(layout)
    record = layout.meetings / "gratings.md"
    record.write_text(record.read_text().replace("11:00", "13:00"), encoding="utf-8")
    after = events_of(layout)
    for name, changes in (("Gratings – Group A", 0), ("Gratings – Group B", 1)):
        assert before[name]["uid"] == after[name]["uid"]
        assert after[name]["sequence"] == changes


def test_mail_says_all_days_and_times(layout: Layout) -> None:
    said = {
        name: announced(layout, as_of="2026-10-20", meeting=name).text.split("\n\n")[1]
        for name in ("school", "fair", "gratings", "slits", "guest")
    }
    assert said == {
        "school": "School\nMon 26 – Fri 30 Oct 2026\n9 AM–5 PM CET\nStream: Waves",
        "fair": "Fair\nMon 2 – Wed 4 Nov 2026",
        "gratings": "Gratings\nWed 11 Nov 2026\nGroup A: 9–10:30 AM CET, B 12\n"
        "Group B: 11 AM–12:30 PM CET",
        "slits": "Slits\nMon 9 – Tue 10 Nov 2026\nWaves: Mon 9 Nov 2026, 9–10:30 AM CET\n"
        "Rays: Tue 10 Nov 2026, 2–4 PM CET",
        "guest": "Guest\nMon 23 Nov 2026\ntime to be announced",
    }
    # What returns weekly has begun, and is not the next meeting.
    assert announced(layout, as_of="2026-10-20").meeting.identifier == "school"


def test_the_list_has_days_and_groups(layout: Layout) -> None:
    arguments = ["-C", str(layout.root), "list", "--as-of", "2026-11-20", "--json"]
    listed = {
        each["title"]: each for each in json.loads(CliRunner().invoke(main, arguments).stdout)
    }
    assert listed["Hours"]["days"][2:4] == ["2026-10-28", "2026-11-11"]
    assert listed["Fair"]["all_day"] is True
    assert listed["Gratings"]["groups"][0] == {
        "group": "Group A",
        "start": "2026-11-11T09:00:00+01:00",
        "end": "2026-11-11T10:30:00+01:00",
        "room": "B 12",
    }
    assert listed["Guest"]["missing"] == ["time"]
    table = CliRunner().invoke(main, arguments[:-1], terminal_width=200).stdout
    for text in ("Mon 26 – Fri 30 Oct 2026", "time to be"):
        assert text in " ".join(table.split())


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("school", "26–30", "26–29", "~~Mon 26 – Fri 30 Oct 2026~~ **Mon 26 – Thu 29 Oct 2026**"),
        ("guest", "TBA", "18:00", "~~time to be announced~~ **6 PM CET**"),
        ("gratings", "11:00", "13:00", "11 AM–12:30 PM CET~~ **"),
        ("hours", "11-20", "11-13", "14 Oct – 18 Nov 2026~~ **Wednesdays, 14 Oct – 11 Nov 2026**"),
    ],
)
def test_what_changed_is_told_in_days(
    layout: Layout, name: str, old: str, new: str, said: str
) -> None:
    """A snapshot that was written and read again says the same."""

    def snapshot() -> tuple[Any, Course]:
        project = check_project(layout)
        assert project.course is not None
        assert project.style is not None
        form = CitationFormat(project.bibliography, project.style, "en")
        handout = make_handout(project.course, Edition.PUBLIC, at("2026-10-01"), form)
        taken = take_snapshot(handout)
        text = snapshot_text(taken)
        faults: list[Diagnostic] = []
        read = load_snapshot(SourceFile(Path("x"), "x", text), faults)
        assert (read, faults) == (taken, [])
        return taken, project.course

    before, _ = snapshot()
    record = layout.meetings / f"{name}.md"
    record.write_text(record.read_text().replace(old, new), encoding="utf-8")
    after, course = snapshot()
    changes = compare_snapshots(before, after)
    (changed,) = changes.meetings
    assert [each.kind for each in changed.changes] == [ChangeKind.MOVED]
    (remark,) = Wording.of(course).remarks(changed)
    marks = {"removed": "~~", "added": "**"}
    written = " ".join(
        f"{marks[piece.kind.value]}{piece.text}{marks[piece.kind.value]}" for piece in remark.pieces
    )
    assert said in written


def test_groups_meet_at_one_time_and_other_meetings_clash(layout: Layout) -> None:
    front = "date: 2026-11-10\ntime: 15:00\nstream: rays\ntitle: Lenses\n"
    (layout.meetings / "lenses.md").write_text(f"---\n{front}---\n", encoding="utf-8")
    groups = "date: 2026-11-11\ntimes: {Group A: 11:00, Group B: 9:00}\ntitle: Prisms\n"
    (layout.meetings / "prisms.md").write_text(f"---\n{groups}---\n", encoding="utf-8")
    many = ", ".join(f"Group {number}: 9:00" for number in range(60))
    crowd = f"date: 2026-11-13\ntimes: {{{many}}}\ntitle: A Crowd\n"
    (layout.meetings / "crowd.md").write_text(f"---\n{crowd}---\n", encoding="utf-8")
    fair = "date: 2026-11-03\ntime: 9:00\ntitle: At the Fair\n"
    (layout.meetings / "stand.md").write_text(f"---\n{fair}---\n", encoding="utf-8")
    found = [
        (each.code, each.span and each.span.file.path.stem)
        for each in check_project(layout).diagnostics
    ]
    assert found == [("meeting-date-clash", "lenses")]


def test_new_records_have_several_days_and_open_times(layout: Layout) -> None:
    for arguments, written in (
        (["School", "--date", "5 to 9 July 2027"], "date: 2027-07-05 to 2027-07-09\ntitle: School"),
        (["Talk", "--date", "2027-08-02", "--time", "tbc"], "date: 2027-08-02\ntime: TBA\ntitle:"),
    ):
        done = CliRunner().invoke(main, ["-C", str(layout.root), "new", *arguments])
        assert done.exit_code == 0, done.output
        assert written in (layout.root / done.stdout.strip()).read_text()


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("date: 2026-11-10\nstream: waves\ntimes: {waves: 9:00, rays: 10:00}",
         "stream-mismatch: found a time for 'Rays', which this meeting is not for"),
        ("date: 2026-11-10\nkind: deadline\nevery: week until 2026-12-10", "days-mismatch: found "
         "'every' without a time"),
        ("date: 2026-11-10 to 2026-11-12\nkind: deadline",
         "kind-mismatch: found several days, but a deadline is one moment"),
        ("date: 2026-11-10\nevery: week until 2026-10-10",
         "bad-date: found the last day 2026-10-10, which is before the first, 2026-11-10"),
        ("date: 2026-11-10\nevery: week until 2026-11-09\ntimes: {A: 9:00, B: Wed 10:00}",
         "bad-date: found the last day 2026-11-09, which is before the first, 2026-11-10"),
        ("date: 2026-03-22\ntimes: {A: 1:30, B: 2:30}\nevery: week until 2026-04-30",
         "skipped-time: found 02:30 on 2026-03-29, "
         "which the clocks of Europe/Berlin skip for summer time"),
        ("date: 2026-11-10\ntimes: {G 1: 9:00, G-1: 10:00}",
         "duplicate-key: found the group 'G-1', which calendars cannot tell apart"),
        ("date: 2026-03-27 to 2026-03-30\ntime: 2:30", "skipped-time: found 02:30 on "
         "2026-03-29, which the clocks of Europe/Berlin skip for summer time"),
        ("date: 2026-10-24 to 2026-10-26\ntime: 2:30", "ambiguous-time: found 02:30 on "
         "2026-10-25, which the clocks of Europe/Berlin show twice; the first is taken"),
        ("date: 2026-03-22\ntime: 2:30\nevery: week until 2026-04-30",
         "skipped-time: found 02:30 on 2026-03-29, "
         "which the clocks of Europe/Berlin skip for summer time"),
        ("start_date: 2026-11-10\ndate: 2026-11-10", "unknown-key: found the unknown key "
         "'start_date'"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told(tmp_path: Path, front: str, fault: str) -> None:
    layout = make_course(tmp_path, one=f"{front}\ntitle: One\n")
    found = [f"{each.code}: {each.message}" for each in check_project(layout).diagnostics]
    assert found == [fault]


def test_a_speaker_is_in_one_place_on_each_of_several_days(tmp_path: Path) -> None:
    school = "date: 2026-11-10 to 2026-11-12\ntime: 9:00-12:00\nspeaker: Ada\ntitle: School\n"
    later = "date: 2026-11-11\ntime: {time}\nstream: rays\nspeaker: Ada\ntitle: Rays\n"
    for time, codes in (("11:00", ["speaker-clash"]), ("14:00", [])):
        layout = make_course(
            tmp_path / time[:2],
            one=school.replace("title", "stream: waves\ntitle"),
            two=later.replace("{time}", time),
        )
        assert [each.code for each in check_project(layout).diagnostics] == codes


def test_a_holiday_may_take_several_days_and_nobodys_time(tmp_path: Path) -> None:
    front = "date: 2026-11-10 to 2026-11-12\nkind: holiday\ntitle: Reading week\n"
    (event,) = events_of(make_course(tmp_path, off=front)).values()
    assert [str(event[key].dt) for key in ("dtstart", "dtend")] == ["2026-11-10", "2026-11-13"]
    assert event["transp"] == "TRANSPARENT"


def test_what_returns_is_not_held_on_the_holidays_among_the_records(tmp_path: Path) -> None:
    holidays = {
        "one": "date: 2026-10-28\nkind: holiday\ntitle: Founders' Day\n",
        "last": "date: 2026-11-16 to 2026-11-20\nkind: holiday\ntitle: Reading week\n",
        "none": "date: 2026-11-04\nkind: holiday\nstatus: cancelled\ntitle: No strike\n",
    }
    layout = make_course(tmp_path, hours=RECORDS["hours"], **holidays)
    days = days_of(meeting(layout, "hours"))
    assert [f"{day:%m-%d}" for day in days] == ["10-14", "10-21", "11-04", "11-11"]
    event = events_of(layout)["Hours"]
    assert (event["rrule"]["count"], str(event["exdate"].dts[0].dt.date())) == ([5], "2026-10-28")


def test_groups_return_each_on_its_weekday(tmp_path: Path) -> None:
    layout = make_course(
        tmp_path,
        labs="date: 2026-10-05\ntimes: {waves: 9:00, rays: Tue 14:00}\n"
        "every: week until 2026-11-17\ntitle: Labs\n",
        off="date: 2026-10-20\nkind: holiday\ntitle: Founders' Day\n",
        other="date: 2026-11-10\ntime: 15:00\nstream: rays\ntitle: Lenses\n",
    )
    layout.course.write_text(layout.course.read_text() + BREAK, encoding="utf-8")
    project = check_project(layout)
    assert [each.code for each in project.diagnostics] == ["meeting-date-clash"]
    assert project.course is not None
    found = next(each for each in project.course.meetings if each.identifier == "labs")
    days = [f"{day:%m-%d}" for day in days_of(found)]
    assert len(days) == 11
    assert not {"10-20", "11-02", "11-03"} & set(days)
    assert found.end == at("2026-11-17T15:30")
    events = events_of(layout)
    counts = {name: event["rrule"]["count"] for name, event in events.items() if "rrule" in event}
    assert counts == {"Labs – Waves": [7], "Labs – Rays": [7]}
    skipped = [each.dt for each in events["Labs – Rays"]["exdate"].dts]
    assert skipped == [at("2026-10-20T14:00"), at("2026-11-03T14:00")]
    document = prepare_handout(layout, "2026-10-01").document
    assert document is not None
    rows = [[cell.replace("~", " ") for cell in row] for row in rows_of(document.text)]
    assert rows[:2] == [
        ["Mondays, 5 Oct – 16 Nov 2026", "9–10:30 AM CET/CEST", "Waves", "Labs"],
        ["Tuesdays, 6 Oct – 17 Nov 2026", "2–3:30 PM CET/CEST", "Rays", ""],
    ]
    assert arrange_meetings([found], at("2026-10-01T00:00")).next is None


@pytest.mark.parametrize("until", ["2026-11-16", "2026-11-17"])
def test_groups_on_several_weekdays_do_not_return_on_one(tmp_path: Path, until: str) -> None:
    """Whichever of them is the last."""
    times = "times: {A: 9:00, B: Tue 14:00}"
    record = f"date: 2026-10-05\n{times}\nevery: week until {until}\ntitle: Labs\n"
    course = check_project(make_course(tmp_path, one=record)).course
    assert course is not None
    (meeting,) = course.meetings
    said = format_days(meeting, course.dates, "heading", "en", words_of(course))
    assert said == f"5 Oct – {until[-2:]} Nov 2026"


@pytest.mark.parametrize("language", ["ca", "sv"])
def test_no_language_has_the_plural_of_english(tmp_path: Path, language: str) -> None:
    hours = "date: 2026-10-14\ntime: 14:00\nevery: {} until 2026-12-10\ntitle: Hours\n"
    layout = make_course(tmp_path, one=hours.format("week"), two=hours.format("2 weeks"))
    layout.course.write_text(layout.course.read_text() + f"language: {language}\n")
    course = check_project(layout).course
    assert course is not None
    said = [
        format_days(each, course.dates, "schedule", language, words_of(course))
        for each in course.meetings
    ]
    expected = {
        "ca": ("Dimecres, ", "Dimecres (2 setmanes), "),
        "sv": ("Onsdag, ", "Onsdag (2 veckor), "),
    }
    for line, start in zip(said, expected[language], strict=True):
        assert line.startswith(start), line


def test_the_next_term_moves_every_day_of_a_record(layout: Layout, tmp_path: Path) -> None:
    dated = (
        "date: 2026-11-11\ntimes:\n  A: {date: 2026-11-12, time: 9:00}\n  B: Fri 13 Nov 2026 8:00"
    )
    (layout.meetings / "gratings.md").write_text(f"---\n{dated}\ntitle: G\n---\n", encoding="utf-8")
    layout.course.write_text(layout.course.read_text().replace(BREAK, "") + "day: [Mon, Wed]\n")
    target = tmp_path / "next"
    arguments = ["init", str(target), "--from", str(layout.root), "--start", "2027-10-13"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    written = {path.stem: path.read_text() for path in (target / "syllabus/meetings").iterdir()}
    assert "every: week until 2027-11-19" in written["hours"]
    assert "date: 2027-10-18 to 2027-10-22" in written["school"]
    first = re.search(r"date: (\S+)\n", written["gratings"])
    assert first is not None
    moved = datetime.fromisoformat(first[1]) - datetime(2026, 11, 11)
    for day, hours in ((12, ", time: 9:00}"), (13, " 8:00")):
        assert f"{(datetime(2026, 11, day) + moved).date()}{hours}" in written["gratings"]


def test_a_clash_with_what_returns_says_that_it_does(tmp_path: Path) -> None:
    layout = make_course(
        tmp_path,
        hours="date: 2026-10-14\ntime: 14:00\nevery: week until 2026-11-20\ntitle: Hours\n",
        lenses="date: 2026-10-28\ntime: 14:00\ntitle: Lenses\n",
    )
    [clash] = check_project(layout).diagnostics
    assert clash.code == "meeting-date-clash"
    assert [each.message for each in clash.related] == ["the other one, which returns"]
