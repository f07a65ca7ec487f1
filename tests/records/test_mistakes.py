"""Lines that YAML refuses, and the lines as they should be."""

from __future__ import annotations

import pytest
import yaml

from syllabus.front.records.mistakes import find_mistake
from syllabus.front.records.scalars import write_scalar

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
