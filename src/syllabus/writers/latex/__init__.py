"""LaTeX: escaping, the gate for formulas, and everything that Python writes of it.

What only a handout with other scripts needs is imported from `typefaces`.
"""

from syllabus.writers.latex.foreign import (
    clusters,
    foreign_clusters,
    foreign_part,
    is_right_to_left,
    visible,
)
from syllabus.writers.latex.hyphenation import ENGLISH_PATTERNS, Patterns, patterns_for
from syllabus.writers.latex.math import LABEL_PREFIX, check_macro, check_math, define_macro
from syllabus.writers.latex.text import (
    Latex,
    command,
    directed,
    environment,
    escape_breakable,
    escape_pdf_string,
    escape_text,
    escape_url,
    with_outline,
)
from syllabus.writers.latex.writer import LatexWriter

__all__ = [
    "ENGLISH_PATTERNS",
    "LABEL_PREFIX",
    "Latex",
    "LatexWriter",
    "Patterns",
    "check_macro",
    "check_math",
    "clusters",
    "command",
    "define_macro",
    "directed",
    "environment",
    "escape_breakable",
    "escape_pdf_string",
    "escape_text",
    "escape_url",
    "foreign_clusters",
    "foreign_part",
    "is_right_to_left",
    "patterns_for",
    "visible",
    "with_outline",
]
