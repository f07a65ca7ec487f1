"""Texts come out as plain lines: numbered, indented, with references and addresses in place."""

from __future__ import annotations

from pathlib import Path

from syllabus.front.check import check_project
from syllabus.handout import CitationFormat, cite_meeting
from syllabus.model.words import words_for
from syllabus.workspace.layout import Layout
from syllabus.writers.plain import PlainWriter

BODY = """\
Bring *your* [slides](https://example.org/slides) and `x_1`;\\
write to <ada@example.org>. ~~Room 3.~~[^1]

> quoted

## Pre-reading

1. [@zernike1942] (40 min)
   - with $a^2$, see @kirkland2020
2. Look at

   ```sh
   ls -l
   ```

## Theory

### Questions

3. Why H^2^?

| a | b |
|---|---|
| 1 | 2 |

[^1]: It is *too*
    small.
"""

LIBRARY = """\
@article{zernike1942, author = {Zernike, F.}, title = {Phase contrast}, journal = {Physica},
  year = 1942, volume = 9, pages = {686--698}}
@book{kirkland2020, author = {Kirkland, Earl J.}, title = {Computing}, publisher = {Springer},
  year = 2020}
"""


def lines(root: Path, body: str, style: str = "apa") -> str:
    (root / "syllabus" / "meetings").mkdir(parents=True)
    (root / "bib").mkdir()
    (root / "bib" / "library.bib").write_text(LIBRARY, encoding="utf-8")
    (root / "syllabus" / "course.yaml").write_text(
        f"title: C\nzone: UTC\ntime: 8:00\nstyle: {style}\nstreams: {{theory: Theory}}\n",
        encoding="utf-8",
    )
    record = root / "syllabus" / "meetings" / "a.md"
    record.write_text(f"---\ndate: 2021-04-15\ntitle: A\n---\n\n{body}", encoding="utf-8")
    project = check_project(Layout(root))
    assert project.course is not None
    assert project.style is not None
    form = CitationFormat(project.bibliography, project.style, "en")
    cited = cite_meeting(project.course.meetings[0], form)
    words = words_for("en")
    written = PlainWriter(words).whole_meeting(cited.meeting, cited.references, words["references"])
    return "\n".join(written)


def test_a_meetings_text_needs_nothing_beside_it(tmp_path: Path) -> None:
    assert (
        lines(tmp_path, BODY)
        == """\
Bring your slides (https://example.org/slides) and x_1;
write to ada@example.org. ~~Room 3.~~ [It is too small.]

> quoted

Pre-reading (40 min)
1. Zernike, F. (1942). Phase contrast. Physica, 9, 686–698. (40 min)
   - with a², see Kirkland (2020)
2. Look at

       ls -l

Theory

Questions
3. Why H^2^?

a | b
1 | 2

References
Kirkland, E. J. (2020). Computing. Springer."""
    )


def test_numbers_count_within_the_meeting_and_are_listed_with_it(tmp_path: Path) -> None:
    written = lines(tmp_path, "As [@kirkland2020] and [@zernike1942] say.\n", "ieee")
    assert written.splitlines()[0] == "As [1] and [2] say."
    assert written.splitlines()[2:4] == [
        "References",
        "[1] E. J. Kirkland, Computing. Springer, 2020.",
    ]
