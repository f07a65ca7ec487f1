"""`syllabus list`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from syllabus.cli.terminal import Exit, Terminal, has_color, leave, pass_terminal

if TYPE_CHECKING:
    from syllabus.model.course import Course, Meeting


@click.command(
    "list",
    epilog="""\b
Examples:
  syllabus list
  syllabus list --as-of 2021-03-23""",
)
@click.option("--as-of", metavar="WHEN", help="A date or date and time in the course's zone; now.")
@pass_terminal
def list_meetings(terminal: Terminal, as_of: str | None) -> None:
    """Show the meetings, past and upcoming.

    With date, time, stream, title and reading load; an arrow marks the next meeting.
    """
    layout = terminal.find_project()
    import os

    from syllabus.check import check_project
    from syllabus.diagnostics import has_errors
    from syllabus.timeline import UnknownMoment, resolve_moment

    project = check_project(layout)
    if project.course is None or has_errors(project.diagnostics):
        terminal.report(project.diagnostics)
    if project.course is None:
        leave(Exit.FAULTS)
    try:
        moment = resolve_moment(
            as_of, os.environ.get("SOURCE_DATE_EPOCH"), project.course.zone, datetime.now(UTC)
        )
    except UnknownMoment as fault:
        raise click.BadParameter(str(fault), param_hint="'--as-of'") from None
    _print_table(project.course, moment)
    if has_errors(project.diagnostics):
        leave(Exit.FAULTS)


def _print_table(course: Course, moment: datetime) -> None:
    import sys

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from syllabus.model.course import Status
    from syllabus.timeline import arrange_meetings, schedule_order

    timeline = arrange_meetings(course.meetings, moment)
    upcoming = [meeting for meeting in timeline.upcoming if meeting.start is not None]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("", "Date", "Time", "Stream", "Title", "Reading"):
        table.add_column(heading, no_wrap=heading in ("Date", "Time"), overflow="fold")
    for meeting in schedule_order(course.meetings):
        is_next = bool(upcoming) and meeting is upcoming[0]
        cells = [Text(cell) for cell in _cells(course, meeting)]
        cells.insert(0, Text("→" if is_next else ""))
        dim = meeting in timeline.past or meeting.status is Status.CANCELLED
        table.add_row(*cells, style="bold" if is_next else "dim" if dim else None)
    console = Console(
        file=sys.stdout,
        no_color=not has_color(sys.stdout.isatty()),
        width=None if sys.stdout.isatty() else 120,
        highlight=False,
    )
    console.print(table)


def _cells(course: Course, meeting: Meeting) -> tuple[str, ...]:
    from syllabus.model.course import Status
    from syllabus.model.words import words_for
    from syllabus.timeline import format_date, format_load, format_time

    language = course.language
    if meeting.start is None:
        date = meeting.when.text if meeting.when else "TBD"
    else:
        date = format_date(meeting.start.date(), course.dates.schedule, "schedule", language)
    clock = meeting.start or meeting.time
    cancelled = meeting.status is Status.CANCELLED
    return (
        date,
        format_time(clock, language) if clock and not cancelled else "",
        "/".join(stream.label for stream in meeting.streams),
        f"{meeting.title.text} (cancelled)" if cancelled else meeting.title.text,
        format_load(meeting.load, words_for(language)) if meeting.load else "",
    )
