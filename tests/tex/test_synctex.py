"""A click in the PDF opens the record, and a record's line finds its page.

The words Z01, Z02, … of a project are looked up in its PDF and asked for with TeX Live's own
`synctex` command.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from tests.documents import tex_document

from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.tex.synctex import NotATrace, synctex_path, trace_records
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import clean_build

FILLER = "What fills a page is of no interest to anybody who reads it. " * 20
PROJECT = {
    "syllabus/course.yaml": """\
title: Course Z01
zone: UTC
time: 16:00
raw_latex: true
streams: {a: Stream Z02}
handout: [schedule, general, upcoming, past, references]
""",
    "syllabus/sections/general.md": f"""\
# General Z03

Words [in a link
of two lines](https://example.org/) and a footnote[^1]
with Z04 after it, *emphasis of
two lines* and
after all Z05.

[^1]: A note
    with Z06.

## Below Z07

| Column | Z08 |
|--------|-----|
| a      | Z09 |
| b      | Z10 |

{FILLER}

{FILLER}

```sh
run Z11

run Z12
```

```{{=latex}}
Raw Z13
```

> Quoted
> with Z14
""",
    "syllabus/blocks/questions.md": "1. Shared Z15\n2. Also shared\n   with Z16\n",
    "syllabus/meetings/2021-04-01-first.md": f"""\
---
date: 2021-04-01
title: First Z17
stream: a
recording:
  url: https://example.org/Z18
---

## Questions

1. {FILLER}
2. Show that Z19

   $$
   a = \\mathrm{{Z20}} \\\\
   = \\mathrm{{Z21}}
   $$
3. Z22, see @born1999
   - inner Z23

```{{include}} questions.md
```
""",
    "syllabus/meetings/2021-04-08-second.md": f"""\
---
date: 2021-04-08
title: Second
topic: Topic Z24
---

{FILLER}

{FILLER}

## Pre-reading

{FILLER}

Z25 after a part

## Reading Z26

{FILLER}
""",
    "bib/library.bib": """\
@book{hecht2017,
  author = {Hecht, Eugene}, title = {Optics}, year = {2017}}

@book{born1999,
  author = {Born, Max}, title = {Z27}, year = {1999}}
""",
}
FOR_ANOTHER_LINE = {
    "Z02": "title: First Z17",  # the label of a stream, in a meeting's row and heading
    "Z06": "[^1]: A note",  # TeX sets a footnote, and a formula, when it has read all of it
    "Z20": "= \\mathrm{Z21}",
    "Z24": "title: Second",
    "Z27": "@book{born1999",
}
"""Words that are printed for a line that they do not stand on."""

ZWORD = re.compile(r"Z\d\d")


@dataclass(frozen=True)
class Printed:
    """A word on a page; places are in points from the upper left corner."""

    text: str
    page: int
    x: float
    y: float


def silent(message: str) -> None:
    """Show no progress."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, BuildOutcome]:
    layout = Layout(tmp_path_factory.mktemp("project") / "Ein Kurs für zwei")
    for name, text in PROJECT.items():
        path = layout.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    outcome = build_handout(BuildRequest(layout, as_of="2021-04-05", synctex=True), silent)
    assert outcome.path is not None, outcome.diagnostics
    assert outcome.pages >= 4
    return layout, outcome


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def printed_words(pdf: Path) -> list[Printed]:
    words, page = [], 0
    for line in run("pdftotext", "-bbox", str(pdf), "-").splitlines():
        page += "<page " in line
        found = re.search(r'"([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)<', line)
        if found:
            left, top, right, bottom = map(float, found.groups()[:4])
            text = unescape(found[5])
            words.append(Printed(text, page, (left + right) / 2, (top + bottom) / 2))
    return words


def clicked(pdf: Path, word: Printed) -> tuple[str, int]:
    """Return the file and line that a click on the word opens."""
    said = run("synctex", "edit", "-o", f"{word.page}:{word.x}:{word.y}:{pdf}")
    found = re.search(r"^Input:(.*)\nLine:(\d+)$", said, re.MULTILINE)
    assert found, said
    return found[1], int(found[2])


def place_of(word: str, root: Path) -> tuple[str, int]:
    """Return the file and line that a word is printed for."""
    sought = FOR_ANOTHER_LINE.get(word, word)
    for name, text in PROJECT.items():
        for number, line in enumerate(text.splitlines(), start=1):
            if sought in line:
                return str(root / name), number
    raise AssertionError(word)


def looked_up(pdf: Path) -> list[tuple[str, Printed]]:
    """Return every word of the project's that is printed, with each of its places."""
    found = [(name, word) for word in printed_words(pdf) for name in ZWORD.findall(word.text)]
    assert {name for name, _ in found} == {
        name for text in PROJECT.values() for name in ZWORD.findall(text)
    }
    return found


def test_a_click_on_a_word_opens_its_record_at_its_line(
    built: tuple[Layout, BuildOutcome],
) -> None:
    layout, outcome = built
    assert outcome.path is not None
    for name, word in looked_up(outcome.path):
        assert clicked(outcome.path, word) == place_of(name, layout.root), word


def test_a_line_of_a_record_finds_its_page(built: tuple[Layout, BuildOutcome]) -> None:
    layout, outcome = built
    assert outcome.path is not None
    pages: dict[str, set[int]] = {}
    for name, word in looked_up(outcome.path):
        pages.setdefault(name, set()).add(word.page)
    assert set().union(*pages.values()) == set(range(1, outcome.pages + 1))
    for name in pages.keys() - FOR_ANOTHER_LINE.keys():
        path, line = place_of(name, layout.root)
        said = run("synctex", "view", "-i", f"{line}:0:{path}", "-o", str(outcome.path))
        found = [int(page) for page in re.findall(r"^Page:(\d+)$", said, re.MULTILINE)]
        assert found[0] in pages[name], (name, found)


def test_viewers_see_files_of_the_project_and_no_package(
    built: tuple[Layout, BuildOutcome],
) -> None:
    layout, outcome = built
    assert outcome.path is not None
    text = gzip.decompress(synctex_path(outcome.path).read_bytes())
    inputs = re.findall(r"^Input:\d+:(.*)$", text.decode(), re.MULTILINE)
    records = {str(layout.root / name) for name in PROJECT}
    work = layout.work / "tex"
    others = {Path(path) for path in inputs} - {Path(path) for path in records}
    assert records <= set(inputs)
    assert others <= {work / "handout.tex", work / "handout.toc"}
    anchors = [found.start() for found in re.finditer(rb"^!\d+$", text, re.MULTILINE)]
    lengths = [int(text[at + 1 :].partition(b"\n")[0]) for at in anchors]
    assert lengths == [end - start for start, end in zip([0, *anchors], anchors, strict=False)]


def test_it_leaves_the_pdf_alone_and_comes_and_goes_with_it(
    built: tuple[Layout, BuildOutcome], tmp_path: Path
) -> None:
    layout = Layout(shutil.copytree(built[0].root, tmp_path / "course"))
    newest = layout.build / "course-z01.pdf"

    def build(synctex: bool, force: bool = False) -> BuildOutcome:
        request = BuildRequest(layout, as_of="2021-04-05", synctex=synctex, force=force)
        return build_handout(request, silent)

    dated = build(synctex=False, force=True).path
    assert dated is not None
    assert not synctex_path(dated).exists()
    assert not synctex_path(newest).exists()
    pdf = newest.read_bytes()
    assert not build(synctex=True).fresh
    assert newest.read_bytes() == dated.read_bytes() == pdf
    trace = synctex_path(dated).read_bytes()
    assert synctex_path(newest).read_bytes() == trace
    synctex_path(newest).unlink()
    assert build(synctex=True).fresh
    assert synctex_path(newest).read_bytes() == trace
    assert build(synctex=False).fresh
    assert synctex_path(newest).read_bytes() == trace
    synctex_path(newest).write_bytes(b"")
    synctex_path(dated).unlink()
    assert not build(synctex=True).fresh
    assert synctex_path(newest) in clean_build(layout, print)
    assert list(layout.build.iterdir()) == []


@pytest.mark.parametrize(
    "left",
    [
        b"",
        b"x",
        gzip.compress(b"x", mtime=0),
        gzip.compress(b"SyncTeX Version:1\n", mtime=0)[:-9],
        b"\x1f\x8b",
    ],
)
def test_what_is_no_trace_is_not_read(left: bytes) -> None:
    with pytest.raises(NotATrace):
        trace_records(left, "", tex_document("\\begin{document}\\end{document}\n"))
