"""A text's tables as LaTeX."""

from __future__ import annotations

from collections.abc import Callable

from pylatex import LongTable, Tabular

from syllabus.diagnostics import Diagnostic, warning
from syllabus.model.document import Alignment, Math, Table, TableCell, plain_text, walk
from syllabus.source import Span
from syllabus.writers.latex.long_words import SHORTEST_LONG_WORD
from syllabus.writers.latex.text import Latex

LINE_CHARACTERS = 72
"""About how many characters of text fit on a line."""

_GAP = 2.5
"""Characters that the room between two columns takes."""
_SMALL_GAP = 1.5
"""The same in a table that is made small."""
_WIDE = 1.15
"""How much wider than others the letters of a word may be: capitals and digits."""
_SIZES = {
    "": LINE_CHARACTERS,
    r"\small": 78,
    r"\footnotesize": 86,
    r"\scriptsize": 98,
    r"\tiny": 120,
}
"""About how many characters fit on a line, by the size of the letters."""

_LEVEL = 0.055
"""The part of a line that each list or quotation around a table takes."""
_DIVIDED = 17
"""Characters before a long word is divided: `long_words`, `escape_breakable`."""

SMALLEST = r"\tiny"
"""Six points: nobody reads these with pleasure."""

_COLUMN = {Alignment.LEFT: "l", Alignment.CENTER: "c", Alignment.RIGHT: "r"}
_RAGGED = {
    Alignment.LEFT: r"\raggedright",
    Alignment.CENTER: r"\centering",
    Alignment.RIGHT: r"\raggedleft",
}


def write_table(
    table: Table,
    head: tuple[Latex, ...],
    write_cell: Callable[[TableCell], Latex],
    mark: Callable[[Span], Latex],
    held_notes: Callable[[], str],
    *,
    depth: int,
) -> Latex:
    """Write a table that may break across pages, or one that does not at a `depth` of lists.

    `head` are the cells of its head, `mark` writes the comment line that says where a row comes
    from, and `held_notes` the texts of footnotes that had no place in the head or in the cells.

    Columns are as wide as their text; where that is wider than a line, they share the line in
    proportion to their text. Where a word would run into the next column, each column gets room
    for its longest word, in smaller letters if need be.
    """
    nested = depth > 0
    kind = Tabular if nested else LongTable
    columns, size = _columns(table, 1 - _LEVEL * depth)
    written = kind(columns, booktabs=True)
    # The braces keep a bracket or a star from being an option of the rule, or of the row, above.
    written.add_row([Latex(f"{{}}{head[0]}"), *head[1:]], escape=False, strict=False)
    written.add_hline()
    if not nested:
        written.end_table_header()
    for row in table.rows:
        notes = "" if nested else held_notes()  # of the head, whose page is that of the first row
        first, *others = (write_cell(cell) for cell in row)
        first = Latex(f"{mark(row[0].span)}{{}}{notes}{first}")
        written.add_row([first, *others], escape=False, strict=False)
    made = f"{{{size}%\n{written.dumps()}}}" if size else written.dumps()
    return Latex(made + held_notes())


def _columns(table: Table, share: float) -> tuple[str, str]:
    """Return the columns, and the commands that make a table small whose words are too wide.

    `share` is the part of a line that it has.
    """
    line = LINE_CHARACTERS * share
    texts = [
        [plain_text(cell.children) for cell in column]
        for column in zip(table.head, *table.rows, strict=True)
    ]
    widths = [max(map(len, column)) for column in texts]
    displays = any(
        isinstance(node, Math) and node.display
        for row in (table.head, *table.rows)
        for cell in row
        for node in walk(cell.children)
    )  # which only paragraphs can hold
    if sum(widths) + 2 * len(widths) <= line and not displays:
        return "".join(_COLUMN[alignment] for alignment in table.alignments), ""
    # No column below an eighth of what an equal share would be, so that a word still fits.
    weights = [float(max(width, LINE_CHARACTERS // (2 * len(widths)))) for width in widths]
    words = [max(map(_longest_word, column)) for column in texts]
    size = ""
    if any(
        weight / sum(weights) * line < word + _GAP
        for weight, word in zip(weights, words, strict=True)
    ):
        weights, size = _fitted(widths, words, share)
    columns = "".join(
        rf">{{{_RAGGED[alignment]}\arraybackslash}}"
        rf"p{{\dimexpr {weight / sum(weights):.3f}\linewidth-2\tabcolsep\relax}}"
        for weight, alignment in zip(weights, table.alignments, strict=True)
    )
    return columns, size


def _longest_word(text: str) -> int:
    """Return the characters of the longest word that TeX cannot divide."""
    lengths = (len(word) for word in text.split())
    return max((_DIVIDED if each >= SHORTEST_LONG_WORD else each for each in lengths), default=0)


def _fitted(widths: list[int], words: list[int], share: float) -> tuple[list[float], str]:
    """Return weights in which the longest word of each column fits, and the size that needs.

    The room that the words leave is shared in proportion to the rest of the text.
    """
    needs = [_WIDE * word + _SMALL_GAP for word in words]
    needed = sum(needs)
    rooms = {name: room * share for name, room in _SIZES.items()}
    name = next((each for each, room in rooms.items() if room >= needed), SMALLEST)
    spare = rooms[name] - needed
    more = [width - word for width, word in zip(widths, words, strict=True)]
    part = max(0.0, spare) / (sum(more) or 1)
    weights = [need + part * each for need, each in zip(needs, more, strict=True)]
    told = r"\hfuzz=\maxdimen" if spare < 0 else ""  # TeX need not say of each cell that it is full
    return weights, rf"{name}\setlength{{\tabcolsep}}{{2pt}}{told}"


def too_small(table: Table, written: str) -> tuple[Diagnostic, ...]:
    """Return a warning for a table that was written in letters that few people can read."""
    if not written.startswith(f"{{{SMALLEST}"):
        return ()
    told = warning(
        "wide-table",
        f"this table of {len(table.alignments)} columns is too wide for a page,"
        " and is printed in the smallest letters",
        table.span.file.line_span(table.span.line),
        "leave columns out, shorten their longest words, or make its rows columns",
    )
    return (told,)
