"""Pages as a typographer sees them: TeX's log says nothing of what is measured here.

The repository's handout and those of other languages are measured where they are built.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from tests.pdf import measures
from tests.pdf.measures import MARGIN, Line, Page, Word, measure, read_pages
from tests.security.projects import COURSE, FRONT, MEETING, Files, project
from tests.security.test_pictures import png

from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.workspace.layout import Layout

GOLDEN = Path(__file__).parents[1] / "golden"
STEPS = range(40, 160, 9)
"""How far above the foot of a page something begins, in points."""

PARTS = {
    "list": "Words.\n\n## Pre-reading\n\n1. one\n2. two\n3. three\n",
    "bullets": "Words.\n\n## Pre-reading\n\n- one\n- two\n- three\n",
    "table": "Words.\n\n## Rooms\n\n| day | room |\n|---|---|\n| Monday | 1 |\n| Tuesday | 2 |\n",
    "heading": "Words.\n\n### Rooms\n\n| day | room |\n|---|---|\n| Monday | 1 |\n| Friday | 2 |\n",
    "introduced": "Words.\n\nWe need this:\n\n- one\n- two\n- three\n",
    "recorded": "Words.\n\n## Reading\n\n1. one\n2. two\n",
}


def pdf_of(layout: Layout, as_of: str) -> Path:
    outcome = build_handout(BuildRequest(layout, as_of=as_of, history=False), lambda message: None)
    assert outcome.path is not None, outcome.diagnostics
    return outcome.path


@pytest.fixture(scope="module")
def feet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, ...]:
    """Return pages at whose feet each of `PARTS` begins, line by line lower."""
    files: dict[str, str] = {
        "syllabus/course.yaml": f"{COURSE}contents: false\nraw_latex: true\nhandout: [past]\n"
    }
    recording = "recording: {url: 'https://v.example/1', passcode: abc}\n"
    for number, (name, body) in enumerate(PARTS.items()):
        for step, height in enumerate(STEPS):
            day = f"2021-{1 + number:02d}-{1 + step:02d}"
            front = (
                f"---\ndate: {day}\ntitle: T{name}\n{recording if name == 'recorded' else ''}---\n"
            )
            raw = f"```{{=latex}}\n\\newpage\\vspace*{{\\dimexpr\\textheight-{height}pt}}\n```\n"
            files[f"syllabus/meetings/{day}-x.md"] = f"{front}\nBefore.\n\n{raw}\n{body}"
    return read_pages(pdf_of(project(tmp_path_factory.mktemp("feet"), files), "2021-12-01"))


def test_what_begins_at_the_foot_of_a_page_is_not_alone_there(feet: tuple[Page, ...]) -> None:
    assert measures.stranded(feet) == []
    assert not [page.number for page in feet if page.lines[0].text == "–Meeting Recording"]
    for page, following in pairwise(feet):
        assert not page.lines[-1].text.endswith((":", "Rooms")), page.number
        assert following.lines[0].text not in ("2. two", "• two"), following.number


@pytest.mark.parametrize(
    ("case", "as_of"), [("everything", "2021-03-23"), ("changes", "2021-03-23")]
)
def test_pages_of_golden_projects_pass(case: str, as_of: str, tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / case / "syllabus", tmp_path / "syllabus")
    if (GOLDEN / case / "bib").is_dir():
        shutil.copytree(GOLDEN / case / "bib", tmp_path / "bib")
    assert measure(pdf_of(Layout(tmp_path), as_of)) == []


def test_contents_of_a_few_lines_too_many_are_set_tighter(tmp_path: Path) -> None:
    files = {
        f"syllabus/meetings/{day}.md": f"---\ndate: 2021-0{1 + day // 28}-{1 + day % 28:02d}\n"
        "title: Optics\n---\n"
        for day in range(44)
    }
    course = {"syllabus/course.yaml": f"{COURSE}handout: [past]\n", MEETING: FRONT}
    first, *_ = read_pages(pdf_of(project(tmp_path, {**course, **files}), "2021-12-01"))
    assert len([line for line in first.lines if ". . ." in line.text]) == 45


def test_no_heading_ends_with_a_line_of_one_word(tmp_path: Path) -> None:
    words = "lenses of the first and second kind in a microscope with fields and sources of noise"
    files = {
        f"syllabus/meetings/{count}.md": f"---\ndate: 2021-01-{count:02d}\n"
        f"title: {' '.join(words.split()[:count])}\n---\n\nBelow.\n"
        for count in range(6, 17)
    }
    course = f"{COURSE}contents: false\nhandout: [past]\n"
    pages = read_pages(
        pdf_of(project(tmp_path, {"syllabus/course.yaml": course, **files}), "2021-12-01")
    )
    lines = [line for page in pages for line in page.lines]
    seconds = [after for before, after in pairwise(lines) if re.match(r"1\.\d+ ", before.text)]
    seconds = [line for line in seconds if line.text != "Below." and not line.is_heading]
    assert len(seconds) >= 4
    assert not [line.text for line in seconds if " " not in line.text]


LONG = "Theoretische Grundlagen der Bildverarbeitung"


def test_a_schedule_shares_the_line_by_need(tmp_path: Path) -> None:
    """Long names of streams, several people in a title, zones, and words in place of a date."""
    front = "---\ndate: {}\n{}title: {}\nstream: {}\n---\n"
    people = "Anna Baker, Charles Dupont & Erika Fischer - Reconstruction of structures"
    files: Files = {
        "syllabus/course.yaml": "title: Seminar\nzone: America/New_York\ntime: 7:30 PM\n"
        f"contents: false\nhandout: [schedule]\nstreams: {{t: {LONG}, e: Elektronenmikroskopie}}\n",
        "syllabus/meetings/1.md": front.format("2021-04-01", "", f"'{people}'", "[t, e]"),
        "syllabus/meetings/2.md": front.format("2021-04-08", "", "Lenses", "e"),
        "syllabus/meetings/3.md": front.format(
            "TBD", "when: Some time in the summer\n", "More", "e"
        ),
    }
    pdf = pdf_of(project(tmp_path, files), "2021-03-23")
    assert measure(pdf) == []
    lines = [line.text for page in read_pages(pdf) for line in page.lines]
    (first,) = (line for line in lines if line.startswith("Thu 1 Apr 2021"))
    assert "7:30 PM EDT" in first, "a time stays on one line"
    assert sum("Elektronenmikroskopie" in line for line in lines) == 3, "a word is not divided"
    tops = [line.words[0].top for page in read_pages(pdf) for line in page.lines]
    rows = [tops[at] for at, line in enumerate(lines) if line.startswith(("Thu", "Some"))]
    before = [max(top for top in tops if top < row) for row in rows[1:]]
    assert all(row - top > 14.5 for row, top in zip(rows[1:], before, strict=True)), (
        "rows have room"
    )


def test_a_column_of_much_is_wider_than_one_of_little(tmp_path: Path) -> None:
    """No affiliation stands on many lines beside a title that leaves half of its column free."""
    who = "{name: Solveig Haugen, affiliation: Institute of Marine Research of Western Norway}"
    front = "---\ndate: 2021-04-{:02d}\ntitle: Sand and mud\nspeaker: {}\nroom: {}\n---\n"
    files: Files = {
        "syllabus/course.yaml": "title: Talks\nzone: Europe/London\ntime: 15:00\n"
        "contents: false\nhandout: [schedule]\n"
    } | {
        f"syllabus/meetings/{day}.md": front.format(day, who, f"Seminar Room {day}")
        for day in (7, 14)
    }
    pdf = pdf_of(project(tmp_path, files), "2021-03-23")
    assert measure(pdf) == []
    (page,) = read_pages(pdf)
    tops = [line.words[0].top for line in page.lines if line.text.startswith("Wed")]
    between = [line for line in page.lines if tops[0] <= line.words[0].top < tops[1]]
    assert len(between) == 3, [line.text for line in between]


def line(top: float, *words: tuple[float, str], height: float = 9.6) -> Line:
    """Return a line of words whose letters are 5 points wide."""
    return Line(
        tuple(Word(left, top, left + 5 * len(text), top + height, text) for left, text in words)
    )


def running(top: float, text: str, gap: float = 3.65, left: float = MARGIN) -> Line:
    words = []
    for word in text.split():
        words.append((left, word))
        left += 5 * len(word) + gap
    return line(top, *words)


FULL = "words that fill the whole of a line to its end and have some letters each as here and there"
BAD: dict[Callable[[tuple[Page, ...]], list[str]], tuple[tuple[Line, ...], ...]] = {
    measures.uneven_lines: ((running(80, "five words stand far apart", 12.0),),),
    measures.last_words: ((running(80, FULL), running(94, "it.")),),
    measures.broken_pairs: ((running(80, FULL + " p."), running(94, "5 and so on")),),
    measures.stranded: (
        (running(80, FULL), running(700, "–Questions"), running(716, "1. one")),
        (running(80, "2. two"),),
    ),
    measures.white_pages: ((running(80, FULL),), (running(80, FULL),)),
    measures.outside: ((line(80, (40, "margin")),),),
    measures.overlapping: ((line(80, (100, "cells"), (110, "meet")),),),
}


@pytest.mark.parametrize("look", measures.MEASURES)
def test_each_measure_finds_what_it_looks_for(
    look: Callable[[tuple[Page, ...]], list[str]],
) -> None:
    pages = tuple(Page(at, 595, 842, lines) for at, lines in enumerate(BAD[look], 1))
    assert look(pages)
    even = running(80, FULL), running(94, "and a last line of several words")
    assert not look((Page(1, 595, 842, even),))


@pytest.mark.parametrize("word", ["naïve", "φῶς"])  # LuaLaTeX sets Greek
def test_a_pdf_without_tags_holds_the_texts_of_pictures(tmp_path: Path, word: str) -> None:
    text = f"![Light's (path), 100 % *“{word}”*](lens.png)\n\n![](lens.png){{.decorative}}\n"
    pictures: Files = {
        MEETING: f"{FRONT}{text}",
        "syllabus/meetings/lens.png": png(2, 2, 2),
    }
    path = pdf_of(project(tmp_path, pictures), "2021-04-14")
    with pikepdf.open(path) as pdf:
        told = [
            str(each.operands[1].Alt)
            for page in pdf.pages
            for each in pikepdf.parse_content_stream(page)
            if str(each.operator) == "BDC" and "/Alt" in each.operands[1]
        ]
    assert told == [f"Light's (path), 100 % “{word}”"]
