"""`syllabus list`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from syllabus.cli import completion
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import moment_fault

if TYPE_CHECKING:
    from syllabus.model.course import Course, Meeting, Stream
    from syllabus.model.deadlines import Deadline
    from syllabus.outputs.listing import ListedMeeting


@click.command(
    "list",
    epilog="""\b
Examples:
  syllabus list
  syllabus list --upcoming --stream sharpen
  syllabus list --past --as-of 2021-03-23
  syllabus list --rota
  syllabus list --json | jq '.[] | select(.status == "next").start'""",
)
@click.option(
    "--as-of", metavar="WHEN", help="The moment: a date, or a date and time; now unless given."
)
@click.option("--upcoming", is_flag=True, help="Leave out what is over.")
@click.option("--past", is_flag=True, help="Show only what is over.")
@click.option(
    "--stream",
    metavar="CODE",
    shell_complete=completion.streams,
    help="Show only what is for this stream or for everyone.",
)
@click.option("--deadlines", is_flag=True, help="Show what is due, instead of the meetings.")
@click.option("--rota", is_flag=True, help="Show who takes turns instead, and who is next.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
@pass_terminal
def list_meetings(
    terminal: Terminal,
    as_of: str | None,
    upcoming: bool,
    past: bool,
    stream: str | None,
    deadlines: bool,
    rota: bool,
    as_json: bool,
) -> None:
    """Show the meetings, what there is to read and what is missing.

    An arrow marks the next meeting, which a deadline or a holiday never is; those that are over or
    cancelled are dimmed. Missing can be a
    recording or a join link that other meetings have, something to read for a meeting within seven
    days, its time, or the reason for a cancellation; 'syllabus check' notes the same.
    """
    _refuse_pairs(upcoming=upcoming, past=past, stream=stream, deadlines=deadlines, rota=rota)
    layout = terminal.find_project()
    from syllabus.diagnostics import has_errors
    from syllabus.front.check import check_project
    from syllabus.front.records.asked import asked_moment
    from syllabus.model.timeline import UnknownMoment
    from syllabus.outputs.listing import list_course, list_deadlines, listed_json

    project = check_project(layout)
    if project.course is None or has_errors(project.diagnostics):
        terminal.report(project.diagnostics)
    if project.course is None:
        leave(Exit.FAULTS)
    try:
        moment = asked_moment(as_of, project.course)
    except UnknownMoment as fault:
        raise moment_fault(fault, as_of) from None
    if rota:
        _show_rota(terminal, project.course, moment, as_json=as_json)
        leave(Exit.FAULTS if has_errors(project.diagnostics) else Exit.DONE)
    chosen = None if stream is None else _find_stream(project.course, stream)
    listed = () if deadlines else list_course(project.course, moment, chosen)
    if upcoming or past:
        listed = tuple(each for each in listed if each.is_over == past)
    if deadlines:
        found = list_deadlines(project.course, chosen)
        if upcoming or past:
            found = tuple(each for each in found if each.is_over(moment) == past)
        _show_deadlines(terminal, project.course, found, moment, as_json=as_json)
    elif as_json:
        from syllabus.source import json_text

        shown = [listed_json(project.course, each) for each in listed]
        terminal.say(json_text(shown))
    elif listed:
        _print_table(project.course, listed)
    else:
        terminal.mention("no such meetings")
    if has_errors(project.diagnostics):
        leave(Exit.FAULTS)


def _refuse_pairs(
    *, upcoming: bool, past: bool, stream: str | None, deadlines: bool, rota: bool
) -> None:
    """Raise a usage error for options that do not go together."""
    if upcoming and past:
        raise click.UsageError("--upcoming and --past leave nothing; without them, all are shown")
    if rota and (upcoming or past or stream):
        raise click.UsageError("--rota is of all meetings; leave --upcoming, --past, --stream out")
    if rota and deadlines:
        raise click.UsageError("--rota and --deadlines are two lists; leave one of them out")


def _show_deadlines(
    terminal: Terminal,
    course: Course,
    found: tuple[Deadline, ...],
    moment: datetime,
    *,
    as_json: bool,
) -> None:
    from syllabus.cli.table import TableColumn, print_table
    from syllabus.model.timeline import format_date, format_time
    from syllabus.outputs.listing import deadline_json
    from syllabus.source import json_text
    from syllabus.writers.plain import PlainWriter

    if as_json:
        terminal.say(json_text([deadline_json(course, each, moment) for each in found]))
        return
    if not found:
        terminal.mention("nothing is due")
        return
    language, writer = course.language, PlainWriter(macros=course.definitions)
    dates = (
        format_date(each.moment.date(), course.dates.schedule, "schedule", language)
        for each in found
    )
    times = (
        "" if each.all_day else format_time(each.moment, language, course.clock) for each in found
    )
    columns = (
        TableColumn("Due", tuple(dates)),
        TableColumn("Time", tuple(times), rank=1),
        TableColumn(
            "Stream", tuple("/".join(s.label for s in each.streams) for each in found), rank=3
        ),
        TableColumn("Title", tuple(writer.title(e.title) for e in found), stretches=True, least=14),
        TableColumn(
            "Meeting",
            tuple("" if e.part is None else writer.title(e.meeting.title) for e in found),
            rank=2,
            most=24,
        ),
    )
    print_table(columns, ["dim" if each.is_over(moment) else None for each in found])


def _show_rota(terminal: Terminal, course: Course, moment: datetime, *, as_json: bool) -> None:
    from syllabus.cli.table import TableColumn, print_table
    from syllabus.model.rota import presentation_counts
    from syllabus.model.timeline import format_date
    from syllabus.outputs.listing import rota_json
    from syllabus.source import json_text

    found = presentation_counts(course, moment)
    if as_json:
        terminal.say(json_text([rota_json(each) for each in found]))
        return
    if not found:
        terminal.mention("course.yaml names nobody who takes turns: rota: [ada, bo]")
        return

    def day(meeting: Meeting | None) -> str:
        if meeting is None or meeting.start is None:
            return ""
        pattern, date = course.dates.schedule, meeting.start.date()
        return format_date(date, pattern, "schedule", course.language)

    names = (", ".join(member.person.name.text for member in each.group) for each in found)
    columns = (
        TableColumn("", ("→", *("" for _ in found[1:]))),
        TableColumn("Name", tuple(names), stretches=True, most=24, least=14),
        TableColumn("Presented", tuple(str(each.times) for each in found)),
        TableColumn("Last", tuple(day(each.last) for each in found), rank=1),
        TableColumn("Next", tuple(day(each.next) for each in found)),
    )
    print_table(columns, ["bold", *(None for _ in found[1:])])


def _find_stream(course: Course, wanted: str) -> Stream:
    """Return the stream of a code; a usage error if there is none."""
    from syllabus.model.course import stream_hint

    known = {stream.code.casefold(): stream for stream in course.streams}
    stream = known.get(wanted.casefold())
    if stream is None:
        hint = stream_hint(wanted, (each.code for each in course.streams))
        raise click.BadParameter(f"there is no stream '{wanted}'; {hint}", param_hint="'--stream'")
    return stream


_BREAKS_OF_DATES = r"(?<=–) |(?<=\w{5},) "
"""Where the date of several days may be folded: behind the first, or behind the weekday of all."""

_STYLES = {"past": "dim", "cancelled": "dim", "next": "bold"}


def _print_table(course: Course, listed: tuple[ListedMeeting, ...]) -> None:
    from syllabus.cli.table import TableColumn, print_table

    rows = [_cells(course, each) for each in listed]
    dates, times, kinds, streams, speakers, titles, rooms, loads, missing = zip(*rows, strict=True)
    arrows = tuple("→" if each.status == "next" else "" for each in listed)
    # Of several days and of groups, what is said may have several lines.
    days = [row[0] for row, each in zip(rows, listed, strict=True) if each.meeting.start]
    clocks = [row[1] for row, each in zip(rows, listed, strict=True) if not each.meeting.groups]
    # The first to go are the widest and those that are mostly the same for all meetings.
    columns = (
        TableColumn("", arrows),
        TableColumn(
            "Date",
            dates,
            most=_widest(piece for each in days for piece in re.split(_BREAKS_OF_DATES, each)),
            breaks=_BREAKS_OF_DATES,
        ),
        TableColumn(
            "Time",
            times,
            rank=2,
            most=_widest(piece for each in times for piece in each.split(", ")),
            least=_widest(clocks),
        ),
        TableColumn("Kind", kinds, rank=5, most=16, least=13),
        TableColumn("Stream", streams, rank=3, most=16),
        *([TableColumn("Speaker", speakers, rank=2, most=20)] if any(speakers) else ()),
        TableColumn("Title", titles, stretches=True, most=24, least=14),
        TableColumn("Room", rooms, rank=5, most=16),
        TableColumn("Reading", loads, rank=4, most=22, least=11),
        TableColumn("Missing", missing, rank=1, most=9),
    )
    print_table(columns, [_STYLES.get(each.status) for each in listed])


def _widest(cells: Iterable[str]) -> int:
    return max(map(len, cells), default=15)


def _cells(course: Course, listed: ListedMeeting) -> tuple[str, ...]:
    from syllabus.model.kinds import MEETING_KIND
    from syllabus.model.people import headliners
    from syllabus.model.rooms import differing
    from syllabus.model.timeline import format_clock, format_days, format_load
    from syllabus.model.words import words_of
    from syllabus.writers.plain import PlainWriter

    meeting, language = listed.meeting, course.language
    words = words_of(course)
    if meeting.start is None:
        date = meeting.when.text if meeting.when else "TBD"
    else:
        date = format_days(meeting, course.dates, "schedule", language, words)
    title = PlainWriter(macros=course.definitions).title(meeting.title)
    cancelled = listed.status == "cancelled"
    room = differing(meeting.room, course.room)
    return (
        date,
        "" if cancelled else format_clock(meeting, language, words, course.clock),
        meeting.kind.name(words) if meeting.kind != MEETING_KIND else "",
        "/".join(stream.label for stream in meeting.streams),
        ", ".join(each.person.name.text for each in headliners(meeting.speakers)),
        f"{title} (cancelled)" if cancelled else title,
        "" if room is None or cancelled else room.name.text,
        format_load(meeting.load, words) if meeting.load else "",
        ", ".join(listed.missing),
    )
