"""The schedule: its columns, as a course chooses and names them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.pdf.test_meetings import PACIFIC, document_of, rows_of

RECORD = "date: 2021-04-15\ntime: 9:00-10:30\ntitle: Lenses\nstream: rays"


@pytest.mark.parametrize(
    ("columns", "heads", "cells"),
    [
        ("[topic, date]", ["Topic", "Date"], ["Lenses", "Thu 15 Apr 2021"]),
        (
            "{topic: What, time: From, end: To}",
            ["What", "From", "To"],
            ["Lenses", "9 AM PDT", "10:30 AM PDT"],
        ),
        (
            '{date: , stream: "", topic: }',
            ["Date", "", "Topic"],
            ["Thu 15 Apr 2021", "Rays", "Lenses"],
        ),
    ],
)
def test_a_course_chooses_and_names_its_columns(
    tmp_path: Path, columns: str, heads: list[str], cells: list[str]
) -> None:
    """They stand in its order, under its words or the usual ones."""
    document = document_of(tmp_path, f"{PACIFIC}schedule:\n  columns: {columns}\n", RECORD)
    head = document[document.index(r"\toprule") : document.index(r"\midrule")].splitlines()[1]
    assert [each.strip(" \\")[len(r"textbf{") : -1] for each in head.split("&")] == heads
    assert rows_of(document) == [cells]
