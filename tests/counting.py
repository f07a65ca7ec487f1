"""How much work something is, told by counting what Python does: a busy machine changes nothing."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any


class StyleTooComplex(BaseException):
    """More steps than were allowed, so that what has no end ends here; no code catches it."""


def steps_of(
    work: Callable[[], object], most: int, each: Callable[[FrameType], None] | None = None
) -> int:
    """Run `work` and return how many lines of Python that took, those of all calls included.

    `each` is told of every line. After `most` lines it ends with `StyleTooComplex`. It runs in a
    thread of its own, where nobody else listens to the interpreter.
    """
    steps = 0
    raised: list[BaseException] = []

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        steps += 1
        if each is not None:
            each(frame)
        if steps > most:
            raise StyleTooComplex(f"more than {most} steps")
        return count

    def run() -> None:
        sys.settrace(count)
        try:
            work()
        except BaseException as fault:
            raised.append(fault)
        finally:
            sys.settrace(None)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
    return steps


def steps_by_function(work: Callable[[], object], most: int) -> dict[str, int]:
    """Run `work` as `steps_of` does, and return what each function's own lines come to."""
    steps: Counter[str] = Counter()

    def count(frame: FrameType) -> None:
        code = frame.f_code
        steps[f"{code.co_filename}:{code.co_firstlineno} {code.co_name}"] += 1

    steps_of(work, most, count)
    return steps
