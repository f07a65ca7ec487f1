"""Ctrl-C and SIGTERM at any moment: they end the program, with one line and no traceback.

Python raises `KeyboardInterrupt` wherever it happens to be. In a callback that cannot raise, such
as the release of a module's lock, it prints a traceback and goes on; while a class is created or a
C module is imported, it may turn into another exception.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import signal
    from sys import UnraisableHookArgs
else:
    import _signal as signal  # which makes no enums: those take longer than to print the help

WORD = "interrupted\n"
STATUS = 130  # source: the shells' 128 and the signal's number
TERMINATED = 143


class Terminated(SystemExit):
    """SIGTERM, which ends a command as Ctrl-C does, with a word and a status of its own."""

    word = "terminated\n"

    def __init__(self, code: int = TERMINATED) -> None:
        super().__init__(code)


def exit_on_interrupt() -> None:
    """Let Ctrl-C and SIGTERM end the process from now on, without any cleanup.

    If they are ignored, as in a shell's background job, they stay ignored.
    """
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


@contextmanager
def raise_interrupts() -> Iterator[None]:
    """Raise Ctrl-C as `KeyboardInterrupt`, even out of code that swallows exceptions."""
    at_once, hook = signal.getsignal(signal.SIGINT) is _end, sys.unraisablehook

    def raise_again(unraisable: UnraisableHookArgs) -> None:
        fault = unraisable.exc_value
        if isinstance(fault, KeyboardInterrupt | SystemExit):  # SIGTERM is the latter
            _raise_next(type(fault)(*fault.args), raise_again)
        else:
            hook(unraisable)

    if at_once:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.unraisablehook = raise_again
    try:
        yield
    finally:
        sys.unraisablehook = hook
        if at_once:
            signal.signal(signal.SIGINT, _end)


def is_interrupt(fault: BaseException) -> bool:
    """Return whether an exception is Ctrl-C, or was caused by it."""
    seen: list[BaseException] = []
    cause: BaseException | None = fault
    while cause is not None and cause not in seen:
        if isinstance(cause, KeyboardInterrupt):
            return True
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__
    return False


def _raise_next(fault: BaseException, hook: Any) -> None:
    """Raise `fault` as soon as anything but `hook` is called or ends."""
    before = sys.getprofile()

    def raise_it(frame: FrameType, event: str, value: object) -> None:
        del event, value
        if frame.f_code not in (hook.__code__, _raise_next.__code__):
            sys.setprofile(before)
            raise fault

    sys.setprofile(raise_it)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    stopped = number == signal.SIGINT
    os.write(2, (WORD if stopped else Terminated.word).encode())
    os._exit(STATUS if stopped else TERMINATED)
