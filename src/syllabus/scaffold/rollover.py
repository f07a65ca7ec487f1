"""The next term's project, made from this one's."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from syllabus.front.check import CheckedProject
from syllabus.front.check.kinds import base_of, known_kinds
from syllabus.front.records import bib_files, files_below
from syllabus.front.records.course import CourseRecord
from syllabus.front.records.forms import WEEKDAYS
from syllabus.front.records.meeting import MeetingRecord
from syllabus.front.records.nodes import Mapping
from syllabus.front.records.writing import (
    Edit,
    add_entry,
    apply_edits,
    find_entry,
    read_mapping,
    remove_entry,
    set_value,
)
from syllabus.model.course import Status
from syllabus.model.document import Image, walk
from syllabus.model.kinds import SESSIONS, BaseKind
from syllabus.model.materials import RECORDINGS, material_files
from syllabus.model.timeline import Slot, find_slots
from syllabus.on_demand import dataclass, pattern
from syllabus.scaffold.dues import moved_dues
from syllabus.scaffold.edits import edited_bytes
from syllabus.scaffold.files import NewFile
from syllabus.scaffold.meeting import new_id
from syllabus.scaffold.moving import move_days
from syllabus.scaffold.records import CourseRecords, PlanningError, day_of, recurrence_of
from syllabus.scaffold.relinking import moved_links
from syllabus.source import SourceFile, real_path
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout

DROPPED = ("join", "recording")
"""Keys that are not copied to the next term."""

_DATE_IN_NAME = pattern(r"\d{4}-\d{2}-\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class PlannedTerm:
    """A project to be written; `passed` are the slots among its own that are left out.

    `outside` are files of the last term that lie out of its project, and so are not copied. `first`
    is the day of its first meeting, None without any. `moved`, `dropped` and `holidays` count the
    records that got another date, and those left behind because they are cancelled or a holiday.
    """

    files: tuple[NewFile, ...]
    outside: tuple[Path, ...]
    passed: tuple[Slot, ...]
    moved: int
    dropped: int
    holidays: int = 0
    first: date | None = None


def plan_term(
    term: CourseRecords, project: CheckedProject, root: Path, start: date, weekday: int | None
) -> PlannedTerm:
    """Return the project of the next term in `root`; its first slot is not before `start`.

    The meetings of the n-th day of the last term are those of the n-th slot of the next.
    What is no session moves with the meeting before it, and so does, by whole weeks, what
    returns on a weekday that is none of the course's.
    Cancelled ones and holidays are left behind, and so are addresses to join and recordings;
    history and what was built are not copied. Every record gets an id of its own, and links lead to
    the new names. `weekday` is another one than course.yaml's. Raises `PlanningError`, and
    `OSError` where a file cannot be read.
    """
    assert term.course is not None
    old = term.layout
    known = known_kinds(term.course)
    planned = [each for each in term.meetings if each.status is not Status.CANCELLED]
    kept = [each for each in planned if base_of(each, known) is not BaseKind.HOLIDAY]
    course = term.course.source.text
    recurrence = recurrence_of(term.course, start)
    usual = recurrence.days
    if weekday is not None:
        recurrence = replace(recurrence, days=frozenset({weekday}))
        course = _with_day(term.course, weekday)
    beside = {each.source.path for each in kept if _returns_beside(each, usual)}
    held = [
        each for each in kept if base_of(each, known) in SESSIONS and each.source.path not in beside
    ]
    days = sorted({day for day in map(day_of, held) if day is not None})
    slots, passed = _first_slots(find_slots(recurrence, start), len(days))
    moved = dict(zip(days, slots, strict=True))
    others = {day for day in map(day_of, kept) if day is not None} - moved.keys()
    moved |= {day: _moved_with(day, days, moved, start) for day in others}
    new_days = {
        each.source.path: _by_weeks(each, moved, start) if each.source.path in beside else moved
        for each in kept
    }
    ids = {each.source.path: new_id() for each in kept}
    links = moved_links(project, _renamed(kept, new_days, ids))
    files: dict[Path, bytes] = {}
    outside: list[Path] = []
    for path in _copied(old, project, {each.source.path for each in term.meetings}):
        target = Path(os.path.normpath(root / path.relative_to(old.root)))
        if target.is_relative_to(root) and real_path(path).is_relative_to(real_path(old.root)):
            content = read_file(path)
            files[target] = edited_bytes(content, links[path]) if path in links else content
        else:
            outside.append(path)
    for record in kept:
        at = new_days[record.source.path]
        path = root / _new_name(record, at).relative_to(old.root)
        if path in files:
            raise PlanningError(f"two records would be named {path.name}; rename one of them first")
        edits = [*moved_dues(project, record, at), *links.get(record.source.path, ())]
        moved_record = _moved_record(record, at, ids[record.source.path], edits)
        files[path] = _as_found(record.source, moved_record)
    # Last, so that what was interrupted is no project yet.
    files.pop(root / old.course.relative_to(old.root), None)
    files[Layout(root).course] = _as_found(term.course.source, course)
    dated = sum(day_of(each) is not None for each in kept)
    return PlannedTerm(
        tuple(NewFile(path, data) for path, data in files.items()),
        tuple(outside),
        passed,
        dated,
        len(term.meetings) - len(planned),
        len(planned) - len(kept),
        slots[0] if slots else None,
    )


def _moved_with(day: date, days: list[date], moved: dict[date, date], start: date) -> date:
    """Return the new day of a deadline or an event: as long after the meeting before it as ever.

    Before the first meeting, it is as long before that.
    """
    if not days:
        return start
    before = [each for each in days if each <= day]
    near = before[-1] if before else days[0]
    return moved[near] + (day - near)


def _returns_beside(record: MeetingRecord, usual: frozenset[int]) -> bool:
    """Return whether a record returns on a weekday that is none of the course's."""
    day = day_of(record)
    return day is not None and record.every is not None and day.weekday() not in usual


def _by_weeks(record: MeetingRecord, moved: dict[date, date], start: date) -> dict[date, date]:
    """Return the new days for what returns beside the meetings, which keeps its weekday.

    It does not begin before `start`.
    """
    day = day_of(record)
    assert day is not None
    weeks = max(round((moved[day] - day).days / 7), -((day - start).days // 7))
    return {**moved, day: day + timedelta(weeks=weeks)}


def _renamed(
    records: Iterable[MeetingRecord], days: dict[Path, dict[date, date]], ids: dict[Path, str]
) -> dict[str, str]:
    """Return the new name of each record that links may have: its file's, and its id."""
    names: dict[str, str] = {}
    for record in records:
        path = record.source.path
        new = _new_name(record, days[path])
        names |= {path.name: new.name, path.stem: new.stem}
        if record.id is not None:
            names.setdefault(record.id.value, ids[path])
    return names


def _first_slots(slots: Iterator[Slot], count: int) -> tuple[list[date], tuple[Slot, ...]]:
    free: list[date] = []
    passed: list[Slot] = []
    while len(free) < count:
        slot = next(slots, None)
        if slot is None:
            raise PlanningError("found too few free days; shorten 'breaks' in course.yaml")
        if slot.reason is None:
            free.append(slot.day)
        else:
            passed.append(slot)
    return free, tuple(passed)


def _new_name(record: MeetingRecord, moved: dict[date, date]) -> Path:
    path, day = record.source.path, day_of(record)
    found = _DATE_IN_NAME.match(path.name)
    if day is None or found is None:
        return path
    return path.with_name(f"{moved[day]}{path.name[found.end() :]}")


def _moved_record(
    record: MeetingRecord, moved: dict[date, date], identifier: str, edits: list[Edit]
) -> str:
    mapping = read_mapping(record.span)
    assert mapping is not None, "records without errors have front matter"
    day, entry = day_of(record), find_entry(mapping, "date")
    title = find_entry(mapping, "title")
    assert title is not None, "records without errors have a title"
    if day is not None and entry is not None:
        edits += move_days(record, mapping, moved[day] - day)
    # Calendars would take it for the last term's meeting by its old id, or by its file's name.
    known = find_entry(mapping, "id")
    edits.append(
        set_value(known, identifier) if known else add_entry(mapping, title, "id", identifier)
    )
    dropped = [found for key in DROPPED if (found := find_entry(mapping, key))]
    edits += [remove_entry(mapping, each) for each in dropped]
    materials = find_entry(mapping, "materials")
    if materials is not None and isinstance(inner := materials.value, Mapping):
        recorded = [each for each in inner.entries if each.key.text.casefold() in RECORDINGS]
        whole = len(recorded) == len(inner.entries)
        edits += [remove_entry(mapping, materials)] if whole else []
        edits += [] if whole else [remove_entry(inner, each) for each in recorded]
    return apply_edits(record.source, edits)


def _with_day(course: CourseRecord, weekday: int) -> str:
    """Return course.yaml with another weekday."""
    source = course.source
    mapping = read_mapping(source.span(0, len(source.text)))
    assert mapping is not None, "course.yaml without errors has keys"
    name = WEEKDAYS[weekday].capitalize()
    entry = find_entry(mapping, "day")
    if entry is not None:
        return apply_edits(source, [set_value(entry, name)])
    return apply_edits(source, [add_entry(mapping, mapping.entries[0], "day", name)])


def _copied(old: Layout, project: CheckedProject, records: set[Path]) -> Iterator[Path]:
    """Yield the files of a project that the next term takes over as they are."""
    folders = (old.course.parent, old.root / "bib", old.templates)
    left = (old.history, old.build)
    # Hidden files are locks and backups of editors.
    root = real_path(old.root)
    inner = (folder for folder in folders if real_path(folder).is_relative_to(root))
    found = {path for folder in inner for path in files_below(folder)}
    found = {path for path in found if not path.name.startswith((".", "#"))}
    found |= {old.root / ".gitignore", *bib_files(old.root, [])}
    course = project.course
    if course is not None:
        found |= {*course.bibliography, old.root / course.style}
        found |= {path for each in course.meetings for path in material_files(each.materials)}
    found |= {node.path for node in walk(project.blocks) if isinstance(node, Image) and node.path}
    for path in sorted(found - records):
        inside = path.is_relative_to(old.root) and not any(map(path.is_relative_to, left))
        if inside and _is_file(path):
            yield path


def _is_file(path: Path) -> bool:
    """Return whether a file is there; a name longer than one can be has none."""
    try:
        return path.is_file()
    except OSError as fault:
        if fault.errno != errno.ENAMETOOLONG:
            raise
        return False


def _as_found(source: SourceFile, text: str) -> bytes:
    """Return a text in UTF-8, with the line ends that its file has."""
    windows = b"\r\n" in read_file(source.path)
    return (text.replace("\n", "\r\n") if windows else text).encode()
