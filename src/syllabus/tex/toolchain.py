"""What the handout needs of this machine: programs, LaTeX packages, fonts."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from pathlib import Path

from syllabus.on_demand import dataclass, pattern
from syllabus.workspace.system import basic_environment, find_program, search_path
from syllabus.writers.latex import Patterns, patterns_for


class ToolKind(Enum):
    """What a tool is, and so how it is looked for."""

    PROGRAM = "program"
    PACKAGE = "LaTeX package"
    FONT = "font"
    PATTERNS = "hyphenation patterns"


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that is needed.

    `use` says what for. `debian` is the Debian package that brings it, `tex_live` TeX Live's own
    (None if it is no part of TeX Live). `path` is None if it is missing; `version` is what a
    program says of itself, None for files.
    """

    name: str
    kind: ToolKind
    use: str
    debian: str
    tex_live: str | None
    required: bool = True
    path: Path | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Toolchain:
    """Everything that was looked for, found or not."""

    tools: tuple[Tool, ...]

    @property
    def missing(self) -> tuple[Tool, ...]:
        """What is required and not there."""
        return tuple(tool for tool in self.tools if tool.required and tool.path is None)


_BASE = "texlive-latex-base"
_RECOMMENDED = "texlive-latex-recommended"
KERNEL = "latex.ltx"
"""The file that says of which day this LaTeX is."""

_PROGRAMS = (
    Tool("latexmk", ToolKind.PROGRAM, "runs TeX as often as needed", "latexmk", "latexmk"),
    Tool("pdflatex", ToolKind.PROGRAM, "typesets the handout", _RECOMMENDED, "latex-bin"),
    Tool("kpsewhich", ToolKind.PROGRAM, "finds TeX's files", "texlive-binaries", "kpathsea"),
    Tool(
        "lualatex", ToolKind.PROGRAM, "typesets other scripts", "texlive-luatex", "latex-bin",
        required=False,
    ),
    Tool("bwrap", ToolKind.PROGRAM, "sandboxes TeX", "bubblewrap", None, required=False),
)  # fmt: skip
_FILES = (
    Tool(
        KERNEL, ToolKind.PACKAGE, "LaTeX; tagged PDFs from 2024-11-01 on", _BASE, "latex",
        required=False,
    ),
    Tool("article.cls", ToolKind.PACKAGE, "the document class", _BASE, "latex"),
    Tool("fontenc.sty", ToolKind.PACKAGE, "accented letters", _BASE, "latex"),
    Tool("textcomp.sty", ToolKind.PACKAGE, "signs", _BASE, "latex"),
    Tool("babel.sty", ToolKind.PACKAGE, "hyphenation", _BASE, "babel"),
    Tool("amsmath.sty", ToolKind.PACKAGE, "formulas", _BASE, "amsmath"),
    Tool("amssymb.sty", ToolKind.PACKAGE, "symbols of formulas", "texlive-base", "amsfonts"),
    Tool("microtype.sty", ToolKind.PACKAGE, "even lines", _RECOMMENDED, "microtype"),
    Tool("geometry.sty", ToolKind.PACKAGE, "margins", _BASE, "geometry"),
    Tool("array.sty", ToolKind.PACKAGE, "tables", _BASE, "tools"),
    Tool("longtable.sty", ToolKind.PACKAGE, "the schedule", _BASE, "tools"),
    Tool("booktabs.sty", ToolKind.PACKAGE, "rules of tables", _RECOMMENDED, "booktabs"),
    Tool("graphicx.sty", ToolKind.PACKAGE, "pictures", _BASE, "graphics"),
    Tool("xcolor.sty", ToolKind.PACKAGE, "colours of links", _RECOMMENDED, "xcolor"),
    Tool("fancyhdr.sty", ToolKind.PACKAGE, "the footer", _BASE, "fancyhdr"),
    Tool("hyperref.sty", ToolKind.PACKAGE, "links and outline", _BASE, "hyperref"),
    Tool("glyphtounicode.tex", ToolKind.PACKAGE, "character names", "texlive-base", "glyphlist"),
    Tool(
        "luaotfload.sty", ToolKind.PACKAGE, "fonts of lualatex", "texlive-luatex", "luaotfload",
        required=False,
    ),
    Tool(
        "tagpdf.sty", ToolKind.PACKAGE, "tagged PDFs", "texlive-latex-extra", "tagpdf",
        required=False,
    ),
    Tool(
        "unicode-math.sty", ToolKind.PACKAGE, "formulas of tagged PDFs", _RECOMMENDED,
        "unicode-math", required=False,
    ),
    Tool(
        "latinmodern-math.otf", ToolKind.FONT, "formulas of tagged PDFs", "fonts-lmodern",
        "lm-math", required=False,
    ),
    Tool(
        "FreeSerif.otf", ToolKind.FONT, "other scripts", "fonts-freefont-otf", "gnu-freefont",
        required=False,
    ),
    Tool(
        "NotoSans-Regular.ttf", ToolKind.FONT, "more scripts", "fonts-noto-core", "noto",
        required=False,
    ),
    Tool(
        "NotoSerifCJK-Regular.ttc", ToolKind.FONT, "Chinese, Japanese, Korean", "fonts-noto-cjk",
        "haranoaji", required=False,
    ),
    Tool(
        "NotoColorEmoji.ttf", ToolKind.FONT, "emoji", "fonts-noto-color-emoji", "noto-emoji",
        required=False,
    ),
    Tool("Symbola_hint.ttf", ToolKind.FONT, "rare signs", "fonts-symbola", None, required=False),
    Tool("lmodern.sty", ToolKind.FONT, "the handout's type", "lmodern", "lm"),
    Tool("ec-lmr10.tfm", ToolKind.FONT, "measures of the type", "lmodern", "lm"),
    Tool("lmr10.pfb", ToolKind.FONT, "outlines of the type", "lmodern", "lm"),
    Tool("msbm10.pfb", ToolKind.FONT, "outlines of symbols", "texlive-base", "amsfonts"),
    Tool(
        "fplmbb.pfb", ToolKind.FONT, "the 1 of \\mathbb", "texlive-fonts-recommended", "mathpazo",
        required=False,
    ),
)  # fmt: skip
_TEX_LIVE = pattern(r"TeX Live \d{4}")
_VERSION = pattern(r"\d+(?:\.\d+)+[a-z]?")
_VERSION_OPTIONS = {"latexmk": "-v"}


def find_toolchain(language: str = "en") -> Toolchain:
    """Look for all that a handout in a language (BCP 47) needs.

    What is missing or broken is reported in the result; nothing is raised.
    """
    programs = tuple(replace(tool, version=_version(tool)) for tool in map(_locate, _PROGRAMS))
    patterns = patterns_for(language)
    wanted = (*_FILES, _patterns_tool(patterns)) if patterns else _FILES
    return Toolchain(programs + _locate_all(wanted))


def find_patterns(*wanted: Patterns) -> tuple[Tool, ...]:
    """Look for hyphenation patterns."""
    return _locate_all(tuple(map(_patterns_tool, wanted)))


def find_programs(*names: str) -> tuple[Tool, ...]:
    """Look for the programs of these names and start none of them."""
    return tuple(_locate(tool) for tool in _PROGRAMS if tool.name in names)


def find_tools(*names: str) -> tuple[Tool, ...]:
    """Look for the programs and files of these names and start none of the programs."""
    files = tuple(tool for tool in _FILES if tool.name in names)
    return find_programs(*names) + (_locate_all(files) if files else ())


def find_missing() -> tuple[Tool, ...]:
    """Return what every build needs and is not here; no program but kpsewhich is started."""
    programs = tuple(_locate(tool) for tool in _PROGRAMS if tool.required)
    files = _locate_all(tuple(tool for tool in _FILES if tool.required))
    return tuple(tool for tool in (*programs, *files) if tool.path is None)


def locate_files(names: Iterable[str]) -> dict[str, Path]:
    """Return where TeX finds the files of these names; those that it does not find are left out."""
    (kpsewhich,) = find_programs("kpsewhich")
    if kpsewhich.path is None:
        return {}
    lines = _answer(str(kpsewhich.path), *names).splitlines()
    return {Path(line).name: Path(line) for line in lines}


def _locate_all(files: tuple[Tool, ...]) -> tuple[Tool, ...]:
    found = locate_files(tool.name for tool in files)
    return tuple(replace(tool, path=found.get(tool.name)) for tool in files)


def _patterns_tool(patterns: Patterns) -> Tool:
    use = f"divides words, {patterns.locale}"
    names = (patterns.debian, patterns.tex_live)
    return Tool(patterns.file, ToolKind.PATTERNS, use, *names, required=False)


def _locate(tool: Tool) -> Tool:
    found = find_program(tool.name)
    return replace(tool, path=Path(found) if found else None)


def _version(tool: Tool) -> str | None:
    if tool.path is None:
        return None
    answer = _answer(str(tool.path), _VERSION_OPTIONS.get(tool.name, "--version"))
    match = _TEX_LIVE.search(answer) or _VERSION.search(answer)
    return match[0] if match else None


def _answer(*command: str) -> str:
    # No home: the sandboxed TeX does not see the user's own packages either.
    environment = {
        **basic_environment(),
        **{"PATH": search_path(), "LANG": "C.UTF-8", "HOME": "/nonexistent"},
    }
    try:
        answer = subprocess.run(  # noqa: S603 - the command is ours, word by word
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode("utf-8", "replace")
