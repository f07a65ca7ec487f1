"""`syllabus build --watch`: from a save to the new PDF."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.bench.courses import Course
from tests.bench.measure import LONGEST, SYLLABUS, Failed, Sample, environment


class Watch:
    """A course that is built whenever it is saved."""

    def __init__(self, course: Course, process: subprocess.Popen[bytes]) -> None:
        self._course = course
        self._process = process
        self._wait_for_another(0)

    def save(self) -> Sample:
        """Make the typo, or mend it, and wait for the PDF."""
        before = self._pdf()
        begun = time.perf_counter()
        self._course.mistype()
        return Sample(self._wait_for_another(before) - begun)

    def _pdf(self) -> int:
        with suppress(FileNotFoundError):
            (path,) = (self._course.root / "build").glob(f"*-{self._course.as_of}.pdf")
            return path.stat().st_ino
        return 0

    def _wait_for_another(self, before: int) -> float:
        deadline = time.perf_counter() + LONGEST
        while (now := time.perf_counter()) < deadline and self._process.poll() is None:
            with suppress(ValueError):  # it is not there yet
                if self._pdf() not in (0, before):
                    return now
            time.sleep(0.002)
        raise Failed("syllabus build --watch made no PDF")


@contextmanager
def watching(course: Course, cache: Path) -> Iterator[Watch]:
    """Watch a course until the block ends."""
    process = subprocess.Popen(
        [*SYLLABUS, "-q", "build", "--watch", "--as-of", course.as_of],
        cwd=course.root,
        env=environment(cache),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield Watch(course, process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
