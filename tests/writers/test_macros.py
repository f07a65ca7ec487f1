"""The course's own commands: as safe as a formula, and harmless to LaTeX's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.writers.formulas import MACROS, check, span_of
from tests.writers.typeset import set_lines

from syllabus.writers.latex.math import check_macro, define_macro, math_text


def macro_faults(name: str, definition: str, macros: Mapping[str, str] | None = None) -> list[str]:
    macros = {name: definition} | dict(macros or {})
    return [fault.code for fault in check_macro(name, definition, macros, span_of(definition))]


def test_macros_of_a_course_pass_the_same_gate() -> None:
    assert not any(macro_faults(name, text, MACROS) for name, text in MACROS.items())
    assert macro_faults("x", r"\input{#1}") == ["math-command"]
    assert macro_faults("x", r"\left(#1") == ["math-unbalanced"]
    assert macro_faults("x", r"\begin{#1}\end{#1}")[0] == "math-environment"
    assert macro_faults("x", r"\hspace{#1}") == ["math-argument"]
    assert macro_faults("x", "##1")[0] == "math-character"
    assert macro_faults("x", "#0")[0] == "math-character"
    assert macro_faults("a@b", "x") == macro_faults("left", "x") == ["macro-name"]


def test_macros_cannot_go_round_in_circles() -> None:
    assert macro_faults("a", r"x\a") == ["macro-loop"]
    assert macro_faults("a", r"\b", {"b": r"\c", "c": r"\a"}) == ["macro-loop"]
    bomb = {chr(letter): f"\\{chr(letter + 1)}" * 10 for letter in range(ord("a"), ord("k"))}
    assert [fault.code for fault in check(r"\a", bomb | {"k": "x"})] == ["math-size"]


def test_a_macro_is_checked_with_what_it_is_given() -> None:
    assert not check(r"\abs{x} \when{a $b$}")
    assert check(r"\when{a^2}")[0].code == "math-character"
    assert check(r"\abs")[0].code == "math-argument"
    assert check(r"x^\abs y")[0].code == "math-argument"
    assert check(r"\frac\abs{x}y")[0].code == "math-argument"


def test_macros_take_nothing_from_latex(tmp_path: Path) -> None:
    macros = {"par": "p", "d": "d#1", "endx": "e", "fi": "g", "H": r"\mathcal{H}", "own": "o"}
    lines = "\n".join(define_macro(name, text, macros) for name, text in macros.items())
    tex = r"\par \d x \endx \fi \H"
    assert not check(tex, macros)
    text = rf"\({math_text(tex, macros)}\) \H{{o}}\d{{o}} $\own$"
    assert set_lines(tmp_path, [text], lines) == {}
