"""The command line. Commands import what they run only when they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from syllabus import __version__
from syllabus.cli.program import Folder, Program

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {
    "build": ("build.build", "Build the dated PDF handout in build/."),
    "calendar": (
        "calendar.calendar",
        "Write the calendar that people subscribe to, build/SLUG.ics.",
    ),
    "check": ("check.check", "Find everything that a build would refuse, without TeX."),
    "cite": ("cite.cite", "Add works to the library by DOI, ISBN or another number."),
    "clean": ("clean.clean", "Remove what syllabus made in this project, and nothing else."),
    "diff": ("diff.diff", "Show what changed for readers since the last handout."),
    "doctor": ("doctor.doctor", "Show what TeX needs and what is missing."),
    "email": ("email.email", "Write the mail that announces the next meeting."),
    "export": ("export.export", "Write the schedule and the records for other programs."),
    "import": (
        "importing.import_course",
        "Make a project of an old handout, a spreadsheet or a page.",
    ),
    "init": ("init.init", "Start a course: a small project in DIR that builds as it is."),
    "list": (
        "meetings.list_meetings",
        "Show the meetings, what there is to read and what is missing.",
    ),
    "new": ("new.new", "Write the record of a new meeting on the next free day."),
    "preview": (
        "preview.preview",
        "Show the web page on this machine, and again on every save.",
    ),
    "publish": (
        "publish.publish",
        "Lay out a site for any web space: page, PDF and calendar.",
    ),
    "schema": ("schema.schema", "Print the JSON Schema of course.yaml or of front matter."),
}
"""Where each command is, and the first sentence of its help; it is imported when it is run."""


@click.group(
    cls=Program,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  syllabus doctor                is everything installed that a build needs?
  syllabus init optics           a small course in optics/ that builds as it is
  syllabus -C optics build       its handout, as of now
  syllabus -C optics check       what a build would refuse, without TeX

'syllabus COMMAND --help' has examples of each command.""",
)
@click.option(
    "-C",
    "directory",
    metavar="DIR",
    type=Folder(),
    default=".",
    help="Work in DIR instead of the current folder.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print faults and results only.")
@click.option("-v", "--verbose", is_flag=True, help="Say more, such as where TeX's log is.")
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, directory: Path, quiet: bool, verbose: bool) -> None:
    """Compile meeting records and a bibliography into a dated PDF handout.

    The project is the folder that holds syllabus/course.yaml; it is searched for from the working
    folder upwards.
    """
    from syllabus.cli.terminal import Terminal

    context.obj = Terminal(directory, quiet=quiet, verbose=verbose)
