"""What course.yaml says of mail: who sends it, by which server."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from syllabus.front.records.forms import Form
from syllabus.front.records.kinds import BadValue, Field, Record, Single, Values, quoted
from syllabus.front.records.single_values import HOST, MAILBOX, PORT, TEXT
from syllabus.front.records.values import parse_address, parse_mailbox
from syllabus.model.mailing import STANDARD_PORT, MailSettings

LONGEST_WAY_OUT = 500
"""Characters of the address in a header, whose lines end at 998 (RFC 5322, 2.1.1)."""


def parse_way_out(text: str) -> str:
    """Return the URI by which somebody gets no more mail (RFC 2369, 3.2)."""
    if "@" in text and "://" not in text:
        mailbox = parse_mailbox(text)
        address = f"{quote(mailbox.local, safe='')}@{mailbox.domain}"
        return f"mailto:{address}?subject=unsubscribe"
    address = quote(parse_address(text), safe="%/:=&?~#+!$;'@()*[]")
    host = urlsplit(text).hostname or ""
    if not (text.startswith("https://") and host.isascii() and len(address) <= LONGEST_WAY_OUT):
        message = f"found {quoted(text)}, expected a mail address or an https:// address"
        hint = "write it as https://lists.uni.example/optics"
        raise BadValue("bad-address", message, hint)
    return address


MAIL_FROM = Field(
    "from", MAILBOX, "The sender: `Ada Lens <ada@uni.example>`, or the address alone."
)
MAIL_HOST = Field("host", HOST, "The name of the mail server: `smtp.uni.example`.")
MAIL_PORT = Field(
    "port",
    PORT,
    "The port of the server. At 465 TLS begins at once, at others by STARTTLS; what the server "
    "does not do is followed by the other. `587` unless given.",
)
MAIL_USER = Field("user", TEXT, "The user name to log in with; no login unless given.")
MAIL_REPLY_TO = Field(
    "reply_to", MAILBOX, "Who gets the answers, as in `from`; the sender unless given."
)
MAIL_UNSUBSCRIBE = Field(
    "unsubscribe",
    Single("a mail address or an https:// address", parse_way_out, Form(None)),
    "Where to go to get no more mail: a mail address, or the https:// address of a page. Mail "
    "programs offer it with each mail that is sent; none unless given.",
)
MAIL = Record(
    "from, host, port, user, reply_to and unsubscribe",
    (MAIL_FROM, MAIL_HOST, MAIL_PORT, MAIL_USER, MAIL_REPLY_TO, MAIL_UNSUBSCRIBE),
    (
        (
            "password",
            BadValue(
                "password-in-project",
                "found a password, which does not belong in a project file",
                "delete the line, change the password if others have seen the file, and put"
                " the new one into SYLLABUS_SMTP_PASSWORD or your keyring",
            ),
        ),
    ),
)


def mail_settings(given: Values | None) -> MailSettings:
    """Return the settings of mail, with what is usual for those that are not there."""
    if given is None:
        return MailSettings()
    return MailSettings(
        sender=given.value(MAIL_FROM, None),
        host=given.value(MAIL_HOST, None),
        port=given.value(MAIL_PORT, STANDARD_PORT),
        user=given.value(MAIL_USER, None),
        reply_to=given.value(MAIL_REPLY_TO, None),
        unsubscribe=given.value(MAIL_UNSUBSCRIBE, None),
    )
