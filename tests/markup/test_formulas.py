"""Where a text has formulas, and what is said where it only seems to have one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.counting import steps_of
from tests.markup.test_tree import codes, parse

from syllabus.front.markup.formulas import BARE_ENVIRONMENTS
from syllabus.model.document import Math, MathBlock, walk
from syllabus.writers.latex.math.commands import ENVIRONMENTS

INLINE, INLINE_DISPLAY, BLOCK = "inline", "display", "block"


def formulas(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    parsed = parse(tmp_path, text)
    assert not parsed.diagnostics
    found = []
    for node in walk(parsed.blocks):
        if isinstance(node, Math):
            found.append((INLINE_DISPLAY if node.display else INLINE, node.tex))
            assert node.span.text == node.tex
        elif isinstance(node, MathBlock):
            found.append((BLOCK, node.tex))
            assert node.span.text == node.tex or "\n> " in node.span.text
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"of \(x^2\), \(x\), \(f(x)\) and \\(a_1\\)",
         [(INLINE, "x^2"), (INLINE, "x"), (INLINE, "f(x)"), (INLINE, "a_1")]),
        (r"of \[x^2 + y\] and \\[a_1\\] more", [(INLINE_DISPLAY, "x^2 + y"),
                                               (INLINE_DISPLAY, "a_1")]),
        (r"\[x\]", [(BLOCK, "x")]),
        ("where\n\\[\na\n- b\n= c\n\\]\nand", [(BLOCK, "\na\n- b\n= c\n")]),
        ("> \\[\n> a = b\n> \\]", [(BLOCK, "\na = b\n")]),
        ("- x\n\n  \\begin{align}\n  a &= b\n  \\end{align}\n\ny",
         [(BLOCK, "\\begin{align}\n  a &= b\n  \\end{align}")]),
        ("\\begin{aligned}\n\\begin{aligned}a\n\\end{aligned}\n\\end{aligned}",
         [(BLOCK, "\\begin{aligned}\n\\begin{aligned}a\n\\end{aligned}\n\\end{aligned}")]),
        (r"So \begin{align*}a&=b\end{align*}.",
         [(INLINE_DISPLAY, r"\begin{align*}a&=b\end{align*}")]),
        ("```math\na \\\\ c\n```", [(BLOCK, r"a \\ c")]),
        ("~~~ {math}\na\n~~~", [(BLOCK, "a")]),
        ("a $`x_1`$ `c`", [(INLINE, "x_1")]),
        (r"$ \alpha $, $ x $, $\alpha $", [(INLINE, r" \alpha "), (INLINE, " x "),
                                           (INLINE, r"\alpha ")]),
        (r"$\text{$x$ in} y$ and $z$", [(INLINE, r"\text{$x$ in} y"), (INLINE, "z")]),
        (r"$\mbox{a \textbf{$b$}}$", [(INLINE, r"\mbox{a \textbf{$b$}}")]),
        (r"$\text{a $ b", [(INLINE, r"\text{a ")]),
        # brackets, money and words
        (r"\[x\] done, \[1\], \[^1\], \[see @key, p. 3\], \[a, b\] = \[1, 2\]", []),
        (r"- \[x\] done", []),
        (r"\(see below\), \(i.e. 5\) and \[not a link](https://e.example)", []),
        (r"\(x^2 without an end, \[ nor this, \begin{align} nor that", []),
        ("costs $5 and $10, $ 5 and 6 $, US$ 7, A$AP, $HOME, $PATH_X=3, \\$x", []),
        (r"`$x` and `\(x^2\)`", []),
        (r"\begin{itemize}\item x\end{itemize}", []),
        ("    \\begin{align}a\\end{align}", []),
    ],
)  # fmt: skip
def test_formulas_are_found_where_others_find_them(
    tmp_path: Path, text: str, expected: list[tuple[str, str]]
) -> None:
    assert formulas(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Let $x be the cover.", [("unread-formula", 1, 5)]),
        (r"Let $\alpha be", [("unread-formula", 1, 5)]),
        ("a\n  $x$2 *and $f(x)* b", [("unread-formula", 2, 3), ("unread-formula", 2, 13)]),
        ("# On $x_1", [("unread-formula", 1, 6)]),
        ("```{math}\n:label: x\na\n```", [("unread-formula", 2, 1)]),
        ("| $\\|x\\|$ | b |\n|---|---|\n| $p(a \\| b)$ | `a\\|b` $\\lVert x \\rVert$ |",
         [("bar-in-table", 1, 4), ("bar-in-table", 1, 7), ("bar-in-table", 3, 8)]),
        ("$\\|x\\|$\n\n| a \\| b | $c$ |\n|---|---|", []),
    ],
)  # fmt: skip
def test_what_seems_to_be_a_formula_is_told(
    tmp_path: Path, text: str, places: list[tuple[str, int, int]]
) -> None:
    assert codes(parse(tmp_path, text)) == places


def test_every_environment_of_a_formula_needs_no_dollars() -> None:
    assert set(ENVIRONMENTS) == BARE_ENVIRONMENTS


@pytest.mark.parametrize(
    "text",
    [
        "\\[x\n" * 5_000,
        "\\(x" * 3_000,
        "$\\text{" * 1_400,
        "$\\text{$" * 1_200,
        "\\begin{align}\n\n" * 4_500,
        "\\begin{align}" * 700,
        "\\begin{align}x\\end{cases}\n\n" * 3_000,
        "$x " * 3_300,
        "\\[\n\n" * 4_500 + "\\]",
        "\\begin{align}\n" * 3_000 + "\\end{align}\n" * 2_000,
    ],
)
def test_formulas_without_an_end_are_read_in_bounded_steps(tmp_path: Path, text: str) -> None:
    steps_of(lambda: parse(tmp_path, text), 12_000_000)
