"""Footnotes and styles of notes: none is lost or printed twice, and titles have none."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from tests.markup.test_tree import parse
from tests.security.projects import COURSE, FRONT, MEETING, NOW, build, prepare, project

from syllabus.handout.notes import meeting_with_notes
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.writers.html import HtmlWriter
from syllabus.writers.plain import PlainWriter

LONG = "y" * 120
LIBRARY = f"@book{{b, title = {{A title with {LONG}}}, author = {{Born, Max}}, year = 2020}}\n"


def test_a_note_has_its_place(tmp_path: Path) -> None:
    layout = project(
        tmp_path,
        {
            "bib/a.bib": LIBRARY,
            "syllabus/course.yaml": f"{COURSE}style: chicago-notes-bibliography\n",
            MEETING: f"{FRONT}See [@b, $\\mathrm{{{LONG}}}$].\n",
        },
    )
    outcome = build(layout)
    assert outcome.path is not None, outcome.diagnostics
    places = {fault.span.file.name for fault in outcome.diagnostics if fault.span}
    assert MEETING in places
    assert all(fault.span for fault in outcome.diagnostics)


def test_no_note_within_a_note_or_in_a_struck_text_is_lost(tmp_path: Path) -> None:
    text = "A[^1] and [@b, p. 3, see^[Aside.]] and ~~gone [@b]~~.\n\n[^1]: Said in [@b].\n"
    layout = project(
        tmp_path,
        {
            "bib/a.bib": LIBRARY.replace(LONG, "of light"),
            "syllabus/course.yaml": f"{COURSE}style: chicago-notes-bibliography\n",
            MEETING: f"{FRONT}{text}",
        },
    )
    outcome = build(layout)
    assert outcome.path is not None, outcome.diagnostics
    command = ["pdftotext", "-raw", str(outcome.path), "-"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert words.count("Born") == 4  # and in the list of references
    assert "(Aside.)" in words


def test_a_note_of_several_paragraphs_stands_in_words_that_are_set_apart(tmp_path: Path) -> None:
    note = "\n\n[^{0}]: First {0}.\n\n    Then.\n\n    - Item.\n\n      More.\n"
    text = "*A[^1]* **b[^2]** [c[^3]]{lang=fr} ~~d[^4]~~ [e[^5]](https://e.example)"
    notes = "".join(map(note.format, range(1, 6)))
    outcome = build(project(tmp_path, {MEETING: f"{FRONT}{text}{notes}"}))
    assert outcome.path is not None, outcome.diagnostics
    command = ["pdftotext", "-layout", str(outcome.path), "-"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert len(re.findall(r"First \d\.\n+ +Then\.\n+ +• Item\.\n+ +More\.\n", words)) == 5


def test_a_title_with_a_note_is_a_fault_at_its_citation(tmp_path: Path) -> None:
    front = prepare(
        tmp_path,
        {
            "bib/a.bib": LIBRARY,
            "syllabus/course.yaml": f"{COURSE}style: chicago-notes-bibliography\n",
            "syllabus/sections/general.md": "# *General [@b]*\n\n## Sub [@b]\n\nText.\n",
        },
    )
    found = [(each.code, each.span and each.span.line) for each in front.diagnostics]
    assert [each for each in found if "footnote" in each[0]] == [
        ("footnote-in-heading", 1),
        ("footnote-in-heading", 3),
    ]


REPEATED = """\
Twice[^1] and again[^1].^[Once.]

| a[^1] | b[^head] |
|---|---|
| c[^cell] | d[^cell] |

[^1]: One.
[^head]: Of the head, as in[^1].
[^cell]: Of cells.

- Listed

  | a^[Boxed.] | b[^1] |
  |---|---|
  | c[^box] | d[^box] |

  | alone^[No rows.] |
  |---|

[^box]: In a box.

| only a head[^top] | b[^top] |
|---|---|

[^top]: On top.

```{include} more.md
```
"""
SECOND = """\
---
date: 2021-04-22
title: Mirrors
---

```{include} more.md
```

Mine[^1] and[^1].

[^1]: My.
"""


def test_a_footnote_is_printed_once_with_the_same_mark_each_time(tmp_path: Path) -> None:
    layout = project(
        tmp_path,
        {
            MEETING: f"{FRONT}{REPEATED}",
            "syllabus/meetings/2021-04-22-mirrors.md": SECOND,
            "syllabus/blocks/more.md": "Block[^b], block[^b].\n\n[^b]: From a block.\n",
        },
    )
    outcome = build(layout)
    assert outcome.path is not None
    assert {each.code for each in outcome.diagnostics} <= {"missing-reading"}
    command = ["pdftotext", "-layout", str(outcome.path), "-"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    said = re.findall(r"^ +(\d+)\n +([A-Z][\w ,]+?) ?\.$", words, re.MULTILINE)
    assert said == [
        ("1", "One"), ("2", "Once"), ("3", "Of the head, as in1"), ("4", "Of cells"),
        ("5", "Boxed"), ("6", "In a box"), ("7", "No rows"), ("8", "On top"),
        ("9", "From a block"), ("10", "From a block"), ("11", "My"),
    ]  # fmt: skip
    text = re.sub(r" +", " ", words).replace(" ,", ",")
    for marked in ("Twice1 and again1", "a1 b3", "c4 d4", "a5 b1", "c6 d6", "head8 b8"):
        assert marked in text
    assert re.findall(r"(?:Block|Mine).*?(?= ?\.)", text) == [
        "Block9, block9", "Block10, block10", "Mine11 and11"
    ]  # fmt: skip
    course = prepare_handout(layout, NOW).project.course
    assert course
    first, second = map(meeting_with_notes, course.meetings)
    lines = PlainWriter().meeting(first)
    for line in (
        "Twice [¹ One.] and again [¹]. [Once.]",
        "a [¹] | b [Of the head, as in [¹].]",
        "c [² Of cells.] | d [²]",
    ):
        assert line in lines
    assert "Block [¹ From a block.], block [¹]." in PlainWriter().meeting(second)
    assert "Mine [<sup>2</sup> My.] and [<sup>2</sup>]." in HtmlWriter().meeting(second)


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("A[^1].\n\n[^1]: See [^2].\n\nB[^2].\n\n[^2]: Two.", "nested-footnote", 11),
        ("A[^1].\n\n[^1]: See [^1].", "nested-footnote", 11),
        ("A[^1].\n\n[^1]: See [^2].", "unknown-footnote", 11),
        ("A[^1].\n\n[^1]: See ^[this].", "nested-footnote", 11),
        (
            "::: members\nB[^2].\n:::\n\nA[^1].\n\n[^1]: See [^2].\n\n[^2]: Two.",
            "nested-footnote",
            11,
        ),
        ("A[^1] ^[].\n\n[^1]: One.", "unread-markup", 7),
        ("A ^[ ].", "unread-markup", 3),
        ("A[^1].\n\n[^1]:", "unread-markup", 1),
    ],
)  # fmt: skip
def test_a_footnote_in_a_footnote_repeats_one_before_it(
    text: str, code: str, column: int, tmp_path: Path
) -> None:
    (fault,) = parse(tmp_path, f"{text}\n").diagnostics
    assert fault.span
    assert (fault.code, fault.span.column) == (code, column)
    assert re.match(r"\[\^\w+\]|\^\[.*\]", fault.span.text)
