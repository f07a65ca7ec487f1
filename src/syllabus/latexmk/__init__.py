"""TeX: the only room that starts processes."""

from syllabus.latexmk.box import Engine
from syllabus.latexmk.run import TexRun, run_latexmk
from syllabus.latexmk.toolchain import Tool, Toolchain, find_toolchain, install_command

__all__ = [
    "Engine",
    "TexRun",
    "Tool",
    "Toolchain",
    "find_toolchain",
    "install_command",
    "run_latexmk",
]
