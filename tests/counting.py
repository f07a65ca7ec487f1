"""How much work something is, told by counting what Python does: a busy machine changes nothing."""

from __future__ import annotations

import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any


class StyleTooComplex(BaseException):
    """More steps than were allowed, so that what has no end ends here; no code catches it."""


def steps_of(work: Callable[[], object], most: int) -> int:
    """Run `work` and return how many lines of Python that took, those of all calls included.

    After `most` lines it ends with `StyleTooComplex`.
    """
    steps = 0

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        steps += 1
        if steps > most:
            raise StyleTooComplex(f"more than {most} steps")
        return count

    _trace(work, count)
    return steps


def steps_by_function(work: Callable[[], object]) -> dict[str, int]:
    """Run `work` and return how many lines of Python each function's own come to."""
    steps: dict[CodeType, int] = defaultdict(int)

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        steps[frame.f_code] += 1
        return count

    _trace(work, count)
    named: Counter[str] = Counter()
    for code, taken in steps.items():
        named[f"{code.co_filename}:{code.co_firstlineno} {code.co_name}"] += taken
    return named


def calls_of(work: Callable[[], object], *functions: Callable[..., object]) -> tuple[int, ...]:
    """Run `work` and return how often each of some functions was called in this thread."""
    calls: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            calls[frame.f_code] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return tuple(calls[function.__code__] for function in functions)


def _trace(work: Callable[[], object], count: Callable[[FrameType, str, Any], Any]) -> None:
    """Have every line counted, in a thread of its own: there nobody else listens to Python."""
    raised: list[BaseException] = []

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
