"""What the tests of the page are made with sees what readers could not use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.web.browser import (
    DESK_IN_THE_DARK,
    PHONE,
    axe_faults,
    levels,
    open_browser,
    open_page,
    show,
    too_wide,
    walk_by_keyboard,
)

GOOD = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>Optics</title>
<meta name="viewport" content="width=device-width">
<style>body { color: #222; background: #fff } a { color: #00c } a:focus { outline: 2px solid }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #111 } a { color: #8cf } }
</style>
<main><h1>Optics</h1><p>See the <a href="#a">first part</a>.</p>
<h2 id="a">Lenses</h2><p><a href="https://optics.example/">Slides of the lecture</a></p></main>
"""


WRONG = (
    ("html-has-lang", 'lang="en"', ""),
    ("color-contrast", "#222", "#999"),
    ("color-contrast", "#ddd", "#444"),
    ("heading-order", "<h2", "<h4"),
    ("link-name", ">Slides of the lecture<", "><"),
    ("wide", "<p>See", "<p style='width: 900px'>See"),
    ("unseen", "2px solid", "0"),
    (
        "order",
        '<p>See the <a href="#a"',
        '<p><a tabindex="2" href="x">b</a> <a href="#a" tabindex=1',
    ),
)
"""What is wrong with a page in which one thing stands in the place of another."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


def test_it_finds_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(GOOD, encoding="utf-8")
    with open_page(browser, path, PHONE) as page:
        for found, good, bad in (("", "<p>", "<p>"), *WRONG):
            show(page, PHONE)
            path.write_text(GOOD.replace(good, bad, 1), encoding="utf-8")
            page.reload()
            told = {each.partition(":")[0] for each in axe_faults(page)} - {"tabindex"}
            told.update("wide" for _ in too_wide(page))
            show(page, DESK_IN_THE_DARK)
            told.update(each.partition(":")[0] for each in axe_faults(page))
            told.discard("tabindex")
            links, reached, unseen = walk_by_keyboard(page)
            told.update("unseen" for _ in unseen)
            told.update(["order"] if reached != links else [])
            assert (found, told) == (found, {found} - {""})


def test_a_page_that_asks_for_something_from_elsewhere_fails(
    browser: Browser, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(GOOD + "<img src='https://optics.example/a.png' alt=''>", encoding="utf-8")
    with pytest.raises(AssertionError), open_page(browser, page) as shown:
        assert levels(shown) == [1, 2]


def test_without_chromium_the_tests_say_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(pytest.fail.Exception, match="apt-get install"), open_browser():
        pass
