"""The group of all commands, each imported only when it is run."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from syllabus.workspace.interrupts import STATUS, WORD, is_interrupt, raise_interrupts

if TYPE_CHECKING:
    from types import FrameType


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
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview from the commands' lines alone."""
        del context
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.commands[name].short_help or "") for name in sorted(self.commands)]
            )

    def invoke(self, context: click.Context) -> object:
        """Run a command; Ctrl-C and SIGTERM come out as exit codes."""
        import signal

        signal.signal(signal.SIGTERM, _end)
        try:
            with raise_interrupts():
                try:
                    return super().invoke(context)
                finally:
                    if cache := sys.modules.get("syllabus.workspace.cache"):
                        cache.save_all()
        except (
            click.ClickException
        ) as fault:  # it may name what the project, or a folder, is called
            from syllabus.source import visible_lines

            vars(fault)["message"] = visible_lines(fault.message)  # final to type checkers alone
            raise
        except (click.exceptions.Exit, SystemExit):
            raise  # also where a command ended itself on Ctrl-C
        except BaseException as fault:
            if not is_interrupt(fault):
                raise
            click.echo(WORD, nl=False, err=True)
            raise SystemExit(STATUS) from None


def _end(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    raise SystemExit(128 + number)
