"""From the records to the draft: the handout of now goes with it, and what changed is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.calendar.courses import make_course
from tests.mail.mails import body, decoded, parsed

from syllabus.model.course import Edition
from syllabus.outputs.mail import MailKind, NoMeeting
from syllabus.outputs.mail.drafting import EmailOutcome, EmailRequest, write_email
from syllabus.workspace.layout import Layout

LENSES = (
    "date: 2021-04-15\ntitle: Lenses\njoin: {passcode: planted-code}\n---\n## Reading\n\n1. One\n"
)


def email(
    layout: Layout,
    as_of: str,
    kind: MailKind = MailKind.ANNOUNCEMENT,
    edition: Edition = Edition.MEMBERS,
    meeting: str | None = None,
) -> EmailOutcome:
    request = EmailRequest(layout, as_of, edition, kind, meeting)
    return write_email(request, lambda _: None, print)


def drafted(outcome: EmailOutcome) -> bytes:
    assert outcome.path is not None, outcome.diagnostics
    return outcome.path.read_bytes()


def record(layout: Layout, name: str) -> Path:
    return layout.meetings / f"{name}.md"


def test_two_announcements(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES)
    first = email(layout, "2021-04-08")
    content = drafted(first)
    assert first.path == layout.build / "optics-2021-04-15-announcement.eml"
    assert "Changes since" not in body(parsed(content), "plain")
    assert drafted(email(layout, "2021-04-08")) == content
    written = sorted(path.name for path in layout.mailings.iterdir())
    assert written == ["2021-04-08-announcement.yaml"]

    lenses = record(layout, "lenses")
    lenses.write_text(lenses.read_text().replace("04-15", "04-16").replace("One", "Two"))
    # A reminder is no announcement: what changed is still to be told.
    assert "Changes since" not in body(
        parsed(drafted(email(layout, "2021-04-12", MailKind.REMINDER))), "plain"
    )
    message = parsed(drafted(email(layout, "2021-04-14")))
    told = body(message, "plain")
    assert "Changes since April 8, 2021" in told
    assert "- Moved: ~~Thu 15 Apr 2021~~ *Fri 16 Apr 2021*\n" in told
    assert "<s>Thu 15 Apr 2021</s> <b>Fri 16 Apr 2021</b>" in body(message, "html")
    handout, event = message.iter_attachments()
    assert handout.get_content() == (layout.build / "optics-2021-04-14.pdf").read_bytes()
    assert "SEQUENCE:1" in decoded(event)

    public = parsed(drafted(email(layout, "2021-04-14", edition=Edition.PUBLIC)))
    handout, _ = public.iter_attachments()
    assert handout.get_content() == (layout.build / "optics-2021-04-14-public.pdf").read_bytes()


def test_a_draft_is_from_whom_the_course_says(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES)
    with layout.course.open("a", encoding="utf-8") as file:
        file.write("mail: {from: Ada Löns <ada@uni.example>}\n")
    draft = parsed(drafted(email(layout, "2021-04-14")))
    assert draft["From"].addresses[0].display_name == "Ada Löns"
    assert draft["X-Unsent"] == "1"
    assert "To" not in draft


def test_a_fault_leaves_the_last_draft(tmp_path: Path) -> None:
    layout = make_course(tmp_path, lenses=LENSES)
    content = drafted(email(layout, "2021-04-14"))
    history = {path: path.read_bytes() for path in layout.history.rglob("*.yaml")}
    lenses = record(layout, "lenses")
    good = lenses.read_text()
    lenses.write_text(good + "2. [@nobody]\n")
    outcome = email(layout, "2021-04-14")
    assert outcome.path is None
    assert {fault.code for fault in outcome.diagnostics} == {"missing-file"}
    lenses.write_text(good)
    layout.templates.mkdir()
    (layout.templates / "email.html").write_text("<% if %>")
    outcome = email(layout, "2021-04-14")
    assert outcome.path is None
    assert "template" in {fault.code for fault in outcome.diagnostics}
    draft = layout.build / "optics-2021-04-15-announcement.eml"
    assert draft.read_bytes() == content
    assert {path: path.read_bytes() for path in layout.history.rglob("*.yaml")} == history


def test_which_meeting_a_mail_is_about(tmp_path: Path) -> None:
    layout = make_course(
        tmp_path,
        past="date: 2021-04-01\ntitle: Past\nrecording: {passcode: x}\n---\n",
        cancelled="date: 2021-04-15\nstatus: cancelled\ntitle: Cancelled\n---\n",
        ahead="date: 2021-04-22\ntitle: Ahead\nid: ahead-id\n---\n",
    )
    for kind, name, reason in (
        (MailKind.ANNOUNCEMENT, "ahaed", "no record 'ahaed'; did you mean 'ahead'?"),
        (MailKind.ANNOUNCEMENT, "past", "is over on 2021-04-14"),
        (MailKind.RECORDING, "ahead", "has no recording"),
        (MailKind.RECORDING, "cancelled", "has no recording"),
    ):
        with pytest.raises(NoMeeting, match=reason):
            email(layout, "2021-04-14", kind, meeting=name)
    with pytest.raises(NoMeeting, match="no meeting with a date is ahead"):
        email(layout, "2021-05-14")
    with pytest.raises(NoMeeting, match="so there is no recording"):
        email(layout, "2021-04-01", MailKind.RECORDING)
    with pytest.raises(NoMeeting, match="leave out --public"):
        email(layout, "2021-04-14", MailKind.RECORDING, Edition.PUBLIC)
    assert not layout.build.exists()
    for wanted in (None, "ahead", "ahead.md", "ahead-id", str(record(layout, "ahead"))):
        announcement = email(layout, "2021-04-14", meeting=wanted).announcement
        assert announcement is not None
        assert announcement.meeting.title.text == "Ahead"
    recording = email(layout, "2021-04-14", MailKind.RECORDING).announcement
    assert recording is not None
    assert recording.meeting.title.text == "Past"
