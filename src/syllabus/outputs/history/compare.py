"""What changed for readers from one handout to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Generic, TypeVar

from syllabus.model.kinds import SESSIONS
from syllabus.on_demand import dataclass, pattern
from syllabus.outputs.history.plain import items_of
from syllabus.outputs.history.snapshot import (
    ROOM,
    MeetingSnapshot,
    SectionSnapshot,
    Snapshot,
    TextSnapshot,
)
from syllabus.outputs.history.wording import likeness

T = TypeVar("T", MeetingSnapshot, SectionSnapshot)

ALIKE = 0.5
"""The share of common words above which a text counts as reworded, not as a new one."""

_DATE = pattern(r"^\d{4}-\d{2}-\d{2}-?")
"""Where a record's name begins with its date, a new date brings a new name."""

_NEIGHBOURS = 20
"""How many removed texts are compared with each new one, so that long lists stay cheap."""


class ChangeKind(Enum):
    """What can change for readers."""

    NEW = "new"
    """A new meeting or section."""
    REMOVED = "removed"
    """One that is gone."""
    MOVED = "moved"
    """Another day or time."""
    CANCELLED = "cancelled"
    """Cancelled."""
    REASON = "reason"
    """Another reason of a meeting that was cancelled before."""
    RESTORED = "restored"
    """No longer cancelled."""
    TITLE = "title"
    """Another title."""
    TOPIC = "topic"
    """Another wording in the schedule."""
    STREAMS = "streams"
    """Other streams."""
    KIND = "kind"
    """Another kind, such as an exam in place of a meeting."""
    DURATION = "duration"
    """Another duration."""
    FACT = "fact"
    """Another text of a key of the front matter such as `room`, which `fact` then names."""
    RECORDING_ADDED = "recording-added"
    """A recording was added."""
    RECORDING_REMOVED = "recording-removed"
    """The recording was removed."""
    DUE = "due"
    """A part is due at another time, or was not before."""
    TEXT_ADDED = "text-added"
    """A paragraph or an item was added."""
    TEXT_REMOVED = "text-removed"
    """A paragraph or an item was removed."""
    TEXT_REWORDED = "text-reworded"
    """A paragraph or an item has other words, at least half of them the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `old` and `new` are the texts where it is one of texts, else None.

    `part` is the title of the part that a text stands in, `stream` whose passage: empty if it is
    none. `key` is that of a fact.
    """

    kind: ChangeKind
    old: str | None = None
    new: str | None = None
    part: str = ""
    stream: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Changed(Generic[T]):
    """A meeting or section that changed: old, new, and the differences.

    `old` is None for a new one, `new` for one that is gone.
    """

    old: T | None
    new: T | None
    changes: tuple[Change, ...]

    @property
    def latest(self) -> T:
        """As it is, or as it was last."""
        latest = self.new or self.old
        assert latest is not None
        return latest


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between the handouts of two days; meetings are in the schedule's order.

    `held` are the meetings that took place in between, which is no change.
    """

    since: date
    until: date
    meetings: tuple[Changed[MeetingSnapshot], ...]
    sections: tuple[Changed[SectionSnapshot], ...]
    held: tuple[MeetingSnapshot, ...] = ()

    @property
    def all(self) -> tuple[Changed[MeetingSnapshot] | Changed[SectionSnapshot], ...]:
        """All that changed, meetings first."""
        return (*self.meetings, *self.sections)

    def __bool__(self) -> bool:
        return bool(self.all)


def compare_snapshots(old: Snapshot, new: Snapshot) -> Changes:
    """Return what readers of `new` find changed since `old`.

    A meeting is the same one by its record's id, else by the record's name. One whose name has gone
    is looked for among those that are new, unless both have an id: by the name without its date, by
    its title, its start, its day.
    """
    pairs = _pair_meetings(old.meetings, new.meetings)
    known = {id(before) for before, _ in pairs if before is not None}
    pairs += [(before, None) for before in old.meetings if id(before) not in known]
    moved = Change(ChangeKind.FACT, old.room, new.room, key=ROOM)  # told once, of the course
    meetings = [
        Changed(before, after, tuple(each for each in changes if each != moved))
        for before, after in pairs
        for changes in (_meeting_changes(before, after),)
    ]
    sections = _sections(old.sections, new.sections)
    return Changes(
        old.day,
        new.day,
        tuple(sorted((each for each in meetings if each.changes), key=_order)),
        tuple(each for each in sections if each.changes),
        _held(old.day, new),
    )


def _held(since: date, new: Snapshot) -> tuple[MeetingSnapshot, ...]:
    """Return the meetings that ended from the start of one handout's day to that of the other's.

    A record has its day alone. So each meeting is in between two handouts once.
    """
    first, last = (_instant(datetime.combine(day, time(), new.zone)) for day in (since, new.day))
    return tuple(
        each
        for each in new.meetings
        if not each.cancelled
        and each.kind in SESSIONS
        and each.end is not None
        and first < _instant(each.end) <= last
    )


def _order(changed: Changed[MeetingSnapshot]) -> tuple[bool, datetime]:
    start = changed.latest.start
    return (True, datetime.max) if start is None else (False, _instant(start))


def _instant(start: datetime) -> datetime:
    return start.astimezone(UTC).replace(tzinfo=None)


# --- which is which ---


def _pair_meetings(
    old: tuple[MeetingSnapshot, ...], new: tuple[MeetingSnapshot, ...]
) -> list[tuple[MeetingSnapshot | None, MeetingSnapshot | None]]:
    """Return each new meeting with the old one that it is."""
    found: dict[int, MeetingSnapshot] = {}
    before, after = list(old), list(new)
    sure: tuple[Callable[[MeetingSnapshot], object], ...] = (
        lambda meeting: meeting.id,
        lambda meeting: meeting.identifier,
    )
    likely: tuple[Callable[[MeetingSnapshot], object], ...] = (
        lambda meeting: _DATE.sub("", meeting.identifier) or None,
        lambda meeting: meeting.title.casefold(),
        lambda meeting: meeting.start and _instant(meeting.start),
        lambda meeting: meeting.start and meeting.start.date(),
    )
    for key in (*sure, *likely):
        was, now = Counter(map(key, before)), Counter(map(key, after))
        unique = {key(each): each for each in before if was[key(each)] == 1 == now[key(each)]}
        unique.pop(None, None)
        for each in after:
            other = unique.get(key(each))
            # Two that call themselves by different names are two, however alike they look.
            if other is not None and not (key in likely and other.id and each.id):
                found[id(each)] = other
        matched = {id(each) for each in found.values()}
        before = [each for each in before if id(each) not in matched]
        after = [each for each in after if id(each) not in found]
    return [(found.get(id(each)), each) for each in new]


# --- what differs ---


def _meeting_changes(
    old: MeetingSnapshot | None, new: MeetingSnapshot | None
) -> tuple[Change, ...]:
    if new is None:
        return (Change(ChangeKind.REMOVED),)
    if old is None:
        changes = [Change(ChangeKind.NEW)]
        if new.cancelled:
            changes.append(Change(ChangeKind.CANCELLED))
        return tuple(changes)
    return (*_fact_changes(old, new), *_recording(old, new), *_texts(old.texts, new.texts))


def _fact_changes(old: MeetingSnapshot, new: MeetingSnapshot) -> Iterator[Change]:
    if old.cancelled != new.cancelled:
        yield Change(ChangeKind.CANCELLED if new.cancelled else ChangeKind.RESTORED)
    elif new.cancelled and old.reason != new.reason:
        yield Change(ChangeKind.REASON)
    if _when(old) != _when(new):
        yield Change(ChangeKind.MOVED)
    if old.kind is not new.kind or (old.label and new.label and old.label != new.label):
        yield Change(ChangeKind.KIND)
    if old.title != new.title:
        yield Change(ChangeKind.TITLE, old.title, new.title)
    if (old.topic or new.topic) and (old.topic or old.title) != (new.topic or new.title):
        yield Change(ChangeKind.TOPIC, old.topic or old.title, new.topic or new.title)
    if new.cancelled:  # for what does not take place, nothing else is printed
        return
    if old.streams != new.streams:
        yield Change(ChangeKind.STREAMS, old.streams, new.streams)
    if old.minutes != new.minutes and not (old.all_day or new.all_day):
        yield Change(ChangeKind.DURATION)
    for key in dict.fromkeys((*new.facts, *old.facts)):
        was, now = old.facts.get(key, ""), new.facts.get(key, "")
        if was != now:
            yield Change(ChangeKind.FACT, was, now, key=key)


def _when(meeting: MeetingSnapshot) -> object:
    """Return what tells two times apart, whatever zone they are named in."""
    if meeting.start is not None:
        days = (meeting.last_day, meeting.weeks, meeting.all_day and meeting.minutes)
        return (_instant(meeting.start), *days, meeting.time_open, meeting.groups)
    return (meeting.when, meeting.time)


def _recording(old: MeetingSnapshot, new: MeetingSnapshot) -> Iterator[Change]:
    if new.texts is not None and old.recording != new.recording:
        yield Change(ChangeKind.RECORDING_ADDED if new.recording else ChangeKind.RECORDING_REMOVED)


def _texts(
    old: tuple[TextSnapshot, ...] | None, new: tuple[TextSnapshot, ...] | None
) -> Iterator[Change]:
    if new is None:  # the handout has no place for them
        return
    before = _by_place(old or ())
    after = _by_place(new)
    # In the order of the new handout, with what is gone from it last.
    for stream, part, number in dict.fromkeys((*after, *before)):
        place = (stream, part, number)
        old_lines, was_due = before.get(place, ((), ""))
        new_lines, now_due = after.get(place, ((), ""))
        if was_due != now_due:
            yield Change(ChangeKind.DUE, was_due, now_due, part, stream)
        yield from _line_changes(old_lines, new_lines, part, stream)


def _by_place(
    texts: tuple[TextSnapshot, ...],
) -> dict[tuple[str, str, int], tuple[tuple[str, ...], str]]:
    """Return lines and by when they are due, by stream and part, and by number of one title."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for text in texts:
        place = (text.stream, text.title)
        found[(*place, seen[place])] = (text.lines, text.due)
        seen[place] += 1
    return found


def _line_changes(
    old: tuple[str, ...], new: tuple[str, ...], part: str = "", stream: str = ""
) -> Iterator[Change]:
    """Yield how the items of a text differ; another order of them is no change."""
    before, after = items_of(old), items_of(new)
    gone, come = _missing(before, after), _missing(after, before)
    for text in come:
        near = [other for other in gone[:_NEIGHBOURS] if likeness(other, text) >= ALIKE]
        if near:
            nearest = max(near, key=lambda other: likeness(other, text))
            gone.remove(nearest)
            yield Change(ChangeKind.TEXT_REWORDED, nearest, text, part, stream)
        else:
            yield Change(ChangeKind.TEXT_ADDED, None, text, part, stream)
    for text in gone:
        yield Change(ChangeKind.TEXT_REMOVED, text, None, part, stream)


def _missing(texts: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    """Return the texts that are not among the others, each as often as it is missing there."""
    left = Counter(others)
    missing = []
    for text in texts:
        if left[text]:
            left[text] -= 1
        else:
            missing.append(text)
    return missing


def _sections(
    old: tuple[SectionSnapshot, ...], new: tuple[SectionSnapshot, ...]
) -> Iterator[Changed[SectionSnapshot]]:
    before = {section.name: section for section in old}
    after = {section.name: section for section in new}
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        yield Changed(was, now, tuple(_section_changes(was, now)))


def _section_changes(old: SectionSnapshot | None, new: SectionSnapshot | None) -> Iterator[Change]:
    title = new.title if new else old.title if old else None
    # Prose before what is generated is no section of its own.
    if title is not None and (old is None or new is None):
        yield Change(ChangeKind.NEW if new else ChangeKind.REMOVED)
        return
    if old and new and old.title != new.title:
        yield Change(ChangeKind.TITLE, old.title, new.title)
    yield from _line_changes(old.lines if old else (), new.lines if new else ())
