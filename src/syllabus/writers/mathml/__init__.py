"""Formulas as MathML Core, which browsers set and screen readers say.

The only module that knows math-core, which reads formulas as LaTeX does but for what `source`
writes for it in another way. What comes back is believed only as far as it is MathML without
addresses, scripts and styles: those of its styles that a table has become names of classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from xml.etree import ElementTree

from math_core import LatexToMathML

from syllabus.writers.mathml.elements import settle
from syllabus.writers.mathml.source import write_source
from syllabus.writers.mathml.words import Unread

__all__ = ["formula_mathml"]


def formula_mathml(tex: str, macros: Mapping[str, str], *, display: bool) -> str | None:
    """Return a formula as a `math` element; None where that would not be what its TeX says.

    `macros` are the course's own commands and their definitions. The formula has passed the gate
    (`check_math`), and `Equations` has written its numbers.
    """
    try:
        written = _converted(write_source(tex, macros, display=display), display)
    except Unread:
        return None
    root = settle(ElementTree.fromstring(written))  # noqa: S314  # there is no document type in it
    if root is None:
        return None
    root.set("display", "block" if display else "inline")
    return ElementTree.tostring(root, encoding="unicode")


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(
        fancy_error=False, allow_unreliable_rendering=True, unicode_substitution="never"
    )


def _converted(source: str, display: bool) -> str:
    try:
        written = _converter().convert_with_local_state(source, displaystyle=display)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        raise Unread from error
    return written.replace("&ApplyFunction;", "\u2061")
