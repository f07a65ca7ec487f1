"""A message as it travels: to one person, with no header that names another."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from syllabus.model.mailbox import Mailbox

_OURS = (
    "From", "Sender", "To", "Cc", "Bcc", "Date", "Message-ID", "X-Unsent",
    "Resent-From", "Resent-To", "Resent-Cc", "Resent-Bcc",
)  # fmt: skip
"""Headers that say who writes to whom and when, and the one that marks a draft."""


def clean_value(text: str) -> str:
    """Return a header's value on one line, without what mail programs know encoded words by."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(line.split()).replace("=?", "= ?")


def addressed(message: EmailMessage, sender: Mailbox, recipient: Mailbox, identifier: str) -> bytes:
    """Address a message from one person to one other and return it ready for the server.

    Its Message-ID is made of `identifier`, from which nobody can tell who it is for. Servers
    that know SMTPUTF8 (RFC 6531) alone may be given one between addresses that are not ASCII;
    everything else goes through 7 bits.
    """
    for name in _OURS:
        del message[name]
    for name, value in message.items():
        # An encoded word (RFC 2047) may have been one for the end of a line: Python decodes it.
        if not value.isprintable():
            message.replace_header(name, clean_value(value))
    message["From"] = Address(sender.name, sender.local, sender.domain)
    message["To"] = Address(username=recipient.local, domain=recipient.domain)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{identifier}@{sender.domain}>"
    narrow = sender.is_ascii and recipient.is_ascii
    return message.as_bytes(
        policy=policy.SMTP.clone(cte_type="7bit") if narrow else policy.SMTPUTF8
    )
