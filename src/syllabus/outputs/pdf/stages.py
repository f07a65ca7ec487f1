"""The stages of a build, one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, has_errors, sort_diagnostics, warning
from syllabus.front.check import CheckedProject, advise, check_project
from syllabus.front.records.asked import asked_moment
from syllabus.handout import CitationFormat
from syllabus.handout.citations import without_citations
from syllabus.model.course import Edition
from syllabus.model.engine import ENGINES, Accessibility, Engine
from syllabus.outputs.history.saving import record_handout, record_of
from syllabus.outputs.own_templates import check_templates, hints_at_older
from syllabus.outputs.pdf.last_build import note_last_build
from syllabus.outputs.pdf.manifest import (
    Manifest,
    fingerprint,
    is_same_tex,
    load_manifest,
    write_manifest,
)
from syllabus.outputs.pdf.rendering import render_handout
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest, PreparedHandout
from syllabus.outputs.pdf.targets import find_targets, put_known, put_new
from syllabus.outputs.unwritable import cannot_write, other_folder_hints
from syllabus.tex import TexRun, find_hyphenation, lists_fonts, out_of_time, run_latexmk
from syllabus.tex.document import TexDocument
from syllabus.tex.log import read_log
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
    note_outputs,
)
from syllabus.workspace.progress import Progress
from syllabus.workspace.stamps import stamp_files
from syllabus.writers.latex import LatexWriter

if TYPE_CHECKING:
    from syllabus.writers.latex.typefaces import Coverage


def prepare_handout(
    layout: Layout,
    as_of: str | None = None,
    edition: Edition = Edition.MEMBERS,
    engine: str | None = None,
    accessible: Accessibility | None = None,
) -> PreparedHandout:
    """Read, check and render a project, without TeX; every fault of it in one run.

    `engine` is a key of `ENGINES`, None for what the course says, and so is `accessible`. Raises
    `UnknownMoment` if `as_of` is not a moment.
    """
    project = check_project(layout)
    course = project.course
    # What is wrong with a record keeps it, or all of them, from being rendered.
    texts = check_texts(project) if has_errors(project.diagnostics) else ()
    templates = check_templates(layout)
    if course is None or project.style is None:
        faults = sort_diagnostics((*project.diagnostics, *texts, *templates))
        return PreparedHandout(project, None, None, faults)
    moment = asked_moment(as_of, course)
    hyphenation = find_hyphenation(course.language, course.language_span)
    unreadable: list[Diagnostic] = []
    earlier = None
    if any(entry.name == "changes" for entry in course.handout):
        from syllabus.outputs.history.files import last_handout

        earlier = last_handout(layout, moment.date(), unreadable)
    rendered = render_handout(
        course,
        CitationFormat(project.bibliography, project.style, course.language),
        moment,
        edition,
        course.engine if engine is None else ENGINES[engine],
        accessible or course.accessible,
        _find_typefaces,
        hyphenation.patterns,
        earlier,
    )
    faults = sort_diagnostics(
        (
            *project.diagnostics,
            *texts,
            *hyphenation.diagnostics,
            *unreadable,
            *templates,
            *(each for each in rendered.diagnostics if each not in templates),
            *advise(project, moment),
        )
    )
    document = None if has_errors(faults) else rendered.document
    by_fonts = document is None or document.engine is Engine.LUALATEX
    machine = None if by_fonts else hyphenation.files
    return PreparedHandout(
        project,
        document,
        moment,
        faults,
        rendered.contains,
        machine,
        rendered.handout,
        rendered.since,
    )


def _find_typefaces(wanted: frozenset[str]) -> Coverage:
    from syllabus.tex.fonts import find_typefaces

    return find_typefaces(wanted)


def check_texts(project: CheckedProject) -> tuple[Diagnostic, ...]:
    """Return what keeps texts from being written, formulas above all, printed or not."""
    macros = {name: definition.text for name, definition in project.macros.items()}
    writer = LatexWriter(macros)
    for block in without_citations(project.blocks):
        check_time()
        writer.blocks((block,))
    return tuple(writer.diagnostics)


def build_handout(
    request: BuildRequest, progress: Progress, mention: Progress | None = None
) -> BuildOutcome:
    """Build the handout; the last good PDF stays where it is unless a new one is whole.

    `mention` is told, even without a terminal, that this build waits for another one of the
    project, and that the newest handout is of a later day. Raises `UnknownMoment` if the requested
    moment is not one.
    """
    try:
        with time_limit(request.timeout) as limit, forget(everything=request.force):
            return _build_within(limit, request, progress, mention)
    except OutOfTime:
        return BuildOutcome(None, (out_of_time(request.timeout),), tex_failed=True)


def _build_within(
    limit: TimeLimit, request: BuildRequest, progress: Progress, mention: Progress | None
) -> BuildOutcome:
    started = perf_counter()
    progress("reading the records")
    prepared = _prepare(request)
    page_alone = request.web and not has_errors(prepared.of_page)
    if prepared.document is None and not page_alone:
        return BuildOutcome(None, prepared.diagnostics, project=prepared.project)
    try:
        left = limit.left()
        with build_lock(request.layout, mention or progress) as waited:
            if waited:  # the records may have changed since
                limit.extend(left - limit.left())  # to wait is no work
                prepared = _prepare(request)
            outcome = _build(request, prepared, progress, mention or progress, started, limit)
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


def _prepare(request: BuildRequest) -> PreparedHandout:
    return prepare_handout(
        request.layout, request.as_of, request.edition, request.engine, request.accessible
    )


def _build(
    request: BuildRequest,
    prepared: PreparedHandout,
    progress: Progress,
    mention: Progress,
    started: float,
    limit: TimeLimit,
) -> BuildOutcome:
    if prepared.document is None or prepared.project.course is None or prepared.moment is None:
        nothing = BuildOutcome(None, prepared.diagnostics)
        return _with_page(request, prepared, nothing) if request.web else nothing
    targets = find_targets(request, prepared.project.course, prepared.moment, mention)
    for folder in {request.layout.work, *(target.parent for target in targets)}:
        remove_leftovers(folder)
    if not request.stop_before_tex:
        record = cache(lambda: record_of(prepared.snapshot))
        outcome = _set(
            request, prepared, prepared.document, targets, progress, started, limit, record
        )
        leaves_none = not request.history or request.output is not None
        if request.web and (outcome.path is not None or outcome.tex_failed):
            outcome = _with_page(request, prepared, outcome)
        if outcome.path is None or leaves_none or prepared.snapshot is None:
            return outcome
        faults = record_handout(request.layout, prepared.snapshot, record())
        return replace(outcome, diagnostics=sort_diagnostics((*outcome.diagnostics, *faults)))
    check_time()
    path = targets[0].with_suffix(".tex")
    _write_tex(request.layout, prepared.document, path)
    return BuildOutcome(path, prepared.diagnostics, seconds=perf_counter() - started)


def _with_page(
    request: BuildRequest, prepared: PreparedHandout, outcome: BuildOutcome
) -> BuildOutcome:
    """Write the page, too, which there is without a PDF where TeX alone has failed."""
    if has_errors(prepared.of_page):
        return outcome
    from syllabus.outputs.pdf.page import put_page

    return put_page(request, prepared, outcome)


def _set(
    request: BuildRequest,
    prepared: PreparedHandout,
    document: TexDocument,
    targets: tuple[Path, ...],
    progress: Progress,
    started: float,
    limit: TimeLimit,
    meanwhile: Callable[[], object],
) -> BuildOutcome:
    """Have TeX set the document, unless the PDF that is there was set from the same.

    `meanwhile` is done while TeX is at work.
    """
    for target in targets:
        check_target(target, PDF, ours=request.output is None)
    layout = request.layout
    record = layout.work / f"{request.edition.value}.json"
    mark = fingerprint(document, document.engine)
    known = load_manifest(record)
    if known is not None and known.fingerprint == mark and is_same_tex(known) and not request.force:
        there = _outcome_known(known, request, prepared, document, targets, started)
        if there is not None:
            return there
    progress("typesetting the pages")
    run = _run_tex(request, document, progress, limit, meanwhile)
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
    seconds = perf_counter() - started
    return BuildOutcome(
        targets[0],
        faults,
        run.pages,
        run.passes,
        seconds,
        log=run.log,
        outputs=outputs,
        tex=tex,
    )


def _outcome_known(
    known: Manifest,
    request: BuildRequest,
    prepared: PreparedHandout,
    document: TexDocument,
    targets: tuple[Path, ...],
    started: float,
) -> BuildOutcome | None:
    """Return what the last run of TeX came to, put in all places; None if a file of it is gone."""
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
        perf_counter() - started,
        fresh=True,
        outputs=(*targets, *traces),
        tex=known.tex,
    )


def _run_tex(
    request: BuildRequest,
    document: TexDocument,
    progress: Progress,
    limit: TimeLimit,
    meanwhile: Callable[[], object],
) -> TexRun:
    work = request.layout.work / "tex"
    lists = lists_fonts(work, document.engine, apart=document.programs)

    def begin_pass(number: int) -> None:
        first = " (LuaLaTeX lists this machine's fonts, once: half a minute)"
        progress(f"typesetting the pages, pass {number}{first if lists and number == 1 else ''}")
        save_all()
        meanwhile()

    return run_latexmk(
        document,
        work,
        document.engine,
        limit.left(),
        begin_pass,
        synctex=request.synctex,
        allowed=request.timeout,
    )


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
