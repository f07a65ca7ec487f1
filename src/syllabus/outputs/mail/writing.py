"""What a mail says of a meeting, in plain text and in HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from babel import Locale

from syllabus.diagnostics import Diagnostic, error, has_errors
from syllabus.handout import CitationFormat, CitedMeeting, cite_meeting, meeting_for_readers
from syllabus.handout.links import meeting_without_places, page_address
from syllabus.handout.places import told_facts
from syllabus.model.abstracts import abstract_titles, abstracts_of
from syllabus.model.course import Access, Course, Edition, Meeting, Passage, Status, Stream
from syllabus.model.deadlines import find_deadlines
from syllabus.model.document import Block
from syllabus.model.facts import Fact, FactPlace
from syllabus.model.materials import LARGEST_MATERIAL
from syllabus.model.naming import people_nodes, people_text
from syllabus.model.people import by_roles, role_word
from syllabus.model.timeline import (
    format_clock,
    format_days,
    format_duration,
    format_groups,
    format_load,
    format_moment,
    format_time,
    times_by_zone,
)
from syllabus.model.words import english_of
from syllabus.on_demand import dataclass
from syllabus.outputs.calendar import Revision
from syllabus.outputs.history.compare import Changes
from syllabus.outputs.history.remarks import Wording
from syllabus.outputs.history.wording import piece_nodes
from syllabus.outputs.mail.message import Announcement, Attachment
from syllabus.outputs.mail.occasion import MailKind
from syllabus.outputs.mail.views import (
    MailAccessView,
    MailChangedView,
    MailDeadlineView,
    MailFactView,
    MailRemarkView,
    MailView,
    render_mail,
)
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.writers.html import HtmlWriter
from syllabus.writers.plain import PlainWriter
from syllabus.writers.writer import MeetingWriter


def write_announcement(
    course: Course,
    form: CitationFormat,
    announced: MailContent,
    layout: Layout,
    faults: list[Diagnostic],
) -> Announcement | None:
    """Write a mail; None after reporting what cannot be cited or what a template does wrong."""
    meeting = meeting_for_readers(announced.meeting, announced.edition, announced.moment)
    announced, wording = replace(announced, meeting=meeting), Wording.of(course)
    words, marks = wording.words, wording.punctuation
    cited = cite_meeting(_digest(meeting, announced.kind, abstract_titles(course)), form)
    faults += cited.diagnostics
    if has_errors(faults):
        return None
    loaded = words if course.reading_load else None
    plain = PlainWriter(loaded, marks, course.definitions)
    html_writer = HtmlWriter(loaded, marks, course.definitions, english_of(course))
    writers: tuple[MeetingWriter, ...] = (plain, html_writer)
    label = meeting.kind.label_before(meeting.title.text, words)
    before = f"{label}{marks.colon}" if label else ""
    names = _Names(plain.title(course.title), plain.title(meeting.title), before)
    text, html = (_View(course, wording, announced, each, names).mail(cited) for each in writers)
    texts = render_mail(text, html, words, marks, layout)
    if isinstance(texts, Diagnostic):
        faults.append(texts)
        return None
    materials = attached_files(meeting, announced.kind, faults)
    if materials is None:
        return None
    return Announcement(
        course=course,
        meeting=meeting,
        kind=announced.kind,
        edition=announced.edition,
        moment=announced.moment,
        subject=_subject(names, wording, announced),
        text=texts[0],
        html=texts[1],
        handout=announced.handout,
        revision=announced.revision,
        materials=materials,
        others=announced.others,
    )


def attached_files(
    meeting: Meeting, kind: MailKind, faults: list[Diagnostic]
) -> tuple[Attachment, ...] | None:
    """Return the files that go with an announcement, as its readers may have them.

    None where one has gone, or has grown, since the project was checked.
    """
    if kind is not MailKind.ANNOUNCEMENT or meeting.status is Status.CANCELLED:
        return ()
    files = {each.file: each for each in meeting.materials if each.file is not None}
    attached = []
    for path, material in files.items():
        try:
            attached.append(Attachment(material.name, read_file(path, LARGEST_MATERIAL)))
        except OSError as fault:
            message = f"cannot read '{material.name}': {(fault.strerror or '').lower()}"
            faults.append(error("missing-material", message, material.span))
            return None
    return tuple(attached)


@dataclass(frozen=True, slots=True)
class MailContent:
    """What a mail is about; `changes` is None if nothing was announced before.

    `others` are the events of a meeting's other groups.
    """

    meeting: Meeting
    kind: MailKind
    edition: Edition
    moment: datetime
    handout: Attachment
    changes: Changes | None = None
    revision: Revision | None = None
    others: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of the course and of the meeting in characters alone, and what stands before."""

    course: str
    meeting: str
    label: str


@dataclass(frozen=True, slots=True)
class _View:
    """The work of `write_announcement`, for one format."""

    course: Course
    wording: Wording
    announced: MailContent
    writer: MeetingWriter
    names: _Names

    def mail(self, digest: CitedMeeting) -> MailView:
        meeting, kind = self.announced.meeting, self.announced.kind
        words, text, said = self.wording.words, self.writer.literal, self.writer.said
        cancelled = meeting.status is Status.CANCELLED
        load = format_load(meeting.load, words, self.wording.punctuation)
        told = kind is not MailKind.RECORDING and not cancelled and self.course.reading_load
        duration = format_duration(meeting.duration, words, self.wording.punctuation)
        changes = self.announced.changes
        page = page_address(self.course, meeting, self.announced.moment)
        held = self.wording.held(changes) if changes is not None else None
        return MailView(
            kind=kind.value,
            language=self.course.language,
            direction=Locale.parse(self.course.language, sep="-").text_direction,
            course=self._course(),
            title=text(f"{self.names.label}{self.names.meeting}"),
            heading=self._heading(meeting),
            cancelled=said(_cancellation(meeting, self.wording)) if cancelled else None,
            stream=self.writer.labels(self._streams(meeting)) or None,
            day=said(_day(meeting, self.wording)),
            times=tuple(map(said, self._times(meeting))),
            duration=said(duration) if _says_length(meeting) else None,
            join=self._access(meeting.join if kind is not MailKind.RECORDING else None),
            recording=self._access(meeting.recording if kind is MailKind.RECORDING else None),
            load=said(load) if load and told else None,
            facts=() if cancelled else (*self._people(meeting), *self._facts(meeting)),
            before=self._around(self.course.announcement.before),
            after=self._around(self.course.announcement.after),
            body=self.writer.meeting(digest.meeting),
            references=tuple(map(self.writer.reference, digest.references)),
            deadlines=() if kind is MailKind.RECORDING else tuple(self._deadlines()),
            changes_title=said(self.wording.since(changes.since))
            if changes is not None and (changes or held)
            else None,
            held=text(held) if held else None,
            changes=tuple(self._changes(changes)) if changes else (),
            handout=text(self.announced.handout.name),
            page=None if page is None else self.writer.link(page),
            said={key: said(word) for key, word in words.items()},
            attached=tuple(self._attached()),
        )

    def _course(self) -> str:
        if isinstance(self.writer, PlainWriter):
            return self.names.course
        return self.writer.line(self.course.title.nodes)

    def _attached(self) -> Iterator[str]:
        """Yield what says that the handout is attached, in pieces."""
        pieces = self.wording.words["handout-attached"].split("{file}")
        for number, piece in enumerate(pieces):
            if number:
                yield self.writer.literal(self.announced.handout.name)
            yield self.writer.said(piece)

    def _fact(self, fact: Fact) -> str:
        if fact.is_plain:
            return self.writer.literal(fact.text.text)
        return self.writer.line(fact.line)

    def _heading(self, meeting: Meeting) -> str:
        title = self.writer.line(meeting.title.nodes)
        label = self.writer.said(self.names.label)
        return label + title if label else title

    def _facts(self, meeting: Meeting) -> Iterator[MailFactView]:
        words, said = self.wording.words, self.writer.said
        for fact in told_facts(meeting, FactPlace.MAIL, words):
            if self.announced.kind is not MailKind.RECORDING:
                yield MailFactView(said(words[fact.key]), self._fact(fact))

    def _people(self, meeting: Meeting) -> Iterator[MailFactView]:
        """Yield who has a role; plain text, where a link cannot hide, has the address behind."""
        marks = self.wording.punctuation
        for role, speakers in by_roles(meeting.speakers):
            if isinstance(self.writer, PlainWriter):
                named = people_text(speakers, marks, address=True)
            else:
                named = self.writer.line(people_nodes((each.person for each in speakers), marks))
            label = self.wording.words[role_word(role, speakers)]
            yield MailFactView(self.writer.said(label), named)

    def _around(self, blocks: tuple[Block, ...]) -> str | None:
        return self.writer.blocks(blocks) if blocks else None

    def _times(self, meeting: Meeting) -> tuple[str, ...]:
        course, words = self.course, self.wording.words
        clock = meeting.time
        if meeting.groups:
            colon = self.wording.punctuation.colon
            lines = format_groups(meeting, course.dates, course.language, words, course.clock)
            same = len({each.day for each in lines}) == 1  # as the mail says above
            return tuple(f"{each.name}{colon}{each.rest if same else each.line}" for each in lines)
        if meeting.time_open or (meeting.last_day is not None and not meeting.all_day):
            return (format_clock(meeting, course.language, words, course.clock),)
        if meeting.start is None or clock is None:
            return () if clock is None else (format_time(clock, course.language, course.clock),)
        return times_by_zone(meeting.start, meeting.also_in, course.language, words, course.clock)

    def _streams(self, meeting: Meeting) -> tuple[Stream, ...]:
        """Return the streams of a meeting, unless each of them is a group that has its line."""
        if meeting.groups and all(group.stream for group in meeting.groups):
            return ()
        return meeting.streams

    def _deadlines(self) -> Iterator[MailDeadlineView]:
        """Yield what is due within a week, but for the deadline that the mail is about."""
        course, announced, text = self.course, self.announced, self.writer.literal
        edition, moment = announced.edition, announced.moment
        seen = (meeting_for_readers(each, edition, moment) for each in course.meetings)
        for each in find_deadlines(map(meeting_without_places, seen)):
            about = each.meeting.identifier == announced.meeting.identifier and each.part is None
            if about or not each.is_soon(moment):
                continue
            pattern, language = course.dates.schedule, course.language
            date = format_moment(each.moment, each.all_day, pattern, language, course.clock)
            yield MailDeadlineView(
                text(date),
                self.writer.line(each.title.nodes),
                None if each.part is None else self.writer.line(each.meeting.title.nodes),
            )

    def _access(self, access: Access | None) -> MailAccessView | None:
        if access is None:
            return None
        return MailAccessView(
            None if access.url is None else self.writer.link(access.url),
            None if access.passcode is None else self.writer.literal(access.passcode),
        )

    def _changes(self, changes: Changes) -> Iterator[MailChangedView]:
        for changed in changes.all:
            remarks = self.wording.shortened(self.wording.remarks(changed))
            yield MailChangedView(
                self.writer.literal(self.wording.name(changed.latest)),
                tuple(
                    MailRemarkView(
                        self.writer.said(remark.label),
                        self.writer.line(piece_nodes(remark.pieces, changed.latest.span))
                        if remark.pieces
                        else None,
                    )
                    for remark in remarks
                ),
            )


def _says_length(meeting: Meeting) -> bool:
    """Return whether a mail says how long a meeting takes: not where its times do."""
    takes_place = meeting.status is not Status.CANCELLED and meeting.start is not None
    told = meeting.all_day or meeting.groups or meeting.last_day is not None
    return takes_place and meeting.kind.is_held and not told


def _subject(names: _Names, wording: Wording, announced: MailContent) -> str:
    """Return "Optics: Thu 15 Apr 2021, Lenses", after what the mail is where it is no news."""
    meeting, marks = announced.meeting, wording.punctuation
    about = f"{names.course}{marks.colon}{_day(meeting, wording)}"
    if not meeting.untitled:
        about += f"{marks.comma}{names.label}{names.meeting}"
    if meeting.status is Status.CANCELLED:
        about += f"{marks.opening}{wording.words['cancelled']}{marks.closing}"
    if announced.kind is MailKind.ANNOUNCEMENT:
        return about
    return f"{wording.words[announced.kind.value]} – {about}"


def _day(meeting: Meeting, wording: Wording) -> str:
    if meeting.start is None:
        return wording.words["undated"] if meeting.when is None else meeting.when.text
    return format_days(meeting, wording.dates, "schedule", wording.language, wording.words)


def _cancellation(meeting: Meeting, wording: Wording) -> str:
    if meeting.reason is None:
        return wording.words["cancelled"]
    return wording.words["cancelled-for"].replace("{reason}", meeting.reason.text)


def _digest(meeting: Meeting, kind: MailKind, abstracts: frozenset[str]) -> Meeting:
    """Return a meeting with what a mail has of its text.

    An announcement has all that the record says, as the handout, and a reminder the abstract and
    the speaker's bio. Other mails, and those of cancelled meetings, have none.
    """
    if kind is MailKind.REMINDER and meeting.status is not Status.CANCELLED:
        return abstracts_of(meeting, abstracts)
    if kind is not MailKind.ANNOUNCEMENT or meeting.status is Status.CANCELLED:
        return replace(meeting, passage=Passage((), ()), stream_passages=())
    return meeting
