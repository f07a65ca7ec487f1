"""What all tests share: the option that rewrites goldens, and how properties are tested."""

from __future__ import annotations

import gc
import os
import shutil
import sys

import pytest
from hypothesis import settings

from syllabus.front.bibliography.effort import MOST_ELEMENTS
from syllabus.workspace import cache as memory
from syllabus.workspace.system import user_cache

if sys.platform == "win32":
    # What drives a POSIX terminal, ends processes by signals, fills disks or runs the scripts of
    # set-up; Windows' own branches are in test_windows.py and test_system.py.
    collect_ignore_glob = [
        "bench/*",
        "robustness/*",
        "tex/test_box.py",
        "tex/test_install.py",
        "smtp/test_command.py",
        "smtp/test_mailing.py",
        "security/test_files.py",
        "security/test_pipes.py",
        "test_list.py",
        "test_scaffold.py",
        "pdf/test_watch.py",
        "preview/test_command.py",
        "test_windows.py",  # which takes POSIX away
    ]

# A machine that is busy makes no test fail.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite tests/golden/*/expected*.tex")


def pytest_configure(config: pytest.Config) -> None:
    """Give the tests a cache of their own, which keeps LuaTeX's fonts from run to run."""
    assert config.cache is not None
    # Each process of pytest-xdist has one of its own.
    folder = config.cache.mkdir(f"user-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    shutil.rmtree(folder / "syllabus" / "memory", ignore_errors=True)
    # Folders of an earlier run may have had the same names.
    (folder / "syllabus" / "trusted").unlink(missing_ok=True)
    os.environ["XDG_CACHE_HOME"] = str(folder)


def pytest_collection_finish() -> None:
    """Have Python look for garbage in what tests leave alone, not in thousands of tests too."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


_OF_THE_PROGRAM = (
    *(("counted templates", ending) for ending in (".tex", ".html", ".txt")),
    ("names of templates", ""),
    ("styles", str(MOST_ELEMENTS)),
    ("dates",),
)
"""The caches of what no project decides: each key covers the whole text of a template or style."""


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    """Let no test profit from what another one made this process remember of a project.

    To compile our own templates and to read a style take half of the time of a small handout.
    """
    cache = user_cache()
    lasting = [memory._cache_path(cache, name) for name in _OF_THE_PROGRAM] if cache else []
    kept = {path: memory._opened[path] for path in lasting if path in memory._opened}
    memory._opened.clear()
    memory._opened.update(kept)
