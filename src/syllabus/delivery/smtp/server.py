"""The server that takes mail for delivery (RFC 5321, RFC 6409); the only user of smtplib."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import field
from ipaddress import ip_address
from typing import NoReturn

from syllabus.diagnostics import Diagnostic, error
from syllabus.on_demand import dataclass

TLS_PORT = 465
"""Where TLS begins at once; at other ports STARTTLS usually begins it; source: RFC 8314, 3.3."""

GREETING_TIMEOUT = 15.0
"""Seconds after which a server that says nothing is taken to wait for TLS."""

ANSWER_TIMEOUT = 60.0
FINAL_TIMEOUT = 600.0
"""Seconds that an answer may take, and the one that a message is taken (RFC 5321, 4.5.3.2.6)."""

_GO_ON = 354  # source: RFC 5321, 4.3.2
_NAME = "[127.0.0.1]"
"""The name in our greeting, as mail programs do: this machine's own name stays private."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server and how to log in: without a user, nobody logs in."""

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def is_here(self) -> bool:
        """Whether it is this machine, to which nothing travels that others could read."""
        if self.host.lower().rstrip(".") == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class ServerFault(Exception):
    """The server cannot be used; nothing was sent by what raised it."""

    def __init__(self, diagnostic: Diagnostic, *, passing: bool = False) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.passing = passing


class ConnectionDropped(Exception):
    """The connection ended before the message did; it was not sent."""


class AnswerUnknown(Exception):
    """The connection ended after the message did and before the server's answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said; source: RFC 5321, 4.2."""

    code: int
    said: str

    @property
    def is_good(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.code < 400

    @property
    def is_passing(self) -> bool:
        """Whether it may do so later."""
        return 400 <= self.code < 500

    def __str__(self) -> str:
        return f"{self.code} {self.said}".rstrip()


class Connection:
    """One session with a server."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    @property
    def largest(self) -> int | None:
        """How many bytes a message may have; None if the server does not say (RFC 1870)."""
        size = self._smtp.esmtp_features.get("size", "")
        return int(size) if re.fullmatch(r"[1-9][0-9]{0,17}", size) else None

    @property
    def takes_unicode(self) -> bool:
        """Whether addresses may hold more than ASCII (RFC 6531)."""
        return self._smtp.has_extn("smtputf8")

    def send(
        self, sender: str, recipient: str, message: bytes, announce: Callable[[], None]
    ) -> tuple[Reply, bool]:
        """Return the server's answer to one message, and whether it concerns the sender.

        `announce` is called when all of the message has been handed over but the line that ends it:
        until then the server cannot have taken it. Raises `ConnectionDropped` and `AnswerUnknown`.
        """
        wide = not (sender.isascii() and recipient.isascii())
        options = ("SMTPUTF8", "BODY=8BITMIME") if wide else ()
        try:
            reply = _reply(self._smtp.mail(sender, options))
            if not reply.is_good:
                self._reset()
                return reply, True
            reply = _reply(self._smtp.rcpt(recipient))
            if reply.is_good:
                reply = _reply(self._smtp.docmd("DATA"))
                if reply.is_good and reply.code != _GO_ON:
                    self.close()
                    raise ConnectionDropped(f"it answered '{reply}' to DATA")
            if not reply.is_good:
                self._reset()
                return reply, False
            self._smtp.send(_transparent(message))
        except (smtplib.SMTPException, OSError) as fault:
            self.close()
            raise ConnectionDropped(_words(fault)) from None
        announce()
        try:
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(FINAL_TIMEOUT)
            self._smtp.send(b".\r\n")
            reply = _reply(self._smtp.getreply())
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(ANSWER_TIMEOUT)
        except (smtplib.SMTPException, OSError) as fault:
            self.close()
            raise AnswerUnknown(_words(fault)) from None
        if reply.code // 100 not in (2, 4, 5):
            self.close()
            raise AnswerUnknown(f"it answered '{reply}'")
        return reply, False

    @property
    def is_open(self) -> bool:
        """Whether another message can be tried."""
        return self._smtp.sock is not None

    def close(self) -> None:
        """Hang up."""
        self._smtp.close()

    def quit(self) -> None:
        """Say QUIT and hang up."""
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.quit()
        self._smtp.close()

    def _reset(self) -> None:
        # An answer of 421 comes with the end of the connection.
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.rset()


def connect(server: Server, context: ssl.SSLContext | None = None) -> Connection:
    """Return a session that is encrypted, unless the server is here, and logged in.

    Certificates are verified by `context`; the system's own unless given. Raises `ServerFault`.
    """
    context = context or ssl.create_default_context()
    smtp = _open(server, context)
    try:
        smtp.ehlo_or_helo_if_needed()
        plain = not isinstance(smtp, smtplib.SMTP_SSL)
        if plain and (server.port == TLS_PORT or not server.is_here):
            _start_tls(smtp, server, context)
        if server.user is not None:
            _log_in(smtp, server)
    except ServerFault:
        smtp.close()
        raise
    except (smtplib.SMTPException, OSError) as fault:
        smtp.close()
        _refuse(server, fault)
    return Connection(smtp)


def _open(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    """Return a server that has greeted, by TLS from the start or not as its port says.

    If it says nothing, it may be waiting for TLS, which is tried then; and if it says anything but
    TLS, STARTTLS is to begin it. Neither is less safe than the other.
    """

    def begin(*, at_once: bool, patience: float = ANSWER_TIMEOUT) -> smtplib.SMTP:
        where = (server.host, server.port, _NAME)
        if at_once:
            return smtplib.SMTP_SSL(*where, timeout=patience, context=context)
        return smtplib.SMTP(*where, timeout=patience)

    try:
        if server.port == TLS_PORT:
            return begin(at_once=True)
        smtp = begin(at_once=False, patience=GREETING_TIMEOUT)
    except ssl.SSLCertVerificationError as fault:
        _refuse(server, fault)
    except (ssl.SSLError, smtplib.SMTPServerDisconnected) as fault:
        try:
            return begin(at_once=server.port != TLS_PORT)
        except ssl.SSLCertVerificationError as known:
            _refuse(server, known)
        except (smtplib.SMTPException, OSError):
            return _slow(server, begin, fault)
    except (smtplib.SMTPException, OSError, UnicodeError) as fault:
        _refuse(server, fault)
    if smtp.sock is not None:
        smtp.sock.settimeout(ANSWER_TIMEOUT)
    smtp.timeout = ANSWER_TIMEOUT
    return smtp


def _slow(server: Server, begin: Callable[..., smtplib.SMTP], fault: Exception) -> smtplib.SMTP:
    """Return a server that took long to greet and knows no TLS before that."""
    if server.port == TLS_PORT or "timed out" not in str(fault):
        _refuse(server, fault)
    try:
        return begin(at_once=False)
    except (smtplib.SMTPException, OSError) as last:
        _refuse(server, last)


def _start_tls(smtp: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    if not smtp.has_extn("starttls"):
        message = f"the server {server} does not encrypt, so nothing was sent"
        hint = f"set another 'port' in course.yaml: 587, or {TLS_PORT} for TLS from the start"
        raise ServerFault(error("mail-without-tls", message, None, hint))
    smtp.starttls(context=context)
    smtp.ehlo_or_helo_if_needed()


def _log_in(smtp: smtplib.SMTP, server: Server) -> None:
    assert server.user is not None
    try:
        smtp.login(server.user, server.password or "")
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, UnicodeError) as fault:
        code = getattr(fault, "smtp_code", 0)
        if 400 <= code < 500:
            raise
        words = "only ASCII can be sent" if isinstance(fault, UnicodeError) else _words(fault)
        message = f"the server {server} rejected the login of {server.user}: {words}"
        hint = "many providers ask for a password made for one program, not the one you log in with"
        raise ServerFault(error("mail-login", message, None, hint)) from None


def _refuse(server: Server, fault: Exception) -> NoReturn:
    """Say why there is no session."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        message = f"the certificate of {server} cannot be trusted: {fault.verify_message}"
        hint = "is 'host' in course.yaml the server's full name?"
        raise ServerFault(error("mail-certificate", message, None, hint)) from None
    if isinstance(fault, ssl.SSLError):
        message = f"cannot open an encrypted connection to {server}: {_words(fault)}"
        hint = "TLS at once and STARTTLS were tried; look at 'host' and 'port' in course.yaml"
        raise ServerFault(error("mail-server", message, None, hint)) from None
    message = f"the server {server} cannot be used: {_words(fault)}"
    hint = "look at 'host' and 'port' in course.yaml and at the network"
    code = getattr(fault, "smtp_code", 0)
    passing = not isinstance(fault, UnicodeError) and not 500 <= code < 600
    raise ServerFault(error("mail-server", message, None, hint), passing=passing) from None


def _reply(answer: tuple[int, bytes]) -> Reply:
    return Reply(answer[0], _readable(answer[1]))


def _words(fault: Exception) -> str:
    """Return what went wrong in the server's words or the system's."""
    if isinstance(fault, smtplib.SMTPResponseException):
        said = fault.smtp_error
        words = said if isinstance(said, bytes) else str(said).encode()
        return f"{fault.smtp_code} {_readable(words)}".rstrip()
    if isinstance(fault, TimeoutError):
        return "it does not answer"
    return _readable((getattr(fault, "strerror", None) or str(fault)).encode())


def _readable(words: bytes) -> str:
    """Return bytes from elsewhere as one line that can be printed."""
    text = words[:2000].decode("utf-8", errors="replace")
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line[:300]


def _transparent(message: bytes) -> bytes:
    """Return a message as DATA takes it: CRLF ends each line, no line is only a dot.

    Source: RFC 5321, 4.5.2. A lone CR or LF, by which some servers could be made to see the end
    of a message in the middle of it, becomes the end of a line.
    """
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    lines = re.sub(rb"(?m)^\.", b"..", lines)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"
