"""One run of latexmk: from a document to a checked PDF, or to faults."""

from __future__ import annotations

import errno
import hashlib
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, error, has_errors
from syllabus.model.engine import Engine
from syllabus.on_demand import dataclass, pattern
from syllabus.tex.contents import contents_of
from syllabus.tex.format import find_format, forget_format, format_inputs
from syllabus.tex.inputs import tex_inputs
from syllabus.tex.install import how_to_install
from syllabus.tex.log import JOB, read_log
from syllabus.tex.sandbox import (
    FILE_LIMIT,
    GUARD,
    GUARD_TEXT,
    Finished,
    is_miktex,
    is_sandboxed,
    run_sandboxed,
    tex_environment,
)
from syllabus.tex.tagging import why_untaggable
from syllabus.tex.toolchain import Tool, find_programs
from syllabus.workspace import system
from syllabus.workspace.files import (
    make_folder,
    open_file,
    read_file,
    remove_file,
    remove_folder,
    write_file,
)
from syllabus.workspace.signatures import is_signed, sign

if TYPE_CHECKING:  # a build with nothing to do needs no templates
    from syllabus.tex.document import TexDocument

_PASS = pattern(r"Run number (\d+) of rule ")
_WRITTEN = pattern(rf"^Output written on {JOB}\.pdf \((\d+) pages?, (\d+) bytes\)", re.MULTILINE)
_NO_SPACE = pattern(r"No space left on device|f(?:write|flush)\(\) failed")
_NO_FORMAT = pattern(r"can't find the format file|Could not undump|Fatal format file error")
_TOO_LARGE = pattern(r"return code 153|signal 25\b|File size limit exceeded")
_KEPT = tuple(f"{JOB}.{ending}" for ending in ("aux", "toc", "out", "fdb_latexmk"))
_NO_OUTPUT = f"Failure to make '{JOB}.pdf'"
_RERUN = "Rerun to get cross-references right"
_MOST_PASSES = 8
_MIKTEX = "-disable-installer -max-print-line=1000 -error-line=254 -half-error-line=238 "
"""What MiKTeX takes as options and TeX Live from the environment; and it downloads nothing."""
_GOOD = f"{JOB}.good"
"""The file that marks the working folder after a good run, with a signature of the kept files."""


@dataclass(frozen=True, slots=True)
class TexRun:
    """The result of one run of latexmk.

    `pdf` lies in the working folder and is None unless TeX ended without an error and the file
    is whole; faults of the log such as a missing character may still be errors in `diagnostics`.
    `pages` is 0 without a PDF. `seconds` is wall-clock time. `log` may not exist. `inputs` are the
    paths of the files of this machine that a good run depends on.
    """

    pdf: Path | None
    pages: int
    log: Path
    passes: int
    seconds: float
    diagnostics: tuple[Diagnostic, ...]
    inputs: frozenset[str] = frozenset()


def run_latexmk(
    document: TexDocument,
    work: Path,
    engine: Engine,
    timeout: float,
    on_pass: Callable[[int], None] | None = None,
    *,
    synctex: bool = False,
    allowed: float | None = None,
) -> TexRun:
    """Set `document` in the folder `work`, which belongs to TeX alone: all else in it is removed.

    `timeout` is in seconds, for all passes together: what is left of those that were `allowed`.
    `on_pass` gets the number of each pass as it
    begins, from 1. With `synctex`, TeX's own .synctex.gz lies beside the PDF. Every failure is a
    diagnostic; nothing is raised but what interrupts Python.
    """
    started = time.monotonic()
    work = work.absolute()
    passes = earlier = 0
    inputs: frozenset[str] = frozenset()

    def count_passes(line: str) -> None:
        nonlocal passes
        if match := _PASS.match(line):
            passes = earlier + int(match[1])
            if on_pass is not None:
                on_pass(passes)

    def left() -> float:
        return timeout - (time.monotonic() - started)

    def come_to(pdf: Path | None, pages: int, *diagnostics: Diagnostic) -> TexRun:
        seconds = time.monotonic() - started
        return TexRun(pdf, pages, work / f"{JOB}.log", passes, seconds, diagnostics, inputs)

    def attempt(preamble: Path | None) -> tuple[str, Finished]:
        """Set the document, its preamble from a format or its text; return what TeX was given."""
        nonlocal earlier
        text = document.text if preamble is None else document.filled.without_kept_preamble
        write_file(work / f"{JOB}.tex", text.encode(), lasting=False)
        drafted = first_is_draft(document, engine, work)
        command = _command(engine, synctex, preamble, drafted)
        variables = {
            **environment,
            **({"TEXFORMATS": preamble.parent.as_posix()} if preamble else {}),
        }

        def run(*options: str) -> Finished:
            whole = (command[0], *options, *command[1:])
            return run_sandboxed(
                whole, work, engine, variables, left(), count_passes, reads=preamble
            )

        finished = run()
        if drafted and _NO_OUTPUT in finished.output:  # there was nothing to repeat
            earlier = passes
            finished = run("-g")
        # latexmk takes a file of the same size and the same second for the same file.
        while finished.status == 0 and passes < _MOST_PASSES and _RERUN in _read_log(work):
            earlier = passes
            finished = run("-g")
        return text, finished

    if timeout <= 0:
        return come_to(None, 0, out_of_time(timeout if allowed is None else allowed))
    programs = find_programs("latexmk", engine.value)
    if missing := tuple(tool for tool in programs if tool.path is None):
        return come_to(None, 0, _not_installed(missing))
    if document.tagged and (unable := why_untaggable()):
        return come_to(None, 0, *unable)
    try:
        unreadable = _prepare(document, work, engine)
        if unreadable:
            return come_to(None, 0, *unreadable)
        environment = tex_environment(work, engine, document.epoch, apart=document.programs)
        preamble = None
        # A stranger's preamble can write into its own format, and pdfTeX trusts what it loads.
        trusted = not document.own_templates or is_sandboxed(work, engine)
        above = document.filled.kept_preamble
        if engine is Engine.PDFLATEX and above is not None and trusted:
            preamble = find_format(above, work, environment, timeout)
        text, finished = attempt(preamble)
        if preamble is not None and _NO_FORMAT.search(finished.output):
            forget_format(preamble)
            preamble = None
            text, finished = attempt(preamble)
        if not _is_of(text, work):
            gone = f"cannot use {work}: it was removed or changed while TeX ran"
            return come_to(None, 0, error("work-unwritable", gone, None, "build again"))
        log = _read_log(work)
        pages = _whole_pages(work, log) if finished.status == 0 else 0
        if pages:
            kept = () if preamble is None else format_inputs(preamble)
            inputs = tex_inputs(work / f"{JOB}.fls", engine, kept)
            write_file(
                work / _GOOD, sign(_kept_files_hash(document, engine, work)).encode(), lasting=False
            )
    except OSError as reason:
        return come_to(None, 0, _cannot_write(reason, work))
    found = read_log(log, document)
    if pages:
        return come_to(work / f"{JOB}.pdf", pages, *found)
    given = timeout if allowed is None else allowed
    outside = _outer_failure(finished, log, work, engine, given)
    if outside is not None:
        return come_to(None, 0, outside)
    if has_errors(found):
        return come_to(None, 0, *found)
    unknown = "TeX made no complete PDF, and its log names no line"
    return come_to(None, 0, error("tex-failed", unknown, None, _log_hint(work)))


def first_is_draft(document: TexDocument, engine: Engine, work: Path) -> bool:
    """Return whether the first pass is only to tell page numbers: TeX then writes no PDF.

    That saves pdfTeX little, and where there are tags most of a pass, which then makes none.
    """
    if system.WINDOWS:  # where latexmk has no shell to ask in which pass it is
        return False
    contents = work / f"{JOB}.toc"
    is_guess = not (work / f"{JOB}.aux").exists() and contents.stat().st_size > 0
    return is_guess and (engine is Engine.PDFLATEX or document.tagged)


def _command(
    engine: Engine, synctex: bool, preamble: Path | None, drafted: bool
) -> tuple[str, ...]:
    # latexmk knows no first pass that differs from the others. A log is left by each.
    first = f"test -e {JOB}.log || first=-draftmode; " if drafted else ""
    draft = "$first " if drafted else ""
    options = f"{f'-fmt={preamble.stem} ' if preamble else ''}{draft}"
    options += _MIKTEX if is_miktex() else ""
    return (
        "latexmk",
        "-norc",
        "-pdf" if engine is Engine.PDFLATEX else "-pdflua",
        # `--safer` would shut out more, and luaotfload with it, which loads the fonts.
        f"-pdflualatex={first}lualatex --nosocket --lua={GUARD} {draft}%O %S",
        f"-pdflatex={first}pdflatex {options}%O %S",
        # A format is the same in every pass, and too large to be summed up.
        *(("-e", "$hash_calc_ignore_pattern{fmt} = '^';") if preamble else ()),
        # Nonstop, and silent: what latexmk says is then all there is to read. Errors do not halt
        # TeX, so that one run shows them all.
        "-interaction=batchmode",
        "-file-line-error",
        "-no-shell-escape",
        *(("-synctex=1",) if synctex else ()),
        f"{JOB}.tex",
    )


def _kept_files_hash(document: TexDocument, engine: Engine, work: Path) -> bytes:
    """Return a hash of the kept files and of the preamble, which defines the commands in them."""
    hashed = hashlib.sha256(f"{engine.value}\n{document.filled.preamble}".encode())
    for file in (work / name for name in _KEPT):
        content = read_file(file, own=True) if _is_plain(file) else None
        hashed.update(b"none" if content is None else hashlib.sha256(content).digest())
    return hashed.digest()


def _is_plain(path: Path) -> bool:
    """Return whether something is a file such as TeX writes, and no link to one."""
    return path.is_file() and not path.is_symlink()


def _prepare(document: TexDocument, work: Path, engine: Engine) -> tuple[Diagnostic, ...]:
    """Make `work` hold this document and nothing foreign; return the pictures' faults.

    The contents and the references of the last run stay where it was good, its preamble was this
    one and nobody touched them since, for they run as TeX: they save passes, and latexmk repeats
    until nothing changes any more.
    """
    if work.is_symlink() or work.is_file():
        remove_file(work)  # what a link points to is not ours to empty
    make_folder(work)
    good = work / _GOOD
    mark = read_file(good, own=True).decode("utf-8", "replace") if _is_plain(good) else ""
    kept = _KEPT if mark and is_signed(_kept_files_hash(document, engine, work), mark) else ()
    for entry in work.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            remove_folder(entry)
        elif not _is_plain(entry) or entry.name not in kept:
            remove_file(entry)
    for folder in ("home", "tmp"):
        make_folder(work / folder)
    if engine is Engine.LUALATEX:
        write_file(work / GUARD, GUARD_TEXT.encode(), lasting=False)
    contents = work / f"{JOB}.toc"
    if not contents.is_file():
        write_file(contents, contents_of(document.filled.headings).encode(), lasting=False)
    faults = []
    for name, picture in document.files.items():
        try:
            content = read_file(picture)
        except OSError as reason:
            found = f"cannot read the picture {picture}: {reason.strerror}"
            faults.append(error("picture-unreadable", found, None))
        else:
            write_file(work / name, content, lasting=False)
    return tuple(faults)


def _is_of(text: str, work: Path) -> bool:
    """Return whether `work` is still the folder in which this document was set.

    Somebody may have removed it and a next build made it anew: its PDF is another one.
    """
    tex = work / f"{JOB}.tex"
    return tex.is_file() and read_file(tex, own=True) == text.encode()


def _read_log(work: Path) -> str:
    log = work / f"{JOB}.log"
    return read_file(log, own=True).decode("utf-8", "replace") if log.is_file() else ""


def _whole_pages(work: Path, log: str) -> int:
    """Return the number of the PDF's pages, 0 where it is not what the log says was written."""
    pdf = work / f"{JOB}.pdf"
    written = _WRITTEN.search(log)
    if written is None or not pdf.is_file() or pdf.stat().st_size != int(written[2]):
        return 0
    with open_file(pdf, own=True) as file:
        head = file.read(5)
        file.seek(-min(1024, pdf.stat().st_size), 2)
        whole = head == b"%PDF-" and file.read().rstrip().endswith(b"%%EOF")
    return int(written[1]) if whole else 0


def _not_installed(missing: tuple[Tool, ...]) -> Diagnostic:
    names = " and ".join(tool.name for tool in missing)
    be = "is" if len(missing) == 1 else "are"
    hint = str(how_to_install(missing))
    return error("tex-missing", f"{names} {be} not installed", None, hint)


def _cannot_write(reason: OSError, work: Path) -> Diagnostic:
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


def _log_hint(work: Path) -> str:
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
    return error("tex-too-large", limit, None, _log_hint(work))


def _outer_failure(
    finished: Finished, log: str, work: Path, engine: Engine, timeout: float
) -> Diagnostic | None:
    """Return the fault of a failed run that the document did not cause by an error."""
    if finished.status is None:
        return out_of_time(timeout, _log_hint(work))
    if _NO_SPACE.search(log) or _NO_SPACE.search(finished.output) or _is_full(work):
        return _disk_full(work)
    if "can't find the format file" in finished.output:
        hint = str(how_to_install(find_programs(engine.value)))
        return error("tex-missing", f"the format of {engine.value} is not installed", None, hint)
    if _TOO_LARGE.search(finished.output):
        return _too_large(system.file_size_limit(), work)
    if "Maximum runs of" in finished.output:
        settling = "the page numbers still change after the last pass"
        return error("tex-unsettled", settling, None, _log_hint(work))
    return None
