"""A finished mail, as a draft or for one recipient."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from mimetypes import guess_type

from syllabus.model.course import Course, Edition, Meeting
from syllabus.on_demand import dataclass, pattern
from syllabus.outputs.calendar import Contact, Feed, Revision, feed_text, invitation_text
from syllabus.outputs.mail.flowed import flow
from syllabus.outputs.mail.occasion import MailKind
from syllabus.source import without_bidi_controls

_NOT_IN_A_HEADER = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


_LONG_WORD = 60
"""Characters of a word that may not fit on a line as it is."""


class _Subject(UnstructuredHeader, BaseHeader):
    """A subject that is folded so that it is read as it was, with all of its spaces.

    The folding of Python's newer headers leaves some between encoded words (RFC 2047, 6.2), where
    they are nothing to readers.
    """

    def fold(self, *, policy: Policy) -> str:
        plain = self.isascii() and max(map(len, self.split()), default=0) < _LONG_WORD
        header = Header(self, "us-ascii" if plain else "utf-8", header_name=self.name)
        encoded = header.encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


class _UriHeader(UnstructuredHeader, BaseHeader):
    """A URI in angle brackets (RFC 2369), which is never broken or written as encoded words."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}:{policy.linesep} {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _UriHeader)
_HEADERS.map_to_type("subject", _Subject)
_POLICY = SMTP.clone(header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail, by the name that the reader sees."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Announcement:
    """A mail on a meeting, without anybody it goes to.

    `text` and `html` say the same. `materials` are files that go with the meeting. `revision` is
    the meeting's event, None if none is attached: it has no date, or the mail is on its recording.
    `others` are those of its other groups.
    """

    course: Course
    meeting: Meeting
    kind: MailKind
    edition: Edition
    moment: datetime
    subject: str
    text: str
    html: str
    handout: Attachment
    revision: Revision | None
    materials: tuple[Attachment, ...] = ()
    others: tuple[Revision, ...] = ()

    def message_for(
        self, organizer: Contact | None = None, recipient: Contact | None = None
    ) -> EmailMessage:
        """Return the message (RFC 5322), the same bytes for the same values.

        Without `recipient` it is a draft that mail programs open to be addressed and sent: its
        event has no METHOD. With both, the event is an invitation (RFC 6047) from one to the other,
        a part of the body as well as a file, as mail programs differ in which of them they read.
        The addresses must have been checked. It has no Message-ID: who sends it gives it one.
        """
        message = EmailMessage(policy=_POLICY)
        message["Subject"] = clean_header(self.subject)
        if organizer is not None:
            message["From"] = _address(organizer)
        if recipient is not None:
            message["To"] = _address(recipient)
        else:
            message["X-Unsent"] = "1"  # asks mail programs to open it for writing
        settings = self.course.mail
        if settings.reply_to is not None:
            name, address = settings.reply_to.name, settings.reply_to.address
            message["Reply-To"] = _address(Contact(name, address))
        if settings.unsubscribe is not None and recipient is not None:
            # No List-Unsubscribe-Post: it promises a page that takes a click without asking, and
            # that knows who clicks (RFC 8058, 3.1).
            message["List-Unsubscribe"] = f"<{settings.unsubscribe}>"
        message["Date"] = format_datetime(self.moment.replace(microsecond=0))
        flowed = flow(self.text)
        parameters = {"format": "flowed"} | ({"delsp": "yes"} if flowed.delsp else {})
        message.set_content(flowed.text, cte="quoted-printable", params=parameters)
        message.add_alternative(self.html, subtype="html", cte="quoted-printable")
        invitation = None
        # An invitation is to one event (RFC 5546, 3.2.2), and nobody is in every group.
        alone = self.revision is not None and not self.others
        if alone and self.revision and organizer is not None and recipient is not None:
            invitation = invitation_text(
                self.course, self.revision, self.edition, self.moment, organizer, recipient
            )
            message.add_alternative(
                invitation, subtype="calendar", cte="base64", params={"method": self._method}
            )
        message.add_attachment(
            self.handout.content, maintype="application", subtype="pdf", filename=self.handout.name
        )
        for material in self.materials:
            kind, _, subtype = _media_type(material.name).partition("/")
            message.add_attachment(
                material.content, maintype=kind, subtype=subtype, filename=material.name
            )
        if self.revision is not None:
            self._attach_event(message, self.revision, invitation)
        self._bound(message)
        return message

    @property
    def _method(self) -> str:
        cancelled = self.revision is not None and self.revision.event.obstacle is not None
        return "CANCEL" if cancelled else "REQUEST"

    def _attach_event(
        self, message: EmailMessage, revision: Revision, invitation: str | None
    ) -> None:
        if invitation is None:
            feed = Feed(self.edition, None, self.moment)
            kind, subtype, parameters = "text", "calendar", {"charset": "utf-8"}
            text = feed_text(self.course, [revision, *self.others], feed)
        else:
            # Of a second text/calendar some programs would make a second invitation.
            kind, subtype, text, parameters = "application", "ics", invitation, {}
        message.add_attachment(
            text.encode(),
            maintype=kind,
            subtype=subtype,
            filename=f"{self.course.slug}.ics",
            params=parameters,
        )

    def _bound(self, message: EmailMessage) -> None:
        """Part the message by marks that follow from what is in it, where chance would choose."""
        everything = hashlib.sha256()
        files = (self.handout.content, *(each.content for each in self.materials))
        contents = (self.text.encode(), self.html.encode(), *files)
        for content in contents:
            everything.update(hashlib.sha256(content).digest())
        mixed = [part for part in message.walk() if part.is_multipart()]
        for number, part in enumerate(mixed):
            # No quoted-printable text holds "=_" (RFC 2045, 6.7), and no base64 either.
            part.set_boundary(f"=_{number}_{everything.hexdigest()[:32]}")


def _media_type(name: str) -> str:
    """Return the media type (RFC 2046) of a file by its name; text needs no charset as bytes."""
    found, encoding = guess_type(name, strict=False)
    known = found is not None and encoding is None and not found.startswith(("text/", "message/"))
    return found if found and known else "application/octet-stream"


def clean_header(text: str) -> str:
    """Return a text as one line, without what no header may hold (RFC 5322, 2.2).

    Python decodes what looks like an encoded word (RFC 2047), which may be one for the end of a
    line, so that none is left.
    """
    return " ".join(_NOT_IN_A_HEADER.sub(" ", without_bidi_controls(text)).split()).replace(
        "=?", "= ?"
    )


def _address(person: Contact) -> Address:
    # Given whole, `addr_spec` would be refused where it is not ASCII.
    local, _, domain = person.address.rpartition("@")
    return Address(clean_header(person.name), local, domain)
