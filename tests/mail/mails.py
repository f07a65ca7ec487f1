"""Mails on a small course, written without TeX, and what a reader's program makes of them."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from html.parser import HTMLParser

from syllabus.diagnostics import Diagnostic, has_errors
from syllabus.front.check import check_project
from syllabus.handout import CitationFormat
from syllabus.model.course import Edition
from syllabus.model.timeline import resolve_moment
from syllabus.outputs.calendar.publishing import revise_calendar
from syllabus.outputs.mail import Announcement, Attachment, MailContent, MailKind, choose_meeting
from syllabus.outputs.mail import write_announcement as write
from syllabus.workspace.layout import Layout

PDF = b"%PDF-1.5\r\n\x00\xff a handout \n.\n"


def announce(
    layout: Layout,
    kind: MailKind = MailKind.ANNOUNCEMENT,
    edition: Edition = Edition.MEMBERS,
    as_of: str = "2021-04-14",
    meeting: str | None = None,
    faults: list[Diagnostic] | None = None,
) -> Announcement | None:
    """Write a mail; without a list for `faults` there must be none that stops it."""
    project = check_project(layout)
    course, style = project.course, project.style
    assert course is not None
    assert style is not None
    found: list[Diagnostic] = [] if faults is None else faults
    assert not has_errors(project.diagnostics), project.diagnostics
    moment = resolve_moment(as_of, None, course.zone, datetime.now(course.zone))
    chosen = choose_meeting(course, moment, kind, edition, meeting)
    revised = revise_calendar(layout, project, moment, found)
    assert revised is not None
    events = [each for each in revised.revisions if each.event.id == chosen.calendar_id]
    announced = MailContent(
        chosen,
        kind,
        edition,
        moment,
        Attachment("optics-2021-04-14.pdf", PDF),
        revision=events[0] if events and kind is not MailKind.RECORDING else None,
    )
    form = CitationFormat(project.bibliography, style, course.language)
    return write(course, form, announced, layout, found)


def announced(
    layout: Layout,
    kind: MailKind = MailKind.ANNOUNCEMENT,
    edition: Edition = Edition.MEMBERS,
    as_of: str = "2021-04-14",
    meeting: str | None = None,
) -> Announcement:
    """Write a mail that there is nothing in the way of."""
    mail = announce(layout, kind, edition, as_of, meeting)
    assert mail is not None
    return mail


def parsed(content: bytes) -> EmailMessage:
    """Return a message as a program reads it that knows nothing of ours."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def decoded(part: MIMEPart) -> str:
    """Return a part's text as its bytes have it."""
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def everything(message: EmailMessage) -> bytes:
    """Return all that a message holds, decoded."""
    headers = "".join(f"{name}: {value}\n" for name, value in message.items()).encode()
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    assert all(isinstance(part, bytes) for part in parts)
    return headers + b"\n".join(part for part in parts if isinstance(part, bytes))


class Page(HTMLParser):
    """What a page shows, and all tags and attributes in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self._hidden = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.text += " " if tag in ("td", "th") else ""
        self._hidden = tag in ("title", "style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += data

    @property
    def links(self) -> list[str]:
        return [value or "" for name, value in self.attributes if name == "href"]
