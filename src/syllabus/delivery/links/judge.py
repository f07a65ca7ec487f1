"""Answers of addresses → faults where the addresses stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from syllabus.delivery.links.answers import Answer, State
from syllabus.diagnostics import Diagnostic, error, note, sort_diagnostics, warning
from syllabus.source import Span


def judge_links(
    places: Mapping[str, tuple[Span, ...]], answers: Mapping[str, Answer]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with addresses, at every place that names them.

    Faults: `dead-link`, `insecure-link` where the host gives the same answer by https, and
    `no-network` once for all addresses that this machine has no way to ask; notes:
    `blocked-link`, `moved-link`.
    """
    faults = [
        fault
        for address, spans in places.items()
        for span in spans
        for fault in _faults(address, answers[address], answers, span)
    ]
    offline = sum(answers[address].state is State.OFFLINE for address in places)
    if offline:
        faults.append(
            warning(
                "no-network",
                f"{offline} of {len(places)} addresses could not be asked: host names cannot be"
                " looked up from here",
                None,
                "check the network; proxies are not used",
            )
        )
    return sort_diagnostics(faults)


def secure_twin(address: str) -> str | None:
    """Return the https address of an http one at the usual port."""
    scheme, separator, rest = address.partition("://")
    host = rest.partition("/")[0]
    if scheme.lower() != "http" or not separator or ":" in host:
        return None
    return f"https://{rest}"


def _faults(
    address: str, answer: Answer, answers: Mapping[str, Answer], span: Span
) -> Iterator[Diagnostic]:
    if answer.state is State.OFFLINE:
        return
    if answer.state is State.DEAD:
        message = f"'{address}' leads nowhere: {answer.said}"
        yield error("dead-link", message, span, "correct the address, or remove the link")
        return
    if answer.state is State.BLOCKED:
        message = f"'{address}' was not reached: {answer.said}"
        yield note("blocked-link", message, span, "open it in a browser")
        return
    twin = secure_twin(address)
    secure = answers.get(twin) if twin else None
    if secure is not None and secure.state is State.ALIVE and secure.status == answer.status:
        message = f"'{address}' is not encrypted, and its host answers by https as well"
        yield warning("insecure-link", message, span, f"write {twin}")
        if answer.moved in (twin, f"{twin}/"):
            return
    if answer.moved:
        yield note(
            "moved-link", f"'{address}' has moved permanently", span, f"write {answer.moved}"
        )
