"""`syllabus check`."""

from __future__ import annotations

import click

from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal


@click.command(
    epilog="""\b
Examples:
  syllabus check
  syllabus check --format short
  syllabus check --format json | jq '.[].code'"""
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["human", "short", "json", "github"]),
    default="human",
    show_default=True,
    help="How faults are printed.",
)
@pass_terminal
def check(terminal: Terminal, form: str) -> None:
    """Find everything that a build would refuse, without TeX.

    All faults of all files come out in one run. Exit status 1 when there is an error.
    """
    layout = terminal.find_project()
    from syllabus.build import prepare_handout
    from syllabus.diagnostics import has_errors
    from syllabus.report import count_faults

    with terminal.progress() as progress:
        progress("checking the records")
        front = prepare_handout(layout)
    terminal.report(front.diagnostics, form)
    terminal.mention(count_faults(front.diagnostics) or "no faults")
    if has_errors(front.diagnostics):
        leave(Exit.FAULTS)
