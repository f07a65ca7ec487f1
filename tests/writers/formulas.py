"""Formulas for the tests of this room: real ones, and ones put together at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from syllabus.diagnostics import Diagnostic
from syllabus.source import SourceFile, Span
from syllabus.writers.latex.math import check_math, define_macro, formula_text
from syllabus.writers.latex.math.commands import (
    ACCENTS,
    ARGUMENTS,
    ENVIRONMENTS,
    OPERATORS,
    SYMBOLS,
)

MACROS = {
    "R": r"\mathbb{R}",
    "P": r"\operatorname{P}",
    "d": r"\,\mathrm{d}#1",
    "abs": r"\left|#1\right|",
    "when": r"\text{if #1}",
    "angstrom": r"\text{Å}",
    "half": r"\frac{#1}{2}",
    "sumof": r"\sum_{#1}",
}
VALUES = {
    "m": "{X}", "f": "{X}", "t": "{x}", "b": "{x}", "r": r"{x\\y}", "q": r"\sum ", "o": "[x]",
    "*": "*", "a": r"\hat ", "A": "{c}", "B": "{1}", "C": "{c|r}", "D": "(", "E": "{2}",
    "F": "[1.5]", "G": "(", "H": "{1em}", "I": "{a:1}", "K": "{1-1}", "L": "[l]",
    "N": "{2}", "P": "[2]", "S": "[t]", "T": "{0.4pt}", "U": "{3mu}", "V": "[t]", "X": "{(}",
}  # fmt: skip
IN_PLACE = {
    "atop": r"x_{a \atop b}",
    "brace": r"n \brace k",
    "brack": r"\left( n \brack k \right)",
    "choose": r"\frac{n \choose k}{2} {n \choose k} \begin{pmatrix}n \choose k\end{pmatrix}",
    "over": r"\sqrt{a \over b}",
    "cline": r"\begin{array}{c}x\\\cline{1-1}\end{array}",
    "displaybreak": r"\begin{align}x\displaybreak[2]\\y\displaybreak\end{align}",
    "displaylimits": r"\sum\displaylimits_x",
    "hdotsfor": r"\begin{pmatrix}x&y\\\hdotsfor[1.5]{2}\end{pmatrix}",
    "hline": r"\begin{array}{c}\hline x\\\hline\end{array}",
    "intertext": r"\begin{align*}x\\\intertext{and $y$}z\end{align*}",
    "label": r"\begin{align}x\label{a:1}\\y\label{a:2}\end{align}",
    "leftroot": r"\sqrt[\leftroot{-2}\uproot{2}\beta]{k}",
    "limits": r"\int\limits_x",
    "multicolumn": r"\begin{array}{cc}\multicolumn{2}{c}{x}\end{array}",
    "nolimits": r"\sum\nolimits_x",
    "nonumber": r"\begin{gather}x\nonumber\end{gather}",
    "notag": r"\begin{align}x\notag\\y\tag{1}\end{align}",
    "raisetag": r"\begin{equation}\raisetag{6pt}x\end{equation}",
    "shoveleft": r"\begin{multline*}x\\\shoveleft{y}\\z\end{multline*}",
    "shoveright": r"\begin{multline*}x\\\shoveright{y}\\z\end{multline*}",
    "tag": r"x\tag*{(i)}",
    "uproot": r"\sqrt[\uproot{2}x]{k}",
}
AMSMATH = """
    Big Bigg Biggl Biggr Bigl Bigr big bigg biggl biggr bigl bigr bmod mod pmod pod binom dbinom
    tbinom frac dfrac tfrac cfrac genfrac boldsymbol pmb boxed cdots ldots dots dotsb dotsc dotsi
    dotsm dotso ddddot dddot ddot dot hat tilde displaybreak displaylimits limits nolimits
    displaystyle textstyle scriptstyle scriptscriptstyle eqref ref label tag notag raisetag hdotsfor
    idotsint iint iiint iiiint int intertext leftroot uproot sqrt lvert rvert lVert rVert mathbb
    mathbf mathcal mathfrak mathit mathrm mathsf mathtt medspace negmedspace negthickspace
    negthinspace thickspace thinspace mspace quad qquad operatorname overleftarrow
    overleftrightarrow overrightarrow underleftarrow underleftrightarrow underrightarrow overset
    overunderset underset stackrel shoveleft shoveright sideset smash substack text varDelta
    varGamma varLambda varOmega varPhi varPi varPsi varSigma varTheta varUpsilon varXi varinjlim
    varliminf varlimsup varprojlim injlim projlim vphantom xleftarrow xrightarrow arccos arcsin
    arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log
    max min Pr sec sin sinh sup tan tanh Hat Check Tilde Acute Grave Dot Ddot Breve Bar Vec
"""
"""The commands for formulas that the user's guide of amsmath describes; those that define others
or set something for a whole document belong to `macros` and to templates."""
# the user's guide of amsmath, and what people write
REAL = [
    r"f_1 * (f_2 * f_3) = (f_1 * f_2) * f_3",
    r"\hat f(\mathbf k) = \int_{-\infty}^{\infty} f(x)\, e^{-2\pi i k\cdot x}\,\mathrm{d}x",
    r"\frac12 + \frac a{b^2} x^2_3 f''(x) f'^2 x_1'^2 {}^{14}_{6}\mathrm{C} x^\mathrm T_\text{max}",
    r"\left( \frac ab \right)^2 \left\{ x \middle| y \right\} \left.\frac{d}{dx}\right|_{x=0}",
    "\\begin{aligned}[t]\n a &= b \\\\[2pt]\n &= c\n\\end{aligned}",
    r"\left.\begin{aligned}B'&=-\partial\times E,\\E'&=4\pi j,\end{aligned}\right\}\qquad\text{M}",
    r"\begin{cases}0& \text{if $r-j$ is odd},\\ r!\,(-1)^{(r-j)/2}& \text{else \(x\)}\end{cases}",
    r"\begin{split}a& =b+c-d\\ & \quad +e-f\end{split}",
    r"\begin{equation}\begin{split}a& =b\\ & =f\end{split}\end{equation}",
    r"\begin{align}x&=y & X&=Y & a&=b+c\\x'&=y' & X'&=Y' & a'&=b\end{align}",
    r"\begin{alignat}{2}x& = y_1-\dots &\quad& \text{by C}\\ & = y(0) y' && \text {by"
    r" 1}\end{alignat}",
    r"\begin{eqnarray*}a &=& b\\ c &=& d\end{eqnarray*}",
    r"\begin{subequations}\label{grp}\begin{align}a&=b\label{first}\\c&=d\end{align}"
    "\n"
    r"\begin{equation}x\end{equation}\end{subequations}",
    r"\begin{gather}\begin{align}a&=b\\c&=d\tag{9}\end{align}\\ x \\"
    r" \begin{alignat}{2}a&=b\end{alignat}\end{gather}",
    r"\sqrt[\leftroot{-2}\uproot{2}\beta]{k} \sqrt2 \sqrt\frac12 x^\frac12"
    r" \sqrt[n]{x} \sqrt \alpha",
    r"\sqrt{1+\sqrt{1+\sqrt{1+\sqrt{1+\sqrt{1+\sqrt{1+\sqrt{1+\sqrt{1+x}}}}}}}}",
    r"\cfrac{1}{\sqrt{2}+\cfrac{1}{\sqrt{2}+\cfrac{1}{\sqrt{2}+\dotsb}}} \cfrac[l]{1}{2}",
    r"\sideset{}{'}\sum_{n<k} \sideset{_*^*}{_*^*}\prod \genfrac{(}{)}{0pt}{}{a}{b} \binom nk",
    r"\begin{pmatrix}a&\dots\\ \hdotsfor[2]{2}\\"
    r" b&c\end{pmatrix}\bigl(\begin{smallmatrix}a&b\\c&d\end{smallmatrix}\bigr)",
    r"\sum_{\substack{0\le i\le m\\ 0<j<n}}"
    r" \sum_{\begin{subarray}{l}i\in\Lambda\\0<j\end{subarray}}",
    r"\biggl[\sum_i a_i\Bigl\lvert\sum_j x_{ij}\Bigr\rvert^p\biggr]^{1/p} \big{(} \bigl\{ \Big|",
    r"\gcd(n,m\bmod n);\quad x\equiv y\pmod b;\quad x\equiv y\mod c;\quad x\equiv y\pod d",
    r"\operatorname*{arg\,max}_\theta \underset{x}{\operatorname{argmin}}"
    r" \lim_{x\to0} \max\limits_x",
    r"A\xleftarrow{n+\mu-1}B \xrightarrow[T]{n\pm i-1}C \overset{*}{X}"
    r" \stackrel{f}{\to} \not\in \not=",
    r"\begin{array}{r@{\;}c|*{2}{l}}\hline a & b & c&d \\ \hline\hline"
    r" \multicolumn{2}{c}{x} & y\end{array}",
    r"\hat{\hat{A}} \vec{\boldsymbol{x}} \widehat{xy} \dddot{x} \skew{3}{\hat}{A}"
    r" \overline{\mathcal O}",
    r"\{1,\dots,n\} \| x \|_2 100\,\% \# \& \_ \$ a\ b a~b \mspace{-18.0mu} \hspace{1em} {\rm ab}",
    r"\text{for $x= x_0$, \textbf{bold} \"o \AA\ \'{e} 50\,\% p.~3} \mbox{\scriptsize words}",
    r"\R^n \abs{x} \abs\R \frac\R2 x^\R \P(A) \int x \d x \d{xy} \when{$x$} 3\,\angstrom",
    "α → β × ℝ² ≤ ∫ x² µ Å −1 x′ x₁₂ ½ \\text{Å für α m\u0304 ² “a”} \\left⟨ x"
    " \\right⟩ \\bigl⟨ \\frac αβ",
]


def span_of(text: str) -> Span:
    return SourceFile(Path("record.md"), "record.md", text).span(0, len(text))


def check(
    tex: str, macros: Mapping[str, str] = MACROS, *, display: bool = True
) -> tuple[Diagnostic, ...]:
    return check_math(tex, macros, span_of(tex), display)


def written(tex: str, macros: Mapping[str, str] = MACROS, *, display: bool = True) -> str:
    opening, text, closing = formula_text(tex, macros, display)
    return f"{opening}{text if opening else text.strip()}{closing}"


def definitions() -> str:
    return "\n".join(define_macro(name, text, MACROS) for name, text in MACROS.items())


# amsmath's old names of accents trip over `\bf` in an accent inside them; TeX then says so.
MIXED = sorted(name for name in ARGUMENTS if name not in ACCENTS or name.islower())
SCRAPS = [*"^_'&[]${}²₁αÅ→\n ", "^2", "_i", r"\\", r"\\[2pt]", r"\left(", r"\right)", r"\text{"]
SCRAPS += [r"\R ", r"\d x", r"\abs{x}", r"\when{x}", r"\middle|"]
SCRAPS += [r"\over ", r"\choose ", r"\ket{x}", r"\braket{a|b}", r"\SI{1e3}{\metre}", r"\ce{H2O}"]
SCRAPS += [r"\dv{f}{x}", r"\norm*{\R}", r"\pdv{x,y}", r"\sum_{a\\b}", r"\half{a}", "Å^2"]


class Soup:
    """Random formulas, some of them sound."""

    def __init__(self, source: random.Random) -> None:
        self.random = source

    def formula(self, depth: int = 0) -> str:
        return "".join(self.piece(depth) for _ in range(self.random.randrange(not depth, 6)))

    def piece(self, depth: int) -> str:
        choice: Callable[[Sequence[str]], str] = self.random.choice
        kind = self.random.random()
        if kind < 0.25:
            return choice("abxyzAB123+-=(),.;:!|/<>*[]~@?")
        if kind < 0.36:
            return choice(SCRAPS)
        if kind < 0.6:
            return self.command(choice(MIXED), depth)
        if kind < 0.7 and depth < 3:
            return self.environment(choice(sorted(ENVIRONMENTS)), depth)
        if kind < 0.76 and depth < 3:
            return rf"\left{choice('(.|[')}{self.formula(depth + 1)}\right{choice(').|]')}"
        return f"\\{choice(sorted(SYMBOLS - OPERATORS))} "

    def command(self, name: str, depth: int) -> str:
        written = f"\\{name}"
        for kind in ARGUMENTS[name]:
            if kind in "o*LSFP" and self.random.random() < 0.5:
                continue
            inner = self.random.choice(["1", r"\alpha ", "[", r"\R ", "{}"])
            if depth < 3 and self.random.random() < 0.6:
                inner = f"{{{self.formula(depth + 1)}}}"
            written += inner if kind in "mf" else VALUES[kind]
        return written

    def environment(self, name: str, depth: int) -> str:
        arguments = "".join(VALUES[kind] for kind in ENVIRONMENTS[name].arguments)
        between = self.random.choice(["", "&", r"\\", r"\\[1pt]", r"\hline "])
        body = between.join(self.formula(depth + 1) for _ in range(self.random.randrange(1, 4)))
        return rf"\begin{{{name}}}{arguments}{body}\end{{{name}}}"
