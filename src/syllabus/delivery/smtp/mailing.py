"""One message per person, paced, retried when the server asks for it, and journaled."""

from __future__ import annotations

import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import field
from email.message import EmailMessage
from math import ceil
from secrets import token_hex
from typing import NoReturn

from syllabus.delivery.smtp.journal import (
    Journal,
    JournalContent,
    Mailing,
    SendState,
    is_free,
    open_journal,
    read_journal,
    unwritable_journal,
)
from syllabus.delivery.smtp.message import addressed
from syllabus.delivery.smtp.recipients import Recipient
from syllabus.delivery.smtp.server import (
    AnswerUnknown,
    Connection,
    ConnectionDropped,
    Server,
    ServerFault,
    connect,
)
from syllabus.diagnostics import Diagnostic, error
from syllabus.model.mailbox import Mailbox
from syllabus.on_demand import dataclass
from syllabus.workspace.layout import Layout

Write = Callable[[Mailbox], EmailMessage]
"""Makes the message to one person; who it is from and to is set here."""


@dataclass(frozen=True, slots=True)
class Pacing:
    """The pacing of a mailing, in seconds.

    `pause` is between two messages. `waits` are between rounds that retry temporary refusals:
    greylisting usually asks for five minutes. `reconnects` are the waits before reconnecting after
    a lost connection.
    """

    pause: float = 0.3
    waits: tuple[float, ...] = (30.0, 120.0, 300.0)
    reconnects: tuple[float, ...] = (2.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class MailingPlan:
    """Who will get the mail (`todo`), who has it (`sent`), and who may have it (`unknown`)."""

    todo: tuple[Recipient, ...]
    sent: tuple[Recipient, ...]
    unknown: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class MailingOutcome:
    """The result of a run.

    `left` were not reached in this run; `total` were to be. `server_failed` says that not all of
    the faults are about recipients.
    """

    accepted: int = 0
    refused: int = 0
    unknown: int = 0
    left: int = 0
    total: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    server_failed: bool = False
    interrupted: bool = False


def plan_mailing(
    layout: Layout,
    mailing: Mailing,
    recipients: Iterable[Recipient],
    faults: list[Diagnostic],
    *,
    again: bool,
) -> MailingPlan | None:
    """Return who still has to get the mail by the journal; None after reporting a fault.

    With `again`, also those who may have got it, and those named one by one who did.
    """
    if not is_free(layout, mailing, faults):
        return None  # whoever is written to at the moment would count as one who may have it
    records = read_journal(layout, mailing, faults)
    return None if records is None else _plan(records, recipients, again=again)


def _plan(records: JournalContent, recipients: Iterable[Recipient], *, again: bool) -> MailingPlan:
    todo, sent, unknown = [], [], []
    for recipient in recipients:
        note = records.last(recipient.mailbox)
        named = again and recipient.span is None
        if note is not None and note.state is SendState.ACCEPTED and not named:
            sent.append(recipient)
        elif note is not None and note.state is SendState.SENDING and not again:
            unknown.append(recipient)
        else:
            todo.append(recipient)
    return MailingPlan(tuple(todo), tuple(sent), tuple(unknown))


@dataclass(frozen=True, slots=True)
class Sending:
    """What a mailing needs to be sent.

    `context` verifies certificates; the system's own unless given.
    """

    layout: Layout
    mailing: Mailing
    sender: Mailbox
    server: Server
    write: Write
    pacing: Pacing = field(default_factory=Pacing)
    context: ssl.SSLContext | None = None


def send_mailing(
    sending: Sending,
    recipients: Iterable[Recipient],
    show: Callable[[str], None],
    stopped: Callable[[], bool],
    *,
    again: bool,
) -> MailingOutcome:
    """Send one message to everybody who, by the journal, has not got it yet.

    If it is killed at any point and run again, it sends to the rest and to nobody twice. People who
    may have got it are left out unless `again`. `show` is told what is being done; `stopped` says
    whether to stop before the next message.
    """
    faults: list[Diagnostic] = []
    run: _Run | None = None
    people = tuple(recipients)
    try:
        with open_journal(sending.layout, sending.mailing, faults) as journal:
            if journal is None:
                return MailingOutcome(
                    left=len(people), total=len(people), diagnostics=tuple(faults)
                )
            run = _Run(sending, journal, faults, show, stopped)
            run.send(_plan(journal.records, people, again=again).todo)
    except OSError as fault:
        faults.append(unwritable_journal(sending.layout, sending.mailing, fault))
        if run is None:
            return MailingOutcome(
                left=len(people), total=len(people), diagnostics=tuple(faults), server_failed=True
            )
        run.failed = True
    return run.outcome()


class _Stop(Exception):
    """The run ends here; why is reported."""


class _Run:
    """One run over those who are left."""

    def __init__(
        self,
        sending: Sending,
        journal: Journal,
        faults: list[Diagnostic],
        show: Callable[[str], None],
        stopped: Callable[[], bool],
    ) -> None:
        self.failed = False
        self._show = show
        self._stopped = stopped
        self._sending = sending
        self._journal = journal
        self._faults = faults
        self._connection: Connection | None = None
        self._met = False
        self._drops = 0  # in a row
        self._last_drop = ""
        self._total = 0
        self._ends: Counter[SendState] = Counter()
        self._put_off: dict[str, str] = {}
        self._interrupted = False

    def outcome(self) -> MailingOutcome:
        """Return what came of the run so far."""
        return MailingOutcome(
            accepted=self._ends[SendState.ACCEPTED],
            refused=self._ends[SendState.REFUSED],
            unknown=self._ends[SendState.SENDING],
            left=self._total - self._ends.total(),
            total=self._total,
            diagnostics=tuple(self._faults),
            server_failed=self.failed,
            interrupted=self._interrupted,
        )

    def send(self, people: tuple[Recipient, ...]) -> None:
        """Send to these people, in rounds, until all have an answer or no retries are left."""
        self._total = len(people)
        waiting = people
        try:
            for wait in (0.0, *self._sending.pacing.waits):
                self._wait(wait, f"{len(waiting)} to be tried again")
                waiting = self._round(waiting)
                if not waiting:
                    break
                self._hang_up()
        except _Stop:
            pass
        except BaseException:
            # A half-sent message must not be ended with QUIT: that might send it.
            if self._connection is not None:
                self._connection.close()
            raise
        self._hang_up()
        for recipient in people:
            if (said := self._put_off.get(recipient.mailbox.key)) is not None:
                message = f"mail to {recipient.address} is deferred: {said}"
                hint = "run the same command again later"
                self._faults.append(error("mail-deferred", message, recipient.span, hint))
                self.failed = True

    def _round(self, people: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
        """Return those who are to be tried again."""
        deferred = []
        for place, recipient in enumerate(people):
            self._wait(self._sending.pacing.pause if place else 0.0)
            self._show(f"sending {self._ends.total() + 1} of {self._total}")
            state = self._send(recipient)
            if state is SendState.DEFERRED:
                deferred.append(recipient)
            else:
                self._ends[state] += 1
                self._put_off.pop(recipient.mailbox.key, None)
        return tuple(deferred)

    def _send(self, recipient: Recipient) -> SendState:
        """Send to one person; the result is journaled and, unless it is `DEFERRED`, reported."""
        sending, mailbox = self._sending, recipient.mailbox
        connection = self._connected()
        before = self._journal.records.last(mailbox)
        # The same as last time, so that a duplicate may be shown once; a new one for people who are
        # meant to see it again.
        if before is None or before.state is SendState.ACCEPTED:
            identifier = token_hex(16)
        else:
            identifier = before.identifier
        # What becomes of a second try says nothing about the first.
        doubtful = before is not None and before.state is SendState.SENDING

        def noted(state: SendState, said: str) -> SendState:
            if state is SendState.ACCEPTED or not doubtful:
                self._journal.write(mailbox, state, identifier, said)
            return state

        wide = not (mailbox.is_ascii and sending.sender.is_ascii)
        if wide and not connection.takes_unicode:
            return noted(SendState.REFUSED, self._refused(recipient, "the server takes ASCII only"))
        data = addressed(sending.write(mailbox), sending.sender, mailbox, identifier)
        self._weigh(len(data), connection)
        try:
            reply, of_sender = connection.send(
                sending.sender.address,
                mailbox.address,
                data,
                lambda: self._journal.write(mailbox, SendState.SENDING, identifier),
            )
        except ConnectionDropped as fault:
            self._put_off[mailbox.key] = f"the connection was lost: {fault}"
            self._broke(str(fault))
            return SendState.DEFERRED
        except AnswerUnknown as fault:
            message = f"it is unknown whether {recipient.address} got the mail: {fault}"
            hint = f"ask them; then --settled {recipient.address}, or --again to send it again"
            self._faults.append(error("mail-unknown", message, recipient.span, hint))
            self.failed = True
            self._broke(str(fault))
            return SendState.SENDING
        if reply.is_good:
            self._drops = 0
            return noted(SendState.ACCEPTED, str(reply))
        if reply.is_passing:
            noted(SendState.DEFERRED, str(reply))
            self._put_off[mailbox.key] = str(reply)
            if reply.code == 421:  # which ends the connection; source: RFC 5321, 3.8
                connection.close()
                self._broke(str(reply))
            return SendState.DEFERRED
        if of_sender:
            message = f"{sending.server} refuses mail from {sending.sender.address}: {reply}"
            hint = "look at 'from' and 'user' under 'mail' in course.yaml"
            self._fail(error("mail-sender-refused", message, None, hint))
        return noted(SendState.REFUSED, self._refused(recipient, str(reply)))

    def _refused(self, recipient: Recipient, said: str) -> str:
        message = f"mail to {recipient.address} was refused: {said}"
        hint = "correct or delete the address; the next run tries it again"
        self._faults.append(error("mail-refused", message, recipient.span, hint))
        return said

    def _weigh(self, size: int, connection: Connection) -> None:
        """Stop where the server says of itself that it does not take so large a message."""
        if connection.largest is not None and size > connection.largest:
            found, most = (f"{count / 1_000_000:.1f} MB" for count in (size, connection.largest))
            message = f"the message has {found}, {self._sending.server} takes {most}"
            hint = "make the pictures in the handout smaller"
            self._fail(error("mail-too-large", message, None, hint))

    # --- the connection ---

    def _connected(self) -> Connection:
        """Return a connection, after waiting where the last one broke."""
        while self._connection is None or not self._connection.is_open:
            if self._drops > len(self._sending.pacing.reconnects):
                message = f"{self._sending.server} keeps dropping the connection: {self._last_drop}"
                hint = "run the same command again later: it goes on where this one ended"
                self._fail(error("mail-server", message, None, hint))
            if self._drops:
                self._wait(self._sending.pacing.reconnects[self._drops - 1], "connecting again")
            try:
                self._connection = connect(self._sending.server, self._sending.context)
                self._met = True
            except ServerFault as fault:
                # A server that was never reached is misspelt rather than busy.
                if not (self._met and fault.passing):
                    self._fail(fault.diagnostic)
                self._broke(fault.diagnostic.message)
        return self._connection

    def _broke(self, said: str) -> None:
        self._drops += 1
        self._last_drop = said

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.quit()
            self._connection = None

    def _fail(self, fault: Diagnostic) -> NoReturn:
        self._faults.append(fault)
        self.failed = True
        raise _Stop

    def _wait(self, seconds: float, what: str = "") -> None:
        """Wait, and say for how long where it is worth it; stop where that is asked for."""
        end = time.monotonic() + seconds
        while True:
            if self._stopped():
                self._interrupted = True
                raise _Stop
            left = end - time.monotonic()
            if left <= 0:
                return
            if what:
                self._show(f"{what} in {ceil(left)} s")
            time.sleep(min(left, 0.2))
