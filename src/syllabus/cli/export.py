"""`syllabus export`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import output_place, shown_result

if TYPE_CHECKING:
    from syllabus.outputs.export.exporting import Exported

_NAMES = {"csv": "a sheet", "md": "Markdown", "tex": "LaTeX", "json": "JSON", "bib": "BibTeX"}
_BY_PANDOC = ("docx", "odt", "rtf", "epub", "pptx")
_ELSEWHERE = {
    "pdf": "a PDF is written by 'syllabus build'",
    "html": "a page is written by 'syllabus build --web'",
    "ics": "a calendar is written by 'syllabus calendar'",
    "xlsx": "spreadsheets open what --format csv writes",
}


@click.command(
    epilog="""\b
Examples:
  syllabus export --format csv --output schedule.csv    for a spreadsheet, and back
  syllabus export --format md --public | pandoc -o handout.docx
  syllabus export --format tex --output for-the-editor/handout.tex
  syllabus export --format json | jq '.[].title'
  syllabus export --format bib --output cited.bib       what the handout cites"""
)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(_NAMES)),
    help="What to write: a sheet, Markdown, LaTeX, JSON or BibTeX; unless given, what FILE ends "
    "in.",
)
@click.option(
    "--as-of", metavar="WHEN", help="The moment: a date, or a date and time; now unless given."
)
@click.option(
    "--public",
    is_flag=True,
    help="The edition for everyone, with nothing that is for members only.",
)
@click.option("--all", "everything", is_flag=True, help="Of the library, what nothing cites, too.")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(),
    help="Write to FILE instead of printing it.",
)
@pass_terminal
def export(
    terminal: Terminal,
    form: str | None,
    as_of: str | None,
    public: bool,
    everything: bool,
    output: str | None,
) -> None:
    """Write the schedule and the records for other programs.

    A sheet has a row for each record and a column for each key, and comes back by 'syllabus
    import'. Markdown and LaTeX are the whole handout, JSON is the records with their texts, and
    BibTeX is the entries that the handout cites.
    """
    if form is None and output is not None:
        form = Path(output).suffix.removeprefix(".").lower()
    if form not in _NAMES:
        told = f"say what to write: --format {'|'.join(_NAMES)}"
        if form in _BY_PANDOC and output is not None:
            told = f"for .{form}: syllabus export --format md | pandoc -o {shlex.quote(output)}"
        raise click.UsageError(_ELSEWHERE.get(form or "", told))
    path = None
    if output not in (None, "-"):
        path = output_place(output, _NAMES[form], f".{form}", {})
    if everything and form != "bib":
        raise click.UsageError("--all is of the library; add --format bib")
    layout = terminal.find_project()
    from syllabus.diagnostics import Severity, has_errors
    from syllabus.model.course import Edition
    from syllabus.model.timeline import UnknownMoment
    from syllabus.outputs.export.exporting import export_course

    if path is not None and path.is_dir():
        path = path / f"{layout.root.name}.{form}"
    edition = Edition.PUBLIC if public else Edition.MEMBERS
    try:
        exported = export_course(layout, form, as_of, edition, everything=everything)
    except UnknownMoment as fault:
        raise click.BadParameter(str(fault), param_hint="'--as-of'") from None
    shown = exported.diagnostics
    if not terminal.verbose:
        shown = tuple(fault for fault in shown if fault.severity > Severity.NOTE)
    terminal.report(shown)
    if exported.text is None:
        terminal.mention("nothing is exported")
        leave(Exit.FAULTS)
    if path is None:
        _print(exported, terminal)
    else:
        _write(exported, form, path, terminal)
    if has_errors(exported.diagnostics):
        leave(Exit.FAULTS)


def _print(exported: Exported, terminal: Terminal) -> None:
    click.echo(exported.text, nl=False)
    for name, path in exported.pictures.items():
        terminal.mention(f"a picture beside it: {name} is {shown_result(path)}")


def _write(exported: Exported, form: str, path: Path, terminal: Terminal) -> None:
    from syllabus.outputs.export.exporting import write_export

    try:
        write_export(exported, form, path)
    except OSError as fault:
        place = fault.filename or path
        terminal.mention(f"cannot write {place}: {(fault.strerror or '').lower()}")
        leave(Exit.TEX)
    terminal.say(shown_result(path))
