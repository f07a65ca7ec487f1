"""A table that fits the terminal, with lines that can be dimmed or highlighted."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from syllabus.cli.terminal import has_color
from syllabus.on_demand import dataclass
from syllabus.source import visible

GAP = 2
"""Cells between two columns."""

PIPE_WIDTH = 120
"""Cells, where there is no terminal."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its heading and its cells, line by line.

    Where room is short it is no wider than `most`, and than `least` before one is left out: that
    with the highest `rank`; those of rank 0 stay. The one that `stretches` gets the room that is
    left. Cells of the others are folded at `breaks` first.
    """

    heading: str
    cells: tuple[str, ...]
    rank: int = 0
    most: int | None = None
    least: int | None = None
    stretches: bool = False
    breaks: str = r"(?<=[,;]) "

    @property
    def natural(self) -> int:
        """The width at which nothing is folded, in cells."""
        return max(map(cell_len, (self.heading, *self.cells)))

    @property
    def narrow(self) -> int:
        """The width where room is short, in cells."""
        return self._within(self.most)

    @property
    def narrowest(self) -> int:
        """The width where a column would be left out otherwise, in cells."""
        return self._within(self.most if self.least is None else self.least)

    def _within(self, most: int | None) -> int:
        return self.natural if most is None else min(self.natural, max(most, len(self.heading)))


def print_table(columns: Sequence[TableColumn], styles: Sequence[str | None]) -> None:
    """Print to stdout what fits of the columns; a style of rich's, or None, for each line."""
    columns = [replace(each, cells=tuple(map(visible, each.cells))) for each in columns]
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
        cells = (_foldable(column, number, width) for column, width in widths)
        table.add_row(*map(Text, cells), style=style)
    console.print(table)


def _foldable(column: TableColumn, number: int, width: int) -> str:
    """Return a cell with line breaks where rich, which knows spaces only, would find worse ones.

    In lists they come after commas and semicolons, in words that are too long after hyphens.
    """
    if not column.stretches:
        first, *others = re.split(column.breaks, column.cells[number])
        lines = [first]
        for item in others:
            if cell_len(f"{lines[-1]} {item}") <= width:
                lines[-1] += f" {item}"
            else:
                lines.append(item)
        return "\n".join(lines)
    long_word = rf"(?<!\S)(?=\S{{{width + 1}}})(\S{{,{width}}}(?<=-))"
    return re.sub(long_word, r"\1\n", column.cells[number])


def fit_columns(columns: Sequence[TableColumn], width: int) -> tuple[tuple[TableColumn, int], ...]:
    """Return the columns that fit in `width` cells, with their widths."""
    kept = list(columns)

    def total(widths: list[int]) -> int:
        return sum(widths) + GAP * (len(widths) - 1)

    widths = [column.natural for column in kept]
    if total(widths) > width:
        widths = [column.narrow for column in kept]
    if total(widths) > width:
        widths = [column.narrowest for column in kept]
    while total(widths) > width:
        last = max(range(len(kept)), key=lambda index: kept[index].rank)
        if kept[last].rank == 0:
            break
        del kept[last], widths[last]
    spare = max(0, width - total(widths))
    return tuple(
        (column, min(column.natural, taken + spare) if column.stretches else taken)
        for column, taken in zip(kept, widths, strict=True)
    )
