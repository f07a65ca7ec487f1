"""`syllabus email --send`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from syllabus.cli.terminal import Exit, Terminal, leave
from syllabus.on_demand import dataclass

if TYPE_CHECKING:
    from syllabus.delivery.smtp import MailingOutcome, MailingPlan, Recipients, Sending, Server
    from syllabus.diagnostics import Diagnostic
    from syllabus.model.mailbox import Mailbox
    from syllabus.outputs.mail import Announcement
    from syllabus.workspace.layout import Layout


@dataclass(frozen=True, slots=True)
class SendRequest:
    """Who to send to, whether to ask first, and whether to send again to people who may have it.

    `settled` are known to have it, of those of whom that was unknown. `host` is a mail server that
    the user agrees to, whatever course.yaml names.
    """

    to: tuple[Mailbox, ...]
    recipients: Path | None
    yes: bool
    again: bool
    settled: tuple[Mailbox, ...] = ()
    host: str | None = None

    def check(self) -> None:
        """Raise a usage error early if there is nobody to ask."""
        if not self.yes and not sys.stdin.isatty():
            raise click.UsageError("--send asks before it sends; add --yes where nobody answers")


def read_addresses(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[Mailbox, ...]:
    """Return the addresses of an option; a usage error for what is none."""
    del context, parameter
    from syllabus.model.mailbox import BadMailbox, read_mailbox

    mailboxes = []
    for value in values:
        try:
            mailboxes.append(read_mailbox(value))
        except BadMailbox as bad:
            found = f"found {value!r}, {bad}, expected a mail address"
            raise click.BadParameter(f"{found}; give the option once for each") from None
    return tuple(mailboxes)


def send(
    terminal: Terminal, layout: Layout, announcement: Announcement, request: SendRequest
) -> None:
    """Show what is to be sent, ask, send, and say what came of it."""
    from syllabus.cli.report import count_faults
    from syllabus.delivery.smtp import plan_mailing, send_mailing, settle
    from syllabus.diagnostics import has_errors

    faults: list[Diagnostic] = []
    recipients = _recipients(layout, announcement, request, faults)
    sending = _sending(layout, announcement, faults)
    plan = None
    if sending is not None and request.settled and not has_errors(faults):
        settle(layout, sending.mailing, request.settled, faults)
    if sending is not None and not has_errors(faults):
        people = recipients.people
        plan = plan_mailing(layout, sending.mailing, people, faults, again=request.again)
    terminal.report(faults)
    if sending is None or plan is None:
        terminal.mention(f"nothing was sent: {count_faults(faults)}")
        leave(Exit.TEX if {each.code for each in faults} == {"mailing-runs"} else Exit.FAULTS)
    _show(terminal, announcement, sending, recipients, plan)
    if not plan.todo:
        terminal.say("nothing left to send")
        leave(Exit.TEX if plan.unknown else Exit.DONE)
    _agree(terminal, sending.server, request)
    sending = _logged_in(terminal, sending)
    if not request.yes:
        _confirm(f"Send it to {_people(len(plan.todo))}?")
    with _stopping(terminal) as stopped, terminal.progress() as show:
        people = recipients.people
        outcome = send_mailing(sending, people, show, stopped, again=request.again)
    terminal.report(outcome.diagnostics)
    terminal.say(_result(outcome))
    if outcome.interrupted:
        terminal.mention("interrupted; the same command goes on from here")
        leave(Exit.INTERRUPTED)
    if outcome.server_failed or outcome.left or plan.unknown:
        leave(Exit.TEX)
    leave(Exit.FAULTS if outcome.refused else Exit.DONE)


def _recipients(
    layout: Layout, announcement: Announcement, request: SendRequest, faults: list[Diagnostic]
) -> Recipients:
    from syllabus.delivery.smtp import Recipient, merge_recipients, read_recipients

    named = announcement.course.recipients
    listed: tuple[Recipient, ...] = ()
    if request.recipients is not None:
        listed = read_recipients(request.recipients.absolute(), layout.root, faults)
    elif not request.to:
        if named is None:
            raise click.UsageError(
                "nobody to send to: name people with --to, or a file with --recipients or with"
                " 'recipients' in course.yaml"
            )
        listed = read_recipients(named.path, layout.root, faults, named.span)
    return merge_recipients(map(Recipient, request.to), listed)


def _sending(
    layout: Layout, announcement: Announcement, faults: list[Diagnostic]
) -> Sending | None:
    from syllabus.delivery.smtp import Mailing, Sending, Server
    from syllabus.diagnostics import error
    from syllabus.model.course import Edition, Status
    from syllabus.outputs.calendar import Contact

    course, meeting = announcement.course, announcement.meeting
    sender, host = course.mail.sender, course.mail.host
    missing = [f"'{key}'" for key, value in (("from", sender), ("host", host)) if value is None]
    if missing:
        message = f"found no {' and no '.join(missing)} below 'mail', which sending needs"
        hint = "write mail: {from: Ada Lens <ada@uni.example>, host: smtp.uni.example}"
        faults.append(error("missing-mail-setting", message, course.source.span(0), hint))
    if sender is None or host is None:
        return None
    kind = announcement.kind.value
    if meeting.status is Status.CANCELLED:
        kind += "-cancelled"
    if announcement.edition is Edition.PUBLIC:
        kind += "-public"
    mailing = Mailing(meeting.start, meeting.calendar_id, kind)
    organizer = Contact(sender.name, sender.address)
    return Sending(
        layout,
        mailing,
        sender,
        Server(host, course.mail.port, course.mail.user),
        write=lambda to: announcement.message_for(organizer, Contact(to.name, to.address)),
    )


def _agree(terminal: Terminal, server: Server, request: SendRequest) -> None:
    """Have the user confirm a server that only course.yaml has named so far."""
    from syllabus.delivery.smtp import Trusted, is_trusted, trust
    from syllabus.diagnostics import error

    name = str(server).lower()
    if is_trusted(Trusted.SERVER, name):
        return
    if request.host is None or request.host.lower() != server.host.lower():
        if request.yes:
            message = f"you have not yet sent mail through {server}, which course.yaml names"
            hint = f"if it is your server, say so once: --trust-host {server.host}"
            terminal.report([error("unknown-mail-server", message, None, hint)])
            leave(Exit.FAULTS)
        password = "" if server.user is None else " and your password"
        _confirm(f"You have not yet sent mail through {server}. Trust it with the mail{password}?")
    trust(Trusted.SERVER, name)


def _logged_in(terminal: Terminal, sending: Sending) -> Sending:
    """Return it with the password where a user is named."""
    from dataclasses import replace

    from syllabus.delivery.smtp import NoPassword, find_password
    from syllabus.diagnostics import error

    server = sending.server
    if server.user is None:
        return sending
    try:
        password = find_password(server.host, server.user)
    except NoPassword as reason:
        hint = (
            f"put it into SYLLABUS_SMTP_PASSWORD, or into your keyring:"
            f" keyring set {server.host} {server.user}"
        )
        terminal.report([error("mail-password", f"found no password: {reason}", None, hint)])
        leave(Exit.TEX)
    return replace(sending, server=replace(server, password=password))


def _show(
    terminal: Terminal,
    announcement: Announcement,
    sending: Sending,
    recipients: Recipients,
    plan: MailingPlan,
) -> None:
    sender, server = sending.sender, sending.server
    name = f"{sender.name} <{sender.address}>" if sender.name else sender.address
    user = "" if server.user is None else f", as {server.user}"
    rows = [
        ("Subject", announcement.subject),
        ("From", name),
        ("Server", f"{server}{user}"),
        ("To", f"{_people(len(plan.todo))}, a message for each"),
    ]
    if recipients.repeated:
        repeated = [each.address for each in recipients.repeated]
        more = f" and {len(repeated) - 3} more" if len(repeated) > 3 else ""
        rows.append(("Repeated", f"{', '.join(repeated[:3])}{more}"))
    if plan.sent:
        rows.append(("Sent before", _people(len(plan.sent))))
    for row in rows:
        terminal.mention(f"{row[0]:<12}{row[1]}")
    if plan.unknown:
        terminal.mention(
            "These people may have it already and are left out; --settled ADDRESS notes that they"
            " have it, --again sends it again:"
        )
        for recipient in plan.unknown:
            terminal.mention(f"  {recipient.address}")


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _confirm(question: str) -> None:
    """Ask, and leave unless the answer is yes."""
    from syllabus.source import visible

    try:
        if not click.confirm(visible(question), err=True):
            click.echo("nothing was sent", err=True)
            leave(Exit.DONE)
    except click.Abort:
        click.echo("\ninterrupted; nothing was sent", err=True)
        leave(Exit.INTERRUPTED)


def _result(outcome: MailingOutcome) -> str:
    pieces = [f"sent to {outcome.accepted} of {outcome.total}"]
    if outcome.refused:
        pieces.append(f"{outcome.refused} refused")
    if outcome.unknown:
        pieces.append(f"{outcome.unknown} unknown")
    if outcome.left:
        pieces.append(f"{outcome.left} left")
    return ", ".join(pieces)


@contextmanager
def _stopping(terminal: Terminal) -> Iterator[Callable[[], bool]]:
    """Give whether Ctrl-C or SIGTERM asked to stop; a second one ends the program at once.

    In the middle of a message nobody could tell afterwards whether it was sent.
    """
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            _end(number, frame)
        asked = True
        terminal.mention("\nstopping after this message; Ctrl-C again stops at once")

    before = {each: signal.signal(each, ask) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise KeyboardInterrupt
