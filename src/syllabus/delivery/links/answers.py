"""Answers of addresses, cached for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from enum import Enum
from pathlib import Path

from syllabus.on_demand import dataclass
from syllabus.workspace.signatures import read_note, write_note

FRESH = 24 * 60 * 60
"""How long an answer holds, in seconds."""

_VERSION = 1


class State(Enum):
    """The outcome of a request."""

    ALIVE = "alive"
    DEAD = "dead"  # the host says that the page is gone, or there is no such host
    BLOCKED = "blocked"  # it may exist, but access was refused or there was no answer in time
    OFFLINE = "offline"  # this machine cannot look up any host's name


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered.

    `said` puts it in words; `status` is that of HTTP (RFC 9110), 0 where no host answered.
    `moved` is where a permanent redirect leads, or empty. `asked` is in seconds since 1970.
    """

    state: State
    said: str
    status: int = 0
    moved: str = ""
    asked: float = 0.0


def read_answers(path: Path, now: float, root: Path | None = None) -> dict[str, Answer]:
    """Return the answers that this user's run kept in a file and that still hold, by address.

    The file of a project lies in its `root`.
    """
    kept = read_note(path, root)
    if not isinstance(kept, dict) or kept.get("version") != _VERSION:
        return {}
    answers = {
        address: Answer(**{**each, "state": State(each["state"])})
        for address, each in kept["answers"].items()
    }
    return {
        address: answer for address, answer in answers.items() if 0 <= now - answer.asked < FRESH
    }


def write_answers(path: Path, answers: Mapping[str, Answer]) -> None:
    """Write what `read_answers` reads; raises `OSError`.

    Where no host answered at all, the fault may be this machine's: that is not kept.
    """
    kept = {
        address: {**asdict(answer), "state": answer.state.value}
        for address, answer in answers.items()
        if answer.status
    }
    write_note(path, {"version": _VERSION, "answers": kept})
