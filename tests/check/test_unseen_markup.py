"""Text that would be lost, or printed where it was to be hidden, is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.markup.test_tree import codes, parse

from syllabus.diagnostics import Diagnostic
from syllabus.front.check.notation import check_notation


def found(tmp_path: Path, text: str) -> list[tuple[str, int, int]]:
    """Return the faults of a text and what its notation is noted for."""
    parsed = parse(tmp_path, text)
    faults: list[Diagnostic] = [*parsed.diagnostics]
    check_notation(parsed.blocks, faults)
    return [(each.code, each.span.line, each.span.column) for each in faults if each.span]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("Shown <!-- hidden\n", 1, 7),
        ("<!-- hidden\n\nhidden --> shown\n", 1, 1),
        ("## Title <!-- hidden\n", 1, 10),
        ("| a <!-- | b |\n|---|---|\n", 1, 5),
        ("```\ncode\n", 1, 1),
        ("```", 1, 1),
        ("~~~~ sh\ncode\n~~~\n", 1, 1),
        ("- item\n\n  ```\n  code\n\nmore\n", 3, 3),
        ("> ```\n> code\n\nmore\n", 1, 1),
        ("```{include} x.md\n", 1, 1),
        ("See [](https://e.example).\n", 1, 5),
        ("See [ ](https://e.example).\n", 1, 5),
        ("• one\n• two\n", 1, 1),
        ("1. 2016. Resizing Images\n", 1, 1),
        ("- a\n- 100. b\n", 2, 1),
        ("> 1. a\n>    - 1995. b\n", 2, 1),
        ("1. 2016. Images\n\n   And more.\n", 1, 1),
        ("Take:\n\n▪\tone\n", 3, 1),
    ],
)
def test_what_is_not_read_as_it_is_meant(tmp_path: Path, text: str, line: int, column: int) -> None:
    assert ("unread-markup", line, column) in found(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "Shown <!-- hidden --> shown\n",
        "<!-- hidden\n\nhidden -->\n",
        "`<!--` and \\<!-- are signs\n",
        "```\n<!--\n```\n",
        "```\n```\n",
        "````\n```\n````\n",
        "- ```\n  code\n  ```\n",
        "> ~~~\n> code\n> ~~~",
        "    ```\n    indented\n",
        "See <https://e.example> and [`x`](https://e.example).\n",
        "A dot • between\n",
        "- - a\n  - b\n",
        "1. 1. a\n   2. b\n   3. c\n",
        "- 1. a\n\n  2. b\n",
        "1. 2016\\. Images\n",
        "1. 1. a\n",
    ],
)
def test_what_is_read_as_it_is_meant(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == []


def test_text_behind_a_comment_is_looked_at_too(tmp_path: Path) -> None:
    text = "A comment <!-- \\x{y} --> hides nothing behind it: \\textbf{bold} <!-- and more\n"
    assert found(tmp_path, text) == [("tex-in-text", 1, 51), ("unread-markup", 1, 65)]


def test_a_footnote_that_is_defined_twice_is_told(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "A[^1].\n\n[^1]: first\n[^1]: second\n")
    assert codes(parsed) == [("unused-footnote", 4, 1)]
    assert "first" in repr(parsed.blocks)
    assert "'second'" not in repr(parsed.blocks)
