"""Changes as readers are told of them, in the handout's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from syllabus.model.course import Clock, Course, DatePatterns
from syllabus.model.kinds import KINDS, BaseKind
from syllabus.model.timeline import (
    DateKind,
    format_date,
    format_days,
    format_duration,
    format_hours,
    format_span,
    hours_each_day,
)
from syllabus.model.words import Punctuation, punctuation_for, words_of
from syllabus.on_demand import dataclass
from syllabus.outputs.history.compare import Change, Changed, ChangeKind, Changes
from syllabus.outputs.history.snapshot import MeetingSnapshot, SectionSnapshot
from syllabus.outputs.history.wording import PieceKind, WordRun, beginning, compare_words, excerpt

MOST_OF_A_KIND = 4
"""Remarks that say the same of a meeting; of more, the last ones are counted only."""

WORDS_OF_A_TEXT = 25
WORDS_BESIDE_A_CHANGE = 5

_LABELS = {
    ChangeKind.NEW: "change-new",
    ChangeKind.REMOVED: "change-removed",
    ChangeKind.MOVED: "change-moved",
    ChangeKind.CANCELLED: "cancelled",
    ChangeKind.REASON: "change-reason",
    ChangeKind.RESTORED: "change-restored",
    ChangeKind.TITLE: "change-title",
    ChangeKind.TOPIC: "topic",
    ChangeKind.STREAMS: "stream",
    ChangeKind.KIND: "change-kind",
    ChangeKind.DURATION: "change-duration",
    ChangeKind.RECORDING_ADDED: "change-recording",
    ChangeKind.RECORDING_REMOVED: "change-no-recording",
    ChangeKind.DUE: "part-due",
    ChangeKind.TEXT_ADDED: "part-new",
    ChangeKind.TEXT_REMOVED: "part-removed",
    ChangeKind.TEXT_REWORDED: "part-reworded",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A change in words: a label, and what it is about, which may be nothing.

    Of a text that was added or removed there is one piece, which is `KEPT`: the label says it.
    """

    change: Change
    label: str
    pieces: tuple[WordRun, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """How a handout says things: its words by their keys, its language, dates and clock."""

    words: Mapping[str, str]
    language: str
    dates: DatePatterns
    clock: Clock | None = None

    @classmethod
    def of(cls, course: Course) -> Wording:
        """Return how the handouts of a course say things."""
        return cls(words_of(course), course.language, course.dates, course.clock)

    @property
    def punctuation(self) -> Punctuation:
        """The marks between words."""
        return punctuation_for(self.language)

    def since(self, day: date) -> str:
        """Return "Changes since 23 March 2021"."""
        return self.words["changes-since"].replace("{date}", self._title_date(day))

    def between(self, old: date, new: date) -> str:
        """Return "Changes: 23 March 2021 – 14 April 2021"."""
        colon = self.punctuation.colon
        return f"{self.words['changes']}{colon}{self._title_date(old)} – {self._title_date(new)}"

    def held(self, changes: Changes) -> str | None:
        """Return "Held: 25 Mar, 1 Apr", with the years where they are others; None without any.

        Nor is it said where the course's word for it is empty.
        """
        days = {
            (meeting.start.date(), meeting.last_day or meeting.start.date())
            for meeting in changes.held
            if meeting.start is not None
        }
        if not days or not self.words["held"]:
            return None
        years = {day.year for day in (*(day for span in days for day in span), changes.until)}
        kind: DateKind = "day" if len(years) == 1 else "heading"
        written = (
            format_span(*span, self.dates.heading, kind, self.language) for span in sorted(days)
        )
        return f"{self.words['held']}{self.punctuation.colon}{self._list(*written)}"

    def nothing(self, changes: Changes) -> str:
        """Return what is said where nothing has changed, or nothing else than what was held."""
        return self.words["no-other-changes" if changes.held else "no-changes"]

    def name(self, each: MeetingSnapshot | SectionSnapshot) -> str:
        """Return "15 Apr 2021 – Lenses", or the title of a section."""
        if isinstance(each, MeetingSnapshot):
            label = f"{each.label}{self.punctuation.colon}" if each.label else ""
            return f"{self._day(each, 'heading')} – {label}{each.title}"
        return each.title or self.words.get(each.name, each.name)

    def remarks(
        self, changed: Changed[MeetingSnapshot] | Changed[SectionSnapshot]
    ) -> tuple[Remark, ...]:
        """Return what there is to say of a meeting or section that changed."""
        old, new = changed.old, changed.new
        remarks = []
        for change in changed.changes:
            label, pieces = self._label(change), self._pieces(change)
            if isinstance(old, MeetingSnapshot) and isinstance(new, MeetingSnapshot):
                pieces = pieces or tuple(self._facts(change.kind, old, new))
                if change.kind is ChangeKind.MOVED and new.kind is BaseKind.DEADLINE:
                    label = self.words["change-deadline"]
                elif change.kind is ChangeKind.MOVED and _same_day(old, new):
                    label = self.words["time"]
            elif isinstance(new, MeetingSnapshot):
                pieces = tuple(self._news(change.kind, new))
            remarks.append(Remark(change, label, pieces))
        return tuple(remarks)

    def shortened(self, remarks: tuple[Remark, ...]) -> Iterator[Remark]:
        """Yield remarks with long texts cut short, and "and 3 more" for too many of a kind."""
        for label, group in groupby(remarks, key=lambda remark: remark.label):
            alike = list(group)
            # One more takes the line that counting it would.
            shown = alike if len(alike) <= MOST_OF_A_KIND + 1 else alike[:MOST_OF_A_KIND]
            for remark in shown:
                yield Remark(remark.change, label, _cut(remark))
            if len(shown) < len(alike):
                more = self.words["and-more"].replace("{count}", str(len(alike) - len(shown)))
                pieces = (WordRun(PieceKind.KEPT, more),)
                yield Remark(alike[len(shown)].change, label, pieces)

    def _title_date(self, day: date) -> str:
        return format_date(day, self.dates.title, "title", self.language)

    def _label(self, change: Change) -> str:
        label = self.words[change.key or _LABELS[change.kind]]
        part = self._list(change.stream, change.part) or self.words["prose"]
        return (label[:1].upper() + label[1:]).replace("{part}", part)

    def _pieces(self, change: Change) -> tuple[WordRun, ...]:
        """Return the words of a change of texts."""
        old, new = change.old, change.new
        if change.kind in (ChangeKind.STREAMS, ChangeKind.FACT, ChangeKind.DUE):
            return _replaced(old or "", new or "")
        if old is not None and new is not None:
            return compare_words(old, new)
        text = old or new
        return (WordRun(PieceKind.KEPT, text),) if text else ()

    def _facts(
        self, kind: ChangeKind, old: MeetingSnapshot, new: MeetingSnapshot
    ) -> Iterator[WordRun]:
        match kind:
            case ChangeKind.MOVED:
                yield from _replaced(*self._times(old, new))
            case ChangeKind.CANCELLED:
                if new.reason:
                    yield WordRun(PieceKind.KEPT, new.reason)
            case ChangeKind.REASON:
                yield from compare_words(old.reason or "", new.reason or "")
            case ChangeKind.KIND:
                yield from _replaced(self._kind(old), self._kind(new))
            case ChangeKind.DURATION:
                yield from _replaced(self._duration(old), self._duration(new))
            case _:
                pass

    def _news(self, kind: ChangeKind, new: MeetingSnapshot) -> Iterator[WordRun]:
        """Yield what is said of a meeting that was not there before."""
        said = self._list(self._clock(new), new.streams)
        if kind is ChangeKind.CANCELLED:
            said = new.reason or ""
        elif new.cancelled:
            said = ""
        if said:
            yield WordRun(PieceKind.KEPT, said)

    def _times(self, old: MeetingSnapshot, new: MeetingSnapshot) -> tuple[str, str]:
        if old.groups or new.groups:
            return self._groups(old), self._groups(new)
        clocks = (self._clock(old), self._clock(new))
        if _same_day(old, new):
            return clocks
        days = (self._day(old, "schedule"), self._day(new, "schedule"))
        if clocks[0] == clocks[1]:
            return days
        return self._list(days[0], clocks[0]), self._list(days[1], clocks[1])

    def _day(self, meeting: MeetingSnapshot, kind: DateKind) -> str:
        if meeting.start is None:
            return meeting.when or self.words["undated"]
        return format_days(meeting, self.dates, kind, self.language, self.words)

    def _clock(self, meeting: MeetingSnapshot) -> str:
        if meeting.time_open:
            return self.words["time-open"]
        clock = meeting.start or meeting.time
        if meeting.all_day or clock is None:
            return ""
        if meeting.groups:
            return self._groups(meeting)
        if meeting.start is None:
            return format_hours(clock, None, self.language, self.clock)
        return format_hours(*hours_each_day(meeting, meeting.start), self.language, self.clock)

    def _groups(self, meeting: MeetingSnapshot) -> str:
        """Return when each of the groups meets, or when the meeting was that has none."""
        if meeting.groups:
            return self.punctuation.semicolon.join(meeting.groups)
        return self._list(self._day(meeting, "schedule"), self._clock(meeting))

    def _kind(self, meeting: MeetingSnapshot) -> str:
        return meeting.label or KINDS[meeting.kind.value].name(self.words)

    def _duration(self, meeting: MeetingSnapshot) -> str:
        length = timedelta(minutes=meeting.minutes)
        return format_duration(length, self.words, self.punctuation)

    def _list(self, *texts: str | None) -> str:
        return self.punctuation.comma.join(filter(None, texts))


def _cut(remark: Remark) -> tuple[WordRun, ...]:
    if remark.change.kind in (ChangeKind.TEXT_ADDED, ChangeKind.TEXT_REMOVED):
        return tuple(map(_begun, remark.pieces))
    changed = (PieceKind.REMOVED, PieceKind.ADDED)
    return tuple(
        _begun(piece) if piece.kind in changed else piece
        for piece in excerpt(remark.pieces, WORDS_BESIDE_A_CHANGE)
    )


def _begun(piece: WordRun) -> WordRun:
    return replace(piece, text=beginning(piece.text, WORDS_OF_A_TEXT))


def _replaced(old: str, new: str) -> tuple[WordRun, ...]:
    pieces = (WordRun(PieceKind.REMOVED, old), WordRun(PieceKind.ADDED, new))
    return tuple(piece for piece in pieces if piece.text)


def _same_day(old: MeetingSnapshot, new: MeetingSnapshot) -> bool:
    if old.start is None or new.start is None:
        return old.start is new.start and old.when == new.when
    days = [(each.start.date(), each.last_day, each.weeks) for each in (old, new) if each.start]
    return days[0] == days[1]
