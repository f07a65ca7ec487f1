"""Rows beside meetings: deadlines, exams, holidays, events and breaks, in every output."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.calendar.courses import events, publish
from tests.mail.mails import announced

from syllabus.cli import main
from syllabus.front.check import check_project
from syllabus.front.check.advice import advise
from syllabus.front.records.moments import parse_moment
from syllabus.front.records.schema import course_schema, meeting_schema
from syllabus.model.course import Edition
from syllabus.model.deadlines import find_deadlines
from syllabus.model.recurrence import Region
from syllabus.model.timeline import arrange_meetings, format_span
from syllabus.model.timeline.days import public_holidays
from syllabus.outputs.mail import MailKind, NoMeeting, choose_meeting
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace.layout import Layout

COURSE = """\
title: Optics
zone: Europe/Berlin
day: Thursday
time: 16:00
duration: 90 min
streams: {waves: Waves, rays: Rays}
kinds: {lab: Lab, quiz: {label: Quiz, sign: "#1", like: exam}}
handout: [schedule, deadlines, calendar, upcoming, past]
"""
RECORDS = {
    "light": (
        'date: 2021-04-08\ntitle: Light\n---\n## Set 1 {due="Thu 15 Apr 2021 23:59"}\n\n1. Why?\n'
    ),
    "proposal": "date: 2021-04-16\ntime: 17:00\nkind: deadline\ntitle: Proposal\n---\n",
    "bench": (
        "date: 2021-04-22\nkind: Lab\ntitle: The Bench\n---\n"
        "## Report {due=2021-04-29}\n\nTwo pages.\n"
    ),
    "quiz": "date: 2021-04-29\nkind: quiz\ntitle: Short questions\n---\n",
    "may": "date: 2021-05-06\nkind: holiday\ntitle: Founders' Day\n---\n",
    "midterm": "date: 2021-05-20\nkind: exam\ntitle: Midterm\n---\nClosed book.\n",
    "open": "date: 2021-05-21\nkind: event\ntitle: Open House\n---\n",
    "final": "date: 2021-06-03\nkind: deadline\ntitle: Final report\n---\nTwenty pages.\n",
}


def make(root: Path, course: str = COURSE, **records: str) -> Layout:
    layout = Layout(root)
    layout.meetings.mkdir(parents=True, exist_ok=True)
    layout.course.write_text(course, encoding="utf-8")
    for name, text in (records or RECORDS).items():
        (layout.meetings / f"{name}.md").write_text(f"---\n{text}", encoding="utf-8")
    return layout


def run(layout: Layout, *arguments: str) -> str:
    command = ["-C", str(layout.root), "-q", *arguments]
    ended = CliRunner().invoke(main, command, catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def tex(layout: Layout, as_of: str, edition: Edition = Edition.MEMBERS) -> str:
    front = prepare_handout(layout, as_of, edition)
    assert front.document is not None, front.diagnostics
    return "\n".join(line for line in front.document.text.split("\n") if line[:2] != "%@")


def rows(document: str, which: int = 0) -> list[list[str]]:
    """Return the cells of a table, without links."""
    table = document.split(r"\endfoot")[which + 1].split(r"\end{longtable}")[0]
    plain = re.sub(r"\\(?:meetinglink|quietlink)\{[^}]*\}", "", table).replace(r"\nextrow", "\n")
    plain = re.sub(r"[{}]|\\lastrow", "", plain).replace("~", " ")
    return [[cell.strip() for cell in row.split("&")] for row in plain.split("\n") if "&" in row]


# --- in every output -----------------------------------------------------------------------


def test_the_schedule_says_of_each_row_what_it_is(tmp_path: Path) -> None:
    document = tex(make(tmp_path), "2021-04-14")
    assert rows(document) == [
        ["Thu 8 Apr 2021", "4 PM CEST", "Light"],
        ["Fri 16 Apr 2021", "5 PM CEST", "Due: Proposal"],
        ["Thu 22 Apr 2021", "4 PM CEST", "Lab: The Bench"],
        ["Thu 29 Apr 2021", "4 PM CEST", r"\#1 Short questions"],
        ["Thu 6 May 2021", "", "Founders’ Day"],
        ["Thu 20 May 2021", "4 PM CEST", "Exam: Midterm"],
        ["Fri 21 May 2021", "4 PM CEST", "Open House"],
        ["Thu 3 Jun 2021", "", "Due: Final report"],
    ]
    assert r"\struck" not in document.split(r"\section")[1]
    headings = re.findall(r"\\subsection\{(.*)\}\\meetinglabel", document)
    assert headings == [
        r"22 Apr 2021 \textendash{} Lab: The Bench",
        r"29 Apr 2021 \textendash{} Quiz: Short questions",
        r"20 May 2021 \textendash{} Exam: Midterm",
        r"3 Jun 2021 \textendash{} Due: Final report",
        r"8 Apr 2021 \textendash{} Light",
    ]
    assert r"\meetingpart{Set 1}{ (due Thu 15 Apr 2021, 11:59 PM CEST)}" in document
    legend = re.findall(r"\\legend\{\\sign\{(\d+)\}\}\{(.*?)\}", document)
    assert dict(legend) == {
        **{"0": "everyone", "3": "Due", "4": "Quiz"},
        **{"5": "Holiday", "6": "Exam", "7": "Event"},
    }


def test_what_is_due_is_listed_and_what_was_due_stands_below(tmp_path: Path) -> None:
    document = tex(make(tmp_path), "2021-04-16T12:00")
    assert rows(document, 1) == [
        ["Fri 16 Apr 2021, 5 PM CEST", "Proposal"],
        ["Thu 29 Apr 2021", r"Report \textendash The Bench"],
        ["Thu 3 Jun 2021", "Final report"],
    ]
    assert rows(document, 2) == [["Thu 15 Apr 2021, 11:59 PM CEST", r"Set 1 \textendash Light"]]
    assert document.count(r"\minorheading{Past Deadlines}") == 1
    assert document.count("{Final report} \\lastrow") == 1  # or a page may have the heads alone
    nothing = tex(make(tmp_path / "b", a="date: 2021-04-15\ntitle: Light\n---\n"), "2021-04-14")
    assert "Nothing is due at the moment." in nothing


def test_a_title_that_has_the_label_in_it_is_printed_alone(tmp_path: Path) -> None:
    layout = make(tmp_path, a="date: 2021-04-15\nkind: exam\ntitle: Final Exam\n---\n")
    assert rows(tex(layout, "2021-04-14"))[0][-1] == "Final Exam"


def test_what_is_due_has_the_dates_of_the_course(tmp_path: Path) -> None:
    layout = make(tmp_path, f"{COURSE}dates: {{schedule: d MMM}}\n")
    assert r"\meetingpart{Report}{ (due 29 Apr)}" in tex(layout, "2021-04-01")


def test_calendars_have_what_is_due_without_making_anybody_busy(tmp_path: Path) -> None:
    layout = make(tmp_path)
    path = publish(layout, "2021-04-01").path
    found = events(path)
    assert list(found) == [
        *("Light", "Due: Set 1", "Due: Proposal", "Lab: The Bench", "Due: Report"),
        *("Quiz: Short questions", "Founders’ Day", "Exam: Midterm", "Open House"),
        "Due: Final report",
    ]
    proposal, report = found["Due: Proposal"], found["Due: Report"]
    assert proposal.dtstart.value.isoformat() == "2021-04-16T17:00:00+02:00"
    assert not hasattr(proposal, "duration")
    assert not hasattr(proposal, "dtend")
    assert (report.dtstart.value, report.dtend.value) == (date(2021, 4, 29), date(2021, 4, 30))
    assert report.description.value == "Lab: The Bench"
    busy = [summary for summary, each in found.items() if each.transp.value == "OPAQUE"]
    assert busy == [
        *("Light", "Lab: The Bench", "Quiz: Short questions", "Exam: Midterm", "Open House")
    ]
    uid = report.uid.value
    moved = RECORDS["bench"].replace("{due=2021-04-29}", "{due=2021-04-30}")
    make(tmp_path, bench=moved.replace("The Bench", "Benches"))
    again = events(publish(layout, "2021-04-02").path)["Due: Report"]
    assert (again.uid.value, again.sequence.value) == (uid, "1")
    make(tmp_path, bench=moved.replace("{due=2021-04-30}", ""))
    gone = events(publish(layout, "2021-04-03").path)
    (left,) = (each for each in gone.values() if each.uid.value == uid)
    assert (left.status.value, left.dtstart.value) == ("CANCELLED", date(2021, 4, 30))
    assert not [
        each
        for each in run(layout, "check", "--as-of", "2021-04-03").splitlines()
        if "vanished" in each
    ]


def test_mail_tells_what_is_due_within_a_week(tmp_path: Path) -> None:
    layout = make(tmp_path)
    mail = announced(layout)
    assert mail.subject == "Optics: Thu 22 Apr 2021, Lab: The Bench"
    told = (
        "Due within a week\n"
        "- Thu 15 Apr 2021, 11:59 PM CEST: Set 1 – Light\n"
        "- Fri 16 Apr 2021, 5 PM CEST: Proposal\n\n"
    )
    assert told in mail.text
    assert "<li><bdi>Fri 16 Apr 2021, 5 PM CEST</bdi>: Proposal</li>" in mail.html
    assert "\nReport (due Thu 29 Apr 2021)\n" in mail.text
    named = announced(layout, meeting="final")
    assert named.subject == "Optics: Thu 3 Jun 2021, Due: Final report"
    assert "Duration" not in named.text
    assert "Due within" not in announced(layout, as_of="2021-05-10").text


def test_changes_tell_of_a_deadline_that_was_moved(tmp_path: Path) -> None:
    layout = make(tmp_path)
    run(layout, "build", "--as-of", "2021-04-01")
    assert "Nothing has changed" in run(layout, "diff", "--as-of", "2021-04-02")
    make(
        tmp_path,
        proposal=RECORDS["proposal"].replace("16", "23"),
        bench=RECORDS["bench"].replace("04-29", "04-30"),
        final=RECORDS["final"].replace("kind", "time: 12:00\nkind"),
        midterm=RECORDS["midterm"].replace("kind: exam\n", ""),
    )
    assert run(layout, "diff", "--as-of", "2021-04-02").split("\n\n")[1:] == [
        "22 Apr 2021 – Lab: The Bench\n"
        "  Report, deadline: [-due Thu 29 Apr 2021-] {+due Fri 30 Apr 2021+}",
        "23 Apr 2021 – Due: Proposal\n  Deadline moved: [-Fri 16 Apr 2021-] {+Fri 23 Apr 2021+}",
        "20 May 2021 – Midterm\n  Kind: [-Exam-] {+meeting+}",
        "3 Jun 2021 – Due: Final report\n  Deadline moved: {+12 PM CEST+}\n",
    ]
    run(layout, "build", "--as-of", "2021-06-10")
    assert "Held: 8 Apr, 22 Apr, 29 Apr, 20 May" in run(layout, "diff", "2021-04-01", "2021-06-10")


def test_lists_say_the_kind_and_what_is_due(tmp_path: Path) -> None:
    layout = make(tmp_path)
    listed = json.loads(run(layout, "list", "--json", "--as-of", "2021-04-15"))
    assert [(each["kind"], each["status"]) for each in listed] == [
        *(("meeting", "past"), ("deadline", "upcoming"), ("lab", "next"), ("quiz", "upcoming")),
        *(("holiday", "upcoming"), ("exam", "upcoming"), ("event", "upcoming")),
        ("deadline", "upcoming"),
    ]
    table = run(layout, "list", "--as-of", "2021-04-15")
    assert re.search(r"^ +Fri 16 Apr 2021 +5 PM CEST +Due +Proposal", table, re.M)
    assert re.search(r"^→ +Thu 22 Apr 2021 .* Lab +The Bench", table, re.M)
    assert re.search(r"^ +Thu 6 May 2021 +Holiday +Founders’ Day", table, re.M)
    due = json.loads(run(layout, "list", "--deadlines", "--json", "--as-of", "2021-04-16"))
    assert [(each["due"], each["title"], each["over"]) for each in due] == [
        ("2021-04-15T23:59:00+02:00", "Set 1", True),
        ("2021-04-16T17:00:00+02:00", "Proposal", False),
        ("2021-04-29", "Report", False),
        ("2021-06-03", "Final report", False),
    ]
    assert due[0]["id"] == "light.due.set-1"
    shown = run(layout, "list", "--deadlines", "--past", "--as-of", "2021-04-16")
    assert "Set 1" in shown
    assert "Proposal" not in shown


def test_a_deadline_is_over_at_its_moment_and_without_a_time_at_the_end_of_its_day(
    tmp_path: Path,
) -> None:
    course = check_project(make(tmp_path)).course
    assert course is not None
    timed, whole = (
        next(each for each in course.meetings if each.identifier == name)
        for name in ("proposal", "final")
    )
    assert timed.end == timed.start == datetime(2021, 4, 16, 15, tzinfo=UTC)
    assert whole.end == datetime(2021, 6, 3, 22, tzinfo=UTC)
    returning = "date: 2021-04-07\ntime: 12:00\nevery: week until 2021-04-21\nkind: deadline\n"
    weekly = check_project(make(tmp_path / "weekly", quiz=f"{returning}title: Quiz\n---\n")).course
    assert weekly is not None
    dues = find_deadlines(weekly.meetings)
    assert [f"{each.moment:%d %H}" for each in dues] == ["07 12", "14 12", "21 12"]
    assert [each.is_over(datetime(2021, 4, 14, 10, tzinfo=UTC)) for each in dues] == [
        *(True, True, False)
    ]
    report = find_deadlines(course.meetings)[2]
    assert not report.is_over(datetime(2021, 4, 29, 21, 59, tzinfo=UTC))
    assert report.is_over(datetime(2021, 4, 29, 22, tzinfo=UTC))


def test_an_event_is_next_only_if_no_meeting_is_ahead(tmp_path: Path) -> None:
    course = check_project(make(tmp_path)).course
    assert course is not None

    def following(day: datetime) -> str:
        found = arrange_meetings(course.meetings, day).next
        kind, edition = MailKind.ANNOUNCEMENT, Edition.MEMBERS
        chosen = choose_meeting(course, day, kind, edition, None).identifier
        assert found is not None
        assert found.identifier == chosen
        return chosen

    assert following(datetime(2021, 5, 1, tzinfo=UTC)) == "midterm"
    assert following(datetime(2021, 5, 21, tzinfo=UTC)) == "open"
    assert arrange_meetings(course.meetings, datetime(2021, 6, 1, tzinfo=UTC)).next is None
    with pytest.raises(NoMeeting):
        following(datetime(2021, 6, 1, tzinfo=UTC))


def test_what_a_part_for_members_is_due_by_reaches_nobody_else(tmp_path: Path) -> None:
    text = (
        "date: 2021-04-15\ntitle: Light\n---\n"
        '::: members\n## Secret {due="2021-04-22 12:00"}\n\nOrchid\n:::\n'
    )
    layout = make(tmp_path, a=text)
    assert "22 Apr 2021" in tex(layout, "2021-04-14").split(r"\section{Calendar}")[0]
    assert "22 Apr" not in tex(layout, "2021-04-14", Edition.PUBLIC)
    assert "22 Apr" not in announced(layout, edition=Edition.PUBLIC).text
    assert list(events(publish(layout, "2021-04-14").path)) == ["Light"]
    assert "Secret" not in layout.calendar.read_text(encoding="utf-8")


# --- days without meetings -----------------------------------------------------------------


def test_breaks_and_public_holidays_are_rows_if_they_are_to_be_shown(tmp_path: Path) -> None:
    days = (
        "breaks:\n  - {from: 2020-12-21, to: 2021-01-08, reason: winter *break*}\n  - 2021-05-27\n"
        "holidays: DE\n"
    )
    records = {
        "a": "date: 2021-04-29\ntitle: Light\n---\n",
        "b": "date: 2021-07-01\ntitle: Lasers\n---\n",
    }
    hidden = tex(make(tmp_path / "a", COURSE + days, **records), "2021-04-14")
    assert len(rows(hidden)) == 2
    shown = tex(
        make(tmp_path / "b", f"{COURSE}{days}schedule: {{breaks: shown}}\n", **records),
        "2021-04-14",
    )
    assert rows(shown) == [
        ["Mon 21 Dec 2020 – Fri 8 Jan 2021", "", "winter *break*"],
        ["Thu 29 Apr 2021", "4 PM CEST", "Light"],
        ["Thu 13 May 2021", "", "Ascension Day"],
        ["Thu 27 May 2021", "", "Holiday"],
        ["Thu 1 Jul 2021", "4 PM CEST", "Lasers"],
    ]


@pytest.mark.parametrize(
    ("language", "kind", "pattern", "written"),
    [
        ("en", "schedule", None, "Mon 7 – Fri 18 Dec 2020"),
        ("en", "heading", None, "7–18 Dec 2020"),
        ("de", "schedule", None, "Mo., 7. – Fr., 18. Dez. 2020"),
        ("fr", "heading", None, "7–18 déc. 2020"),
        ("ja", "schedule", None, "2020年12月7日(月)～18日(金)"),
        ("en", "schedule", "EEE d/M", "Mon 7/12 – Fri 18/12"),
        ("en", "schedule", "d MMM y", "7 Dec – 18 Dec 2020"),
        ("en", "schedule", "y-MM-dd", "2020-12-07 – 2020-12-18"),
    ],
)
def test_days_in_a_row_are_printed_without_saying_the_year_twice(
    language: str, kind: str, pattern: str | None, written: str
) -> None:
    first, last = date(2020, 12, 7), date(2020, 12, 18)
    assert format_span(first, last, pattern, kind, language) == written  # type: ignore[arg-type]


def test_public_holidays_are_named_in_the_language_of_the_course() -> None:
    day = date(2021, 5, 13)
    region = Region("DE")
    assert public_holidays(region, day, day, "en-GB") == ((day, "Ascension Day"),)
    assert public_holidays(region, day, day, "de") == ((day, "Christi Himmelfahrt"),)
    assert public_holidays(region, day, day, "ja")[0][1]


def test_no_meeting_is_planned_on_the_day_of_a_holiday(tmp_path: Path) -> None:
    layout = make(tmp_path)
    late = RECORDS["may"].replace("2021-05-06", "2121-05-22")
    make(tmp_path, may=late, midterm=RECORDS["midterm"].replace("2021-05-20", "2121-05-15"))
    planned = CliRunner().invoke(main, ["-C", str(tmp_path), "new", "Lasers"])
    assert "2121-05-29-lasers.md" in planned.stdout
    assert "passed over 2121-05-22: Founders' Day" in planned.stderr
    make(tmp_path, on="date: 2121-05-22\ntitle: Lenses\n---\n")
    notes = advise(check_project(layout), datetime(2121, 5, 21, tzinfo=UTC))
    told = [each.message for each in notes if each.code == "day-off"]
    assert told == ["found a meeting on a day without meetings: Founders’ Day"]


def test_a_record_of_a_kind_is_written_for_a_day(tmp_path: Path) -> None:
    layout = make(tmp_path)
    run(layout, "new", "Essay", "--kind", "deadline", "--date", "2021-05-07", "--time", "12:00")
    text = (layout.meetings / "2021-05-07-essay.md").read_text(encoding="utf-8")
    assert text.startswith("---\ndate: 2021-05-07\ntime: 12:00\nkind: deadline\ntitle: Essay\n")
    run(layout, "new", "Essay 2", "--like", "2021-05-07-essay", "--date", "2021-05-14")
    text = (layout.meetings / "2021-05-14-essay-2.md").read_text(encoding="utf-8")
    assert "time: 12:00\nkind: deadline\n" in text
    run(layout, "new", "Second bench", "--kind", "LAB")
    for arguments, said in (
        (["--kind", "deadlin", "--date", "2021-05-07"], "did you mean 'deadline'?"),
        (["--kind", "holiday"], "only a meeting finds its day by itself"),
    ):
        ended = CliRunner().invoke(main, ["-C", str(tmp_path), "new", "X", *arguments])
        assert ended.exit_code == 2
        assert said in ended.stderr
    assert not check_project(layout).diagnostics


def test_in_the_next_term_what_is_due_moves_with_its_meeting(tmp_path: Path) -> None:
    make(tmp_path / "old")
    arguments = ["init", str(tmp_path / "new"), "--from", str(tmp_path / "old")]
    ended = CliRunner().invoke(main, [*arguments, "--start", "2022-04-07"])
    assert ended.exit_code == 0, ended.output
    assert "7 meetings moved, 1 holiday left behind" in ended.stderr
    new = Layout(tmp_path / "new")
    dates = {
        path.stem: re.findall(r"(?:date: |due=\"?)([-0-9: ]+)", path.read_text(encoding="utf-8"))
        for path in new.meetings.iterdir()
    }
    assert dates == {
        "light": ["2022-04-07", "2022-04-14 23:59"],
        "proposal": ["2022-04-15"],
        "bench": ["2022-04-14", "2022-04-21"],
        "quiz": ["2022-04-21"],
        "midterm": ["2022-04-28"],
        "open": ["2022-04-29"],
        "final": ["2022-05-12"],
    }
    assert not [each for each in check_project(new).diagnostics if each.code != "unused-section"]


# --- as people write them ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("2026-10-20", "en", "2026-10-20"),
        ("2026-10-20 23:59", "en", "2026-10-20 23:59"),
        ("2026-10-20T23:59", "en", "2026-10-20 23:59"),
        ("Tue 20 Oct 2026, 11:59 PM", "en", "2026-10-20 23:59"),
        ("October 20, 2026 at noon", "en", "2026-10-20 12:00"),
        ("20/10/2026 5 pm", "en-GB", "2026-10-20 17:00"),
        ("Di., 20. Oktober 2026 um 17 Uhr", "de", "2026-10-20 17:00"),
        ("mardi 20 octobre 2026 à 17 h 30", "fr", "2026-10-20 17:30"),
        ("2026年10月20日 17時", "ja", "2026-10-20 17:00"),
    ],
)
def test_a_part_is_due_when_its_heading_says_in_the_language(
    text: str, language: str, found: str
) -> None:
    moment = parse_moment(text, language)
    clock = "" if moment.hours is None else f" {moment.hours.start:%H:%M}"
    assert f"{moment.day}{clock}" == found


FRONT = "date: 2021-04-15\ntitle: Light\n"


@pytest.mark.parametrize(
    ("course", "record", "code", "place", "said"),
    [
        ("", "kind: deadlin\n", "unknown-kind", "5:7", "did you mean 'deadline'?"),
        ("", "kind: Übung\n", "unknown-kind", "5:7", "known kinds: meeting, deadline"),
        (
            "",
            "kind: Klausur\n",
            "unknown-kind",
            "5:7",
            "write kind: exam, which is printed as 'Exam'",
        ),
        ("language: de\n", "kind: Prüfung\n", "unknown-kind", "5:7", "printed as 'Prüfung'"),
        (
            "kinds: {lab: {like: event, label: Labor}}\n",
            "kind: labor\n",
            "unknown-kind",
            "5:7",
            "write kind: lab",
        ),
        ("", "kind: séance\n", "unknown-kind", "5:7", "delete the line: a record is a meeting"),
        ("", "status: annulé\n", "unknown-word", "5:9", "write status: cancelled"),
        ("", "Raum: 12\n", "unknown-key", "5:1", "'raum' is 'room' here, as keys are English"),
        ("", "Hoersaal: 12\n", "unknown-key", "5:1", "known keys"),
        ("", "hörsaal: 12\n", "unknown-key", "5:1", "write room: …"),
        ("", "dozent: Ada\n", "unknown-key", "5:1", "write speaker: …"),
        ("", "horario: 9:00\n", "unknown-key", "5:1", "write time: …"),
        ("", "教室: 12\n", "unknown-key", "5:1", "write room: …"),
        ("Sprechstunde: Mo\n", "", "unknown-key", "5:1", "write office_hours: …"),
        ("", "type: exam\n", "unknown-key", "5:1", "write kind: deadline, exam, holiday or event"),
        ("", "category: exam\n", "unknown-key", "5:1", "the kind of a row is 'kind' here"),
        ("", "due: 2021-04-22\n", "unknown-key", "5:1", "write kind: deadline"),
        (
            "",
            "kind: deadline\nduration: 1 h\n",
            "kind-mismatch",
            "6:11",
            "a duration, which a dead",
        ),
        ("", "kind: deadline\ntime: 10-12 h\n", "kind-mismatch", "6:7", "a deadline is one moment"),
        ("", "kind: deadline\njoin: https://m.example\n", "kind-mismatch", "6:7", "found 'join'"),
        (
            "",
            "kind: holiday\ntime: 10:00\n",
            "kind-mismatch",
            "6:7",
            "found a time, which a holiday",
        ),
        ("", "kind: deadline\ntimes: {waves: 9:00}\n", "kind-mismatch", "6:9", "found 'times'"),
        (
            "",
            "kind: holiday\nevery: week until 2021-05-20\n",
            "kind-mismatch",
            "6:8",
            "found 'every', which a holiday",
        ),
        ("kinds: {lab: {sign: L}}\n", "", "missing-key", "5:9", "write lab: {label: …}"),
        ("kinds: {Meeting: Lecture}\n", "", "duplicate-kind", "5:9", "of every meeting"),
        ("kinds: {lab: Lab, Lab: Labor}\n", "", "duplicate-kind", "5:24", "told from 'lab'"),
        ("kinds: {lab: Lab, work: lab}\n", "", "duplicate-kind", "5:25", "told from 'lab'"),
        ("kinds: {exam: {like: event}}\n", "", "duplicate-kind", "5:22", "every course has"),
        (
            "kinds: {tour: {label: T, like: trip}}\n",
            "",
            "unknown-word",
            "5:32",
            "expected meeting,",
        ),
        ("schedule: {breaks: show}\n", "", "unknown-word", "5:20", "did you mean 'shown'?"),
        ("deadlines: []\n", "", "unknown-key", "5:1", "a record of its own, with kind: deadline"),
        (
            "",
            "---\n## A {due=2021-04-14}",
            "due-before-meeting",
            "6:11",
            "before the meeting on 20",
        ),
        ("", '---\n## A {due="2021-04-22 9-10 h"}', "bad-time", "6:12", "the later of the two"),
        ("", '---\n## A {due="2021-04-31 9:00"}', "bad-date", "6:12", "April 2021 has 30 days"),
        ("", '---\n## A {due="Mon 22 Apr 2021"}', "weekday-mismatch", "6:12", "is a Thursday"),
        ("", "---\n## A {due=soon}", "bad-date", "6:11", "write year-month-day"),
        ("", "---\n## A {due=}", "heading-attribute", "6:7", "without a date"),
        ("", "---\n## A {due: 2021-04-22}", "heading-attribute", "6:7", "expected 'due='"),
        ("", "---\n## A {deu=2021-04-22}", "heading-attribute", "6:7", "did you mean 'due'?"),
        ("", "---\n## A {due=2021-04-22 .x #y}", "bad-time", "6:11", "expected a time of day"),
        ("", '---\n## A {.x due="2021-04-22"}', "heading-attribute", "6:7", "write it as {due="),
        ("", "---\n## A {due=2021-04-22", "heading-attribute", "6:7", "without its '}'"),
        ("", "---\n## A\n\n### B {due=2021-04-22}", "heading-attribute", "8:12", "opens no part"),
        ("", "---\n## Waves {due=2021-04-22}", "heading-attribute", "6:15", "opens no part"),
    ],
)
def test_bad_input_is_told_at_its_place(
    tmp_path: Path, course: str, record: str, code: str, place: str, said: str
) -> None:
    text = "title: O\nzone: Europe/Berlin\ntime: 16:00\nstreams: {waves: Waves}\n"
    front, _, body = record.partition("---\n")
    layout = make(tmp_path, text + course, a=f"{FRONT}stream: waves\n{front}---\n{body}\n")
    faults = [each for each in check_project(layout).diagnostics if each.code != "missing-title"]
    (fault,) = faults
    assert fault.span is not None
    shown = " ".join((fault.message, *fault.hints))
    assert (fault.code, f"{fault.span.line}:{fault.span.column}") == (code, place), shown
    assert said in shown


def test_other_braces_behind_a_heading_are_text(tmp_path: Path) -> None:
    body = "## The set {x, y}\n\nA.\n\n## Lists {a: b}\n\nB.\n"
    document = tex(make(tmp_path, a=f"{FRONT}---\n{body}"), "2021-04-14")
    assert r"\meetingpart{The set \{x, y\}}{}" in document
    assert r"\meetingpart{Lists \{a: b\}}{}" in document


def test_a_deadline_clashes_with_no_meeting(tmp_path: Path) -> None:
    layout = make(
        tmp_path,
        a=f"{FRONT}---\n",
        b="date: 2021-04-15\ntime: 16:00\nkind: deadline\ntitle: Report\n---\n",
        c="date: 2021-04-15\nkind: holiday\ntitle: Founders' Day\n---\n",
        d="date: 2021-04-17\nkind: exam\ntime: 8:00\ntitle: Midterm\n---\n",
    )
    assert not check_project(layout).diagnostics


def test_what_is_no_session_takes_neither_room_nor_hours_of_the_course(tmp_path: Path) -> None:
    course = check_project(make(tmp_path, f"{COURSE}room: Hall 5\n", **RECORDS)).course
    assert course is not None
    assert {each.identifier: each.room is not None for each in course.meetings} == {
        **dict.fromkeys(("light", "bench", "quiz", "midterm"), True),
        **dict.fromkeys(("proposal", "may", "open", "final"), False),
    }


def test_editors_complete_the_kinds() -> None:
    kinds = meeting_schema()["properties"]["kind"]["anyOf"][0]["enum"]
    assert kinds == ["meeting", "deadline", "exam", "holiday", "event"]
    assert {"kinds", "schedule"} <= course_schema()["properties"].keys()
