"""One round: every case of one course, one after the other."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.courses import Course, Edit, swap
from tests.bench.measure import SYLLABUS, Failed, Sample, build, run
from tests.bench.others import Others
from tests.bench.watching import Watch

from syllabus.tex.tagging import why_untaggable

TRICKS = ("contents", "draft", "format", "ahead", "memory", "dates")
"""What can be left out of a build for comparison, as `probe` calls it."""

_LATEXMK = ("latexmk", "-norc", "-pdf", "-interaction=batchmode")


@dataclass(frozen=True, slots=True)
class Plan:
    """A column of the table: a course, and what is measured of it in how many rounds.

    `tools` is how many of the rounds also measure what people would use instead. A `brief` plan
    takes cold builds and typos alone.
    """

    name: str
    rounds: int
    course: Callable[[Path], Course]
    tools: int = 0
    whole: bool = False
    brief: bool = False


@dataclass(slots=True)
class Column:
    """A plan, where it is carried out, and what came of it so far."""

    plan: Plan
    course: Course
    folder: Path
    others: Others
    watch: Watch | None = None
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def seconds(self, case: str) -> float | None:
        """Return the least seconds that a case took; None where it was not measured.

        What else the machine does makes a run longer, and nothing makes one shorter.
        """
        taken = self.samples.get(case)
        return min(sample.seconds for sample in taken) if taken else None

    def of(self, case: str, value: Callable[[Sample], float]) -> float | None:
        """Return the median of some value of a case's builds."""
        taken = self.samples.get(case)
        return median(map(value, taken)) if taken else None

    def carry_out(self, number: int) -> None:
        """Measure every case once; a tool that fails is left out from then on."""
        for case, action in self._cases(number):
            if case in self.failed:
                continue
            try:
                sample = action()
            except Failed as fault:
                if case not in self.others.commands():
                    sys.exit(f"{self.plan.name}, {case}: {fault}")
                self.failed[case] = str(fault)
                print(f"{self.plan.name}: {fault}", file=sys.stderr)
            else:
                self.samples.setdefault(case, []).append(sample)
        self.course.restore()

    def _cases(self, number: int) -> Iterator[tuple[str, Callable[[], Sample]]]:
        if not self.plan.brief:
            yield "first", self._first
        else:
            self._cold()  # so that what comes has been built before, as in the other columns
        if not number:
            self._write_tex()
        yield "cold", self._cold
        reference = self._pdf()
        if not self.plan.brief:
            yield "nothing", lambda: self._run(*SYLLABUS, *self._options())
            yield "check", lambda: self._run(*SYLLABUS, "check")
        yield "typo", self._typo
        if self.plan.brief:
            return
        yield "past", lambda: self._build(self.course.later)
        yield "new", self._new
        self.course.restore()
        yield "latexmk", self._latexmk
        yield "latexmk, typo", self._latexmk_typo
        yield "pdflatex", self._pdflatex
        if number < self.plan.tools:
            yield from self.others.commands().items()
        if not self.plan.whole:
            return
        if not why_untaggable():
            yield "accessible", self._accessible
            self._cold()
        yield "help", lambda: self._run(*SYLLABUS, "--help")
        yield "click", lambda: self._run(sys.executable, "-c", "import click")
        if self.watch is not None:
            yield "watch", self.watch.save
        for trick in (*TRICKS[:-1], ",".join(TRICKS)):
            yield f"cold without {trick}", partial(self._cold, trick, reference)
        self._cold()
        for trick in (*TRICKS[:-1], ",".join(TRICKS)):
            yield f"typo without {trick}", partial(self._typo, trick)
        self.course.restore()
        self._cold()
        yield "nothing without dates", lambda: self._build(self.course.as_of, "dates")

    def _build(self, as_of: str, without: str = "") -> Sample:
        return build(self.course.root, self._cache, as_of, without)

    def _run(self, *command: str) -> Sample:
        return run(self.course.root, *command, cache=self._cache)

    @property
    def _cache(self) -> Path:
        return self.folder / "cache"

    def _options(self) -> tuple[str, ...]:
        return ("-q", "build", "--as-of", self.course.as_of)

    def _pdf(self) -> bytes:
        (path,) = (self.course.root / "build").glob(f"*-{self.course.as_of}.pdf")
        return path.read_bytes()

    def _first(self) -> Sample:
        shutil.rmtree(self._cache, ignore_errors=True)
        return self._cold()

    def _cold(self, without: str = "", reference: bytes | None = None) -> Sample:
        shutil.rmtree(self.course.root / "build", ignore_errors=True)
        taken = self._build(self.course.as_of, without)
        if reference is not None and self._pdf() != reference:
            raise Failed(f"without {without}, the PDF is another one")
        return taken

    def _accessible(self) -> Sample:
        shutil.rmtree(self.course.root / "build", ignore_errors=True)
        return self._run(*SYLLABUS, *self._options(), "--accessible")

    def _typo(self, without: str = "") -> Sample:
        self.course.mistype()
        return self._build(self.course.as_of, without)

    def _new(self) -> Sample:
        self.course.add_meeting()
        return self._build(self.course.later)

    def _write_tex(self) -> None:
        """Keep the .tex of the handout, and what it includes, for latexmk."""
        target = self.folder / "tex"
        self._run(*SYLLABUS, *self._options(), "--tex")
        shutil.copytree(
            self.course.root / "build", target, ignore=shutil.ignore_patterns(".*", "*.pdf")
        )

    def _latexmk(self) -> Sample:
        shutil.rmtree(self._plain, ignore_errors=True)
        shutil.copytree(self.folder / "tex", self._plain)
        return run(self._plain, *_LATEXMK, self._tex.name)

    def _latexmk_typo(self) -> Sample:
        swap(self._tex, self._words)
        taken = run(self._plain, *_LATEXMK, self._tex.name)
        if "Run number" not in (self._plain / ".printed").read_text(errors="replace"):
            raise Failed("latexmk saw no change")
        return taken

    def _pdflatex(self) -> Sample:
        swap(self._tex, self._words)
        return run(self._plain, "pdflatex", "-interaction=batchmode", self._tex.name)

    @property
    def _plain(self) -> Path:
        return self.folder / "latexmk"

    @property
    def _tex(self) -> Path:
        (path,) = self._plain.glob("*.tex")
        return path

    @property
    def _words(self) -> Edit:
        return self.course.typo


def columns(plans: tuple[Plan, ...], tools: Mapping[str, Path], folder: Path) -> list[Column]:
    """Write the courses of all plans."""
    made = []
    for place, plan in enumerate(plans):
        root = folder / str(place)
        course = plan.course(root / "project")
        made.append(Column(plan, course, root, Others(tools, course, root / "others")))
    return made
