"""What commands share: finding the project, printing, and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from syllabus.on_demand import dataclass
from syllabus.workspace import interrupts
from syllabus.workspace.system import for_output, show_file

if TYPE_CHECKING:
    from syllabus.diagnostics import Diagnostic
    from syllabus.workspace.layout import Layout
    from syllabus.workspace.progress import Progress


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    """Done; there may be warnings."""
    FAULTS = 1
    """Errors in the project's files."""
    USAGE = 2
    """The command was not called as it should be, or there is no project here."""
    TEX = 3
    """TeX or the mail server is missing, or failed for a reason that is not in the records; or
    the result cannot be printed."""
    INTERRUPTED = interrupts.STATUS
    """Interrupted by Ctrl-C; the last good PDF is as it was."""
    TERMINATED = interrupts.TERMINATED
    """Ended by SIGTERM, as by Ctrl-C."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """The folder that commands work in, and how much they say."""

    directory: Path
    quiet: bool = False
    verbose: bool = False

    def find_project(self) -> Layout:
        """Return the project around the working folder; leave with one line if there is none."""
        from syllabus.workspace.layout import find_project

        start = self.directory.resolve()
        layout = find_project(start)
        if layout is None:
            from syllabus.source import visible_lines

            click.echo(f"Error: {visible_lines(_no_project(start))}", err=True)
            leave(Exit.USAGE)
        return layout

    def report(self, diagnostics: Iterable[Diagnostic], form: str = "human") -> None:
        """Print faults to stderr (as JSON to stdout, where it is the result)."""
        from syllabus.cli.report import FORMATS, colored, plain

        faults = tuple(diagnostics)
        result = form == "json"
        stream = sys.stdout if result else sys.stderr
        style = colored if has_color(stream.isatty()) else plain
        text = FORMATS[form](faults, style)
        click.echo(text, nl=False, err=not result, color=True)

    def say(self, message: str) -> None:
        """Print a result; to a program, a file's name goes as it is, also one that is no UTF-8."""
        if sys.stdout.isatty():
            from syllabus.source import visible_lines

            click.echo(visible_lines(message))
        else:
            click.echo(for_output(message))

    def mention(self, message: str) -> None:
        """Print to stderr what is good to know, unless asked to be quiet."""
        if not self.quiet:
            from syllabus.source import visible_lines

            click.echo(visible_lines(message), err=True)

    def show(self, place: Path | str) -> None:
        """Open a result, or an address, in the program for it, or say that there is none."""
        reason = show_file(place)
        if reason is not None:
            name = place if isinstance(place, str) else place.name
            self.mention(f"cannot show {name}: {reason}; open it yourself")

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Give a function that shows what is being done, on a terminal only."""
        if self.quiet or not sys.stderr.isatty():
            yield _say_nothing
            return
        from rich.console import Console
        from rich.markup import escape

        from syllabus.source import visible

        console = Console(stderr=True, no_color=not has_color(terminal=True))
        with console.status("") as status:
            yield lambda message: status.update(escape(f"{visible(message)} …"))

    @contextmanager
    def footer(self, message: str) -> Iterator[None]:
        """Show a line on a terminal while something is waited for, and take it away again."""
        if self.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield
            return
        click.echo(message, nl=False, err=True)
        try:
            yield
        finally:
            click.echo("\r\x1b[K", nl=False, err=True)  # source: ECMA-48, EL


def _say_nothing(message: str) -> None:
    del message


def has_color(terminal: bool) -> bool:
    """Return whether to print colours; source: no-color.org."""
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def leave(code: Exit) -> NoReturn:
    """End the program with an exit code."""
    raise click.exceptions.Exit(code)


pass_terminal = click.make_pass_decorator(Terminal)
"""Hand a command the `Terminal`."""


def _no_project(start: Path) -> str:
    """Say that there is no project, and what there is that may be meant as one."""
    for folder in (start, *start.parents):
        for name in ("syllabus/course.yml", "course.yaml", "course.yml", "syllabus/Course.yaml"):
            if (folder / name).is_file():
                wanted = folder / "syllabus" / "course.yaml"
                return f"no syllabus/course.yaml, but {folder / name}; rename it to {wanted}"
    return (
        f"no syllabus/course.yaml in {start} or any folder above it; go to your course's folder,"
        " name it with -C DIR, or make one with 'syllabus init'"
    )
