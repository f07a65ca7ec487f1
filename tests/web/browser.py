"""A page as readers have it: in Chromium, on a phone or a desk, in light or dark, by keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
RULES = {
    "type": "tag",
    "values": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
        "best-practice",  # landmarks, the order of headings
    ],
}


@dataclass(frozen=True)
class Screen:
    """What a reader looks at: CSS pixels, how many of its own each has, and the colours."""

    width: int
    height: int
    scale: int = 1
    colors: Literal["light", "dark"] = "light"


DESK = Screen(1280, 1024)
DESK_IN_THE_DARK = Screen(1280, 1024, colors="dark")
PHONE = Screen(320, 640, 2)
PHONE_IN_THE_DARK = Screen(320, 640, 2, "dark")
ENLARGED = Screen(320, 256, 4)
"""A desk of 1280 by 1024 pixels at 400 % (WCAG 2.2, 1.4.10)."""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start this machine's Chromium; a test fails where there is none."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        pytest.fail(
            "the tests of the page need Chromium; as root, run\n"
            "    apt-get update && apt-get install --no-install-recommends chromium",
            pytrace=False,
        )
    # Root, as on servers that test, has no sandbox. What is opened are pages of our own.
    options = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=options)
        yield browser
        browser.close()


@contextmanager
def open_page(
    browser: Browser, path: Path, screen: Screen = DESK, now: datetime | None = None
) -> Iterator[Page]:
    """Show a file as on a screen, at a moment; a test fails if it asks for anything elsewhere."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.scale,
        color_scheme=screen.colors,
    )
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith(("file:", "data:")), refuse)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    if now is not None:
        page.clock.set_fixed_time(now)
    page.goto(path.as_uri())
    yield page
    context.close()
    assert asked == []
    assert said == []


def show(page: Page, screen: Screen) -> None:
    """Show the same page on another screen, whose pixels are as large."""
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    page.emulate_media(color_scheme=screen.colors)


def axe_faults(page: Page, *, contrast: bool = True) -> list[str]:
    """Return what axe-core finds by all rules of WCAG 2.2 AA, or but for those of colours."""
    rules = {"color-contrast": {"enabled": contrast}}
    options = {"runOnly": RULES, "rules": rules, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, options=options)
    return [
        f"{fault['id']}: {node['html']} {node['failureSummary']}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
        # axe-core reads no MathML: a cell with nothing but a formula is empty to it.
        if not (fault["id"] == "empty-table-header" and "<math" in node["html"])
    ]


def levels(page: Page) -> list[int]:
    """Return the levels of the headings, in order."""
    found: list[int] = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => Number(each.tagName[1]))"
    )
    return found


def too_wide(page: Page) -> list[str]:
    """Return what makes a reader scroll sideways, unless it scrolls within itself."""
    found: list[str] = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= room) return []
            const isCut = (each) => each && each !== document.body
                && (getComputedStyle(each).overflowX !== 'visible' || isCut(each.parentElement))
            return [...document.body.querySelectorAll('*')]
                .filter(each => !isCut(each.parentElement))
                .filter(each => each.getBoundingClientRect().right > room + 1)
                .map(each => each.outerHTML.slice(0, 200))
        }"""
    )
    return found


_REACHABLE = "a[href],button,summary,input,select,textarea"
_MOST_SCROLLED = 50
"""How many stops there may be besides: what scrolls within itself is one."""


def walk_by_keyboard(page: Page) -> tuple[list[str], list[str], list[str]]:
    """Go through a page with Tab.

    Returns what can be reached in the order of the page, what was reached, and what of it did not
    show that it was.
    """
    expected: list[str] = page.evaluate(
        """(reachable) => {
            const all = [...document.querySelectorAll('*')]
            const name = (each) => `${all.indexOf(each)} ${each.outerHTML.slice(0, 200)}`
            window.reached = []
            document.addEventListener('focusin', ({target}) => {
                const style = getComputedStyle(target)
                const isShown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                window.reached.push([name(target), isShown])
            })
            return all.filter(each => each.matches(reachable) && each.checkVisibility()).map(name)
        }""",
        _REACHABLE,
    )
    reached: list[tuple[str, bool]] = []
    for _ in range(_MOST_SCROLLED):
        for _ in range(max(1, len(expected) - len(reached))):
            page.keyboard.press("Tab")
        reached = page.evaluate("window.reached")
        if len({name for name, _ in reached}) < len(reached) or reached[-1][0] == expected[-1]:
            break  # behind the last comes the first
    stops = dict(reached)
    return expected, list(stops), [name for name, shown in stops.items() if not shown]
