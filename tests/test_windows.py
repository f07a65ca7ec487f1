"""What runs on Windows runs here too, with all taken away that POSIX alone has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.robustness.project import DAY, NAMES, make_project, pdfs
from tests.test_architecture import POSIX_MODULES, POSIX_NAMES
from tests.waiting import living

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there all tests show it")

AS_ON_WINDOWS = f"""
import asyncio, filelock, json, os, platformdirs, shutil, signal, socket, subprocess, sys, tempfile
import pkgutil, types
from importlib import import_module
from pathlib import Path

# These libraries keep what they have; on Windows they have branches of their own.
for library in ("babel", "httpx", "jinja2", "lxml.etree", "pylatex", "rich.console", "watchfiles"):
    import_module(library)
shutil._use_fd_functions = False
subprocess.signal = types.SimpleNamespace(**vars(signal))
for name in {POSIX_MODULES.split()}:
    sys.modules[name] = None
for module, names in {[(name, names.split()) for name, names in POSIX_NAMES.items()]}:
    for name in names:
        if name not in ("kill", "waitpid", "WNOHANG") and hasattr(sys.modules[module], name):
            delattr(sys.modules[module], name)

import syllabus
from syllabus.workspace import system
system.WINDOWS = True
"""
RUN = "from syllabus.__main__ import main; main()"

TASKKILL = """\
#!{python}
import os, sys
from pathlib import Path

assert sys.argv[1:-1] == ["/T", "/F", "/PID"], sys.argv
parents = {{}}
for process in Path("/proc").glob("[0-9]*"):
    try:
        stat = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        continue
    parents[int(process.name)] = int(stat[1])
doomed = [int(sys.argv[-1])]
for each in doomed:
    doomed += [child for child, parent in parents.items() if parent == each]
for each in doomed:
    try:
        os.kill(each, 9)
    except ProcessLookupError:
        pass
Path({log!r}).write_text("ended")
"""


class Windows:
    """Runs Python as it would be on Windows, with a `taskkill` that notes that it was asked."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "taskkill.log"
        taskkill = folder / "windows" / "System32" / "taskkill.exe"
        taskkill.parent.mkdir(parents=True)
        taskkill.write_text(TASKKILL.format(python=sys.executable, log=str(self.log)))
        taskkill.chmod(0o755)
        self.environment = {
            **os.environ,
            "SYSTEMROOT": str(folder / "windows"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "PATHEXT": "",  # programs have no ending here
        }

    def run(
        self, code: str, *arguments: str, folder: Path, status: int = 0
    ) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-c", AS_ON_WINDOWS + code, *arguments],
            cwd=folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ended.returncode == status, ended.stderr
        return ended


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    return Windows(tmp_path)


def test_every_module_can_be_imported(windows: Windows, tmp_path: Path) -> None:
    code = """
for module in pkgutil.walk_packages(syllabus.__path__, "syllabus."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
print(len([name for name in sys.modules if name.startswith("syllabus")]))
"""
    assert int(windows.run(code, folder=tmp_path).stdout) > 150


def test_a_course_is_checked_built_and_cleaned(windows: Windows, tmp_path: Path) -> None:
    layout = make_project(tmp_path / "course")
    (layout.templates / "handout.tex").unlink()  # the tool's own, whose preamble becomes a format
    windows.run(RUN, "check", folder=layout.root)
    built = windows.run(RUN, "build", "--as-of", DAY, folder=layout.root)
    assert built.stdout.startswith(f"build/optics-{DAY}.pdf: 1 page")
    assert pdfs(layout).keys() == NAMES
    assert list((tmp_path / "cache" / "syllabus" / "formats").glob("*.fmt"))
    again = windows.run(RUN, "build", "--as-of", DAY, folder=layout.root)
    assert again.stdout.endswith("nothing has changed\n")
    windows.run(RUN, "clean", folder=layout.root)
    assert list(layout.build.iterdir()) == []


def test_a_new_course_builds(windows: Windows, tmp_path: Path) -> None:
    windows.run(RUN, "init", "optics", "--title", "Optics", folder=tmp_path)
    windows.run(RUN, "-C", "optics", "build", folder=tmp_path)
    assert list((tmp_path / "optics" / "build").glob("*.pdf"))


def test_the_time_limit_ends_tex_and_all_that_it_started(windows: Windows, tmp_path: Path) -> None:
    code = """
from syllabus.tex.sandbox import run_sandboxed, tex_environment
from syllabus.model.engine import Engine
work = Path.cwd()
lines = []
command = ("sh", "-c", "echo begun; sleep 600 & sleep 600")
environment = tex_environment(work, Engine.PDFLATEX, 0)
ended = run_sandboxed(command, work, Engine.PDFLATEX, environment, 1, lines.append)
print(json.dumps([ended.status, lines, sorted(environment)]))
"""
    work = tmp_path / "work"
    work.mkdir()
    status, lines, names = json.loads(windows.run(code, folder=work).stdout)
    assert (status, lines) == (None, ["begun"])
    assert windows.log.read_text() == "ended"
    assert living(work) == []
    assert {"SYSTEMROOT", "TEMP", "TMP", "NoDefaultCurrentDirectoryInExePath"} <= set(names)


def test_a_program_beside_the_records_is_not_run(windows: Windows, tmp_path: Path) -> None:
    planted = tmp_path / "latexmk"
    planted.write_text("#!/bin/sh\n")
    planted.chmod(0o755)
    code = "print(system.find_program('latexmk'))"
    found = windows.run(code, folder=tmp_path).stdout.strip()
    assert Path(found).is_absolute()
    assert Path(found) != planted


def test_a_mailing_runs_once_at_a_time_and_leaves_its_journal_alone(
    windows: Windows, tmp_path: Path
) -> None:
    layout = make_project(tmp_path / "course")
    code = """
from syllabus.workspace.layout import Layout
from syllabus.delivery.smtp.journal import Mailing, open_journal, read_journal
layout, faults = Layout(Path.cwd()), []
mailing = Mailing(None, "rays", "announcement")
with open_journal(layout, mailing, faults) as first:
    assert read_journal(layout, mailing, faults).salt == first.records.salt
    with open_journal(layout, mailing, faults) as second:
        print(first is not None, second, [fault.code for fault in faults])
"""
    assert windows.run(code, folder=layout.root).stdout == "True None ['mailing-runs']\n"
    (journal,) = layout.mailings.iterdir()
    assert journal.suffix == ".jsonl"
    assert b"\r" not in journal.read_bytes()
