"""`syllabus email --send`, as people and scripts run it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running import invoke
from tests.smtp.loopback import Mailroom, serving
from tests.terminal import INTERRUPT, TerminalSession
from tests.waiting import wait_until

from syllabus.delivery.smtp import Server, Trusted, trust

COURSE = """\
title: Optics
zone: Europe/Berlin
handout: [upcoming]
mail:
  from: Ada Lens <ada@uni.example>
  host: localhost
  port: {port}
recipients: people.csv
"""
RECORD = "---\ndate: 2021-04-15\ntime: 18:00\ntitle: Lenses\nid: lenses\n---\n\nBring one.\n"
LIST = "When,E-mail\n1,bo@people.example\n2,cleo@people.example\n3,Bo@people.example\n"
JOURNAL = "syllabus/history/mailings/2021-04-15-1800-lenses-announcement.jsonl"
EMAIL = ("email", "--as-of", "2021-04-14")


def make(root: Path, port: int) -> None:
    files = {
        "syllabus/course.yaml": COURSE.format(port=port),
        "syllabus/meetings/2021-04-15-lenses.md": RECORD,
        "people.csv": LIST,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def run(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    ended, _ = invoke(arguments, root, {**os.environ, **more})
    return ended


@pytest.fixture
def room() -> Mailroom:
    return Mailroom(
        rcpt=lambda address, times: "550 unknown" if address.startswith("eve") else "250 OK"
    )


@pytest.fixture
def served(room: Mailroom) -> Iterator[Server]:
    with serving(room) as server:
        yield server


@pytest.fixture
def project(served: Server, tmp_path: Path) -> Path:
    make(tmp_path, served.port)
    trust(Trusted.SERVER, f"localhost:{served.port}")
    return tmp_path


def test_it_is_shown_asked_for_and_sent_once(project: Path, room: Mailroom) -> None:
    with TerminalSession(project, *EMAIL, "--send") as session:
        session.wait_for(r"Send it to 2 people\? \[y/N\]")
        shown = session.text
        assert not room.seen
        session.press("y\n")
        assert session.end() == 0
        assert "sent to 2 of 2" in session.text
    for line in (
        "From        Ada Lens <ada@uni.example>",
        "To          2 people, a message for each",
        "Repeated    Bo@people.example",
    ):
        assert line in shown
    assert room.accepted == ["bo@people.example", "cleo@people.example"]
    for message in room.messages:
        assert "Lenses" in message["Subject"]
        kinds = [part.get_content_type() for part in message.walk()]
        assert kinds[-3:] == ["text/calendar", "application/pdf", "application/ics"]
        event = list(message.walk())[-1].get_content().decode().replace("\r\n ", "")
        assert "METHOD:REQUEST" in event
        others = {"bo@people.example", "cleo@people.example"} - {message["To"]}
        assert not any(other in event for other in others)
    assert "@" not in (project / JOURNAL).read_text()

    again = run(project, *EMAIL, "--send", "--yes")
    assert (again.returncode, len(room.seen)) == (0, 2)
    assert "nothing left to send" in again.stdout
    assert "Sent before 2 people" in again.stderr


def test_who_is_named_again_gets_it_again(project: Path, room: Mailroom) -> None:
    before = len(room.accepted)
    arguments = (*EMAIL, "--send", "--yes", "--to", "hal@people.example")
    assert run(project, *arguments).stdout.endswith("sent to 1 of 1\n")
    assert run(project, *arguments).stdout.endswith("nothing left to send\n")
    assert run(project, *arguments, "--again").stdout.endswith("sent to 1 of 1\n")
    assert room.accepted[before:] == ["hal@people.example"] * 2
    first, second = room.messages[before:]
    assert first["Message-ID"] != second["Message-ID"]


def test_another_time_and_a_cancellation_are_news(project: Path, room: Mailroom) -> None:
    record = project / "syllabus" / "meetings" / "2021-04-15-lenses.md"
    to = ("--send", "--yes", "--to", "ivy@people.example", "--meeting", "lenses")
    before = len(room.accepted)
    try:
        for text in (
            RECORD,
            RECORD.replace("18:00", "19:00"),
            RECORD.replace("id:", "status: cancelled\nid:"),
        ):
            record.write_text(text)
            assert run(project, *EMAIL, *to).stdout.endswith("sent to 1 of 1\n")
    finally:
        record.write_text(RECORD)
    assert len(room.accepted) == before + 3


def test_who_says_no_sends_nothing(project: Path, room: Mailroom) -> None:
    before = len(room.seen)
    for answer, status in (("n\n", 0), ("\n", 0), (INTERRUPT, 130)):
        arguments = (*EMAIL, "--kind", "reminder", "--send")
        with TerminalSession(project, *arguments) as session:
            session.wait_for(r"\[y/N\]: ")
            time.sleep(0.3)  # Python overlooks a Ctrl-C in the moment before it reads
            session.press(answer)
            assert session.end() == status
            assert "nothing was sent" in session.text
    assert len(room.seen) == before


def test_an_address_that_is_refused_is_named(project: Path, room: Mailroom) -> None:
    (project / "more.txt").write_text("dag@people.example\neve@people.example\n")
    ran = run(project, *EMAIL, "--send", "--yes", "--recipients", "more.txt")
    assert ran.returncode == 1
    assert ran.stdout.endswith("sent to 1 of 2, 1 refused\n")
    assert "more.txt:2:1: error: mail to eve@people.example was refused: 550 unknown" in ran.stderr


def test_ctrl_c_stops_after_the_message(project: Path, room: Mailroom) -> None:
    before, room.slow = len(room.accepted), 0.5
    arguments = ("--send", "--yes", "--kind", "reminder")
    with TerminalSession(project, *EMAIL, *arguments) as session:
        session.wait_for("sending 1 of 2")
        session.press(INTERRUPT)
        assert session.end() == 130
        assert "sent to 1 of 2, 1 left" in session.text
    room.slow = 0
    assert len(room.accepted) == before + 1
    assert run(project, *EMAIL, *arguments).stdout.endswith("sent to 1 of 1\n")
    assert len(set(room.accepted[before:])) == 2


def test_a_second_run_says_that_another_sends_and_who_has_it_is_settled(
    project: Path, room: Mailroom
) -> None:
    before, room.slow = len(room.accepted), 30
    arguments = (*EMAIL, "--send", "--yes", "--kind", "reminder", "--to", "kim@people.example")
    with TerminalSession(project, *arguments) as session:
        session.wait_for("sending 1 of 1")
        wait_until(lambda: len(room.accepted) > before)
        second = run(project, *arguments)
        assert second.returncode == 3
        assert "mailing is being sent by another run" in second.stderr
        assert "may have it" not in second.stderr
        session.press(INTERRUPT)
        session.wait_for("Ctrl-C again stops at once")
        session.press(INTERRUPT)
        assert session.end() == 130
    room.slow = 0
    unknown = run(project, *arguments)
    assert unknown.returncode == 3
    assert "--settled ADDRESS notes" in unknown.stderr
    wrong = run(project, *arguments, "--settled", "bo@people.example")
    assert (wrong.returncode, "[mail-not-unknown]" in wrong.stderr) == (1, True)
    settled = run(project, *arguments, "--settled", "KIM@people.example")
    assert (settled.returncode, settled.stdout.endswith("nothing left to send\n")) == (0, True)
    assert len(room.accepted) == before + 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--send",), "add --yes where nobody answers"),
        (("--yes",), "go with --send"),
        (("--settled", "bo@people.example"), "go with --send"),
        (("--to", "bo@people.example"), "go with --send"),
        (("--send", "--yes", "--to", "bo"), "found 'bo', no '@', expected a mail address"),
    ],
)
def test_a_slip_is_told_before_anything_is_done(
    arguments: tuple[str, ...], said: str, project: Path
) -> None:
    ran = run(project, *EMAIL, *arguments)
    assert ran.returncode == 2
    assert said in " ".join(ran.stderr.split())


def test_faults_come_out_together_and_nothing_is_sent(project: Path, room: Mailroom) -> None:
    before = len(room.seen)
    (project / "bad.txt").write_text("bo@people\nfay@people.example\ncleo@\n")
    course = project / "syllabus" / "course.yaml"
    kept = course.read_text()
    try:
        course.write_text(kept.replace("  host: localhost\n", ""))
        ran = run(project, *EMAIL, "--send", "--yes", "--recipients", "bad.txt")
    finally:
        course.write_text(kept)
    assert ran.returncode == 1
    for told in ("bad.txt:1:1: ", "bad.txt:3:1: ", "[missing-mail-setting]"):
        assert told in ran.stderr
    assert len(room.seen) == before


def test_a_user_needs_a_password_and_none_is_read_from_the_project(
    project: Path, room: Mailroom
) -> None:
    course = project / "syllabus" / "course.yaml"
    kept = course.read_text()
    try:
        course.write_text(kept.replace("mail:\n", "mail:\n  user: ada\n"))
        unset = {
            "SYLLABUS_SMTP_PASSWORD": "",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        ran = run(project, *EMAIL, "--send", "--yes", "--to", "gil@people.example", **unset)
        assert (ran.returncode, "[mail-password]" in ran.stderr) == (3, True)
        course.write_text(kept.replace("mail:\n", "mail:\n  password: pea soup\n"))
        ran = run(project, "check")
        assert (ran.returncode, "[password-in-project]" in ran.stderr) == (1, True)
        assert "pea soup" not in ran.stdout + ran.stderr
    finally:
        course.write_text(kept)
    assert "gil@people.example" not in room.accepted


def test_a_server_that_the_user_does_not_know_gets_nothing(
    project: Path, room: Mailroom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever course.yaml says, and before the password is looked for."""
    mine = {"XDG_CACHE_HOME": str(tmp_path_factory.mktemp("user"))}
    course = project / "syllabus" / "course.yaml"
    course.write_text(course.read_text().replace("  port:", "  user: ada\n  port:"))
    before = len(room.seen)
    send = (*EMAIL, "--send", "--yes", "--to", "kim@people.example")
    for more in ((), ("--trust-host", "smtp.uni.example")):
        ran = run(project, *send, *more, SYLLABUS_SMTP_PASSWORD="x", **mine)
        assert ran.returncode == 1
        assert "[unknown-mail-server]" in ran.stderr
        assert "say so once: --trust-host localhost" in ran.stderr
    with TerminalSession(project, *send[:-3], environment=mine) as session:
        session.wait_for(r"Trust it with the mail\s+and your password\? \[y/N\]")
        session.press("n\n")
        assert session.end() == 0
        assert "nothing was sent" in session.text
    assert len(room.seen) == before
    course.write_text(course.read_text().replace("  user: ada\n", ""))
    assert run(project, *send, "--trust-host", "LocalHost", **mine).returncode == 0
    assert run(project, *send, "--again", **mine).returncode == 0
    assert room.accepted[-2:] == ["kim@people.example"] * 2


@pytest.mark.parametrize("way", ["..", "link"])
@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("key", b"ssh-secret of mine\n"),
        ("list.csv", b'ssh-secret,of mine\n"x'),
        ("utf", b"\xff ssh-secret\n"),
    ],
)
def test_no_line_of_a_file_outside_the_project_is_shown(
    tmp_path: Path, way: str, name: str, secret: bytes
) -> None:
    root, mine = tmp_path / "project", {"XDG_CACHE_HOME": str(tmp_path / "user")}
    make(root, 1)
    file = tmp_path / name
    file.write_bytes(secret)
    named = f"../{name}"
    if way == "link":
        named = f"people.{name}"
        (root / named).symlink_to(file)
    course = root / "syllabus" / "course.yaml"
    course.write_text(course.read_text().replace("people.csv", named))
    send = (*EMAIL, "--send", "--yes", "--trust-host", "localhost")
    ran = run(root, *send, **mine)
    assert ran.returncode == 1
    assert "[file-outside-project]" in ran.stderr
    own = run(root, *send, "--recipients", str(file), **mine)  # which is the user's to say
    again = run(root, *send, **mine)
    assert "[file-outside-project]" not in own.stderr
    for each in (ran, own, again):
        assert "secret" not in each.stdout + each.stderr
        assert each.returncode == 1


def test_a_list_outside_the_project_is_read_once_the_user_has_named_it(
    project: Path, room: Mailroom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lists")
    people = folder / "people.txt"
    people.write_text("lou@people.example\n")
    course = project / "syllabus" / "course.yaml"
    course.write_text(course.read_text().replace("people.csv", str(people)))
    link = project / "link.txt"
    link.symlink_to(people)
    send = (*EMAIL, "--send", "--yes")
    for refused in (run(project, *send), run(project, *send, "--recipients", "link.txt")):
        assert refused.returncode == 1
        assert "[file-outside-project]" in refused.stderr
    assert run(project, *send, "--recipients", str(people)).returncode == 0
    assert run(project, *send).stdout.endswith("nothing left to send\n")
    assert room.accepted[-1] == "lou@people.example"
