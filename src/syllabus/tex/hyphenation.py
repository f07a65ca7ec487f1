"""Hyphenation patterns of this machine."""

from __future__ import annotations

from pathlib import Path

from syllabus.diagnostics import Diagnostic, warning
from syllabus.on_demand import dataclass
from syllabus.source import Span
from syllabus.tex.install import how_to_install
from syllabus.tex.toolchain import find_patterns, find_programs
from syllabus.writers.latex import Patterns, patterns_for


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """The patterns that TeX finds for a language; without them no word is divided.

    `files` are those by which to tell that this still holds; None if none would tell.
    """

    patterns: Patterns | None
    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[Path, ...] | None = None


def find_hyphenation(language: str, span: Span | None) -> Hyphenation:
    """Look for the patterns of a language (BCP 47) that was named at `span`.

    A warning says what to install where TeX is there and does not find them (`no-hyphenation`).
    """
    patterns = patterns_for(language)
    if patterns is None:
        return Hyphenation(None, files=())
    tool = find_patterns(patterns)
    if tool.path is not None:
        return Hyphenation(patterns, files=(tool.path,))
    (kpsewhich,) = find_programs("kpsewhich")
    if kpsewhich.path is None:
        return Hyphenation(None)
    message = f"TeX has no hyphenation patterns for '{language}': no word is divided"
    hint = str(how_to_install((tool,)))
    return Hyphenation(None, (warning("no-hyphenation", message, span, hint),))
