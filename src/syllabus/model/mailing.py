"""What a course says of its mail: who sends it, by which server, and to whom."""

from __future__ import annotations

from pathlib import Path

from syllabus.model.mailbox import Mailbox
from syllabus.on_demand import dataclass
from syllabus.source import Span

STANDARD_PORT = 587
"""The port on which servers accept mail for delivery; source: RFC 6409."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The sender and the mail server, as far as course.yaml names them.

    `reply_to` gets the answers. `unsubscribe` is a URI, mailto or https, in ASCII.
    """

    sender: Mailbox | None = None
    host: str | None = None
    port: int = STANDARD_PORT
    user: str | None = None
    reply_to: Mailbox | None = None
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class RecipientsFile:
    """The file that course.yaml names for `recipients`, anywhere, and where it does."""

    path: Path
    span: Span
