"""The page works for every reader: on a phone, enlarged, in the dark, by keyboard, by ear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.security.projects import Files, project
from tests.security.test_pictures import png
from tests.test_examples import HELD
from tests.web.browser import (
    DESK,
    DESK_IN_THE_DARK,
    ENLARGED,
    PHONE,
    PHONE_IN_THE_DARK,
    Screen,
    axe_faults,
    levels,
    open_browser,
    open_page,
    show,
    too_wide,
    walk_by_keyboard,
)

from syllabus.diagnostics import Diagnostic
from syllabus.model.course import Edition
from syllabus.outputs.pdf.page import make_page
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.workspace.layout import Layout

ROOT = Path(__file__).parents[2]
COURSES = {
    "cryoem": (ROOT, "2021-04-14"),
    **{name: (ROOT / "docs" / "examples" / name, day) for name, (day, _) in HELD.items()},
    **{
        path.name: (path, "2021-04-10")
        for path in sorted((ROOT / "tests" / "languages").iterdir())
        if path.is_dir()
    },
}
"""The courses whose pages are looked at, by the day of each."""
EVERYTHING = "everything, from right to left"
FILES: Files = {
    "syllabus/course.yaml": """\
title: البصريات *للجميع*
author: [أدا لنس, Bo Prism]
place: القاهرة
language: ar
zone: Africa/Cairo
also_in: America/New_York
time: 18:00
duration: 90 min
streams: {waves: الأمواج, rays: الأشعة}
numbering: sessions
contact: {name: أدا لنس, url: "https://uni.example/ada", email: ada@uni.example}
handout: [general, schedule, calendar, deadlines, upcoming, past, references, changes]
""",
    "syllabus/sections/general.md": """\
# معلومات عامة

نص مع `code` و [رابط طويل](https://uni.example/optics).

## Place

### Room

> A quotation.

| Glass   | $n$  | a long column heading | another one | and a third one | and more |
|:--------|-----:|:---------------------:|-------------|-----------------|----------|
| crown   | 1.52 | very long words here  | b           | c               | d        |
""",
    "syllabus/meetings/2021-04-08-candles.md": """\
---
date: 2021-04-08
title: الشموع
recording: {url: https://video.example/1, passcode: "0815"}
---

## Questions

1. What is light?
""",
    "syllabus/meetings/2021-04-15-lenses.md": """\
---
date: 2021-04-15
stream: [waves, rays]
title: العدسات
speaker: {name: Cleo Grating, url: "https://uni.example/cleo"}
room: {name: "12", building: Main, url: "https://maps.example/12"}
materials: {slides: "https://uni.example/slides.pdf"}
join: {url: https://meet.example/optics, passcode: "0417"}
---

![Rays](lens.png "Parallel rays *meet*"){width=50%} ![](lens.png){.decorative}

نص[^1] مع $\\frac{a}{b} = \\sqrt{x}$:

$$ \\int_0^\\infty e^{-x^2} \\, dx = \\frac{\\sqrt\\pi}{2} + a + b + c + d + e + f + g + h $$

$$ \\begin{align} f(x) &= \\text{a long line with $x$} \\\\ &= \\boxed{0} \\tag{A} \\end{align} $$

[^1]: ملاحظة.

```sh
trace --lens 50mm --screen 120mm --wavelength 532nm --output "a very long file name.txt" --verbose
```

::: members
For members.
:::

## Reading {due="2021-04-14"}

1. [@hecht2017] (40 min)
2. https://a-very-long-address.example/with/a/path/that/goes/on/and/on/and/never/ends (10 pages)

## Rays

### Questions

1. Why?
""",
    "syllabus/meetings/2021-04-22-mirrors.md": """\
---
date: 2021-04-22
title: Mirrors
status: cancelled
reason: عطلة
---
""",
    "syllabus/meetings/2021-04-29-exam.md": "---\ndate: 2021-04-29\nkind: exam\ntitle: Exam\n---\n",
    "syllabus/meetings/2021-05-06-report.md": (
        "---\ndate: 2021-05-06\nkind: deadline\ntitle: Report\n---\n"
    ),
    "syllabus/meetings/open.md": "---\ndate: TBD\nwhen: صيف 2021\ntitle: Prisms\n---\n",
    "syllabus/meetings/lens.png": png(40, 20, 20),
    "bib/optics.bib": "@book{hecht2017, author = {Hecht, Eugene}, title = {Optics}, year = 2017}\n",
}
"""A course from right to left, with all that a page can hold."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


def write_page(layout: Layout, day: str, folder: Path) -> Path:
    """Write the page of the members' edition, which has more in it, into a folder."""
    prepared = prepare_handout(layout, day)
    faults: list[Diagnostic] = []
    request = BuildRequest(layout, day, Edition.MEMBERS, history=False, web=True)
    page = make_page(request, prepared, faults)
    assert page.html is not None, (*prepared.diagnostics, *faults)
    for name, content in {**page.files, "index.html": page.html}.items():
        (folder / name).write_bytes(content)
    return folder / "index.html"


def found_on(page: Page, screen: Screen, *, contrast: bool = True) -> list[str]:
    """Return what keeps somebody from using a page on a screen."""
    show(page, screen)
    return [
        *axe_faults(page, contrast=contrast),
        *(f"too wide: {each}" for each in too_wide(page)),
    ]


@pytest.mark.parametrize("name", [*COURSES, EVERYTHING])
def test_everybody_can_read_the_page(browser: Browser, tmp_path: Path, name: str) -> None:
    if name == EVERYTHING:
        layout, day = project(tmp_path / "course", FILES), "2021-04-10"
    else:
        root, day = COURSES[name]
        layout = Layout(root)
    path, now = write_page(layout, day, tmp_path), datetime.fromisoformat(f"{day}T12:00Z")
    with open_page(browser, path, DESK, now) as page:
        assert found_on(page, DESK) == []
        assert found_on(page, PHONE_IN_THE_DARK) == []
        # To look at all colours takes most of the time, and there are no others here.
        assert found_on(page, ENLARGED, contrast=name == EVERYTHING) == []
        if name == EVERYTHING:
            assert found_on(page, DESK_IN_THE_DARK) == []
            assert found_on(page, PHONE) == []

        outline = levels(page)
        assert outline[0] == 1
        assert outline.count(1) == 1
        assert all(below - above <= 1 for above, below in pairwise(outline))

        show(page, DESK)
        links, reached, unseen = walk_by_keyboard(page)
        assert [each for each in reached if each in links] == links
        assert unseen == []


def next_meetings(browser: Browser, path: Path, day: str) -> tuple[list[str], str | None]:
    """Return what is marked as the next meeting on a day, and where `#next` is."""
    with open_page(browser, path, DESK, datetime.fromisoformat(f"{day}T12:00Z")) as page:
        marked = page.locator(".next time:first-of-type").all_text_contents()
        place: str | None = page.evaluate(
            "document.getElementById('next')?.closest('[id^=m-]').id ?? null"
        )
        links = page.locator('[href="#next"]').count()
    assert links == (place is not None)
    return marked, place


@pytest.mark.parametrize("sections", ["schedule, upcoming", "schedule"])
def test_the_next_meeting_moves_on(browser: Browser, tmp_path: Path, sections: str) -> None:
    """To what would be the next one if the page were built then: no cancelled one, no deadline."""
    course = FILES["syllabus/course.yaml"]
    assert isinstance(course, str)
    chosen = course.replace("language: ar", "language: en").replace(
        "general, schedule, calendar, deadlines, upcoming, past, references, changes", sections
    )
    files = {
        **FILES,
        "syllabus/course.yaml": chosen,
        "syllabus/meetings/2021-04-28-report.md": (
            "---\ndate: 2021-04-28\nkind: deadline\ntitle: Report\n---\n"
        ),
    }
    path = write_page(project(tmp_path / "course", files), "2021-04-10", tmp_path)
    twice = 2 if "upcoming" in sections else 1
    for day, date, place in (
        ("2021-04-10", "15 Apr 2021", "m-2021-04-15-lenses"),
        ("2021-04-16", "29 Apr 2021", "m-2021-04-29-exam"),
    ):
        marked, found = next_meetings(browser, path, day)
        assert len(marked) == twice
        assert all(each.endswith(date) for each in marked)
        assert found == place
    assert next_meetings(browser, path, "2021-05-01") == ([], None)


@pytest.mark.parametrize(
    ("clock", "said"),
    [("", "9:00 AM UTC"), ("clock: 24\n", "09:00 UTC"), ("clock: 12\n", "9:00 AM UTC")],
)
def test_the_readers_own_time_is_told_by_the_courses_clock(
    browser: Browser, tmp_path: Path, clock: str, said: str
) -> None:
    files = {
        "syllabus/course.yaml": f"title: O\nzone: Europe/Oslo\ntime: 11:00\nlanguage: en\n{clock}",
        "syllabus/meetings/a.md": "---\ndate: 2021-06-15\ntitle: A\n---\nText.\n",
    }
    path = write_page(project(tmp_path / "course", files), "2021-04-10", tmp_path)
    with open_page(browser, path, DESK, datetime.fromisoformat("2021-04-10T12:00Z")) as page:
        texts = page.locator(".local:visible").all_text_contents()
    assert any(said in each.replace("\u202f", " ") for each in texts), texts
