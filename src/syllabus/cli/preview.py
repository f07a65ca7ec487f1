"""`syllabus preview`."""

from __future__ import annotations

import signal
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

import click

from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from syllabus.delivery.preview import Preview
    from syllabus.outputs.pdf.request import BuildRequest


@click.command(
    epilog="""\b
Examples:
  syllabus preview --open                 show the page, and show it again on every save
  syllabus preview --public --port 8000   what everybody sees, at the same port each time"""
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
    "--port",
    metavar="PORT",
    type=click.IntRange(1, 65_535),
    help="The port that the page is at; one that is free unless given.",
)
@click.option("--open", "open_page", is_flag=True, help="Show the page in the browser.")
@pass_terminal
def preview(
    terminal: Terminal, as_of: str | None, public: bool, port: int | None, open_page: bool
) -> None:
    """Show the web page on this machine, and again on every save.

    Until Ctrl-C. Nothing is written, TeX is not needed, and no other machine or user gets at it.
    """
    layout = terminal.find_project()
    from syllabus.model.course import Edition
    from syllabus.model.timeline import UnknownMoment
    from syllabus.outputs.pdf.request import BuildRequest

    edition = Edition.PUBLIC if public else Edition.MEMBERS
    request = BuildRequest(layout, as_of, edition, history=False, web=True)
    server = serve(terminal, port)
    try:
        _keep_showing(request, server, terminal, open_page)
    except UnknownMoment as fault:
        raise click.BadParameter(str(fault), param_hint="'--as-of'") from None
    finally:
        server.close()


def serve(terminal: Terminal, port: int | None = None) -> Preview:
    """Return a server of a page; leave with one line if there can be none."""
    from syllabus.delivery.preview import Preview

    try:
        return Preview(port or 0)
    except OSError as fault:
        reason = (fault.strerror or "the reason is unknown").lower()
        terminal.mention(f"cannot show a page at port {port}: {reason}; choose another --port")
        leave(Exit.TEX)


def launch(place: Path | str, terminal: Terminal) -> None:
    """Show a file or a page in a program that does not end with us."""
    # What we start inherits it, and a Ctrl-C reaches all that the terminal has in its foreground.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        terminal.show(place)
    finally:
        signal.signal(signal.SIGINT, before)


def _keep_showing(
    request: BuildRequest, server: Preview, terminal: Terminal, open_page: bool
) -> NoReturn:
    """Show the page whenever a file is saved, until Ctrl-C, which is how this ends well."""
    from syllabus.cli.report import count_faults
    from syllabus.diagnostics import Severity
    from syllabus.outputs.pdf.watch import HandoutWatch, PageBuilder

    builder = PageBuilder()
    watch = HandoutWatch(request, builder.build)
    least = Severity.NOTE if terminal.verbose else Severity.WARNING
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    told = False
    try:
        while True:
            with terminal.progress() as progress:
                outcome = watch.build(progress, terminal.mention)
            shown = tuple(each for each in outcome.told if each.severity >= least)
            at = "" if terminal.quiet else f"{datetime.now():%H:%M:%S} "
            if builder.files is None:
                terminal.mention(f"{at}no page: {count_faults(shown)}")
            else:
                server.show(builder.files)
                if not told:
                    terminal.say(server.address)
                    if open_page:
                        launch(server.address, terminal)
                else:
                    terminal.mention(f"{at}shown again")
                told = True
            terminal.report(shown)
            with terminal.footer("watching for changes; Ctrl-C ends"):
                watch.wait()
    except KeyboardInterrupt:
        leave(Exit.DONE)
