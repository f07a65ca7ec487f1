"""What each cache brings by itself: the instructions of commands with it and without it.

They are counted by valgrind, and are the same on a machine that is busy: one run of each is enough.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from tests.bench.courses import Course
from tests.bench.measure import PROBE, Failed, run

CACHES = (
    *("project", "course", "texts", "library", "entries", "styles", "citations", "references"),
    *("dates", "counted templates", "names of templates"),
)
"""What lasts from one run to the next, by its name in `open_cache` and `memoized`."""

CASES = ("unchanged", "moved", "typo", "new", "library")
"""No file has changed; a meeting is past now; a record was edited, or is new; an entry is new."""

_COUNTING = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
_COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")


def can_count() -> bool:
    """Return whether what counts instructions is on this machine."""
    return shutil.which(_COUNTING[0]) is not None


class CacheCounts:
    """One course, and what its builds as far as TeX take without each cache in turn."""

    def __init__(self, course: Course, folder: Path) -> None:
        self.course = course
        self._filled, self._cache = folder / "filled", folder / "cache"
        self._note = folder / "note"
        folder.mkdir()
        self.counted: dict[tuple[str, str], int] = {}

    def count(self) -> None:
        """Count every case, with all caches and without each of them."""
        for _ in range(2):  # at the second time, all files have settled
            self._run("", self.course.as_of)
        shutil.copytree(self._cache, self._filled)
        for case in CASES:
            match case:
                case "typo":
                    self.course.mistype()
                case "new":
                    self.course.add_meeting()
                case "library":
                    self.course.add_entry()
            late = case in ("moved", "new")
            for name in ("", *CACHES):
                shutil.rmtree(self._cache, ignore_errors=True)
                shutil.copytree(self._filled, self._cache)
                moment = self.course.later if late else self.course.as_of
                self.counted[case, name] = self._run(name, moment)
            self.course.restore()

    def _run(self, without: str, as_of: str) -> int:
        """Return the instructions of one build; TeX takes as long with each cache."""
        shutil.rmtree(self.course.root / "build", ignore_errors=True)
        command = ("-q", "build", "--tex", "--as-of", as_of)
        left_out = f"cache {without}" if without else ""
        # Where Python's hashes differ from run to run, so does what it does.
        python = ("env", "PYTHONHASHSEED=0", *_COUNTING, sys.executable, "-P", PROBE, self._note)
        run(self.course.root, *python, left_out, *command, cache=self._cache)
        said = (self.course.root / ".printed").read_text(encoding="utf-8", errors="replace")
        found = _COUNTED.search(said)
        if found is None:
            raise Failed(f"valgrind counted nothing:\n{said[-2000:]}")
        return int(found[1].replace(",", ""))
