"""What the templates see: a handout's pieces, every text of them LaTeX already.

The pieces of the sections `calendar` and `changes` are in `months` and `changes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syllabus.on_demand import dataclass
from syllabus.writers.latex import Latex

if TYPE_CHECKING:
    from syllabus.outputs.pdf.changes import ChangedView
    from syllabus.outputs.pdf.months import CalendarView


@dataclass(frozen=True, slots=True)
class AccessView:
    """Where to join a meeting or watch its recording."""

    mark: Latex
    """The comment that says which record this comes from."""
    link: Latex | None
    """The address as a link, or None."""
    passcode: Latex | None
    """The passcode, or None."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the schedule."""

    name: Latex
    """Its name, as in `schedule` of course.yaml."""
    heading: Latex
    """The word above it."""


@dataclass(frozen=True, slots=True)
class CellView:
    """What a row of the schedule has in one of its columns."""

    column: Latex
    """The name of the column."""
    text: Latex
    """Its text."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the schedule."""

    mark: Latex
    """The comment that says which record this comes from."""
    module: Latex | None
    """The module that begins with this row, or None."""
    day: Latex | None
    """In an agenda, the day that begins with it, or None."""
    day_above: Latex | None
    """The day, where a row above says it: for a page that begins with this row. Otherwise None."""
    cells: tuple[CellView, ...]
    """What it has in the columns, in their order; beside them what each row has:"""
    date: Latex
    """The date, or what is printed in its place."""
    time: Latex
    """When it starts, with the zone."""
    stream: Latex
    """The labels of its streams."""
    topic: Latex
    """The schedule's wording of the title."""
    cancelled: Latex | None
    """The words for a cancelled meeting, or None."""
    struck: Latex | None
    """Its date, struck out, or None."""
    remark: Latex
    """These words as they follow the topic, in brackets unless they stand alone."""
    label: Latex | None
    """The label of the meeting's section, or None."""


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a meeting."""

    mark: Latex
    """The comment that says which record this comes from."""
    title: Latex
    """Its heading."""
    load: Latex | None
    """When it is due and its reading load, or None."""
    body: Latex
    """Its text."""
    begins_with_table: bool
    """Whether a table is the first of it, which does not stay with a heading by itself."""


@dataclass(frozen=True, slots=True)
class PassageView:
    """What a meeting or one stream of it holds."""

    body: Latex
    """The text before the first part."""
    parts: tuple[PartView, ...]
    """The parts."""


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream's own part of a meeting."""

    mark: Latex
    """The comment that says which record this comes from."""
    title: Latex
    """The label of the stream."""
    passage: PassageView
    """Its text and parts."""


@dataclass(frozen=True, slots=True)
class FactView:
    """Something that a record says of its meeting, such as its room, after the word for it."""

    mark: Latex
    """The comment that says which record this comes from."""
    label: Latex
    """The word for it."""
    text: Latex
    """What the record says."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting's section."""

    mark: Latex
    """The comment that says which record this comes from."""
    module: Latex | None
    """The module that begins with this section, or None."""
    label: Latex
    """What links to the section are named by."""
    title: Latex
    """The heading: date, streams and title."""
    times: Latex | None
    """When it begins in each of its zones, or None if there is one zone."""
    facts: tuple[FactView, ...]
    """What else its record says in a few words, such as the room."""
    join: AccessView | None
    """Where to join it, or None."""
    recording: AccessView | None
    """Where to watch it, or None."""
    passage: PassageView
    """Its text and parts."""
    opening: PassageView
    """Its text before the first part, alone."""
    parts: PassageView
    """Its parts, without that text."""
    streams: tuple[StreamView, ...]
    """What each stream has to itself."""


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """Something that is due."""

    mark: Latex
    """The comment that says which record this comes from."""
    date: Latex
    """The day."""
    time: Latex
    """The time, with the zone; empty for the end of the day."""
    stream: Latex
    """The labels of those whom it is for; empty for everyone."""
    title: Latex
    """What is due."""
    meeting: Latex | None
    """The title of the meeting that it is a part of, or None."""
    label: Latex | None
    """The label of the section with more of it, or None."""


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One entry of the list of references."""

    mark: Latex
    """The comment that says which record this comes from."""
    label: Latex | None
    """Such as [1] in numeric styles, or None."""
    text: Latex
    """The reference in full."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of the handout; what it is not generated from is empty."""

    template: str
    """The file that prints it."""
    mark: Latex
    """The comment that says which record this comes from."""
    title: Latex
    """Its heading."""
    body: Latex
    """Its prose."""
    empty: Latex
    """What to say where there is nothing to list."""
    columns: tuple[ColumnView, ...] = ()
    """The columns of the schedule."""
    rows: tuple[RowView, ...] = ()
    """The rows of the schedule."""
    calendar: CalendarView | None = None
    """The months, or None."""
    meetings: tuple[MeetingView, ...] = ()
    """The upcoming or past meetings."""
    deadlines: tuple[DeadlineView, ...] = ()
    """What is due, in order."""
    past_deadlines: tuple[DeadlineView, ...] = ()
    """What was due before, in order."""
    references: tuple[ReferenceView, ...] = ()
    """The list of references."""
    held: Latex | None = None
    """Which meetings were held since the last handout, or None."""
    changes: tuple[ChangedView, ...] = ()
    """What changed since the last handout."""


@dataclass(frozen=True, slots=True)
class HyphenationView:
    """How words are divided in languages other than English."""

    locale: Latex
    """The language, by the name of babel's file."""
    patterns: Latex
    """The name of TeX's patterns."""


@dataclass(frozen=True, slots=True)
class LanguageView:
    """A language of passages, which is not that of the texts around them."""

    language: Latex
    """The language, as a BCP 47 tag."""
    is_main: bool
    """Whether its words are divided as the handout's are."""
    hyphenation: HyphenationView | None
    """How its words are divided, or None if they are not."""
    scripts: tuple[Latex, ...]
    """The languages that its letters are taken for where nothing says which they are in."""


@dataclass(frozen=True, slots=True)
class PunctuationView:
    """The marks between words."""

    comma: Latex
    """A comma with its space."""
    colon: Latex
    """A colon with its space."""
    opening: Latex
    """What opens a remark in brackets."""
    closing: Latex
    """What closes it."""


@dataclass(frozen=True, slots=True)
class TypefaceView:
    """A typeface of LuaLaTeX, by its fonts."""

    name: Latex
    """The name that texts call it by."""
    upright: Latex
    """The font."""
    bold: Latex | None
    """The font, or None."""
    italic: Latex | None
    """The font, or None."""
    bold_italic: Latex | None
    """The font, or None."""
    mono: Latex
    """The font for code."""


@dataclass(frozen=True, slots=True)
class ScriptView:
    """Letters that tell a language."""

    first: int
    """The number of the first of them in Unicode."""
    last: int
    """That of the last."""
    language: Latex
    """The language, as a BCP 47 tag."""


@dataclass(frozen=True, slots=True)
class HandoutView:
    """A whole handout."""

    mark: Latex
    """The comment that says which record this comes from."""
    title: Latex
    """The course's name."""
    authors: tuple[Latex, ...]
    """Who runs the course."""
    place: Latex | None
    """Where it is held, or None."""
    room: Latex | None
    """The room that meetings are held in, or None."""
    date: Latex
    """The printed date."""
    edition: Latex
    """The words of the footer."""
    pdf_title: Latex
    """The title in the PDF's metadata."""
    pdf_author: Latex
    """The authors in the PDF's metadata."""
    language: Latex
    """The language, as a BCP 47 tag."""
    babel: Latex | None
    """Babel's name of an English, or None."""
    hyphenation: HyphenationView | None
    """How words of another language are divided; where this and `babel` are None, none is."""
    punctuation: PunctuationView
    """The marks between words."""
    paper: Latex
    """The paper size, an option of the document class."""
    contents_title: Latex | None
    """The heading of the contents, or None if there are none."""
    contents_depth: int
    """How many levels the contents have."""
    macros: tuple[Latex, ...]
    """The course's macros, as lines of the preamble."""
    sections: tuple[SectionView, ...]
    """The sections, in order."""
    accessible: Latex | None = None
    """The standard of a tagged PDF, `ua-1` or `ua-2`, or None."""
    languages: tuple[LanguageView, ...] = ()
    """The languages of passages that are in another one."""
    scripts: tuple[ScriptView, ...] = ()
    """Letters of other languages than the handout's."""
    lualatex: bool = False
    """Whether LuaLaTeX sets the handout, not pdfLaTeX."""
    typefaces: tuple[TypefaceView, ...] = ()
    """Typefaces for other scripts; LuaLaTeX only."""
    facts: tuple[FactView, ...] = ()
    """Whom to ask, who helps, and when: what stands below the title."""
    links_people: bool = False
    """Whether names of people in headings are links."""
    right_to_left: bool = False
    """Whether some text runs from right to left; LuaLaTeX only."""
