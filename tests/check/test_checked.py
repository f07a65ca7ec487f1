"""A project that is remembered is the one that would be read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.security.test_files import png
from tests.waiting import wait_until_settled

from syllabus.front.bibliography import styles
from syllabus.front.check import CheckedProject, check_project
from syllabus.front.markup import MarkupContext, ParsedText, parse_markdown
from syllabus.source import SourceFile
from syllabus.workspace import cache as memory
from syllabus.workspace.cache import save_all
from syllabus.workspace.layout import Layout

COURSE = """\
title: Optics
zone: Europe/Berlin
time: "10:00"
streams: {A: Lenses}
bibliography: [more/own.bib]
style: own.csl
"""
RECORD = """\
---
date: 2021-04-15
title: Lenses
---

```{include} shared.md
```

![A lens](../../figures/lens.png)

[@a, p. 3] is read by [@b].
"""
ENTRY = "@book{%s, title = {T}, author = {B, C}, publisher = {D}, year = 2020}\n"


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """Make a project of files of every kind, in most of the places where they may lie."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "optics"
    write(root, "syllabus/course.yaml", COURSE)
    write(root, "syllabus/meetings/2021-04-15-lenses.md", RECORD)
    write(root, "syllabus/meetings/2021-04-22-other.md", RECORD.replace("04-15", "04-22"))
    write(root, "syllabus/meetings/2021-04-16-named.md", RECORD.replace("04-15", "04-17"))
    write(root, "syllabus/sections/general.md", "# General\n\nWords.\n")
    write(root, "syllabus/blocks/shared.md", "What is shared.\n")
    write(root, "more/own.bib", ENTRY % "a" + ENTRY % "b")
    (root / "figures").mkdir()
    (root / "figures" / "lens.png").write_bytes(png(3, 2))
    bundled = styles._bundled("apa")
    assert bundled is not None
    shutil.copyfile(bundled, root / "own.csl")
    wait_until_settled(root)
    return Layout(root)


def checked(layout: Layout) -> CheckedProject:
    """Check a project as a process would that has just begun."""
    save_all()
    memory._opened.clear()
    return check_project(layout)


def nothing(root: Path) -> None:
    del root


def change(name: str, old: str, new: str) -> Callable[[Path], object]:
    def edit(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def move_out(name: str) -> Callable[[Path], object]:
    """Move a folder out of the project, and lay a link to it: its files look as they did."""

    def edit(root: Path) -> None:
        (root / name).rename(root.parent / "moved")
        (root / name).symlink_to(root.parent / "moved")

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        nothing,
        move_out("figures"),
        move_out("more"),
        move_out("syllabus/blocks"),
        lambda root: (root / "syllabus/meetings/2021-04-29-empty.md").mkdir(),
        lambda root: (root / "syllabus/meetings/2021-04-29-link.md").symlink_to("nowhere"),
        change("syllabus/meetings/2021-04-15-lenses.md", "is read", "si read"),
        change("syllabus/meetings/2021-04-15-lenses.md", "[@a", "\n\n[@a"),
        change("syllabus/meetings/2021-04-15-lenses.md", "[@a", "[@unknown"),
        change("syllabus/meetings/2021-04-15-lenses.md", "date: 2021-04-15", "date: soon"),
        change("syllabus/course.yaml", "Optics", "A longer title"),
        change("syllabus/course.yaml", "{A: Lenses}", "{B: Lenses, C: More}"),
        change("syllabus/course.yaml", "Europe/Berlin", "America/Toronto"),
        change("syllabus/course.yaml", "Europe/Berlin", "Europe/Madrid"),
        change("syllabus/course.yaml", '"10:00"', '"11:00"'),
        change("syllabus/course.yaml", "streams:", "duration: 3 h\nstreams:"),
        change("syllabus/course.yaml", "style:", "language: de\nstyle:"),
        change("syllabus/course.yaml", "style:", "also_in: [Asia/Tokyo]\nstyle:"),
        change("syllabus/course.yaml", "style:", "room: 101\nstyle:"),
        change("syllabus/course.yaml", "style:", "macros: {R: '\\\\mathbb{R}'}\nstyle:"),
        change("syllabus/course.yaml", "bibliography:", "# The library.\nbibliography:"),
        change("syllabus/blocks/shared.md", "What is", "What was, and is,"),
        change("more/own.bib", "D}, year = 2020", "D}, year = 2019"),
        change("more/own.bib", "{b,", "{c,"),
        change("own.csl", 'category citation-format="author-date"', "category"),
        lambda root: (root / "figures" / "lens.png").write_bytes(b"no picture"),
        lambda root: (root / "figures" / "lens.png").unlink(),
        lambda root: (root / "syllabus/meetings/2021-04-22-other.md").unlink(),
        lambda root: (root / "syllabus/blocks/shared.md").unlink(),
        lambda root: (root / "own.csl").unlink(),
        lambda root: write(root, "syllabus/meetings/2021-04-29-new.md", RECORD),
        lambda root: write(root, "syllabus/meetings/2021-04-16-lenses.md", RECORD),
        lambda root: (root / ".git").mkdir(),
        change("syllabus/meetings/2021-04-16-named.md", "is read", "<u>is</u> read"),
    ],
)
def test_what_was_remembered_is_what_is_read_anew(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path], object]
) -> None:
    first = checked(layout)
    assert {fault.code for fault in first.diagnostics} == {"file-name-date"}
    checked(layout)
    edit(layout.root)
    for _ in range(2):
        remembered = checked(layout)
        with monkeypatch.context() as alone:
            alone.setenv("XDG_CACHE_HOME", "/dev/null")
            assert checked(layout) == remembered
        wait_until_settled(layout.root)
    assert (remembered == first) == (edit is nothing)


def test_a_picture_is_where_a_folder_s_link_leads_now(layout: Layout) -> None:
    figures = layout.root / "figures"
    figures.rename(layout.root / "old")
    figures.symlink_to("old")
    checked(layout)
    checked(layout)
    (layout.root / "old").rename(layout.root / "new")
    figures.unlink()
    figures.symlink_to("new")
    blocks = repr(checked(layout).blocks)
    assert "new/lens.png" in blocks
    assert "old/lens.png" not in blocks


def test_a_project_is_read_once(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    checked(layout)
    monkeypatch.setattr("syllabus.front.check.project.read_project", None)
    checked(layout)
    write(layout.root, "templates/own.tex", "Templates have no part in it.")
    write(layout.root, "syllabus/history/handouts/2021-04-01.yaml", "Nor has the past.")
    assert "2021-04-01" in str(list(checked(layout).inputs))


def test_a_text_is_read_once_under_one_course(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def parse(source: SourceFile, line: int, context: MarkupContext) -> ParsedText:
        read.append(source.path.stem)
        return parse_markdown(source, line, context)

    monkeypatch.setattr("syllabus.front.check.reading.parse_markdown", parse)
    checked(layout)
    everything = ["general", "2021-04-15-lenses", "2021-04-16-named", "2021-04-22-other"]
    assert read == everything
    change("syllabus/meetings/2021-04-15-lenses.md", "is read", "si read")(layout.root)
    checked(layout)
    assert read[4:] == ["2021-04-15-lenses"]  # there is a note of 2021-04-16-named
    change("syllabus/course.yaml", "Lenses", "Mirrors")(layout.root)
    checked(layout)
    assert read[5:] == everything
    change("syllabus/course.yaml", "style:", "reading_load: no\nstyle:")(layout.root)
    checked(layout)
    assert read[9:] == []  # no text is read by it
    # What is wrong with a text may be right once another file is there.
    change("syllabus/meetings/2021-04-16-named.md", "shared.md", "later.md")(layout.root)
    checked(layout)
    write(layout.root, "syllabus/blocks/later.md", "Now.\n")
    checked(layout)
    assert read[9:] == ["2021-04-16-named"] * 2


def test_a_library_that_moved_out_of_the_project_is_not_remembered(layout: Layout) -> None:
    change("syllabus/course.yaml", "bibliography: [more/own.bib]\n", "")(layout.root)
    (layout.root / "more").rename(layout.root / "bib")
    wait_until_settled(layout.root)
    checked(layout)
    move_out("bib")(layout.root)
    assert "file-outside-project" in {fault.code for fault in checked(layout).diagnostics}
