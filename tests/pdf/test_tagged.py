"""A tagged PDF, read back: what each of its pieces is, in the order of the text.

Only TeX of 2024 and later can make one; a machine with Debian 13 or later has to have it.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import page
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.running import invoke
from tests.security.test_pictures import png

from syllabus.cli.report import report_human
from syllabus.model.engine import Accessibility
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.tex.tagging import OLDEST, latex_release, why_untaggable
from syllabus.workspace.layout import Layout

TAGS = pytest.mark.skipif(bool(why_untaggable()), reason=f"LaTeX is older than {OLDEST}")
MOMENT = "2021-04-14"
COURSE = """\
title: Optics, Read Aloud
author: Ada Example
zone: Europe/Berlin
language: en-GB
time: 16:00
streams: {theory: Theory, lab: Laboratory}
handout: [schedule, general, upcoming, past, calendar, references]
"""
GENERAL = """\
# General Information

Some *words*, and [a link whose words go over the end of their line, so that it has two
pieces, of which each leads there](https://example.org/long). A quotation:

> Nothing is hidden.

---

#### A heading that jumps

| Part     | Points |
|----------|-------:|
| [Devoirs]{lang=fr} | 40 |

![Light's path, 100 % “naïve”](lens.png)

![](lens.png)

## Other scripts

Привет, שלום עולם and 日本語. [Le mot *juste* de Гюстав]{lang=fr} and [Привіт,
друзі]{lang=uk}.
"""
MEETING = """\
---
date: 2021-04-15
title: Phase Contrast ([contraste]{lang=fr})
stream: [theory, lab]
---

[We compare two.[^1] See [the notes](https://example.org/notes).]{lang=en-US}

[^1]: Each takes a page.

## Pre-reading

1. [@zernike1942] (40 min)
2. Two things:
   - one
   - two

## Theory

### Questions

1. Show that $f * g = g * f$.

## Laboratory

```sh
grep -n x file
```
"""
LIBRARY = """\
@article{zernike1942, author = {Zernike, F.}, title = {Phase contrast}, journal = {Physica},
  year = 1942}
"""


def project(folder: Path) -> Layout:
    files = {
        "syllabus/course.yaml": COURSE,
        "syllabus/sections/general.md": GENERAL,
        "syllabus/meetings/2021-04-15-phase.md": MEETING,
        "syllabus/meetings/2021-04-22-off.md": (
            "---\ndate: 2021-04-22\ntitle: Off\nmodule: Waves\nstatus: cancelled\n---\n"
        ),
        "syllabus/meetings/2021-04-01-past.md": "---\ndate: 2021-04-01\ntitle: Held\n---\nGood.\n",
        "bib/optics.bib": LIBRARY,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "syllabus" / "sections" / "lens.png").write_bytes(png(2, 2, 2))
    return Layout(folder)


def outcome_of(
    layout: Layout, standard: Accessibility | None, moment: str = MOMENT
) -> BuildOutcome:
    request = BuildRequest(layout, moment, accessible=standard, history=False, timeout=600)
    outcome = build_handout(request, lambda message: None)
    assert outcome.path is not None, report_human(outcome.diagnostics)
    return outcome


def build(layout: Layout, standard: Accessibility) -> Path:
    path = outcome_of(layout, standard).path
    assert path is not None
    return path


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tagged handout; the first pass, which only tells page numbers, has no tags."""
    outcome = outcome_of(project(tmp_path_factory.mktemp("tagged")), Accessibility.UA_1)
    assert outcome.passes == 2
    assert outcome.path is not None
    return outcome.path


class Tree:
    """The structure of a PDF: each element's role and path, with the element."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        root = pdf.Root.StructTreeRoot
        self.roles = {str(name): str(role) for name, role in root.get("/RoleMap", {}).items()}
        self.elements = list(self._walk(root.K, ""))

    def _walk(self, kids: object, path: str) -> Iterator[tuple[str, Dictionary]]:
        for kid in kids if isinstance(kids, Array) else [kids]:
            if not isinstance(kid, Dictionary) or "/S" not in kid:
                continue
            role = str(kid.S)
            while role in self.roles:
                role = self.roles[role]
            inside = f"{path}{role}"
            yield inside, kid
            if "/K" in kid:
                yield from self._walk(kid.K, inside)

    def below(self, element: Dictionary) -> Iterator[tuple[str, Dictionary]]:
        return self._walk(element.K, "")

    def of(self, role: str) -> list[Dictionary]:
        return [element for path, element in self.elements if path.endswith(f"/{role}")]

    def paths(self, role: str) -> list[str]:
        return [path for path, _ in self.elements if path.endswith(f"/{role}")]


@TAGS
def test_every_piece_has_its_role(tagged: Path) -> None:
    with pikepdf.open(tagged) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Optics, Read Aloud"
            assert metadata["pdfuaid:part"] == "1"
        tree = Tree(pdf)
        headings = [path[-1] for path, _ in tree.elements if path[-3:-1] == "/H"]
        # The contents, the schedule, General with one that jumps and another; Upcoming with a
        # meeting, its part and its streams, one with a part; Past with a meeting; the calendar.
        assert "".join(headings) == "11122123343121"
        scopes = [cell.A.Scope for cell in tree.of("TH")]
        assert len(scopes) == 6
        assert {str(scope) for scope in scopes} == {"/Column"}
        assert all("/Table/TR/TD" in path for path in tree.paths("TD"))
        spans = [int(cell.A.ColSpan) for cell in tree.of("TD") if "/A" in cell]
        assert spans == [4]  # a module, above its meetings
        lens, calendar = tree.of("Figure")
        assert str(lens.Alt) == "Light's path, 100 % “naïve”"
        assert str(calendar.Alt) == "April 2021: 1, 15, 22 (cancelled)"
        assert [str(each.Alt) for each in tree.of("Formula")] == ["f * g = g * f"]
        languages = {str(each.Lang) for each in tree.of("Span") if "/Lang" in each}
        assert languages == {"ru", "he", "zh", "fr", "uk", "en-US"}
        spoken = Counter(str(each.Lang) for each in tree.of("Span") if "/Lang" in each)
        # In a heading, its line of the contents, the schedule, a cell and a text.
        assert (spoken["fr"], spoken["ru"]) == (5, 2)
        (passage,) = (each for each in tree.of("Span") if str(each.get("/Lang", "")) == "en-US")
        inside = {path.rpartition("/")[2] for path, _ in tree.below(passage)}
        assert {"Link", "Note"} <= inside
        assert any(each.get("/C") == Name.struck for each in tree.of("Span"))
        assert all("/L/LI" in path for path in tree.paths("LBody"))
        assert any("/LBody" in path[:-2] for path in tree.paths("L"))  # a list in a list
        assert tree.of("BlockQuote")
        assert tree.of("Code")
        assert tree.of("Note")
        assert all(element.K for element in tree.of("Link"))


def words_of(text: str) -> list[str]:
    """Return the words of a text, whichever characters its formulas have and wherever lines end."""
    text = re.sub("\u00ad\n|-\n|[\u202a-\u202e]", "", text)
    return unicodedata.normalize("NFKC", text).split()


def told(*command: str | Path) -> str:
    ended = subprocess.run(command, check=True, capture_output=True)
    return ended.stdout.decode("utf-8", "replace")


def printed(pdf: Path) -> list[str]:
    return words_of(told("pdftotext", "-raw", pdf, "-"))


def read_out(pdf: Path) -> list[str]:
    """Return the words of a PDF as its structure has them, without what is no content."""
    pieces = re.findall(
        r'^ *"(.*?)"$', told("pdfinfo", "-struct-text", pdf), re.MULTILINE | re.DOTALL
    )
    return words_of("".join(pieces))


@TAGS
def test_it_reads_out_once_what_an_ordinary_one_prints(tagged: Path, tmp_path: Path) -> None:
    ordinary = outcome_of(project(tmp_path), None).path
    assert ordinary is not None
    words = printed(ordinary)
    assert printed(tagged) == words
    read, on_paper = Counter("".join(read_out(tagged))), Counter("".join(words))
    assert read - on_paper == Counter()
    # Page numbers and the dots of the contents are passed over.
    assert (on_paper - read).keys() == {"1", "2", "."}
    assert "...." not in "".join(read_out(tagged))


@TAGS
def test_it_is_read_out_in_the_order_of_the_text(tagged: Path) -> None:
    text = "".join(read_out(tagged))
    pieces = (
        "Optics,ReadAloud", "Contents1DatesandTopics12General", "DateTimeStreamTopic",
        "WavesThu22Apr2021Off(cancelled)", "ofwhicheachleadsthere.Aquotation:Nothingishidden.A",
        "headingthatjumps", "PartPointsDevoirs40",
        "Привет,שלוםעולםand日本語.LemotjustedeГюставandПривіт,друзі.",
        "Wecomparetwo.11Eachtakesapage.See",
        "–Pre-reading(40min)1.Zernike", "2.Twothings:•one•two", "Laboratorygrep-nxfile", "4Past",
        "5Calendareveryone",
    )  # fmt: skip
    assert re.search(".*".join(map(re.escape, pieces)), text), text


@TAGS
def test_each_piece_of_a_link_is_named_below_it(tagged: Path) -> None:
    with pikepdf.open(tagged) as pdf:
        named = {
            kid.Obj.objgen: kid.Pg.objgen
            for link in Tree(pdf).of("Link")
            for kid in link.K
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR
        }
        pieces = [(each, page.objgen) for page in pdf.pages for each in page.get("/Annots", [])]
        assert {each.objgen: on for each, on in pieces} == named
        keys = [int(each.StructParent) for each, _ in pieces]
        assert len(set(keys)) == len(keys)
        assert all(int(each.F) & 4 and str(each.Contents) for each, _ in pieces)
        long = [each for each, _ in pieces if "long" in str(each.A.get("/URI", ""))]
        assert len(long) == 2


@TAGS
def test_validators_find_nothing_and_a_second_pass_makes_the_same(tagged: Path) -> None:
    report = page.validate_pdf(tagged, profile="ua1")
    assert [(each.rule_id, each.message) for each in report.failures] == []
    first, layout = tagged.read_bytes(), Layout(tagged.parents[1])
    general = layout.root / "syllabus" / "sections" / "general.md"
    for text in (GENERAL.replace("words", "wrods", 1), GENERAL):
        general.write_text(text, encoding="utf-8")
        assert outcome_of(layout, Accessibility.UA_1).passes == 1
    assert tagged.read_bytes() == first


@TAGS
def test_the_second_standard_has_formulas_as_mathml_or_in_words(tmp_path: Path) -> None:
    pdf_file = build(project(tmp_path), Accessibility.UA_2)
    with pikepdf.open(pdf_file) as pdf:
        assert pdf.pdf_version == "2.0"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "2"
            assert metadata["pdfuaid:rev"] == "2024"
        (formula,) = Tree(pdf).of("Formula")
        kids = [kid for kid in formula.K if isinstance(kid, Dictionary)]
        is_text = str(formula.get("/Alt", "")) == "f * g = g * f"
        assert is_text or any(str(kid.get("/S")) == "/math" for kid in kids)
    # No validator of PyPI knows the second, which has the rules of the first but for its name, and,
    # where formulas are MathML, but for texts in their place and in that of a link.
    report = page.validate_pdf(pdf_file, profile="ua1")
    failed = {each.rule_id for each in report.failures}
    named = {"PDFUA1-HEADER-001", "PDFUA1-ID-PART-001"}
    if not is_text:
        named |= {"PDFUA1-FORMULA-ALTERNATIVE-TEXT-001", "PDFUA1-LINK-CONTENTS-001"}
    assert failed == named


def test_a_course_that_asks_for_it_is_written_for_lualatex_and_no_other(tmp_path: Path) -> None:
    layout = project(tmp_path)
    plain = prepare_handout(layout, "2021-04-14").document
    assert plain is not None
    assert "Tagging" not in plain.text
    layout.course.write_text(f"{COURSE}accessible: true\n", encoding="utf-8")
    document = prepare_handout(layout, "2021-04-14", engine="pdflatex").document
    assert document is not None
    assert document.tagged
    assert document.engine.value == "lualatex"
    assert r"\DocumentMetadata{lang=en-GB,pdfstandard=ua-1" in document.text
    assert '{1024, 1327, "ru"}' in document.text
    ukrainian = f"{COURSE}accessible: true\n".replace("language: en-GB", "language: uk")
    layout.course.write_text(ukrainian, encoding="utf-8")
    document = prepare_handout(layout, "2021-04-14").document
    assert document is not None
    assert '"ru"' not in document.text


@pytest.mark.parametrize(
    ("written", "release"),
    [
        ("\\edef\\fmtversion\n   {2024-11-01}\n", "2024-11-01"),
        ("\\edef\\fmtversion\n%</2ekernel>\n   {2026-06-01}\n", "2026-06-01"),
        ("\\def\\nothing{}\n", None),
    ],
)
def test_latex_says_of_which_day_it_is(tmp_path: Path, written: str, release: str | None) -> None:
    (tmp_path / "latex.ltx").write_text(written)
    assert latex_release(tmp_path / "latex.ltx") == release
    assert latex_release(tmp_path / "missing") is None


def test_too_old_a_tex_is_named_and_where_it_is_new_enough_the_tests_run(tmp_path: Path) -> None:
    system = platform.freedesktop_os_release()
    if system.get("ID") == "debian" and int(system.get("VERSION_ID", "99")) >= 13:
        assert why_untaggable() == ()
        return
    request = BuildRequest(project(tmp_path), "2021-04-14", accessible=Accessibility.UA_1)
    outcome = build_handout(request, lambda message: None)
    if why_untaggable():
        assert outcome.path is None
        (fault,) = [each for each in outcome.diagnostics if each.code.startswith("tex-")]
        assert OLDEST in fault.message or "tagpdf" in fault.message
        assert fault.hints
        course = tmp_path / "syllabus" / "course.yaml"
        course.write_text(f"{COURSE}accessible: true\n", encoding="utf-8")
        ended, printed = invoke(["-q", "doctor"], tmp_path, os.environ)
        assert ended.returncode == 3
        assert fault.message[1:] in printed
