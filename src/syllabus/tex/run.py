"""One run of latexmk: from a document to a checked PDF, or to faults."""

from __future__ import annotations

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
from syllabus.tex.failures import (
    cannot_write,
    log_hint,
    not_installed,
    out_of_time,
    outer_failure,
)
from syllabus.tex.format import (
    find_format,
    find_formats,
    forget_format,
    format_inputs,
    with_formats,
)
from syllabus.tex.inputs import tex_inputs
from syllabus.tex.log import JOB, read_log
from syllabus.tex.sandbox import (
    GUARD,
    GUARD_TEXT,
    Finished,
    is_miktex,
    is_sandboxed,
    run_sandboxed,
    tex_environment,
)
from syllabus.tex.tagging import why_untaggable
from syllabus.tex.toolchain import find_programs
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
    from syllabus.tex.ahead import LatexmkAhead
    from syllabus.tex.document import TexDocument

_PASS = pattern(r"Run number (\d+) of rule ")
_WRITTEN = pattern(rf"^Output written on {JOB}\.pdf \((\d+) pages?, (\d+) bytes\)", re.MULTILINE)
_NO_FORMAT = pattern(r"can't find the format file|Could not undump|Fatal format file error")
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
    ahead: LatexmkAhead | None = None,
) -> TexRun:
    """Set `document` in the folder `work`, which belongs to TeX alone: all else in it is removed.

    `timeout` is in seconds, for all passes together: what is left of those that were `allowed`.
    `on_pass` gets the number of each pass as it begins, from 1. With `synctex`, TeX's own
    .synctex.gz lies beside the PDF. `ahead` is the latexmk that waits there, if one does. Every
    failure is a diagnostic; nothing is raised but what interrupts Python.
    """
    limit = timeout if allowed is None else allowed
    run = _Run(document, work.absolute(), engine, timeout, on_pass, synctex, ahead)
    if timeout <= 0:
        return run.come_to(None, 0, out_of_time(limit))
    if unable := _why_unable(document, engine):
        return run.come_to(None, 0, *unable)
    try:
        if unreadable := _prepare(document, run.work, engine):
            return run.come_to(None, 0, *unreadable)
        finished = run.set()
        if finished is None:
            gone = f"cannot use {run.work}: it was removed or changed while TeX ran"
            return run.come_to(None, 0, error("work-unwritable", gone, None, "build again"))
        log = _read_log(run.work)
        pages = _whole_pages(run.work, log) if finished.status == 0 else 0
        if pages:
            run.keep()
    except OSError as reason:
        return run.come_to(None, 0, cannot_write(reason, run.work))
    found = read_log(log, document)
    if pages:
        return run.come_to(run.work / f"{JOB}.pdf", pages, *found)
    outside = outer_failure(finished, log, run.work, engine, limit)
    if outside is not None:
        return run.come_to(None, 0, outside)
    if has_errors(found):
        return run.come_to(None, 0, *found)
    unknown = "TeX made no complete PDF, and its log names no line"
    return run.come_to(None, 0, error("tex-failed", unknown, None, log_hint(run.work)))


class _Run:
    """A document, the folder in which it is set, and how far that has come."""

    def __init__(
        self,
        document: TexDocument,
        work: Path,
        engine: Engine,
        timeout: float,
        on_pass: Callable[[int], None] | None,
        synctex: bool,
        ahead: LatexmkAhead | None,
    ) -> None:
        self.work = work
        self._document = document
        self._engine = engine
        self._timeout = timeout
        self._on_pass = on_pass
        self._synctex = synctex
        self._ahead = ahead
        self._started = time.monotonic()
        self._passes = self._earlier = 0
        self._preamble: Path | None = None
        self._inputs: frozenset[str] = frozenset()
        formats = find_formats() if engine is Engine.PDFLATEX else None
        environment = tex_environment(work, engine, document.epoch, apart=document.programs)
        self._environment = with_formats(environment, formats) if formats else environment

    def come_to(self, pdf: Path | None, pages: int, *diagnostics: Diagnostic) -> TexRun:
        """Return the result of all this."""
        seconds = time.monotonic() - self._started
        log = self.work / f"{JOB}.log"
        return TexRun(pdf, pages, log, self._passes, seconds, diagnostics, self._inputs)

    def set(self) -> Finished | None:
        """Set the document; None if its folder is another one by now. Raises `OSError`."""
        above = self._document.filled.kept_preamble
        # A stranger's preamble can write into its own format, and pdfTeX trusts what it loads.
        trusted = not self._document.own_templates or is_sandboxed(self.work, self._engine)
        if self._engine is Engine.PDFLATEX and above is not None and trusted:
            self._preamble = find_format(above, self.work, self._environment, self._timeout)
        text, finished = self._attempt()
        if self._preamble is not None and _NO_FORMAT.search(finished.output):
            forget_format(self._preamble)
            self._preamble, self._passes = None, 0
            text, finished = self._attempt()
        return finished if _is_of(text, self.work) else None

    def keep(self) -> None:
        """Note what a good run was made from, and that its files are good for the next one."""
        kept = () if self._preamble is None else format_inputs(self._preamble)
        self._inputs = tex_inputs(self.work / f"{JOB}.fls", self._engine, kept)
        good = sign(_kept_files_hash(self._document, self._engine, self.work)).encode()
        write_file(self.work / _GOOD, good, lasting=False)

    def _attempt(self) -> tuple[str, Finished]:
        """Set the document, its preamble from a format or its text; return what TeX was given."""
        filled = self._document.filled
        text = filled.text if self._preamble is None else filled.without_kept_preamble
        write_file(self.work / f"{JOB}.tex", text.encode(), lasting=False)
        drafted = first_is_draft(self._document, self._engine, self.work)
        finished = self._latexmk(drafted)
        if drafted and _NO_OUTPUT in finished.output:  # there was nothing to repeat
            finished = self._latexmk(drafted, "-g")
        # latexmk takes a file of the same size and the same second for the same file.
        while (
            finished.status == 0 and self._passes < _MOST_PASSES and _RERUN in _read_log(self.work)
        ):
            finished = self._latexmk(drafted, "-g")
        return text, finished

    def _latexmk(self, drafted: bool, *options: str) -> Finished:
        self._earlier = self._passes
        program, *rest = _command(self._engine, self._synctex, self._preamble, drafted)
        command = (program, *options, *rest)
        if self._ahead is not None:
            told = self._ahead.run(command, self._environment, self._left(), self._count_passes)
            if told is not None:
                return told
        return run_sandboxed(
            command,
            self.work,
            self._engine,
            self._environment,
            self._left(),
            self._count_passes,
            reads=self._preamble,
        )

    def _count_passes(self, line: str) -> None:
        if match := _PASS.match(line):
            self._passes = self._earlier + int(match[1])
            if self._on_pass is not None:
                self._on_pass(self._passes)

    def _left(self) -> float:
        return self._timeout - (time.monotonic() - self._started)


def _why_unable(document: TexDocument, engine: Engine) -> tuple[Diagnostic, ...]:
    """Return what is missing on this machine to set a document."""
    programs = find_programs("latexmk", engine.value)
    if missing := tuple(tool for tool in programs if tool.path is None):
        return (not_installed(missing),)
    return why_untaggable() if document.tagged else ()


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
