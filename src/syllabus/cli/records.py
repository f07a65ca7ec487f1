"""Records that options name, and what is to be said of those that a command wrote."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from syllabus.cli.terminal import Terminal
    from syllabus.diagnostics import Diagnostic
    from syllabus.scaffold import CourseRecords
    from syllabus.workspace.layout import Layout

_MOST_NAMED = 5
"""Records that a usage error lists."""


def find_record(term: CourseRecords, wanted: str, option: str) -> Path:
    """Return the file that `wanted` names: a path, the name or id of a record, or a beginning.

    A usage error lists the records that begin so, or names the nearest.
    """
    path = Path(wanted)
    if path.is_file():
        return path.resolve()
    name = path.name.removesuffix(".md")
    paths = {record.source.path.stem: record.source.path for record in term.meetings}
    ids = {record.id.value: record.source.path for record in term.meetings if record.id}
    exact = paths.get(name) or ids.get(name)
    if exact is not None:
        return exact
    begun = [stem for stem in paths if stem.startswith(name)]
    if len(begun) == 1:
        return paths[begun[0]]
    if begun:
        more = f" and {len(begun) - _MOST_NAMED} more" if len(begun) > _MOST_NAMED else ""
        message = (
            f"the names of {len(begun)} records begin with '{name}'; write more of one:"
            f" {', '.join(begun[:_MOST_NAMED])}{more}"
        )
    else:
        from syllabus.diagnostics import nearest_hint

        hints = nearest_hint(name, paths) or ("'syllabus list --json' has the names of all",)
        message = f"there is no record '{wanted}'; {hints[0]}"
    raise click.BadParameter(message, param_hint=f"'{option}'")


def report_records(
    terminal: Terminal,
    layout: Layout,
    written: Iterable[Path],
    before: Iterable[Diagnostic] = (),
) -> None:
    """Report what a check says of records that were written, such as that two are at one time.

    What it said `before` is not said again, and notes only where all is asked for.
    """
    from syllabus.diagnostics import Severity
    from syllabus.front.check import check_project

    least = Severity.NOTE if terminal.verbose else Severity.WARNING
    paths, known = set(written), {_without_lines(each) for each in before}
    found = []
    for fault in check_project(layout).diagnostics:
        places = (fault.span, *(each.span for each in fault.related))
        own = any(place is not None and place.file.path in paths for place in places)
        if own and fault.severity >= least and _without_lines(fault) not in known:
            found.append(fault)
    terminal.report(found)


def _without_lines(fault: Diagnostic) -> tuple[str, ...]:
    """Return what stays of a fault when lines are added before it."""
    places = (fault.span, *(each.span for each in fault.related))
    return (fault.code, fault.message, *(place.file.name for place in places if place))
