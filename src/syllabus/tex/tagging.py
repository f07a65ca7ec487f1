"""Whether the TeX at hand can make tagged PDFs, and what to do where it cannot."""

from __future__ import annotations

from pathlib import Path

from syllabus.diagnostics import Diagnostic, error
from syllabus.on_demand import pattern
from syllabus.tex.install import how_to_install
from syllabus.tex.toolchain import KERNEL, find_tools
from syllabus.workspace import system
from syllabus.workspace.files import open_file

OLDEST = "2024-11-01"
"""The LaTeX (`\\fmtversion`) whose tagging the templates are written for: TeX Live 2024's last."""

_NEEDED = ("lualatex", "luaotfload.sty", "tagpdf.sty", "unicode-math.sty", "latinmodern-math.otf")
_RELEASE = pattern(rb"\\edef\\fmtversion\s*(?:%.*\s*)*\{(\d{4}-\d\d-\d\d)\}")


def latex_release(kernel: Path) -> str | None:
    """Return the day of a LaTeX (`latex.ltx`), such as 2024-11-01; None if it does not say."""
    try:
        with open_file(kernel) as file:
            found = _RELEASE.search(file.read(200_000))
    except OSError:
        return None
    return found[1].decode() if found else None


def why_untaggable() -> tuple[Diagnostic, ...]:
    """Return what keeps this machine's TeX from making a tagged PDF; nothing if it can."""
    (kernel,) = find_tools(KERNEL)
    release = None if kernel.path is None else latex_release(kernel.path)
    if release is not None and release < OLDEST:
        message = f"LaTeX {release} cannot make tagged PDFs, expected {OLDEST} or newer"
        return (error("tex-too-old", message, None, _newer()),)
    missing = tuple(tool for tool in find_tools(*_NEEDED) if tool.path is None)
    if not missing:
        return ()
    names = ", ".join(tool.name for tool in missing)
    message = f"TeX cannot make tagged PDFs without {names}"
    return (error("tex-missing", message, None, str(how_to_install(missing))),)


def _newer() -> str:
    """Say how this system gets a newer TeX."""
    if system.WINDOWS or system.MACOS:
        return f"update TeX as a whole: {_whole()}"
    return f"TeX Live 2024 or newer has it: that of Debian 13, or {_whole()}"


def _whole() -> str:
    if system.MACOS:
        return "MacTeX from https://www.tug.org/mactex/"
    if system.WINDOWS and system.find_program("mpm"):
        return "miktex packages update"
    return "TeX Live from https://www.tug.org/texlive/"
