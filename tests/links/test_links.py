"""Addresses are asked for real, of a server on this machine."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from syllabus.delivery.links import (
    Answer,
    RequestLimits,
    State,
    judge_links,
    read_answers,
    request_addresses,
    secure_twin,
    write_answers,
)
from syllabus.delivery.links.checking import ANSWERS, check_links
from syllabus.delivery.machines import is_public
from syllabus.diagnostics import Diagnostic
from syllabus.front.check import check_project
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout
from syllabus.workspace.signatures import note_bytes, read_note

LOOPBACK = ip_address("127.0.0.1")
QUICK = RequestLimits(timeout=60.0, pauses=(0.05, 0.05), permitted=lambda each: each == LOOPBACK)


@dataclass
class Site:
    """What the server was asked, and by how many at once."""

    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    together: threading.Barrier = field(default_factory=lambda: threading.Barrier(QUICK.per_host))
    over: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def count(self, path: str) -> int:
        return sum(each == path for _, each in self.asked)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            with site.lock:
                site.asked.append((self.command, self.path))
                site.agents.add(self.headers["User-Agent"])
                tries = site.count(self.path)
            self.answer(tries)

        def answer(self, tries: int) -> None:
            match self.path.strip("/").split("/"):
                case ["slow"]:
                    site.over.wait()
                case ["busy", _]:
                    with site.lock:
                        site.now += 1
                        site.most = max(site.most, site.now)
                    site.together.wait()  # for as many as may ask at once
                    with site.lock:
                        site.now -= 1
                    self.send(200)
                case ["flaky", "status"]:
                    self.send(503 if tries < 3 else 200)
                case ["flaky", "hang-up"]:
                    if tries > 1:
                        self.send(200)
                case ["no-head"]:
                    self.send(405 if self.command == "HEAD" else 200)
                case ["head-lies"]:
                    self.send(404 if self.command == "HEAD" else 200)
                case ["endless"]:
                    self.send(200, ("Content-Length", "1000000000"))
                case ["circle"]:
                    self.send(302, ("Location", "/circle"))
                case ["to", status, *where]:
                    self.send(int(status), ("Location", "/" + "/".join(where)))
                case ["out"]:
                    self.send(301, ("Location", f"http://127.0.0.2:{site.port}/secret"))
                case ["out-of-http", scheme]:
                    self.send(301, ("Location", f"{scheme}://localhost/etc/passwd"))
                case ["nonsense"]:
                    self.send(301, ("Location", "http://[::bad/"))
                case [status]:
                    self.send(int(status))

        def send(self, status: int, *headers: tuple[str, str]) -> None:
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()

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


def _ask(address: str, limits: RequestLimits = QUICK) -> Answer:
    return request_addresses([address], limits=limits)[address]


@pytest.mark.parametrize(
    ("path", "state", "status", "said"),
    [
        ("/200", State.ALIVE, 200, "200 OK"),
        ("/204", State.ALIVE, 204, "204 No Content"),
        ("/404", State.DEAD, 404, "404 Not Found"),
        ("/410", State.DEAD, 410, "410 Gone"),
        *((f"/{status}", State.BLOCKED, status, "") for status in (401, 403, 405, 429, 500, 999)),
        ("/no-head", State.ALIVE, 200, ""),
        ("/head-lies", State.ALIVE, 200, ""),
        ("/endless", State.ALIVE, 200, ""),
        ("/flaky/status", State.ALIVE, 200, ""),
        ("/flaky/hang-up", State.ALIVE, 200, ""),
        ("/slow", State.BLOCKED, 0, "no answer in time"),
        ("/circle", State.BLOCKED, 0, "loop"),
        ("/nonsense", State.BLOCKED, 0, "drops the connection"),
        ("/out-of-http/file", State.BLOCKED, 0, "'file:', which is not followed"),
        ("/to/301/404", State.DEAD, 404, ""),
    ],
)
def test_dead_is_told_from_blocked(
    site: Site, path: str, state: State, status: int, said: str
) -> None:
    limits = replace(QUICK, timeout=0.5) if path == "/slow" else QUICK
    answer = _ask(site.at(path), limits)
    assert (answer.state, answer.status) == (state, status)
    assert said in answer.said
    assert answer.moved == ""
    assert all(agent.startswith("syllabus/") for agent in site.agents)


def test_a_host_that_refuses_or_is_none_is_dead(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        answers = request_addresses(
            [closed, "http://nowhere.invalid/", site.at("/200")], limits=QUICK
        )
    assert (answers[closed].state, answers[closed].said) == (
        State.DEAD,
        "the host refuses the connection",
    )
    assert answers["http://nowhere.invalid/"].said == "there is no host 'nowhere.invalid'"
    # A resolver that cannot be reached says the same of every host; one that can knows better.
    assert answers["http://nowhere.invalid/"].state in (State.DEAD, State.OFFLINE)


@pytest.mark.parametrize(
    "address",
    [
        "http://a..b/", f"http://{'a' * 70}.invalid/", "http://\u0378.invalid/", "http://xn--/",
        "http://a.invalid:99999/", "http://a\x00b.invalid/", f"http://b.invalid/{'x' * 70_000}",
    ],
    ids=range(7),
)  # fmt: skip
def test_an_odd_address_is_an_answer_not_a_crash(address: str) -> None:
    assert _ask(address).state is not State.ALIVE


def test_without_a_network_nothing_is_called_dead() -> None:
    answer = _ask("http://nowhere.invalid/", RequestLimits(pauses=(), known_host="other.invalid"))
    assert answer.state is State.OFFLINE


@pytest.mark.parametrize(
    ("path", "moved"),
    [
        ("/to/301/200", "/200"),
        ("/to/308/to/301/200", "/200"),
        ("/to/302/200", ""),
        ("/to/302/to/301/200", ""),
        ("/to/301/to/302/200", "/to/302/200"),
    ],
)
def test_only_what_moved_for_good_is_reported(site: Site, path: str, moved: str) -> None:
    answer = _ask(site.at(path))
    assert (answer.state, answer.moved) == (State.ALIVE, site.at(moved) if moved else "")


def test_hosts_are_asked_a_few_at_a_time_and_once_each(site: Site) -> None:
    addresses = [site.at(f"/busy/{number}") for number in range(12)]
    counts: list[int] = []
    request_addresses([*addresses, *addresses], counts.append, QUICK)
    assert site.most == QUICK.per_host
    assert counts == list(range(1, 13))
    assert Counter(site.asked) == Counter({("HEAD", f"/busy/{number}"): 1 for number in range(12)})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0"])
def test_no_machine_of_a_private_network_is_asked(site: Site, host: str) -> None:
    answer = _ask(f"http://{host}:{site.port}/200", RequestLimits())
    assert (answer.state, answer.status) == (State.BLOCKED, 0)
    assert "private network" in answer.said
    assert site.asked == []


def test_no_redirect_leads_into_a_private_network(site: Site) -> None:
    answer = _ask(site.at("/out"))
    assert "private network" in answer.said
    assert site.count("/secret") == 0


def test_a_host_cannot_become_another_after_it_was_looked_up(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = iter(["127.0.0.1", "127.0.0.2", "127.0.0.2"])
    real = socket.getaddrinfo

    def lookup(host: str, *arguments: object, **options: object) -> object:
        name = next(found) if host == "changing.test" else host
        return real(name, *arguments, **options)  # type: ignore[arg-type] # handed on as given

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    assert _ask(f"http://changing.test:{site.port}/200").state is State.ALIVE
    assert next(found) == "127.0.0.2", "it was looked up a second time"


def test_a_host_with_one_private_machine_is_not_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (machine, site.port))
        for machine in ("127.0.0.1", "127.0.0.2")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    assert "private network" in _ask(f"http://mixed.test:{site.port}/200").said
    assert site.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False),
        ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("100.64.0.1", False),
        ("169.254.169.254", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("::1", False), ("::", False), ("fe80::1", False),
        ("fd00::1", False), ("ff02::1", False), ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
    ],
)  # fmt: skip
def test_public_is_what_everybody_can_reach(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


def test_answers_are_kept_for_a_day(tmp_path: Path) -> None:
    alive = Answer(State.ALIVE, "200 OK", 200, "https://b.example/", 1000.0)
    kept = tmp_path / "links.json"
    answers = {"https://a.example/": alive, "b": Answer(State.DEAD, "refused")}
    write_answers(kept, answers)
    assert read_answers(kept, 1000.0 + 23 * 3600) == {"https://a.example/": alive}
    assert read_answers(kept, 1000.0 + 24 * 3600) == {}
    assert read_answers(kept, 999.0) == {}, "written in the future"


def test_answers_in_another_form_are_none(tmp_path: Path) -> None:
    kept = tmp_path / "links.json"
    values: tuple[object, ...] = (None, [], {}, {"version": 0, "answers": {}})
    for value in values:
        kept.write_bytes(note_bytes(kept.name, value))
        assert read_answers(kept, 0.0) == {}


def _project(root: Path, site: Site) -> Layout:
    files = {
        "syllabus/course.yaml": (
            f"title: Optics\nzone: UTC\ntime: 9:00\nsite: https://127.0.0.1:{site.port}/page/\n"
        ),
        "syllabus/meetings/a.md": (
            f"---\ndate: 2021-04-15\ntitle: Rays\njoin: {{url: '{site.at('/403')}'}}\n---\n\n"
            f"[gone]({site.at('/404')}#part) and [here]({site.at('/200')}), @newton1704.\n\n"
            "```{include} more.md\n```\n"
        ),
        "syllabus/blocks/more.md": f"- <{site.at('/404')}>\n",
        "syllabus/sections/general.md": f"# General\n\n[moved]({site.at('/to/301/200')})\n",
        "bib/a.bib": (
            "@book{newton1704, author = {Isaac Newton}, title = {Opticks}, year = 1704,\n"
            f"  url = {{{site.at('/410')}}}}}\n"
            f"@misc{{uncited, title = {{A}}, url = {{{site.at('/500')}}}}}\n"
        ),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Layout(root)


def _shown(faults: tuple[Diagnostic, ...]) -> list[str]:
    return [
        f"{span.file.name}:{span.line}:{span.column} {fault.severity} {fault.code}"
        for fault in faults
        if (span := fault.span)
    ]


def test_a_project_is_told_of_its_links_where_they_stand(site: Site, tmp_path: Path) -> None:
    layout = _project(tmp_path, site)
    project = check_project(layout)
    said: list[str] = []
    faults = check_links(project, layout, said.append, QUICK)
    assert _shown(faults) == [
        "bib/a.bib:2:10 error dead-link",
        "syllabus/blocks/more.md:1:3 error dead-link",
        "syllabus/course.yaml:4:7 note blocked-link",  # there is no certificate
        "syllabus/meetings/a.md:4:14 note blocked-link",
        "syllabus/meetings/a.md:7:1 error dead-link",
        "syllabus/sections/general.md:3:1 note moved-link",
    ]
    assert said[0] == "asking addresses, 0 of 6"
    assert said[-1] == "asking addresses, 6 of 6"
    assert site.count("/500") == 0, "nobody cites it"
    site.asked.clear()
    assert check_links(project, layout, said.append, QUICK) == faults
    assert site.asked == []
    cache = layout.work / ANSWERS
    kept = read_note(cache)
    kept["answers"][site.at("/404")]["asked"] -= 24 * 3600
    cache.write_bytes(note_bytes(cache.name, kept))
    check_links(project, layout, said.append, QUICK)
    assert {path for _, path in site.asked} == {"/404"}
    cache.write_bytes(b"\xff{")
    assert check_links(project, layout, said.append, QUICK) == faults


def test_answers_are_not_kept_where_a_link_leads_out_of_the_project(
    site: Site, tmp_path: Path
) -> None:
    layout = _project(tmp_path / "project", site)
    layout.build.mkdir()
    (tmp_path / "elsewhere").mkdir()
    layout.work.symlink_to(tmp_path / "elsewhere")
    assert check_links(check_project(layout), layout, lambda _: None, QUICK)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_http_is_reported_only_where_https_gives_the_same() -> None:
    source = SourceFile(Path("a.md"), "a.md", "http://a.example/x")
    address, twin = "http://a.example/x", "https://a.example/x"
    places = {address: (source.span(0, 18),)}

    def codes(http: Answer, https: Answer) -> list[str]:
        return [fault.code for fault in judge_links(places, {address: http, twin: https})]

    alive = Answer(State.ALIVE, "200 OK", 200)
    assert codes(alive, alive) == ["insecure-link"]
    assert codes(alive, Answer(State.DEAD, "404 Not Found", 404)) == []
    assert codes(alive, Answer(State.BLOCKED, "no answer in time")) == []
    moved = Answer(State.ALIVE, "200 OK", 200, moved=twin)
    assert codes(moved, alive) == ["insecure-link"]
    elsewhere = Answer(State.ALIVE, "200 OK", 200, moved="https://b.example/")
    assert codes(elsewhere, alive) == ["insecure-link", "moved-link"]
    assert secure_twin(address) == twin
    assert secure_twin(twin) is None
    assert secure_twin("http://a.example:8080/x") is None
