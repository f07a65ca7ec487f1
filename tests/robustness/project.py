"""A project that takes half a second to build, the command on it, and what it leaves behind."""

from __future__ import annotations

import ctypes
import hashlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import wait_until

from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.files import PART
from syllabus.workspace.layout import Layout

PROGRAM = (
    sys.executable,
    "-c",
    # A shell's job in the background ignores Ctrl-C, and so would what the tests start there.
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from syllabus.__main__ import main; main()",
)
DAY = "2026-09-05"
NAMES = {"optics.pdf", f"optics-{DAY}.pdf"}
TEMPLATE = r"""
\documentclass{article}\pdftrailerid{}
PREAMBLE
\begin{document}\tableofcontents\section{<< handout.title >>}\end{document}
"""


def make_project(root: Path, title: str = "Rays") -> Layout:
    layout = Layout(root)
    layout.meetings.mkdir(parents=True)
    record = layout.meetings / "2026-09-03-rays.md"
    record.write_text("---\ndate: 2026-09-03\ntitle: Rays\n---\n")
    use_template(layout)
    entitle(layout, title)
    return layout


def use_template(layout: Layout, preamble: str = "") -> None:
    """Give the project a template that TeX is soon done with: what gets lost does so around TeX."""
    layout.templates.mkdir(exist_ok=True)
    (layout.templates / "handout.tex").write_text(TEMPLATE.replace("PREAMBLE", preamble))


def entitle(layout: Layout, title: str) -> None:
    """Change the handout's title."""
    layout.course.write_text(f"title: {title}\nslug: optics\nzone: Europe/Oslo\ntime: 18:00\n")


def build(layout: Layout, **options: bool | float | str | Path) -> BuildOutcome:
    """Build in this process."""
    request = BuildRequest(layout, **{"as_of": DAY, **options})  # type: ignore[arg-type]  # mixed
    return build_handout(request, lambda message: None)


def good_build(layout: Layout) -> str:
    """Build, see that all went well, and return the hash of the PDFs."""
    outcome = build(layout)
    assert not outcome.diagnostics, outcome.diagnostics
    (sha256,) = set(pdfs(layout).values())
    return sha256


def pdfs(layout: Layout) -> dict[str, str]:
    """Return the hashes of the PDFs in `build/`."""
    paths = layout.build.glob("*.pdf")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def left_over(folder: Path) -> list[Path]:
    """Return the half-written files in a folder and all below it."""
    return [path for path in folder.rglob("*") if path.name.endswith(PART)]


def run(
    layout: Layout, *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in the project's folder to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=layout.root,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )


def start(layout: Layout, *arguments: str) -> subprocess.Popen[str]:
    """Start the command as a shell does: in a process group of its own."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=layout.root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def wait_for_command(process: subprocess.Popen[str]) -> None:
    """Wait until Python has read the program, which from then on catches SIGTERM."""
    status = Path(f"/proc/{process.pid}/status")

    def catches() -> bool:
        (caught,) = (line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
        return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)

    wait_until(lambda: process.poll() is not None or catches())


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a running command has made a file."""
    wait_until(lambda: path.exists() or process.poll() is not None)


@contextmanager
def watched(folder: Path) -> Iterator[int]:
    """Give a file descriptor that can be read once bytes are written in `folder` (inotify(7))."""
    libc = ctypes.CDLL(None)
    handle = libc.inotify_init1(os.O_CLOEXEC)
    modified = 0x2
    assert libc.inotify_add_watch(handle, bytes(folder), modified) > 0
    try:
        yield handle
    finally:
        os.close(handle)


def wait_for_write(handle: int, process: subprocess.Popen[str]) -> None:
    """Wait until the first bytes are written in a watched folder while a command runs."""
    while not select.select([handle], [], [], 0.2)[0] and process.poll() is None:
        pass
