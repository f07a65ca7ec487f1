"""A server on this machine that behaves, and misbehaves, as doi.org, arXiv and others do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from syllabus.delivery.works import AskingLimits, Services

LOOPBACK = ip_address("127.0.0.1")

ZERNIKE = (
    "@article{Zernike_1942, title={Phase contrast, a new method}, volume={9},"
    " ISSN={0031-8914}, url={http://dx.doi.org/10.1016/S0031-8914(42)80035-X},"
    " DOI={10.1016/s0031-8914(42)80035-x}, number={7}, journal={Physica},"
    " publisher={Elsevier BV}, author={Zernike, F.}, year={1942}, month=jul, pages={686–698} }"
)
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><entry>
<id>http://arxiv.org/abs/1909.05215v3</id><published>2019-09-11T17:20:52Z</published>
<title>Reconstructing continuous distributions of 3D protein structure
 from cryo-EM images: 50% &amp; more</title>
<author><name>Ellen D. Zhong</name></author><author><name>Tristan Bepler</name></author>
<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="q-bio.QM"/>
</entry></feed>"""
BOOK = {
    "ISBN:9780521642224": {
        "title": "Principles of Optics",
        "subtitle": "Electromagnetic Theory",
        "authors": [{"name": "Max Born"}, {"name": "Emil Wolf"}],
        "publishers": [{"name": "Cambridge University Press"}],
        "publish_date": "October 13, 1999",
    }
}
ARTICLE = {
    "result": {
        "uids": ["123"],
        "123": {
            "title": "On the diffraction of {\\input{/etc/passwd}} light.",
            "fulljournalname": "Acta",
            "pubdate": "1934 Jul",
            "volume": "1",
            "pages": "1-9",
            "authors": [{"name": "Nijboer BR", "authtype": "Author"}],
            "articleids": [{"idtype": "doi", "value": "10.1000/acta"}],
        },
    }
}
PAGE = """<html><head><meta name="citation_title" content="Lenses &amp; Light">
<meta name="citation_author" content="Hecht, Eugene"><meta name="citation_journal_title"
 content="Optica"><meta name="citation_publication_date" content="2017/03/01">
<meta name="citation_firstpage" content="3"><meta name="citation_lastpage" content="9">
</head></html>"""


@dataclass
class Site:
    """What the server was asked."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    agents: dict[str, str] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    meanwhile: Callable[[], object] = str
    """What happens while the server is asked."""

    def at(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def services(self) -> Services:
        base = self.at()
        return Services(
            f"{base}/doi", f"{base}/crossref", f"{base}/arxiv", f"{base}/ol", f"{base}/pm"
        )

    @property
    def limits(self) -> AskingLimits:
        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)

        return AskingLimits(
            timeout=60.0, pauses=(0.0, 0.0), between=0.0,
            permitted=lambda each: each == LOOPBACK, sleep=sleep,
        )  # fmt: skip


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            with site.lock:
                site.asked.append(unquote(self.path))
                site.agents[path] = self.headers["User-Agent"]
                tries = site.asked.count(unquote(self.path))
            site.meanwhile()
            if path.startswith("/doi/10.1000/"):
                return self.misbehave(path.removeprefix("/doi/10.1000/"), tries)
            answers = {
                "/doi/10.1016/S0031-8914(42)80035-X": (ZERNIKE, "application/x-bibtex"),
                "/arxiv/api/query": (ATOM, "application/atom+xml"),
                "/ol/api/books": (json.dumps(BOOK), "application/json"),
                "/pm/entrez/eutils/esummary.fcgi": (json.dumps(ARTICLE), "application/json"),
                "/page": (PAGE, "text/html"),
                "/page-with-doi": (
                    '<meta name="citation_doi" content="doi:10.1016/S0031-8914(42)80035-X">',
                    "text/html",
                ),
                "/page-without": ("<html><title>Lenses</title></html>", "text/html"),
                "/crossref/works/10.1000/only-crossref/transform/application/x-bibtex": (
                    ZERNIKE.replace("s0031-8914(42)80035-x", "only"), "text/plain"
                ),
            }  # fmt: skip
            text, kind = answers.get(path, ("", ""))
            return self.send(200 if text else 404, text, ("Content-Type", kind))

        def misbehave(self, name: str, tries: int) -> None:
            match name:
                case "missing" | "only-crossref":
                    self.send(404 if name == "missing" else 406)
                case "busy":
                    self.send(429, "", ("Retry-After", "7"))
                case "busy-long":
                    self.send(503, "", ("Retry-After", "3600"))
                case "busy-ever":
                    self.send(429, "", ("Retry-After", "Wed, 21 Oct 2099 07:28:00 GMT"))
                case "empty":
                    self.send(200)
                case "busy-once":
                    self.send(429 if tries == 1 else 200, ZERNIKE, ("Retry-After", "2"))
                case "page":
                    self.send(
                        200, "<!doctype html><p>me@example.org", ("Content-Type", "text/html")
                    )
                case "nothing":
                    self.send(200, "Resource not found.")
                case "latin-1":
                    text = ZERNIKE.replace("Zernike, F.", "Schrödinger, E.").replace("–", "-")
                    self.send(
                        200,
                        text.encode("latin-1"),
                        ("Content-Type", "text/plain; charset=ISO-8859-1"),
                    )
                case "not-text":
                    self.send(200, b"\xff\xfe@\0a\0", ("Content-Type", "text/plain; charset=utf-8"))
                case "huge":
                    self.send(200, ZERNIKE + " " * 3_000_000)
                case "gzip":
                    self.send(200, b"\x1f\x8b\x08", ("Content-Encoding", "gzip"))
                case "moved":
                    self.send(302, "", ("Location", "/doi/10.1016/S0031-8914(42)80035-X"))
                case "circle":
                    self.send(302, "", ("Location", "/doi/10.1000/circle"))
                case "inside":
                    self.send(302, "", ("Location", f"http://127.0.0.2:{site.port}/secret"))
                case "file":
                    self.send(302, "", ("Location", "file:///etc/passwd"))
                case "malformed":
                    self.send(302, "", ("Location", "https://xn--/a"))
                case "truncated":
                    self.send(200, ZERNIKE[:90], ("Content-Length", str(len(ZERNIKE))))
                case "drips":
                    self.send(200, ZERNIKE[:9], ("Content-Length", str(len(ZERNIKE))))
                    site.over.wait()
                case "called-html":
                    self.send(200, ZERNIKE, ("Content-Type", "text/html"))
                case "broken":
                    self.send(500 if tries < 3 else 200, ZERNIKE)
                case "down":
                    self.send(502, "", ("Retry-After", "soon"))
                case "slow":
                    site.over.wait()
                case "hangs-up":
                    pass
                case "tex":
                    self.send(200, ZERNIKE.replace("Phase contrast", r"\input{/etc/passwd} \foo x"))
                case "open":
                    self.send(200, ZERNIKE.replace("Physica}", "Physica"))
                case "two":
                    self.send(200, f"{ZERNIKE}\n{ZERNIKE.replace('Zernike_1942', 'other')}")
                case "script":
                    self.send(200, ZERNIKE.replace("Phase", "<script>alert(1)</script> Phase"))
                case "formula":
                    self.send(200, ZERNIKE.replace("Phase", r"$\write18{x}$ Phase"))
                case "lost":
                    self.send(200, ZERNIKE.replace("Phase", "Ph\ufffdse"))
                case "turned":
                    self.send(200, ZERNIKE.replace("Phase", "Ph\u202ease"))
                case _:
                    self.send(404)

        def send(self, status: int, text: str | bytes = "", *headers: tuple[str, str]) -> None:
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            body = text.encode() if isinstance(text, str) else text
            with suppress(OSError):  # it was enough
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    # All of 127.0.0.0/8, so that whatever were asked there would be seen.
    with ThreadingHTTPServer(("0.0.0.0", 0), Handler) as server:
        site.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield site
        site.over.set()
        server.shutdown()
        thread.join()
