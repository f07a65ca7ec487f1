"""`syllabus diff`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syllabus.cli import completion
from syllabus.cli.terminal import Exit, Terminal, has_color, leave, pass_terminal
from syllabus.cli.values import moment_fault
from syllabus.workspace.system import for_output

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.text import Text

    from syllabus.diagnostics import Diagnostic
    from syllabus.model.course import Course
    from syllabus.outputs.history import Snapshot
    from syllabus.outputs.history.compare import Changes
    from syllabus.outputs.history.remarks import Remark, Wording
    from syllabus.workspace.layout import Layout

WORDS_BESIDE_A_CHANGE = 8


@click.command(
    epilog="""\b
Examples:
  syllabus diff                        since the last handout
  syllabus diff 2021-03-23             since the handout of that day
  syllabus diff 2021-03-23 2021-04-14  between two handouts
  syllabus diff --format markdown"""
)
@click.argument("old", metavar="[A]", required=False, shell_complete=completion.handouts)
@click.argument("new", metavar="[B]", required=False, shell_complete=completion.handouts)
@click.option(
    "--format",
    "form",
    type=click.Choice(["human", "markdown", "json"]),
    default="human",
    show_default=True,
    help="How the changes are printed.",
)
@click.option(
    "--as-of", metavar="WHEN", help="The moment: a date, or a date and time; now unless given."
)
@pass_terminal
def diff(
    terminal: Terminal, old: str | None, new: str | None, form: str, as_of: str | None
) -> None:
    """Show what changed for readers since the last handout.

    A and B are the days of handouts, or the paths of their records in syllabus/history/. Without
    B, it is the handout as it would be built now; without A, the last one of a day before that.
    """
    if new is not None and as_of is not None:
        raise click.UsageError("--as-of is for a comparison with now; leave it or B out")
    layout = terminal.find_project()
    from syllabus.diagnostics import Severity, has_errors, sort_diagnostics
    from syllabus.model.timeline import UnknownMoment
    from syllabus.outputs.history.compare import compare_snapshots
    from syllabus.outputs.history.files import last_handout
    from syllabus.outputs.history.printing import changes_json, changes_markdown
    from syllabus.outputs.history.remarks import Wording
    from syllabus.outputs.pdf.preparation import prepare_handout

    faults: list[Diagnostic] = []
    try:
        prepared = prepare_handout(layout, as_of)
    except UnknownMoment as fault:
        raise moment_fault(fault, as_of) from None
    course, now = prepared.project.course, prepared.snapshot
    before = None if old is None else _named(layout, course, old, "A", faults)
    after = None if new is None else _named(layout, course, new, "B", faults)
    if new is None:
        faults += prepared.diagnostics
        after = now
    if old is None and now is not None:
        before = last_handout(layout, now.day, faults)
    if course is None or after is None or has_errors(faults):
        shown = sort_diagnostics((*faults, *prepared.diagnostics) if course is None else faults)
        terminal.report(fault for fault in shown if fault.severity > Severity.NOTE)
        leave(Exit.FAULTS)
    if before is None:
        _say_none(terminal, layout, after)
        if form == "json":
            click.echo("null")
        return
    changes = compare_snapshots(before, after)
    wording = Wording.of(course)
    title = wording.since(before.day) if new is None else wording.between(before.day, after.day)
    if form == "json":
        click.echo(for_output(changes_json(changes)), nl=False)
    elif form == "markdown":
        click.echo(changes_markdown(changes, title, wording), nl=False)
    else:
        _print(changes, title, wording, course.definitions)


def _named(
    layout: Layout, course: Course | None, text: str, argument: str, faults: list[Diagnostic]
) -> Snapshot | None:
    """Return the record that an argument names; a usage error if there is none."""
    from syllabus.front.records.kinds import STANDARD_LANGUAGE
    from syllabus.front.records.moments import day_of
    from syllabus.outputs.history import handout_path
    from syllabus.outputs.history.files import handout_days, read_snapshot

    days = handout_days(layout)
    day = day_of(text, STANDARD_LANGUAGE if course is None else course.language)
    if day in days and day is not None:
        return read_snapshot(handout_path(layout, day), layout.root, faults)
    path = Path(os.path.abspath(text))  # noqa: PTH100 - resolve() fails on circles of links
    if day is None and path.is_file():
        inside = path.is_relative_to(layout.root)
        root = layout.root if inside else path.parent
        return read_snapshot(path, root, faults, own=False)
    if not days:
        message = "there is no handout record yet; 'syllabus build' writes one"
    elif day is None:
        message = f"there is no file '{text}', and it is no day such as {days[-1]}"
    else:
        nearest = sorted(sorted(days, key=lambda each: abs(each - day))[:3])
        message = (
            f"there is no record of a handout of {day}; nearest: {', '.join(map(str, nearest))}"
        )
    raise click.BadParameter(message, param_hint=f"'{argument}'")


def _say_none(terminal: Terminal, layout: Layout, now: Snapshot) -> None:
    from syllabus.outputs.history.files import handout_days

    days = handout_days(layout)
    if days:
        terminal.mention(
            f"there is no handout record from before {now.day}; to compare with the first"
            f" one, run 'syllabus diff {days[0]}'"
        )
    else:
        folder = layout.handouts.relative_to(layout.root)
        terminal.mention(f"there is no handout record yet; 'syllabus build' writes one to {folder}")


def _print(changes: Changes, title: str, wording: Wording, macros: Mapping[str, str]) -> None:
    """Print changes: in colour on a terminal, else with the marks of git's word diff."""
    from rich.console import Console
    from rich.text import Text

    from syllabus.source import visible

    terminal = sys.stdout.isatty()
    color = has_color(terminal)
    console = Console(file=sys.stdout, no_color=not color, highlight=False, soft_wrap=not terminal)
    console.print(Text(visible(title), style="bold"))
    if held := wording.held(changes):
        console.print(Text(visible(held)))
    for changed in changes.all:
        console.print()
        name = _readable(wording.name(changed.latest), macros)
        console.print(Text(visible(name), style="bold"))
        for remark in wording.remarks(changed):
            line = _line(remark, macros, color=color)
            width = max(20, console.width - 4) if terminal else sys.maxsize
            for index, row in enumerate(line.wrap(console, width)):
                console.print(Text("    " if index else "  ") + row)
    if not changes:
        console.print(Text(visible(wording.nothing(changes))))


def _readable(text: str, macros: Mapping[str, str]) -> str:
    """Return a text with its formulas as plain text has them everywhere."""
    from syllabus.outputs.history.wording import split_formulas
    from syllabus.writers.plain import readable_formula

    return "".join(
        "; ".join(readable_formula(each, macros)) if formula else each
        for each, formula in split_formulas(text)
    )


def _line(remark: Remark, macros: Mapping[str, str], *, color: bool) -> Text:
    from rich.text import Text

    from syllabus.outputs.history.compare import ChangeKind
    from syllabus.outputs.history.wording import PieceKind, excerpt
    from syllabus.source import visible

    changes = (PieceKind.REMOVED, PieceKind.ADDED)
    label = {
        ChangeKind.NEW: "green",
        ChangeKind.TEXT_ADDED: "green",
        ChangeKind.RECORDING_ADDED: "green",
        ChangeKind.REMOVED: "red",
        ChangeKind.CANCELLED: "red",
        ChangeKind.TEXT_REMOVED: "red",
        ChangeKind.RECORDING_REMOVED: "red",
    }.get(remark.change.kind, "yellow")
    line = Text().append(visible(remark.label), style=label)
    pieces = excerpt(remark.pieces, WORDS_BESIDE_A_CHANGE)
    texts = [_readable(piece.text, macros) for piece in pieces]
    changed = [text for text, piece in zip(texts, pieces, strict=True) if piece.kind in changes]
    alike = len(set(changed)) < len(changed)
    for index, (piece, text) in enumerate(zip(pieces, texts, strict=True)):
        line.append(" " if index else ": ")
        # Formulas that differ in their TeX alone are shown by it.
        text = visible(piece.text if alike else text)
        if piece.kind is PieceKind.REMOVED:
            line.append(text if color else f"[-{text}-]", style="red strike")
        elif piece.kind is PieceKind.ADDED:
            line.append(text if color else f"{{+{text}+}}", style="bold green")
        else:
            line.append(text)
    return line
