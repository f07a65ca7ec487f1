"""The stages of a build, one after another."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from syllabus.build.outputs import digest, only_build, put_copy, remember_outputs, replacing
from syllabus.check import CheckedProject, check_project
from syllabus.diagnostics import Diagnostic, error, has_errors, sort_diagnostics
from syllabus.latexmk import Engine, run_latexmk
from syllabus.manifest import Manifest, fingerprint, load_manifest, save_manifest
from syllabus.model.course import Course, Edition
from syllabus.model.layout import Layout
from syllabus.render import TexDocument, render_handout
from syllabus.timeline import resolve_moment

Progress = Callable[[str], None]
"""Is told, in a few words, what is being done."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build.

    `as_of` is the moment as the user wrote it, None for now; `output` a file or an existing
    folder in place of `build/`; `timeout` the seconds that TeX may take.
    """

    layout: Layout
    as_of: str | None = None
    edition: Edition = Edition.MEMBERS
    engine: Engine = Engine.PDFLATEX
    output: Path | None = None
    stop_before_tex: bool = False
    force: bool = False
    timeout: float = 120.0


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What came of a build.

    `path` is the PDF (or the .tex), None where there is none; `fresh` says that it was up to
    date, so TeX was not started. `tex_failed` says that the fault is not in the records.
    """

    path: Path | None
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    passes: int = 0
    seconds: float = 0.0
    fresh: bool = False
    tex_failed: bool = False
    log: Path | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """The part of a build that is not TeX: the checked project and its TeX document."""

    project: CheckedProject
    document: TexDocument | None
    moment: datetime | None
    diagnostics: tuple[Diagnostic, ...]


def prepare_handout(
    layout: Layout, as_of: str | None = None, edition: Edition = Edition.MEMBERS
) -> Front:
    """Read, check and render a project, without TeX; every fault of it in one run.

    Raises `UnknownMoment` where `as_of` is not a moment.
    """
    project = check_project(layout)
    course = project.course
    if course is None or project.style is None:
        return Front(project, None, None, project.diagnostics)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = resolve_moment(as_of, epoch, course.zone, datetime.now(UTC))
    rendered = render_handout(course, project.bibliography, project.style, moment, edition)
    faults = sort_diagnostics((*project.diagnostics, *rendered.diagnostics))
    document = None if has_errors(faults) else rendered.document
    return Front(project, document, moment, faults)


def build_handout(request: BuildRequest, progress: Progress) -> BuildOutcome:
    """Build the handout; the last good PDF stays where it is unless a new one is whole.

    Raises `UnknownMoment` where the requested moment is not one.
    """
    started = perf_counter()
    progress("reading the records")
    front = prepare_handout(request.layout, request.as_of, request.edition)
    if front.document is None or front.project.course is None or front.moment is None:
        return BuildOutcome(None, front.diagnostics)
    stem = _stem(front.project.course, front.moment, request.edition)
    targets = _targets(request, front.project.course, stem)
    try:
        request.layout.build.mkdir(parents=True, exist_ok=True)
        if request.stop_before_tex:
            path = targets[0].with_suffix(".tex")
            _write_tex(front.document, path)
            remember_outputs(request.layout, (path,))
            return BuildOutcome(path, front.diagnostics, seconds=perf_counter() - started)
        with only_build(request.layout, progress):
            return _set(request, front, front.document, targets, progress, started)
    except OSError as fault:
        return BuildOutcome(
            None, (*front.diagnostics, _cannot_write(fault, targets[0])), tex_failed=True
        )


def _set(
    request: BuildRequest,
    front: Front,
    document: TexDocument,
    targets: tuple[Path, ...],
    progress: Progress,
    started: float,
) -> BuildOutcome:
    """Have TeX set the document, unless the PDF that is there was set from the same."""
    record = request.layout.work / f"{request.edition.value}.json"
    mark = fingerprint(document, request.engine)
    known = load_manifest(record)
    if known is not None and known.fingerprint == mark and not request.force:
        source = next((path for path in targets if digest(path) == known.pdf_sha256), None)
        if source is not None:
            for target in targets:
                if digest(target) != known.pdf_sha256:
                    put_copy(source, target)
            seconds = perf_counter() - started
            return BuildOutcome(targets[0], front.diagnostics, known.pages, 0, seconds, fresh=True)
    progress("setting the pages")
    run = run_latexmk(
        document,
        request.layout.work / "tex",
        request.engine,
        request.timeout,
        lambda number: progress(f"setting the pages, pass {number}"),
    )
    faults = sort_diagnostics((*front.diagnostics, *run.diagnostics))
    if run.pdf is None:
        return BuildOutcome(
            None,
            faults,
            tex_failed=not any(fault.span for fault in run.diagnostics),
            log=run.log,
        )
    for target in reversed(targets):
        put_copy(run.pdf, target)
    remember_outputs(request.layout, targets)
    save_manifest(record, Manifest(mark, targets[0].name, digest(targets[0]) or "", run.pages))
    seconds = perf_counter() - started
    return BuildOutcome(targets[0], faults, run.pages, run.passes, seconds, log=run.log)


def _stem(course: Course, moment: datetime, edition: Edition) -> str:
    public = "-public" if edition is Edition.PUBLIC else ""
    return f"{course.slug}-{moment:%Y-%m-%d}{public}"


def _targets(request: BuildRequest, course: Course, stem: str) -> tuple[Path, ...]:
    """Return where the PDF goes: the dated one first, then the newest."""
    output = request.output
    if output is not None:
        return (output / f"{stem}.pdf",) if output.is_dir() else (output,)
    folder = request.layout.build
    public = "-public" if request.edition is Edition.PUBLIC else ""
    return (folder / f"{stem}.pdf", folder / f"{course.slug}{public}.pdf")


def _write_tex(document: TexDocument, path: Path) -> None:
    for name, picture in document.files.items():
        put_copy(picture, path.parent / name)
    with replacing(path) as temporary:
        temporary.write_text(document.text, encoding="utf-8")


def _cannot_write(fault: OSError, target: Path) -> Diagnostic:
    reason = fault.strerror or str(fault)
    return error(
        "cannot-write",
        f"cannot write '{target.name}': {reason.lower()}",
        None,
        f"look at {fault.filename or target.parent}; the last good PDF is untouched",
    )
