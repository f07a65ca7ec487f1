"""`syllabus email`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from syllabus.cli import completion
from syllabus.cli.send import SendRequest, read_addresses, send
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import moment_fault, output_place, shown_result

if TYPE_CHECKING:
    from syllabus.model.mailbox import Mailbox
    from syllabus.outputs.mail import Announcement
    from syllabus.outputs.mail.drafting import EmailOutcome

KINDS = ("announcement", "reminder", "recording")


@click.command(
    epilog="""\b
Examples:
  syllabus email --open                          announce the next meeting
  syllabus email --kind reminder                 the same, in a few lines
  syllabus email --kind recording                where to watch the last one
  syllabus email --meeting 2021-04-15-lenses     another meeting, or that it is cancelled
  syllabus email --send                          to the recipients of course.yaml
  syllabus email --send --to ada@uni.example     to somebody, such as yourself"""
)
@click.option(
    "--as-of", metavar="WHEN", help="The moment: a date, or a date and time; now unless given."
)
@click.option(
    "--public",
    is_flag=True,
    help="The edition for everyone, with nothing that is for members only.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default=KINDS[0],
    show_default=True,
    help="What the mail is for.",
)
@click.option(
    "--meeting",
    metavar="FILE",
    shell_complete=completion.records,
    help="The meeting, by its record's path, name or id; the next one unless given.",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(),
    help="Write the draft to FILE, or into it if it is a folder, instead of build/.",
)
@click.option("--open", "open_draft", is_flag=True, help="Open the draft in the mail program.")
@click.option("--send", "sends", is_flag=True, help="Send it to each recipient, after asking.")
@click.option(
    "--to",
    metavar="ADDRESS",
    multiple=True,
    callback=read_addresses,
    help="With --send: one recipient, instead of the list of course.yaml; can be repeated.",
)
@click.option(
    "--recipients",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --send: a CSV file, or a text file with one address on each line.",
)
@click.option("--yes", is_flag=True, help="With --send: do not ask.")
@click.option(
    "--again",
    is_flag=True,
    help="With --send: also to people who may have got it already, and to those of --to who have.",
)
@click.option(
    "--settled",
    metavar="ADDRESS",
    multiple=True,
    callback=read_addresses,
    help="With --send: somebody of whom it is unknown whether they got it, and who has it; can be "
    "repeated.",
)
@click.option(
    "--trust-host",
    "host",
    metavar="HOST",
    help="With --send: confirm that this mail server, named in course.yaml, is yours.",
)
@pass_terminal
def email(
    terminal: Terminal,
    as_of: str | None,
    public: bool,
    kind: str,
    meeting: str | None,
    output: str | None,
    open_draft: bool,
    sends: bool,
    to: tuple[Mailbox, ...],
    recipients: Path | None,
    yes: bool,
    again: bool,
    settled: tuple[Mailbox, ...],
    host: str | None,
) -> None:
    """Write the mail that announces the next meeting.

    It is a draft without recipients, build/SLUG-DATE-KIND.eml, which mail programs open to be
    sent: title, times, link to join, readings, what has changed since the last announcement. The
    handout goes with it, built if it is stale, and the meeting for calendars.

    With --send it goes to each of the recipients over SMTP, one message for each. If that is
    interrupted, run it again: it goes to the rest.
    """
    sending = SendRequest(to, recipients, yes, again, settled, host) if sends else None
    if sending is not None:
        sending.check()
    elif to or recipients or yes or again or settled or host:
        options = "--to, --recipients, --yes, --again, --settled and --trust-host"
        raise click.UsageError(f"{options} go with --send")
    layout = terminal.find_project()
    from syllabus.model.course import Edition
    from syllabus.model.timeline import UnknownMoment
    from syllabus.outputs.mail import MailKind, NoMeeting
    from syllabus.outputs.mail.drafting import EmailRequest, write_email
    from syllabus.workspace.outputs import layout_for

    place = None if output is None else output_place(output, "a draft", ".eml", {})
    layout = layout_for(layout, place)
    request = EmailRequest(
        layout=layout,
        as_of=as_of,
        edition=Edition.PUBLIC if public else Edition.MEMBERS,
        kind=MailKind(kind),
        meeting=meeting,
        output=place,
    )
    try:
        with terminal.progress() as progress:
            outcome = write_email(request, progress, terminal.mention)
    except UnknownMoment as fault:
        raise moment_fault(fault, as_of) from None
    except NoMeeting as fault:
        raise click.UsageError(str(fault)) from None
    draft, announcement = _tell(outcome, terminal)
    if open_draft:
        terminal.show(draft)
    if sending is not None:
        send(terminal, layout, announcement, sending)


def _tell(outcome: EmailOutcome, terminal: Terminal) -> tuple[Path, Announcement]:
    """Say what was written and what is wrong; where there is no draft, that is the end."""
    from syllabus.cli.report import count_faults
    from syllabus.diagnostics import Severity
    from syllabus.source import visible

    least = Severity.NOTE if terminal.verbose else Severity.WARNING
    faults = tuple(fault for fault in outcome.diagnostics if fault.severity >= least)
    terminal.report(faults)
    if outcome.path is None or outcome.announcement is None:
        terminal.mention(f"no draft: {count_faults(faults)}")
        leave(Exit.TEX if outcome.unwritable else Exit.FAULTS)
    shown = shown_result(outcome.path)
    terminal.say(shown if terminal.quiet else f"{shown}: {visible(outcome.announcement.subject)}")
    return outcome.path, outcome.announcement
