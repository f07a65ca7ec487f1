"""What a check says again is what it would find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.security.projects import COURSE, MEETING, Files, project
from tests.waiting import wait_until_settled

from syllabus.cli import main
from syllabus.front.records import asked
from syllabus.outputs import last_check
from syllabus.outputs.pdf import preparation
from syllabus.outputs.pdf.request import PreparedHandout
from syllabus.tex import hyphenation
from syllabus.tex.toolchain import Tool, ToolKind
from syllabus.workspace import cache as memory
from syllabus.workspace.layout import Layout

RECORD = "---\ndate: 2021-04-15\ntitle: Lenses\n---\n\n{}\n"
ENTRY = "@book{a, title = {T}, author = {B, C}, publisher = {D}, year = 2020}\n"
FILES: Files = {
    "syllabus/course.yaml": f"{COURSE}language: de\nbibliography: [more/own.bib]\n",
    MEETING: RECORD.format("Words."),
    "more/own.bib": ENTRY,
    "syllabus/sections/general.md": "# General\n\nWords.\n",
}
PUBLISHED = """\
course: optics
meetings:
  gone:
    sequence: 0
    modified: 2021-04-01T00:00:00Z
    digest: '00000000000000000000000000000000'
    title: Mirrors
    start: 2021-04-13T18:00:00+02:00
    end: 2021-04-13T20:00:00+02:00
    zone: Europe/Berlin
"""


class Course:
    """A project, and whether it was read for the last check of it."""

    def __init__(self, layout: Layout, machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.layout, self.machine, self.was_read = layout, machine, False
        self._patch = monkeypatch
        prepare = preparation.prepare_handout

        def noted(layout: Layout, as_of: str | None = None) -> PreparedHandout:
            self.was_read = True
            return prepare(layout, as_of)

        monkeypatch.setattr(preparation, "prepare_handout", noted)
        monkeypatch.setattr(
            hyphenation,
            "find_patterns",
            lambda named: (
                Tool(
                    named.file,
                    ToolKind.PATTERNS,
                    "divides words",
                    named.debian,
                    named.tex_live,
                    path=machine if machine.exists() else None,
                ),
            ),
        )
        self.put_clock("2021-04-01T12:00")

    def put_clock(self, now: str) -> None:
        moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return moment.astimezone(tz)

        self._patch.setattr(asked, "datetime", Clock)
        self._patch.setattr(last_check, "time", moment.timestamp)

    def check(self, *options: str) -> str:
        """Check it as a process would that has just begun; return what it says."""
        memory._opened.clear()
        self.was_read = False
        result = CliRunner().invoke(
            main, ["-C", str(self.layout.root), "check", "--format", "short", *options]
        )
        assert isinstance(result.exception, SystemExit | None)
        return str(result.stderr)

    def write(self, name: str, text: str) -> None:
        path = self.layout.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        wait_until_settled(path.parent)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    machine = tmp_path / "patterns.tex"
    machine.write_text("patterns", encoding="utf-8", newline="")
    layout = project(tmp_path / "optics", FILES)
    wait_until_settled(tmp_path)
    return Course(layout, machine, monkeypatch)


def test_a_check_of_unchanged_files_reads_none(course: Course) -> None:
    questions: tuple[list[str], ...] = ([], ["--as-of", "2021-04-10"], ["--unused"])
    said = {}
    for options in questions:
        said[str(options)] = course.check(*options)
        assert course.was_read
        assert course.check(*options) == said[str(options)]
        assert not course.was_read
    assert ["missing-reading" in each for each in said.values()] == [False, True, False]
    assert ["unused-entry" in each for each in said.values()] == [False, False, True]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda course: course.write(MEETING, RECORD.format("[@b]")), "unknown-citation"),
        (lambda course: course.write("more/own.bib", ENTRY + ENTRY), "duplicate-entry"),
        (lambda course: course.write("more/own.bib", ENTRY.replace("year", "yaer")), ""),
        (lambda course: course.write("syllabus/sections/new.md", "Words.\n"), "missing-title"),
        (lambda course: course.write("templates/meeting.tex", "<% if %>"), "template"),
        (lambda course: course.write("templates/meting.tex", ""), "unused-template"),
        (lambda course: course.write("syllabus/history/calendar.yaml", PUBLISHED), "vanished"),
        (lambda course: course.machine.unlink(), "no-hyphenation"),
        (lambda course: course.put_clock("2021-04-08T15:59"), ""),
        (lambda course: course.put_clock("2021-04-08T16:00"), "missing-reading"),
    ],
)
def test_what_has_changed_is_found(
    course: Course, change: Callable[[Course], None], code: str
) -> None:
    before = course.check()
    assert code == "" or code not in before
    change(course)
    after = course.check()
    assert (course.was_read, code in after) == (True, True)


def test_a_check_is_read_anew_when_time_makes_another_of_it(course: Course) -> None:
    course.write("syllabus/history/calendar.yaml", PUBLISHED)
    seen = []
    for now in ("08T15:00", "08T15:30", "08T16:30", "13T17:59", "13T18:00", "15T16:00", "15T16:01"):
        course.put_clock(f"2021-04-{now}")
        said = course.check()
        seen.append((course.was_read, "missing-reading" in said, "vanished-meeting" in said))
    assert seen == [
        (True, False, True),
        (False, False, True),
        (True, True, True),
        (True, True, True),
        (True, True, False),
        (True, True, False),
        (True, False, False),
    ]


@pytest.mark.parametrize(
    "files",
    [
        {MEETING: RECORD.format("[@b]")},  # an error
        {"syllabus/course.yaml": f"{COURSE}engine: lualatex\nbibliography: []\n"},
    ],
)
def test_a_check_that_other_things_decide_is_not_kept(course: Course, files: Files) -> None:
    for name, text in files.items():
        course.write(name, str(text))
    first = course.check()
    assert (course.check(), course.was_read) == (first, True)
