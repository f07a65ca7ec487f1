"""What was measured, as tables of Markdown that can be read as they are."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence

from tests.bench.caches import CACHES, CASES, CacheCounts
from tests.bench.measure import Sample
from tests.bench.rounds import TRICKS, Column

_CASES = {
    "first": "`build`, the first ever (no cache)",
    "cold": "`build`, cold",
    "typo": "`build` after a typo",
    "past": "`build` after a meeting has moved to the past",
    "new": "`build` after a new meeting",
    "nothing": "`build` with nothing to do",
    "check": "`check`",
    "watch": "`build --watch`, from a typo's save to the PDF",
    "accessible": "`build --accessible`, cold, where TeX can tag",
    "help": "`--help`",
    "click": '`python -c "import click"`',
    "latexmk": "`latexmk -norc -pdf`, cold, on our .tex",
    "latexmk, typo": "`latexmk -norc -pdf` after a typo",
    "pdflatex": "one pass of `pdflatex`",
    "pandoc": "pandoc `--citeproc` and pdflatex",
    "typst": "pandoc `--citeproc` and Typst",
    "myst": "MyST and pdflatex",
}
_MEANS = {
    "contents": "contents written beforehand",
    "draft": "no PDF of the first of two passes",
    "format": "preamble kept as a format",
    "ahead": "latexmk started ahead",
    "memory": "what was read and formatted, remembered",
    "dates": "nothing to do told from dates",
    ",".join(TRICKS): "all of them",
}


def cases_table(columns: Sequence[Column]) -> str:
    """Return the seconds of every case, and what cold builds needed."""
    head = ["meetings; the handout with a larger library", *(_name(column) for column in columns)]
    entries = (column.course.entries for column in columns)
    rows = [["entries in the bibliography", *(f"{each:,}" for each in entries)]]
    rows += [
        [name, *(_seconds(column, case) for column in columns)] for case, name in _CASES.items()
    ]
    rows.append(["**cold build**: share outside TeX", *(_share(column) for column in columns)])
    rows.append(["peak memory of our process, MB", *(_memory(column) for column in columns)])
    passes = {"cold": "passes of TeX, cold", "typo": "passes after a typo", "new": "… a meeting"}
    for case, name in passes.items():
        taken = [column.of(case, lambda sample: sample.passes) for column in columns]
        rows.append([name, *("" if each is None else f"{each:.0f}" for each in taken)])
    rows.append(["rounds", *(str(len(column.samples["cold"])) for column in columns)])
    return _table(head, rows)


def tricks_table(column: Column) -> str:
    """Return how long the handout takes with all that saves time, and without each of it."""
    rows = [["all in use", *(_seconds(column, case) for case in ("cold", "typo", "nothing"))]]
    for trick, name in _MEANS.items():
        cases = (f"{case} without {trick}" for case in ("cold", "typo", "nothing"))
        rows.append([f"without: {name}", *(_seconds(column, case) for case in cases)])
    return _table(["handout, seconds", "cold", "typo", "nothing to do"], rows)


def caches_table(counts: CacheCounts) -> str:
    """Return what each cache saves by itself of a build as far as TeX, as a share of it."""
    counted = counts.counted
    rows = [["all in use, millions", *(f"{counted[case, ''] / 1e6:.0f}" for case in CASES)]]
    for name in CACHES:
        shares = (counted[case, name] / counted[case, ""] - 1 for case in CASES)
        rows.append([f"without: {name}", *(f"{share:+.1%}" for share in shares)])
    title = f"instructions outside TeX; {counts.course.title}, {counts.course.meetings} meetings"
    return _table([title, *CASES], rows)


def targets_table(columns: Sequence[Column]) -> str:
    """Return each aim with the ratio that was measured."""
    handout, padded, small, *_ = columns
    large = columns[-1]
    cold = handout.seconds("cold")

    def ratio(case: str, other: str) -> float | None:
        return _quotient(handout.seconds(case), handout.seconds(other))

    growth = _quotient(
        _quotient(large.seconds("cold"), large.course.meetings),
        _quotient(small.seconds("cold"), small.course.meetings),
    )
    memory = large.of("cold", lambda sample: sample.memory)
    assert cold is not None
    more = _quotient(padded.seconds("cold"), cold)
    whole = large.course.meetings == 1000
    rows = [
        _aim("cold build / cold latexmk on the same .tex", 0.80, ratio("cold", "latexmk")),
        _aim("after a meeting moves to the past / cold latexmk", 0.70, ratio("past", "latexmk")),
        _aim("after a typo that moves no page / cold latexmk", 0.40, ratio("typo", "latexmk")),
        _aim("nothing to do / cold latexmk", 0.07, ratio("nothing", "latexmk")),
        _aim("cold build / pandoc to PDF", 0.60, ratio("cold", "pandoc")),
        _aim("outside TeX, of a cold build", 0.25, handout.of("cold", _outside)),
        _aim('`syllabus --help` / `python -c "import click"`', 1.5, ratio("help", "click")),
        _aim("1,000 meetings, 10,000 entries: time per meeting / that at 30 meetings", 1.0,
             growth if whole else None),
        _aim("the same: peak memory of our process, MB", 250, memory if whole else None),
        _aim("10,000 entries more, same handout", 1.10, more),
        _aim("watch: save to new PDF / one pass of pdflatex", 1.3, ratio("watch", "pdflatex")),
    ]  # fmt: skip
    return _table(["case", "at most", "measured", "reached"], rows)


def machine(tools: str, load: float) -> str:
    """Return what the figures depend on."""
    said = subprocess.run(["pdflatex", "--version"], capture_output=True, text=True, check=True)
    tex = re.search(r"TeX Live \d{4}", said.stdout)
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{tex[0] if tex else said.stdout.splitlines()[0]}; {tools}; load at the start {load:.1f}."
    )


def _name(column: Column) -> str:
    if column.plan.name == "handout":
        return "larger" if column.plan.brief else "handout"
    return f"{column.course.meetings:,}"


def _seconds(column: Column, case: str) -> str:
    if case in column.failed:
        return "failed"
    taken = column.seconds(case)
    if taken is None:
        return ""
    return f"{taken:.3f}" if taken < 0.3 else f"{taken:.2f}" if taken < 10 else f"{taken:.1f}"


def _outside(sample: Sample) -> float:
    return 1 - sample.tex / sample.seconds


def _share(column: Column) -> str:
    share = column.of("cold", _outside)
    return "" if share is None else f"{share:.0%}"


def _memory(column: Column) -> str:
    memory = column.of("cold", lambda sample: sample.memory)
    return "" if memory is None else f"{memory:.0f}"


def _quotient(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None


def _aim(case: str, most: float, measured: float | None) -> list[str]:
    def shown(value: float) -> str:
        return f"{value:.0f}" if value > 10 else f"{value:.2f}"

    if measured is None:
        return [case, shown(most), "not measured", ""]
    return [case, shown(most), shown(measured), "yes" if measured <= most else "no"]


def _table(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]

    def line(cells: list[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        shown = [f"{first[0]:{first[1]}}", *(f"{cell:>{width}}" for cell, width in others)]
        return f"| {' | '.join(shown)} |"

    rule = [f"{'':-<{widths[0]}}", *(f"{'':-<{width - 1}}:" for width in widths[1:])]
    return "\n".join([line(head), f"| {' | '.join(rule)} |", *map(line, rows)])
