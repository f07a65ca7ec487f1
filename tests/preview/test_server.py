"""The page on this machine alone: what browsers get of it, and what others do not."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect
from tests.web.browser import open_browser

from syllabus.delivery.preview import Preview, with_script

PAGE = b"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-x'">
<title>Optics</title></head><body><h1>One</h1><script>alert("</body>")</script></body></html>
"""
PATIENCE = 120_000
"""Milliseconds, after which a page never loads itself again."""
FILES = {
    "index.html": PAGE,
    "optics.pdf": b"%PDF-1",
    "more/a.ics": b"BEGIN",
    "more/index.html": b"x",
}


@pytest.fixture
def preview() -> Iterator[Preview]:
    server = Preview()
    server.show(FILES)
    yield server
    server.close()


def ask(
    preview: Preview, path: str, method: str = "GET", **headers: str
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    answer.content = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def base(preview: Preview) -> str:
    return "/" + preview.address.split("/", 3)[3]


def test_it_shows_the_files_that_it_was_handed(preview: Preview) -> None:
    here = base(preview)
    for path, name in (
        ("", "index.html"),
        ("optics.pdf?x=1", "optics.pdf"),
        ("more/", "more/index.html"),
    ):
        answer = ask(preview, here + path)
        assert answer.status == 200
        content: bytes = answer.content  # type: ignore[attr-defined]
        assert content == FILES[name] or (name.endswith("html") and b"EventSource" in content)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ask(preview, here, "HEAD").content == b""  # type: ignore[attr-defined]
    assert ask(preview, here + "more/a.ics").headers["Content-Type"].startswith("text/calendar")
    preview.show({"index.html": b"new"})
    assert ask(preview, here + "optics.pdf").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%2fx",
        "//etc/passwd",
        "more",
        "nothing",
        "%00",
    ],
)
def test_no_path_leads_out_of_the_site(preview: Preview, path: str) -> None:
    assert ask(preview, base(preview) + path).status == 404


def test_nobody_gets_it_who_was_not_given_the_address(preview: Preview) -> None:
    for path in ("/", "/index.html", "//index.html", "/x/index.html", "/x/.changes", "*", "/x"):
        assert ask(preview, path).status == 404
    # A name of somebody else's that leads here (DNS rebinding), two names, another port.
    for host in ("evil.example", f"evil.example:{preview.port}", "127.0.0.1", "127.0.0.1:1", ""):
        assert ask(preview, base(preview), Host=host).status == 421
        assert ask(preview, base(preview) + ".changes", Host=host).status == 421
    assert ask(preview, base(preview), Host=f"localhost:{preview.port}").status == 200
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert ask(preview, base(preview), method).status == 501
    # It listens nowhere else.
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", preview.port))


def test_a_port_that_is_taken_is_told(preview: Preview) -> None:
    with pytest.raises(OSError, match="in use"):
        Preview(preview.port)


def test_only_the_policy_of_what_is_served_allows_the_script() -> None:
    page = with_script(PAGE, "reload()").decode()
    (policy,) = re.findall('content="([^"]*)"', page)
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-x' 'sha256-[\w+/]+='; connect-src 'self'", policy
    )
    assert page.endswith("<script>reload()</script>\n</body></html>\n")
    assert with_script(b"<p>x", "a()") == b"<p>x<script>a()</script>\n"


def test_a_page_that_is_open_loads_itself_again(preview: Preview) -> None:
    with open_browser() as browser:
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        # The page's own script is not the one of its policy, and does not run.
        page.goto(preview.address)
        expect(page.locator("h1")).to_have_text("One", timeout=PATIENCE)
        preview.show({**FILES, "index.html": PAGE.replace(b"One", b"Two")})
        expect(page.locator("h1")).to_have_text("Two", timeout=PATIENCE)
        preview.show({**FILES, "index.html": PAGE.replace(b"One", b"Three")})
        expect(page.locator("h1")).to_have_text("Three", timeout=PATIENCE)
        assert all("Content Security Policy" in each for each in said)


def test_a_page_that_changes_before_it_can_be_told_loads_itself_again(preview: Preview) -> None:
    def change(route: Route) -> None:
        preview.show({**FILES, "index.html": PAGE.replace(b"One", b"Two")})
        route.continue_()

    with open_browser() as browser:
        page = browser.new_page()
        page.route("**/.changes", change, times=1)
        page.goto(preview.address)
        expect(page.locator("h1")).to_have_text("Two", timeout=PATIENCE)
