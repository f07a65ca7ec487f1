"""Running TeX, within limits that end all that it starts; `fonts` is for other scripts."""

from syllabus.model.engine import Engine
from syllabus.tex.ahead import LatexmkAhead
from syllabus.tex.failures import out_of_time
from syllabus.tex.hyphenation import Hyphenation, find_hyphenation
from syllabus.tex.install import Remedy, how_to_install
from syllabus.tex.run import TexRun, run_latexmk
from syllabus.tex.sandbox import lists_fonts
from syllabus.tex.tagging import OLDEST, latex_release, why_untaggable
from syllabus.tex.toolchain import Tool, Toolchain, find_toolchain

__all__ = [
    "OLDEST",
    "Engine",
    "Hyphenation",
    "LatexmkAhead",
    "Remedy",
    "TexRun",
    "Tool",
    "Toolchain",
    "find_hyphenation",
    "find_toolchain",
    "how_to_install",
    "latex_release",
    "lists_fonts",
    "out_of_time",
    "run_latexmk",
    "why_untaggable",
]
