"""Requests to addresses: concurrent, rate-limited, and never to a private network."""

from __future__ import annotations

import asyncio
import dataclasses
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field, replace

import httpx

from syllabus import __version__
from syllabus.delivery.links.answers import Answer, State
from syllabus.delivery.machines import IPAddress, NoMachine, find_machines, is_public
from syllabus.on_demand import dataclass

_HEADERS = {"User-Agent": f"syllabus/{__version__} (link check)", "Accept": "*/*"}
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_NO_HOST = "there is no host"
_MOST_REDIRECTS = 10
_LONGEST_WAIT = 10.0


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Limits of requests: `pauses` between tries and the `timeout` of one, in seconds.

    `permitted` says which IP addresses may be contacted; others are never tried. `known_host` is
    looked up to tell a missing host from a missing network.
    """

    at_once: int = 24
    per_host: int = 2
    timeout: float = 15.0
    pauses: tuple[float, ...] = (1.0, 3.0)
    permitted: Callable[[IPAddress], bool] = is_public
    known_host: str = "a.root-servers.net"


def request_addresses(
    addresses: Collection[str],
    progress: Callable[[int], None] = lambda _: None,
    limits: RequestLimits | None = None,
) -> Mapping[str, Answer]:
    """Return what each http or https address answers.

    HEAD is tried first, then GET if a host rejects HEAD; no page body is read. `progress` is told
    how many have answered.
    """
    return asyncio.run(_Asking(limits or RequestLimits()).all(addresses, progress))


@dataclass(frozen=True, slots=True)
class _Reply:
    """The head of a response."""

    status: int
    location: str = ""
    wait: float = 0.0


class _Unanswered(Exception):
    """No host answered; `final` says that another try would not help."""

    def __init__(self, answer: Answer, *, final: bool) -> None:
        super().__init__(answer.said)
        self.answer = answer
        self.final = final


@dataclasses.dataclass
class _Asking:
    """One run over many addresses."""

    limits: RequestLimits
    tls: ssl.SSLContext = field(default_factory=httpx.create_ssl_context)
    answered: bool = False

    async def all(
        self, addresses: Collection[str], progress: Callable[[int], None]
    ) -> Mapping[str, Answer]:
        self.everywhere = asyncio.Semaphore(self.limits.at_once)
        self.hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(self.limits.per_host)
        )
        answers: dict[str, Answer] = {}

        async def ask(address: str) -> None:
            answer = await self._ask(address)
            answers[address] = replace(answer, asked=time.time())
            progress(len(answers))

        async with asyncio.TaskGroup() as group:
            for address in dict.fromkeys(addresses):
                group.create_task(ask(address))
        if any(map(_is_unknown_host, answers.values())) and not await self._is_online():
            return {
                address: replace(answer, state=State.OFFLINE)
                if _is_unknown_host(answer)
                else answer
                for address, answer in answers.items()
            }
        return answers

    async def _is_online(self) -> bool:
        if self.answered:
            return True
        try:
            await asyncio.get_running_loop().getaddrinfo(self.limits.known_host, 80)
        except OSError:
            return False
        return True

    async def _ask(self, address: str) -> Answer:
        """Follow an address to where it leads."""
        permanent, moved = True, ""
        # A client per address: cookies are not shared between hosts.
        async with httpx.AsyncClient(
            verify=self.tls, trust_env=False, timeout=self.limits.timeout, headers=_HEADERS,
            limits=httpx.Limits(max_keepalive_connections=0),
        ) as client:  # fmt: skip
            try:
                url = httpx.URL(address)
                for _ in range(_MOST_REDIRECTS):
                    reply = await self._reply(client, url)
                    if reply.status not in _REDIRECTS or not reply.location:
                        return _answer(reply.status, moved)
                    url = url.join(reply.location)
                    permanent = permanent and reply.status in _PERMANENT
                    moved = str(url) if permanent else moved
            except _Unanswered as fault:
                return fault.answer
            except (httpx.InvalidURL, UnicodeError, ValueError):
                return Answer(State.BLOCKED, "it is malformed, or redirects to a malformed address")
        return Answer(State.BLOCKED, "it redirects in a loop")

    async def _reply(self, client: httpx.AsyncClient, url: httpx.URL) -> _Reply:
        """Ask as often as it makes sense; raises `_Unanswered`."""
        method = "HEAD"
        pauses = iter(self.limits.pauses)
        while True:
            wait, fault = 0.0, None
            try:
                reply = await self._request(client, method, url)
            except _Unanswered as unanswered:
                fault = unanswered
                if fault.final:
                    raise
            else:
                if reply.status < 400:
                    return reply
                if method == "HEAD" and reply.status != 429:
                    method = "GET"
                    continue
                if reply.status != 429 and reply.status < 500:
                    return reply
                wait = reply.wait
            pause = next(pauses, None)
            if pause is None or wait > _LONGEST_WAIT:
                if fault is not None:
                    raise fault
                return reply
            method = "GET"  # some hosts hang up on HEAD
            await asyncio.sleep(max(pause, wait))

    async def _request(self, client: httpx.AsyncClient, method: str, url: httpx.URL) -> _Reply:
        """Ask once; raises `_Unanswered`."""
        if url.scheme not in ("http", "https") or not url.host:
            said = f"it redirects to '{url.scheme}:', which is not followed"
            raise _Unanswered(Answer(State.BLOCKED, said), final=True)
        async with self.hosts[url.host], self.everywhere:
            try:
                async with asyncio.timeout(self.limits.timeout):
                    reply = await _first_head(client, method, url, await self._machines(url))
            except (httpx.TimeoutException, TimeoutError):
                raise _Unanswered(Answer(State.BLOCKED, "no answer in time"), final=False) from None
            except (httpx.HTTPError, OSError) as fault:
                raise _Unanswered(_no_answer(fault), final=False) from None
        self.answered = True
        return reply

    async def _machines(self, url: httpx.URL) -> list[IPAddress]:
        """Return the machines of a host, every one permitted; raises `_Unanswered`.

        They are what is connected to: a name that is looked up twice can change in between.
        """
        host = url.raw_host.decode("ascii").strip("[]")
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            return await find_machines(host, port, self.limits.permitted)
        except NoMachine as found:
            if found.private:
                said = f"'{url.host}' is in a private network and is not asked"
                raise _Unanswered(Answer(State.BLOCKED, said), final=True) from None
            state = State.OFFLINE if found.again else State.DEAD
            answer = Answer(state, f"{_NO_HOST} '{url.host}'")
            raise _Unanswered(answer, final=not found.again) from None


async def _first_head(
    client: httpx.AsyncClient, method: str, url: httpx.URL, machines: list[IPAddress]
) -> _Reply:
    """Return what the first machine of a host that can be reached answers."""
    for machine in machines[:-1]:
        try:
            return await _head(client, method, url, machine)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            continue  # as where there is no IPv6
    return await _head(client, method, url, machines[-1])


async def _head(
    client: httpx.AsyncClient, method: str, url: httpx.URL, machine: IPAddress
) -> _Reply:
    """Return the head of what one machine of a host answers."""
    name = url.raw_host.decode("ascii")
    async with client.stream(
        method,
        url.copy_with(host=str(machine), fragment=None),
        headers={"Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": name.strip("[]")},
    ) as response:
        wait = response.headers.get("Retry-After", "")
        return _Reply(
            response.status_code,
            response.headers.get("Location", ""),
            float(wait) if wait.isascii() and wait.isdigit() else 0.0,
        )


def _answer(status: int, moved: str) -> Answer:
    if status in _GONE:
        return Answer(State.DEAD, _said(status), status)
    if status >= 400:
        return Answer(State.BLOCKED, _said(status), status)
    return Answer(State.ALIVE, _said(status), status, moved)


def _is_unknown_host(answer: Answer) -> bool:
    return not answer.status and answer.said.startswith(_NO_HOST)


def _said(status: int) -> str:
    return f"{status} {httpx.codes.get_reason_phrase(status)}".rstrip()


def _no_answer(fault: Exception) -> Answer:
    """Return what an exception of the network means."""
    causes = list(_causes(fault))
    if any(isinstance(each, ConnectionRefusedError) for each in causes):
        return Answer(State.DEAD, "the host refuses the connection")
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return Answer(State.BLOCKED, "its certificate cannot be verified")
    return Answer(State.BLOCKED, "the host cannot be reached or drops the connection")


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        if isinstance(fault, BaseExceptionGroup):
            for inner in fault.exceptions:
                yield from _causes(inner)
        fault = fault.__cause__ or fault.__context__
