"""`syllabus export`: what a course holds, in formats that other programs read."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pypandoc
import pytest
from tests.running import invoke

from syllabus.front.bibliography.bibtex import read_entries
from syllabus.outputs.export.sheet import guarded, unguarded
from syllabus.source import SourceFile

ROOT = Path(__file__).parents[2]
DAY = "2026-09-10"
COURSE = """title: Optics & Light
author: Ada *Lens*
zone: UTC
time: 18:00
streams: {rays: Rays, waves: Waves}
macros: {R: '\\mathbb{R}'}
contact: {name: Ada, email: ada@uni.example}
"""
RECORD = """---
date: 2026-09-03
time: '8:00'
stream: [rays, waves]   # both
title: =SUM(A1) and "more", 1_000 * 2
speaker: {name: Ellen Zhong, affiliation: MIT, email: secret@uni.example}
recording: {url: "https://video.example/secret", passcode: '0417'}
materials: {slides: "https://x.example/slides", recording: "https://x.example/secret"}
---

A price of $5, 2^3 and a_b_c; see @hecht2017[^1].

1. A list
   - within
     a list

   ```sh
   ls | wc -l
   ```

[^1]: A note with *words*.

## Readings

1. [@hecht2017, pp. 3-5] (40 min)
2. $f\\colon \\R \\to \\R$

| a | b |
|---|--:|
| x | 1 \\| 2 |

::: members
The secret word.
:::
"""
OFF = "---\ndate: 2026-09-17\nstatus: cancelled\nreason: -1 degrees\n---\n"
LIBRARY = """@string{cup = "CUP"}
@book{hecht2017, author = {Hecht, Eugene}, title = {Optics}, year = 2017, publisher = cup,
  file = {/home/secret/hecht.pdf}}
@inbook{part, crossref = {hecht2017}, title = {A Part}, pages = {1--2}}
@book{born1999, author = {Born, Max}, title = {Principles}, year = 1999}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {
        "syllabus/course.yaml": COURSE,
        "syllabus/meetings/2026-09-03-rays.md": RECORD,
        "syllabus/meetings/2026-09-17-off.md": OFF,
        "bib/optics.bib": LIBRARY,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def export(root: Path, form: str, *arguments: str) -> str:
    ran, _ = invoke(["export", "--format", form, "--as-of", DAY, *arguments], root, os.environ)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_a_sheet_has_a_row_for_each_record_and_no_formula(root: Path) -> None:
    first, second = csv.DictReader(io.StringIO(export(root, "csv")))
    assert first["title"] == '\'=SUM(A1) and "more", 1_000 * 2'
    assert (first["date"], first["time"], first["stream"]) == ("2026-09-03", "8:00", "rays; waves")
    assert first["recording"] == "{url: 'https://video.example/secret', passcode: '0417'}"
    assert first["file"] == "syllabus/meetings/2026-09-03-rays.md"
    assert (second["status"], second["reason"]) == ("cancelled", "'-1 degrees")
    for cell in (*first.values(), *second.values()):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    path = root / "out.csv"
    export(root, "csv", "--output", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdate,")


@pytest.mark.parametrize("cell", ["=1", "-", "'=1", "''", "'tis", "+1 h", "@x", "a=b", "", "'"])
def test_what_is_guarded_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("form", ["csv", "md", "tex", "json", "bib"])
def test_the_public_edition_has_nothing_of_members(form: str, root: Path) -> None:
    members, public = export(root, form), export(root, form, "--public")
    assert "secret" not in public
    assert "0417" not in public
    assert "secret" in members


def test_a_public_library_has_no_field_of_its_keeper_and_no_work_of_members(root: Path) -> None:
    library, record = root / "bib/optics.bib", root / "syllabus/meetings/2026-09-03-rays.md"
    own = "bdsk-file-1 owner notes x-rating usera readstatus local-url mendeley-tags abstract"
    fields = "".join(f", {name} = {{hidden}}" for name in own.split())
    entry = f"@book{{hers, author = {{Born, Max}}, title = {{Hidden}}, year = 1999{fields}}}\n"
    library.write_text(
        f"{LIBRARY.replace(', title = {Optics}', f', title = {{Optics}}{fields}')}{entry}"
    )
    record.write_text(record.read_text().replace("The secret word.", "The secret word: @hers."))
    public = export(root, "bib", "--public", "--all")
    assert "hidden" not in public.lower()
    assert re.findall(r"@\w+{(\w+)", public) == ["hecht2017", "part", "born1999"]
    assert "@book{hers" in export(root, "bib", "--all")


def test_json_has_the_texts(root: Path) -> None:
    first, _ = json.loads(export(root, "json"))
    assert first["streams"] == ["rays", "waves"]
    assert first["recording"] == {"url": "https://video.example/secret", "passcode": "0417"}
    assert "## Readings\n\n1.  [@hecht2017, pp. 3-5] (40 min)\n2.  $f" in first["body"]
    assert "see @hecht2017[^1]" in first["body"]


def test_the_entries_stand_alone(root: Path) -> None:
    cited = export(root, "bib")
    assert re.findall(r"@\w+{(\w+)", cited) == ["hecht2017"]
    everything, faults = read_entries(SourceFile(root, "x", export(root, "bib", "--all")))
    assert not faults
    assert [*everything.keys()] == ["hecht2017", "part", "born1999"]
    part = everything.entry("part")
    assert part is not None
    assert (part.value("booktitle"), part.value("publisher")) == ("Optics", "CUP")


def plain(text: str, form: str = "markdown") -> str:
    return str(pypandoc.convert_text(text, "plain", form, extra_args=["--wrap=none"]))


def test_pandoc_reads_the_handout_as_it_is_meant(root: Path) -> None:
    text = export(root, "md")
    read = plain(text)
    for words in (
        "A price of $5, 2^3 and a_b_c; see Hecht (2017)",
        "=SUM(A1) and “more”, 1_000 * 2",
        "Hecht, E. (2017). Optics. CUP",
        "ls | wc -l",
        "A note with words.",
        "1 | 2",
        "The secret word.",
        "cancelled: -1 degrees",
    ):
        assert " ".join(words.split()) in " ".join(read.split()), read
    tree = json.loads(str(pypandoc.convert_text(text, "json", "markdown")))
    kinds = re.findall(r'"t": ?"(\w+)"', json.dumps(tree))
    assert kinds.count("Note") == 1
    assert kinds.count("CodeBlock") == 1
    assert kinds.count("Table") == 2
    (formula,) = (str(each["c"][1]) for each in _found(tree, "Math"))
    assert formula.replace(" ", "") == "f\\colon\\mathbb{R}\\to\\mathbb{R}"


def test_the_document_says_what_the_handout_says(root: Path) -> None:
    course = root / "syllabus/course.yaml"
    course.write_text(f"{course.read_text()}also_in: Asia/Tokyo\nsite: https://optics.example/\n")
    record = root / "syllabus/meetings/2026-09-10-groups.md"
    record.write_text(
        "---\ndate: 2026-09-10\ntimes: {A: '9:00-10:00', B: '14:00-15:00'}\ntitle: Prisms\n"
        "module: Glass\nspeaker: {name: Ada, url: https://ada.example}\n---\n\nBring one.\n"
    )
    text = export(root, "md")
    for words in ("| **Glass** |", "## Glass\n", "JST", "- A: ", "[Ada](https://ada.example)"):
        assert words in text
    assert text.count("<https://optics.example/>") == 1


def _found(node: object, kind: str) -> list[dict[str, list[str]]]:
    if isinstance(node, dict):
        own = [node] if node.get("t") == kind else []
        return own + [each for value in node.values() for each in _found(value, kind)]
    if isinstance(node, list):
        return [each for value in node for each in _found(value, kind)]
    return []


NASTY = [
    *"\\`*_{}[]<>#~^$@|\"'&+-.!=:%()", "a. b", "1. b", "1) b", "(i) b", "- x", "+ x", "# x", "> x",
    "=====", "----", "...", "% x", ": x", "(@) x", "<b>x</b>", "&amp;", "[x](y)", "![x](y)",
    "~~x~~",
    "*x*", "_x_", "__x__", "^x^", "~x~", "$x$", "\\(x\\)", "@key", "[@key]", "[^1]", "{.x}",
    "x {#y}",
    "\\input{x}", "http://x.example/a_b", "| a | b |", "```", "A. Lens", "\\newcommand{\\x}{y}",
    "<!-- x -->", "*[x]: y", "[x]: y", "\\", "x\\", "::: x", "“x”", "–", "it's", "a--b", "\\$x",
]  # fmt: skip


@pytest.mark.parametrize(("language", "told"), [("he", True), ("ar-EG", True), ("el", False)])
def test_pandoc_is_told_which_way_a_text_runs(language: str, told: bool, root: Path) -> None:
    course = root / "syllabus/course.yaml"
    course.write_text(f"{COURSE}language: {language}\n", encoding="utf-8")
    text = export(root, "md")
    page = pypandoc.convert_text(text, "html", format="markdown", extra_args=["--standalone"])
    assert ('dir="rtl"' in page.split("<body")[0]) is told


def test_any_text_comes_back_out_of_pandoc(tmp_path: Path) -> None:
    from syllabus.model.document import Paragraph, Strong, Text
    from syllabus.writers.markdown import MarkdownWriter

    span = SourceFile(tmp_path, "x", "").span(0)
    writer = MarkdownWriter(tmp_path)
    blocks = tuple(
        Paragraph((Text(each, span), Strong((Text("|end", span),), span)), span) for each in NASTY
    )
    tree = json.loads(str(pypandoc.convert_text(writer.blocks(blocks), "json", "markdown")))
    assert [each["t"] for each in tree["blocks"]] == ["Para"] * len(NASTY)
    read = plain(writer.blocks(blocks)).split("\n\n")
    assert [" ".join(each.split()) for each in read] == [f"{each}|end" for each in NASTY]


def test_the_reference_handout_keeps_its_words() -> None:
    ran, _ = invoke(["export", "--format", "md", "--as-of", "2021-04-14"], ROOT, os.environ)
    assert ran.returncode == 0
    tree = json.loads(str(pypandoc.convert_text(ran.stdout, "json", "markdown")))
    headings = [each for each in tree["blocks"] if each["t"] == "Header" and each["c"][0] == 2]
    assert len(headings) > 27
    pictures = {each["c"][2][0] for each in _found(tree, "Image")}
    assert all((ROOT / each).is_file() for each in map(str, pictures))


def test_tex_names_its_pictures(root: Path) -> None:
    from tests.security.test_pictures import png

    (root / "syllabus/meetings/lens.png").write_bytes(png(2, 2, 2))
    with (root / "syllabus/meetings/2026-09-03-rays.md").open("a") as file:
        file.write("\n![A lens](lens.png)\n")
    ran, _ = invoke(["export", "--format", "tex", "--as-of", DAY], root, os.environ)
    assert ran.stdout.startswith("% Exported by syllabus\n\\documentclass")
    assert "a picture beside it: picture-1.png is syllabus/meetings/lens.png" in ran.stderr
    (root / "out").mkdir()
    ran, _ = invoke(["export", "--as-of", DAY, "-o", "out/optics.tex"], root, os.environ)
    assert sorted(each.name for each in (root / "out").iterdir()) == ["optics.tex", "picture-1.png"]
    for own, code in ((True, 0), (False, 3)):  # a picture of an export, and one of somebody else
        (root / "out/picture-1.png").write_bytes(b"other")
        if not own:
            (root / "out/optics.tex").unlink()
        ran, _ = invoke(["export", "--as-of", DAY, "-o", "out/optics.tex"], root, os.environ)
        assert ran.returncode == code
        assert ((root / "out/picture-1.png").read_bytes() == b"other") is not own
    assert "picture-1.png: it exists and is not of this export" in ran.stderr
    assert not (root / "out/optics.tex").exists()


@pytest.mark.parametrize(
    ("output", "code", "said"),
    [
        ("out.bib", 2, "let its name end in"),
        ("syllabus/meetings/2026-09-03-rays.md", 3, "is not a handout of syllabus export"),
        ("bib/optics.bib", 3, "is not a library of syllabus export"),
        ("notes.csv", 3, "is not a sheet of syllabus export"),
    ],
)
def test_no_file_of_somebody_else_is_replaced(
    output: str, code: int, said: str, root: Path
) -> None:
    (root / "notes.csv").write_text("date,what\n")
    form = "md" if output == "out.bib" else output.rpartition(".")[2]
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    ran, _ = invoke(["export", "--format", form, "-o", output], root, os.environ)
    assert (ran.returncode, said in ran.stderr) == (code, True), ran.stderr
    assert before.items() <= {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}.items()


@pytest.mark.parametrize("form", ["csv", "md", "tex", "json", "bib"])
def test_an_export_is_replaced_by_the_next(form: str, root: Path) -> None:
    for _ in range(2):
        ran, _ = invoke(["export", "-o", f"out.{form}", "--as-of", DAY], root, os.environ)
        assert (ran.returncode, ran.stdout) == (0, f"out.{form}\n"), ran.stderr
