"""What addresses answered, and how it is kept for a day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

FRESH = 24 * 60 * 60
"""How long an answer holds, in seconds."""

_VERSION = 1


class State(Enum):
    """What became of a question."""

    ALIVE = "alive"
    DEAD = "dead"  # the host says that the page is gone, or there is no such host
    BLOCKED = "blocked"  # it may be there; we were not let in, or nobody answered in time
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


def read_answers(text: str, now: float) -> dict[str, Answer]:
    """Return the answers that were kept and still hold, by address; none where text is damaged."""
    try:
        kept = json.loads(text)
        if kept["version"] != _VERSION:
            return {}
        answers = {
            str(address): Answer(
                State(each["state"]),
                str(each["said"]),
                int(each["status"]),
                str(each["moved"]),
                float(each["asked"]),
            )
            for address, each in kept["answers"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return {}
    return {
        address: answer for address, answer in answers.items() if 0 <= now - answer.asked < FRESH
    }


def write_answers(answers: Mapping[str, Answer]) -> str:
    """Return answers as text to keep.

    Where no host answered at all, the fault may be this machine's: that is not kept.
    """
    kept = {
        address: {
            "state": answer.state.value,
            "said": answer.said,
            "status": answer.status,
            "moved": answer.moved,
            "asked": answer.asked,
        }
        for address, answer in sorted(answers.items())
        if answer.status
    }
    return json.dumps({"version": _VERSION, "answers": kept}, indent=1)
