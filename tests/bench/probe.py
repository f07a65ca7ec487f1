"""Runs `syllabus` as its users do, and notes what TeX cost: `probe.py NOTE WITHOUT ARGUMENT...`.

NOTE is the file that is written: seconds in TeX's box, passes, peak memory of this process in MB.
WITHOUT names, with commas between them, what is left out of this run for comparison.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PASS = re.compile(r"Run number \d+ of rule ")


class Spent:
    """What TeX has cost so far: seconds in which latexmk or TeX runs, and passes."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.passes = 0
        self._begun: float | None = None

    def since_start(self, start: Callable[..., Any]) -> Callable[..., Any]:
        """Return what starts latexmk ahead, with the time noted at which it did."""

        def noted(ahead: Any, *arguments: Any) -> None:
            begun = time.perf_counter()
            start(ahead, *arguments)
            if self._begun is None and ahead._process is not None:
                self._begun = begun

        return noted

    def around(self, run_sandboxed: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function that runs TeX, with its time taken and its passes counted."""

        def timed(*arguments: Any, **options: Any) -> Any:
            *most, on_line = arguments

            def count(line: str) -> None:
                self.passes += bool(_PASS.match(line))
                on_line(line)

            begun, self._begun = self._begun or time.perf_counter(), None
            try:
                return run_sandboxed(*most, count, **options)
            finally:
                self.seconds += time.perf_counter() - begun

        return timed


def leave_out_caches(left_out: set[str]) -> None:
    """Have caches find nothing and keep nothing: "cache NAME" for each of them.

    A module takes what it needs when it is imported, so that this has to come first.
    """
    from syllabus.workspace import cache

    opened = cache.open_cache

    def open_cache(*name: str, **options: int) -> cache.Cache:
        return Nothing(None) if f"cache {name[0]}" in left_out else opened(*name, **options)

    class Nothing(cache.Cache):
        def find(self, key: str, known: Any = ()) -> None:
            pass

        def put(self, *arguments: Any, **options: Any) -> None:
            pass

    cache.open_cache = open_cache


def main() -> None:
    note, without, *arguments = sys.argv[1:]
    left_out = set(without.split(","))
    leave_out_caches(left_out)
    from syllabus.__main__ import main as syllabus
    from syllabus.tex import format as formats
    from syllabus.tex import run
    from syllabus.tex.ahead import LatexmkAhead
    from syllabus.workspace import up_to_date as standing
    from syllabus.workspace.cache import Cache

    replaced: dict[str, tuple[object, str, object]] = {
        "contents": (run, "contents_of", lambda headings: ""),
        "draft": (run, "first_is_draft", lambda *arguments: False),
        "format": (run, "find_format", lambda *arguments: None),
        "ahead": (LatexmkAhead, "start", lambda *arguments: None),
        "memory": (Cache, "find", lambda memory, key, known=(): None),
        "dates": (standing, "find_last_build", lambda *arguments: None),
    }
    for name in left_out & replaced.keys():
        setattr(*replaced[name])
    spent = Spent()
    for module in (run, formats):
        module.run_sandboxed = spent.around(module.run_sandboxed)  # type: ignore[attr-defined]  # imported
    LatexmkAhead.start = spent.since_start(LatexmkAhead.start)  # type: ignore[method-assign]
    LatexmkAhead.run = spent.around(LatexmkAhead.run)  # type: ignore[method-assign]
    sys.argv = ["syllabus", *arguments]
    try:
        syllabus()
    finally:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found = {"tex": spent.seconds, "passes": spent.passes, "memory": peak}
        Path(note).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
