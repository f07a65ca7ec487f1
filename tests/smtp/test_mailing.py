"""Mail reaches everybody once, whatever the server does, and nobody sees anybody."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.smtp.loopback import (
    MAILING,
    SENDER,
    Answer,
    Mailroom,
    crowd,
    journal,
    people,
    send,
    serving,
)
from tests.waiting import wait_until

import syllabus
from syllabus.delivery.smtp import Pacing, Recipient, plan_mailing, settle
from syllabus.diagnostics import Diagnostic
from syllabus.workspace.layout import Layout


def answering(stage: str, answer: Answer) -> Mailroom:
    return Mailroom(rcpt=answer) if stage == "rcpt" else Mailroom(data=answer)


THREE = people("bo@people.example", "cleo@people.example", "dag@people.example")


def test_everybody_gets_a_message_of_their_own(tmp_path: Path) -> None:
    room = Mailroom()
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE)
    assert (outcome.accepted, outcome.left, outcome.diagnostics) == (3, 0, ())
    assert room.sessions == 1
    for recipient, (envelope, data), message in zip(THREE, room.seen, room.messages, strict=True):
        assert envelope == recipient.address
        assert [message["To"], message["Cc"], message["Bcc"]] == [recipient.address, None, None]
        assert message["From"] == "Ada Lens <ada@uni.example>"
        assert message["X-Unsent"] is None
        assert message["Date"].datetime is not None
        assert message.get_content() == "See you on Thursday – bring a lens.\n.\nBye\n"
        assert data.isascii()
        others = [each for each in THREE if each is not recipient]
        assert not any(each.mailbox.local.encode() in data for each in others)
    identifiers = {message["Message-ID"] for message in room.messages}
    assert len(identifiers) == 3
    assert not any(each.mailbox.local in one for each in THREE for one in identifiers)


def test_the_journal_names_nobody_and_knows_everybody(tmp_path: Path) -> None:
    def refuse(address: str, times: int) -> str:
        local = address.partition("@")[0]
        return f"550 5.1.1 <{address}>: user {local} unknown, ask postmaster@people.example"

    with serving(Mailroom(rcpt=refuse)) as server:
        outcome = send(tmp_path, server, THREE)
    text = journal(tmp_path).read_text("utf-8")
    assert "550 5.1.1" in text
    assert not any(word in text for word in ("bo@", "user bo", "cleo", "dag", "people.example"))
    assert [fault.code for fault in outcome.diagnostics] == ["mail-refused"] * 3
    assert "550 5.1.1 <bo@people.example>: user bo" in outcome.diagnostics[0].message
    assert not outcome.server_failed


def test_a_second_run_sends_to_whoever_is_left(tmp_path: Path) -> None:
    room = Mailroom()
    with serving(room) as server:
        send(tmp_path, server, THREE[:2])
        shouted = people("BO@People.Example")
        outcome = send(tmp_path, server, (*shouted, *THREE[1:]))
        assert outcome.accepted == 1
        assert room.accepted == [each.address for each in THREE]
        plan = plan_mailing(Layout(tmp_path), MAILING, THREE, [], again=True)
        assert plan is not None
        assert plan.sent == THREE


def test_greylisting_is_waited_for(tmp_path: Path) -> None:
    def greylist(address: str, times: int) -> str:
        return "451 4.7.1 Greylisted, try again" if times < 3 else "250 OK"

    room = Mailroom(rcpt=greylist)
    shown: list[str] = []
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE, show=shown.append)
    assert (outcome.accepted, outcome.diagnostics) == (3, ())
    assert sorted(room.accepted) == sorted(each.address for each in THREE)
    assert "3 to be tried again in 1 s" in shown


def test_who_is_put_off_for_long_is_named_and_gets_it_the_next_time(tmp_path: Path) -> None:
    open_now = False

    def busy(address: str, times: int) -> str:
        return "250 OK" if open_now or not address.startswith("bo@") else "452 mailbox full"

    room = Mailroom(data=busy)
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE)
        assert (outcome.accepted, outcome.left, outcome.server_failed) == (2, 1, True)
        (fault,) = outcome.diagnostics
        assert fault.code == "mail-deferred"
        assert fault.message == "mail to bo@people.example is deferred: 452 mailbox full"
        open_now = True
        assert send(tmp_path, server, THREE).accepted == 1
    assert sorted(room.accepted) == sorted(each.address for each in THREE)


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_refusal_is_told_in_the_servers_words_and_stops_nobody_else(
    stage: str, tmp_path: Path
) -> None:
    def refuse(address: str, times: int) -> str:
        return "554 5.7.1 \x07Spam" if address.startswith("cleo") else "250 OK"

    room = answering(stage, refuse)
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE)
        assert (outcome.accepted, outcome.refused) == (2, 1)
        (fault,) = outcome.diagnostics
        assert fault.message == "mail to cleo@people.example was refused: 554 5.7.1 Spam"
        # Perhaps it has been put right meanwhile.
        assert send(tmp_path, server, THREE).refused == 1


def test_a_refused_sender_ends_it_at_once(tmp_path: Path) -> None:
    room = Mailroom()
    room.sender = "553 not your address"
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE)
    assert (outcome.left, [fault.code for fault in outcome.diagnostics]) == (
        3,
        ["mail-sender-refused"],
    )


@pytest.mark.parametrize("stage", ["rcpt", "data"])
def test_a_connection_that_drops_before_the_end_is_made_again(stage: str, tmp_path: Path) -> None:
    def drop(address: str, times: int) -> str:
        return "drop" if times == 1 and not address.startswith("dag") else "250 OK"

    room = answering(stage, drop)
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE)
        if stage == "data":  # that the server had not taken it cannot be known from here
            assert (outcome.accepted, outcome.unknown) == (1, 2)
            outcome = send(tmp_path, server, THREE, again=True)
            assert outcome.accepted == 2
        else:
            assert (outcome.accepted, outcome.diagnostics) == (3, ())
    assert sorted(room.accepted) == sorted(each.address for each in THREE)


@pytest.mark.parametrize("cut", ["DATA", "354"])
def test_a_message_that_was_cut_off_is_sent_once_more(cut: str, tmp_path: Path) -> None:
    room = Mailroom()
    room.cuts = [cut, cut]
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE)
        if cut == "DATA":
            assert outcome.unknown == 0
        send(tmp_path, server, THREE, again=True)
    assert sorted(room.accepted) == sorted(each.address for each in THREE)


def test_a_lost_answer_leaves_the_fate_unknown_until_asked(tmp_path: Path) -> None:
    def lose(address: str, times: int) -> str:
        return "lose" if times == 1 and address.startswith("cleo") else "250 OK"

    room = Mailroom(data=lose)
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE)
        assert (outcome.accepted, outcome.unknown, outcome.server_failed) == (2, 1, True)
        assert "cleo@people.example" in outcome.diagnostics[0].message
        assert send(tmp_path, server, THREE).accepted == 0
        plan = plan_mailing(Layout(tmp_path), MAILING, THREE, [], again=False)
        assert plan is not None
        assert [each.address for each in plan.unknown] == ["cleo@people.example"]
        assert send(tmp_path, server, THREE, again=True).accepted == 1
    # Mail programs that see one Message-ID twice show one message.
    (first, second) = (each for each in room.messages if each["To"].startswith("cleo"))
    assert first["Message-ID"] == second["Message-ID"]


def test_a_refusal_the_second_time_says_nothing_of_the_first(tmp_path: Path) -> None:
    def lose(address: str, times: int) -> str:
        return ("lose", "550 no", "250 OK")[times - 1]

    with serving(Mailroom(data=lose)) as server:
        assert send(tmp_path, server, THREE[:1]).unknown == 1
        assert send(tmp_path, server, THREE[:1], again=True).refused == 1
        assert send(tmp_path, server, THREE[:1]).accepted == 0
        assert send(tmp_path, server, THREE[:1], again=True).accepted == 1


def test_who_was_sent_it_once_has_it_whatever_comes_later(tmp_path: Path) -> None:
    def once(address: str, times: int) -> str:
        return "250 OK" if times == 1 else "451 later"

    room = Mailroom(data=once)
    named = (Recipient(THREE[0].mailbox),)
    with serving(room) as server:
        assert send(tmp_path, server, THREE[:1]).accepted == 1
        assert send(tmp_path, server, THREE[:1], again=True).left == 0
        assert send(tmp_path, server, named, again=True).left == 1
        assert send(tmp_path, server, THREE[:1]).left == 0
    assert len(room.accepted) == 1


def test_a_server_that_always_drops_is_given_up(tmp_path: Path) -> None:
    with serving(Mailroom(rcpt=lambda address, times: "drop")) as server:
        outcome = send(tmp_path, server, crowd(30))
    assert outcome.left == 30
    assert outcome.diagnostics[0].code == "mail-server"
    assert "keeps dropping" in outcome.diagnostics[0].message


def test_two_runs_at_once_send_once(tmp_path: Path) -> None:
    room = Mailroom(slow=0.3)
    with serving(room) as server:
        first = threading.Thread(target=send, args=(tmp_path, server, THREE))
        first.start()
        wait_until(lambda: bool(room.accepted))
        faults: list[Diagnostic] = []
        assert plan_mailing(Layout(tmp_path), MAILING, THREE, faults, again=False) is None
        settle(Layout(tmp_path), MAILING, (THREE[0].mailbox,), faults)
        assert [fault.code for fault in faults] == ["mailing-runs"] * 2
        second = send(tmp_path, server, THREE)
        assert [fault.code for fault in second.diagnostics] == ["mailing-runs"]
        first.join()
    assert len(room.accepted) == 3


def test_stopping_waits_for_the_message_that_is_on_its_way(tmp_path: Path) -> None:
    room = Mailroom(slow=0.1)
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE, stopped=lambda: len(room.accepted) > 0)
        assert (outcome.accepted, outcome.left, outcome.interrupted) == (1, 2, True)
        assert send(tmp_path, server, THREE).accepted == 2


def test_a_message_too_large_for_the_server_is_not_tried(tmp_path: Path) -> None:
    room = Mailroom()
    with serving(room, data_size_limit=200) as server:
        outcome = send(tmp_path, server, THREE)
    assert [fault.code for fault in outcome.diagnostics] == ["mail-too-large"]
    assert not room.seen


@pytest.mark.parametrize("takes", [True, False])
def test_an_address_beyond_ascii_needs_a_server_for_it(takes: bool, tmp_path: Path) -> None:
    room = Mailroom()
    with serving(room, enable_SMTPUTF8=takes) as server:
        outcome = send(tmp_path, server, people("zoë@köln.example", "bo@straße.example"))
    assert room.accepted[-1] == "bo@xn--strae-oqa.example"
    if takes:
        assert room.accepted[0] == "zoë@xn--kln-sna.example"
        assert "zoë" in str(room.messages[0]["To"])
    else:
        assert (outcome.accepted, outcome.refused) == (1, 1)
        assert "ASCII only" in outcome.diagnostics[0].message


# --- the journal ---------------------------------------------------------------------------


def test_a_torn_line_at_the_end_is_no_news(tmp_path: Path) -> None:
    room = Mailroom()
    with serving(room) as server:
        send(tmp_path, server, THREE[:1])
        whole = journal(tmp_path).read_bytes()
        for cut in (1, 5, 60):
            journal(tmp_path).write_bytes(whole + b'{"to": "00", "at": "2026'[:cut])
            assert send(tmp_path, server, THREE[:1]).accepted == 0
            assert journal(tmp_path).read_bytes() == whole


def test_a_damaged_journal_is_a_fault_at_its_line(tmp_path: Path) -> None:
    room = Mailroom()
    with serving(room) as server:
        send(tmp_path, server, THREE[:1])
        lines = journal(tmp_path).read_text().splitlines()
        for number, damage in ((1, "{}"), (2, "<<<<<<< HEAD"), (2, '{"to": "x", "state": "?"}')):
            damaged = [*lines[: number - 1], damage, *lines[number:]]
            journal(tmp_path).write_text("\n".join(damaged) + "\n")
            outcome = send(tmp_path, server, THREE)
            (fault,) = outcome.diagnostics
            assert (fault.code, fault.span and fault.span.line) == ("bad-history", number)
    assert len(room.accepted) == 1


def test_without_a_journal_nothing_is_sent(tmp_path: Path) -> None:
    room = Mailroom()
    journal(tmp_path).parent.mkdir(parents=True)
    journal(tmp_path).mkdir()
    with serving(room) as server:
        outcome = send(tmp_path, server, THREE)
    assert [fault.code for fault in outcome.diagnostics] == ["cannot-write"]
    assert (outcome.left, room.seen) == (3, [])


def test_a_journal_behind_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "project"
    elsewhere.mkdir()
    (root / "syllabus").mkdir(parents=True)
    (root / "syllabus" / "history").symlink_to(elsewhere)
    room = Mailroom()
    with serving(room) as server:
        outcome = send(root, server, THREE)
    assert [fault.code for fault in outcome.diagnostics] == ["cannot-write"]
    assert not list(elsewhere.iterdir())
    assert not room.seen


# --- kill -9 -------------------------------------------------------------------------------

RUN = """
import sys
from pathlib import Path
from syllabus.delivery.smtp import Server
from tests.smtp.loopback import crowd, send
outcome = send(Path(sys.argv[1]), Server("127.0.0.1", int(sys.argv[2])), crowd(int(sys.argv[3])))
sys.exit(0 if outcome.left == 0 else 3)
"""


def _start(root: Path, port: int, count: int) -> subprocess.Popen[bytes]:
    sources = [str(Path(syllabus.__file__).parents[1]), str(Path(__file__).parents[2])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sources)}
    command = [sys.executable, "-c", RUN, str(root), str(port), str(count)]
    return subprocess.Popen(command, env=environment)


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_any_moment_nobody_gets_it_twice(seed: int, tmp_path: Path) -> None:
    count, chance = 12, random.Random(seed)
    everybody = crowd(count)
    room = Mailroom(slow=0.01)
    with serving(room) as server:
        killed = 0
        while True:
            before = len(room.accepted)
            process = _start(tmp_path, server.port, count)
            # It is killed some time after it has begun to send.
            wait_until(lambda: process.poll() is not None or len(room.accepted) > before)  # noqa: B023
            time.sleep(chance.uniform(0, 0.2))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                time.sleep(0.05)  # the server hears of it
            else:
                assert process.returncode == 0
                break
        assert killed >= 2
        assert len(room.accepted) == len(set(room.accepted))
        plan = plan_mailing(Layout(tmp_path), MAILING, everybody, [], again=False)
        assert plan is not None
        assert not plan.todo
        assert len(plan.unknown) <= killed
        assert {each.address for each in plan.sent} <= set(room.accepted)
        unreached = {each.address for each in everybody} - set(room.accepted)
        assert unreached <= {each.address for each in plan.unknown}
        assert send(tmp_path, server, everybody, again=True).accepted == len(plan.unknown)
    assert set(room.accepted) == {each.address for each in everybody}


def test_killed_between_the_message_and_the_answer(tmp_path: Path) -> None:
    room = Mailroom(slow=5)
    with serving(room) as server:
        process = _start(tmp_path, server.port, 2)
        wait_until(lambda: len(room.accepted) == 1)
        process.kill()
        process.wait()
        room.slow = 0
        assert send(tmp_path, server, crowd(2)).accepted == 1
        plan = plan_mailing(Layout(tmp_path), MAILING, crowd(2), [], again=False)
        assert plan is not None
        assert plan.unknown == crowd(1)
        faults: list[Diagnostic] = []
        layout = Layout(tmp_path)
        settle(layout, MAILING, (SENDER, crowd(1)[0].mailbox), faults)
        assert [each.message for each in faults] == [
            f"nothing was sent to {SENDER.address}, so there is nothing to settle"
        ]
        settle(layout, MAILING, [each.mailbox for each in crowd(2)], [])
        plan = plan_mailing(layout, MAILING, crowd(2), [], again=True)
        assert plan is not None
        assert (plan.sent, plan.unknown) == (crowd(2), ())
    assert SENDER.address not in journal(tmp_path).read_text()


def test_manners_are_kept() -> None:
    assert Pacing().pause > 0
    assert sum(Pacing().waits) > 300  # source: the usual delay of greylisting, RFC 6647, 4.3
