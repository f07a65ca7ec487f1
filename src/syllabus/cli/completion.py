"""Values that a shell completes: streams, records, handouts, codes, time zones, languages.

They are found in the project around the working folder, or `-C DIR`. A shell wants its answer at
once and shows nothing else: where something cannot be read, there is nothing to complete.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syllabus.cli.program import FOLDER

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from syllabus.front.records.course import CourseRecord
    from syllabus.workspace.layout import Layout

    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

MOST = 1000
"""Values that are offered."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _quietly(
    find: Callable[[click.Context, str], Iterable[CompletionItem | str]],
) -> Complete:
    """Return what completes a value with what `find` gives that begins as it does."""

    def complete(
        context: click.Context, parameter: click.Parameter, begun: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        del parameter
        try:
            found = [
                each if isinstance(each, CompletionItem) else CompletionItem(each)
                for each in find(context, begun)
            ]
        except (OSError, click.ClickException):
            return []  # the command itself says what is in the way
        low = begun.casefold()
        return [
            each for each in found if each.type != "plain" or each.value.casefold().startswith(low)
        ][:MOST]

    return complete


@_quietly
def streams(context: click.Context, begun: str) -> Iterable[CompletionItem | str]:
    """Complete the code of a stream."""
    from click.shell_completion import CompletionItem

    del begun
    course = _course(context)
    if course is None:
        return []
    return [CompletionItem(str(each.key.value), help=each.value.value) for each in course.streams]


@_quietly
def records(context: click.Context, begun: str) -> Iterable[CompletionItem | str]:
    """Complete the name of a record, or its id, or a path."""
    if os.sep in begun:
        return [_path(begun)]
    from syllabus.front.records import record_files

    layout = _layout(context)
    names = [path.stem for path in record_files(layout.meetings, layout.root, [])]
    if any(name.startswith(begun) for name in names):
        return names
    from syllabus.scaffold import read_course_records

    return [each.id.value for each in read_course_records(layout).meetings if each.id]


@_quietly
def handouts(context: click.Context, begun: str) -> Iterable[CompletionItem | str]:
    """Complete the day of a handout, or the path of a handout's record."""
    if os.sep in begun:
        return [_path(begun)]
    from syllabus.outputs.history.files import handout_days

    return [str(day) for day in reversed(handout_days(_layout(context)))]


@_quietly
def codes(context: click.Context, begun: str) -> Iterable[CompletionItem | str]:
    """Complete the code of a fault."""
    del context, begun
    from syllabus.cli.report import explanations

    return explanations()


@_quietly
def zones(context: click.Context, begun: str) -> Iterable[CompletionItem | str]:
    """Complete the name of a time zone."""
    del context, begun
    from zoneinfo import available_timezones

    return sorted(name for name in available_timezones() if "/" in name or name == "UTC")


@_quietly
def languages(context: click.Context, begun: str) -> Iterable[CompletionItem | str]:
    """Complete the code of a language, those with words of their own first."""
    del context
    from syllabus.model.words import MODULES

    if not begun:
        return MODULES
    from babel.localedata import locale_identifiers

    return sorted(name.replace("_", "-") for name in locale_identifiers())


@_quietly
def weekdays(context: click.Context, begun: str) -> Iterable[CompletionItem | str]:
    """Complete the name of a weekday."""
    del context, begun
    return _WEEKDAYS


def _path(begun: str) -> CompletionItem:
    """Have the shell itself complete a path."""
    from click.shell_completion import CompletionItem

    return CompletionItem(begun, type="file")


def _layout(context: click.Context) -> Layout:
    from syllabus.workspace.layout import find_project

    given = context.meta.get(FOLDER) or context.find_root().params.get("directory") or os.curdir
    layout = find_project(Path(given).resolve())
    if layout is None:
        raise click.UsageError(f"there is no project in {given}")
    return layout


def _course(context: click.Context) -> CourseRecord | None:
    """Return what can be read of course.yaml, whatever else is wrong there."""
    from syllabus.front.records import read_text
    from syllabus.front.records.course import read_course

    layout = _layout(context)
    source = read_text(layout.course, layout.root, [])
    return None if source is None else read_course(source, [])
