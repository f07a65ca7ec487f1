"""`syllabus publish`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.cli.values import shown_result

BRANCH = "git:"
"""What stands before the name of a branch, where a folder could be meant."""


@click.command(
    epilog="""\b
Examples:
  syllabus publish --to public/                   the page, the PDF and the calendar
  syllabus publish --to git:gh-pages              into a branch, for GitHub Pages
  syllabus publish --to /srv/www/optics --as-of 2021-04-14
  syllabus publish --to intranet/ --members --sure"""
)
@click.option(
    "--to",
    "target",
    metavar="TARGET",
    required=True,
    help="A folder, or git:BRANCH for a branch of the project's repository.",
)
@click.option(
    "--as-of", metavar="WHEN", help="The moment: a date, or a date and time; now unless given."
)
@click.option(
    "--members",
    is_flag=True,
    help="The members' edition, too, in members/. Whoever gets there reads links and passcodes.",
)
@click.option("--sure", is_flag=True, help="With --members: do not ask whether that is meant.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=1),
    default=120,
    show_default=True,
    help="How long a build may take, TeX and all before it.",
)
@pass_terminal
def publish(
    terminal: Terminal,
    target: str,
    as_of: str | None,
    members: bool,
    sure: bool,
    timeout: float,
) -> None:
    """Lay out a site for any web space: page, PDF and calendar.

    The public edition alone, unless told twice. A folder or a branch that holds anything else is
    left as it is.
    """
    layout = terminal.find_project()
    if members and not sure:
        _ask(terminal)
    from syllabus.cli.report import count_faults
    from syllabus.delivery.site.branch import BranchTarget
    from syllabus.delivery.site.folder import FolderTarget
    from syllabus.delivery.site.publishing import PublishRequest, publish_site
    from syllabus.diagnostics import Severity
    from syllabus.model.timeline import UnknownMoment

    branch = target.removeprefix(BRANCH) if target.startswith(BRANCH) else None
    place = _folder(target) if branch is None else None
    root = layout.root
    wanted = BranchTarget(branch or "", root) if place is None else FolderTarget(place, root)
    request = PublishRequest(layout, as_of, wanted, members=members, timeout=timeout)
    try:
        with terminal.progress() as progress:
            outcome = publish_site(request, progress, terminal.mention)
    except UnknownMoment as fault:
        raise click.BadParameter(str(fault), param_hint="'--as-of'") from None
    shown = outcome.diagnostics
    if not terminal.verbose:
        shown = tuple(fault for fault in shown if fault.severity > Severity.NOTE)
    terminal.report(shown)
    if outcome.files is None:
        terminal.mention(f"nothing was published: {count_faults(shown)}")
        leave(Exit.TEX if outcome.unwritable else Exit.FAULTS)
    shown_place = target if place is None else shown_result(place)
    count = f"{outcome.files} file{'' if outcome.files == 1 else 's'}"
    changes = f"{outcome.changed} new or changed" if outcome.changed else "nothing has changed"
    terminal.say(shown_place if terminal.quiet else f"{shown_place}: {count}, {changes}")
    if branch is not None and outcome.changed:
        terminal.mention(f"'git push origin {branch}' puts it on the web")


def _folder(target: str) -> Path:
    place = Path(target).absolute()
    if target.strip("-") and place.parent.is_dir():
        return place
    missing = f"there is no folder '{Path(target).parent}'"
    raise click.BadParameter(
        missing if target.strip("-") else "found nothing, expected a folder or git:BRANCH",
        param_hint="'--to'",
    )


def _ask(terminal: Terminal) -> None:
    """Leave unless the user means the members' edition, and says so a second time."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError(
            "whoever gets to the members' edition reads links and passcodes; if that is meant,"
            " say so twice: --members --sure"
        )
    question = (
        "Whoever gets to the address reads links, recordings and passcodes."
        " Publish the members' edition, too?"
    )
    if not click.confirm(question, err=True):
        terminal.mention("nothing was published")
        leave(Exit.USAGE)
