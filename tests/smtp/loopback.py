"""A real mail server on this machine, which answers as a test has it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from syllabus.delivery.smtp import (
    Mailing,
    MailingOutcome,
    Pacing,
    Recipient,
    Sending,
    Server,
    send_mailing,
)
from syllabus.model.mailbox import Mailbox, read_mailbox
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout

SENDER = read_mailbox("Ada Lens <ada@uni.example>")
MAILING = Mailing(None, "lenses", "announcement")
QUICK = Pacing(pause=0.0, waits=(0.05, 0.05, 0.05), reconnects=(0.05, 0.05, 0.05))

Answer = Callable[[str, int], str]
"""From a recipient and how often they were tried to what the server says; "drop" hangs up."""


def accept(address: str, times: int) -> str:
    return "250 OK"


class Mailroom:
    """What came in, and how to answer; `slow` is how long an answer to DATA takes in seconds."""

    def __init__(self, rcpt: Answer = accept, data: Answer = accept, slow: float = 0.0) -> None:
        self.accepted: list[str] = []
        self.seen: list[tuple[str, bytes]] = []
        self.sessions = 0
        self.sender = "250 OK"
        self.cuts: list[str] = []
        self.slow = slow
        self.lock = threading.Lock()
        self._rcpt, self._data = rcpt, data
        self._tried: Counter[tuple[str, str]] = Counter()

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(data, policy=policy.default) for _, data in self.seen]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        self.sessions += 1
        session.host_name = name
        return lines

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._said(self.sender, server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = self._said(self._answer("rcpt", self._rcpt, address), server)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        said = self._answer("data", self._data, address)
        if said.startswith(("250", "lose")):
            assert isinstance(envelope.content, bytes)
            with self.lock:
                self.accepted.append(address)
                self.seen.append((address, envelope.content))
        await asyncio.sleep(self.slow)
        return self._said(said, server)

    def _answer(self, stage: str, answer: Answer, address: str) -> str:
        self._tried[stage, address] += 1
        return answer(address, self._tried[stage, address])

    def _said(self, said: str, server: SMTP) -> str:
        if said in ("drop", "lose"):  # the message, or its answer
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "250 never heard"
        return said


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class _Cutting(SMTP):
    """Hangs up at DATA, or once it has asked for the message, as often as its room has it."""

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        room = self.event_handler
        assert isinstance(room, Mailroom)
        if room.cuts:
            if room.cuts.pop() == "354":
                await self.push("354 go on")
            assert isinstance(self.transport, asyncio.Transport)
            self.transport.abort()
        else:
            await super().smtp_DATA(arg)


class _Server(Controller):
    def factory(self) -> SMTP:
        return _Cutting(self.handler, **self.SMTP_kwargs)


@contextmanager
def serving(room: Mailroom, tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[Server]:
    """Run a server; with `tls` it wants STARTTLS, or TLS at once with `ssl_context`."""
    port = free_port()
    if tls is not None:
        more |= {"tls_context": tls, "require_starttls": True}
    controller = _Server(room, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield Server("127.0.0.1", port)
    finally:
        controller.stop()


def only(user: str, password: str) -> Callable[..., AuthResult]:
    """Let one user in."""

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        good = isinstance(data, LoginPassword) and data == LoginPassword(
            user.encode(), password.encode()
        )
        return AuthResult(success=good, handled=False)

    return authenticate


def people(*addresses: str) -> tuple[Recipient, ...]:
    """Return the people of a list."""
    place = SourceFile(Path("list.txt"), "list.txt", "").span(0)
    return tuple(Recipient(read_mailbox(address), place) for address in addresses)


def crowd(count: int) -> tuple[Recipient, ...]:
    return people(*(f"person{number}@people.example" for number in range(count)))


def write(recipient: Mailbox) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Lenses on Thursday"
    message["X-Unsent"] = "1"
    message.set_content("See you on Thursday – bring a lens.\n.\nBye\n")
    return message


def send(
    root: Path,
    server: Server,
    recipients: tuple[Recipient, ...],
    *,
    again: bool = False,
    show: Callable[[str], None] = lambda said: None,
    stopped: Callable[[], bool] = lambda: False,
    context: ssl.SSLContext | None = None,
) -> MailingOutcome:
    """Send with everything usual but what a test names."""
    sending = Sending(Layout(root), MAILING, SENDER, server, write, QUICK, context)
    return send_mailing(sending, recipients, show, stopped, again=again)


def journal(root: Path) -> Path:
    return MAILING.journal(Layout(root))
