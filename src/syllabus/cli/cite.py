"""`syllabus cite`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from syllabus.cli import completion
from syllabus.cli.records import find_record
from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal
from syllabus.on_demand import dataclass
from syllabus.source import shown_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syllabus.delivery.works import AskingLimits, Identifier, Refused, Services
    from syllabus.diagnostics import Diagnostic
    from syllabus.front.check import CheckedProject
    from syllabus.scaffold import CourseRecords
    from syllabus.scaffold.library import Additions
    from syllabus.source import SourceFile
    from syllabus.workspace.layout import Layout

SERVICES: Services | None = None
LIMITS: AskingLimits | None = None
"""Where works are asked for, and how; the usual ones unless a test sets others."""


@click.command(
    epilog="""\b
Examples:
  syllabus cite '10.1016/S0031-8914(42)80035-X'
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
    from syllabus.workspace.outputs import edits_lock

    place = _open(terminal, layout, library, record)
    answers = _ask(terminal, wanted, place.additions, anyway=anyway)
    with edits_lock(layout):
        if not place.additions.is_up_to_date():
            place = _open(terminal, layout, library, record)
        found = _add(terminal, wanted, place.additions, answers, anyway=anyway)
        _write(terminal, place, part, found)
    for key in dict.fromkeys(found.keys):
        terminal.say(f"[@{key}]")
    if found.refused:
        leave(Exit.TEX)


@dataclass(frozen=True, slots=True)
class _Place:
    """The course as it is, the library to be added to, and the record, if one is."""

    term: CourseRecords
    project: CheckedProject
    additions: Additions
    into: Path | None


@dataclass(frozen=True, slots=True)
class _Found:
    """The keys of works, what is said of those that are added, and those that are not."""

    keys: list[str]
    added: list[str]
    refused: list[Identifier]


def _open(terminal: Terminal, layout: Layout, library: str | None, record: str | None) -> _Place:
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
    return _Place(term, project, additions, into)


def _identifiers(works: Sequence[str]) -> tuple[Identifier, ...]:
    from syllabus.delivery.works import NotRecognised, join_words, read_identifier

    try:
        found = [read_identifier(each) for each in join_words(works)]
    except NotRecognised as reason:
        raise click.BadParameter(str(reason), param_hint="'WORK'") from None
    return tuple(dict.fromkeys(found))


def _ask(
    terminal: Terminal, wanted: Sequence[Identifier], additions: Additions, *, anyway: bool
) -> Mapping[Identifier, SourceFile | Refused]:
    """Return what is said of the works that the library does not have; of all, if `anyway`."""
    from syllabus.delivery.works import ask_about

    contact = additions.course.people.contact
    address = contact.address.address if contact and contact.address else None
    with terminal.progress() as progress:
        return ask_about(
            [each for each in wanted if anyway or additions.known_key(each) is None],
            additions.layout,
            progress,
            address if address and address.isascii() else None,
            SERVICES,
            LIMITS,
        )


def _add(
    terminal: Terminal,
    wanted: Sequence[Identifier],
    additions: Additions,
    answers: Mapping[Identifier, SourceFile | Refused],
    *,
    anyway: bool,
) -> _Found:
    """Take what was answered into the library, which is not written yet."""
    from syllabus.delivery.works import Refused
    from syllabus.diagnostics import Severity

    found = _Found([], [], [])
    for each in wanted:
        answer = answers.get(each)
        if answer is None:
            key = additions.known_key(each)
            if key is None:
                terminal.mention(f"{each}: the library has lost it meanwhile; try again")
                found.refused.append(each)
            else:
                terminal.mention(f"{each}: in the library already, as {key}")
                found.keys.append(key)
            continue
        if isinstance(answer, Refused):
            terminal.report([answer.fault])
            terminal.mention(f"{each}: not added")
            found.refused.append(each)
            continue
        faults: list[Diagnostic] = []
        work = additions.add(answer, faults, anyway=anyway)
        terminal.report(fault for fault in faults if fault.severity > Severity.NOTE)
        if work is None:
            terminal.mention(f"{each}: not added, as what {answer.name} sent cannot be used")
            found.refused.append(each)
        elif work.new:
            shown = f"{each}: added to {additions.source.name}, as {work.key}"
            found.added.append(f"{shown}: {work.reference}" if work.reference else shown)
            found.keys.append(work.key)
        else:
            terminal.mention(f"{each}: in the library already, as {work.key}")
            found.keys.append(work.key)
    return found


def _write(terminal: Terminal, place: _Place, part: str | None, found: _Found) -> None:
    """Write the library and the record, both planned before; tell what was added."""
    from syllabus.scaffold import PlanningError
    from syllabus.scaffold.edits import ChangedMeanwhile, write_changes
    from syllabus.scaffold.reading import plan_reading

    faults: list[Diagnostic] = []
    into, root = place.into, place.term.layout.root
    try:
        planned = None
        if into is not None and found.keys:
            planned = plan_reading(place.term, place.project, into, part, found.keys, faults)
            if planned is None:
                terminal.report(faults)
                terminal.mention("nothing was changed")
                leave(Exit.FAULTS)
        changes = [place.additions.change(), None if planned is None else planned.change]
        write_changes([each for each in changes if each is not None])
    except PlanningError as reason:
        terminal.mention(f"nothing was changed: {reason}")
        leave(Exit.FAULTS)
    except ChangedMeanwhile as changed:
        name = shown_name(changed.path, root)
        terminal.mention(f"nothing was changed: {name} was changed meanwhile; try again")
        leave(Exit.TEX)
    except OSError as fault:
        name = shown_name(Path(fault.filename), root)
        said = (fault.strerror or "").lower()
        terminal.mention(f"nothing was changed: cannot write {name}: {said}")
        leave(Exit.TEX)
    for line in found.added:
        terminal.mention(line)
    if planned is not None and into is not None:
        done = "put into" if planned.change else "already in"
        terminal.mention(f"{done} '{planned.part}' of {shown_name(into, root)}")
