"""A tagged PDF, read back: what each of its pieces is, in the order of the text.

Only TeX of 2024 and later can make one; a machine with Debian 13 or later has to have it.
"""

from __future__ import annotations

import os
import platform
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
from syllabus.outputs.pdf import BuildRequest, build_handout, prepare_handout
from syllabus.tex import OLDEST, latex_release, why_untaggable
from syllabus.workspace.layout import Layout

TAGS = pytest.mark.skipif(bool(why_untaggable()), reason=f"LaTeX is older than {OLDEST}")
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

Some *words*, and a quotation:

> Nothing is hidden.

---

#### A heading that jumps

| Part     | Points |
|----------|-------:|
| Homework |     40 |

![Light's path, 100 % “naïve”](lens.png)

![](lens.png)

## Other scripts

Привет, שלום עולם and 日本語.
"""
MEETING = """\
---
date: 2021-04-15
title: Phase Contrast
stream: [theory, lab]
---

We compare two.[^1] See [the notes](https://example.org/notes).

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
            "---\ndate: 2021-04-22\ntitle: Off\nstatus: cancelled\n---\n"
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


def build(layout: Layout, standard: Accessibility) -> Path:
    request = BuildRequest(layout, "2021-04-14", accessible=standard, history=False, timeout=600)
    outcome = build_handout(request, lambda message: None)
    assert outcome.path is not None, report_human(outcome.diagnostics)
    return outcome.path


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(project(tmp_path_factory.mktemp("tagged")), Accessibility.UA_1)


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
        lens, calendar = tree.of("Figure")
        assert str(lens.Alt) == "Light's path, 100 % “naïve”"
        assert str(calendar.Alt) == "April 2021: 1, 15, 22 (cancelled)"
        assert [str(each.Alt) for each in tree.of("Formula")] == ["f * g = g * f"]
        spans = {str(each.Lang) for each in tree.of("Span") if "/Lang" in each}
        assert spans == {"ru", "he", "zh"}
        assert any(each.get("/C") == Name.struck for each in tree.of("Span"))
        assert all("/L/LI" in path for path in tree.paths("LBody"))
        assert any("/LBody" in path[:-2] for path in tree.paths("L"))  # a list in a list
        assert tree.of("BlockQuote")
        assert tree.of("Code")
        assert tree.of("Note")
        assert all(element.K for element in tree.of("Link"))


@TAGS
def test_validators_find_nothing_and_twice_is_the_same(tagged: Path) -> None:
    report = page.validate_pdf(tagged, profile="ua1")
    assert [(each.rule_id, each.message) for each in report.failures] == []
    first = tagged.read_bytes()
    assert build(Layout(tagged.parents[1]), Accessibility.UA_1).read_bytes() == first


@TAGS
def test_the_second_standard_has_formulas_as_mathml(tmp_path: Path) -> None:
    with pikepdf.open(build(project(tmp_path), Accessibility.UA_2)) as pdf:
        assert pdf.pdf_version == "2.0"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "2"
        (formula,) = Tree(pdf).of("Formula")
        assert "/AF" in formula or any(str(kid.S) == "/math" for kid in formula.K)


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
