"""What to write instead of a command that a formula may not use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MACROS = "commands of a course are defined under 'macros:' in course.yaml"
_BETTER: Mapping[str, str] = {
    **dict.fromkeys(("color", "textcolor", "colorbox"), "leave it out: formulas have no colours"),
    **dict.fromkeys(("cancel", "bcancel", "xcancel", "sout"), "leave it out: nothing strikes out"),
    **dict.fromkeys(("mathbbm", "mathds", "mathbbold"), r"write '\mathbb{…}', '\mathbb{1}' too"),
    **dict.fromkeys(("SIrange", "numrange", "qtyrange"), r"write '\num{…}' and '\SI{…}{…}'"),
    **dict.fromkeys(("includegraphics", "href", "url", "cite"), "write it in Markdown, outside"),
    "hbox": r"write '\text{…}'",
    "kern": r"write '\hspace{…}'",
    "hskip": r"write '\hspace{…}'",
    "mkern": r"write '\mspace{…}'",
    "mskip": r"write '\mspace{…}'",
    "cr": r"write '\\'",
    "bm": r"write '\boldsymbol{…}'",
    "mathscr": r"write '\mathcal{…}'",
    "DeclareMathOperator": r"write '\operatorname{…}'",
    "allowdisplaybreaks": "leave it out: displayed formulas break between pages anyway",
    **dict.fromkeys(("align", "align*", "eqnarray", "eqnarray*"), "write 'aligned'"),
    **dict.fromkeys(("gather", "gather*", "multline", "multline*"), "write 'gathered'"),
    "def": _MACROS,
    "newcommand": _MACROS,
    "renewcommand": _MACROS,
}

_OPERATORS = _names("""
    Tr tr rank diag sgn sign sinc softmax erf arsinh arcosh artanh sech csch span Span Var Cov
    Corr KL supp lcm Hom Aut End Ker Res rot curl grad vol conv dom ord
""")

LINES: Mapping[str, str] = {
    "argmax": r"\operatorname*{arg\,max}",
    "argmin": r"\operatorname*{arg\,min}",
    **{name: rf"\operatorname{{{name}}}" for name in _OPERATORS},
    **{name: rf"\mathbb{{{name}}}" for name in ("R", "N", "Z", "Q", "C", "F", "E", "T", "K")},
    "RR": r"\mathbb{R}",
    "NN": r"\mathbb{N}",
    "ZZ": r"\mathbb{Z}",
    "CC": r"\mathbb{C}",
    "QQ": r"\mathbb{Q}",
    "Real": r"\mathbb{R}",
    "reals": r"\mathbb{R}",
    "vect": r"\boldsymbol{#1}",
    "vb": r"\mathbf{#1}",
    "mat": r"\mathbf{#1}",
    "inner": r"\left\langle #1 \right\rangle",
    "innerp": r"\left\langle #1, #2 \right\rangle",
    "set": r"\left\{ #1 \right\}",
    "ceil": r"\left\lceil #1 \right\rceil",
    "floor": r"\left\lfloor #1 \right\rfloor",
    "order": r"\mathcal{O}\left( #1 \right)",
    "laplacian": r"\nabla^2",
    "comm": r"\left[ #1, #2 \right]",
    "commutator": r"\left[ #1, #2 \right]",
    "anticommutator": r"\left\{ #1, #2 \right\}",
    "eval": r"\left. #1 \right|",
    "defeq": r"\mathrel{:=}",
    "coloneqq": r"\mathrel{:=}",
    "eqqcolon": r"\mathrel{=:}",
    "given": r"\mid",
    "independent": r"\perp",
    "dif": r"\mathrm{d}",
    "diff": r"\mathrm{d}",
    "oiint": r"\oint\!\!\oint",
    "degree": r"^\circ",
    "celsius": r"^\circ\mathrm{C}",
    "angstrom": r"\text{Å}",
    "qed": r"\square",
}
"""Names that many courses define, and a definition of each."""

_COMMON = ("frac", "sqrt", "sum", "int", "text", "mathbb", "mathbf", "cdot", "times", "alpha", "in")
"""The commonest commands, which win over others that are equally near."""


def hints_for(name: str, *known: Iterable[str], mark: str = "\\") -> tuple[str, ...]:
    """Return what to write in place of the command or environment `name`, if there is something.

    `known` are the names that could have been meant; `mark` stands before a name in the hint.
    """
    if name in _BETTER:
        return (_BETTER[name],)
    if mark and name in LINES:
        return (f"add to course.yaml, under 'macros:', the line: {name}: '{LINES[name]}'",)
    name = name[:40]
    matches = get_close_matches(name, sorted(set().union(*known)), n=8, cutoff=0.7)
    near = [each for each in matches if _is_slip(name, each)]
    if near:
        nearest = next((each for each in _COMMON if each in near), near[0])
        return (f"did you mean '{mark}{nearest}'?",)
    if mark and name.isalpha() and name.isascii():
        return (f"if it is your own, define it in course.yaml, under 'macros:', as {name}: '…'",)
    return ()


def _is_slip(name: str, meant: str) -> bool:
    """Tell whether a name is another with one letter wrong, missing, doubled or moved by one."""
    if min(len(name), len(meant)) < 3 or max(len(name), len(meant)) < 4:
        return False
    start = next((i for i, (a, b) in enumerate(zip(name, meant, strict=False)) if a != b), None)
    if start is None:
        return abs(len(name) - len(meant)) <= 1
    a, b = name[start:], meant[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
