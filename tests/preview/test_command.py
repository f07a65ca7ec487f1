"""`syllabus preview` and `build --web --watch`: the page that is open loads itself again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.robustness.project import entitle, make_project
from tests.terminal import INTERRUPT, TerminalSession
from tests.web.browser import open_browser

DAY = "2026-09-05"
PATIENCE = 600_000
"""Milliseconds, after which a page never loads itself again."""
FOOTER = "watching for changes; Ctrl-C ends"
ADDRESS = r"http://127\.0\.0\.1:\d+/[\w-]+/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.mark.parametrize(
    ("command", "built"), [(["preview"], []), (["build", "--web", "--watch"], ["build"])]
)
def test_a_page_that_is_open_is_shown_again_on_every_save(
    browser: Browser, tmp_path: Path, command: list[str], built: list[str]
) -> None:
    layout = make_project(tmp_path / "course")
    with TerminalSession(layout.root, *command, "--as-of", DAY) as session:
        address = session.wait_for(ADDRESS)[0]
        page = browser.new_page()
        page.goto(address)
        assert page.title() == "Rays"
        entitle(layout, "Waves")
        expect(page).to_have_title("Waves", timeout=PATIENCE)
        # A fault leaves the page that is there.
        place = session.wait_for(FOOTER).end()
        entitle(layout, "[Waves")
        place = session.wait_for("broken-yaml", place).end()
        assert page.title() == "Waves"
        entitle(layout, "Lenses")
        expect(page).to_have_title("Lenses", timeout=PATIENCE)
        session.wait_for(FOOTER, place)
        session.press(INTERRUPT)
        assert session.end() == 0
    # What is written has no script of the preview's, and the preview writes nothing.
    assert [each.name for each in (layout.root / "build").glob("[!.]*/")][:1] == (
        ["optics"] if built else []
    )
    for written in layout.root.rglob("index.html"):
        assert "EventSource" not in written.read_text()
    page.close()


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    layout = make_project(tmp_path / "course")
    with TerminalSession(layout.root, "preview", "--as-of", DAY) as session:
        port = re.findall(r":(\d+)/", session.wait_for(ADDRESS)[0])[0]
        with TerminalSession(layout.root, "preview", "--port", port) as other:
            other.wait_for(f"cannot show a page at port {port}: .*in use; choose another --port")
            assert other.end() == 3
        session.wait_for(FOOTER)
        session.press(INTERRUPT)
        assert session.end() == 0
