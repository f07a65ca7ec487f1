"""Tables: what stands in a cell stays in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.latex.typeset import set_lines
from tests.markup.test_tree import parse

from syllabus.writers.latex import LatexWriter
from syllabus.writers.latex.origins import without_anchors

PACKAGES = r"\usepackage{array,booktabs,longtable}"


@pytest.mark.parametrize(
    "cell",
    [
        r"$x \\ y$",
        r"$$a \\ b$$",
        r"\[a^2\]",
        r"$$\begin{align}a&=b\\c&=d\end{align}$$",
        r"\begin{gather*}a\end{gather*}",
        r"$\begin{pmatrix}a & b\\ c & d\end{pmatrix}$",
        r"$\sum_{a\\b} \ket{x}$",
    ],
)
def test_lines_and_cells_of_a_formula_are_none_of_the_table(tmp_path: Path, cell: str) -> None:
    parsed = parse(tmp_path, f"| a | b |\n|---|---|\n| {cell} | c |\n| d | {cell} |\n")
    writer = LatexWriter()
    written = writer.blocks(parsed.blocks)
    assert not writer.diagnostics
    assert not set_lines(tmp_path, [without_anchors(written)], PACKAGES)
