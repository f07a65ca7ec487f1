"""The whole handout as one document of Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from babel import Locale

from syllabus.handout import Handout, HandoutSection
from syllabus.handout.deadlines import ListedDeadline, list_deadlines
from syllabus.handout.meetings import MeetingTexts, stream_pieces
from syllabus.handout.modules import modules_begun
from syllabus.handout.people import course_facts
from syllabus.handout.pieces import Line, Piece
from syllabus.handout.places import told_facts
from syllabus.handout.schedule import column_word
from syllabus.handout.table import ScheduleTable, TableRow
from syllabus.model.course import Meeting, Part, Stream, Title
from syllabus.model.document import Alignment, Text
from syllabus.model.facts import FactPlace
from syllabus.model.naming import people_nodes
from syllabus.model.schedule import Column
from syllabus.model.timeline import BETWEEN_ZONES, format_clock, format_date
from syllabus.model.words import words_of
from syllabus.writers.markdown import MarkdownWriter, pipe_table
from syllabus.writers.plain import apart

GENERATOR = "generator: syllabus"
"""The first line of the title block, by which an export is known again."""

LEFT_OUT = ("calendar", "changes")
"""Sections that are drawn, or tell of the last handout; what they say stands in others."""


def export_markdown(handout: Handout) -> str:
    """Return what a handout prints, as Markdown that pandoc reads, with its references in place."""
    return _Document(handout).text()


class _Document:
    def __init__(self, handout: Handout) -> None:
        self.handout = handout
        self.course = handout.course
        self.words: Mapping[str, str] = words_of(handout.course)
        self.texts = MeetingTexts(handout, self.words)
        self.marks = self.texts.punctuation
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
        course, words = self.course, self.words
        if course.place is not None:
            yield f"- {self.writer.literal(course.place.text)}"
        if course.room is not None:
            line = self.writer.line(course.room.fact(is_usual=True).line)
            yield f"- {self._labelled(words['room'], line)}"
        for fact in course_facts(course):
            yield f"- {self._labelled(words[fact.word], self.writer.line(fact.line))}"
        if self.handout.private:
            yield f"- {self.writer.literal(words['members-edition'])}"

    # --- pieces of lines ---

    def _piece(self, piece: Piece) -> str:
        match piece:
            case Text():
                return self.writer.literal(piece.text)
            case Title():
                return self.writer.title(piece)
            case Stream():
                return self.writer.label(piece)
            case tuple():
                return self.writer.line(piece)
            case _:
                return self.writer.literal(piece)

    def _line(self, line: Line) -> str:
        return "".join(map(self._piece, line))

    def _labelled(self, word: str, written: str) -> str:
        return f"{self.writer.literal(word)}{self.marks.colon}{written}" if word else written

    def _in_brackets(self, written: str) -> str:
        return f"{self.marks.opening}{written}{self.marks.closing}" if written else ""

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
            yield from self._deadlines()
        elif name == "references":
            for reference in self.handout.references:
                yield (self.writer.reference(reference),)
        for meeting, module in zip(section.meetings, modules_begun(section.meetings), strict=True):
            if module is not None:
                yield (f"## {self.writer.literal(module.text)}",)
            yield from self._meeting(meeting)
        if name in ("upcoming", "past") and not section.meetings:
            yield (self.writer.literal(self.words[section.word_if_empty]),)

    def _meeting(self, meeting: Meeting) -> Iterator[tuple[str, ...]]:
        yield (f"## {self._heading(meeting)} {{#{meeting.identifier}}}",)
        yield tuple(f"- {line}" for line in self._facts(meeting))
        parts = (part for passage in meeting.passages for part in passage.parts)
        text = self.writer.meeting(meeting, 3, [self._part(each) for each in parts])
        yield tuple(text.split("\n")) if text else ()

    def _heading(self, meeting: Meeting) -> str:
        heading = self.texts.heading(meeting)
        date = self._piece(heading.date)
        if heading.time:
            date += self.writer.literal(self.marks.comma + heading.time)
        title = "" if heading.title is None else self.writer.title(heading.title)
        if heading.label:
            title = f"{self._piece(heading.label)}{self.marks.colon}{title}"
        people = people_nodes((each.person for each in heading.speakers), self.marks)
        pieces = (date, self._line(stream_pieces(heading.streams)), title, self.writer.line(people))
        return " – ".join(filter(None, pieces))

    def _facts(self, meeting: Meeting) -> Iterator[str]:
        literal = self.writer.literal
        if times := self._times(meeting):
            yield literal(times)
        for role in self.texts.roles(meeting):
            yield self._labelled(self.words[role.word], self.writer.line(role.line))
        for name, when in self.texts.groups(meeting):
            said = literal(f"{when.day}{self.marks.comma}{when.rest}")
            yield f"{self._piece(name)}{self.marks.colon}{said}"
        for fact in told_facts(meeting, FactPlace.SECTION, self.words):
            yield self._labelled(self.words[fact.key], self.writer.line(fact.line))
        for word, access in (("join", meeting.join), ("recording", meeting.recording)):
            if access is not None:
                pieces = [] if access.url is None else [self.writer.link(access.url)]
                if access.passcode is not None:
                    pieces.append(self._labelled(self.words["passcode"], literal(access.passcode)))
                yield self._labelled(self.words[word], self.marks.comma.join(pieces))

    def _times(self, meeting: Meeting) -> str:
        """Return when a meeting is, in each of its zones; of what is past, nobody asks."""
        if meeting.groups or meeting.identifier in self.handout.past:
            return ""
        if times := self.texts.times(meeting):
            return BETWEEN_ZONES.join(times)
        return format_clock(meeting, self.course.language, self.words, self.course.clock)

    def _part(self, part: Part) -> str:
        remarks = map(self._piece, self.texts.part_remarks(part))
        return self.writer.line(part.title) + self._in_brackets(self.marks.semicolon.join(remarks))

    # --- tables ---

    def _schedule(self) -> Iterator[str]:
        table = ScheduleTable(self.texts)
        columns = [each.column for each in table.chosen]
        heads = [
            self.words[column_word(each.column, self.handout)]
            if each.heading is None
            else each.heading.text
            for each in table.chosen
        ]
        if table.agenda:  # whose days stand above their rows in print
            columns, heads = [Column.DATE, *columns], [self.words[Column.DATE.value], *heads]
        rows = [[self.writer.literal(each) for each in heads]]
        for told in table.rows():
            if told.row.module is not None:
                name = f"**{self.writer.literal(told.row.module.text)}**"
                rows.append([name, *("" for _ in columns[1:])])
            rows.append([self._cell(each, told, agenda=table.agenda) for each in columns])
        if len(rows) == 1:
            yield self.writer.literal(self.words["no-upcoming"])
        else:
            yield from pipe_table(rows, [Alignment.LEFT] * len(columns))

    def _cell(self, column: Column, told: TableRow, *, agenda: bool) -> str:
        written = self._line(told.cells[column])
        if column is Column.TOPIC:
            return written + self._line(told.remark)
        gone = told.cancelled is not None
        if column is Column.DATE:
            if told.above:
                return ""
            if agenda:  # where it is the day of others, too
                gone = not told.row.day_held
        return f"~~{written}~~" if gone and written and column in _STRUCK else written

    def _deadlines(self) -> Iterator[tuple[str, ...]]:
        coming, past = list_deadlines(self.handout)
        yield tuple(map(self._deadline, coming)) or (
            self.writer.literal(self.words["no-deadlines"]),
        )
        if past:
            yield (f"## {self.writer.literal(self.words['past-deadlines'])}",)
            yield tuple(map(self._deadline, past))

    def _deadline(self, listed: ListedDeadline) -> str:
        due = listed.deadline
        when = f"{listed.day}{self.marks.comma}{listed.time}" if listed.time else listed.day
        title = self.writer.title(due.title)
        if due.part is not None:
            title += f" – {self.writer.title(due.meeting.title)}"
        title += self._in_brackets(self._line(stream_pieces(due.streams)))
        return f"- {self._labelled(when, title)}"


_STRUCK = (Column.DATE, Column.TIME)
"""What is struck out of a meeting that is cancelled."""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
