"""What each cache brings by itself: the processor time of commands with it and without it.

The machine may be busy meanwhile: processor time says what a command itself needs, and runs with
and without each cache take turns. Of a few runs the least counts, as nothing makes a run cheaper.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tests.bench.courses import Course
from tests.bench.measure import PROBE, run

CACHES = (
    *("project", "course", "texts", "library", "entries", "styles", "citations", "references"),
    *("dates", "counted templates", "names of templates"),
)
"""What lasts from one run to the next, by its name in `open_cache` and `memoized`."""

CASES = ("unchanged", "moved", "typo", "new")
"""No file has changed; a meeting has moved to the past; a record was edited, or is new."""


class CacheRounds:
    """One course, and how long it takes without each cache in turn."""

    def __init__(self, course: Course, folder: Path) -> None:
        self._course = course
        self._filled, self._cache = folder / "filled", folder / "cache of caches"
        self._note = folder / "note"
        self.taken: dict[tuple[str, str], list[float]] = {}

    def carry_out(self) -> None:
        """Measure every case once, with all caches and without each of them."""
        if not self._filled.exists():
            self._run("", self._course.as_of)
            self._run("", self._course.as_of)  # now that all files have settled
            shutil.copytree(self._cache, self._filled)
        for case in CASES:
            if case == "typo":
                self._course.mistype()
            elif case == "new":
                self._course.add_meeting()
            late = case in ("moved", "new")
            for name in ("", *CACHES):
                shutil.rmtree(self._cache, ignore_errors=True)
                shutil.copytree(self._filled, self._cache)
                spent = self._run(name, self._course.later if late else self._course.as_of)
                self.taken.setdefault((case, name), []).append(spent)
            self._course.restore()

    def least(self, case: str, without: str = "") -> float:
        """Return the processor seconds of a case."""
        return min(self.taken[case, without])

    def _run(self, without: str, as_of: str) -> float:
        shutil.rmtree(self._course.root / "build", ignore_errors=True)
        # TeX takes as long with each of them.
        command = ("-q", "build", "--tex", "--as-of", as_of)
        left_out = f"cache {without}" if without else ""
        probe = (sys.executable, "-P", PROBE, self._note, left_out)
        return run(self._course.root, *probe, *command, cache=self._cache).cpu
