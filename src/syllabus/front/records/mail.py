"""What course.yaml says of mail: who sends it, by which server."""

from __future__ import annotations

from syllabus.front.records.kinds import BadValue, Field, Record, Values
from syllabus.front.records.single_values import HOST, MAILBOX, PORT, TEXT
from syllabus.model.course import STANDARD_PORT, MailSettings

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
MAIL = Record(
    "from, host, port and user",
    (MAIL_FROM, MAIL_HOST, MAIL_PORT, MAIL_USER),
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
    )
