"""The reading load is what the items say at their ends."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.security.projects import project

from syllabus.front.check import check_project
from syllabus.front.markup import MarkupContext, parse_markdown
from syllabus.model.course import ReadingLoad
from syllabus.model.reading_load import measure_load
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout


def load(text: str, *, optional: bool = False) -> ReadingLoad:
    source = SourceFile(Path("/p/a.md"), "a.md", text)
    parsed = parse_markdown(source, 1, MarkupContext(Layout(Path("/p")), "en"))
    return measure_load(parsed.blocks, {"optional", "facultatif"}, optional=optional)


@pytest.mark.parametrize(
    ("end", "minutes", "pages"),
    [
        ("(40 min).", 40, 0),
        ("(1.5 hrs)", 90, 0),
        ("(5 hrs)", 300, 0),
        ("(3h:20m)", 200, 0),
        ("(10 pages)", 0, 10),
        ("(1 page)", 0, 1),
        ("(1:18:10 - 1:28:46, 10 min)", 10, 0),
        ("(notes and 25 min video)", 25, 0),
        ("(1 h 20 min)", 80, 0),
        ("(90 minutes)", 90, 0),
        ("(12 pages, 1 h)", 60, 12),
        ("(12 pages) (1 h)", 60, 12),
        ("(1,5 Stunden)", 90, 0),
        ("(20 Seiten)", 0, 20),
        ("(1 ora e 20 minuti, 12 pagine)", 80, 12),
        ("(1 uur en 20 minuten, 12 pagina’s)", 80, 12),
        ("(1 hora e 20 minutos, 12 páginas)", 80, 12),
        ("(1 ώρα και 20 λεπτά, 12 σελίδες)", 80, 12),
        ("(1 ώ. 20 λ., 12 σελ.)", 80, 12),
        ("（1時間20分、12ページ）。", 80, 12),
        ("(12 pp.)", 0, 12),
        ("(40min, 12pp)", 40, 12),
        ("(12 S.; 1 Std.)", 60, 12),
        ("(12 p + 20 min)", 20, 12),
        ("(12 págs.)", 0, 12),
        ("(12 blz.)", 0, 12),
        ("(3 p.m.)", 0, 0),
        ("(1080p)", 0, 0),
        ("(vol. 3 p. 12)", 0, 0),
        ("(12 s)", 0, 0),
        ("(pp. 1470-1477)", 0, 0),
        ("(page 5)", 0, 0),
        ("(NeurIPS 2019)", 0, 0),
        ("(20 m)", 0, 0),
        ("(40 min) and then some", 0, 0),
        ("(12345 min)", 0, 0),
    ],
)
def test_loads_as_people_write_them(end: str, minutes: int, pages: int) -> None:
    found = load(f"- Frank (2006). *Electron tomography* [video](https://example.org) {end}\n")
    assert found == ReadingLoad(timedelta(minutes=minutes), pages)


def test_nested_items_and_later_paragraphs_count_for_themselves() -> None:
    found = load("1. One (10 min)\n\n   More of it (1 h).\n\n   - Two[^1] (5 min)\n\n[^1]: (7 h)\n")
    assert found == ReadingLoad(timedelta(minutes=15))


def test_only_items_count() -> None:
    assert not load("It takes a while (40 min)\n\n> quoted (40 min)\n")


def test_what_is_optional_counts_apart() -> None:
    found = load(
        "- a (1 min)\n- Optional\n  - b (2 min)\n    - c (4 pages)\n- **Optional:** d (8 min)\n"
        "- Optionally e (16 min)\n\nOptional videos:\n\n1. f (32 min)\n\n"
        "And then\n\n1. g (64 min)\n\n"
        "### facultatif\n\n- h (128 min)\n\n### Rest\n\n- i (256 min)\n"
    )
    asked, optional = timedelta(minutes=1 + 16 + 64 + 256), timedelta(minutes=2 + 8 + 32 + 128)
    assert found == ReadingLoad(asked, 0, optional, 4)
    assert load("- a (1 min)", optional=True) == ReadingLoad(optional_duration=timedelta(minutes=1))


@pytest.mark.parametrize(
    ("language", "word", "optional"),
    [
        ("de", "Fakultativ", 5),
        ("de-CH", "*Freiwillige* Lektüre", 5),
        ("de", "Freiwilligenarbeit", 0),
        ("fr", "Optionnelles", 5),
        ("en", "Fakultativ", 0),
        ("nb", "Optional", 5),
    ],
)
def test_a_language_has_several_words_for_optional(
    tmp_path: Path, language: str, word: str, optional: int
) -> None:
    files = {
        "syllabus/course.yaml": f"title: O\nzone: UTC\ntime: 9:00\nlanguage: {language}\n",
        "syllabus/meetings/a.md": "---\ndate: 2027-04-15\ntitle: A\n---\n"
        f"## Reading\n- a (1 min)\n- {word}\n  - b (5 min)\n",
    }
    project(tmp_path, files)
    course = check_project(Layout(tmp_path)).course
    assert course is not None
    (meeting,) = (each for each in course.meetings if each.title.text == "A")
    (part,) = meeting.passage.parts
    expected = timedelta(minutes=optional)
    assert part.load.optional_duration == expected
    assert part.load.duration == timedelta(minutes=6) - expected
