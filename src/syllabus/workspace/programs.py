"""A program that turns bytes into bytes: it gets no file, and what it takes is bounded."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread

from syllabus.workspace import system


class ProgramFailed(Exception):
    """It could not be started, took too long, answered too much, or says why it failed."""


_LONGEST_REASON = 300


def run_program(command: Sequence[str], given: bytes, timeout: float, largest: int) -> bytes:
    """Return what a program writes to its standard output for what it is given on the other.

    `timeout` is in seconds, `largest` in bytes of the answer. All that it started ends with it.
    Raises `ProgramFailed`.
    """
    environment = {**system.basic_environment(), "PATH": system.search_path(), "LC_ALL": "C.UTF-8"}
    try:
        with subprocess.Popen(  # noqa: S603 - the command is ours, word by word
            [*command],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **system.own_group(),
        ) as process:
            try:
                answer = _answer(process, given, timeout, largest)
            finally:
                if process.returncode is None:
                    system.end_group(process.pid)
    except OSError as fault:
        raise ProgramFailed(fault.strerror or "it cannot be started") from None
    output, errors = answer
    if process.returncode:
        reason = " ".join(errors.decode("utf-8", "replace").split())[:_LONGEST_REASON]
        raise ProgramFailed(reason or f"it ends with {process.returncode}")
    return output


def _answer(
    process: subprocess.Popen[bytes], given: bytes, timeout: float, largest: int
) -> tuple[bytes, bytes]:
    answers: Queue[tuple[bytes, bytes] | None] = Queue()
    # A thread writes and reads, because not every system can wait for pipes with a time limit.
    Thread(target=_exchange, args=(process, given, largest, answers), daemon=True).start()
    end = time.monotonic() + timeout
    while True:
        try:
            answer = answers.get(timeout=0.1)  # or Ctrl-C would wait, too
            break
        except Empty:
            if time.monotonic() > end:
                raise ProgramFailed(f"it takes longer than {timeout:.0f} s") from None
    if answer is None:
        raise ProgramFailed(f"it answers with more than {largest} bytes")
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    return answer


def _exchange(
    process: subprocess.Popen[bytes],
    given: bytes,
    largest: int,
    answers: Queue[tuple[bytes, bytes] | None],
) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    errors: list[bytes] = []
    writer = Thread(target=_give, args=(process, given), daemon=True)
    listener = Thread(target=_listen, args=(process, errors), daemon=True)
    writer.start()
    listener.start()
    output = b""
    with suppress(OSError, ValueError):
        output = process.stdout.read(largest + 1)
    if len(output) > largest:
        answers.put(None)
        return
    writer.join()
    listener.join()
    answers.put((output, b"".join(errors)))


def _give(process: subprocess.Popen[bytes], given: bytes) -> None:
    assert process.stdin is not None
    with suppress(OSError, ValueError):
        process.stdin.write(given)
    with suppress(OSError, ValueError):
        process.stdin.close()


def _listen(process: subprocess.Popen[bytes], errors: list[bytes]) -> None:
    assert process.stderr is not None
    with suppress(OSError, ValueError):
        while chunk := process.stderr.read(4096):
            if sum(map(len, errors)) < 65536:
                errors.append(chunk)
