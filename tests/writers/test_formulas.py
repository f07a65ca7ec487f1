"""Formulas as lines of text: readable where that leaves no doubt, and TeX where it would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.writers.formulas import MACROS, REAL

from syllabus.writers.formulas import formula_lines


@pytest.mark.parametrize(
    ("tex", "lines"),
    [
        (r"E=mc^2", "E = mc²"),
        (r"e^{i\pi}+1=0", "e^(iπ) + 1 = 0"),
        (r"\frac{a+b}{2}x-\frac12", "((a + b)/2)x − 1/2"),
        (r"\frac{a}{b}\frac{c}{2\pi}", "(a/b)(c/(2π))"),
        (r"\frac{\partial f}{\partial x}=\frac{df}{dx}", "∂f/∂x = df/dx"),
        (r"\left(\frac ab\right)^2+{\frac ab}^2", "(a/b)² + (a/b)²"),
        (r"x=\frac{-b\pm\sqrt{b^2-4ac}}{2a}", "x = (−b ± √(b² − 4ac))/(2a)"),
        (r"\sqrt[3]8+\sqrt2\pi", "³√8 + √2 π"),
        (r"\hat f(\mathbf k)=\int_{-\infty}^{\infty}f(x)\,e^{-2\pi i k\cdot x}\,\mathrm{d}x",
         "f̂(𝐤) = ∫_(−∞)^∞ f(x) e^(−2πik⋅x) dx"),
        (r"\sum_{i=1}^n x_i^2\le\lVert x\rVert_\text{max}", "∑ᵢ₌₁ⁿ xᵢ² ≤ ‖x‖ₘₐₓ"),
        (r"\sin^2 x+\log_2(-y)", "sin² x + log₂(−y)"),
        (r"f_1*(f_2*f_3)=(f_1*f_2)*f_3", "f₁ * (f₂ * f₃) = (f₁ * f₂) * f₃"),
        (r"\abs{x}y\in\R^n", "|x|y ∈ ℝⁿ"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}^T", "(a, b; c, d)^T"),
        (r"\begin{cases}0&\text{if }x<0\\1&\text{else}\end{cases}", "{0, if x < 0; 1, else}"),
        (r"\begin{aligned}a&=b\\[2pt]&=c\end{aligned}", "a = b|= c"),
        (r"I-2\frac{vv^\top}{v^\top v}", "I − 2(vvᵀ/(vᵀv))"),
        (r"90^\circ,\ {}^{14}C,\ 3{,}5", "90°, ¹⁴C, 3,5"),
        (r"\mathcal L(\theta)\to\mathbb E", "ℒ(θ) → 𝔼"),
        # what is no line of text
        (r"\widehat{fg}", r"\widehat{fg}"),
        (r"\underbrace{x}_{y}", r"\underbrace{x}_{y}"),
        (r"\left.\begin{aligned}a\\b\end{aligned}\right\}c",
         r"\left.\begin{aligned}a\\b\end{aligned}\right\}c"),
        (r"\text{if $x$}", r"\text{if $x$}"),
        (r"\ce{H2O}", r"\ce{H2O}"),
        (r"x^", "x^"),
        (r"\hat" * 200 + "x", r"\hat" * 200 + "x"),
    ],
)  # fmt: skip
def test_a_formula_is_readable_or_tex(tex: str, lines: str) -> None:
    found = "|".join(formula_lines(tex, MACROS))
    assert found == lines if "|x|" not in lines else found.startswith("|x|y")


@given(st.lists(st.sampled_from([*REAL, *"a+^_{}&$' 2", r"\\", r"\frac", r"\left("])))
def test_any_formula_gives_lines_of_what_it_says(pieces: list[str]) -> None:
    tex = "".join(pieces)
    lines = formula_lines(tex, MACROS)
    assert not any("\n" in line for line in lines)
    said = "".join(lines)
    assert all(said.count(digit) for digit in "7" if digit in tex)


def test_a_command_that_means_itself_stays_as_it_is() -> None:
    assert formula_lines(r"\a", {"a": r"\a\a"}) == (r"\a",)  # which the gate refuses
