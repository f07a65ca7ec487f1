"""The command in a real terminal, as a person sees it and types into it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import syllabus

PROGRAM = [sys.executable, "-c", "from syllabus.cli import main; main(prog_name='syllabus')"]
INTERRUPT = "\x03"
PATIENCE = 600
"""Seconds, after which a command hangs; nothing that a test shows depends on them."""

_STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class TerminalSession:
    """One run of the command; `seen` is all that it has written, styles included."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        columns: int = 80,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.seen = ""
        self.status: int | None = None
        # A job that a script starts in the background ignores Ctrl-C, and so would its children.
        old = signal.signal(signal.SIGINT, signal.SIG_DFL)
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
            os.chdir(folder)
            unset = {name: value for name, value in os.environ.items() if name not in _UNSET}
            own = {"TERM": "xterm", "PYTHONPATH": str(Path(syllabus.__file__).parents[1])}
            os.execve(PROGRAM[0], [*PROGRAM, *arguments], {**unset, **own, **(environment or {})})
        signal.signal(signal.SIGINT, old)

    def __enter__(self) -> TerminalSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.status is None:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self._terminal)

    @property
    def text(self) -> str:
        """What was written, without styles."""
        return _STYLES.sub("", self.seen).replace("\r\n", "\n")

    def wait_for(self, pattern: str, start: int = 0) -> re.Match[str]:
        """Read until a pattern is found in `text` after `start`."""
        patience = time.monotonic() + PATIENCE
        while (found := re.compile(pattern).search(self.text, start)) is None:
            assert time.monotonic() < patience, f"no {pattern!r} in:\n{self.text[start:]}"
            assert self._read(), f"ended without {pattern!r}:\n{self.text[start:]}"
        return found

    def press(self, keys: str) -> None:
        """Type into the terminal."""
        os.write(self._terminal, keys.encode())

    def end(self) -> int:
        """Read until the command has ended and return its exit status."""
        patience = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < patience, f"goes on:\n{self.text}"
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        return self.status

    def _read(self) -> bool:
        """Read what there is within a moment; False at the end."""
        if not select.select([self._terminal], [], [], 0.2)[0]:
            return True
        try:
            piece = os.read(self._terminal, 65536)
        except OSError:  # Linux tells the end of a terminal so
            return False
        self.seen += piece.decode()
        return bool(piece)


_UNSET = ("SOURCE_DATE_EPOCH", "NO_COLOR", "COLUMNS", "LINES")
