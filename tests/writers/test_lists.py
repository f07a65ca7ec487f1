"""Lists: room for their labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.markup.test_tree import parse

from syllabus.writers.latex import LatexWriter


@pytest.mark.parametrize(
    ("text", "widest"),
    [("99. a", 0), ("99. a\n1. b", 1), ("1. 2016. a", 1), ("- 999999999. a", 1), ("- a", 0)],
)
def test_a_list_says_how_wide_its_large_numbers_are(tmp_path: Path, text: str, widest: int) -> None:
    written = LatexWriter().blocks(parse(tmp_path, text).blocks)
    assert written.count(r"\widestlabel{0") == widest
