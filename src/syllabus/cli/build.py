"""`syllabus build`."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import Seconds, moment_fault, output_place, shown_result

if TYPE_CHECKING:
    from syllabus.delivery.preview import Preview
    from syllabus.diagnostics import Diagnostic
    from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
    from syllabus.workspace.layout import Layout


@click.command(
    epilog="""\b
Examples:
  syllabus build                                  the handout as of now
  syllabus build --as-of 2021-04-14               as of the start of that day
  syllabus build --as-of 2021-04-15T09:30 --open  as of a minute, and show it
  syllabus build --public --output handout.pdf    without links and passcodes
  syllabus build --web                            the PDF, and a web page beside it
  syllabus build --accessible                     tagged, for screen readers
  syllabus build --watch --open                   show it, and build again on every save"""
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
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(),
    help="Write the PDF to FILE, or into it if it is a folder, instead of build/.",
)
@click.option(
    "--tex", is_flag=True, help="Stop before TeX and write the .tex, with the pictures beside it."
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "pdflatex", "lualatex"]),
    help="The TeX program, whatever course.yaml says; auto takes what the characters need.",
)
@click.option(
    "--accessible",
    is_flag=False,
    flag_value="ua-1",
    type=click.Choice(["ua-1", "ua-2"]),
    help="A tagged PDF, which screen readers can read: PDF/UA-1 unless given; by LuaLaTeX.",
)
@click.option("--force", is_flag=True, help="Run TeX even if nothing has changed.")
@click.option(
    "--synctex",
    is_flag=True,
    help="Write a .synctex.gz beside the PDF, so that a click in it opens the record.",
)
@click.option(
    "--no-history",
    is_flag=True,
    help="Leave no record in syllabus/history/: for a handout that nobody gets.",
)
@click.option(
    "--web",
    metavar="[FILE]",
    is_flag=False,
    flag_value="",
    type=click.Path(),
    help="Make a web page, too: build/SLUG/index.html, or FILE as one that holds everything.",
)
@click.option("--watch", is_flag=True, help="Build again whenever a file is saved, until Ctrl-C.")
@click.option("--open", "open_pdf", is_flag=True, help="Show the PDF; with --watch once.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=Seconds(),
    default=120,
    show_default=True,
    help="How long the build may take, TeX and all before it.",
)
@pass_terminal
def build(
    terminal: Terminal,
    as_of: str | None,
    public: bool,
    output: str | None,
    tex: bool,
    engine: str | None,
    accessible: str | None,
    force: bool,
    synctex: bool,
    no_history: bool,
    web: str | None,
    watch: bool,
    open_pdf: bool,
    timeout: float,
) -> None:
    """Build the dated PDF handout in build/.

    Meetings that are over at the handout's moment are printed as past. The last good PDF stays
    untouched until a new one is whole.
    """
    if tex and synctex:
        raise click.UsageError("--synctex is written by TeX, which --tex leaves out; choose one")
    layout = terminal.find_project()
    place = None if output is None else _place(output, tex=tex)
    if place is not None:
        from syllabus.workspace.outputs import layout_for

        layout = layout_for(layout, place)
    page = _page(web, tex=tex)
    edition = "public" if public else "members"
    if not (tex or force or watch or terminal.verbose):
        from syllabus.workspace.up_to_date import request_key

        where = str(place) if place else None
        key = request_key(
            as_of,
            edition,
            engine,
            accessible,
            where,
            synctex=synctex,
            history=not no_history,
            web=str(page or "") if web is not None else None,
        )
        if _told_last_build(layout, key, terminal, open_pdf):
            return
    from syllabus.model.course import Edition
    from syllabus.model.engine import Accessibility
    from syllabus.model.timeline import UnknownMoment
    from syllabus.outputs.pdf.request import BuildRequest
    from syllabus.outputs.pdf.stages import build_handout

    request = BuildRequest(
        layout=layout,
        as_of=as_of,
        edition=Edition(edition),
        output=place,
        engine=engine,
        accessible=Accessibility(accessible) if accessible else None,
        stop_before_tex=tex,
        force=force,
        synctex=synctex,
        history=not no_history,
        web=web is not None,
        page=page,
        timeout=timeout,
    )
    try:
        if watch:
            _keep_building(request, terminal, open_pdf)
        with terminal.progress() as progress:
            outcome = build_handout(request, progress, terminal.mention)
    except UnknownMoment as fault:
        raise moment_fault(fault, as_of) from None
    _tell(outcome, terminal, open_pdf)


def _place(output: str, *, tex: bool) -> Path:
    if tex:  # which has the name of its PDF, but for the suffix
        suffix = Path(output).suffix.lower()
        return output_place(output, "a .tex", ".pdf" if suffix == ".pdf" else ".tex", {})
    others = {
        ".tex": "a .tex is written by --tex",
        ".ics": "a calendar is written by 'syllabus calendar'",
        ".eml": "mail is written by 'syllabus email'",
    }
    return output_place(output, "a PDF", ".pdf", others)


def _page(web: str | None, *, tex: bool) -> Path | None:
    """Return the file that the page is asked to be in, if any."""
    if tex and web is not None:
        raise click.UsageError("--web makes a page of the whole handout, --tex stops; choose one")
    page = output_place(web, "a web page", ".html", {}, "--web") if web else None
    if page is not None and page.is_dir():
        raise click.BadParameter(f"'{web}' is a folder, expected a file", param_hint="'--web'")
    return page


def _told_last_build(layout: Layout, key: str, terminal: Terminal, open_pdf: bool) -> bool:
    """Say what the last build made, if that is up to date, and show it."""
    from time import time

    from syllabus.workspace.up_to_date import find_last_build

    last = find_last_build(layout, key, time())
    if last is None:
        return False
    path = Path(next(iter(last.outputs)))
    terminal.say(_result(path, last.pages, 0, True, terminal))
    made = [Path(each) for each in last.outputs if each.endswith(".html")]
    if made:
        terminal.say(shown_result(made[0]))
    if open_pdf:
        terminal.show(made[0] if made else path)
    return True


def _tell(outcome: BuildOutcome, terminal: Terminal, open_pdf: bool) -> None:
    """Say what was made and what is wrong, and show it; where there is no PDF, that is the end."""
    terminal.report(_shown(outcome, terminal))
    if outcome.path is None:
        if outcome.page is not None:
            terminal.say(shown_result(outcome.page))
        terminal.mention(_failure(outcome, terminal))
        if open_pdf and outcome.page is not None:
            terminal.show(outcome.page)
        leave(Exit.TEX if outcome.tex_failed else Exit.FAULTS)
    terminal.say(_result(outcome.path, outcome.pages, outcome.seconds, outcome.fresh, terminal))
    if outcome.page is not None:
        terminal.say(shown_result(outcome.page))
    if open_pdf:
        terminal.show(outcome.page or outcome.path)


def _keep_building(request: BuildRequest, terminal: Terminal, open_pdf: bool) -> NoReturn:
    """Build again whenever a file is saved, until Ctrl-C, which is how this ends well."""
    from syllabus.cli.preview import launch, serve
    from syllabus.outputs.pdf.watch import HandoutWatch

    watch, start = HandoutWatch(request), Path.cwd()
    server = serve(terminal) if request.web else None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while True:
            with terminal.progress() as progress:
                outcome = watch.build(progress, terminal.mention)
            at = "" if terminal.quiet else f"{datetime.now():%H:%M:%S} "
            if outcome.path is None:
                terminal.mention(f"{at}{_failure(outcome, terminal)}")
            else:
                built = (outcome.path, outcome.pages, outcome.seconds, outcome.fresh)
                terminal.say(f"{at}{_result(*built, terminal, start)}")
            if server is not None and outcome.page is not None:
                _show_page(outcome, server)
                terminal.say(f"{shown_result(outcome.page, start)}: {server.address}")
            terminal.report(_shown(outcome, terminal))
            if open_pdf and outcome.path is not None:
                launch(server.address if server else outcome.path, terminal)
                open_pdf = False
            with terminal.footer("watching for changes; Ctrl-C ends"):
                watch.wait()
    except KeyboardInterrupt:
        leave(Exit.DONE)


def _show_page(outcome: BuildOutcome, server: Preview) -> None:
    from syllabus.outputs.pdf.page import read_page

    with suppress(OSError):  # somebody has just removed it
        server.show(read_page(outcome))


def _shown(outcome: BuildOutcome, terminal: Terminal) -> tuple[Diagnostic, ...]:
    """Return the faults that the user wants to see."""
    from syllabus.diagnostics import Severity

    least = Severity.NOTE if terminal.verbose else Severity.WARNING
    return tuple(fault for fault in outcome.told if fault.severity >= least)


def _failure(outcome: BuildOutcome, terminal: Terminal) -> str:
    """Return "no handout: 2 errors", and where TeX's log is for those who want to know more.

    Where there is a page, it is the PDF alone that is not there.
    """
    from syllabus.cli.report import count_faults

    log = f"\nTeX's log: {outcome.log}" if outcome.log is not None and terminal.verbose else ""
    lacking = "handout" if outcome.page is None else "PDF"
    return f"no {lacking}: {count_faults(_shown(outcome, terminal))}{log}"


def _result(
    path: Path,
    pages: int,
    seconds: float,
    fresh: bool,
    terminal: Terminal,
    start: Path | str = os.curdir,
) -> str:
    """Return "build/x-2021-04-14.pdf: 28 pages, 2.1 s", or the path alone when quiet.

    The path is the one from the folder `start` where that is shorter.
    """
    shown = shown_result(path, start)
    if terminal.quiet or not pages:
        return shown
    what = f"{pages} page{'s' if pages != 1 else ''}"
    return f"{shown}: {what}, {'nothing has changed' if fresh else f'{seconds:.1f} s'}"
