"""TeX: the only room that starts processes; `fonts` is for handouts with other scripts."""

from syllabus.latexmk.hyphenation import Hyphenation, find_hyphenation
from syllabus.latexmk.run import TexRun, run_latexmk
from syllabus.latexmk.toolchain import Tool, Toolchain, find_toolchain, install_command
from syllabus.model.engine import Engine

__all__ = [
    "Engine",
    "Hyphenation",
    "TexRun",
    "Tool",
    "Toolchain",
    "find_hyphenation",
    "find_toolchain",
    "install_command",
    "run_latexmk",
]
