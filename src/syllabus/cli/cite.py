"""`syllabus cite`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from syllabus.cli import completion
from syllabus.cli.records import find_record
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syllabus.delivery.works import AskingLimits, Identifier, Services
    from syllabus.diagnostics import Diagnostic
    from syllabus.front.check import CheckedProject
    from syllabus.scaffold import CourseRecords
    from syllabus.scaffold.library import Additions

SERVICES: Services | None = None
LIMITS: AskingLimits | None = None
"""Where works are asked for, and how; the usual ones unless a test sets others."""


@click.command(
    epilog="""\b
Examples:
  syllabus cite 10.1016/S0031-8914(42)80035-X
  syllabus cite https://doi.org/10.1038/s41592-020-01049-4 arXiv:1909.05215v3
  syllabus cite 978-0-521-64222-4 --into 2021-04-15
  syllabus cite PMID:33542510 --into 2021-04-15 --part Optional
  syllabus cite https://example.org/an/article --to bib/papers.bib"""
)
@click.argument("works", metavar="WORK...", nargs=-1, required=True)
@click.option(
    "--to",
    "library",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="The library to add to, where the course has several.",
)
@click.option(
    "--into",
    "record",
    metavar="RECORD",
    type=click.Path(dir_okay=False),
    shell_complete=completion.records,
    help="Put it into a record, too, as something to read (its path, name or id).",
)
@click.option(
    "--part",
    metavar="LABEL",
    help="The part of the record, which is made if it is not there; what is to be read unless "
    "given.",
)
@click.option(
    "--anyway", is_flag=True, help="Add it even if the library has an entry of the same work."
)
@pass_terminal
def cite(
    terminal: Terminal,
    works: tuple[str, ...],
    library: str | None,
    record: str | None,
    part: str | None,
    anyway: bool,
) -> None:
    """Add works to the library by DOI, ISBN or another number.

    WORK is written in any way in which people paste it. The entry comes from doi.org, arXiv, Open
    Library, PubMed or the page itself, and stands at the end of the library under a key such as the
    others have. What to paste into a text is printed: [@zernike1942].
    """
    if part is not None and record is None:
        raise click.UsageError("--part is one of a record's; name the record with --into")
    wanted = _identifiers(works)
    layout = terminal.find_project()
    from syllabus.front.check import check_project
    from syllabus.scaffold import PlanningError, read_course_records
    from syllabus.scaffold.library import Additions, choose_library

    term, project = read_course_records(layout), check_project(layout)
    if term.course is None or project.course is None or project.style is None:
        terminal.report(term.faults or project.diagnostics)
        leave(Exit.FAULTS)
    into = None if record is None else find_record(term, record, "--into")
    try:
        path = choose_library(term, library, Path.cwd())
        additions = Additions(project, path, layout)
    except PlanningError as reason:
        raise click.UsageError(str(reason)) from None
    except OSError as fault:
        terminal.mention(f"cannot read {path}: {fault.strerror}")
        leave(Exit.TEX)
    keys, refused = _find(terminal, wanted, additions, anyway=anyway)
    _write(terminal, term, project, additions, into, part, keys)
    for key in dict.fromkeys(keys):
        terminal.say(f"[@{key}]")
    if refused:
        leave(Exit.TEX)


def _identifiers(works: Sequence[str]) -> tuple[Identifier, ...]:
    from syllabus.delivery.works import NotRecognised, join_words, read_identifier

    try:
        found = [read_identifier(each) for each in join_words(works)]
    except NotRecognised as reason:
        raise click.BadParameter(str(reason), param_hint="'WORK'") from None
    return tuple(dict.fromkeys(found))


def _find(
    terminal: Terminal, wanted: Sequence[Identifier], additions: Additions, *, anyway: bool
) -> tuple[list[str], bool]:
    """Return the keys of works, and whether one of them was not to be had."""
    from syllabus.delivery.works import Refused, ask_about
    from syllabus.diagnostics import Severity

    known = {} if anyway else {each: key for each in wanted if (key := additions.known_key(each))}
    contact = additions.course.people.contact
    address = contact.address.address if contact and contact.address else None
    with terminal.progress() as progress:
        answers = ask_about(
            [each for each in wanted if each not in known],
            additions.layout,
            progress,
            address if address and address.isascii() else None,
            SERVICES,
            LIMITS,
        )
    keys: list[str] = []
    refused = False
    for each in wanted:
        faults: list[Diagnostic] = []
        if each in known:
            terminal.mention(f"{each}: in the library already, as {known[each]}")
            keys.append(known[each])
            continue
        answer = answers[each]
        if isinstance(answer, Refused):
            terminal.report([answer.fault])
            terminal.mention(f"{each}: not added")
            refused = True
            continue
        found = additions.add(answer, faults, anyway=anyway)
        terminal.report(fault for fault in faults if fault.severity > Severity.NOTE)
        if found is None:
            terminal.mention(f"{each}: not added, as what {answer.name} sent cannot be used")
            refused = True
            continue
        keys.append(found.key)
        where = f"added to {additions.source.name}" if found.new else "in the library already"
        shown = f"{each}: {where}, as {found.key}"
        terminal.mention(f"{shown}: {found.reference}" if found.reference else shown)
    return keys, refused


def _write(
    terminal: Terminal,
    term: CourseRecords,
    project: CheckedProject,
    additions: Additions,
    into: Path | None,
    part: str | None,
    keys: Sequence[str],
) -> None:
    """Write the library and then the record, both planned before."""
    from syllabus.scaffold import PlanningError
    from syllabus.scaffold.edits import ChangedMeanwhile, write_changes
    from syllabus.scaffold.reading import plan_reading

    faults: list[Diagnostic] = []
    try:
        planned = None
        if into is not None and keys:
            planned = plan_reading(term, project, into, part, keys, faults)
            if planned is None:
                terminal.report(faults)
                terminal.mention("nothing was changed")
                leave(Exit.FAULTS)
        changes = [additions.change(), None if planned is None else planned.change]
        write_changes([each for each in changes if each is not None])
    except PlanningError as reason:
        terminal.mention(f"nothing was changed: {reason}")
        leave(Exit.FAULTS)
    except ChangedMeanwhile as changed:
        terminal.mention(f"{changed.path} was changed meanwhile, and is as it is; try again")
        leave(Exit.TEX)
    except OSError as fault:
        terminal.mention(f"cannot write {fault.filename}: {(fault.strerror or '').lower()}")
        leave(Exit.TEX)
    if planned is not None and into is not None:
        name = into.relative_to(term.layout.root) if into.is_relative_to(term.layout.root) else into
        done = "put into" if planned.change else "already in"
        terminal.mention(f"{done} '{planned.part}' of {name}")
