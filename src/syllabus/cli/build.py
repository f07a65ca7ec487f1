"""`syllabus build`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal


@click.command(
    epilog="""\b
Examples:
  syllabus build                                  the handout as of now
  syllabus build --as-of 2021-04-14               as of the start of that day
  syllabus build --as-of 2021-04-15T09:30 --open  as of a minute, and show it
  syllabus build --public --output handout.pdf    without links and passcodes"""
)
@click.option("--as-of", metavar="WHEN", help="A date or date and time in the course's zone; now.")
@click.option("--public", is_flag=True, help="Leave out join links, recordings and passcodes.")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(),
    help="Write the PDF to FILE, or into it if it is a folder, instead of build/.",
)
@click.option("--tex", is_flag=True, help="Stop before TeX and write the .tex.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "pdflatex", "lualatex"]),
    help="What sets the handout, whatever course.yaml says; auto: what its characters need.",
)
@click.option("--force", is_flag=True, help="Run TeX even if nothing has changed.")
@click.option(
    "--synctex",
    is_flag=True,
    help="Write a .synctex.gz beside the PDF, so that a click in it opens the record.",
)
@click.option("--open", "open_pdf", is_flag=True, help="Show the PDF.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=1),
    default=120,
    show_default=True,
    help="How long TeX may take.",
)
@pass_terminal
def build(
    terminal: Terminal,
    as_of: str | None,
    public: bool,
    output: str | None,
    tex: bool,
    engine: str | None,
    force: bool,
    synctex: bool,
    open_pdf: bool,
    timeout: float,
) -> None:
    """Build the dated PDF handout in build/.

    Meetings that are over at the handout's moment are printed as past. The last good PDF stays
    untouched until a new one is whole.
    """
    layout = terminal.find_project()
    place = _place(output) if output is not None else None
    edition = "public" if public else "members"
    if not (tex or force or terminal.verbose):
        from time import time

        from syllabus.standing import asked_for, find_standing

        where = str(place) if place else None
        asked = asked_for(as_of, edition, engine, where, synctex=synctex)
        standing = find_standing(layout, asked, time())
        if standing is not None:
            path = Path(next(iter(standing.outputs)))
            terminal.say(_result(path, standing.pages, 0, True, terminal))
            if open_pdf:
                click.launch(str(path))
            return
    from syllabus.build import BuildRequest, build_handout
    from syllabus.diagnostics import Severity
    from syllabus.model.course import Edition
    from syllabus.report import count_faults
    from syllabus.timeline import UnknownMoment

    request = BuildRequest(
        layout=layout,
        as_of=as_of,
        edition=Edition(edition),
        output=place,
        engine=engine,
        stop_before_tex=tex,
        force=force,
        synctex=synctex,
        timeout=timeout,
    )
    try:
        with terminal.progress() as progress:
            outcome = build_handout(request, progress, terminal.mention)
    except UnknownMoment as fault:
        raise click.BadParameter(str(fault), param_hint="'--as-of'") from None
    shown = outcome.diagnostics
    if not terminal.verbose:
        shown = tuple(fault for fault in shown if fault.severity > Severity.NOTE)
    terminal.report(shown)
    if outcome.path is None:
        terminal.mention(f"no handout: {count_faults(shown)}")
        if outcome.log is not None and terminal.verbose:
            terminal.mention(f"TeX's log: {outcome.log}")
        leave(Exit.TEX if outcome.tex_failed else Exit.FAULTS)
    terminal.say(_result(outcome.path, outcome.pages, outcome.seconds, outcome.fresh, terminal))
    if open_pdf:
        click.launch(str(outcome.path))


def _place(output: str) -> Path:
    """Return the file or folder that the user means; a usage error for a folder that is none."""
    path = Path(output).absolute()
    if not output or (output.endswith("/") and not path.is_dir()):
        raise click.BadParameter(f"there is no folder '{output}'", param_hint="'--output'")
    return path


def _result(path: Path, pages: int, seconds: float, fresh: bool, terminal: Terminal) -> str:
    """Return "build/x-2021-04-14.pdf: 28 pages, 2.1 s", or the path alone when quiet."""
    shown = min((os.path.relpath(path), str(path)), key=len)
    if terminal.quiet or not pages:
        return shown
    what = f"{pages} page{'s' if pages != 1 else ''}"
    return f"{shown}: {what}, {'nothing has changed' if fresh else f'{seconds:.1f} s'}"
