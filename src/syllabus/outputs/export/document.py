"""The whole handout as one document of Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from babel import Locale

from syllabus.handout import Handout, HandoutSection
from syllabus.handout.places import told_facts
from syllabus.handout.schedule import (
    ScheduleRow,
    room_that_differs,
    schedule_columns,
    schedule_rows,
)
from syllabus.model.course import Meeting, Part, Status
from syllabus.model.deadlines import find_deadlines
from syllabus.model.document import Alignment, Inline, Text
from syllabus.model.facts import FactPlace
from syllabus.model.naming import people_nodes, people_text, person_text
from syllabus.model.people import by_roles, headliners, role_word
from syllabus.model.schedule import ChosenColumn, Column, Numbering, ScheduleLayout
from syllabus.model.timeline import (
    format_clock,
    format_date,
    format_days,
    format_groups,
    format_office_hours,
    format_time,
)
from syllabus.model.words import punctuation_for, words_of
from syllabus.writers.markdown import MarkdownWriter, pipe_table
from syllabus.writers.plain import apart, part_remark

GENERATOR = "generator: syllabus"
"""The first line of the title block, by which an export is known again."""

LEFT_OUT = ("calendar", "changes")
"""Sections that are drawn, or tell of the last handout; what they say stands in others."""

_NONE = {"upcoming": "no-upcoming", "past": "no-past"}
"""What a section says that has no meetings."""


def export_markdown(handout: Handout) -> str:
    """Return what a handout prints, as Markdown that pandoc reads, with its references in place."""
    return _Document(handout).text()


class _Document:
    def __init__(self, handout: Handout) -> None:
        self.handout = handout
        self.course = handout.course
        self.words: Mapping[str, str] = words_of(handout.course)
        self.marks = punctuation_for(handout.course.language)
        self.writer = MarkdownWriter(handout.course.root)

    def text(self) -> str:
        macros = tuple(self._macros())
        groups = [tuple(self._head()), macros, tuple(self._below_title())]
        for section in self.handout.sections:
            empty = section.name == "references" and not self.handout.references
            if section.name not in LEFT_OUT and not empty:
                groups += self._section(section)
        return "\n".join(apart(tuple(groups))) + "\n"

    def _head(self) -> Iterator[str]:
        """Yield the title block, whose values are Markdown in quotation marks."""
        day = self.handout.moment.date()
        date = format_date(day, self.course.dates.title, "title", self.course.language)
        yield "---"
        yield GENERATOR
        yield f"title: {_quoted(self.writer.title(self.course.title))}"
        authors = [_quoted(self.writer.literal(each.text)) for each in self.course.authors]
        if authors:
            yield f"author: [{', '.join(authors)}]"
        yield f"date: {_quoted(self.writer.literal(date))}"
        yield f"lang: {self.course.language}"
        if Locale.parse(self.course.language, sep="-").text_direction == "rtl":
            yield "dir: rtl"
        yield "---"

    def _macros(self) -> Iterator[str]:
        r"""Yield the course's macros for formulas, as pandoc's `latex_macros` reads them."""
        for name, definition in self.course.definitions.items():
            count = max((int(each) for each in re.findall(r"#([1-9])", definition)), default=0)
            parameters = f"[{count}]" if count else ""
            yield f"\\newcommand{{\\{name}}}{parameters}{{{' '.join(definition.split())}}}"

    def _below_title(self) -> Iterator[str]:
        course, people = self.course, self.course.people
        told: list[tuple[str, str]] = []
        if course.place is not None:
            told.append(("", course.place.text))
        if course.room is not None:
            told.append((self.words["room"], course.room.fact(is_usual=True).text.text))
        if people.contact is not None:
            mail = people.contact.address
            line = person_text(people.contact, self.marks)
            told.append((self.words["contact"], line + (f", {mail.address}" if mail else "")))
        if people.assistants:
            word = "assistant" if len(people.assistants) == 1 else "assistants"
            named = self.marks.comma.join(person_text(e, self.marks) for e in people.assistants)
            told.append((self.words[word], named))
        if people.office_hours:
            hours = [
                each.text
                if isinstance(each, Text)
                else format_office_hours(each, course.zone, course.language, course.clock)
                + (f", {each.room.text}" if each.room else "")
                for each in people.office_hours
            ]
            told.append((self.words["office-hours"], self.marks.semicolon.join(hours)))
        if self.handout.private:
            told.append(("", self.words["members-edition"]))
        for word, line in told:
            yield f"- {self._labelled(word, self.writer.literal(line))}"

    def _labelled(self, word: str, written: str) -> str:
        return f"{self.writer.literal(word)}{self.marks.colon}{written}" if word else written

    # --- sections ---

    def _section(self, section: HandoutSection) -> Iterator[tuple[str, ...]]:
        prose, name = section.prose, section.name
        title = self.writer.literal(self.words.get(name, name))
        if prose is not None and prose.title is not None:
            title = self.writer.line(prose.title)
        yield (f"# {title}{f' {{#{section.anchor}}}' if section.anchor else ''}",)
        if prose is not None:
            yield self.writer.lines(prose.blocks)
        if name == "schedule":
            yield tuple(self._schedule())
        elif name == "deadlines":
            yield tuple(self._deadlines())
        elif name == "references":
            for reference in self.handout.references:
                yield (self.writer.reference(reference),)
        for meeting in section.meetings:
            yield from self._meeting(meeting)
        if name in _NONE and not section.meetings:
            yield (self.writer.literal(self.words[_NONE[name]]),)

    def _meeting(self, meeting: Meeting) -> Iterator[tuple[str, ...]]:
        yield (f"## {self._heading(meeting)} {{#{meeting.identifier}}}",)
        yield tuple(f"- {line}" for line in self._facts(meeting))
        parts = (part for passage in meeting.passages for part in passage.parts)
        text = self.writer.meeting(meeting, 3, [self._part(each) for each in parts])
        yield tuple(text.split("\n")) if text else ()

    def _heading(self, meeting: Meeting) -> str:
        literal = self.writer.literal
        streams = () if meeting.stream_passages else meeting.streams
        pieces = [self._date(meeting, "heading"), literal("/".join(each.label for each in streams))]
        if not meeting.untitled:
            label = meeting.kind.label_before(meeting.title.text, self.words)
            pieces.append(self._labelled(label or "", self.writer.title(meeting.title)))
        pieces.append(literal(people_text(headliners(meeting.speakers), self.marks)))
        return " – ".join(filter(None, pieces))

    def _date(self, meeting: Meeting, kind: str) -> str:
        if meeting.start is None:
            text = meeting.when.text if meeting.when else self.words["undated"]
        elif kind == "heading":
            language = self.course.language
            text = format_days(meeting, self.course.dates, "heading", language, self.words)
        else:
            language = self.course.language
            text = format_days(meeting, self.course.dates, "schedule", language, self.words)
        return self.writer.literal(text)

    def _facts(self, meeting: Meeting) -> Iterator[str]:
        course, literal = self.course, self.writer.literal
        clock = format_clock(meeting, course.language, self.words, course.clock)
        if clock and meeting.identifier not in self.handout.past and not meeting.groups:
            yield literal(clock)
        told = headliners(meeting.speakers)
        for role, speakers in by_roles(meeting.speakers):
            if speakers != told:
                people = self.writer.line(people_nodes((e.person for e in speakers), self.marks))
                yield self._labelled(self.words[role_word(role, speakers)], people)
        lines = format_groups(meeting, course.dates, course.language, self.words, course.clock)
        for group, said in zip(meeting.groups, lines, strict=True):
            yield self._labelled(group.name.text, literal(f"{said.day}, {said.rest}"))
        for fact in told_facts(meeting, FactPlace.SECTION, self.words):
            yield self._labelled(self.words[fact.key], self.writer.line(fact.line))
        for word, access in (("join", meeting.join), ("recording", meeting.recording)):
            if access is not None:
                pieces = [] if access.url is None else [self.writer.link(access.url)]
                if access.passcode is not None:
                    pieces.append(self._labelled(self.words["passcode"], literal(access.passcode)))
                yield self._labelled(self.words[word], ", ".join(pieces))

    def _part(self, part: Part) -> str:
        title = self.writer.line(part.title)
        words = self.words if self.course.reading_load else None
        remark = part_remark(part, words, self.marks)
        brackets = f"{self.marks.opening}{self.writer.literal(remark)}{self.marks.closing}"
        return f"{title}{brackets}" if remark else title

    # --- tables ---

    def _schedule(self) -> Iterator[str]:
        columns = schedule_columns(self.handout)
        if self.course.schedule.layout is ScheduleLayout.AGENDA:
            columns = (ChosenColumn(Column.DATE), *columns)
        if not any(True for _ in schedule_rows(self.handout)):
            yield self.writer.literal(self.words["no-upcoming"])
            return
        heads = [
            self._column(each.column) if each.heading is None else each.heading.text
            for each in columns
        ]
        table = [[self.writer.literal(each) for each in heads]]
        joins = False
        for row in schedule_rows(self.handout):
            held = row.meeting.status is not Status.CANCELLED
            dated = row.meeting.start is not None
            told = joins and held and dated and not row.begins_day
            cells = [
                "" if told and each.column is Column.DATE else self._cell(each.column, row)
                for each in columns
            ]
            joins = held
            if any(cells):
                table.append(cells)
        yield from pipe_table(table, [Alignment.LEFT] * len(columns))

    def _column(self, column: Column) -> str:
        if column is Column.NUMBER and self.course.numbering is Numbering.WEEKS:
            return self.words["week"]
        return self.words[column.value]

    def _cell(self, column: Column, row: ScheduleRow) -> str:
        meeting = row.meeting
        literal = self.writer.literal
        cancelled = meeting.status is Status.CANCELLED
        match column:
            case Column.NUMBER:
                return "" if row.number is None else str(row.number)
            case Column.DATE:
                date = self._date(meeting, "schedule")
                return f"~~{date}~~" if cancelled and date else date
            case Column.TOPIC:
                return self._topic(meeting) if row.is_first else ""
            case _ if cancelled:
                return ""
            case Column.TIME:
                language, clock = self.course.language, self.course.clock
                return literal(format_clock(meeting, language, self.words, clock))
            case Column.END:
                if meeting.end is None or meeting.time is None:
                    return ""
                return literal(format_time(meeting.end, self.course.language, self.course.clock))
            case Column.STREAM:
                if len(meeting.groups) == 1 and meeting.groups[0].stream is None:
                    return literal(meeting.groups[0].name.text)
                return literal("/".join(each.label for each in meeting.streams))
            case Column.ROOM:
                room = meeting.room
                if not self.course.schedule.columns:
                    room = room_that_differs(meeting, self.handout)
                return "" if room is None else literal(room.name.text)
            case Column.SPEAKER:
                people = (each.person for each in headliners(meeting.speakers))
                return self.writer.line(people_nodes(people, self.marks)) if row.is_first else ""
            case Column.MATERIALS:
                lines = [each.in_short for each in meeting.materials]
                return self._listed(lines) if row.is_first else ""
            case Column.READINGS:
                return self._listed(list(row.readings))

    def _listed(self, lines: list[tuple[Inline, ...]]) -> str:
        return self.marks.semicolon.join(map(self.writer.line, lines))

    def _topic(self, meeting: Meeting) -> str:
        topic = ""
        if not (meeting.untitled and meeting.topic == meeting.title):
            label = meeting.kind.label_before(meeting.title.text, self.words)
            topic = self._labelled(label or "", self.writer.title(meeting.topic))
        if meeting.status is not Status.CANCELLED:
            return topic
        told = self.words["cancelled"]
        if meeting.reason is not None:
            told = self.words["cancelled-for"].replace("{reason}", meeting.reason.text)
        written = self.writer.literal(told)
        return f"{topic}{self.marks.opening}{written}{self.marks.closing}" if topic else written

    def _deadlines(self) -> Iterator[str]:
        found = find_deadlines(self.handout.meetings)
        if not found:
            yield self.writer.literal(self.words["no-deadlines"])
        for each in found:
            language, day = self.course.language, each.moment.date()
            when = format_date(day, self.course.dates.schedule, "schedule", language)
            if not each.all_day:
                when += f", {format_time(each.moment, language, self.course.clock)}"
            yield f"- {self._labelled(when, self.writer.title(each.title))}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
