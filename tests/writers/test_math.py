"""The gate for formulas: what math needs passes and can be set, everything else is named."""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting import steps_of
from tests.writers.formulas import (
    AMSMATH,
    IN_PLACE,
    MACROS,
    REAL,
    VALUES,
    Soup,
    check,
    definitions,
    span_of,
    written,
)
from tests.writers.typeset import set_lines

from syllabus.source import SourceFile
from syllabus.writers.latex.math import (
    check_macro,
    check_math,
    define_macro,
    formula_text,
    hints,
    math_text,
)
from syllabus.writers.latex.math.commands import (
    ARGUMENTS,
    COMMANDS,
    DELIMITERS,
    ENVIRONMENTS,
    PLACED,
    SYMBOLS,
    TEXT_ARGUMENTS,
    TEXT_SYMBOLS,
)

ATTACKS = [
    (r"\input{/etc/passwd}", "math-command", r"\input"),
    (r"\immediate\write18{ls}", "math-command", r"\immediate"),
    (r"\expandafter\csname x\endcsname", "math-command", r"\expandafter"),
    (r"\def\x{\x}\x", "math-command", r"\def"),
    (r"\@foo", "math-command", r"\@"),
    (r"\begin{input}{file}", "math-environment", r"\begin{input}"),
    (r"\begin{filecontents}{x}\end{filecontents}", "math-environment", r"\begin{filecontents}"),
    (r"\begin {document}", "math-environment", r"\begin {document}"),
    (r"\begin{\alpha}", "math-environment", r"\begin{\alpha}"),
    (r"x\end{document}", "math-environment", r"\end{document}"),
    ("^^5cinput{x}", "math-character", "^^"),
    (r"\^^M", "math-character", "^^"),
    ("x % y", "math-character", "%"),
    ("x $ \\par $", "math-character", "$"),
    ("x $$ y", "math-character", "$"),
    (r"x\)y\(", "math-character", r"\)"),
    (r"x\]y\[", "math-command", r"\]"),
    ("x #1", "math-character", "#"),
    ("a\n \nb", "math-character", "\n \n"),
    ("a\fb", "math-character", "\f"),
    ("a\u2028b", "math-character", "\u2028"),
    ("日", "math-character", "日"),
    (r"\mathcal{N(0,1)}", "math-character", "0"),
    (r"\mathcal N + \mathcal a", "math-character", "a"),
    (r"\mathcal{N_{x}}", "math-character", "x"),
    (r"{\cal N(\mu)}x + {\cal M}^{2} + {\cal \hat m}", "math-character", "m"),
    (r"\mathbb{R^2}", "math-character", "2"),
    (r"\mathbb{\Gamma}", "math-character", r"\Gamma"),
    (r"\mathfrak{aA1Σ}", "math-character", "Σ"),
    (r"\begin{cases}\cal A & b\\ \cal C & \mathbb{n}\end{cases}", "math-character", "n"),
    ("x\\", "math-command", "\\"),
    (r"{x", "math-unbalanced", "{"),
    (r"x}", "math-unbalanced", "}"),
    (r"{\left( x} \right)", "math-unbalanced", r"\left"),
    (r"\begin{cases} x", "math-unbalanced", r"\begin"),
    (r"\sqrt[3", "math-unbalanced", "["),
    (r"\text{$x}", "math-unbalanced", "$"),
    (r"x \frac{1}", "math-argument", "}"),
    (r"\text{a \frac12}", "math-command", r"\frac"),
    (r"\text{\input{x}}", "math-command", r"\input"),
    (r"\text{a_1}", "math-character", "_"),
    (r"\text{a & b}", "math-alignment", "&"),
    (r"\text{$$x$$}", "math-empty", "$"),
    (r"\hspace{10000pt}", "math-argument", "10000pt"),
    (r"\hspace{9in}", "math-argument", "9in"),
    (r"\\[500pt]", "math-argument", "500pt"),
    (r"\begin{cases} x \\ [500pt] \end{cases}", "math-argument", "500pt"),
    (r"\rule{1pt}{1pt}", "math-command", r"\rule"),
    (r"\kern1pt", "math-command", r"\kern"),
    (r"\hbox to 900pt{x}", "math-command", r"\hbox"),
    (r"\vcenter{x}", "math-command", r"\vcenter"),
    (r"\the\year", "math-command", r"\the"),
    (r"\char92", "math-command", r"\char"),
    (r"\verb|x|", "math-command", r"\verb"),
    (r"\mathchoice{a}{b}{c}{d}", "math-command", r"\mathchoice"),
    (r"\allowdisplaybreaks", "math-command", r"\allowdisplaybreaks"),
    (r"\par", "math-command", r"\par"),
    (r"\label{x}\label{y}", "math-command", r"\label"),
    (r"\begin{split}x\label{x}\end{split}", "math-command", r"\label"),
    (r"x\label{\alpha}", "math-argument", r"\alpha"),
    (r"\ref{meeting/}", "math-argument", "meeting/"),
    (r"\ref 1", "math-argument", "1"),
    (r"\begin{array}{p{9cm}} x \end{array}", "math-argument", "p{9cm}"),
    (r"\begin{array}{*{99}{c}} x \end{array}", "math-argument", "*{99}{c}"),
    (r"\hdotsfor{3}", "math-command", r"\hdotsfor"),
    (r"\left x \right.", "math-argument", "x"),
    (r"\left{ x", "math-argument", "{"),
    (r"\hat\mathbf{x}", "math-argument", r"\mathbf"),
    (r"n \choose k \choose l", "math-command", r"\choose"),
    (r"\frac{\over x}{2}", "math-command", r"\over"),
    (r"x^\over", "math-argument", r"\over"),
    (r"\sqrt[a \over b]{x}", "math-command", r"\over"),
    (r"\half{a \over b}", "math-command", r"\over"),
    (r"\half{a \choose b} + \sumof{a \\ b}", "math-command", r"\choose"),
    (r"\sumof{a \\ b}", "math-alignment", r"\\"),
    (r"\sum_{a \over b \\ c}", "math-alignment", r"\\"),
    (r"\frac{a \\ b}{c}", "math-alignment", r"\\"),
    (r"x_\max", "math-argument", r"\max"),
    (r"a & b", "math-alignment", "&"),
    (r"\begin{cases} a & b & c \end{cases}", "math-alignment", "&"),
    (r"\begin{aligned} \left( a \\ b \right) \end{aligned}", "math-alignment", r"\\"),
    (r"\begin{gather}\begin{align*}x\end{align*}\end{gather}", "math-environment",
     r"\begin{align*}"),
    (r"\begin{gather}x \begin{align}x\end{align}\end{gather}", "math-environment",
     r"\begin{align}"),
    (r"\begin{gather}\begin{align}x\end{align}y\end{gather}", "math-environment", "y"),
    (r"\begin{multline}\begin{align}x\end{align}\end{multline}", "math-environment",
     r"\begin{align}"),
    (r"x \begin{align} x \end{align}", "math-environment", r"\begin{align}"),
    (r"\begin{align} x \end{align} y", "math-environment", "y"),
    (r"\begin{subequations} x^2 \begin{align}y\end{align}\end{subequations}", "math-environment",
     "x"),
    (r"\begin{subequations}\begin{cases}x\end{cases}\end{subequations}", "math-environment",
     r"\begin{cases}"),
    (r"\begin{subequations}\begin{align}x\end{align}\end{subequations} y", "math-environment", "y"),
    ("x^2^3", "math-script", "^"),
    ("x_1²_2", "math-script", "_"),
    (" \n ", "math-empty", " \n "),
    ("x" * 20_001, "math-size", "x"),
    ("{" * 41 + "}" * 41, "math-size", "{"),
    (r"\pmb{" * 5 + "x" + "}" * 5, "math-size", "x"),
    (r"\text{$" * 9 + "x" + "$}" * 9, "math-size", "{"),
]  # fmt: skip


def example(name: str) -> str:
    if name in IN_PLACE:
        return IN_PLACE[name]
    return f"\\{name}" + "".join(VALUES[kind] for kind in ARGUMENTS.get(name, "")) + " "


def environment(name: str) -> str:
    arguments = "".join(VALUES[kind] for kind in ENVIRONMENTS[name].arguments)
    columns = ENVIRONMENTS[name].columns
    if ENVIRONMENTS[name].holds:
        return rf"\begin{{{name}}}{environment('align')}{environment('equation')}\end{{{name}}}"
    row = "x" if columns == 1 else "x & y"
    return rf"\begin{{{name}}}{arguments} {row} \\ {row} \end{{{name}}}"


def test_every_listed_command_and_environment_passes_and_is_defined(tmp_path: Path) -> None:
    lines = [example(name) for name in sorted(COMMANDS)]
    lines += [environment(name) for name in ENVIRONMENTS]
    lines += [rf"\left\{name} x \right\{name} " for name in sorted(DELIMITERS)]
    lines += [rf"\text{{\{name}{{}}}}" for name in sorted(TEXT_SYMBOLS)]
    lines += [
        rf"\text{{\{name}{VALUES[kind]}}}" for name, kind in TEXT_ARGUMENTS.items() if kind in "tmH"
    ]
    assert not {line: check(line, {}) for line in lines if check(line, {})}
    complaints = set_lines(tmp_path, [written(line, macros={}) for line in lines])
    assert not {lines[number]: complaint for number, complaint in complaints.items()}
    assert IN_PLACE.keys() == PLACED
    assert len(SYMBOLS) > 550


def test_no_command_of_the_documented_is_refused() -> None:
    """Those of amsmath's guide, and every symbol that LaTeX, amsmath and amssymb declare."""
    declared = re.compile(r"\\DeclareMath(?:Symbol|Accent|Delimiter|Alphabet) *\{\\([A-Za-z]+)\}")
    names = set(AMSMATH.split())
    files = ("fontmath.ltx", "amssymb.sty", "amsfonts.sty", "amsmath.sty")
    found = subprocess.run(["kpsewhich", *files], capture_output=True, text=True, check=True)
    for path in found.stdout.split():
        names |= set(declared.findall(Path(path).read_text(encoding="latin-1")))
    pieces_of_braces = {"braceld", "bracelu", "bracerd", "braceru"}
    assert len(names) > 500
    assert names - COMMANDS == pieces_of_braces


def test_real_formulas_pass_and_are_set_without_complaint(tmp_path: Path) -> None:
    assert not {tex: check(tex) for tex in REAL if check(tex)}
    lines = [written(tex) for tex in REAL]
    complaints = set_lines(tmp_path, lines, definitions())
    assert not {REAL[number]: complaint for number, complaint in complaints.items()}


@pytest.mark.parametrize(("tex", "code", "place"), ATTACKS)
def test_what_is_not_math_is_refused_at_its_place(tex: str, code: str, place: str) -> None:
    first = check(tex)[0]
    assert first.span is not None
    assert (first.code, first.span.text) == (code, place)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"a = b \\ c = d", r"\begin{gather*}a = b \\ c = d\end{gather*}"),
        (r"a \over b \\ c \over d", r"\begin{gather*}a \over b \\ c \over d\end{gather*}"),
        (r"a\tag{1}\\[2pt] b\tag{2}", r"\begin{gather*}a\tag{1}\\[2pt] b\tag{2}\end{gather*}"),
        (r"a \\ b\\ ", r"\begin{gather*}a \\ b \end{gather*}"),
        (r"a \\", r"\[a \]"),
        (r"a \two b", r"\begin{gather*}a \coursetwo b\end{gather*}"),
        (r"\begin{cases}a\\b\end{cases}", r"\[\begin{cases}a\\b\end{cases}\]"),
        (r"\begin{cases}a\\b\end{cases}\\c",
         r"\begin{gather*}\begin{cases}a\\b\end{cases}\\c\end{gather*}"),
        (r"\begin{align}a\\b\end{align}", r"\begin{align}a\\b\end{align}"),
        (r"\sum_{a\\b} c", r"\[\sum_{\substack{a\\b}} c\]"),
    ],
)  # fmt: skip
def test_lines_of_a_displayed_formula_are_lines(tex: str, expected: str, tmp_path: Path) -> None:
    macros = {"two": r"x \\ y"}
    assert not check(tex, macros)
    assert "".join(formula_text(tex, macros, display=True)) == expected
    definition = define_macro("two", macros["two"], macros)
    assert not set_lines(tmp_path, [expected], definition)


def test_a_formula_in_a_line_breaks_where_it_may() -> None:
    long = r"x_1, f(a,b), \left(c, d\right), {e, f}, 1,000, x_{n-1}, x_n,"
    broken = (
        r"x_1,\penalty700  f(a,\penalty700 b),\penalty700  \left(c, d\right),\penalty700  {e, f},"
        r"\penalty700  1,000,\penalty700  x_{n-1},\penalty700  x_n,"
    )
    assert formula_text(long, {}, display=False)[1] == broken
    assert formula_text(long, {}, display=True)[1] == long
    assert formula_text("f(a, b), c", {}, display=False)[1] == "f(a, b), c"
    lines = r"a \\*[2pt] \frac{b}{\begin{cases}c\\d\end{cases}}, d"
    expected = r"a \hfil\penalty-10000  \frac{b}{\begin{cases}c\\d\end{cases}},\penalty700  d"
    assert formula_text(lines, {}, display=False)[1] == expected


def test_inline_formulas_hold_no_displays() -> None:
    displays = (r"\begin{align}x\end{align}", r"\begin{split}x\end{split}", r"x\tag{1}\label{x}")
    for tex in displays:
        assert not check(tex)
        assert check(tex, display=False)


def test_a_hint_names_what_was_meant() -> None:
    assert check(r"\lamda")[0].hints == (r"did you mean '\lambda'?",)
    # \frak and \star are as near.
    assert check(r"\fraq{a}{b}")[0].hints == (r"did you mean '\frac'?",)
    assert check(r"\sqtr{a}")[0].hints == (r"did you mean '\sqrt'?",)
    assert check(r"\begin{alligned}\end{alligned}")[0].hints == ("did you mean 'aligned'?",)


@pytest.mark.parametrize(
    ("tex", "hint"),
    [
        (r"\color{red}", "leave it out: formulas have no colours"),
        (r"\argmax_x", r"add to course.yaml, under 'macros:', the line: argmax: "
         r"'\operatorname*{arg\,max}'"),
        (r"\RR", r"add to course.yaml, under 'macros:', the line: RR: '\mathbb{R}'"),
        (r"\mathbbm{1}", r"write '\mathbb{…}', '\mathbb{1}' too"),
        (r"\foo", "if it is your own, define it in course.yaml, under 'macros:', as foo: '…'"),
        (r"\nmu", "if it is your own, define it in course.yaml, under 'macros:', as nmu: '…'"),
        (r"\nabal", r"did you mean '\nabla'?"),
        (r"\braktet{a|b}", r"did you mean '\braket'?"),
        (r"\abs x", r"write '\abs{…}'"),
    ],
)  # fmt: skip
def test_a_hint_is_not_far_fetched(tex: str, hint: str) -> None:
    assert check(tex, {})[0].hints == (hint,)


def test_definitions_in_hints_are_sound() -> None:
    for name, definition in hints.LINES.items():
        assert not check_macro(name, definition, {name: definition}, span_of(definition))


SHORT = [
    (r"\ket{\psi} \bra{α}", r"\left| \psi\right\rangle  \left\langle \alpha \right| "),
    (r"\braket{a|\R|b}", r"\left\langle a\middle| \courseR\middle| b\right\rangle "),
    (r"\braket{a}{b}", r"\left\langle a\middle| b\right\rangle "),
    (r"\norm*{x}_2", r"\lVert x\rVert _2"),
    (r"\norm{\norm{x} y}", r"\left\lVert \left\lVert x\right\rVert  y\right\rVert "),
    (r"\sqrt[\norm{n}]{x}", r"\sqrt[\left\lVert n\right\rVert ]{x}"),
    (r"\qty(\frac12)", r"\left( \frac12\right) "),
    (r"\qty{5}{\km}", r"{5\,\mathrm{km}}"),
    (r"\dv[2]{f}{x}", r"\frac{\mathrm{d}^{2} f}{\mathrm{d} x^{2}}"),
    (r"\dv*{f}{x}", r"\mathrm{d} f/\mathrm{d} x"),
    (r"\pdv{f}{x}{y} \pdv{f}{x,y}", r"\frac{\partial^{2} f}{\partial x\partial y}"
     r" \frac{\partial^{2} f}{\partial x\partial y}"),
    (r"\ketbra{a}{b}", r"\left| a\middle\rangle\!\middle\langle b\right| "),
    (r"\expval{A}{b}", r"\left\langle b\middle| A\middle| b\right\rangle "),
    (r"\mel{a}{B}{c}", r"\left\langle a\middle| B\middle| c\right\rangle "),
    (r"\SI{-12345.5e-3}{\kilo\gram\metre\per\second\squared}",
     r"{{-12\,345.5 \times 10^{-3}}\,\mathrm{kg}\,\mathrm{m}\,\mathrm{s}^{-2}}"),
    (r"\SI{20}{m/s^2}", r"{{20}\,\mathrm{m}/\mathrm{s}^{2}}"),
    (r"\num{1.234(5)} \num{.5 +- .1}", r"{1.234(5)} {0.5\pm 0.1}"),
    (r"\SI{45}{\degree} \ang{45}", r"{{45}{}^{\circ}} {45}^{\circ}"),
    (r"\si{\per\cubic\cm} \unit{kg.m^{-2}}", r"{\mathrm{cm}^{-3}} {\mathrm{kg}\,\mathrm{m}^{-2}}"),
    (r"\ce{SO4^2-} \ce{NH4+}", r"{\mathrm{S}\mathrm{O}_{4}^{2-}} {\mathrm{N}\mathrm{H}_{4}^{+}}"),
    (r"\ce{2H2 + O2 -> 2H2O(l)}",
     r"{2\,\mathrm{H}_{2} + \mathrm{O}_{2}\rightarrow 2\,\mathrm{H}_{2}\mathrm{O}\mathrm{(l)}}"),
    (r"\ce{^{227}_{90}Th}", r"{{}^{227}_{90}\mathrm{Th}}"),
    (r"\ce{A ->[H2O][heat] B v}", r"{\mathrm{A}\mathrel{\xrightarrow[\text{heat}]{\mathrm{H}_{2}"
     r"\mathrm{O}}}\mathrm{B}\downarrow }"),
    (r"\text{a \num{5} b}", r"\text{a \ensuremath{{5}} b}"),
]  # fmt: skip


def test_commands_of_physics_siunitx_and_mhchem_are_written_out(tmp_path: Path) -> None:
    assert not {tex: check(tex) for tex, _ in SHORT if check(tex)}
    assert {tex: math_text(tex, MACROS) for tex, _ in SHORT} == dict(SHORT)
    assert not set_lines(tmp_path, [written(tex) for tex, _ in SHORT], definitions())
    assert math_text(r"\abs{x}", {"abs": "#1"}) == r"\courseabs{x}"
    line = define_macro("ev", r"\ket{#1}", {"ev": r"\ket{#1}"})
    assert line.startswith(r"\newcommand{\courseev}[1]{\left| #1\right\rangle }")


@pytest.mark.parametrize(
    ("tex", "place"),
    [
        (r"\braket{a}", r"\braket"),
        (r"\SI[per-mode=symbol]{5}{m}", r"\SI"),
        (r"\qty[mode=text]{5}{m}", r"\qty"),
        (r"\num{abc}", "abc"),
        (r"\num{#1}", "#1"),
        (r"\num{1e}", "1e"),
        (r"\SI{5}{\kilo}", r"\kilo"),
        (r"\SI{5}{\input{x}}", r"\input{x}"),
        (r"\ce{\write18{ls}}", r"\write18{ls}"),
        (r"\ce{H_2SO_4 $x$}", "H_2SO_4 $x$"),
        (r"\dv{a}{b}{c}", r"\dv"),
        (r"\ket{x", "{"),
        (r"\frac\abs{x}{2}", r"\abs"),
    ],
)
def test_what_these_commands_do_not_take_is_refused(tex: str, place: str) -> None:
    first = check(tex, {})[0]
    assert first.span is not None
    assert (first.code, first.span.text) == ("math-argument", place)


def test_what_these_commands_are_given_passes_the_gate_too() -> None:
    fault = check(r"\ket{a + \input{x}}", {})[0]
    assert fault.span is not None
    assert (fault.code, fault.span.text) == ("math-command", r"\input")


def test_all_faults_of_a_formula_are_found_in_one_run() -> None:
    faults = check(r"\foo + \frac{\bar} + 日")
    assert [fault.code for fault in faults] == ["math-command", "math-argument", "math-character"]


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aline} a &= b \tag{1} \\ \left( c \right) &= d \end{aline}",
        r"\begin{aline} a &= b \\ c &= d \end{align}",
        r"\begin{align} a &= b \\ c &= d \end{aline}",
        r"\begin{arry}{cc} \hline a & b \end{arry} + c",
        r"\begin{aline} a &= b",
        r"\begin{cases} \begin{matrx} a & b & c \end{matrx} & x \\ d \end{cases}",
    ],
)
def test_a_mistyped_environment_is_one_fault(tex: str) -> None:
    assert [fault.code for fault in check(tex)] == ["math-environment"]


def test_what_the_gate_lets_through_is_set_without_complaint(tmp_path: Path) -> None:
    """Formulas put together at random: those that pass must not trouble TeX."""
    soup = Soup(random.Random(20210414))
    formulas: list[tuple[str, bool]] = []
    while len(formulas) < 600:
        tex, display = soup.formula(), soup.random.random() < 0.6
        if not check(tex, display=display):
            formulas.append((tex, display))
    lines = [written(tex, display=display) for tex, display in formulas]
    complaints = set_lines(tmp_path, lines, definitions())
    assert not {formulas[number]: complaint for number, complaint in complaints.items()}


PIECES = [*(f"\\{name}" for name in sorted(COMMANDS)[::9]), *"{}[]$^_&#%~ \n\\x1é²"]
PIECES += [r"\begin{cases}", r"\end{cases}", r"\left", r"\right"]


@given(st.lists(st.sampled_from(PIECES)))
@settings(max_examples=200)
def test_every_text_gets_an_answer_inside_its_span(pieces: list[str]) -> None:
    tex = "".join(pieces)
    span = SourceFile(Path("r"), "r", f"ab{tex}cd").span(2, 2 + len(tex))
    for fault in check_math(tex, MACROS, span, display=True):
        assert fault.span is not None
        assert span.start <= fault.span.start <= fault.span.end <= span.end


@pytest.mark.parametrize(
    "tex",
    ["{" * 20_000, r"\sqrt[" * 3_300, r"\sqrt[3]{" * 2_200, "$" * 20_000, r"\left(" * 3_300,
     r"\begin{cases}" * 1_500, "\\" * 20_000, "x" + "\u0301" * 19_999, r"\twice{" * 30 + "}" * 30,
     r"\abs{" * 4_000 + "}" * 4_000, r"\ce{" * 5_000, r"\braket{a|" * 2_000 + "}" * 2_000,
     r"\num{" + "1" * 19_000 + "}", r"\ce{" + "H2O + " * 60 + "}", r"\si{" + r"\m" * 5_000 + "}",
     r"\again", r"\bomb" * 3_000, "\\" + "o" * 19_999, r"\begin{array}{" + "@{" * 9_000],
)  # fmt: skip
def test_no_formula_keeps_the_gate_busy(tex: str) -> None:
    macros = {"twice": "#1" * 50, "again": r"\again\again", "bomb": "x" * 500}
    steps_of(lambda: check(tex, macros), 4_000_000)


def test_deep_formulas_stay_within_what_tex_can_hold(tmp_path: Path) -> None:
    wraps = [("{", "}"), (r"\left(", r"\right)"), ("x^{", "}"), (r"\sqrt[{", "}]2")]
    wraps += [
        (rf"\{name}{{", "}") for name in ("frac1", "hat", "pmb", "substack", "boxed", "cfrac1")
    ]
    wraps += [(r"\text{$", "$}"), (r"\left(\begin{pmatrix}", r"\end{pmatrix}\right)")]
    wraps += [
        (rf"\begin{{{name}}}", rf"\end{{{name}}}") for name in ("cases", "aligned", "gathered")
    ]
    deepest = []
    for before, after in wraps:
        depth = next(n for n in range(1, 99) if check(before * (n + 1) + "x" + after * (n + 1)))
        deepest.append(before * depth + "x" + after * depth)
    complaints = set_lines(tmp_path, [written(tex) for tex in deepest])
    assert not {deepest[number]: complaint for number, complaint in complaints.items()}


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x + y", "x + y"),
        ("αx", r"\alpha x"),
        ("x²³₁", "x^{23}_{1}"),
        ("f′", "f'"),
        ("3 Å", r"3 {\text{Å}}"),
        ("\\text{α Å ²}", r"\text{\printedas{03B1}{\ensuremath{\alpha}} Å "
                          r"\printedas{00B2}{\textsuperscript{2}}}"),
        (r"\frac αβ", r"\frac {\alpha }{\beta }"),
        (r"\left⟨x\right⟩", r"\left\langle x\right\rangle "),
        (r"\R x", r"\courseR x"),
        (r"x\tag{1}\label{a} \ref{b}", r"x\tag{1}\label{formula:a} \ref{formula:b}"),
        (r"\text{by \eqref { c:1 }}", r"\text{by \eqref {formula:c:1}}"),
        (r"\abs{α\R}", r"\courseabs{\alpha \courseR}"),
        (r"\when{α}", r"\coursewhen{\printedas{03B1}{\ensuremath{\alpha}}}"),
        ("a\u00a0b", "a~b"),
        (r'\text{"a"}', r"\text{\textquotedbl{}a\textquotedbl{}}"),
        (r"\mathbb{1} \mathbb 1 𝟙 \mathbb{k}", r"\mathbb{{\doublestruck{1}}} \mathbb "
         r"{\doublestruck{1}} \doublestruck{1} \mathbb{{\Bbbk}}"),
        (r"\mathbb{1}", r"\mathbb{{\doublestruck{1}}}"),
        (r"\mathcal{A\operatorname{min}\text{a}}", r"\mathcal{A\operatorname{min}\text{a}}"),
        (r"\mathbf{\mu\Gamma}", r"\mathbf{{\boldsymbol{\mu}}\Gamma}"),
        (r"{\bf α}", r"{\bf {\boldsymbol{\alpha}}}"),
        ("𝛂 𝓐 𝐀", r"\boldsymbol{\alpha} \boldsymbol{\mathcal{A}} \mathbf{A}"),
        (r"\sum_{i<n,\\ α} x", r"\sum_{\substack{i<n,\\ \alpha }} x"),
        (r"x^{n \choose k}", r"x^{{n \choose k}}"),
        (r"\frac{\R \over β}{2}", r"\frac{{\courseR \over \beta }}{2}"),
        ("10 Å² Å′", r"10 {\text{Å}}{}^{2} {\text{Å}}{}'"),
        (r"\text{Å}^2 \mathrm{mÅ} ^2", r"\text{Å}{}^2 \mathrm{m{\text{Å}}} {}^2"),
        (r"\text{\AA}^3", r"\text{\AA}{}^3"),
        (r"\angstrom^2 \angstrom^{-1}", r"\courseangstrom{}^2 \courseangstrom{}^{-1}"),
        (r"\si{\angstrom\squared}", r"{\mathrm{\text{Å}}{}^{2}}"),
        (r"\text{nm}^2 α² x² \R^2 Å_1", r"\text{nm}^2 \alpha ^{2} x^{2} \courseR^2 {\text{Å}}_1"),
        ("−1 ≤ x → ½", r"-1 \leq  x \rightarrow  \tfrac{1}{2}"),
    ],
)  # fmt: skip
def test_characters_become_commands(tex: str, expected: str) -> None:
    assert not check(tex)
    assert math_text(tex, MACROS) == expected
