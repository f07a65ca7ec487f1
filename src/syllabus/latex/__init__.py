"""LaTeX: escaping, the gate for formulas, and everything that Python writes of it."""

from syllabus.latex.math import check_macro, define_macro
from syllabus.latex.text import (
    Latex,
    command,
    environment,
    escape_breakable,
    escape_pdf_string,
    escape_text,
    escape_url,
)
from syllabus.latex.writer import LatexWriter

__all__ = [
    "Latex",
    "LatexWriter",
    "check_macro",
    "command",
    "define_macro",
    "environment",
    "escape_breakable",
    "escape_pdf_string",
    "escape_text",
    "escape_url",
]
