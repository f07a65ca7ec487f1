"""The group of all commands, each imported only when it is run."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from syllabus.workspace.interrupts import (
    STATUS,
    WORD,
    Terminated,
    is_interrupt,
    raise_interrupts,
)

if TYPE_CHECKING:
    from types import FrameType


UNPRINTABLE = 3
"""The exit code where a result cannot be printed; as `terminal.Exit.TEX`, which is read later."""

FOLDER = "syllabus.folder"
"""The key in a context's `meta` of the folder that `-C` behind a command names."""

_SHARED = "terminal_"
"""How the names of options begin that belong to the `Terminal`."""
_UNPRINTABLE = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF))


class Program(click.Group):
    """The commands, of which each cleans up behind itself when it is interrupted.

    `lazy` has, by the name of a command, where it is (`module.function` below `syllabus.cli`) and
    its line in the overview, which equals its own short help.
    """

    def __init__(self, lazy: Mapping[str, tuple[str, str]], **options: Any) -> None:
        lines = {name: click.Command(name, short_help=line) for name, (_, line) in lazy.items()}
        super().__init__(commands=lines, **options)
        self.places = {name: place for name, (place, _) in lazy.items()}

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command of a name, imported now."""
        del context
        if name not in self.places:
            return None
        module, _, function = self.places[name].partition(".")
        command = getattr(import_module(f"syllabus.cli.{module}"), function)
        assert isinstance(command, click.Command)
        if not any((each.name or "").startswith(_SHARED) for each in command.params):
            command.params += _shared_options()
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview from the commands' lines alone."""
        del context
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.commands[name].short_help or "") for name in sorted(self.commands)]
            )

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the program; a result or a help that cannot be printed is told in one line."""
        try:
            return super().main(*arguments, **options)
        except OSError as fault:
            if not _is_of_output(fault):
                raise
            reason = (fault.strerror or "the reason is unknown").lower()
            with suppress(OSError):
                click.echo(f"cannot print: {reason}", err=True)
            os._exit(UNPRINTABLE)  # or Python tries to print the rest, and fails once more

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as fault:
            raise _shown(fault) from None

    def invoke(self, context: click.Context) -> object:
        """Run a command; Ctrl-C and SIGTERM come out as exit codes."""
        import signal

        signal.signal(signal.SIGTERM, _end)
        try:
            _refuse_lost_folder()
            with raise_interrupts():
                try:
                    return super().invoke(context)
                finally:
                    if cache := sys.modules.get("syllabus.workspace.cache"):
                        cache.save_all()
        except click.ClickException as fault:
            raise _shown(fault) from None
        except Terminated as fault:
            click.echo(fault.word, nl=False, err=True)
            raise
        except (click.exceptions.Exit, SystemExit):
            raise  # also where a command ended itself on Ctrl-C
        except BaseException as fault:
            # Where Ctrl-C met an import or a class in the making, it is another exception's cause.
            if not is_interrupt(fault):
                raise
            click.echo(WORD, nl=False, err=True)
            raise SystemExit(STATUS) from None


def _shown(fault: click.ClickException) -> click.ClickException:
    """Return a usage error as people read it: it may name what a project or a folder is called."""
    from syllabus.cli.slips import explained
    from syllabus.source import visible_lines

    fault = explained(fault)
    vars(fault)["message"] = visible_lines(fault.message)  # final to type checkers alone
    return fault


class Folder(click.Path):
    """A folder that is there; while a shell completes a line, any, such as ~/optics."""

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a path."""
        from pathlib import Path

        if ctx is not None and ctx.resilient_parsing:
            return Path(value).expanduser()
        text = os.fspath(value)
        if not text:
            self.fail("found nothing, expected a folder; write -C . for the one you are in", param)
        if Path(text).is_file():
            self.fail(f"found the file '{text}', expected the folder of your course", param)
        if not Path(text).exists():
            self.fail(f"there is no folder '{text}'", param)
        return Path(str(super().convert(value, param, ctx)))


def _shared_options() -> list[click.Parameter]:
    """Return the options of all commands, which may stand before a command or after it."""
    options: tuple[tuple[list[str], dict[str, Any]], ...] = (
        (["-C", f"{_SHARED}directory"], {"metavar": "DIR", "type": Folder()}),
        (["-q", "--quiet", f"{_SHARED}quiet"], {"is_flag": True}),
        (["-v", "--verbose", f"{_SHARED}verbose"], {"is_flag": True}),
    )
    return [
        click.Option(names, expose_value=False, hidden=True, callback=_share, **option)
        for names, option in options
    ]


def _share(context: click.Context, option: click.Parameter, value: object) -> None:
    """Let the terminal of a command know what was given after the command's name.

    While a shell completes a line, there is no terminal, and a folder is noted alone.
    """
    if context.resilient_parsing:
        if option.name == f"{_SHARED}directory":
            context.meta[FOLDER] = value
        return
    if value and option.name:
        from dataclasses import replace

        context.obj = replace(context.obj, **{option.name.removeprefix(_SHARED): value})


def _end(number: int, frame: FrameType | None) -> NoReturn:
    del number, frame
    raise Terminated


def _refuse_lost_folder() -> None:
    from pathlib import Path

    try:
        Path.cwd()
    except OSError:
        message = "the folder that you are in is gone, or cannot be read; go to another with 'cd'"
        raise click.UsageError(message) from None


def _is_of_output(fault: OSError) -> bool:
    """Return whether printing failed: a file that could not be opened has a name.

    Who stops reading, such as `head`, is no fault (EPIPE).
    """
    return fault.filename is None and fault.errno in _UNPRINTABLE
