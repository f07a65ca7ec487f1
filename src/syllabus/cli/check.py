"""`syllabus check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from syllabus.cli import completion
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal

if TYPE_CHECKING:
    from syllabus.diagnostics import Diagnostic
    from syllabus.outputs.last_check import LastCheck
    from syllabus.workspace.layout import Layout


class Asked(NamedTuple):
    """What is looked for only where it is asked for."""

    unused: bool
    links: bool
    accessible: bool


def _explain(context: click.Context, option: click.Parameter, code: str | None) -> None:
    """Print what a code means and end; a usage error if there is none of that name."""
    if code is None:
        return
    from syllabus.cli.report import explanations
    from syllabus.diagnostics import nearest_hint

    known = explanations()
    if code not in known:
        hints = nearest_hint(code, known) or ("docs/reference/faults.md lists them all",)
        raise click.BadParameter(
            f"there is no fault '{code}'; {hints[0]}", context, option, "'--explain'"
        )
    click.echo(f"{code}\n\n{known[code]}")
    context.exit(Exit.DONE)


def _trust(library: Path) -> None:
    from syllabus.front.records import is_library
    from syllabus.source import real_path
    from syllabus.workspace.trusted import Trusted, trust

    if not is_library(library):
        raise click.BadParameter(
            "expected a file whose name ends in .bib, links followed",
            param_hint="'--trust-library'",
        )
    trust(Trusted.LIBRARY, str(real_path(library)))


@click.command(
    epilog="""\b
Examples:
  syllabus check
  syllabus check --strict --links
  syllabus check --accessible
  syllabus check --explain unknown-citation
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
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--unused", is_flag=True, help="Name the entries of the bibliography that nothing cites."
)
@click.option(
    "--links",
    is_flag=True,
    help="Ask every web address whether it still works; an answer counts for a day.",
)
@click.option(
    "--accessible",
    is_flag=True,
    help="Ask for what readers lack who do not see the texts, such as what a picture shows.",
)
@click.option(
    "--as-of", metavar="WHEN", help="The moment: a date, or a date and time; now unless given."
)
@click.option(
    "--explain",
    metavar="CODE",
    shell_complete=completion.codes,
    expose_value=False,
    is_eager=True,
    callback=_explain,
    help="Print what a fault's code means, and stop.",
)
@click.option(
    "--trust-library",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A .bib file outside the project that course.yaml names is yours: from now on it is read.",
)
@pass_terminal
def check(
    terminal: Terminal,
    form: str,
    strict: bool,
    unused: bool,
    links: bool,
    accessible: bool,
    as_of: str | None,
    trust_library: Path | None,
) -> None:
    """Find everything that a build would refuse, without TeX.

    All faults of all files come out in one run, with notes on what a careful editor would ask
    about. Exit status 1 when there is an error.
    """
    if trust_library is not None:
        _trust(trust_library)
    layout = terminal.find_project()
    from syllabus.cli.report import count_faults
    from syllabus.diagnostics import Severity
    from syllabus.outputs.last_check import LastCheck

    asked = Asked(unused, links, accessible)
    last = LastCheck(layout, as_of, unused=unused, accessible=accessible)
    found = None if links else last.find()
    if found is None:
        found = _find_faults(terminal, layout, as_of, last, asked)
    terminal.report(found, form)
    terminal.mention(count_faults(found) or "no faults")
    least = Severity.WARNING if strict else Severity.ERROR
    if any(fault.severity >= least for fault in found):
        leave(Exit.FAULTS)


def _find_faults(
    terminal: Terminal,
    layout: Layout,
    as_of: str | None,
    last: LastCheck,
    asked: Asked,
) -> tuple[Diagnostic, ...]:
    from syllabus.cli.values import moment_fault
    from syllabus.diagnostics import sort_diagnostics
    from syllabus.front.check.accepted import leave_out_accepted, unneeded
    from syllabus.front.check.advice import advice_turns, unused_entries
    from syllabus.front.check.calendar import advise_calendar, unread_records
    from syllabus.front.records.published import read_published
    from syllabus.model.timeline import UnknownMoment
    from syllabus.outputs.pdf.last_build import unchanged_span
    from syllabus.outputs.pdf.preparation import prepare_handout

    with terminal.progress() as progress:
        progress("checking the records")
        try:
            prepared = prepare_handout(layout, as_of)
        except UnknownMoment as fault:
            raise moment_fault(fault, as_of) from None
        faults = [*prepared.diagnostics]
        published = read_published(layout, faults)
        course, moment = prepared.project.course, prepared.moment
        if published is not None and course is not None and moment is not None:
            faults += advise_calendar(course, published, moment, prepared.diagnostics)
        # A record that could not be read may cite what nothing else does.
        unread = course is not None and unread_records(course, prepared.diagnostics)
        if asked.unused and not unread:
            faults += (*prepared.project.uncited, *unused_entries(prepared.project))
        if asked.accessible:
            from syllabus.front.check.accessible import check_accessible

            faults += check_accessible(prepared.project)
        if asked.links:
            from syllabus.delivery.links.checking import check_links

            faults += check_links(prepared.project, layout, progress)
    left, accepted = leave_out_accepted(faults, prepared.project.accepted)
    found = sort_diagnostics((*left, *unneeded(accepted, left)))
    if asked.links or prepared.machine is None:
        return found
    if course is not None and moment is not None:
        ends = (each.end for each in published.meetings.values()) if published else ()
        span = unchanged_span(course, moment, (*advice_turns(course), *ends))
        last.keep(found, prepared.project.inputs, prepared.machine, span)
    return found
