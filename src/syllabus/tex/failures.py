"""Why a run of TeX came to no PDF, where the document is not at fault."""

from __future__ import annotations

import errno
from pathlib import Path

from syllabus.diagnostics import Diagnostic, error
from syllabus.model.engine import Engine
from syllabus.on_demand import pattern
from syllabus.tex.install import how_to_install
from syllabus.tex.log import JOB
from syllabus.tex.sandbox import FILE_LIMIT, Finished
from syllabus.tex.toolchain import Tool, find_programs
from syllabus.workspace import system
from syllabus.workspace.files import write_file

_NO_SPACE = pattern(r"No space left on device|f(?:write|flush)\(\) failed")
_TOO_LARGE = pattern(r"return code 153|signal 25\b|File size limit exceeded")


def not_installed(missing: tuple[Tool, ...]) -> Diagnostic:
    """Return the fault of programs that are missing, and what installs them."""
    names = " and ".join(tool.name for tool in missing)
    be = "is" if len(missing) == 1 else "are"
    hint = str(how_to_install(missing))
    return error("tex-missing", f"{names} {be} not installed", None, hint)


def cannot_write(reason: OSError, work: Path) -> Diagnostic:
    """Return the fault of a working folder that cannot be used."""
    if reason.errno in (errno.ENOSPC, errno.EDQUOT):
        return _disk_full(work)
    if reason.errno == errno.EFBIG:
        return _too_large(system.file_size_limit(), work)
    place = reason.filename or work
    return error("work-unwritable", f"cannot use {place}: {reason.strerror}", None)


def _is_full(work: Path) -> bool:
    """Return whether the disk is full: TeX does not notice that its log or contents are cut."""
    probe = work / "tmp" / "probe"
    try:
        write_file(probe, bytes(65536), lasting=False)
    except OSError as reason:
        return reason.errno in (errno.ENOSPC, errno.EDQUOT)
    return False


def _disk_full(work: Path) -> Diagnostic:
    return error("disk-full", f"no space is left on the disk that holds {work}", None)


def out_of_time(allowed: float, *hints: str) -> Diagnostic:
    """Say that a build took longer than the seconds that it was `allowed`."""
    stopped = f"the build was not done after {allowed:g} seconds, and was stopped"
    return error("tex-timeout", stopped, None, "--timeout allows more", *hints)


def log_hint(work: Path) -> str:
    """Return where the log is, for the curious."""
    return f"TeX's log: {work / f'{JOB}.log'}"


def _too_large(given: int | None, work: Path) -> Diagnostic:
    """Say whose limit it was, the `given` one (bytes) of the user's session or ours."""
    if given is not None and given < FILE_LIMIT:
        limit = f"TeX was stopped: your session lets no file have more than {given // 1024} kB"
        hint = (
            "'ulimit -f' shows that limit; 'ulimit -S -f unlimited' lifts it where that is allowed"
        )
        return error("tex-too-large", limit, None, hint)
    limit = f"TeX wrote more than {FILE_LIMIT // 1024**2} MB and was stopped"
    return error("tex-too-large", limit, None, log_hint(work))


def outer_failure(
    finished: Finished, log: str, work: Path, engine: Engine, timeout: float
) -> Diagnostic | None:
    """Return the fault of a failed run that the document did not cause by an error."""
    if finished.status is None:
        return out_of_time(timeout, log_hint(work))
    if _NO_SPACE.search(log) or _NO_SPACE.search(finished.output) or _is_full(work):
        return _disk_full(work)
    if "can't find the format file" in finished.output:
        hint = str(how_to_install(find_programs(engine.value)))
        return error("tex-missing", f"the format of {engine.value} is not installed", None, hint)
    if _TOO_LARGE.search(finished.output):
        return _too_large(system.file_size_limit(), work)
    if "Maximum runs of" in finished.output:
        settling = "the page numbers still change after the last pass"
        return error("tex-unsettled", settling, None, log_hint(work))
    return None
