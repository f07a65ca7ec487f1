"""Links within a handout lead to what its readers have, in every output."""

from __future__ import annotations

from pathlib import Path

from tests.handout.test_make_handout import make
from tests.security.projects import COURSE, project

from syllabus.diagnostics import has_errors
from syllabus.front.check import check_project
from syllabus.handout import CitationFormat, cite_meeting
from syllabus.model.course import Edition
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.writers.html import HtmlWriter
from syllabus.writers.plain import PlainWriter

LINKS = (
    "[last](a.md), [by id](vae1), [ours](#questions), [theirs](a.md#questions), [row](c.md),"
    " [need](#what-you-need), [plan](#schedule), [](#questions), [twice](a.md#why--1)\n"
)
FILES = {
    "syllabus/course.yaml": COURSE.replace("title:", "handout: [schedule, general, past]\ntitle:"),
    "syllabus/sections/general.md": "# General\n\n## What you need?\n\n[b](../meetings/b.md).\n",
    "syllabus/meetings/a.md": (
        "---\ndate: 2021-04-01\ntitle: A\nid: vae1\n---\n\n## Questions\n\n## Why?\n\n## *Why*?\n"
    ),
    "syllabus/meetings/b.md": (
        f"---\ndate: 2021-04-08\ntitle: B\n---\n\n{LINKS}\n## Questions\n\nWhy?\n\n"
        "::: members\n## Answers\n\n[to them](#answers)\n:::\n"
    ),
    "syllabus/meetings/c.md": (
        "---\ndate: 2021-04-09\ntitle: C\nstatus: cancelled\nreason: rain\n---\n"
    ),
}


def test_each_output_writes_them_as_it_can(tmp_path: Path) -> None:
    layout = project(tmp_path, FILES)
    checked = check_project(layout)
    assert not has_errors(checked.diagnostics)
    assert checked.course is not None
    assert checked.style is not None
    front = prepare_handout(layout, "2021-04-14", Edition.MEMBERS)
    assert front.document is not None, front.diagnostics
    tex = front.document.text
    for words, anchor in (
        ("last", "meeting:a"),
        ("by id", "meeting:a"),
        ("ours", "meeting:b.1"),
        ("theirs", "meeting:a.1"),
        ("row", "section:schedule"),
        ("need", "section:general.2"),
        ("plan", "section:schedule"),
        ("Questions", "meeting:b.1"),
        ("twice", "meeting:a.3"),
        ("to them", "meeting:b.2"),
    ):
        assert rf"\hyperref[{anchor}]{{{words}}}" in tex
        assert tex.count(rf"\label{{{anchor}}}") + tex.count(rf"\meetinglabel{{{anchor[8:]}}}") == 1
    public = prepare_handout(layout, "2021-04-14", Edition.PUBLIC).document
    assert public is not None
    assert "nswers" not in public.text
    assert "meeting:b.2" not in public.text

    meeting = next(each for each in make(checked).course.meetings if each.identifier == "b")
    form = CitationFormat(checked.bibliography, checked.style, "en")
    mailed = cite_meeting(meeting, form).meeting
    plain = PlainWriter().meeting(mailed)
    assert "last (1 Apr 2021 – A), by id (1 Apr 2021 – A), ours (Questions)," in plain
    assert ", Questions, twice (Why?)" in plain
    html = HtmlWriter().meeting(mailed)
    assert '<a href="#meeting:b.1" style="color:#0b57d0">ours</a>' in html
    assert 'id="meeting:b.1"' in html
    assert "last (1 Apr 2021 – A)" in html


def test_nothing_links_to_a_section_that_the_handout_leaves_out(tmp_path: Path) -> None:
    files = FILES | {"syllabus/course.yaml": COURSE.replace("title:", "handout: [past]\ntitle:")}
    layout = project(tmp_path, files)
    told = [each.message for each in check_project(layout).diagnostics if "link" in each.code]
    assert [message.split("'")[1] for message in told] == ["#what-you-need", "#schedule"]
