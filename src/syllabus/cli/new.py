"""`syllabus new`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from syllabus.cli import completion
from syllabus.cli.records import find_record, report_records
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import days_value, passed_over, record_value, today_in
from syllabus.on_demand import pattern

if TYPE_CHECKING:
    from datetime import date

    from syllabus.diagnostics import Diagnostic
    from syllabus.front.records.hours import Hours
    from syllabus.front.records.spans import DayTime
    from syllabus.scaffold import NewFile, PlannedMeeting

_DAY = pattern(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[./][0-9]{1,2}[./]([0-9]{2}){0,2}")


@click.command(
    context_settings={"allow_extra_args": True},
    epilog="""\b
Examples:
  syllabus new "Office hours"
  syllabus new "Fourier transforms" --stream blur --open
  syllabus new "Fourier transforms II" --like 2021-04-15-fourier
  syllabus new "Guest lecture" --speaker "Ellen Zhong" --date 2021-05-03 --time 18:00
  syllabus new "Summer school" --date "5 to 9 July 2021"
  syllabus new "Project proposal" --kind deadline --date 2021-05-07""",
)
@click.argument("title", metavar="TITLE", type=record_value("TEXT"))
@click.option(
    "--date",
    "day",
    metavar="DATE",
    help="The day or days, as in a record, or TBD, instead of the next free day.",
)
@click.option(
    "--time",
    "clock",
    metavar="TIME",
    type=record_value("TIME_OF_MEETING"),
    help="When it starts, or from when to when it is, all day or TBA; the course's time unless "
    "given.",
)
@click.option(
    "--stream",
    "streams",
    metavar="CODE",
    multiple=True,
    shell_complete=completion.streams,
    help="Whom it is for; can be repeated.",
)
@click.option(
    "--kind",
    metavar="CODE",
    help="What it is: deadline, exam, holiday, event, or a kind of the course's own.",
)
@click.option(
    "--speaker",
    "speakers",
    metavar="NAME",
    type=record_value("TEXT"),
    multiple=True,
    help="Who speaks, by name or by a short name of the course's people; can be repeated.",
)
@click.option(
    "--like",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    shell_complete=completion.records,
    help="Copy stream, time, duration and headings from another record (its path, name or id).",
)
@click.option(
    "--open",
    "open_record",
    is_flag=True,
    help="Open the record in $VISUAL or, without it, in $EDITOR.",
)
@click.pass_context
@pass_terminal
def new(
    terminal: Terminal,
    context: click.Context,
    title: str,
    day: str | None,
    clock: Hours | DayTime | None,
    streams: tuple[str, ...],
    kind: str | None,
    speakers: tuple[str, ...],
    like: str | None,
    open_record: bool,
) -> None:
    """Write the record of a new meeting on the next free day.

    That is the first day after all meetings, and after today, that course.yaml's 'day' and
    'every' allow and that is not in its 'breaks', not one of its 'holidays' and not the day of a
    record with 'kind: holiday'.
    """
    _refuse_slips(title, context.args)
    layout = terminal.find_project()
    from syllabus.scaffold import (
        DateChoice,
        MeetingRequest,
        PlanningError,
        plan_meeting,
        read_course_records,
    )

    term = read_course_records(layout)
    if term.course is None or term.course.zone is None:
        terminal.report(term.faults)
        leave(Exit.FAULTS)
    chosen = day is not None
    days = None if day is None else days_value(day, term.course.language, "--date")
    wanted = None if days is None else days.first
    request = MeetingRequest(
        title,
        wanted if chosen else DateChoice.NEXT_SLOT,
        clock,
        streams,
        None if like is None else find_record(term, like, "--like"),
        kind,
        speakers,
        None if days is None or days.first == days.last else days,
    )
    faults: list[Diagnostic] = []
    today = today_in(term.course.zone)
    try:
        planned = plan_meeting(term, request, today, faults)
    except PlanningError as reason:
        raise click.UsageError(str(reason)) from None
    if planned is None:
        terminal.report(faults)
        leave(Exit.FAULTS)
    _write(planned.file, layout.root, terminal)
    undated = () if chosen else (each for each in term.meetings if each.date is None)
    for record in undated:
        terminal.mention(f"{record.source.name}: has no date that can be read")
    for remark in _remarks(planned, wanted, today):
        terminal.mention(remark)
    report_records(terminal, layout, [planned.file.path])
    terminal.say(shown_path(planned.file.path))
    if open_record:
        _open(planned.file.path)


def _remarks(planned: PlannedMeeting, wanted: date | None, today: date) -> Iterator[str]:
    """Yield what is to be said of the day of a new meeting, which may be one that was asked for."""
    yield from passed_over(planned.passed)
    if planned.doubt is not None:
        yield f"note: {wanted} is a day without meetings: {planned.doubt}"
    if wanted is not None and wanted < today:
        yield f"note: {wanted} is over"


def _refuse_slips(title: str, more: list[str]) -> None:
    """Raise a usage error for a day in place of the title or behind it, and for several titles."""
    words = [title, *more]
    days = [word for word in words if _DAY.fullmatch(word)]
    if days:
        named = quote(" ".join(word for word in words if word not in days) or "TITLE")
        raise click.UsageError(
            f"found the day {days[0]} as a title; write syllabus new {named} --date {days[0]}"
        )
    if more:
        raise click.UsageError(
            f"TITLE is one argument, in quotes: syllabus new {quote(' '.join(words))}"
        )


def _open(record: Path) -> None:
    """Open a record in the user's editor; a usage error says that it is written and not open."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise click.UsageError(
            "the record is written, but not open: neither $VISUAL nor $EDITOR names an editor"
        )
    # A command with arguments, or the path of a program, which may have spaces.
    command = quote(editor) if Path(editor).is_file() else editor
    try:
        click.edit(filename=str(record), editor=command)
    except (click.ClickException, ValueError):  # the latter for quotation marks left open
        raise click.UsageError(
            f"the record is written, but '{editor}' could not open it;"
            " name another editor in $VISUAL or $EDITOR"
        ) from None


def _write(file: NewFile, root: Path, terminal: Terminal) -> None:
    from syllabus.scaffold import AlreadyExists, write_files

    try:
        write_files([file], root)
    except AlreadyExists:
        raise click.UsageError(
            f"{shown_path(file.path)} is there already; give another title, or another --date"
        ) from None
    except OSError as failed:
        terminal.mention(f"cannot write {shown_path(file.path)}: {failed.strerror}")
        leave(Exit.TEX)


def shown_path(path: Path) -> str:
    """Return a path from the working folder where it lies inside."""
    cwd = Path.cwd()
    return click.format_filename(path.relative_to(cwd) if path.is_relative_to(cwd) else path)
