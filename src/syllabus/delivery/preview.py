"""A page on this machine alone, which browsers load again when it changes.

The server listens on the loopback interface. What it shows is what it was handed: no request leads
to a file. Neither other users of the machine nor pages of other sites get at it: a part of each
address is a secret of this run, and the host must be called by its own name (DNS rebinding).
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import threading
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from syllabus.on_demand import pattern

LOOPBACK = "127.0.0.1"
START = "index.html"
CHANGES = ".changes"
"""Where a page is told of each change, by events that the server sends (HTML, 9.2)."""
_ALIVE = 10
"""Seconds after which a page that is waited for is found to be closed."""
_LONGEST_REQUEST = 30
"""Seconds in which a request must have been made."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".ics": "text/calendar; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".css": "text/css; charset=utf-8",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_SCRIPT = (
    "new EventSource('/{secret}/{changes}').onmessage ="
    " ({{data}}) => {{ if (data !== '{version}') location.reload() }}"
)
"""Loads a page again that shows another version than the server now has."""
_POLICY = pattern(
    r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)', re.IGNORECASE
)


class Preview:
    """A server of one site, from `open` on until `close`; raises `OSError` if a port is taken."""

    def __init__(self, port: int = 0) -> None:
        self._secret = secrets.token_urlsafe(9)
        self._files: Mapping[str, bytes] = {}
        self._version = ""
        self._changed = threading.Condition()
        self._closed = False
        self._server = _Server((LOOPBACK, port), _Handler)
        self._server.preview = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._server.server_address[1]

    @property
    def address(self) -> str:
        """Where a browser finds the start page."""
        return f"http://{LOOPBACK}:{self.port}/{self._secret}/"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names by which a browser may call this host."""
        return (f"{LOOPBACK}:{self.port}", f"localhost:{self.port}")

    def show(self, files: Mapping[str, bytes]) -> None:
        """Show these files from now on, by their names; a page that is open loads itself again."""
        known = hashlib.sha256()
        for name, content in sorted(files.items()):
            known.update(f"{name}\0{len(content)}\0".encode() + content)
        with self._changed:
            self._files, self._version = dict(files), known.hexdigest()[:32]
            self._changed.notify_all()

    def close(self) -> None:
        """End the server, and whatever waits for it."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def find(self, path: str) -> tuple[str, bytes] | None:
        """Return the type and the content of what a path leads to; None if it leads nowhere."""
        name = self.name_of(path)
        if name is None:
            return None
        name = f"{name}{START}" if not name or name.endswith("/") else name
        with self._changed:
            content, version = self._files.get(name), self._version
        if content is None:
            return None
        suffix = PurePosixPath(name).suffix.lower()
        if suffix == ".html":
            script = _SCRIPT.format(secret=self._secret, changes=CHANGES, version=version)
            content = with_script(content, script)
        return _TYPES.get(suffix, "application/octet-stream"), content

    def name_of(self, path: str) -> str | None:
        """Return the name of a file that a path asks for; None for who does not know the secret."""
        _, first, name = (*unquote(urlsplit(path).path).split("/", 2), None, None)[:3]
        if first is None or name is None:
            return None
        return name if secrets.compare_digest(first.encode(), self._secret.encode()) else None

    def wait(self, known: str) -> str | None:
        """Return the version once it is another than the known one, or after a while.

        None at the end of the server.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._version != known, _ALIVE)
            return None if self._closed else self._version


def with_script(page: bytes, script: str) -> bytes:
    """Return a page with a script at its end, which alone its policy allows besides its own."""
    text = page.decode()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = {"script-src": f"'sha256-{digest}'", "connect-src": "'self'"}

    def allow(found: re.Match[str]) -> str:
        directives = {}
        for each in filter(None, map(str.strip, found[2].split(";"))):
            name, _, sources = each.partition(" ")
            directives[name] = sources.strip()
        for name, source in allowed.items():
            before = directives.get(name, "")
            directives[name] = source if before in ("", "'none'") else f"{before} {source}"
        return found[1] + "; ".join(f"{a} {b}".strip() for a, b in directives.items()) + found[3]

    text = _POLICY.sub(allow, text, count=1)
    head, body, tail = text.rpartition("</body>")
    element = f"<script>{script}</script>\n"
    return (f"{head}{element}{body}{tail}" if body else f"{text}{element}").encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False
    preview: Preview

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that has gone."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _LONGEST_REQUEST
    server_version, sys_version = "syllabus", ""

    def do_GET(self) -> None:
        preview = self.server.preview
        if self.headers.get_all("Host") not in [[each] for each in preview.hosts]:
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"")
        elif preview.name_of(self.path) == CHANGES:
            self._tell_changes()
        elif found := preview.find(self.path):
            self._answer(HTTPStatus.OK, *found)
        else:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"There is nothing here.\n")

    do_HEAD = do_GET  # noqa: N815 - as the standard library calls it

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Print nothing."""

    def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self._begin(status, kind, {"Content-Length": str(len(content))})
        if self.command != "HEAD":
            self.wfile.write(content)

    def _begin(self, status: HTTPStatus, kind: str, more: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **_HEADERS, **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def _tell_changes(self) -> None:
        self.close_connection = True
        self._begin(HTTPStatus.OK, "text/event-stream", {"Connection": "close"})
        if self.command == "HEAD":
            return
        known = ""
        with suppress(OSError):  # the page was closed
            while (version := self.server.preview.wait(known)) is not None:
                self.wfile.write(
                    b": still here\n\n" if version == known else b"data: %s\n\n" % version.encode()
                )
                known = version
