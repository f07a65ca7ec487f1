"""A handout to a web page, and the files that lie beside it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from babel import Locale

from syllabus.diagnostics import Diagnostic, sort_diagnostics, warning
from syllabus.handout import Handout, HandoutSection, handout_nodes
from syllabus.handout.deadlines import ListedDeadline, list_deadlines
from syllabus.handout.meetings import MeetingTexts, stream_pieces
from syllabus.handout.months import Day, Sign, show_months
from syllabus.handout.people import course_facts
from syllabus.handout.schedule import scheduled_meetings
from syllabus.model.course import Edition, Section
from syllabus.model.document import Heading, Text
from syllabus.model.places import meeting_anchor
from syllabus.model.site import page_anchor
from syllabus.model.timeline import format_date
from syllabus.model.words import english_of, is_english, words_of
from syllabus.on_demand import dataclass, pattern
from syllabus.outputs.history.news import News, SinceLast
from syllabus.outputs.history.remarks import Wording
from syllabus.outputs.templates import default_templates, fill_template
from syllabus.outputs.web.calendars import PageCalendars
from syllabus.outputs.web.data import course_data
from syllabus.outputs.web.meetings import MeetingPages, SchedulePage
from syllabus.outputs.web.outline import Outline
from syllabus.outputs.web.pictures import PagePictures
from syllabus.outputs.web.view import (
    CalendarView,
    ChangedView,
    DayView,
    DeadlineView,
    EntryView,
    FactView,
    MomentView,
    MonthView,
    PageView,
    ReferenceView,
    RemarkView,
    SectionView,
    SignView,
)
from syllabus.source import without_bidi_controls
from syllabus.workspace.deadline import check_time
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.writers.equations import Equations
from syllabus.writers.html import Html, escape_html
from syllabus.writers.page import PageWriter
from syllabus.writers.plain import PlainWriter

PAGE = "page.html"
"""The template of the page; that of its style is part of it."""

SCRIPT = "page.js"
"""The script of the page, which no project can replace."""

_STYLE = pattern("<style>(.*?)</style>", re.DOTALL)
_POLICY = "\x02policy\x03"
"""Stands for the policy, which says what is in the page; no text of a page has such characters."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its HTML, and what lies beside it by its names; None where faults prevent it."""

    html: bytes | None
    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


def render_page(
    handout: Handout,
    layout: Layout,
    calendars: PageCalendars,
    since: SinceLast | None = None,
    *,
    single: bool = False,
) -> Page:
    """Render the page of a handout; a `single` one is a file that holds everything.

    Faults: formulas that are printed as they are written, what a page cannot show, and a template
    of the project's that cannot be filled.
    """
    return _Renderer(handout, layout, calendars, since, single).render()


class _Renderer:
    def __init__(
        self,
        handout: Handout,
        layout: Layout,
        calendars: PageCalendars,
        since: SinceLast | None,
        single: bool,
    ) -> None:
        self.handout, self.course = handout, handout.course
        self.layout = layout
        self.since = since
        self.single = single
        self.words = words_of(self.course)
        self.texts = MeetingTexts(handout, self.words)
        self.marks = self.texts.punctuation
        self.pictures = PagePictures(inside=single)
        self.calendars = calendars.inside() if single else calendars
        self.ids = {
            each.identifier: page_anchor(each.calendar_id)
            for each in handout.meetings
            if each.identifier in handout.printed
        }
        self.rows = self._rows()
        self.places = {**self.ids, **self.rows}
        self.writer = PageWriter(
            self.words if self.course.reading_load else None,
            self.marks,
            self.course.definitions,
            find_picture=self.pictures.find,
            places={meeting_anchor(each): place for each, place in self.ids.items()},
            back=self.words["back-to-text"],
            language=self.course.language,
            equations=Equations(self.course.definitions),
            english=english_of(self.course),
        )
        self.writer.equations.count(handout_nodes(handout))
        self.outline = Outline()
        self.meetings = MeetingPages(
            self.texts, self.writer, self.outline, self.ids, self.calendars.addresses
        )

    def _rows(self) -> dict[str, str]:
        """Return the ids of meetings that have but a row of the schedule."""
        if not any(each.name == "schedule" for each in self.handout.sections):
            return {}
        ids = {each.identifier: page_anchor(each.calendar_id) for each in self.handout.meetings}
        shown = (each.identifier for each in scheduled_meetings(self.handout))
        return {each: ids[each] for each in shown if each in ids and each not in self.ids}

    def render(self) -> Page:
        values = {"page": self._page(), "policy": Html(_POLICY)}
        filled = fill_template(PAGE, values, self.layout)
        if isinstance(filled, Diagnostic):
            return Page(None, {}, (filled,))
        written = without_bidi_controls(filled).replace(_POLICY, self._policy(filled))
        files = {**self.calendars.files, **self.pictures.files}
        return Page(written.encode(), files, tuple(sort_diagnostics(self._faults())))

    def _policy(self, html: str) -> str:
        """Return the page's Content-Security-Policy: nothing runs or loads but what it holds."""
        styles = " ".join(map(_hashed, _STYLE.findall(html)))
        rules = (
            "default-src 'none'",
            f"style-src {styles}" if styles else "style-src 'none'",
            f"script-src {_hashed(self._script)}",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
        return "; ".join(rules)

    @property
    def _script(self) -> str:
        return read_file(default_templates() / SCRIPT).decode()

    def _faults(self) -> Iterator[Diagnostic]:
        for span in dict.fromkeys(self.writer.as_written):
            message = "the page shows this formula as it is written: MathML cannot say it"
            hint = "the PDF has it as ever; write it in other commands if readers need it"
            yield warning("formula-as-written", message, span, hint)
        for span in dict.fromkeys(self.pictures.not_shown):
            message = "the page shows the words of this picture alone: browsers show no PDF"
            yield warning("picture-not-shown", message, span, "make a PNG or JPEG of it")
        for span in dict.fromkeys(self.writer.left_out):
            message = "the page leaves this LaTeX out"
            yield warning("latex-left-out", message, span, "write what the page needs in Markdown")

    # --- views ---

    def _page(self) -> PageView:
        course, moment = self.course, self.handout.moment
        title = PlainWriter(macros=course.definitions).title(course.title)
        authors = tuple(each.text for each in course.authors)
        place = None if course.place is None else course.place.text
        sections = tuple(self._sections())
        members = self.handout.edition is Edition.MEMBERS
        edition = self.handout.edition_word
        room = None if course.room is None else course.room.fact(is_usual=True)
        return PageView(
            language=course.language,
            direction=Locale.parse(course.language, sep="-").text_direction,
            clock=course.clock,
            title=self.writer.line(course.title.nodes),
            plain_title=title,
            description=self.marks.comma.join((*authors, *((place,) if place else ()))),
            authors=authors,
            place=place,
            room=None if room is None else self.writer.line(room.line),
            facts=tuple(
                FactView(self.writer.said(self.words[each.word]), self.writer.line(each.line))
                for each in course_facts(course)
            ),
            day=str(moment.date()),
            date=format_date(moment.date(), course.dates.title, "title", course.language),
            members=members,
            site=None if members or course.site is None else course.site.address,
            edition=Html("") if edition is None else self.writer.said(self.words[edition]),
            contents=tuple(self._contents()),
            sections=sections,
            next=any(self.handout.ahead.get(each) == 0 for each in self.places),
            calendar=self.calendars.feed,
            calendar_name=f"{course.slug}.ics",
            single=self.single,
            data=course_data(self.handout, title, self.places),
            script=Html(self._script),
            words=self.words,
            said={key: self.writer.said(word) for key, word in self.words.items()},
            marks=self.marks,
        )

    def _contents(self) -> Iterator[EntryView]:
        contents = self.course.contents
        if contents.shown:
            yield from (each for each in self.outline.entries if each.level <= contents.depth)

    def _sections(self) -> Iterator[SectionView]:
        for section in self.handout.sections:
            if section.name != "references" or self.handout.references:
                check_time()
                yield self._section(section)

    def _section(self, section: HandoutSection) -> SectionView:
        name, prose = section.name, section.prose
        title = self._title(name, prose)
        anchor = section.anchor or f"section-{len(self.outline.entries) + 1}"
        number = self.outline.add(1, anchor, title)
        numbering = self.outline.numbering(self._unlinked)
        writer = replace(self.writer, level=5, numbered=numbering)
        body = Html("") if prose is None else writer.blocks(prose.blocks)
        notes = self.writer.footnotes()
        schedule = SchedulePage(self.meetings, self.rows) if name == "schedule" else None
        coming, past = list_deadlines(self.handout) if name == "deadlines" else ((), ())
        news = self.since.news if self.since is not None and name == "changes" else None
        return SectionView(
            name=name,
            anchor=anchor,
            number=number,
            title=title,
            body=body,
            notes=notes,
            empty=self.writer.said(news.empty if news else self.words[section.word_if_empty]),
            columns=() if schedule is None else schedule.columns(),
            rows=() if schedule is None else tuple(schedule.rows()),
            calendar=self._months() if name == "calendar" else None,
            meetings=tuple(self.meetings.sections(section.meetings)),
            deadlines=tuple(map(self._deadline, coming)),
            past_deadlines=tuple(map(self._deadline, past)),
            references=tuple(self._references()) if name == "references" else (),
            held=news.held if news else None,
            changes=tuple(self._changes(news)) if news else (),
        )

    def _unlinked(self, heading: Heading) -> Html:
        return self.meetings.unlinked.heading(heading.children)

    def _title(self, name: str, prose: Section | None) -> Html:
        if prose is not None and prose.title is not None:
            return self.writer.heading(prose.title)
        if name == "changes" and self.since is not None:
            return self.writer.said(Wording.of(self.course).since(self.since.day))
        return self.writer.said(self.words.get(name, name))

    def _months(self) -> CalendarView | None:
        shown = show_months(self.handout, self.words)
        if shown is None:
            return None
        return CalendarView(
            weekdays=shown.weekdays,
            months=tuple(
                MonthView(
                    month.title,
                    tuple(
                        tuple(None if day is None else self._day(day) for day in week)
                        for week in month.weeks
                    ),
                )
                for month in shown.months
            ),
            signs=tuple(map(self._sign, shown.signs)),
            cancelled=shown.cancelled,
            today=shown.today,
        )

    def _day(self, day: Day) -> DayView:
        signs = (sign for meeting in day.meetings for sign in meeting.signs)
        return DayView(
            number=day.day.day,
            iso=str(day.day),
            target=self.ids.get(day.anchor) if day.anchor else None,
            signs=tuple(map(self._sign, signs)),
            cancelled=day.cancelled,
            today=day.today,
        )

    def _sign(self, sign: Sign) -> SignView:
        if isinstance(sign.text, str):
            return SignView(sign.number, sign.text, self.writer.said(sign.text))
        if isinstance(sign.text, Text):
            return SignView(sign.number, sign.text.text, escape_html(sign.text.text))
        title = sign.text.title
        said = escape_html(sign.text.label) if title is None else self.writer.line(title.nodes)
        return SignView(sign.number, sign.text.label, said)

    def _deadline(self, listed: ListedDeadline) -> DeadlineView:
        due = listed.deadline
        day = f"{listed.day}{self.marks.comma}{listed.time}" if listed.time else listed.day
        start = str(due.moment.date()) if due.all_day else due.moment.isoformat()
        title = self.meetings.unlinked if listed.anchor else self.writer
        return DeadlineView(
            date=Html(f'<time datetime="{start}">{escape_html(day)}</time>'),
            title=title.line(due.title.nodes),
            meeting=None if due.part is None else title.line(due.meeting.title.nodes),
            stream=self.meetings.line(stream_pieces(due.streams)) if due.streams else None,
            target=self.ids.get(listed.anchor) if listed.anchor else None,
            moment=MomentView(start, due.end.isoformat(), not due.all_day),
        )

    def _references(self) -> Iterator[ReferenceView]:
        for reference in self.handout.references:
            yield ReferenceView(reference.label or None, self.writer.line(reference.children))

    def _changes(self, news: News) -> Iterator[ChangedView]:
        for changed in news.changed:
            target = self.ids.get(changed.identifier) if changed.identifier else None
            writer = self.meetings.unlinked if target else self.writer
            remarks = (
                RemarkView(
                    self.writer.said(each.label)
                    if is_english(each.label, self.writer.english)
                    else self.writer.line(each.label_line),
                    self.writer.line(each.line) if each.line else None,
                )
                for each in changed.remarks
            )
            yield ChangedView(writer.line(changed.line), target, tuple(remarks))


def _hashed(text: str) -> str:
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
