"""The gate that every formula and every macro of a course passes before TeX sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from syllabus.diagnostics import Diagnostic, error
from syllabus.on_demand import pattern
from syllabus.source import Span
from syllabus.writers.latex.math.alphabets import REWRITING
from syllabus.writers.latex.math.commands import ENVIRONMENTS, FRACTIONS, LABEL_PREFIX
from syllabus.writers.latex.math.reader import FormulaReader
from syllabus.writers.latex.math.shorthands import SHORTHANDS
from syllabus.writers.latex.math.taken import TAKEN
from syllabus.writers.latex.math.tokens import MACRO_PREFIX, MAX_LENGTH, parameter_count

__all__ = [
    "LABEL_PREFIX",
    "NO_MACROS",
    "check_macro",
    "check_math",
    "define_macro",
    "formula_text",
    "math_text",
    "stands_alone",
]

NO_MACROS: Mapping[str, str] = MappingProxyType({})
_LONG = 40
"""Characters of a formula in a line that may be too long for the rest of it."""
_NAME = pattern(r"\\([A-Za-z]+)")
_STRUCTURE = frozenset(("begin", "end", "left", "middle", "right"))
_REWRITTEN = REWRITING | FRACTIONS | SHORTHANDS.keys() | {"AA", "label", "ref", "eqref"}
_PLAIN = pattern(r"[A-Za-z0-9 +\-*/=<>(),.;:!?|]+")


def check_math(
    tex: str, macros: Mapping[str, str], span: Span, display: bool
) -> tuple[Diagnostic, ...]:
    r"""Return what keeps a formula from being given to TeX; nothing if all is well.

    `tex` is what is between the delimiters, `span` just that text, `macros` the course's own
    commands and their definitions. A displayed formula may be one of amsmath's own displays
    (`align`, `gather`, …), see `stands_alone`. A formula without faults reads and writes no file,
    defines nothing, ends where it ends and takes TeX a bounded time.
    """
    if len(tex) <= MAX_LENGTH and _PLAIN.fullmatch(tex) and tex.strip():
        return ()
    reader = FormulaReader(tex, macros, span, display=display)
    reader.read()
    return tuple(reader.faults)


def formula_text(tex: str, macros: Mapping[str, str], display: bool) -> tuple[str, str, str]:
    r"""Return what opens a formula, the formula as `math_text` gives it, and what closes it.

    Displayed lines that end with `\\` outside of any environment, which TeX would set as one, are
    those of `gather*`, as MathJax and KaTeX print them.
    """
    if not display:
        return r"\(", _in_line(tex, macros), r"\)"
    if stands_alone(tex):
        return "", math_text(tex, macros), ""
    used = _used_by(tex, macros)
    if not any(r"\\" in text for text in (tex, *(macros[name] for name in used))):
        return r"\[", math_text(tex, macros), r"\]"
    reader = FormulaReader(tex, macros, None, display=True)
    reader.read()
    lines = reader.lines()
    written = reader.written()
    if lines > 1:
        return r"\begin{gather*}", written, r"\end{gather*}"
    return r"\[", written, r"\]"


def _in_line(tex: str, macros: Mapping[str, str]) -> str:
    """Return a formula that stands in a line; a long one may break after its commas, too."""
    is_long = len(tex) >= _LONG and ("," in tex or ";" in tex)
    if not is_long and r"\\" not in tex:
        return math_text(tex, macros)
    reader = FormulaReader(tex, macros, None, display=False)
    reader.read()
    last = len(tex.rstrip())
    reader.edits += [
        (end, end, r"\penalty700 ")
        for end in reader.commas
        if is_long and end < last and not tex[end].isdigit()
    ]
    return reader.written()


def stands_alone(tex: str) -> bool:
    r"""Tell whether a displayed formula without faults is written without `\[` and `\]`.

    Such a one is an environment that is a displayed formula itself, such as `align`.
    """
    match = re.match(r"\s*\\begin\s*\{([A-Za-z*]+)\}", tex)
    return match is not None and match[1] in ENVIRONMENTS and ENVIRONMENTS[match[1]].display


def check_macro(
    name: str, definition: str, macros: Mapping[str, str], span: Span
) -> tuple[Diagnostic, ...]:
    """Return what keeps a course's own command from being used.

    `span` covers the definition and nothing else; `macros` are all commands of the course, this
    one too. A name has letters only. It may be that of any command of LaTeX (see
    `define_macro`), except those that say where a part of a formula begins and ends.
    """
    if not re.fullmatch(r"[A-Za-z]{1,40}", name):
        message = f"'{name}' cannot be the name of a command: it may have letters only"
        return (error("macro-name", message, span),)
    if name in _STRUCTURE:
        message = f"'{name}' says where a part of a formula begins or ends"
        return (error("macro-name", message, span, "choose another name"),)
    if name in _used_by(definition, macros):
        return (error("macro-loop", f"'\\{name}' is defined by itself", span),)
    parameters = parameter_count(definition)
    reader = FormulaReader(definition, macros, span, display=False, parameters=parameters)
    reader.read()
    return tuple(reader.faults)


def _used_by(definition: str, macros: Mapping[str, str]) -> set[str]:
    """Return the course's commands that a definition uses, by way of others too."""
    used: set[str] = set()
    pending = [definition]
    while pending:
        names = set(_NAME.findall(pending.pop())) & macros.keys() - used
        used |= names
        pending += [macros[name] for name in names]
    return used


def define_macro(name: str, definition: str, macros: Mapping[str, str]) -> str:
    r"""Return the line of the preamble that defines one of the course's commands.

    In formulas `math_text` writes `\courseR` for `\R`, so that no command of LaTeX is lost,
    whatever the name. `\R` itself is defined for raw LaTeX, where neither LaTeX nor the handout has
    anything of that name.
    """
    parameters = parameter_count(definition)
    count = f"[{parameters}]" if parameters else ""
    written = math_text(definition, macros, parameters)
    command = f"\\{MACRO_PREFIX}{name}"
    if name in TAKEN:
        return f"\\newcommand{{{command}}}{count}{{{written}}}"
    alias = rf"\ifcsname {name}\endcsname\else\expandafter\let\csname {name}\endcsname{command}\fi"
    return f"\\newcommand{{{command}}}{count}{{{written}}}{alias}"


def math_text(tex: str, macros: Mapping[str, str] = NO_MACROS, parameters: int = 0) -> str:
    r"""Return a formula, or the definition of a macro with `parameters`, as it is written for TeX.

    `α` becomes `\alpha`, `²` becomes `^{2}`, `Å` becomes `{\text{Å}}`, and `\R` of the course's own
    commands `\courseR`; `\label{a}` becomes `\label{formula:a}`. The formula has passed
    `check_math` with the same macros.
    """
    changed = macros.keys() | _REWRITTEN
    plain = tex.isascii() and '"' not in tex and r"\\" not in tex
    if plain and changed.isdisjoint(_NAME.findall(tex)):
        return tex
    reader = FormulaReader(tex, macros, None, display=True, parameters=parameters)
    reader.read()
    return reader.written()
