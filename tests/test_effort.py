"""What a command costs is counted, not timed: passes of TeX, processes, files read, imports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench import measure
from tests.bench.courses import copy_handout
from tests.bench.rounds import TRICKS
from tests.counting import calls_of
from tests.security.projects import MEETING, NOW, Files, build, project
from tests.waiting import wait_until_settled

from syllabus.cli import COMMANDS
from syllabus.handout import make_handout
from syllabus.handout.readers import course_for_readers
from syllabus.model.timeline import arrange_meetings
from syllabus.workspace.layout import Layout

RUN = """
import gc, json, sys
started, read = [], []

def listen(event, arguments):
    if event == "subprocess.Popen":
        started.append([str(word) for word in arguments[1]])
    elif event == "open" and str(arguments[0]).endswith((".md", ".yaml", ".bib", ".fmt")):
        read.append(str(arguments[0]))

def collections():
    return sum(generation["collections"] for generation in gc.get_stats())

sys.addaudithook(listen)
from syllabus.__main__ import main
before = collections()
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
looks = collections() - before if gc.get_freeze_count() else None
print()
print(json.dumps(
    {"started": started, "read": read, "modules": sorted(sys.modules), "looks": looks}
))
"""
TEXT = "---\ndate: 2021-04-15\ntitle: Lenses\n---\n\n[@b] is read with %s.\n"
ENTRY = "@book{%s, title = {T}, author = {B, C}, publisher = {D}, year = 2020}\n"
GENERAL = "syllabus/sections/general.md"
FILES: Files = {
    MEETING: TEXT % "care",
    # Contents of more than a page move all that comes after them.
    GENERAL: "# General\n\n" + "".join(f"## Heading {number}\n\nText.\n\n" for number in range(60)),
    "bib/a.bib": "".join(ENTRY % key for key in "abcd"),
}
SOURCES = ["bib/a.bib", "syllabus/course.yaml", MEETING, GENERAL]
RECORDED = f"syllabus/history/handouts/{NOW}.yaml"
"""What is read where this day's handout has been built before."""

ELSEWHERE = {
    *("fontTools", "holidays", "httpx", "icalendar", "keyring", "rich", "watchfiles"),
    *(f"syllabus.{room}" for room in ("delivery", "outputs.calendar", "outputs.mail", "scaffold")),
    *(
        f"syllabus.outputs.history.{name}"
        for name in ("compare", "files", "private", "remarks", "wording")
    ),
    *(f"syllabus.outputs.pdf.{name}" for name in ("changes", "deadlines", "months")),
    *("syllabus.writers.latex.typefaces", "syllabus.tex.fonts", "syllabus.model.timeline.months"),
}
"""What neither a build without faults nor a check needs."""
READERS = {"babel", "bibtexparser", "citeproc", "lxml", "markdown_it", "pylatexenc", "yaml"} | {
    f"syllabus.{room}"
    for room in ("front.bibliography.formatting", "front.markup", "front.records.nodes")
}
"""What reads records, entries and styles, and formats citations and dates."""
MOST_MODULES = {"list": 84, "check": 260}
"""Of ours: what `list` imports of a course that was checked, and `check` after an edit."""
NOT_FOR_HELP = ELSEWHERE | {
    *("babel", "bibtexparser", "citeproc", "jinja2", "lxml", "markdown_it", "pylatex", "yaml"),
    *("hashlib", "logging", "subprocess", "tempfile"),
    *(
        f"syllabus.{room}"
        for room in ("diagnostics", "front", "model", "outputs", "tex", "writers")
    ),
    *(f"syllabus.cli.{name}" for name in ("meetings", "terminal", "values", *COMMANDS)),
    *("dataclasses", "pathlib", "signal"),
}

FOR_A_CHECK = {
    *("hashlib", "tempfile", "dataclasses", "pathlib", "signal"),
    *("syllabus.diagnostics", "syllabus.outputs", "syllabus.cli.terminal", "syllabus.cli.check"),
}
"""What it takes besides to say again what the last check said."""


class Effort:
    """What a command started, read and imported, in a process of its own."""

    def __init__(self, layout: Layout, *arguments: str) -> None:
        environment = {**os.environ, "XDG_CACHE_HOME": str(layout.root.parent / "cache")}
        environment.pop("COVERAGE_PROCESS_CONFIG", None)  # who measures imports modules too
        command = [sys.executable, "-W", "error", "-c", RUN, "-q", *arguments]
        ended = subprocess.run(
            command, cwd=layout.root, env=environment, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        found = json.loads(ended.stdout.splitlines()[-1])
        self.modules = set(found["modules"])
        self.formats = [path for path in found["read"] if path.endswith(".fmt")]
        self.looks: int | None = found["looks"]  # for rings of objects; None: one more at the end
        self.read = sorted(
            path.removeprefix(f"{layout.root}/")
            for path in found["read"]
            if path.startswith(f"{layout.root}/") and path not in self.formats
        )
        # The wall is asked for a file once, and what was tried behind one that does not stand is
        # started again without.
        started = [words for words in found["started"] if words[-1] != "article.cls"]
        without = {_program(words) for words in started if "--" not in words}
        self.started = [
            _program(words)
            for words in started
            if not ("--" in words and _program(words) in without)
        ]


def _program(words: list[str]) -> str:
    """Return what is started, which in its box stands behind the shell's limits."""
    return words[words.index("sh") + 3] if "sh" in words else words[0]


def mistype(layout: Layout) -> None:
    (layout.root / MEETING).write_text(TEXT % "crea", encoding="utf-8")


def test_tex_runs_twice_at_first_once_after_a_typo_and_not_at_all_for_nothing(
    tmp_path: Path,
) -> None:
    layout = project(tmp_path, FILES)
    assert (build(layout).passes, build(layout).passes) == (2, 0)
    mistype(layout)
    assert build(layout).passes == 1


def test_a_build_starts_latexmk_alone_and_reads_each_file_once(tmp_path: Path) -> None:
    layout = project(tmp_path / "course", FILES)

    def built() -> tuple[list[str], list[str]]:
        effort = Effort(layout, "build", "--as-of", NOW)
        assert not effort.modules & ELSEWHERE
        assert bool(effort.formats) == ("pdflatex" in effort.started)
        assert effort.looks == 0
        return effort.started, effort.read

    assert built() == (["pdflatex", "latexmk"], SOURCES)  # the preamble becomes a format, once
    assert built() == ([], [])
    mistype(layout)
    assert built() == (["latexmk"], sorted([*SOURCES, RECORDED]))
    shutil.rmtree(layout.build)
    assert built() == (["latexmk"], [RECORDED])  # the project is remembered


def test_what_is_remembered_needs_nobody_to_read_it(tmp_path: Path) -> None:
    layout = project(tmp_path / "course", FILES)
    first = Effort(layout, "build", "--as-of", NOW).modules
    assert first >= READERS
    wait_until_settled(layout.root)
    mistype(layout)
    wait_until_settled(layout.root)
    again = Effort(layout, "build", "--as-of", NOW).modules
    assert again & READERS == {
        "markdown_it",
        "yaml",
        "syllabus.front.markup",
        "syllabus.front.records.nodes",
    }
    shutil.rmtree(layout.build)
    assert Effort(layout, "build", "--as-of", NOW).modules & READERS == set()


def test_what_readers_get_is_worked_out_once_for_each_edition(tmp_path: Path) -> None:
    layout = project(tmp_path, FILES)
    worked_out = calls_of(
        lambda: build(layout, web=True), make_handout, arrange_meetings, course_for_readers
    )
    # The members' handout, and for the history what everybody reads; `check` looks ahead once.
    assert worked_out == (2, 3, 3)
    assert (layout.build / "optics" / "index.html").is_file()


def test_check_starts_nothing_and_reads_each_file_once(tmp_path: Path) -> None:
    layout = project(tmp_path / "course", FILES)
    wait_until_settled(layout.root)
    effort = Effort(layout, "check")
    assert (effort.started, effort.read) == ([], SOURCES)
    assert not effort.modules & ELSEWHERE
    again = Effort(layout, "check")
    assert (again.started, again.read) == ([], [])
    assert not again.modules & (NOT_FOR_HELP - FOR_A_CHECK)


def test_a_course_that_uses_little_imports_little(tmp_path: Path) -> None:
    """Each module of ours takes a quarter of a millisecond; more of them need a reason."""
    layout = project(tmp_path / "course", FILES)

    def ours(*arguments: str) -> set[str]:
        wait_until_settled(layout.root)
        modules = Effort(layout, *arguments).modules
        return {name for name in modules if name.startswith("syllabus.")}

    ours("check")
    listed = ours("list")  # nothing has changed: values alone, and what prints them
    assert len(listed) <= MOST_MODULES["list"]
    readers = ("front.markup", "front.records.nodes", "handout", "tex", "outputs.pdf", "writers.la")
    assert not [name for name in listed if name.startswith(tuple(f"syllabus.{r}" for r in readers))]
    mistype(layout)
    assert len(ours("check")) <= MOST_MODULES["check"]


def test_help_imports_no_room_and_no_library_but_click(tmp_path: Path) -> None:
    effort = Effort(project(tmp_path / "course", FILES), "--help")
    assert (effort.started, effort.read) == ([], [])
    assert not effort.modules & NOT_FOR_HELP


def test_a_command_imports_no_other(tmp_path: Path) -> None:
    effort = Effort(project(tmp_path / "course", FILES), "check")
    assert effort.modules & {f"syllabus.cli.{name}" for name in COMMANDS} == {"syllabus.cli.check"}


def test_the_handout_is_the_same_whatever_saves_time(tmp_path: Path) -> None:
    course = copy_handout(tmp_path / "course")
    pdf = course.root / "build" / f"cryoem-study-group-{course.as_of}.pdf"

    def built(without: str = "", *, cold: bool = False) -> bytes:
        if cold:
            shutil.rmtree(course.root / "build")
        measure.build(course.root, tmp_path / "cache", course.as_of, without)
        return pdf.read_bytes()

    first = built()
    assert built(cold=True) == first
    wait_until_settled(course.root)
    course.mistype()
    assert built() != first
    wait_until_settled(course.root)
    course.mistype()
    assert built() == first
    assert built(",".join(TRICKS), cold=True) == first
