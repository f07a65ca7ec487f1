"""Lists: room for their labels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.markup.test_tree import parse

from syllabus.writers.latex import LatexWriter


@pytest.mark.parametrize(
    ("text", "widest"),
    [
        ("99. a", []),
        ("99. a\n1. b", ["000"]),
        ("1. 2016. a", ["0000"]),
        ("- 999999999. a", ["000000000"]),
        ("> 1234567. a", ["0000000"]),
        ("- a", []),
        ("1. 1. 88. a", ["lxxxviii"]),
        ("1. 1. 8. a", ["viii"]),
        ("1. 1. 1. a\n      1. b", []),
        ("1. a\n   1. b\n\n      8. c", []),
        ("1. a\n   1. b\n\n      88. c", ["lxxxviii"]),
        ("1. a\n   1. b\n\n      98. c\n      1. d\n      1. e", ["xcviii"]),
        ("- > 1. - 1. 38. c", ["xxxviii"]),
        ("1. 1. 1. 26. a", []),
        ("A[^1].\n\n[^1]: - 12345. a", ["00000"]),
    ],
)
def test_a_list_says_how_wide_its_long_labels_are(
    tmp_path: Path, text: str, widest: list[str]
) -> None:
    written = LatexWriter().blocks(parse(tmp_path, text).blocks)
    assert re.findall(r"\\widestlabel\{(\w+)\}", written) == widest
