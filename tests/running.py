"""The program, run in the process of a test: a process of its own takes ten times as long."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from syllabus.cli import main
from syllabus.workspace import cache


def invoke(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run `syllabus` in a folder and with an environment, without a terminal.

    Returns how it ended and what it printed to stdout and stderr together. An exception is raised.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in os.environ.keys() - environment.keys():
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        time.tzset()
        cache._opened.clear()
        run = CliRunner().invoke(main, list(arguments), prog_name="syllabus")
    time.tzset()
    if not isinstance(run.exception, SystemExit | None):
        raise run.exception
    ended = subprocess.CompletedProcess(list(arguments), run.exit_code, run.stdout, run.stderr)
    return ended, run.output
