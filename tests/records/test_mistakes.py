"""Lines that YAML refuses, and the lines as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.security.projects import project

from syllabus.front.check import check_project
from syllabus.front.records.mistakes import find_mistake, slip_hints
from syllabus.front.records.scalars import write_scalar
from syllabus.workspace.layout import Layout

MISTAKES = [
    ("title:Mass", 6, "no space", "Mass"),
    ("join:https://a.example", 5, "no space", "https://a.example"),
    ("title：Mass", 5, "after the key 'title'", "Mass"),
    ("title = Mass: a", None, "", ""),
    ("title = Mass", 6, "'=' after the key", "Mass"),
    ("title: 'Darwin's reef'", 14, "inside a value", "Darwin's reef"),
    ('title: "He said "hi" there"', 16, "inside a value", 'He said "hi" there'),
    ("title: 'A' and 'B'", 11, "text behind", "'A' and 'B'"),
    ('title: "A" and B', 11, "text behind", '"A" and B'),
    ("title: *Acropora*", 7, "'*' at the start", "*Acropora*"),
    ("title: @home", 7, "'@' at the start", "@home"),
    ("title: `code`", 7, "'`' at the start", "`code`"),
    ("title: %d things", 7, "'%' at the start", "%d things"),
    ("title: - a", 7, "'- ' at the start", "- a"),
    ("title: > 5 lenses", 7, "'>' at the start", "> 5 lenses"),
    ("title: [A] and B", 11, "text behind", "[A] and B"),
    ("title: {A} B", 11, "text behind", "{A} B"),
    ("title: “A: B”", 7, "the quotation mark “", "A: B"),
    ("title: „A: B“", 7, "the quotation mark „", "A: B"),
    ("title: «A: B»", 7, "the quotation mark «", "A: B"),
    ("title:\u00a0Lenses", 6, "the no-break space U+00A0 behind 'title:'", "Lenses"),
    ("date: \u202f2027-04-15x", 6, "the narrow no-break space U+202F", "2027-04-15x"),
    ("title: Lenses: a\\b", 13, "':' inside", "Lenses: a\\b"),
    ("title: Lenses:", 13, "':' inside", "Lenses:"),
    ("title: Lenses", None, "", ""),
    ("title: 'Lenses' # why", None, "", ""),
    ("title: |", None, "", ""),
    ("title: [A, B]", None, "", ""),
    ("join: https://a.example", None, "", ""),
    ("only words", None, "", ""),
]


@pytest.mark.parametrize(("line", "column", "said", "value"), MISTAKES)
def test_a_line_is_given_as_it_should_be(
    line: str, column: int | None, said: str, value: str
) -> None:
    mistake = find_mistake(line)
    if mistake is None:
        assert column is None
        return
    assert mistake.column == column
    assert said in mistake.message
    read = yaml.safe_load(mistake.corrected)
    assert list(read.values()) == [value]
    assert find_mistake(mistake.corrected) is None
    assert write_scalar(value)


@pytest.mark.parametrize(
    ("written", "hints"),
    [
        ("“2027-04-15”", "write 2027-04-15: for YAML, “ is no quotation mark"),
        ("’16:00’", "write 16:00: for YAML, ’ is no quotation mark"),
        ("the\u200bory", "write theory, without the character U+200B, which cannot be seen"),
        (f"{'a' * 99}\u200b", "take out the character U+200B, which cannot be seen"),
        ("\u200b", "take out the character U+200B, which cannot be seen"),
        (f"“{'a' * 99}”", None),
        ("“", None),
        ("a\u00a0b", None),
        ("plain", None),
    ],
)
def test_what_is_hard_to_see_in_a_refused_value_is_said(written: str, hints: str | None) -> None:
    assert slip_hints(written) == (() if hints is None else (hints,))


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ("date: “2027-04-15”\ntitle: A", "2027-04-15: for YAML"),
        ("date:\u00a02027-04-15\ntitle: A", "write date: 2027-04-15"),
        (
            "date: 2027-04-15\ntitle: A\njoin:\n\u00a0\u00a0url: https://a.example",
            "spaces for the no-break",
        ),
        ("date: 2027-04-15\ntitle: A\n\u200btopic: B", "write topic, without"),
        ("date: 2027-04-15\ntitle: A\njoin: {passcode: “12”}", "write 12: for YAML"),
        ("date: 2027-04-15\ntitle: A\nrecording: {passcode: 1\u200b2}", "write 12, without"),
        ("date: 2027-04-15\ntitle: A\njoin:\n  passcode: 12 #3", "write '12 #3' with the quotes"),
        ('date: 2027-04-15\ntitle: A\njoin: {passcode: "12 #3"}', None),
    ],
)
def test_a_record_with_one_is_told_how_it_is_meant(
    tmp_path: Path, lines: str, hint: str | None
) -> None:
    files = {
        "syllabus/course.yaml": "title: O\nzone: UTC\ntime: 9:00\n",
        "syllabus/meetings/a.md": f"---\n{lines}\n---\nText.\n",
    }
    project(tmp_path, files)
    found = check_project(Layout(tmp_path)).diagnostics
    told = [each for fault in found for each in fault.hints]
    assert len(told) == (hint is not None)
    assert all(hint in each for each in told if hint is not None)
