"""Requests to services that know works: one at a time, bounded, never to a private network."""

from __future__ import annotations

import asyncio
import dataclasses
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import field
from email.utils import parsedate_to_datetime

import httpx

from syllabus import __version__
from syllabus.delivery.machines import IPAddress, NoMachine, find_machines, is_public
from syllabus.diagnostics import Diagnostic, error
from syllabus.on_demand import dataclass

LARGEST_ANSWER = 2_000_000
"""Bytes; an entry of BibTeX with three thousand authors has a thirtieth."""

_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_TOLD = 24 * 60 * 60
"""Seconds; who asks for more means something else."""
_MOST_REDIRECTS = 8
_HIGHEST_PORT = 65_535
_BUSY = (429, 500, 502, 503, 504)
_ENCODINGS = {
    **dict.fromkeys(("latin-1", "iso-8859-1", "windows-1252"), "cp1252"),
    **dict.fromkeys(("utf-8", "utf8", "us-ascii"), "utf-8"),
}
"""How an answer may be encoded; what WHATWG's standard reads latin-1 as."""


@dataclass(frozen=True, slots=True)
class AskingLimits:
    """Limits of requests: times in seconds, `largest` in bytes.

    A request with all of its answer takes no longer than `timeout`; `pauses` are those between
    tries, a host that asks for more than `longest_wait` is not asked again, and between two
    requests of one host there are `between`. `permitted` says which machines may be contacted.
    """

    timeout: float = 20.0
    largest: int = LARGEST_ANSWER
    pauses: tuple[float, ...] = (1.0, 3.0)
    longest_wait: float = 30.0
    between: float = 1.0
    permitted: Callable[[IPAddress], bool] = is_public
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True)
class HostReply:
    """What a host answered: `address` is where redirects led, `kind` the type of its content."""

    address: str
    kind: str
    text: str


class Refused(Exception):
    """There is no answer that can be used; `gone` where a host says that it knows no such thing."""

    def __init__(self, fault: Diagnostic, *, gone: bool = False) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.gone = gone


@dataclasses.dataclass
class Client:
    """Asks services, one after another; `contact` is told only to `services`, by their hosts."""

    limits: AskingLimits
    contact: str | None = None
    services: frozenset[str] = frozenset()
    _tls: ssl.SSLContext = field(default_factory=httpx.create_ssl_context)
    _asked: dict[str, float] = field(default_factory=dict)

    async def get(self, address: str, accept: str, *, whole: bool = True) -> HostReply:
        """Return what an address answers; raises `Refused`.

        Where not the `whole` is needed, what is too large is cut.
        """
        url = _url(address)
        # A client for each address: cookies are not carried from host to host.
        async with httpx.AsyncClient(
            verify=self._tls, trust_env=False, timeout=self.limits.timeout,
            limits=httpx.Limits(max_keepalive_connections=0),
        ) as client:  # fmt: skip
            for _ in range(_MOST_REDIRECTS):
                answer = await self._answer(client, url, accept, whole=whole)
                if answer.status not in _REDIRECTS or not answer.location:
                    return _reply(answer, url)
                try:
                    url = _readable(url.join(answer.location))
                except (httpx.InvalidURL, UnicodeError, ValueError):
                    raise _unreachable(url, "it redirects to a malformed address", None) from None
        raise _unreachable(url, "it redirects in a loop", None)

    async def _answer(
        self, client: httpx.AsyncClient, url: httpx.URL, accept: str, *, whole: bool
    ) -> _Answer:
        """Ask as often as it makes sense; raises `Refused`."""
        for pause in (*self.limits.pauses, None):
            try:
                answer = await self._request(client, url, accept, whole=whole)
            except Refused:
                raise
            except UnicodeError:  # httpx reads where a redirect leads, followed or not
                raise _unreachable(url, "it redirects to a malformed address", None) from None
            except (httpx.TimeoutException, TimeoutError):
                fault = _unreachable(url, f"no answer within {self.limits.timeout:g} s")
            except (httpx.HTTPError, OSError) as found:
                fault = _unreachable(url, _said(found))
            else:
                if answer.status not in _BUSY:
                    return answer
                fault = _busy(url, answer)
                if answer.wait > self.limits.longest_wait:
                    raise fault
                if pause is not None:
                    pause = max(pause, answer.wait)
            if pause is None:
                raise fault
            await self.limits.sleep(pause)
        raise AssertionError("the last pause is None")

    async def _request(
        self, client: httpx.AsyncClient, url: httpx.URL, accept: str, *, whole: bool
    ) -> _Answer:
        if url.scheme not in ("http", "https") or not url.host:
            raise _unreachable(url, f"'{url.scheme}:' is not followed", None)
        last = self._asked.get(url.host)
        if last is not None and (left := last + self.limits.between - time.monotonic()) > 0:
            await self.limits.sleep(left)
        try:
            async with asyncio.timeout(self.limits.timeout):
                return await self._first(client, url, accept, whole=whole)
        finally:
            self._asked[url.host] = time.monotonic()

    async def _first(
        self, client: httpx.AsyncClient, url: httpx.URL, accept: str, *, whole: bool
    ) -> _Answer:
        """Return what the first machine of a host that can be reached answers."""
        host = url.raw_host.decode("ascii").strip("[]")
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            *machines, last = await find_machines(host, port, self.limits.permitted)
        except NoMachine as found:
            if found.private:
                said = "it is in a private network and is not asked"
                raise _unreachable(url, said, None) from None
            said = "there is no such host, or this machine is offline"
            raise _unreachable(url, said, "check the network; proxies are not used") from None
        for machine in machines:
            try:
                return await self._ask(client, url, accept, machine, whole=whole)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue  # as where there is no IPv6
        return await self._ask(client, url, accept, last, whole=whole)

    async def _ask(
        self, client: httpx.AsyncClient, url: httpx.URL, accept: str, machine: IPAddress,
        *, whole: bool,
    ) -> _Answer:  # fmt: skip
        known = url.netloc.decode("ascii") in self.services
        contact = f" (mailto:{self.contact})" if self.contact and known else ""
        async with client.stream(
            "GET",
            url.copy_with(host=str(machine), fragment=None),
            headers={
                "Host": url.netloc.decode("ascii"),
                "User-Agent": f"syllabus/{__version__}{contact}",
                "Accept": accept,
                "Accept-Encoding": "identity",  # what unpacks to gigabytes is none of ours
            },
            extensions={"sni_hostname": url.raw_host.decode("ascii").strip("[]")},
        ) as response:
            headers = response.headers
            body = b""
            if response.status_code == 200:
                if headers.get("Content-Encoding", "identity").lower() != "identity":
                    raise _unexpected(url, "it is compressed, which was not asked for")
                body = await self._body(response, url, whole=whole)
            return _Answer(
                response.status_code,
                headers.get("Location", ""),
                _wait(headers.get("Retry-After", "")),
                headers.get("Content-Type", ""),
                body,
            )

    async def _body(self, response: httpx.Response, url: httpx.URL, *, whole: bool) -> bytes:
        pieces = bytearray()
        async for piece in response.aiter_raw():
            pieces += piece
            if len(pieces) > self.limits.largest:
                if whole:
                    most = self.limits.largest // 1000
                    raise _unexpected(url, f"it holds more than {most} kB")
                break
        return bytes(pieces[: self.limits.largest])


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str
    wait: float
    kind: str
    body: bytes


def _url(address: str) -> httpx.URL:
    try:
        return _readable(httpx.URL(address))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        fault = error("service-unreachable", f"'{address}' is malformed", None)
        raise Refused(fault) from None


def _readable(url: httpx.URL) -> httpx.URL:
    """Return an address whose host is a name; raises `UnicodeError`, as for `xn--`."""
    if not url.host.isprintable() or (url.port or 0) > _HIGHEST_PORT:
        raise UnicodeError
    return url


def _reply(answer: _Answer, url: httpx.URL) -> HostReply:
    if answer.status in (404, 410):
        message = f"{url.host} knows no such work ({answer.status})"
        fault = error("unknown-work", message, None, "look at the number once more")
        raise Refused(fault, gone=True)
    if answer.status != 200:
        raise _unexpected(url, f"it is {_phrase(answer.status)}")
    kind, _, rest = answer.kind.partition(";")
    return HostReply(str(url), kind.strip().lower(), _decoded(answer.body, rest, url))


def _decoded(body: bytes, parameters: str, url: httpx.URL) -> str:
    """Return a body as text: by what its host says, UTF-8 first, as the web does."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if fault.start >= len(body) - 4:  # what was cut off
            return body[: fault.start].decode("utf-8-sig")
    named = parameters.strip().lower().removeprefix("charset=").strip("\"' ")
    encoding = _ENCODINGS.get(named or "latin-1")
    if encoding in (None, "utf-8"):
        raise _unexpected(url, "its bytes are not the text that it says they are")
    return body.decode(encoding, "replace")


def _wait(written: str) -> float:
    """Return the seconds that a host asks to wait for (RFC 9110, 10.2.3)."""
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _phrase(status: int) -> str:
    return f"{status} {httpx.codes.get_reason_phrase(status)}".rstrip()


def _unreachable(url: httpx.URL, said: str, hint: str | None = "try again later") -> Refused:
    message = f"{url.host or url} was not reached: {said}"
    return Refused(error("service-unreachable", message, None, *filter(None, [hint])))


def _busy(url: httpx.URL, answer: _Answer) -> Refused:
    hint = "try again later"
    if 0 < answer.wait <= _LONGEST_TOLD:
        minutes = round(answer.wait / 60)
        hint = f"try again in {f'{minutes} min' if minutes > 1 else f'{answer.wait:.0f} s'}"
    message = f"{url.host} does not answer now ({_phrase(answer.status)})"
    return Refused(error("service-busy", message, None, hint))


def _unexpected(url: httpx.URL, said: str) -> Refused:
    message = f"the answer of {url.host} cannot be used: {said}"
    return Refused(error("unexpected-answer", message, None))


def _said(fault: BaseException) -> str:
    causes = list(_causes(fault))
    if any(isinstance(each, ConnectionRefusedError) for each in causes):
        return "it refuses the connection"
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in causes):
        return "its certificate cannot be verified"
    return "it cannot be reached, or drops the connection"


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        if isinstance(fault, BaseExceptionGroup):
            for inner in fault.exceptions:
                yield from _causes(inner)
        fault = fault.__cause__ or fault.__context__
