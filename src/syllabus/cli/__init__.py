"""The command line. Commands import what they run only when they run."""

from __future__ import annotations

from pathlib import Path

import click

from syllabus import __version__
from syllabus.cli.build import build
from syllabus.cli.calendar import calendar
from syllabus.cli.check import check
from syllabus.cli.clean import clean
from syllabus.cli.diff import diff
from syllabus.cli.doctor import doctor
from syllabus.cli.email import email
from syllabus.cli.init import init
from syllabus.cli.meetings import list_meetings
from syllabus.cli.new import new
from syllabus.cli.schema import schema
from syllabus.cli.terminal import Program, Terminal


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  syllabus doctor                is all there that a build needs?
  syllabus init optics           a small course in optics/ that builds as it is
  syllabus -C optics build       its handout, as of now
  syllabus -C optics check       what a build would refuse, without TeX

'syllabus COMMAND --help' has examples of each command.""",
)
@click.option(
    "-C",
    "directory",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Work in DIR instead of the current folder.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print faults and results only.")
@click.option("-v", "--verbose", is_flag=True, help="Say more, such as where TeX's log is.")
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, directory: Path, quiet: bool, verbose: bool) -> None:
    """Compile meeting records and a bibliography into a dated PDF handout.

    The project is the folder that holds syllabus/course.yaml; it is looked for from the
    working folder upwards.
    """
    context.obj = Terminal(directory, quiet=quiet, verbose=verbose)


for command in (
    *(init, new, build, check, list_meetings, diff),
    *(email, calendar, schema, clean, doctor),
):
    main.add_command(command)
