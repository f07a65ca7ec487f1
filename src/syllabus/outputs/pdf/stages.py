"""The stages of a build, one after another."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from time import perf_counter

from syllabus.diagnostics import Diagnostic, has_errors, sort_diagnostics, warning
from syllabus.model.course import Course
from syllabus.model.engine import Engine
from syllabus.outputs.history.saving import record_handout, record_of
from syllabus.outputs.own_templates import hints_at_older
from syllabus.outputs.pdf.last_build import note_last_build
from syllabus.outputs.pdf.manifest import (
    Manifest,
    fingerprint,
    is_same_tex,
    load_manifest,
    write_manifest,
)
from syllabus.outputs.pdf.preparation import engine_of, prepare_handout
from syllabus.outputs.pdf.rendering import start_of_day
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest, PreparedHandout
from syllabus.outputs.pdf.targets import find_targets, put_known, put_new
from syllabus.outputs.unwritable import cannot_write, other_folder_hints
from syllabus.tex.ahead import LatexmkAhead
from syllabus.tex.document import TexDocument
from syllabus.tex.failures import out_of_time
from syllabus.tex.log import read_log
from syllabus.tex.run import TexRun, run_latexmk
from syllabus.tex.sandbox import lists_fonts
from syllabus.tex.synctex import NotATrace, synctex_path, trace_records
from syllabus.workspace.cache import forget, save_all
from syllabus.workspace.deadline import OutOfTime, TimeLimit, check_time, time_limit
from syllabus.workspace.files import read_file, remove_leftovers, write_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import (
    PDF,
    build_lock,
    check_target,
    checksum,
    digest,
    make_working_folder,
    note_outputs,
)
from syllabus.workspace.progress import Progress
from syllabus.workspace.stamps import stamp_files


def build_handout(
    request: BuildRequest, progress: Progress, mention: Progress | None = None
) -> BuildOutcome:
    """Build the handout; the last good PDF stays where it is unless a new one is whole.

    `mention` is told, even without a terminal, that this build waits for another one of the
    project, and that the newest handout is of a later day. Raises `UnknownMoment` if the requested
    moment is not one.
    """
    try:
        with (
            time_limit(request.timeout) as limit,
            forget(everything=request.force),
            LatexmkAhead(request.layout.work / "tex", limit.left) as ahead,
        ):
            return _Build(request, progress, mention or progress, limit, ahead).run()
    except OutOfTime:
        return BuildOutcome(None, (out_of_time(request.timeout),), tex_failed=True)


class _Build:
    """One build: what was asked for, who is told how far it is, and how long it may take."""

    def __init__(
        self,
        request: BuildRequest,
        progress: Progress,
        mention: Progress,
        limit: TimeLimit,
        ahead: LatexmkAhead,
    ) -> None:
        self._request = request
        self._progress = progress
        self._mention = mention
        self._limit = limit
        self._ahead = ahead
        self._started = perf_counter()

    def run(self) -> BuildOutcome:
        """Read, render and set the handout."""
        request = self._request
        self._progress("reading the records")
        prepared = self._prepare()
        page_alone = request.web and not has_errors(prepared.of_page)
        if prepared.document is None and not page_alone:
            return BuildOutcome(None, prepared.diagnostics, project=prepared.project)
        try:
            left = self._limit.left()
            with build_lock(request.layout, self._mention) as waited:
                if waited:  # the records may have changed since
                    self._limit.extend(left - self._limit.left())  # to wait is no work
                    prepared = self._prepare()
                outcome = self._make(prepared)
                note_last_build(request, prepared, outcome)
                return replace(
                    outcome,
                    project=prepared.project,
                    contains=prepared.contains,
                    moment=prepared.moment,
                )
        except OSError as fault:
            diagnostics = (*prepared.diagnostics, cannot_write(fault, request.layout, "PDF"))
            return BuildOutcome(None, diagnostics, tex_failed=True, project=prepared.project)

    def _prepare(self) -> PreparedHandout:
        request = self._request
        return prepare_handout(
            request.layout,
            request.as_of,
            request.edition,
            request.engine,
            request.accessible,
            self._start_latexmk,
        )

    def _start_latexmk(self, course: Course, moment: datetime) -> None:
        request = self._request
        engine = engine_of(course, request.engine) or Engine.PDFLATEX
        if request.stop_before_tex or request.accessible or course.accessible:
            return
        with suppress(OSError):  # which is told where nothing can be done without the folder
            make_working_folder(request.layout)
            self._ahead.start(engine, start_of_day(moment))

    def _make(self, prepared: PreparedHandout) -> BuildOutcome:
        request, course = self._request, prepared.project.course
        if prepared.document is None or course is None or prepared.moment is None:
            nothing = BuildOutcome(None, prepared.diagnostics)
            return _with_page(request, prepared, nothing) if request.web else nothing
        targets = find_targets(request, course, prepared.moment, self._mention)
        for folder in {request.layout.work, *(target.parent for target in targets)}:
            remove_leftovers(folder)
        if request.stop_before_tex:
            check_time()
            path = targets[0].with_suffix(".tex")
            _write_tex(request.layout, prepared.document, path)
            return BuildOutcome(path, prepared.diagnostics, seconds=self._seconds)
        record = cache(lambda: record_of(prepared.snapshot))
        outcome = self._set(prepared, prepared.document, targets, record)
        leaves_none = not request.history or request.output is not None
        if request.web and (outcome.path is not None or outcome.tex_failed):
            outcome = _with_page(request, prepared, outcome)
        if outcome.path is None or leaves_none or prepared.snapshot is None:
            return outcome
        faults = record_handout(request.layout, prepared.snapshot, record())
        return replace(outcome, diagnostics=sort_diagnostics((*outcome.diagnostics, *faults)))

    def _set(
        self,
        prepared: PreparedHandout,
        document: TexDocument,
        targets: tuple[Path, ...],
        meanwhile: Callable[[], object],
    ) -> BuildOutcome:
        """Have TeX set the document, unless the PDF that is there was set from the same.

        `meanwhile` is done while TeX is at work.
        """
        request, layout = self._request, self._request.layout
        for target in targets:
            check_target(target, PDF, ours=request.output is None)
        record = layout.work / f"{request.edition.value}.json"
        mark = fingerprint(document, document.engine)
        known = load_manifest(record)
        if (
            known is not None
            and known.fingerprint == mark
            and is_same_tex(known)
            and not request.force
        ):
            there = self._outcome_known(known, prepared, document, targets)
            if there is not None:
                return there
        self._progress("typesetting the pages")
        run = self._run_tex(document, meanwhile)
        found = tuple(_with_way_out(fault, layout) for fault in run.diagnostics)
        faults = sort_diagnostics((*prepared.diagnostics, *found))
        if run.pdf is None or has_errors(run.diagnostics):
            return BuildOutcome(
                None,
                faults,
                tex_failed=not any(fault.span for fault in run.diagnostics),
                log=run.log,
            )
        tex = stamp_files(run.inputs)
        content = read_file(run.pdf, own=True)
        trace = _trace(document, run.pdf) if request.synctex else b""
        if request.synctex and not trace:
            faults = sort_diagnostics((*faults, _untraced()))
        sums = (checksum(content), checksum(trace) if trace else "")
        outputs = put_new(layout, targets, content, trace)
        log = read_file(run.log, own=True).decode("utf-8", "replace") if run.diagnostics else ""
        write_manifest(record, Manifest(mark, *sums, run.pages, log, tex))
        return BuildOutcome(
            targets[0],
            faults,
            run.pages,
            run.passes,
            self._seconds,
            log=run.log,
            outputs=outputs,
            tex=tex,
        )

    def _outcome_known(
        self,
        known: Manifest,
        prepared: PreparedHandout,
        document: TexDocument,
        targets: tuple[Path, ...],
    ) -> BuildOutcome | None:
        """Return what the last run of TeX came to, put in all places; None if a file is gone."""
        request = self._request
        traces = tuple(map(synctex_path, targets)) if request.synctex else ()
        if not put_known(request.layout, targets, known.pdf_sha256):
            return None
        if traces and not put_known(request.layout, traces, known.synctex_sha256):
            return None
        # The same text has the same lines, so TeX's old messages still find their records.
        faults = sort_diagnostics((*prepared.diagnostics, *read_log(known.log, document)))
        return BuildOutcome(
            targets[0],
            faults,
            known.pages,
            0,
            self._seconds,
            fresh=True,
            outputs=(*targets, *traces),
            tex=known.tex,
        )

    def _run_tex(self, document: TexDocument, meanwhile: Callable[[], object]) -> TexRun:
        work = self._request.layout.work / "tex"
        lists = lists_fonts(work, document.engine, apart=document.programs)

        def begin_pass(number: int) -> None:
            first = " (LuaLaTeX lists this machine's fonts, once: half a minute)"
            hint = first if lists and number == 1 else ""
            self._progress(f"typesetting the pages, pass {number}{hint}")
            save_all()
            meanwhile()

        return run_latexmk(
            document,
            work,
            document.engine,
            self._limit.left(),
            begin_pass,
            synctex=self._request.synctex,
            allowed=self._request.timeout,
            ahead=self._ahead,
        )

    @property
    def _seconds(self) -> float:
        return perf_counter() - self._started


def _with_page(
    request: BuildRequest, prepared: PreparedHandout, outcome: BuildOutcome
) -> BuildOutcome:
    """Write the page, too, which there is without a PDF where TeX alone has failed."""
    if has_errors(prepared.of_page):
        return outcome
    from syllabus.outputs.pdf.page import put_page

    return put_page(request, prepared, outcome)


def _with_way_out(fault: Diagnostic, layout: Layout) -> Diagnostic:
    """Return a fault of TeX with what helps, where only the project's folders tell it."""
    if fault.code == "undefined-command":
        return replace(fault, hints=(*hints_at_older(fault, layout), *fault.hints))
    if fault.code != "work-unwritable" or fault.hints:
        return fault
    return replace(fault, hints=other_folder_hints(layout.work, layout))


def _trace(document: TexDocument, pdf: Path) -> bytes:
    """Return the SyncTeX file of a PDF; nothing if TeX wrote none."""
    path, contents = synctex_path(pdf), pdf.with_suffix(".toc")
    if not path.is_file():
        return b""
    toc = read_file(contents, own=True).decode("utf-8", "replace") if contents.is_file() else ""
    try:
        return trace_records(read_file(path, own=True), toc, document)
    except NotATrace:
        return b""


def _untraced() -> Diagnostic:
    message = "TeX wrote no SyncTeX file: a place in the PDF leads to no record"
    hint = "leave \\synctex out of templates and of raw LaTeX, if it is there"
    return warning("no-synctex", message, None, hint)


def _write_tex(layout: Layout, document: TexDocument, path: Path) -> None:
    """Write the .tex with its pictures beside it."""
    pictures = {path.parent / name: picture for name, picture in document.files.items()}
    sums = {target: digest(picture) or "" for target, picture in pictures.items()}
    note_outputs(layout, {**sums, path: checksum(document.text.encode())})
    for target, picture in pictures.items():
        write_file(target, read_file(picture))
    write_file(path, document.text.encode())
