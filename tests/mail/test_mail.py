"""What a mail says and how: the same in text and HTML, in headers that hold, to who may read it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.calendar.courses import make_course
from tests.mail.mails import (
    PDF,
    Page,
    announce,
    announced,
    body,
    decoded,
    everything,
    parsed,
)

from syllabus.cli.email import KINDS
from syllabus.delivery.smtp.message import addressed
from syllabus.diagnostics import Diagnostic
from syllabus.front.records.scalars import write_scalar
from syllabus.model.course import Edition
from syllabus.model.mailbox import read_mailbox
from syllabus.outputs.calendar import Contact
from syllabus.outputs.mail import Announcement, MailKind, NoMeeting
from syllabus.outputs.mail.message import clean_header
from syllabus.workspace.layout import Layout
from syllabus.writers.plain import PlainWriter

LENSES = """\
date: 2021-04-15
stream: waves
title: Lenses & <Mirrors>
also_in: [Asia/Tokyo, America/Vancouver]
join: {url: "https://meet.example/lenses?a=1&b=2", passcode: "4<17>"}
---
We *compare* two **derivations** of $f < g$, ~~three~~ with `a & b` and [a page](https://a.example/x).

> A quotation[^1] by @hecht2017.

[^1]: Its note.

    - With a list

$$
\\int f
$$

| Lens | Focus |
|------|------:|
| one  | 5     |

::: members
For members.
:::

## Pre-reading

1. [@born1999] (40 min)
   - An *inner* item (4 pages)
2. A second line\\
   and a third

## Questions

1. What is light?

::: members
## Notes

- A note (5 pages)
:::
"""
MIRRORS = """\
date: 2021-04-01
title: Mirrors
join: {url: "https://meet.example/mirrors", passcode: mirrors-join}
recording: {url: "https://rec.example/mirrors", passcode: mirrors-code}
---
"""
CANCELLED = "date: 2021-04-22\nstatus: cancelled\nreason: strike\ntitle: Rays\n---\nText.\n"
LIBRARY = """\
@book{hecht2017, author = {Hecht, Eugene}, title = {Optics}, publisher = {P}, year = {2017}}
@book{born1999, author = {Born, Max}, title = {Principles of Optics}, publisher = {C \\& U},
  year = {1999}}
"""
HOLDER = Contact("Ada Löns", "ada@lens.example")
READER = Contact('Bo, "Prism"\r\nBcc: all@x.example', "bo@prism.example")


def write_course(root: Path, **records: str) -> Layout:
    layout = make_course(root, **records)
    (root / "bib").mkdir(exist_ok=True)
    (root / "bib" / "library.bib").write_text(LIBRARY, encoding="utf-8")
    return layout


@pytest.fixture
def course(tmp_path: Path) -> Layout:
    return write_course(tmp_path, lenses=LENSES, mirrors=MIRRORS, rays=CANCELLED)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_a_mail_says_what_readers_ask_for(course: Layout) -> None:
    mail = announced(course)
    assert mail.subject == "Optics: Thu 15 Apr 2021, Lenses & <Mirrors>"
    assert mail.text == (
        "Optics\n\n"
        "Lenses & <Mirrors>\n"
        "Thu 15 Apr 2021\n"
        "4 PM CEST\n"
        "11 PM JST\n"
        "7 AM PDT\n"
        "Duration: 1 h 30 min\n"
        "Stream: Waves\n"
        "Reading: 40 min, 9 pages\n"
        "\n"
        "Join the Meeting: https://meet.example/lenses?a=1&b=2\n"
        "Passcode: 4<17>\n"
        "\n"
        "We compare two derivations of f < g, ~~three~~ with a & b"
        " and a page (https://a.example/x).\n"
        "\n"
        "> A quotation [Its note. - With a list] by Hecht (2017).\n"
        "\n"
        "    ∫ f\n"
        "\n"
        "Lens | Focus\n"
        "one | 5\n"
        "\n"
        "For members.\n"
        "\n"
        "Pre-reading (40 min, 4 pages)\n"
        "1. Born, M. (1999). Principles of optics. C & U. (40 min)\n"
        "   - An inner item (4 pages)\n"
        "2. A second line\n"
        "   and a third\n"
        "\n"
        "Questions\n"
        "1. What is light?\n"
        "\n"
        "Notes (5 pages)\n"
        "- A note (5 pages)\n"
        "\n"
        "References\n"
        "- Hecht, E. (2017). Optics. P.\n"
        "\n"
        "The handout is attached: optics-2021-04-14.pdf\n"
    )


@pytest.mark.parametrize("kind", list(MailKind))
@pytest.mark.parametrize("edition", list(Edition))
def test_text_and_html_say_the_same(course: Layout, kind: MailKind, edition: Edition) -> None:
    if (kind, edition) == (MailKind.RECORDING, Edition.PUBLIC):
        return
    mail = announced(course, kind, edition)
    page = Page(mail.html)
    # Addresses of links stand behind the words in one, and in the tag in the other.
    plain = mail.text.replace(" (https://a.example/x)", "")
    plain = re.sub(r"^ *(?:\d\. |- |> )|~~|\|", "", plain, flags=re.MULTILINE)
    assert words(plain) == words(page.text)
    assert ("https://a.example/x" in page.links) is (kind is MailKind.ANNOUNCEMENT)


def test_a_reminder_is_short_and_a_recording_says_where(course: Layout) -> None:
    reminder = announced(course, MailKind.REMINDER)
    assert reminder.subject == "Reminder – Optics: Thu 15 Apr 2021, Lenses & <Mirrors>"
    assert "https://meet.example/lenses" in reminder.text
    assert "Pre-reading" not in reminder.text
    recording = announced(course, MailKind.RECORDING)
    assert recording.text == (
        "Optics\n\nMirrors\nThu 1 Apr 2021\n\n"
        "Meeting Recording: https://rec.example/mirrors\nPasscode: mirrors-code\n\n"
        "The handout is attached: optics-2021-04-14.pdf\n"
    )
    assert [part.get_content_type() for part in recording.message_for().iter_attachments()] == [
        "application/pdf"
    ]


def test_a_recording_is_that_of_the_last_meeting(course: Layout) -> None:
    later = course.meetings / "later.md"
    for day, status in (("2021-04-08", "scheduled"), ("2021-04-09", "cancelled")):
        text = f"---\ndate: {day}\ntitle: Later\nstatus: {status}\n---\n"
        later.write_text(text.replace("status: scheduled\n", ""))
        if status == "cancelled":
            assert "Mirrors" in announced(course, MailKind.RECORDING).text
        else:
            with pytest.raises(NoMeeting, match=r"'later.md', has no recording; .*--meeting mir"):
                announced(course, MailKind.RECORDING)


def test_a_cancelled_meeting_says_so(course: Layout) -> None:
    mail = announced(course, meeting="rays")
    assert mail.subject == "Optics: Thu 22 Apr 2021, Rays (cancelled)"
    assert mail.text == (
        "Optics\n\nRays\nThu 22 Apr 2021\ncancelled: strike\n4 PM CEST\n\n"
        "The handout is attached: optics-2021-04-14.pdf\n"
    )
    assert "STATUS:CANCELLED" in everything(mail.message_for()).decode("utf-8", "replace")


def test_an_undated_meeting_has_no_event(tmp_path: Path) -> None:
    layout = write_course(tmp_path, visit="date: TBD\nwhen: in May\ntitle: A Visit\n---\n")
    mail = announced(layout, meeting="visit")
    assert mail.subject == "Optics: in May, A Visit"
    kinds = [part.get_content_type() for part in mail.message_for().iter_attachments()]
    assert kinds == ["application/pdf"]


def test_a_draft_is_whole_and_the_same_each_time(course: Layout) -> None:
    content = announced(course).message_for().as_bytes()
    assert announced(course).message_for().as_bytes() == content
    assert not re.search(rb"(?<!\r)\n|.{999}", content)
    draft = parsed(content)
    assert set(draft.keys()) == {"Subject", "X-Unsent", "Date", "MIME-Version", "Content-Type"}
    assert draft["X-Unsent"] == "1"
    assert draft["Date"] == "Wed, 14 Apr 2021 00:00:00 +0200"
    handout, event = draft.iter_attachments()
    assert handout.get_filename() == "optics-2021-04-14.pdf"
    assert handout.get_content() == PDF
    calendar = vobject.readOne(decoded(event))
    assert calendar.vevent.summary.value == "Lenses & <Mirrors>"
    assert not hasattr(calendar, "method")


def test_each_recipient_gets_an_invitation(course: Layout) -> None:
    for meeting, method in (("lenses", "REQUEST"), ("rays", "CANCEL")):
        mail = announced(course, meeting=meeting)
        message = parsed(mail.message_for(HOLDER, READER).as_bytes())
        assert "X-Unsent" not in message
        assert "Bcc" not in message
        assert message["From"].addresses[0].addr_spec == "ada@lens.example"
        assert [each.addr_spec for each in message["To"].addresses] == ["bo@prism.example"]
        alternatives = next(message.iter_parts())
        assert [part.get_content_type() for part in alternatives.iter_parts()] == [
            *("text/plain", "text/html", "text/calendar")
        ]
        *_, event = alternatives.iter_parts()
        assert event.get_param("method") == method
        assert event.get_content_charset() == "utf-8"
        calendar = vobject.readOne(decoded(event))
        _, attached = message.iter_attachments()
        assert attached.get_content_type() == "application/ics"
        assert decoded(attached) == decoded(event)
        assert calendar.method.value == method
        assert calendar.vevent.attendee.value == "mailto:bo@prism.example"
        assert calendar.vevent.organizer.value == "mailto:ada@lens.example"


def test_a_public_mail_holds_nothing_for_members(course: Layout) -> None:
    secrets = (b"For members", b"A note", b"9 pages", b"meet.example", b"4<17>", b"mirrors-code")
    for kind in (MailKind.ANNOUNCEMENT, MailKind.REMINDER):
        members = announced(course, kind)
        assert b"meet.example" in everything(parsed(members.message_for().as_bytes()))
        public = announced(course, kind, Edition.PUBLIC)
        for message in (public.message_for(), public.message_for(HOLDER, READER)):
            found = everything(parsed(message.as_bytes()))
            assert not [each for each in secrets if each in found]


def test_what_comes_later_is_not_told_yet(tmp_path: Path) -> None:
    both = MIRRORS.replace("2021-04-01", "2021-04-15")
    layout = write_course(tmp_path, mirrors=both)
    ahead = announced(layout)
    assert "mirrors-join" in ahead.text
    assert "mirrors-code" not in ahead.text
    over = announced(layout, MailKind.RECORDING, as_of="2021-04-16")
    assert "mirrors-join" not in over.text
    assert "mirrors-code" in over.text


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Announcement:
    return announced(write_course(tmp_path_factory.mktemp("course"), lenses=LENSES))


@given(st.text(), st.text())
@example("=?utf-8?q?=0D=0ABcc:_eve@evil.example?=", "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=")
@example(" =??q?=0ABcc:_eve@evil.example?= ", " =??q?=0D0?= ")
@example("öcher: Übung, 22. Strömung (entfällt) Größe Grüße Do Optik 2021,", "")
@example(f"{'a' * 70} {'b' * 100}", "")
def test_headers_cannot_be_injected(mail: Announcement, subject: str, name: str) -> None:
    sent = replace(mail, subject=f"a{subject}b")
    organizer = Contact(name, "ada@lens.example")
    message = parsed(sent.message_for(organizer, READER).as_bytes())
    assert message["Subject"] == clean_header(sent.subject)
    assert message.keys() == ["Subject", "From", "To", "Date", "MIME-Version", "Content-Type"]
    assert len(list(message.walk())) == 7
    assert len(message["To"].addresses) == len(message["From"].addresses) == 1


TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "div",
        "h2",
        "h3",
        "p",
        "b",
        "i",
        "s",
        "br",
    ),
    *("a", "code", "pre", "ol", "ul", "li", "blockquote", "table", "tr", "th", "td", "hr"),
    *("sup", "sub", "span", "bdi"),
}
ATTRIBUTES = {"style", "class", "href", "lang", "dir", "start", "charset", "name", "content"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=https://track.example/x>",
    "</title><b onclick=a()>",
    '[x](https://a.example/"onmouseover="a)',
    "{{7*7}} {% raw %} << 7*7 >> <% set x = 1 %>",
    "&lt;b&gt; &#60;i&#62;",
    "`<u>` $a<u>b$ **<u>**",
]


@settings(max_examples=30)
@given(
    st.sampled_from(ATTACKS) | st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]))
)
def test_no_text_of_a_record_runs_or_is_lost_in_html(text: str) -> None:
    title = f"x {' '.join(text.split())} y"
    record = (
        f"date: 2021-04-15\ntitle: {write_scalar(title)}\n"
        f"join:\n  passcode: {write_scalar(title)}\n---\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        layout = write_course(Path(folder), lenses=record + "\n".join(ATTACKS[:-1]))
        written = announced(layout)
    page = Page(written.html)
    assert set(page.tags) <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in page.links)
    assert page.tags.count("style") == 1
    told = words(f"Optics {PlainWriter().title(written.meeting.title)}")
    assert told == words(page.text)[: len(told)]
    assert "49" not in page.text + written.text


def test_the_words_of_a_course_are_text_too(course: Layout) -> None:
    with course.course.open("a", encoding="utf-8") as file:
        file.write('words: {join: "<img src=x>", handout-attached: "<u>{file}"}\n')
    page = Page(announced(course).html)
    assert set(page.tags) <= TAGS
    assert page.tags.count("style") == 1
    assert "<img src=x>" in page.text


def test_a_template_of_the_projects_own_wins(course: Layout) -> None:
    course.templates.mkdir()
    own = course.templates / "email.txt"
    own.write_text("<< mail.course >>: << mail.title >>\n", encoding="utf-8")
    assert announced(course).text == "Optics: Lenses & <Mirrors>\n"
    own.write_text("One line\n<< mail.titel >>\n", encoding="utf-8")
    faults: list[Diagnostic] = []
    assert announce(course, faults=faults) is None
    (fault,) = (each for each in faults if each.code == "template")
    assert fault.span is not None
    assert (fault.span.file.name, fault.span.line) == ("templates/email.txt", 2)


def test_the_command_knows_every_kind() -> None:
    assert tuple(kind.value for kind in MailKind) == KINDS


def test_formulas_are_readable_in_subject_text_html_and_event(tmp_path: Path) -> None:
    record = "date: 2021-04-15\ntitle: Why $E=mc^2$ in $\\R^3$\n---\nSee $\\frac{a}{b}$.\n"
    layout = write_course(tmp_path, lenses=record)
    with layout.course.open("a", encoding="utf-8") as file:
        file.write("macros: {R: '\\mathbb{R}'}\n")
    mail = announced(layout)
    title = "Why E = mc² in ℝ³"
    assert mail.subject == f"Optics: Thu 15 Apr 2021, {title}"
    message = parsed(mail.message_for().as_bytes())
    for kind in ("plain", "html"):
        text = body(message, kind)
        text = Page(text).text if kind == "html" else text
        assert title in text
        assert "See a/b." in text
    assert mail.revision is not None
    assert mail.revision.event.summary == title
    assert "See a/b." in mail.revision.event.lines


def test_a_cancelled_meeting_without_a_time_names_none(tmp_path: Path) -> None:
    layout = write_course(tmp_path, rays=CANCELLED)
    course = layout.course.read_text(encoding="utf-8").replace("time: 16:00\n", "")
    layout.course.write_text(course, encoding="utf-8")
    assert "AM" not in announced(layout, meeting="rays").text


def test_long_lines_go_out_flowed(tmp_path: Path) -> None:
    address = "https://a.example/" + "x" * 90
    layout = write_course(
        tmp_path, lenses=f"date: 2021-04-15\ntitle: A\n---\n{'lens ' * 40}<{address}>\n"
    )
    message = parsed(announced(layout).message_for().as_bytes())
    part = message.get_body(("plain",))
    assert part is not None
    assert part["Content-Type"].params == {"charset": "utf-8", "format": "flowed"}
    lines = body(message, "plain").split("\n")
    assert address in lines
    assert all(len(line) <= 72 for line in lines if line != address)


WAYS_OUT = {
    "ada@uni.example": "<mailto:ada@uni.example?subject=unsubscribe>",
    "Ada <a?b&c@uni.example>": "<mailto:a%3Fb%26c@uni.example?subject=unsubscribe>",
    "jürgen@uni.example": "<mailto:j%C3%BCrgen@uni.example?subject=unsubscribe>",
    "https://uni.example/é?a=1,2": "<https://uni.example/%C3%A9?a=1%2C2>",
    f"https://uni.example/{'x' * 400}": f"<https://uni.example/{'x' * 400}>",
    "https://uni.example/>,<mailto:eve@evil.example>": (
        "<https://uni.example/%3E%2C%3Cmailto:eve@evil.example%3E>"
    ),
}


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_answers_and_the_way_out_stand_in_headers(way_out: str, tmp_path: Path) -> None:
    layout = write_course(tmp_path, lenses=LENSES)
    with layout.course.open("a", encoding="utf-8") as file:
        reply = write_scalar("Bo, Büro <bo@uni.example>")
        file.write(f"mail: {{reply_to: {reply}, unsubscribe: {write_scalar(way_out)}}}\n")
    mail = announced(layout, edition=Edition.PUBLIC)
    sent = mail.message_for(HOLDER, READER)
    data = addressed(sent, read_mailbox("ada@lens.example"), read_mailbox("bo@a.example"), "1")
    message = parsed(data)
    assert [each.addr_spec for each in message["Reply-To"].addresses] == ["bo@uni.example"]
    assert message["Reply-To"].addresses[0].display_name == "Bo, Büro"
    assert message["List-Unsubscribe"].strip() == WAYS_OUT[way_out]
    assert not {"List-Unsubscribe-Post", "Bcc"} & set(message.keys())
    assert b"eve@evil.example>" not in data
    assert b"meet.example" not in everything(message)
    draft = parsed(mail.message_for().as_bytes())
    assert "List-Unsubscribe" not in draft
    assert draft["Reply-To"] == message["Reply-To"]
