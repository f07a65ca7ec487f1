"""Hyphens that stand for dashes, and all the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.security.projects import FRONT, MEETING, project

from syllabus.front.check import check_project
from syllabus.front.markup import smart_text
from syllabus.handout.citations import without_citations
from syllabus.writers.html import HtmlWriter
from syllabus.writers.plain import PlainWriter

DASHES = """
Jensen - Part 2 | Jensen – Part 2
optics - theory - practice | optics – theory – practice
Practical 1 - Fundamentals | Practical 1 – Fundamentals
Hin- und Rückweg - kurz | Hin- und Rückweg – kurz
pp. 1470-1477 | pp. 1470–1477
pp. 1470-77 and 80-91 | pp. 1470–77 and 80–91
(pp.3-5) | (pp.3–5)
p. 3-5 | p. 3–5
pages xii-xv, 3 - 9 | pages xii–xv, 3 – 9
S. 12-15 | S. 12–15
Seiten 9-10 | Seiten 9–10
pp. A1-A5 | pp. A1–A5
Figs. 3-5 | Figs. 3–5
sections 2.1-2.4 | sections 2.1–2.4
9:00-10:30 | 9:00–10:30
(1:18:10 - 1:28:46, 10 min) | (1:18:10 – 1:28:46, 10 min)
8 AM - 9 AM | 8 AM – 9 AM
"""
HYPHENS = """
from -5 to -3 °C
x = - 5 and y > - 3
10 - 3
2010-2015
2010 - 2015
2021-04-15
ISBN 978-3-16-148410-0
pp. 978-3-16-148410-0
040 - 123 45 67
tel. 555-1234, +49 40 123-456
EMPIAR-10076
2-D waves
Fig. 3-5
Section 2-1
p. 12-3
nos. 12-1
10.1038/s41592-020-01049-4
phase-contrast
- - -
"""


TABLE = [line.split(" | ") for line in DASHES.strip().splitlines()] + [
    [line, line] for line in HYPHENS.strip().splitlines()
]


@pytest.mark.parametrize(("written", "printed"), TABLE)
def test_a_hyphen_is_a_dash_between_words_and_in_ranges(written: str, printed: str) -> None:
    assert smart_text(written, "en") == printed


def test_mail_prints_the_same_dashes(tmp_path: Path) -> None:
    body = (
        "1. Bahar. *Normal modes* - a review, pp. 1470-1477 -\n   **last**: `a - b`,"
        " $a - b$, <https://x.example/a-1-2>\n"
    )
    checked = check_project(project(tmp_path, {MEETING: FRONT + body}))
    assert not checked.diagnostics
    blocks = tuple(without_citations(checked.blocks))
    html = re.sub(r"<[^>]+>", "", HtmlWriter().blocks(blocks))
    for printed in (html, PlainWriter().blocks(blocks)):
        words = " ".join(printed.replace("*", "").split())
        assert "Normal modes – a review, pp. 1470–1477 – last" in words
        assert "a - b" in words
        assert "a-1-2" in words
