"""A sheet that `syllabus export` wrote and somebody edited: what `syllabus import` does with it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from syllabus.cli.records import report_records
from syllabus.cli.terminal import Exit, Terminal, leave


def own_sheet(path: Path) -> bytes | None:
    """Return a file's content, as CSV, if it is a sheet that `syllabus export` wrote."""
    from syllabus.scaffold.sheet import LARGEST_SHEET, is_own_sheet
    from syllabus.workspace.files import read_file

    if path.suffix.lower() not in (".csv", ".tsv", ".txt", ".xlsx", ".ods"):
        return None
    try:
        data = read_file(path, LARGEST_SHEET)
    except OSError as fault:
        raise click.UsageError(f"cannot read {path}: {(fault.strerror or '').lower()}") from None
    if path.suffix.lower() in (".xlsx", ".ods"):
        data = _of_workbook(data, path)
    return data if is_own_sheet(data) else None


def _of_workbook(data: bytes, path: Path) -> bytes:
    """Return the sheet of a workbook that a spreadsheet saved it in; nothing if it has none.

    What is wrong with a workbook is told where it is imported.
    """
    from syllabus.importing import Unimportable, workbook_sheet
    from syllabus.outputs.export.sheet import FILE, FINGERPRINT

    try:
        return (workbook_sheet(data, path.name, (FILE, FINGERPRINT)) or "").encode()
    except Unimportable:
        return b""


def bring_home(terminal: Terminal, path: Path, data: bytes, *, yes: bool) -> None:
    """Show what a sheet of our own changes in the project's records, ask, and change them."""
    layout = terminal.find_project()
    from syllabus.diagnostics import Diagnostic, has_errors
    from syllabus.front.check import check_project
    from syllabus.scaffold import read_course_records
    from syllabus.scaffold.sheet import plan_sheet

    term, project = read_course_records(layout), check_project(layout)
    if term.course is None or project.course is None:
        terminal.report(term.faults or project.diagnostics)
        leave(Exit.FAULTS)
    if has_errors(term.record_faults):
        terminal.report(term.record_faults)
        terminal.mention("nothing was changed: first mend the records")
        leave(Exit.FAULTS)
    faults: list[Diagnostic] = []
    planned = plan_sheet(data, path, term, project, faults)
    terminal.report(faults)
    if planned is None:
        terminal.mention("nothing was changed")
        leave(Exit.FAULTS)
    for name in planned.missing:
        terminal.mention(f"{name}: has no row, and is left as it is")
    count = len(planned.changed) + len(planned.new)
    if not count:
        terminal.mention("nothing was edited")
        return
    for line in planned.diff(layout.root):
        terminal.say(line)
    told = f"{len(planned.changed)} changed, {len(planned.new)} new"
    if not yes:
        if not sys.stdin.isatty():
            terminal.mention(f"records: {told}; add --yes to write them")
            leave(Exit.USAGE)
        _confirm(f"Write {'this record' if count == 1 else f'these {count} records'}?")
    from syllabus.scaffold import AlreadyExists, write_files
    from syllabus.scaffold.edits import ChangedMeanwhile, write_changes

    try:
        write_files(planned.new, layout.root, then=lambda: write_changes(planned.changed))
    except (ChangedMeanwhile, AlreadyExists) as found:
        terminal.mention(f"{found} was changed meanwhile, and is as it is; import once more")
        leave(Exit.TEX)
    except OSError as fault:
        terminal.mention(f"cannot write {fault.filename}: {(fault.strerror or '').lower()}")
        leave(Exit.TEX)
    written = [*(each.path for each in planned.changed), *(each.path for each in planned.new)]
    report_records(terminal, layout, written, project.diagnostics)
    terminal.mention(f"records: {told}")


def _confirm(question: str) -> None:
    """Ask, and leave unless the answer is yes."""
    try:
        if not click.confirm(question, err=True):
            click.echo("nothing was changed", err=True)
            leave(Exit.DONE)
    except click.Abort:
        click.echo("\ninterrupted; nothing was changed", err=True)
        leave(Exit.INTERRUPTED)
