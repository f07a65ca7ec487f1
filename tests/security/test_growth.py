"""What a course costs grows with its size, not with the square of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import click
import pytest
from tests.bench.courses import generate
from tests.counting import steps_by_function, steps_of
from tests.security.projects import prepare

from syllabus.cli.build import build
from syllabus.cli.check import check
from syllabus.cli.meetings import list_meetings
from syllabus.cli.terminal import Terminal
from syllabus.diagnostics import Diagnostic
from syllabus.front.check.meetings import check_meetings
from syllabus.front.records.values import language_called
from syllabus.model.course import Meeting, Show
from syllabus.outputs.calendar import dated_meetings
from syllabus.workspace import cache
from syllabus.writers.latex.text import (
    escape_breakable,
    escape_code,
    escape_pdf_string,
    escape_text,
)

TITLES = {
    "accents": "é", "others": "ǵ", "combined": "e\u0301", "Cyrillic": "Ж", "Hebrew": "ש",
    "brackets": "(ש) ", "closing brackets": "ש)", "opening brackets": "(ש", "signs": "≤",
    "Japanese": "日", "quotes": '"', "emoji": "👩\u200d🔬", "Greek": "Ωά",
}  # fmt: skip


@pytest.mark.parametrize("piece", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize(
    "write",
    [escape_text, escape_breakable, escape_code, escape_pdf_string],
    ids=lambda f: f.__name__,
)
def test_a_title_costs_by_its_length(write: Callable[[str], str], piece: str) -> None:
    def steps(length: int) -> int:
        text = f"ש({piece * length}"
        write(text)  # so that what is remembered of single characters is so both times
        return steps_of(lambda: write(text), 10_000_000)

    assert steps(1_000) < 4.4 * steps(250) + 2_000


@pytest.mark.parametrize(
    ("command", "options"),
    [(check, []), (list_meetings, []), (build, ["--tex"])],
    ids=["check", "list", "build"],
)
def test_records_cost_by_their_number(
    tmp_path: Path,
    command: click.Command,
    options: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No function takes more steps than by so many records, so that none grows with the square."""

    def steps(count: int) -> dict[str, int]:
        root = tmp_path / str(count)
        generate(root, count, 10)
        # What either takes must not hang on what this process, or the other, has kept. What is
        # open would be written, too, and its folder, which may be a full one, looked through.
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache-{count}"))
        monkeypatch.setattr(cache, "_opened", {})

        def work() -> object:
            return command.main(options, obj=Terminal(root), standalone_mode=False)

        return steps_by_function(work)

    few, many = steps(10), steps(40)
    grown = {name: (few.get(name, 0), each) for name, each in many.items() if each > 2_000}
    assert grown
    assert {name: each for name, each in grown.items() if each[1] > 5 * each[0] + 2_000} == {}


def test_a_word_that_names_no_language_is_looked_up_once_for_all() -> None:
    """A text may have one behind each of its brackets."""
    assert language_called("Französisch") == "fr"
    assert steps_of(lambda: language_called("nothing"), 10_000) < 2_000


def test_rows_with_sections_of_their_own_cost_by_their_number(tmp_path: Path) -> None:
    course = prepare(tmp_path, {}).project.course
    assert course

    def steps(count: int) -> int:
        meetings = []
        for number, show in product(range(count), (Show.SCHEDULE, Show.DETAILS)):
            (one,) = course.meetings[:1]
            assert one.start
            meetings.append(replace(one, show=show, start=one.start + timedelta(days=number)))
        found: list[Meeting] = []
        taken = steps_of(lambda: found.extend(dated_meetings(tuple(meetings))), 10_000_000)
        assert [each.show for each in found] == [Show.DETAILS] * count
        return taken

    assert steps(400) < 5 * steps(100)


def test_meetings_at_one_time_cost_by_their_number(tmp_path: Path) -> None:
    course = prepare(tmp_path, {}).project.course
    assert course

    def steps(count: int) -> int:
        faults: list[Diagnostic] = []
        meetings = tuple(replace(each) for each in course.meetings * count)
        taken = steps_of(lambda: check_meetings(meetings, faults), 10_000_000)
        assert any("more than" in fault.message for fault in faults)
        return taken

    assert steps(1_600) < 5 * steps(400)
