"""Nothing travels unencrypted, and a password only to a server that is who it says."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest
import trustme
from tests.smtp.loopback import Mailroom, only, people, send, serving

from syllabus.delivery.smtp import NoPassword, Server, find_password, server

ONE = people("bo@people.example")
AUTHORITY = trustme.CA()
TRUSTING = ssl.create_default_context()
AUTHORITY.configure_trust(TRUSTING)


def tls_of(name: str, authority: trustme.CA = AUTHORITY) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `mail.example` lead here: what is here by its name need not encrypt."""
    real = socket.create_connection

    def connect(address: tuple[str, int], *more: object, **others: object) -> socket.socket:
        host = "127.0.0.1" if address[0] == "mail.example" else address[0]
        return real((host, address[1]), *more, **others)  # type: ignore[arg-type]

    monkeypatch.setattr("smtplib.socket.create_connection", connect)


def away(here: Server, user: str | None = None, password: str | None = None) -> Server:
    return Server("mail.example", here.port, user, password)


@pytest.mark.parametrize("usual", [True, False], ids=["as usual", "as no port says"])
@pytest.mark.parametrize("at_once", [True, False])
def test_mail_travels_encrypted(
    at_once: bool, usual: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GREETING_TIMEOUT", 0.5)
    room = Mailroom()
    tls = tls_of("mail.example")
    options = {"ssl_context": tls} if at_once else {"tls": tls}
    with serving(room, **options) as here:
        monkeypatch.setattr(server, "TLS_PORT", here.port if at_once is usual else 465)
        outcome = send(tmp_path, away(here), ONE, context=TRUSTING)
    assert (outcome.accepted, outcome.diagnostics) == (1, ())
    assert len(room.seen) == 1


@pytest.mark.parametrize("at_once", [True, False])
def test_a_server_that_does_not_encrypt_gets_nothing(
    at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Mailroom()
    with serving(room) as here:
        monkeypatch.setattr(server, "TLS_PORT", here.port if at_once else 465)
        outcome = send(tmp_path, away(here, "ada", "secret"), ONE, context=TRUSTING)
    assert [fault.code for fault in outcome.diagnostics] == ["mail-without-tls"]
    assert (outcome.left, outcome.server_failed, room.seen) == (1, True, [])


@pytest.mark.parametrize("usual", [True, False], ids=["as usual", "as no port says"])
@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    "tls", [tls_of("other.example"), tls_of("mail.example", trustme.CA())], ids=["name", "issuer"]
)
def test_a_wrong_certificate_gets_nothing(
    tls: ssl.SSLContext, at_once: bool, usual: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Mailroom()
    logins: list[object] = []
    monkeypatch.setattr(server, "GREETING_TIMEOUT", 0.5)
    options = {"ssl_context": tls} if at_once else {"tls": tls}
    with serving(room, authenticator=lambda *given: logins.append(given), **options) as here:
        monkeypatch.setattr(server, "TLS_PORT", here.port if at_once is usual else 465)
        outcome = send(tmp_path, away(here, "ada", "secret"), ONE, context=TRUSTING)
    assert [fault.code for fault in outcome.diagnostics] == ["mail-certificate"]
    assert not room.seen
    assert not logins


@pytest.mark.parametrize(
    ("password", "code"), [("secret", None), ("wrong", "mail-login"), ("größe", "mail-login")]
)
def test_who_logs_in_needs_the_password(password: str, code: str | None, tmp_path: Path) -> None:
    room = Mailroom()
    with serving(room, tls_of("mail.example"), authenticator=only("ada", "secret")) as here:
        outcome = send(tmp_path, away(here, "ada", password), ONE, context=TRUSTING)
    assert [fault.code for fault in outcome.diagnostics] == ([code] if code else [])
    assert len(room.seen) == (code is None)
    assert not any(password in fault.message for fault in outcome.diagnostics)


def test_a_server_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with serving(Mailroom()) as here:
        pass
    outcome = send(tmp_path, here, ONE)
    (fault,) = outcome.diagnostics
    assert fault.code == "mail-server"
    assert "refused" in fault.message


def test_something_else_than_a_mail_server_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]

        def answer() -> None:
            other, _ = found.accept()
            other.sendall(b"\x1b[31mHTTP/1.1 400 Bad Request\r\n\r\n" * 3)
            other.close()

        thread = threading.Thread(target=answer)
        thread.start()
        outcome = send(tmp_path, Server("127.0.0.1", port), ONE)
        thread.join()
    (fault,) = outcome.diagnostics
    assert fault.code == "mail-server"
    assert fault.message.isprintable()


def test_a_server_that_is_slow_to_greet_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "GREETING_TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as found:

        def answer() -> None:
            silent, _ = found.accept()
            tried, _ = found.accept()
            tried.close()
            last, _ = found.accept()
            last.sendall(b"421 busy\r\n")
            last.close()
            silent.close()

        thread = threading.Thread(target=answer)
        thread.start()
        outcome = send(tmp_path, Server("127.0.0.1", found.getsockname()[1]), ONE)
        thread.join()
    assert ["421 busy" in fault.message for fault in outcome.diagnostics] == [True]


def test_only_this_machine_is_here() -> None:
    here = ("localhost", "LOCALHOST.", "127.0.0.1", "127.8.8.8", "::1")
    elsewhere = ("localhost.example", "10.0.0.1", "0.0.0.0", "mail.example")
    assert all(Server(host, 25).is_here for host in here)
    assert not any(Server(host, 25).is_here for host in elsewhere)


# --- passwords -----------------------------------------------------------------------------


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring of this test's own."""
    known: dict[tuple[str, str], str] = {}
    module, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]
    module.get_password = lambda host, user: known.get((host, user))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    monkeypatch.delenv("SYLLABUS_SMTP_PASSWORD", raising=False)
    return known


def test_the_password_comes_from_the_environment_or_the_keyring(
    keyring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoPassword, match="keyring has none of ada"):
        find_password("mail.example", "ada")
    keyring["mail.example", "ada"] = "from the ring"
    assert find_password("mail.example", "ada") == "from the ring"
    monkeypatch.setenv("SYLLABUS_SMTP_PASSWORD", "from the environment")
    assert find_password("mail.example", "ada") == "from the environment"


def test_without_the_keyring_package_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.delenv("SYLLABUS_SMTP_PASSWORD", raising=False)
    with pytest.raises(NoPassword, match="'keyring' is not installed"):
        find_password("mail.example", "ada")
