"""A handout that was kept by hand moves in whole, from Markdown, LaTeX, Word and the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.importing.moving import move, turned

from syllabus.diagnostics import Severity
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout

HANDOUT = Path(__file__).with_name("handout.md")
FORMULAS = (
    r"$|\Psi|^2$",
    r"$\epsilon \ll 1$",
    r"$\langle \dots, [0, 1/128), [\frac{128/2-1}{128}, \frac{128/2}{128}) \rangle$",
    r"$f(x) = g(x) * h(x) \Rightarrow F(u) = G(u)H(u)$",
    r"$\int_{-\infty}^{+\infty} dx\, e^{-ax^2} = \sqrt{\pi/a}$",
    r"$\frac{\partial \mathbf{p}'}{\partial \mathbf{q}}$",
    r"$50 - 100\,\text{\AA}^2$",
    r"$\rightarrow$",
)


@pytest.mark.parametrize("ending", ["md", "tex", "docx"])
def test_a_handout_comes_over_whole(ending: str, tmp_path: Path) -> None:
    source = HANDOUT if ending == "md" else turned(HANDOUT, tmp_path / f"handout.{ending}")
    moved = move(tmp_path / "course", source)
    assert (moved.report.rows, moved.report.sections) == (12, 10)
    assert len(moved.meetings) == 13, "twelve rows, and a section that is in none"
    assert not moved.faults()

    course = moved.read("syllabus/course.yaml")
    assert (
        "title: Harbour Seismology Circle\nauthor: Ines Moreau\nplace: Bergen, Norway\n" in course
    )
    assert "zone: America/Los_Angeles\nday: Thursday\ntime: 8:00\n" in course
    assert "  shallow: Shallow\n  deep: Deep\n" in course
    assert "handout: [schedule, what-to-know, upcoming, past, references]" in course

    texts = "\n".join(moved.meetings.values())
    for formula in FORMULAS if ending in ("md", "tex") else ():
        assert formula in texts
    assert len(re.findall(r"(?<!\\)\$", texts)) == 2 * len(FORMULAS)

    guest = next(text for name, text in moved.meetings.items() if name.startswith("2022-03-03"))
    assert "\n2. [@holm2021]\n   1. Lie, K., & Holm" in guest
    assert "\n   2. [@lie2019]\n" in guest
    assert "\n2. Read what the command prints\n\n   ```\n   fjord invert" in guest
    assert "\n   Take your time" in guest
    assert "\n3. The tutorial stops" in guest
    assert "title: Guest lecture with Pia Holm (NTNU), surface waves\n" in guest
    assert "topic: 'Guest lecture: P. Holm, surface waves'\n" in guest
    library = moved.read("bib/library.bib")
    assert "doi     = {10.5555/jmp.2021.18}" in library
    assert "pages   = {176--185}" in library
    assert "1. ['Theory' section in @aas2015]\n" in texts.replace("‘", "'").replace("’", "'")

    # What three meetings share stands once, in the form that no page has cut.
    assert texts.count("```{include} shared-questions.md") == 3
    assert "bring what came out." in moved.read("syllabus/blocks/shared-questions.md")

    both = next(text for name, text in moved.meetings.items() if name.startswith("2021-12-02"))
    assert re.findall(r"^#+ .*", both, flags=re.MULTILINE) == [
        "## Shallow", "### Pre-reading", "### Questions",
        "## Deep", "### Pre-reading", "### Questions",
    ]  # fmt: skip
    assert moved.fields("2021-12-09")["reason"] == "Nordic Geology Days"
    assert moved.fields("tbd-t")["show"] == "schedule"
    assert any("when: Summer 2022\nshow: details\n" in text for text in moved.meetings.values())
    watched = next(text for name, text in moved.meetings.items() if name.startswith("2022-01-20"))
    assert "  url: 'https://video.example/rec/1234'\n  passcode: 'harbour7'\n" in watched
    assert "Passcode" not in watched

    # What contradicts itself is noted where it stands, and not lost.
    assert "# imported: the schedule says 2022-01-06, and its section 2021-01-06" in texts
    assert "# imported: the source says '7 April May 2022'" in texts

    compared = moved.compared()
    assert compared.share >= 0.99, compared.words
    # Summer has come, and what says who may watch is a key of the record.
    assert set(dict(compared.words)) <= {"pst", "access"}


@pytest.mark.parametrize("ending", ["odt", "html", "ipynb"])
def test_other_kinds_bring_the_same_meetings_and_words(ending: str, tmp_path: Path) -> None:
    source = turned(HANDOUT, tmp_path / f"handout.{ending}")
    moved = move(tmp_path / "course", source)
    assert (moved.report.rows, moved.report.sections) == (12, 10)
    assert "title: Harbour Seismology Circle\n" in moved.read("syllabus/course.yaml")
    assert not moved.faults()
    assert moved.compared().share >= 0.98
    assert not [each for each in moved.report.lost if "formula" in each]
    formulas = re.findall(r"(?<!\\)\$", "\n".join(moved.meetings.values()))
    assert ending == "html" or len(formulas) == 2 * len(FORMULAS)


def test_of_a_pdf_come_its_words_and_what_is_lost_is_said(tmp_path: Path) -> None:
    made = move(tmp_path / "first", HANDOUT)
    outcome = build_handout(BuildRequest(made.layout, as_of="2022-03-02"), lambda message: None)
    assert outcome.path is not None
    moved = move(tmp_path / "course", outcome.path)
    assert not [each for each in moved.faults() if each.severity is Severity.ERROR]
    assert "title: Harbour Seismology Circle\n" in moved.read("syllabus/course.yaml")
    days = {name[:10] for name in made.meetings if name[0] == "2"}
    assert {name[:10] for name in moved.meetings} >= days
    open_desk = next(text for name, text in moved.meetings.items() if name.startswith("2022-03-24"))
    assert "```{include} shared-questions.md" in open_desk
    shared = moved.read("syllabus/blocks/shared-questions.md")
    assert shared.startswith("1. Some programs have dozens of settings")
    assert "\n2. Bring a picture" in shared
    texts = "".join(moved.meetings.values())
    assert "please do not pass on" not in texts, "the foot of each page"
    assert any("only its words can be had" in each for each in moved.report.lost)
    assert moved.compared().share >= 0.98
