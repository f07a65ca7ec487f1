"""`syllabus init`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from syllabus.cli import completion
from syllabus.cli.new import shown_path
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import day_value, passed_over, record_value, today_in
from syllabus.on_demand import dataclass
from syllabus.workspace.system import user_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from syllabus.scaffold import NewCourse, NewFile, PlannedCourse

THURSDAY = 3


@click.command(
    epilog="""\b
Examples:
  syllabus init optics
  syllabus init optics --title "Optics for Everyone" --day Tuesday --time 18:00
  syllabus init . --stream Beginners --stream Advanced
  syllabus init optics-fall --from optics-spring --start 2026-09-07"""
)
@click.argument("directory", metavar="[DIR]", default=".", type=click.Path())
@click.option(
    "--title",
    metavar="TITLE",
    type=record_value("TEXT"),
    help="The course's name; made from the folder's name unless given.",
)
@click.option(
    "--author",
    "authors",
    metavar="NAME",
    type=record_value("TEXT"),
    multiple=True,
    help="Who runs the course; can be repeated. Git's user.name unless given.",
)
@click.option(
    "--place", metavar="PLACE", type=record_value("TEXT"), help="Where the course is held."
)
@click.option(
    "--language",
    metavar="CODE",
    type=record_value("LANGUAGE"),
    shell_complete=completion.languages,
    help="The handout's language, such as en-CA; that of LANG unless given.",
)
@click.option(
    "--zone",
    metavar="ZONE",
    type=record_value("ZONE"),
    shell_complete=completion.zones,
    help="The time zone of the meetings; this machine's unless given.",
)
@click.option(
    "--day",
    metavar="WEEKDAY",
    shell_complete=completion.weekdays,
    help="The weekday of the meetings, in English or in --language; Thursday unless given.",
)
@click.option(
    "--time",
    "clock",
    metavar="TIME",
    type=record_value("TIME"),
    help="When meetings start; 16:00 unless given.",
)
@click.option(
    "--stream",
    "streams",
    metavar="LABEL",
    type=record_value("TEXT"),
    multiple=True,
    help="One of the course's audiences; can be repeated. Its code is made from LABEL.",
)
@click.option(
    "--from",
    "old",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Make the next term of the course in DIR.",
)
@click.option(
    "--start",
    metavar="DATE",
    help="With --from: the first day of the new term.",
)
@pass_terminal
def init(
    terminal: Terminal,
    /,
    directory: str,
    day: str | None,
    old: Path | None,
    start: str | None,
    **answers: Any,
) -> None:
    """Start a course: a small project in DIR that builds as it is.

    On a terminal it asks for these values, unless an option gives one of them. With --from it is
    the next term of another course: dates are moved to the course's days from --start on, cancelled
    meetings, join links and recordings are left out, and everything else is copied. Nothing is ever
    overwritten.
    """
    if not directory:
        raise click.BadParameter("found nothing, expected a folder", param_hint="'DIR'")
    there = terminal.directory / directory
    root = Path(os.path.abspath(there))  # noqa: PTH100 - resolve() fails on circles of links
    if old is None:
        if start is not None:
            raise click.UsageError("--start is for another term; name the last one with --from DIR")
        _start_course(terminal, Path(directory), root, _Answers(**answers), day)
        return
    if start is None:
        raise click.UsageError("--from needs the day that the term begins; add --start DATE")
    if any(answers.values()):
        raise click.UsageError("with --from, only --day changes course.yaml; edit it afterwards")
    _roll_over(terminal, old.resolve(), root, start, day)


@dataclass(frozen=True, slots=True)
class _Answers:
    """The options given for the new course; None or empty if not given."""

    title: str | None
    authors: tuple[str, ...]
    place: str | None
    language: str | None
    zone: ZoneInfo | None
    clock: time | None
    streams: tuple[str, ...]


def _start_course(
    terminal: Terminal, directory: Path, root: Path, answers: _Answers, day: str | None
) -> None:
    from syllabus.scaffold import (
        IGNORED,
        NewCourse,
        git_name,
        machine_language,
        machine_zone,
        refuse_obstacles,
        title_of_folder,
        unread_zone,
    )

    silent = answers == _Answers(None, (), None, None, None, None, ()) and day is None
    name = git_name(os.environ, user_home())
    zone = answers.zone or ZoneInfo(machine_zone(os.environ))
    language = answers.language or machine_language(os.environ)
    course = NewCourse(
        title=answers.title or title_of_folder(root.name, language),
        authors=answers.authors or ((name,) if name else ()),
        place=answers.place,
        language=language,
        zone=zone.key,
        day=THURSDAY if day is None else _weekday(day, language),
        time=answers.clock or time(16),
        streams=answers.streams,
    )
    asked = silent and sys.stdin.isatty() and sys.stderr.isatty()
    if asked:
        with reporting_obstacles(root, terminal):  # before anybody answers for nothing
            refuse_obstacles(_plan(course, root).files, root, root / "syllabus")
        try:
            course = _ask(course)
        except click.Abort:
            click.echo("\ninterrupted", err=True)
            leave(Exit.INTERRUPTED)
    ignore = root / ".gitignore"
    kept = ignore.exists()
    planned = _plan(course, root)
    write_project(planned.files, root, terminal)
    if kept:
        lines = ", ".join(IGNORED.split())
        terminal.mention(f"{shown_path(ignore)} was not changed; add the lines {lines}")
    terminal.say(shown_path(root / "syllabus" / "course.yaml"))
    tz = unread_zone(os.environ)
    if tz is not None and answers.zone is None and not asked:
        shown = f"note: TZ is '{tz}', which is no name of a zone, so that 'zone' is {zone.key}"
        terminal.mention(f"{shown}; correct it in course.yaml")
    first, second = planned.days
    terminal.mention(f"The first meetings are on {first} and {second}. Build the handout with:")
    terminal.mention(f"  syllabus {with_directory(terminal.directory / directory)}build")


def _weekday(day: str, language: str) -> int:
    try:
        found: int = record_value("WEEKDAY", language)(day)
    except click.BadParameter as bad:
        bad.param_hint = "'--day'"
        raise
    return found


def _plan(course: NewCourse, root: Path) -> PlannedCourse:
    """Return the files of a new course, without a .gitignore where there is one."""
    from syllabus.scaffold import PlanningError, plan_course

    try:
        planned = plan_course(course, root, today_in(ZoneInfo(course.zone)))
    except PlanningError as reason:
        raise click.UsageError(str(reason)) from None
    ignore = root / ".gitignore"
    files = tuple(file for file in planned.files if file.path != ignore or not ignore.exists())
    return replace(planned, files=files)


def _ask(course: NewCourse) -> NewCourse:
    """Return the course as the user on the terminal has it."""
    from syllabus.front.records.forms import WEEKDAYS

    def ask(question: str, default: str, kind: Callable[[str], Any]) -> Any:
        return click.prompt(question, default=default, value_proc=kind, err=True)

    def ask_names(question: str, default: tuple[str, ...]) -> tuple[str, ...]:
        said = ask(question, ", ".join(default) or "none", record_value("TEXT"))
        names = tuple(name.strip() for name in said.split(",") if name.strip())
        return () if said.lower() == "none" else names

    title = ask("Title", course.title, record_value("TEXT"))
    authors = ask_names("Who runs it, with commas between names", course.authors)
    place = ask("Place", course.place or "none", record_value("TEXT"))
    language = ask("Language of the handout", course.language, record_value("LANGUAGE"))
    zone = ask("Time zone", course.zone, record_value("ZONE"))
    day = ask("Weekday", WEEKDAYS[course.day].capitalize(), record_value("WEEKDAY", language))
    clock = ask("Time", f"{course.time.hour}:{course.time.minute:02}", record_value("TIME"))
    streams = ask_names("Streams, with commas between", course.streams)
    return replace(
        course,
        title=title,
        authors=authors,
        place=None if place.lower() == "none" else place,
        language=language,
        zone=zone.key,
        day=day,
        time=clock,
        streams=streams,
    )


def _roll_over(terminal: Terminal, old: Path, root: Path, start: str, day: str | None) -> None:
    from syllabus.diagnostics import Severity, has_errors, sort_diagnostics
    from syllabus.front.check import check_project
    from syllabus.scaffold import PlanningError, plan_term, read_course_records
    from syllabus.workspace.layout import Layout, find_project

    layout = find_project(old)
    if layout is None:
        raise click.UsageError(f"no syllabus/course.yaml in {old} or any folder above it")
    term = read_course_records(layout)
    faults = sort_diagnostics((*term.faults, *term.record_faults))
    if term.course is None or has_errors(faults):
        terminal.report(faults)
        terminal.mention("nothing was written; correct the source course first")
        leave(Exit.FAULTS)
    weekday = None if day is None else _weekday(day, term.course.language)
    first = day_value(start, term.course.language, "--start")
    try:
        before = check_project(layout)
        planned = plan_term(term, before, root, first, weekday)
    except PlanningError as reason:
        raise click.UsageError(str(reason)) from None
    except OSError as failed:
        terminal.mention(f"cannot read {failed.filename}: {failed.strerror}")
        leave(Exit.TEX)
    write_project(planned.files, root, terminal)
    for line in passed_over(planned.passed):
        terminal.mention(line)
    passed = {slot.day for slot in planned.passed}
    if planned.first is not None and planned.first != first and first not in passed:
        from syllabus.front.records.forms import WEEKDAYS

        names = [WEEKDAYS[each.weekday()].capitalize() for each in (first, planned.first)]
        terminal.mention(
            f"--start {first} is a {names[0]}; the first meeting is on {names[1]}, {planned.first}"
        )
    # Their places and names are others now: what was there already is known by its number alone.
    found = check_project(Layout(root)).diagnostics
    more = Counter(each.code for each in found) - Counter(each.code for each in before.diagnostics)
    terminal.report(each for each in found if each.severity > Severity.NOTE and each.code in more)
    for path in planned.outside:
        terminal.mention(f"{shown_path(path)} leads out of its project, and was not copied")
    terminal.say(shown_path(root / "syllabus" / "course.yaml"))
    counted = {"cancelled": planned.dropped, "holiday": planned.holidays}
    if planned.holidays > 1:
        counted["holidays"] = counted.pop("holiday")
    behind = " and ".join(f"{count} {what}" for what, count in counted.items() if count)
    left = f", {behind} left behind" if behind else ""
    count = f"{planned.moved} meeting{'s' if planned.moved != 1 else ''}"
    terminal.mention(f"{count} moved{left}; review course.yaml, which was not changed")


def write_project(files: Iterable[NewFile], root: Path, terminal: Terminal) -> None:
    """Write the files of a new project, or leave with one line that says why not."""
    from syllabus.scaffold import write_files

    with reporting_obstacles(root, terminal):
        write_files(files, root, root / "syllabus")


@contextmanager
def reporting_obstacles(root: Path, terminal: Terminal) -> Iterator[None]:
    """Make a message of what is found in the way, or of why nothing can be written."""
    from syllabus.scaffold import AlreadyExists

    try:
        yield
    except AlreadyExists as found:
        names = ", ".join(shown_path(path) for path in found.paths)
        raise click.UsageError(
            f"found {names} in the way, and nothing is overwritten; name another folder"
        ) from None
    except OSError as failed:
        terminal.mention(f"cannot write in {shown_path(root)}: {failed.strerror}")
        leave(Exit.TEX)


def with_directory(directory: Path) -> str:
    """Return the option by which a command works in a folder, with a space behind it."""
    from shlex import quote

    return "" if directory == Path() else f"-C {quote(click.format_filename(directory))} "
