"""Hyphenation patterns of this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from syllabus.diagnostics import Diagnostic, warning
from syllabus.on_demand import dataclass
from syllabus.source import Span
from syllabus.tex.install import how_to_install
from syllabus.tex.toolchain import Tool, find_patterns, find_programs
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
    (tool,) = find_patterns(patterns)
    if tool.path is not None:
        return Hyphenation(patterns, files=(tool.path,))
    (kpsewhich,) = find_programs("kpsewhich")
    if kpsewhich.path is None:
        return Hyphenation(None)
    return Hyphenation(None, (_missing(tool, f"'{language}': no word is divided", span),))


def find_hyphenation_of_words(languages: Mapping[str, Span], main: str) -> Hyphenation:
    """Look for the patterns of the languages of words (BCP 47) in a text that is in `main`.

    A warning for each, where it was named first, says what to install (`no-hyphenation`).
    """
    own = patterns_for(main)
    wanted: dict[Patterns, tuple[str, Span]] = {}
    for language, span in languages.items():
        patterns = patterns_for(language)
        if patterns is not None and patterns != own:
            wanted.setdefault(patterns, (language, span))
    tools = find_patterns(*wanted) if wanted else ()
    paths = tuple(tool.path for tool in tools if tool.path is not None)
    if len(paths) == len(tools):
        return Hyphenation(None, files=paths)
    (kpsewhich,) = find_programs("kpsewhich")
    missing = (
        _missing(tool, f"'{language}': none of its words here is divided", span)
        for tool, (language, span) in zip(tools, wanted.values(), strict=True)
        if tool.path is None and kpsewhich.path is not None
    )
    return Hyphenation(None, tuple(missing))


def _missing(tool: Tool, what: str, span: Span | None) -> Diagnostic:
    message = f"TeX has no hyphenation patterns for {what}"
    return warning("no-hyphenation", message, span, str(how_to_install((tool,))))
