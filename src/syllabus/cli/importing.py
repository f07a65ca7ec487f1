"""`syllabus import`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

import click

from syllabus.cli import completion
from syllabus.cli.init import reporting_obstacles, with_directory, write_project
from syllabus.cli.new import shown_path
from syllabus.cli.sheet import bring_home, own_sheet
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import record_value, shown_result, today_in

if TYPE_CHECKING:
    from datetime import date

    from syllabus.importing import ImportOptions, PlannedImport, Question
    from syllabus.workspace.layout import Layout

_FEWEST_WORDS = 0.95
"""The share of the source's words in the PDF below which the missing ones are spoken of."""


@click.command(
    "import",
    epilog="""\b
Examples:
  syllabus import handout.docx
  syllabus import handout.tex references.bib --into optics
  syllabus import schedule.xlsx --title "Optics" --zone Europe/Oslo
  syllabus import page.html calendar.ics --into optics --yes
  syllabus import _lectures/ --into optics
  syllabus import weeks.md --from 2026-09-07
  syllabus import schedule.csv         a sheet of 'syllabus export', edited""",
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--into",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Make the project in DIR; a folder named as the first file unless given.",
)
@click.option(
    "--title",
    metavar="TITLE",
    type=record_value("TEXT"),
    help="The course's name; what the files say unless given.",
)
@click.option(
    "--language",
    metavar="CODE",
    type=record_value("LANGUAGE"),
    shell_complete=completion.languages,
    help="The language of the files and of the handout; what it looks like unless given.",
)
@click.option(
    "--zone",
    metavar="ZONE",
    type=record_value("ZONE"),
    shell_complete=completion.zones,
    help="The time zone of the meetings; what the files say, or this machine's, unless given.",
)
@click.option(
    "--from",
    "start",
    metavar="DATE",
    type=record_value("DAY"),
    help="The day of the first meeting, where the files count weeks and have no dates.",
)
@click.option("--yes", "-y", is_flag=True, help="Ask nothing, and take what is likeliest.")
@click.option("--no-build", is_flag=True, help="Write the project, and do not build its handout.")
@pass_terminal
def import_course(
    terminal: Terminal,
    files: tuple[Path, ...],
    directory: Path | None,
    title: str | None,
    language: str | None,
    zone: ZoneInfo | None,
    start: date | None,
    yes: bool,
    no_build: bool,
) -> None:
    """Make a project of an old handout, a spreadsheet or a page.

    Reads .tex, .docx, .odt, .md, .html and .ipynb (by pandoc), .csv, .tsv, .xlsx and .ods, .ics,
    .bib, .pdf as far as text can be had of it, folders of Jekyll and Hugo, and other courses of
    syllabus; several files become one course. What is not sure is asked on a terminal, and noted in
    the records as a comment. build/import.md has a report, with the words that did not come over.
    Nothing is ever overwritten.

    A sheet that 'syllabus export' wrote comes home instead: what was edited in it is shown as a
    diff, and changed in the records of this course once you agree. A row without a file makes a
    new record, and a record without a row is left alone.
    """
    if directory is None and len(files) == 1 and (data := own_sheet(files[0])) is not None:
        bring_home(terminal, files[0], data, yes=yes)
        return
    from syllabus.importing import ImportOptions

    chosen = directory or Path(files[0].resolve().stem or "course")
    there = terminal.directory / chosen
    root = Path(os.path.abspath(there))  # noqa: PTH100 - resolve() fails on circles of links
    if directory is None and root.exists():
        raise click.UsageError(
            f"{shown_path(root)} is there already; name another folder with --into DIR"
        )
    options = ImportOptions(title, language, None if zone is None else zone.key, start)
    planned = _plan(terminal, files, options, root, asks=not yes)
    ignore = root / ".gitignore"
    kept = tuple(file for file in planned.files if file.path != ignore or not ignore.exists())
    write_project(kept, root, terminal)
    from syllabus.workspace.layout import Layout

    _finish(terminal, planned, Layout(root), with_directory(there), build=not no_build)


def _plan(
    terminal: Terminal, files: tuple[Path, ...], options: ImportOptions, root: Path, *, asks: bool
) -> PlannedImport:
    from syllabus.importing import Unimportable, plan_import
    from syllabus.scaffold import machine_zone, refuse_obstacles

    with reporting_obstacles(root, terminal):  # before anybody answers for nothing
        refuse_obstacles((), root, root / "syllabus")
    zone = machine_zone(os.environ)
    asked = asks and sys.stdin.isatty() and sys.stderr.isatty()

    def ask(question: Question) -> str:
        return _ask(question) if asked else question.likeliest

    try:
        return plan_import(files, options, root, today_in(ZoneInfo(zone)), zone, ask)
    except Unimportable as fault:
        terminal.report([fault.diagnostic])
        terminal.mention("nothing was written")
        leave(Exit.FAULTS)
    except click.Abort:
        click.echo("\ninterrupted", err=True)
        leave(Exit.INTERRUPTED)


def _ask(question: Question) -> str:
    for answer, meaning in question.answers:
        if meaning:
            click.echo(f"  {answer}: {meaning}", err=True)
    known = [answer for answer, _ in question.answers]

    def read(text: str) -> str:
        if question.value:
            record_value(cast(Any, question.value))(text)
        elif text not in known:
            raise click.BadParameter(f"found '{text}', expected {' or '.join(known)}")
        return text.strip()

    default = question.likeliest
    return str(click.prompt(question.text, default=default, value_proc=read, err=True))


def _finish(
    terminal: Terminal, planned: PlannedImport, layout: Layout, option: str, *, build: bool
) -> None:
    """Check and build what was written, and report what came of it."""
    from syllabus.diagnostics import Severity, has_errors
    from syllabus.front.check import check_project

    faults = [
        fault
        for fault in check_project(layout).diagnostics
        if fault.severity > Severity.NOTE or terminal.verbose
    ]
    terminal.report(faults)
    built = None if not build or has_errors(faults) else _built(terminal, layout)
    text = None if built is None else _words_of(built, terminal)
    missing = None if text is None else planned.report.compared(text)
    report = layout.build / "import.md"
    _write_report(planned.report.text(missing), report, layout)
    terminal.say(shown_path(layout.course))
    terminal.mention(planned.report.summary())
    if places := len(planned.report.members):
        counted = "one place has" if places == 1 else f"{places} places have"
        terminal.mention(f"{counted} addresses or codes of meetings, for members only now")
    for doubt in planned.report.doubts[:10]:
        terminal.mention(f"not sure: {doubt}")
    if missing is not None:
        share = f"{missing.share:.1%} of the {missing.of_source} words"
        terminal.mention(f"{share} of the source are in the PDF")
        if missing.share < _FEWEST_WORDS:
            terminal.mention("many words are missing; the report lists them")
    terminal.mention(f"what found no place: {shown_path(report)}")
    if has_errors(faults):
        leave(Exit.FAULTS)
    if built is None:
        terminal.mention(f"Build the handout with:\n  syllabus {option}build")


def _built(terminal: Terminal, layout: Layout) -> Path | None:
    """Return the built handout; None, with what is wrong, without one."""
    from syllabus.outputs.pdf.request import BuildRequest
    from syllabus.outputs.pdf.stages import build_handout

    with terminal.progress() as progress:
        outcome = build_handout(BuildRequest(layout=layout, history=False), progress)
    if outcome.path is None:
        terminal.report(outcome.diagnostics)
        return None
    pages = f"{outcome.pages} page{'s' if outcome.pages != 1 else ''}"
    terminal.say(f"{shown_result(outcome.path)}: {pages}, {outcome.seconds:.1f} s")
    return outcome.path


def _words_of(pdf: Path, terminal: Terminal) -> str | None:
    """Return the words of the handout; None, with a line that says why, if nothing reads them."""
    from syllabus.importing import Unimportable, pdf_text
    from syllabus.workspace.files import read_file

    try:
        return pdf_text(read_file(pdf), pdf.name)
    except Unimportable as fault:
        why = "; ".join((fault.diagnostic.message, *fault.diagnostic.hints))
        terminal.mention(f"its words were not compared with those of the source: {why}")
        return None


def _write_report(text: str, path: Path, layout: Layout) -> None:
    from syllabus.workspace.files import write_file
    from syllabus.workspace.outputs import checksum, make_working_folder, note_outputs

    data = text.encode()
    make_working_folder(layout)
    note_outputs(layout, {path: checksum(data)})
    write_file(path, data)
