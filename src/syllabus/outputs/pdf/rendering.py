"""A course at one moment, for one edition, to the handout's TeX document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic, has_errors, sort_diagnostics
from syllabus.handout import CitationFormat, Handout, HandoutSection, make_handout
from syllabus.model.course import (
    Course,
    Edition,
    Section,
)
from syllabus.model.document import Text
from syllabus.model.engine import Accessibility, Engine
from syllabus.model.rooms import Room
from syllabus.model.timeline import format_date
from syllabus.model.words import words_of
from syllabus.on_demand import dataclass
from syllabus.outputs.history import Snapshot, take_snapshot
from syllabus.outputs.pdf.labels import report_labels
from syllabus.outputs.pdf.languages import (
    babel_name,
    hyphenation_view,
    is_greek,
    language_views,
    paper_size,
    punctuation_view,
    script_views,
)
from syllabus.outputs.pdf.meetings import MeetingViews
from syllabus.outputs.pdf.people import view_course_facts
from syllabus.outputs.pdf.schedule import ScheduleViews
from syllabus.outputs.pdf.typesetting import set_type
from syllabus.outputs.pdf.unprintable import report_unprintable
from syllabus.outputs.pdf.view import HandoutView, ReferenceView, SectionView
from syllabus.outputs.templates import fill_template
from syllabus.source import SourceFile
from syllabus.tex.document import TexDocument
from syllabus.tex.filled import FilledText, WriteRun, read_filled
from syllabus.workspace.deadline import check_time
from syllabus.workspace.layout import Layout
from syllabus.writers.latex import (
    Latex,
    LatexWriter,
    Patterns,
    check_macro,
    define_macro,
    directed,
    escape_pdf_string,
)
from syllabus.writers.latex.labels import Label, labels_of, labels_of_raw
from syllabus.writers.latex.places import below

if TYPE_CHECKING:
    from syllabus.outputs.history.news import SinceLast
    from syllabus.outputs.pdf.changes import WrittenChanges
    from syllabus.outputs.pdf.months import CalendarView
    from syllabus.outputs.pdf.view import DeadlineView
    from syllabus.writers.latex.typefaces import FindTypefaces

HANDOUT = "handout.tex"
"""The template that the others are parts of."""

TEMPLATES = {
    "schedule": "schedule.tex",
    "calendar": "calendar.tex",
    "deadlines": "deadlines.tex",
    "upcoming": "meetings.tex",
    "past": "meetings.tex",
    "references": "references.tex",
    "changes": "changes.tex",
}
"""The template of each generated section; prose has `prose.tex`."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A handout's TeX document, None if faults make one impossible.

    `contains` returns a snapshot of it. That takes a while and is not needed before TeX runs.
    `since` is what its section of changes tells, None without one. `languages` are those of
    passages that are in another one than the handout (BCP 47).
    """

    document: TexDocument | None
    diagnostics: tuple[Diagnostic, ...]
    contains: Callable[[], Snapshot]
    handout: Handout
    since: SinceLast | None = None
    languages: frozenset[str] = frozenset()


def render_handout(
    course: Course,
    form: CitationFormat,
    moment: datetime,
    edition: Edition,
    engine: Engine | None,
    accessible: Accessibility | None,
    find_typefaces: FindTypefaces,
    patterns: Patterns | None = None,
    earlier: Snapshot | None = None,
) -> Rendered:
    """Render the handout at `moment` (aware) for the readers of `edition`.

    Without an `engine`, it is written for the one that its characters need. An `accessible` one is
    tagged, which LuaLaTeX alone does. Words of a language
    other than English are divided by `patterns`, without them not at all. `earlier` is what the
    last handout contained, of which the section `changes` tells.

    Faults: what cannot be printed or cited, formulas that do not pass the gate, and templates
    of the project's that cannot be filled.
    """
    handout = make_handout(course, edition, moment, form)

    @cache
    def contains() -> Snapshot:
        # The record of a handout is the same in each edition: it has what everybody reads.
        public = edition is Edition.PUBLIC
        return take_snapshot(
            handout if public else make_handout(course, Edition.PUBLIC, moment, form)
        )

    if earlier is not None and edition is Edition.PUBLIC:
        from syllabus.outputs.history.private import without_private

        earlier = without_private(earlier, contains(), course)
    renderer = _Renderer(handout, patterns, earlier, contains, accessible)
    return renderer.render(engine, find_typefaces)


def start_of_day(moment: datetime) -> int:
    """Return when the printed day began, in seconds since 1970.

    It is the date in the PDF: the same handout all day long is one file.
    """
    return int(moment.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


class _Renderer:
    def __init__(
        self,
        handout: Handout,
        patterns: Patterns | None,
        earlier: Snapshot | None,
        contains: Callable[[], Snapshot],
        accessible: Accessibility | None,
    ) -> None:
        self.handout = handout
        self.course = handout.course
        self.patterns = patterns
        self.earlier = earlier
        self.contains = contains
        self.since: SinceLast | None = None
        self.accessible = accessible
        self.words = words_of(self.course)
        self.macros = self.course.definitions
        self.writer = LatexWriter(self.macros, greek=is_greek(self.course.language))
        if handout.edition is Edition.PUBLIC:
            # The .tex of both editions stand in one folder, and their pictures beside them.
            self.writer.pictures.named = "picture-public"
        self.meetings = MeetingViews(handout, self.words, self.writer)
        self.schedule = ScheduleViews(self.meetings)
        self.templates: dict[str, SourceFile] = {}  # the project's own, as far as they were read

    def render(self, engine: Engine | None, find_typefaces: FindTypefaces) -> Rendered:
        view = self._handout()
        for word in self.course.words.values():
            self._text(word)  # so that one that cannot be printed is a fault
        faults = [*self.handout.diagnostics, *self.writer.diagnostics]
        if self.accessible is not None:
            engine = Engine.LUALATEX
        typeset = set_type(view, self._fill, engine, find_typefaces)
        if isinstance(typeset, Diagnostic):
            return self._rendered(None, (*faults, typeset))
        document = TexDocument(
            typeset.filled,
            dict(self.writer.pictures.files),
            start_of_day(self.handout.moment),
            typeset.engine,
            tagged=self.accessible is not None,
            programs=self.course.raw_latex or bool(self.templates),
            own_templates=bool(self.templates),
            shown=dict(self.writer.pictures.shown),
        )
        faults += report_unprintable(typeset.unprintable, self.writer.foreign, typeset.filled)
        faults += report_labels(typeset.filled.labels, self._labels_elsewhere())
        return self._rendered(None if has_errors(faults) else document, faults)

    def _rendered(self, document: TexDocument | None, faults: Iterable[Diagnostic]) -> Rendered:
        found = sort_diagnostics(faults)
        languages = frozenset(self.writer.languages)
        return Rendered(document, found, self.contains, self.handout, self.since, languages)

    def _fill(
        self,
        view: HandoutView,
        write_run: WriteRun | None = None,
    ) -> FilledText | Diagnostic:
        check_time()
        words = {key: self.writer.literal(word) for key, word in self.words.items()}
        values = {"handout": view, "words": words}
        filled = fill_template(HANDOUT, values, Layout(self.course.root), self.templates)
        if isinstance(filled, Diagnostic):
            return filled
        return read_filled(filled, self.writer.origins, self.templates, write_run)

    def _labels_elsewhere(self) -> Iterator[Label]:
        """Yield the labels of macros, and those that a template of the project's gives."""
        for definition in self.course.macros.values():
            yield from labels_of(definition.text, self.macros, definition.span)
        for template in self.templates.values():
            found = labels_of_raw(template.span(0, len(template.text)))
            yield from (label for label in found if not label.is_reference)

    # --- views ---

    def _handout(self) -> HandoutView:
        course, text, today = self.course, self._text, self.handout.moment.date()
        authors = ", ".join(author.text for author in course.authors)
        sections = tuple(map(self._section, self.handout.sections))
        return HandoutView(
            mark=self.writer.mark(course.title.span),
            title=self.writer.titled(course.title),
            authors=tuple(text(author) for author in course.authors),
            place=text(course.place) if course.place else None,
            room=None if course.room is None else self._room(course.room),
            date=self.writer.literal(
                format_date(today, course.dates.title, "title", course.language)
            ),
            edition=self._edition_notice(),
            pdf_title=escape_pdf_string(course.title.text),
            pdf_author=escape_pdf_string(authors),
            language=Latex(course.language),
            babel=babel_name(course.language),
            hyphenation=hyphenation_view(self.patterns),
            punctuation=punctuation_view(course.language, self.writer),
            paper=paper_size(course.language),
            accessible=Latex(self.accessible.value) if self.accessible else None,
            scripts=script_views(course.language) if self.accessible else (),
            contents_title=self.writer.literal(self.words["contents"])
            if course.contents.shown
            else None,
            contents_depth=course.contents.depth,
            macros=tuple(self._macros()),
            sections=sections,
            facts=tuple(view_course_facts(course, self.words, self.writer)),
            links_people=any(
                speaker.person.url for each in course.meetings for speaker in each.speakers
            ),
            languages=language_views(self.writer.languages, course.language),  # of all above
        )

    def _room(self, room: Room) -> Latex:
        fact = room.fact(is_usual=True)
        return self._text(fact.text) if fact.url is None else self.writer.line(fact.line)

    def _edition_notice(self) -> Latex:
        """Say who the handout is for: members only where it does hold what is theirs."""
        word = self.handout.edition_word
        return Latex("") if word is None else self.writer.literal(self.words[word])

    def _macros(self) -> Iterator[Latex]:
        for name, definition in self.course.macros.items():
            faults = check_macro(name, definition.text, self.macros, definition.span)
            self.writer.diagnostics.extend(faults)
            if not faults:
                yield Latex(define_macro(name, definition.text, self.macros))

    def _section(self, section: HandoutSection) -> SectionView:
        check_time()
        name, prose = section.name, section.prose
        news = self._changes() if name == "changes" else None
        coming, past = self._deadlines() if name == "deadlines" else ((), ())
        return SectionView(
            template=TEMPLATES.get(name, "prose.tex"),
            mark=self.writer.mark(prose.span if prose else section.span),
            title=self._section_title(name, prose),
            body=below(section.anchor, self.writer.blocks(prose.blocks) if prose else Latex("")),
            columns=self.schedule.columns() if name == "schedule" else (),
            rows=tuple(self.schedule.rows()) if name == "schedule" else (),
            calendar=self._months() if name == "calendar" else None,
            meetings=tuple(self.meetings.sections(section.meetings)),
            deadlines=coming,
            past_deadlines=past,
            references=tuple(self._references()) if name == "references" else (),
            held=news.held if news else None,
            changes=news.changed if news else (),
            empty=news.empty if news else self.writer.literal(self.words[section.word_if_empty]),
        )

    def _changes(self) -> WrittenChanges | None:
        if self.earlier is None:
            return None
        from syllabus.outputs.history.compare import compare_snapshots
        from syllabus.outputs.history.news import SinceLast, tell_news
        from syllabus.outputs.history.remarks import Wording
        from syllabus.outputs.pdf.changes import write_changes

        changes = compare_snapshots(self.earlier, self.contains())
        news = tell_news(changes, Wording.of(self.course), self.handout.printed)
        self.since = SinceLast(self.earlier.day, news)
        return write_changes(news, self.macros, self.writer)

    def _section_title(self, name: str, prose: Section | None) -> Latex:
        if prose is not None and prose.title is not None:
            return self.writer.title(prose.title)
        if name == "changes" and self.earlier is not None:
            from syllabus.outputs.history.remarks import Wording

            return self.writer.literal(Wording.of(self.course).since(self.earlier.day))
        return self.writer.literal(self.words.get(name, name))

    def _months(self) -> CalendarView | None:
        from syllabus.outputs.pdf.months import view_months

        return view_months(self.handout, self.words, self.writer)

    def _deadlines(self) -> tuple[tuple[DeadlineView, ...], tuple[DeadlineView, ...]]:
        from syllabus.outputs.pdf.deadlines import view_deadlines

        return view_deadlines(self.handout, self.meetings)

    def _references(self) -> Iterator[ReferenceView]:
        for reference in self.handout.references:
            label = self.writer.literal(reference.label) if reference.label else None
            mark = self.writer.mark(reference.span)
            yield ReferenceView(mark, label, self.writer.line(reference.children))

    def _text(self, text: Text) -> Latex:
        return directed(self.writer.text(text.text, text.span), text.text)
