"""What a build does before TeX: a project is read, checked and rendered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, has_errors, sort_diagnostics
from syllabus.front.check import CheckedProject, advise, check_project
from syllabus.front.records.asked import asked_moment
from syllabus.handout import CitationFormat
from syllabus.handout.citations import without_citations
from syllabus.model.course import Course, Edition
from syllabus.model.engine import ENGINES, Accessibility, Engine
from syllabus.outputs.own_templates import check_templates
from syllabus.outputs.pdf.languages import languages_of_words
from syllabus.outputs.pdf.rendering import render_handout
from syllabus.outputs.pdf.request import PreparedHandout
from syllabus.tex.hyphenation import Hyphenation, find_hyphenation, find_hyphenation_of_words
from syllabus.workspace.deadline import check_time
from syllabus.workspace.layout import Layout
from syllabus.writers.latex import LatexWriter

if TYPE_CHECKING:
    from syllabus.outputs.history import Snapshot
    from syllabus.writers.latex.typefaces import Coverage


def prepare_handout(
    layout: Layout,
    as_of: str | None = None,
    edition: Edition = Edition.MEMBERS,
    engine: str | None = None,
    accessible: Accessibility | None = None,
    on_read: Callable[[Course, datetime], None] | None = None,
) -> PreparedHandout:
    """Read, check and render a project, without TeX; every fault of it in one run.

    `engine` is a key of `ENGINES`, None for what the course says, and so is `accessible`. `on_read`
    is told, before anything is rendered, that the records are without errors. Raises
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
    if on_read is not None and not has_errors(project.diagnostics):
        on_read(course, moment)
    hyphenation = find_hyphenation(course.language, course.language_span)
    unreadable: list[Diagnostic] = []
    rendered = render_handout(
        course,
        CitationFormat(project.bibliography, project.style, course.language),
        moment,
        edition,
        engine_of(course, engine),
        accessible or course.accessible,
        _find_typefaces,
        hyphenation.patterns,
        _earlier_handout(layout, course, moment, unreadable),
    )
    of_words = _hyphenation_of_words(project, course, rendered.languages)
    faults = sort_diagnostics(
        (
            *project.diagnostics,
            *texts,
            *hyphenation.diagnostics,
            *of_words.diagnostics,
            *unreadable,
            *templates,
            *(each for each in rendered.diagnostics if each not in templates),
            *advise(project, moment),
        )
    )
    document = None if has_errors(faults) else rendered.document
    by_fonts = document is None or document.engine is Engine.LUALATEX
    machine = None
    if not (by_fonts or hyphenation.files is None or of_words.files is None):
        machine = (*hyphenation.files, *of_words.files)
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


def _earlier_handout(
    layout: Layout, course: Course, moment: datetime, faults: list[Diagnostic]
) -> Snapshot | None:
    """Return what the last handout contained, where this one has a section that asks for it."""
    if all(entry.name != "changes" for entry in course.handout):
        return None
    from syllabus.outputs.history.files import last_handout

    return last_handout(layout, moment.date(), faults)


def _hyphenation_of_words(
    project: CheckedProject, course: Course, printed: frozenset[str]
) -> Hyphenation:
    """Return how the words in other languages are divided, of those that are `printed`."""
    marked = languages_of_words(course, project.blocks) if printed else {}
    return find_hyphenation_of_words(
        {each: place for each, place in marked.items() if each in printed}, course.language
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


def engine_of(course: Course, engine: str | None) -> Engine | None:
    """Return the engine that was asked for, else the course's; None for what its text needs."""
    return course.engine if engine is None else ENGINES[engine]
