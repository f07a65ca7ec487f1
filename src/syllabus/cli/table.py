"""A table that fits the terminal, whose lines can be dimmed or highlighted."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from syllabus.cli.terminal import has_color

GAP = 2
"""Cells between two columns."""

PIPE_WIDTH = 120
"""Cells, where there is no terminal."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its cells, line by line.

    Where room is short it is no wider than `most` and then, if its `rank` is the highest, left
    out; rank 0 stays. The one that `stretches` gets the room that is left, at least `least`.
    """

    heading: str
    cells: tuple[str, ...]
    rank: int = 0
    most: int | None = None
    stretches: bool = False
    least: int = 0

    @property
    def natural(self) -> int:
        """The width at which nothing is folded, in cells."""
        return max(map(cell_len, (self.heading, *self.cells)))

    @property
    def narrow(self) -> int:
        """The width where room is short, in cells."""
        most = self.least if self.stretches else self.most
        return self.natural if most is None else min(self.natural, max(most, len(self.heading)))


def print_table(columns: Sequence[Column], styles: Sequence[str | None]) -> None:
    """Print to stdout what fits of the columns; a style of rich's, or None, for each line."""
    terminal = sys.stdout.isatty()
    console = Console(
        file=sys.stdout,
        no_color=not has_color(terminal),
        width=None if terminal else PIPE_WIDTH,
        highlight=False,
    )
    widths = fit_columns([each for each in columns if any(each.cells)], console.width)
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0), expand=False
    )
    for column, width in widths:
        table.add_column(column.heading, width=width, overflow="fold")
    for number, style in enumerate(styles):
        table.add_row(*(Text(column.cells[number]) for column, _ in widths), style=style)
    console.print(table)


def fit_columns(columns: Sequence[Column], width: int) -> tuple[tuple[Column, int], ...]:
    """Return the columns that fit in `width` cells, with their widths."""
    kept = list(columns)

    def total(widths: list[int]) -> int:
        return sum(widths) + GAP * (len(widths) - 1)

    naturals = [column.natural for column in kept]
    if total(naturals) <= width:
        return tuple(zip(kept, naturals, strict=True))
    while total([column.narrow for column in kept]) > width:
        last = max(kept, key=lambda column: column.rank)
        if last.rank == 0:
            break
        kept.remove(last)
    spare = max(0, width - total([column.narrow for column in kept]))
    return tuple(
        (column, min(column.natural, column.narrow + spare) if column.stretches else column.narrow)
        for column in kept
    )
