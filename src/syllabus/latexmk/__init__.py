"""TeX: the only room that starts processes; `fonts` is for handouts with other scripts."""

from syllabus.latexmk.hyphenation import Hyphenation, find_hyphenation
from syllabus.latexmk.install import Remedy, how_to_install
from syllabus.latexmk.run import TexRun, run_latexmk
from syllabus.latexmk.toolchain import Tool, Toolchain, find_toolchain
from syllabus.model.engine import Engine

__all__ = [
    "Engine",
    "Hyphenation",
    "Remedy",
    "TexRun",
    "Tool",
    "Toolchain",
    "find_hyphenation",
    "find_toolchain",
    "how_to_install",
    "run_latexmk",
]
