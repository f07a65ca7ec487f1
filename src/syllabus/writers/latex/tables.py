"""A text's tables as LaTeX."""

from __future__ import annotations

from collections.abc import Callable

from pylatex import LongTable, Tabular

from syllabus.model.document import Alignment, Math, Table, TableCell, plain_text, walk
from syllabus.source import Span
from syllabus.writers.latex.text import Latex

LINE_CHARACTERS = 72
"""About how many characters of text fit on a line."""

_COLUMN = {Alignment.LEFT: "l", Alignment.CENTER: "c", Alignment.RIGHT: "r"}
_RAGGED = {
    Alignment.LEFT: r"\raggedright",
    Alignment.CENTER: r"\centering",
    Alignment.RIGHT: r"\raggedleft",
}


def write_table(
    table: Table,
    write_cell: Callable[[TableCell], Latex],
    mark: Callable[[Span], Latex],
    *,
    nested: bool,
) -> Latex:
    """Write a table that may break across pages, or one that does not where it is `nested`.

    `mark` writes the comment line that says where a row comes from.

    Columns are as wide as their text; where that is wider than a line, they share the line in
    proportion to their text.
    """
    kind = Tabular if nested else LongTable
    written = kind(_columns(table), booktabs=True)
    written.add_row([write_cell(cell) for cell in table.head], escape=False, strict=False)
    written.add_hline()
    if not nested:
        written.end_table_header()
    for row in table.rows:
        first, *others = (write_cell(cell) for cell in row)
        # The braces keep a bracket or a star from being an option of the row's end above.
        first = Latex(f"{mark(row[0].span)}{{}}{first}")
        written.add_row([first, *others], escape=False, strict=False)
    return Latex(written.dumps())


def _columns(table: Table) -> str:
    widths = [
        max(len(plain_text(cell.children)) for cell in column)
        for column in zip(table.head, *table.rows, strict=True)
    ]
    displays = any(
        isinstance(node, Math) and node.display
        for row in (table.head, *table.rows)
        for cell in row
        for node in walk(cell.children)
    )  # which only paragraphs can hold
    if sum(widths) + 2 * len(widths) <= LINE_CHARACTERS and not displays:
        return "".join(_COLUMN[alignment] for alignment in table.alignments)
    # No column below an eighth of what an equal share would be, so that a word still fits.
    weights = [max(width, LINE_CHARACTERS // (2 * len(widths))) for width in widths]
    return "".join(
        rf">{{{_RAGGED[alignment]}\arraybackslash}}"
        rf"p{{\dimexpr {weight / sum(weights):.3f}\linewidth-2\tabcolsep\relax}}"
        for weight, alignment in zip(weights, table.alignments, strict=True)
    )
