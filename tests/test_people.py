"""People are named once, and are in every output; turns are fair, and stay."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.calendar.courses import COURSE, make_course, publish
from tests.mail.mails import announced

from syllabus.cli import main
from syllabus.front.check import check_project
from syllabus.front.records.schema import course_schema, meeting_schema
from syllabus.model.abstracts import abstract_titles
from syllabus.model.course import Course, Edition, Meeting, Status
from syllabus.model.document import Text
from syllabus.model.people import Person, Role, RotaMember, Speaker
from syllabus.model.rota import fill_turns
from syllabus.model.words import MODULES
from syllabus.outputs.calendar import Contact
from syllabus.outputs.mail import Announcement, MailKind
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.workspace.layout import Layout

PEOPLE = """\
people:
  ellen:
    name: Ellen O'Zhong
    affiliation: MIT & co
    url: https://zhong.example/a_b?x=1%20#top
    email: ellen@mit.example
  bo: {name: Bo Prism, email: bo@uni.example}
"""
ROLES = """\
speaker: [ellen, Cleo Grating]
presenters: {name: bo, affiliation: Harbour}
"""
FRONT = "date: 2021-04-15\ntitle: Lenses\n"
BODY = "---\nText.\n\n## Abstract\n\nWe look.\n\n## Bio\n\nShe looks.\n\n## Reading\n\n1. A book\n"


def make(root: Path, extra: str = "", **records: str) -> Layout:
    layout = make_course(root, **records)
    layout.course.write_text(COURSE + extra, encoding="utf-8")
    return layout


def run(root: Path, *arguments: str) -> str:
    ended = CliRunner().invoke(main, ["-C", str(root), "-q", *arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def tex(layout: Layout, edition: Edition = Edition.MEMBERS) -> str:
    front = prepare_handout(layout, "2021-04-02", edition)
    assert front.document is not None, front.diagnostics
    assert {each.code for each in front.diagnostics} <= {"no-hyphenation"}
    return front.document.text


def course_of(layout: Layout) -> Course:
    course = check_project(layout).course
    assert course is not None
    return course


def test_speakers_are_in_every_output(tmp_path: Path) -> None:
    layout = make(tmp_path, PEOPLE, a=f"{FRONT}speaker: bo\n{BODY}")
    run(tmp_path, "build", "--as-of", "2021-04-01")
    layout = make(tmp_path, PEOPLE, a=f"{FRONT}{ROLES}{BODY}")

    written = tex(layout)
    zhong = r"\personlink{https://zhong.example/a_b?x=1\%20\#top}{Ellen O’Zhong} (MIT \& co)"
    plain = "15 Apr 2021"
    heading = re.search(r"\\subsection\{(.*)\}\\meetinglabel", written)
    assert heading is not None
    assert heading[1].startswith(plain)
    assert (
        heading[1]
        .replace("~", " ")
        .endswith(
            rf"Lenses \textendash{{}} \texorpdfstring{{{zhong}, Cleo Grating}}"
            r'{Ellen O\unichar{"2019}Zhong (MIT \unichar{"0026} co), Cleo Grating}'
        )
    )
    assert r"\meetingtimes{Presenter: Bo Prism (Harbour)}" in written.replace("~", " ")
    assert r"\textbf{Speaker}" in written
    assert r"{\href{https://zhong.example/a_b?x=1\%20\#top}{Ellen O’Zhong} (MIT \& co), Cleo" in (
        written.replace("~", " ")
    )

    (listed,) = json.loads(run(tmp_path, "list", "--json", "--as-of", "2021-04-02"))
    assert [each["role"] for each in listed["speakers"]] == ["speaker", "speaker", "presenter"]
    assert listed["speakers"][0]["affiliation"] == "MIT & co"
    assert "Speaker" in run(tmp_path, "list", "--as-of", "2021-04-02")

    told = json.loads(run(tmp_path, "diff", "--as-of", "2021-04-02", "--format", "json"))
    changes = {each["fact"]: each["new"] for each in told["meetings"][0]["changes"]}
    assert changes == {
        "speaker": "Ellen O’Zhong (MIT & co), Cleo Grating",
        "presenter": "Bo Prism (Harbour)",
    }
    run(tmp_path, "build", "--as-of", "2021-04-02")
    assert "Ellen" not in run(tmp_path, "diff", "2021-04-02", "--as-of", "2021-04-03")

    names = "Ellen O’Zhong (MIT & co, https://zhong.example/a_b?x=1%20#top), Cleo Grating"
    feed = publish(layout, "2021-04-02").path
    assert feed is not None
    (event,) = icalendar.Calendar.from_ical(feed.read_text(encoding="utf-8")).walk("VEVENT")
    assert str(event["description"]).split("\n\n") == [
        f"Speakers: {names}\nPresenter: Bo Prism (Harbour)",
        "Abstract\nWe look.",
        "Bio\nShe looks.",
        "Text.",
        "Reading\n1. A book",
    ]
    assert "attendee" not in event
    mail = announced(layout)
    assert f"\nSpeakers: {names}\nPresenter: Bo Prism (Harbour)\n" in mail.text
    assert '<a href="https://zhong.example/a_b?x=1%20#top" style="color:#0b57d0">Ellen' in mail.html
    assert {"speaker", "speakers", "presenters"} <= meeting_schema()["properties"].keys()
    assert {"people", "rota", "contact"} <= course_schema()["properties"].keys()


def test_who_only_presents_is_in_the_heading_and_the_column_is_theirs(tmp_path: Path) -> None:
    records = {"a": f"{FRONT}presenters: [Ada, Bo]\n---\n", "b": "date: 2021-04-22\ntitle: Slits\n"}
    written = tex(make(tmp_path, **records)).replace("~", " ")
    assert r"\textendash{} Lenses \textendash{} Ada, Bo}" in written
    assert r"\textbf{Presenter}" in written
    assert r"\meetingtimes" not in written.partition(r"\begin{document}")[2]
    # A course with nobody prints none of it.
    assert "personlink" not in written


def test_addresses_are_for_members_and_an_invitation_names_them(tmp_path: Path) -> None:
    extra = f"{PEOPLE}contact: bo\nassistants: ellen\n"
    layout = make(tmp_path, extra, a=f"{FRONT}{ROLES}{BODY}")

    def attendees(mail: Announcement) -> dict[str, str]:
        message = mail.message_for(Contact("", "host@x.example"), Contact("", "me@x.example"))
        (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
        found: Any = event["attendee"]
        each_of = found if isinstance(found, list) else [found]
        return {str(each): each.params.get("CN", "") for each in each_of}

    assert attendees(announced(layout)) == {
        "mailto:me@x.example": "",
        "mailto:ellen@mit.example": "Ellen O’Zhong",
        "mailto:bo@uni.example": "Bo Prism",
    }
    public = announced(layout, edition=Edition.PUBLIC)
    assert attendees(public) == {"mailto:me@x.example": ""}
    assert "bo@uni.example" in tex(layout)
    feed = publish(layout, edition=Edition.PUBLIC).path
    assert feed is not None
    told = tex(layout, Edition.PUBLIC), public.text, public.html, feed.read_text(encoding="utf-8")
    assert not [each for each in told if "@mit.example" in each or "@uni.example" in each]
    # One that was written to be asked at is for everybody.
    own = f"{PEOPLE}contact: {{name: Ada, email: ada@uni.example}}\n"
    assert "mailto:ada@uni.example" in tex(make(tmp_path, own), Edition.PUBLIC)


def test_the_footer_names_members_only_where_their_address_is_printed(tmp_path: Path) -> None:
    layout = make(tmp_path, PEOPLE, a=f"{FRONT}{ROLES}{BODY}")
    assert "Members’ edition" not in tex(layout)
    assert "Members’ edition" not in tex(make(tmp_path, f"{PEOPLE}assistants: bo\n"))
    assert "Members’ edition" in tex(make(tmp_path, f"{PEOPLE}contact: bo\n"))


@pytest.mark.parametrize(
    ("language", "hours", "line"),
    [
        ("en-US", "by appointment", "Office hours: by appointment"),
        (
            "en-US",
            "[{day: [Tue, Fri], time: '14:00-15:30', room: R 12}, Mondays]",
            "Office hours: Tuesday, Friday, 2–3:30 PM CET/CEST, R 12; Mondays",
        ),
        ("de", "{day: Dienstag, time: 14 Uhr}", "Sprechstunde: Dienstag, 14:00 MEZ/MESZ"),
        ("fr", "{day: mardi}", "Permanence : Mardi"),
    ],
)
def test_people_of_the_course_stand_below_its_title(
    tmp_path: Path, language: str, hours: str, line: str
) -> None:
    extra = f"language: {language}\nassistants: [Bo, Cleo]\noffice_hours: {hours}\n"
    written = tex(make(tmp_path, extra)).replace("~", " ")
    assert f"{{{line}\\par}}" in written
    assert "Bo, Cleo\\par}" in written


@pytest.mark.parametrize(
    ("zones", "line"), [("always", "14:00--15:00 MEZ/MESZ"), ("where-needed", "14:00--15:00")]
)
def test_office_hours_have_a_zone_where_the_schedule_has_one(
    tmp_path: Path, zones: str, line: str
) -> None:
    extra = "language: de\noffice_hours: {day: Mittwoch, time: 14:00-15:00}\n"
    written = tex(make(tmp_path, f"{extra}schedule: {{zones: {zones}}}\n")).replace("~", " ")
    assert f"Mittwoch, {line}\\par}}" in written.replace("–", "--")


def test_a_reminder_has_the_abstract_and_a_cancelled_meeting_has_nobody(tmp_path: Path) -> None:
    layout = make(tmp_path, a=f"{FRONT}speaker: Ada\n{BODY}")
    mail = announced(layout, MailKind.REMINDER)
    assert "Speaker: Ada" in mail.text
    assert "Abstract\nWe look.\n\nBio\nShe looks." in mail.text
    assert "A book" not in mail.text
    make(tmp_path, a=f"{FRONT}speaker: Ada\nstatus: cancelled\nreason: ill\n{BODY}")
    mail = announced(layout, MailKind.REMINDER, meeting="a")
    assert "Ada" not in mail.text
    assert "We look" not in mail.text
    assert "Ada" not in tex(layout)


@pytest.mark.parametrize("language", MODULES)
def test_abstracts_are_known_in_every_language(tmp_path: Path, language: str) -> None:
    titles = abstract_titles(course_of(make(tmp_path, f"language: {language}\n")))
    assert {"abstract", "bio"} <= titles
    assert len(titles) == (2 if language == "en" else 4)


def test_what_a_course_says_stands_around_each_mail(tmp_path: Path) -> None:
    extra = (
        "announcement:\n  before: |\n    Dear *all*,\n\n"
        "    see\n    https://x.example/a_b.\\\n    Soon. [Ou à\\\n    https://y.example/]{lang=fr}\n"
        "  after: Bye & <thanks>\n"
    )
    mail = announced(make(tmp_path, extra, a=f"{FRONT}---\nText.\n"), MailKind.REMINDER)
    assert mail.text.startswith("Dear all,\n\nsee https://x.example/a_b.\nSoon. Ou à\n")
    assert mail.text.index("Bye & <thanks>") < mail.text.index("The handout is attached")
    assert "Dear <i>all</i>," in mail.html
    assert '<a href="https://x.example/a_b" ' in mail.html
    assert re.search(
        r'<span lang="fr" dir="auto">Ou à<br>\s*<a href="https://y.example/" ', mail.html
    )
    assert "Bye &amp; &lt;thanks&gt;" in mail.html


def test_new_refuses_a_mistyped_short_name(tmp_path: Path) -> None:
    layout = make(tmp_path, PEOPLE)
    arguments = ["-C", str(tmp_path), "new", "Talk", "--date", "2021-05-06", "--speaker", "elen"]
    ended = CliRunner().invoke(main, arguments)
    assert ended.exit_code == 2
    assert "there is no 'elen' in 'people' of course.yaml; did you mean 'ellen'?" in ended.stderr
    assert not list(layout.meetings.glob("2021-05-06-*"))


def test_new_names_speakers(tmp_path: Path) -> None:
    make(tmp_path, PEOPLE)
    run(tmp_path, "new", "Talk", "--date", "2021-05-06", "--speaker", "ellen")
    run(
        tmp_path, "new", "More", "--date", "2021-05-07", "--speaker", "Zhong, E.", "--speaker", "bo"
    )
    listed = json.loads(run(tmp_path, "list", "--json", "--as-of", "2021-05-01"))
    names = [[each["name"] for each in meeting["speakers"]] for meeting in listed]
    assert names == [["Ellen O’Zhong"], ["Zhong, E.", "Bo Prism"]]


# --- turns ---------------------------------------------------------------------------------

ROTA = "people: {ada: Ada, bo: Bo, cleo: Cleo}\nrota: [ada, bo, cleo]\npresenters: rota\n"


def turns(layout: Layout) -> list[str]:
    """Return who presents, meeting by meeting."""
    return [
        "+".join(each.person.name.text for each in meeting.speakers)
        for meeting in course_of(layout).meetings
    ]


@pytest.mark.parametrize(
    ("rota", "said", "wanted"),
    [
        ("", ["", "", "", ""], "Ada Bo Cleo Ada"),
        # What a record says goes before, and counts.
        ("", ["", "presenters: cleo", "", ""], "Ada Cleo Bo Ada"),
        ("", ["speaker: Guest", "", "", ""], "Guest Ada Bo Cleo"),
        ("", ["speaker: {name: ada, role: host}", "", "", ""], "Ada+Bo Ada Cleo Bo"),
        # Nobody presents at what does not take place.
        ("", ["", "status: cancelled\nreason: ill", "", ""], "Ada  Bo Cleo"),
        ("", ["", "presenters: []", "", ""], "Ada  Bo Cleo"),
        ("", ["", "kind: exam", "kind: deadline", ""], "Ada   Bo"),
        ("", ["", "time: 20:00\nevery: week until 2021-05-01", "", ""], "Ada  Bo Cleo"),
        (
            "",
            ["presenters: [rota, rota]", "", "presenters: [ada, rota]", ""],
            "Ada+Bo Cleo Ada+Bo Cleo",
        ),
        ("rota: [ada, [bo, cleo]]", ["", "", "presenters: cleo", ""], "Ada Bo+Cleo Cleo Ada"),
        # Who joins is next, and need not catch up; who leaves has no turn.
        (
            "rota: [ada, {name: bo, until: 2021-04-09}, {name: cleo, from: 2021-04-16}]",
            ["", "", "", "", "", ""],
            "Ada Bo Ada Cleo Ada Cleo",
        ),
    ],
)  # fmt: skip
def test_turns_are_taken_fairly(tmp_path: Path, rota: str, said: list[str], wanted: str) -> None:
    extra = ROTA if not rota else re.sub("rota: \\[.*", rota, ROTA, count=1)
    days = [date(2021, 4, 1) + timedelta(weeks=each) for each in range(len(said))]
    records = {
        f"m{index}": f"date: {day}\ntitle: Paper {index}\n{keys}\n---\n"
        for index, (day, keys) in enumerate(zip(days, said, strict=True))
    }
    assert " ".join(turns(make(tmp_path, extra, **records))) == wanted


def test_who_is_next_is_listed(tmp_path: Path) -> None:
    records = {f"m{day}": f"date: 2021-04-0{day}\ntitle: Paper {day}\n---\n" for day in (1, 2, 3)}
    make(tmp_path, ROTA, **records)
    found = json.loads(run(tmp_path, "list", "--rota", "--json", "--as-of", "2021-04-02"))
    assert [(each["people"], each["presented"]) for each in found] == [
        (["Bo"], 0),
        (["Cleo"], 0),
        (["Ada"], 1),
    ]
    assert found[2]["last"].startswith("2021-04-01")
    assert found[2]["next"] is None
    table = run(tmp_path, "list", "--rota", "--as-of", "2021-04-02").splitlines()
    assert table[2].split() == ["→", "Bo", "0", "Fri", "2", "Apr", "2021"]
    # Of those who have no date, the one whose turn it would be.
    later = json.loads(run(tmp_path, "list", "--rota", "--json", "--as-of", "2021-05-01"))
    assert [each["people"] for each in later] == [["Ada"], ["Bo"], ["Cleo"]]


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    layout = make(tmp_path_factory.mktemp("rota"), a=f"{FRONT}---\n")
    return course_of(layout).meetings[0]


PLANS = st.lists(st.sampled_from(["turn", "turn", "cancelled", "ada", "nobody"]), max_size=14)


@settings(deadline=None)
@given(PLANS, PLANS, st.integers(1, 4))
def test_nothing_that_comes_later_changes_a_turn(
    meeting: Meeting, before: list[str], after: list[str], count: int
) -> None:
    first = meeting.start
    assert first is not None
    names = ("ada", "bo", "cleo", "dan")
    people = [Person(Text(name, meeting.span)) for name in names]
    rota = tuple((RotaMember(person),) for person in people[:count])

    def planned(plan: list[str]) -> list[str]:
        meetings = tuple(
            replace(
                meeting,
                identifier=str(index),
                start=first + timedelta(days=index),
                turns=kind in ("turn", "cancelled"),
                status=Status.CANCELLED if kind == "cancelled" else Status.SCHEDULED,
                speakers=(Speaker(people[0], Role.SPEAKER, meeting.span),) if kind == "ada" else (),
            )
            for index, kind in enumerate(plan)
        )
        filled, short = fill_turns(meetings, rota)
        assert short == ()
        return ["+".join(each.person.name.text for each in one.speakers) for one in filled]

    said = planned([*before, *after])
    assert said[: len(before)] == planned(before)
    if "ada" not in before:
        presented = [name for name in planned(before) if name]
        counts = [presented.count(name) for name in names[:count]]
        assert max(counts) - min(counts) <= 1
        assert presented == [names[index % count] for index in range(len(presented))]


@pytest.mark.parametrize(
    ("extra", "front", "fault"),
    [
        ("office_hours: {day: Nonday, time: '9:00'}", "",
         "unknown-word: found 'Nonday', expected a weekday"),
        ("rota: [{name: Ada, from: 2026-01-01, until: 2025-01-01}]\npresenters: rota", "",
         "break-ends-early: found somebody who leaves on 2025-01-01, before they come"),
        ("rota: [Ada, []]\npresenters: rota", "", "wrong-shape: found a group of nobody"),
        # As a name, every edition would print it.
        ("", "speaker: ada@uni.example",
         "bad-name: found 'ada@uni.example', expected a name without a mail address"),
        ("contact: Ada <ada@uni.example>", "",
         "bad-name: found 'Ada <ada@uni.example>', expected a name without a mail address"),
    ],
)  # fmt: skip
def test_one_fault_is_told_once(tmp_path: Path, extra: str, front: str, fault: str) -> None:
    layout = make_course(tmp_path, a=f"date: 2021-04-15\ntitle: A\n{front}\n")
    layout.course.write_text(f"title: O\nzone: Europe/Berlin\ntime: 9:00\n{extra}\n")
    found = [f"{each.code}: {each.message}" for each in check_project(layout).diagnostics]
    assert found == [fault]
