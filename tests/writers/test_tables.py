"""Tables: what stands in a cell stays in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.markup.test_tree import parse
from tests.writers.typeset import set_lines

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


def columns_of(written: str) -> list[float]:
    return [float(share) for share in re.findall(r"dimexpr ([\d.]+)\\linewidth", written)]


@pytest.mark.parametrize(
    ("words", "size"),
    [
        (["Introduction"] * 4, ""),
        (["a long text of many short words"] * 4, ""),
        (["a long text of short words, Internationalization"] + ["x"] * 9, r"\\small|"),
        (["Attendance"] * 7, r"\\scriptsize"),
        (["Attended"] * 12, r"\\tiny"),
        (["9" * 99, "b"], ""),
        (["a/very/long/path/of/a/file/in/a/cell.txt"] * 3, ""),
    ],
)
def test_a_table_of_wide_words_is_set_small(tmp_path: Path, words: list[str], size: str) -> None:
    row = f"|{'|'.join(words)}|\n"
    writer = LatexWriter()
    written = writer.blocks(parse(tmp_path, f"{row}{'|---' * len(words)}|\n{row}").blocks)
    told = [(each.code, each.span and each.span.line) for each in writer.diagnostics]
    assert told == ([("wide-table", 1)] if "tiny" in size else [])
    found = re.match(
        r"(?:%@.*\n)?\{(\\(?:small|footnotesize|scriptsize|tiny))?\\setlength", written
    )
    assert re.fullmatch(size, (found and found[1]) or "")
    assert sum(columns_of(written)) <= 1.01


def test_each_column_has_room_for_its_longest_word(tmp_path: Path) -> None:
    row = f"|{'|'.join(['Attended', *['ok'] * 8, 'a remark in many words ' * 9])}|\n"
    written = LatexWriter().blocks(parse(tmp_path, f"{row}{'|---' * 10}|\n{row}").blocks)
    assert columns_of(written)[0] * 72 > len("Attended") + 1
