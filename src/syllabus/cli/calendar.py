"""`syllabus calendar`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syllabus.cli import completion
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import moment_fault, output_place, shown_result

if TYPE_CHECKING:
    from syllabus.outputs.calendar.counts import EventCounts


@click.command(
    epilog="""\b
Examples:
  syllabus calendar                                  all meetings, for members
  syllabus calendar --stream blur                    those of one stream
  syllabus calendar --public --output /srv/www/      without links and passcodes"""
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
    "--stream",
    metavar="CODE",
    shell_complete=completion.streams,
    help="Only the meetings of one stream, and those for everyone.",
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(),
    help="Write to FILE, or into it if it is a folder, instead of build/.",
)
@pass_terminal
def calendar(
    terminal: Terminal, as_of: str | None, public: bool, stream: str | None, output: str | None
) -> None:
    """Write the calendar that people subscribe to, build/SLUG.ics.

    One event per meeting with a date. What was published is kept in syllabus/history/calendar.yaml,
    to be committed: it lets calendar programs recognise a meeting that is moved, retitled or
    cancelled.
    """
    layout = terminal.find_project()
    from syllabus.cli.report import count_faults
    from syllabus.diagnostics import Severity
    from syllabus.model.course import Edition
    from syllabus.model.timeline import UnknownMoment
    from syllabus.outputs.calendar.publishing import CalendarRequest, UnknownStream, write_calendar
    from syllabus.workspace.outputs import layout_for

    place = None if output is None else output_place(output, "a calendar", ".ics", {})
    request = CalendarRequest(
        layout=layout_for(layout, place),
        as_of=as_of,
        edition=Edition.PUBLIC if public else Edition.MEMBERS,
        stream=stream,
        output=place,
    )
    try:
        with terminal.progress() as progress:
            outcome = write_calendar(request, progress, terminal.mention)
    except UnknownMoment as fault:
        raise moment_fault(fault, as_of) from None
    except UnknownStream as fault:
        raise click.BadParameter(str(fault), param_hint="'--stream'") from None
    shown = outcome.diagnostics
    if not terminal.verbose:
        shown = tuple(fault for fault in shown if fault.severity > Severity.NOTE)
    terminal.report(shown)
    if outcome.path is None:
        terminal.mention(f"no calendar: {count_faults(shown)}")
        leave(Exit.TEX if outcome.unwritable else Exit.FAULTS)
    path = shown_result(outcome.path)
    count = _counted(outcome.counts)
    if outcome.changed:
        count += f", {outcome.changed} new or changed"
    elif outcome.same:
        count += ", nothing has changed"
    terminal.say(path if terminal.quiet else f"{path}: {count}")


def _counted(counts: EventCounts) -> str:
    """Return what a feed has: 14 meetings (16 events, one for each group) and 2 due dates."""

    def number(count: int, what: str) -> str:
        return f"{count} {what}{'' if count == 1 else 's'}"

    told = [number(counts.meetings, "meeting")]
    if counts.meeting_events > counts.meetings:
        told = [f"{told[0]} ({counts.meeting_events} events, one for each group)"]
    told += [number(counts.deadlines, "due date")] if counts.deadlines else []
    told += [number(counts.holidays, "holiday")] if counts.holidays else []
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))
