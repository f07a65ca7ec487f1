"""What the templates see: a handout's pieces, every text of them LaTeX already.

The pieces of the sections `calendar` and `changes` are in `months` and `changes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syllabus.writers.latex import Latex

if TYPE_CHECKING:
    from syllabus.outputs.pdf.changes import ChangedView
    from syllabus.outputs.pdf.months import CalendarView


@dataclass(frozen=True, slots=True)
class AccessView:
    """Where to join a meeting or watch its recording."""

    mark: Latex
    link: Latex | None
    passcode: Latex | None


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the schedule; `label` is the meeting's section, where it has one."""

    mark: Latex
    date: Latex
    time: Latex
    stream: Latex
    topic: Latex
    cancelled: Latex | None
    label: Latex | None


@dataclass(frozen=True, slots=True)
class PartView:
    """A labelled part of a meeting, with its reading load where there is one."""

    mark: Latex
    title: Latex
    load: Latex | None
    body: Latex


@dataclass(frozen=True, slots=True)
class PassageView:
    """What a meeting or one stream of it holds."""

    body: Latex
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class StreamView:
    """One stream's own part of a meeting."""

    mark: Latex
    title: Latex
    passage: PassageView


@dataclass(frozen=True, slots=True)
class FactView:
    """Something that a record says of its meeting, such as its room, after the word for it."""

    mark: Latex
    label: Latex
    text: Latex


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting's section.

    `times` is when it begins in each of its zones, if it has several; `facts` what else its record
    says in a few words.
    """

    mark: Latex
    label: Latex
    title: Latex
    times: Latex | None
    facts: tuple[FactView, ...]
    join: AccessView | None
    recording: AccessView | None
    passage: PassageView
    streams: tuple[StreamView, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One entry of the list of references; `label` is "[1]" or the like in numeric styles."""

    mark: Latex
    label: Latex | None
    text: Latex


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of the handout.

    `template` is the file that prints it. `rows`, `calendar`, `meetings`, `references` and
    `changes` are filled where the section is generated from them; `empty` is what it says where
    there are none.
    """

    template: str
    mark: Latex
    title: Latex
    body: Latex
    empty: Latex
    rows: tuple[RowView, ...] = ()
    calendar: CalendarView | None = None
    meetings: tuple[MeetingView, ...] = ()
    references: tuple[ReferenceView, ...] = ()
    changes: tuple[ChangedView, ...] = ()


@dataclass(frozen=True, slots=True)
class HyphenationView:
    """How words are divided: by babel's file of a `locale` and TeX's `patterns` for it."""

    locale: Latex
    patterns: Latex


@dataclass(frozen=True, slots=True)
class PunctuationView:
    """The marks between words, with their spaces; `opening` and `closing` are brackets."""

    comma: Latex
    colon: Latex
    opening: Latex
    closing: Latex


@dataclass(frozen=True, slots=True)
class TypefaceView:
    """A typeface of LuaLaTeX's by the name that the texts call it by, and its fonts.

    A style that it does not have is None; `mono` is then its upright one.
    """

    name: Latex
    upright: Latex
    bold: Latex | None
    italic: Latex | None
    bold_italic: Latex | None
    mono: Latex


@dataclass(frozen=True, slots=True)
class HandoutView:
    """A whole handout.

    `babel` is babel's name of an English, `hyphenation` is for the other languages; where both are
    None, no word is divided. `lualatex` says that LuaLaTeX sets it and not pdfLaTeX; `typefaces`
    and `right_to_left` (some text runs that way) are for LuaLaTeX alone.
    """

    mark: Latex
    title: Latex
    authors: tuple[Latex, ...]
    place: Latex | None
    date: Latex
    edition: Latex
    pdf_title: Latex
    pdf_author: Latex
    language: Latex
    babel: Latex | None
    hyphenation: HyphenationView | None
    punctuation: PunctuationView
    paper: Latex
    contents_title: Latex | None
    contents_depth: int
    macros: tuple[Latex, ...]
    sections: tuple[SectionView, ...]
    lualatex: bool = False
    typefaces: tuple[TypefaceView, ...] = ()
    right_to_left: bool = False
