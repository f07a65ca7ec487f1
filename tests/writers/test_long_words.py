"""Words that nothing divides stay on the page, in every place where a text can stand."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.security.projects import COURSE, build, project, squeezed

from syllabus.writers.latex.text import escape_text

NUMBER = "".join(str(each % 10) for each in range(1, 104))
PATH = r"C:\Users\me\averyveryverylongnameofafolder\anotherone_with_underscores\finally.the.file"
SEQUENCE = "ACGT" * 30
THAI = "ส่วนประกอบของกล้องจุลทรรศน์อิเล็กตรอนแบบส่องผ่านและการสร้างภาพสามมิติของโมเลกุลโปรตีนขนาดใหญ่ส่วนประกอบ"
EVERYWHERE = """\
---
date: 2021-04-15
title: Lenses {title}
---

{word}

- A list
  1. {word}

     > {word}

| a | {word} |
|---|---|
| b | {word} |

A note^[{word}] and **{word}** and *{word}*.

## A part {word}

`{code}`
"""


@pytest.mark.parametrize("words", [(NUMBER, PATH, SEQUENCE), (THAI,)], ids=["pdfTeX", "LuaTeX"])
def test_nothing_leaves_the_page_and_nothing_is_lost(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    files = {
        f"syllabus/meetings/{number}.md": EVERYWHERE.format(
            word=word.replace("\\", "\\\\").replace("_", r"\_"), code=word, title=f"'{word}'"
        )
        .replace("date: 2021-04-15", f"date: 2021-04-{15 + number}")
        .replace("title: Lenses '", "title: 'Lenses ")
        for number, word in enumerate(words)
    }
    course = {"syllabus/course.yaml": COURSE}
    layout = project(tmp_path, {**course, **files})
    (tmp_path / "syllabus/meetings/2021-04-15-lenses.md").unlink()
    outcome = build(layout)
    assert outcome.path is not None, outcome.diagnostics
    assert not [each for each in outcome.diagnostics if each.code != "missing-reading"]
    command = ["pdftotext", "-raw", str(outcome.path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for word in words:
        # Contents, schedule, heading and text; pdftotext writes a vowel of Thai in two ways.
        assert word is THAI or squeezed(text).count(squeezed(word)) >= 11


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("x" * 50, 0),
        ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", 3),
        ("1" * 32, 0),
        ("1" * 33, 17),
        ("a well-known-and-often-written-state-of-the-art-thing-of-ours", 0),
        ("a longer text of short words, in which nothing has to be divided at all", 0),
        ("中文没有空格的很长的句子不需要任何特别的断行因为它在任何两个字符之间都可以断行的所以", 0),
        ("الكهرومغناطيسية" * 4, 0),
        ("ACGT" * 9, 20),
        ("see_the_file_name_with_underscores_in_it", 7),
    ],
)
def test_only_what_nothing_divides_is_broken(text: str, breaks: int) -> None:
    assert escape_text(text).count("brk{}") == breaks


@pytest.mark.parametrize("word", ["เ" + "ก" * 3, "กำ", "ก็"])
def test_no_vowel_of_thai_leaves_its_consonant(word: str) -> None:
    written = escape_text(word * 20).replace(r"}\weakbrk{}\foreign{", "|")
    assert "เ|" not in written
    assert not any(f"|{mark}" in written for mark in "ำ็")
