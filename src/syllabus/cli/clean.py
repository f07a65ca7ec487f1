"""`syllabus clean`."""

from __future__ import annotations

import click

from syllabus.cli.terminal import Exit, Terminal, leave, pass_terminal


@click.command(
    epilog="""\b
Examples:
  syllabus clean
  syllabus -C ~/courses/optics clean"""
)
@pass_terminal
def clean(terminal: Terminal) -> None:
    """Remove what syllabus made in this project, and nothing else.

    That is, the handouts, wherever --output put them, and TeX's working files. A file that somebody
    else put there, or changed since, stays.
    """
    layout = terminal.find_project()
    from syllabus.workspace.outputs import clean_build

    removed = False
    try:
        for path in clean_build(layout, terminal.mention):
            removed = True
            terminal.mention(f"removed {path.relative_to(layout.root)}")
    except OSError as fault:
        terminal.mention(f"cannot remove {fault.filename}: {fault.strerror}")
        leave(Exit.TEX)
    if not removed:
        terminal.mention("nothing is there to remove")
