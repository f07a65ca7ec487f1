"""latexmk, started before there is a text for it: Perl reads latexmk while we write the text."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from syllabus.model.engine import Engine
from syllabus.tex.format import find_formats, with_formats
from syllabus.tex.sandbox import (
    Finished,
    find_sandbox,
    follow,
    is_sandboxed,
    start_command,
    tex_environment,
    with_window,
)
from syllabus.tex.toolchain import find_programs
from syllabus.workspace import system
from syllabus.workspace.files import make_folder, remove_file, write_file

# latexmk runs the code of `-e` at once, and reads what is in @ARGV afterwards.
_WAIT = (
    "select undef, undef, undef, 0.002 until open GO, '<', '{name}'; "
    "chomp(my @rest = <GO>); close GO; unlink '{name}'; push @ARGV, @rest"
)


class LatexmkAhead:
    """latexmk in the folder `work`, which waits until it is told what to do; `with` ends it.

    It only saves time: where it cannot be started, or not be used, all is done without it.
    """

    def __init__(self, work: Path, left: Callable[[], float]) -> None:
        self._work = work.absolute()
        self._left = left
        self._stack = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._environment: Mapping[str, str] = {}
        self._folder: os.stat_result | None = None
        # Whoever else builds in this folder must not be able to tell it to go.
        self._go = f"go-{os.urandom(8).hex()}"

    def __enter__(self) -> LatexmkAhead:
        return self

    def __exit__(self, *fault: object) -> None:
        self._stack.close()

    def start(self, engine: Engine, epoch: int) -> None:
        """Start it for an engine and the PDF's date, in seconds since 1970; at most once.

        Raises `OSError` if it cannot be started.
        """
        formats = find_formats()
        if (
            engine is not Engine.PDFLATEX
            or system.WINDOWS
            or self._process is not None
            or formats is None
            or not formats.is_dir()
            or self._work.is_symlink()
            or not all(tool.path for tool in find_programs("latexmk", engine.value))
        ):
            return
        command = ("latexmk", "-norc", "-e", _WAIT.format(name=self._go))
        make_folder(self._work)
        self._folder = self._work.stat()
        self._environment = with_formats(tex_environment(self._work, engine, epoch), formats)
        sandbox = find_sandbox(self._work, engine, self._environment)
        self._process = self._stack.enter_context(
            start_command(
                with_window(sandbox, formats),
                command,
                self._work,
                self._environment,
                self._left(),
            )
        )

    def run(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        timeout: float,
        on_line: Callable[[str], None],
    ) -> Finished | None:
        """Have it do what a `command` of latexmk says, once; None where it does not wait for that.

        `timeout` is in seconds.
        """
        process, self._process = self._process, None
        if process is None or environment != self._environment or not self._is_same_folder():
            self._stack.close()
            return None
        go = self._work / self._go
        write_file(go, "".join(f"{each}\n" for each in command[1:]).encode(), lasting=False)
        finished = follow(process, time.monotonic() + timeout, on_line)
        self._stack.close()
        if go.exists():  # it ended before it was told anything
            remove_file(go)
            is_sandboxed(self._work, Engine.PDFLATEX)  # if not, what comes next need not try
            return None
        return finished

    def _is_same_folder(self) -> bool:
        """Return whether the folder is still the one that it was started in."""
        try:
            return self._folder is not None and os.path.samestat(self._folder, self._work.stat())
        except OSError:
            return False
