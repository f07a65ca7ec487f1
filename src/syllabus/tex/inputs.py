"""Which files of this machine a run of TeX read: another TeX can set the same text otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from syllabus.model.engine import Engine
from syllabus.tex.toolchain import find_programs
from syllabus.workspace.files import read_file
from syllabus.workspace.system import user_cache

_LIST = "ls-R"
"""The list of files at the root of a tree of TeX's, written anew whenever anything is installed,
upgraded or removed (kpathsea's manual, 5.6)."""


def tex_inputs(recorded: Path, engine: Engine, read_by_format: Iterable[str]) -> frozenset[str]:
    """Return the paths of TeX's programs, of all files that it read, and of its lists of files.

    `recorded` is the file in which it says so (its option `-recorder`), in its working folder.
    What is in that folder, or was kept by an earlier run, is not among them. Raises `OSError`.
    """
    content = read_file(recorded, own=True) if recorded.is_file() else b""
    lines = content.decode("utf-8", "replace").splitlines()
    named = {line.removeprefix("INPUT ") for line in lines if line.startswith("INPUT ")}
    named.update(read_by_format)
    programs = find_programs("latexmk", engine.value)
    named |= {str(tool.path) for tool in programs if tool.path is not None}
    ours = tuple(folder for folder in (recorded.parent, user_cache()) if folder is not None)
    files = {
        path
        for path in map(Path, named)
        if path.is_absolute() and not any(path.is_relative_to(folder) for folder in ours)
    }
    folders = {path.parent for path in files}
    folders |= {each for folder in folders for each in folder.parents}
    files |= {folder / _LIST for folder in folders}
    return frozenset(str(path) for path in files if path.is_file())
