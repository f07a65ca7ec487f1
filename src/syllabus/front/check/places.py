"""Rooms and materials: what they are for readers, and the rules that they follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from syllabus.diagnostics import Diagnostic, Related, error, warning
from syllabus.front.markup import smart_text
from syllabus.front.markup.resources import nearest_file
from syllabus.front.records.kinds import Located
from syllabus.front.records.places import MaterialRecord, RoomRecord
from syllabus.model.course import Meeting, Part, ReadingLoad, Status
from syllabus.model.document import BulletList, ListItem, MembersOnly, Paragraph, Text
from syllabus.model.materials import LARGEST_MATERIAL, RECORDINGS, Material
from syllabus.model.pairs import are_one
from syllabus.model.rooms import Room
from syllabus.model.spans import groups_apart, sessions
from syllabus.source import real_path
from syllabus.workspace.files import NotAPlainFile, open_file
from syllabus.workspace.layout import Layout

KINDS = frozenset({"slides", "notes", "code", "data", "handout"})
"""Beside recordings, names of materials in short that are printed in the course's language."""


def room_of(record: RoomRecord | None, language: str) -> Room | None:
    """Return a room with its texts as they are printed."""
    if record is None or record.is_none:
        return None

    def text(located: Located[str]) -> Text:
        return Text(smart_text(located.value, language), located.span)

    return Room(
        text(record.name),
        None if record.building is None else text(record.building),
        None if record.address is None else text(record.address),
        None if record.url is None else Text(record.url.value, record.url.span),
    )


def own_room(record: RoomRecord | None, usual: RoomRecord | None, language: str) -> Room | None:
    """Return a room; where it is only the name of the `usual` one, that is it, with its address."""
    room, known = room_of(record, language), room_of(usual, language)
    same = room and known and room.is_named_only and room.is_called(known)
    return known if same else room


def check_rooms(meetings: Iterable[Meeting], faults: list[Diagnostic]) -> None:
    """Report meetings that are held in one room at one time (`room-clash`)."""
    held = sorted(
        (
            (session.start.astimezone(UTC), session.duration, group)
            for each in meetings
            if each.status is Status.SCHEDULED and each.kind.is_held and not each.all_day
            for group in groups_apart(each)
            if group.room is not None
            for session in sessions(group)
        ),
        key=lambda each: each[0],
    )
    last: dict[str, tuple[datetime, Meeting]] = {}
    told = {fault.span for fault in faults if fault.code == "meeting-date-clash"}
    for start, duration, meeting in held:
        assert meeting.room is not None
        name = meeting.room.line.text.casefold()
        end, earlier = last.get(name, (start, meeting))
        if start < end:
            if meeting.date_span not in told and not are_one(meeting, earlier):
                faults.append(_clash(meeting, earlier, meeting.room))
                told.add(meeting.date_span)
            if start + duration <= end:
                continue
        last[name] = (start + duration, meeting)


def _clash(meeting: Meeting, earlier: Meeting, room: Room) -> Diagnostic:
    if meeting.identifier == earlier.identifier:
        group, other = meeting.groups[0].name, earlier.groups[0].name
        return warning(
            "room-clash",
            f"found a group in the room '{room.name.text}' while another is held there",
            group.span,
            "correct its time, or name its room: {time: …, room: …}",
            related=(Related("the other one", other.span),),
        )
    return warning(
        "room-clash",
        f"found a meeting in the room '{room.name.text}' while another is held there",
        meeting.date_span,
        "correct 'date', 'time' or 'room'",
        related=(Related("the other one", earlier.date_span),),
    )


def materials_of(
    records: tuple[MaterialRecord, ...],
    layout: Layout,
    language: str,
    words: Mapping[str, str],
    faults: list[Diagnostic],
) -> tuple[Material, ...]:
    """Return a meeting's materials; what cannot be had, or told apart, is reported."""
    short = [each.label.value for each in records if each.is_short]
    found: list[Material] = []
    count: dict[str, int] = {}
    sizes: dict[Path, int] = {}
    for record in records:
        name = record.label.value
        kind = _kind(record)
        label = words[f"material-{kind}"] if kind else smart_text(name, language)
        if record.is_short and short.count(name) > 1:
            count[name] = count.get(name, 0) + 1
            label = f"{label} {count[name]}"
        material = _material(record, Text(label, record.label.span), layout, faults)
        if material is None:
            continue
        if material.file is not None and material.file not in sizes:
            sizes[material.file] = _size(material.file)
            if sum(sizes.values()) > LARGEST_MATERIAL:
                faults.append(_too_large(record, sizes[material.file]))
                del sizes[material.file]
                continue
        twin = next((each for each in found if each.label.text == label), None)
        if twin is not None:
            message = f"found the material '{label}' a second time"
            related = (Related("the first one", twin.label.span),)
            hint = "give it a label of its own"
            faults.append(
                error("duplicate-material", message, record.label.span, hint, related=related)
            )
            continue
        same = next((each for each in found if _leads_to(each) == _leads_to(material)), None)
        if same is not None:
            message = f"found '{label}' with what '{same.label.text}' leads to"
            related = (Related("the first one", same.span),)
            hint = "give it what it leads to, or delete one of the two"
            faults.append(
                warning("duplicate-material", message, material.span, hint, related=related)
            )
        found.append(material)
    return tuple(found)


def _leads_to(material: Material) -> str | Path | None:
    return material.url if material.file is None else material.file


def _kind(record: MaterialRecord) -> str:
    """Return which of the kinds a material in short is; empty if its name is its label."""
    name = record.label.value.casefold() if record.is_short else ""
    return "recording" if name in RECORDINGS else name if name in KINDS else ""


def _material(
    record: MaterialRecord, label: Text, layout: Layout, faults: list[Diagnostic]
) -> Material | None:
    target = record.target
    if target is None:
        message = f"found nothing that '{label.text}' leads to"
        hint = "add its address, 'url: https://…', or a file of the project, 'file: …'"
        faults.append(error("missing-material", message, record.span, hint))
        return None
    recording = _kind(record) == "recording"
    members = recording if record.members is None else record.members
    if not record.is_file:
        return Material(
            label, target.span, url=target.value, members_only=members, is_recording=recording
        )
    path = _file(target, layout, faults)
    if path is None:
        return None
    return Material(
        label, target.span, file=path, name=path.name, members_only=members, is_recording=recording
    )


def _file(target: Located[str], layout: Layout, faults: list[Diagnostic]) -> Path | None:
    """Return a file of the project, after reporting one that is none or too large."""
    path = layout.root / target.value
    try:
        resolved = real_path(path)
        inside = resolved.is_relative_to(real_path(layout.root))
        if inside:
            _size(resolved)
    except NotAPlainFile:
        message = f"'{target.value}' is no file"
        faults.append(error("missing-material", message, target.span, "name a file in it"))
        return None
    except (OSError, ValueError):
        message = f"there is no file '{target.value}' in the project's folder"
        there = "save it there, or write an address that begins with https://"
        hints = nearest_file(path) or (there,)
        if "\\" in target.value:
            hints = (f"write it with slashes: {target.value.replace(chr(92), '/')}",)
        faults.append(error("missing-material", message, target.span, *hints))
        return None
    if not inside:
        message = f"the file '{target.value}' is outside the project"
        hint = "copy it into the project's folder"
        faults.append(error("missing-material", message, target.span, hint))
        return None
    return resolved


def _too_large(record: MaterialRecord, size: int) -> Diagnostic:
    assert record.target is not None
    most = f"{LARGEST_MATERIAL // 1_000_000} MB"
    message = f"'{record.target.value}' has more than {most}"
    if size <= LARGEST_MATERIAL:
        message = f"the files up to '{record.target.value}' have more than {most} together"
    hint = "put it on a web page, and write its address"
    return error("material-size", message, record.target.span, hint)


def _size(path: Path) -> int:
    with open_file(path) as file:
        return file.seek(0, 2)


def materials_part(materials: tuple[Material, ...], word: str) -> Part | None:
    """Return the part of a meeting that lists its materials; None if it has none."""
    if not materials:
        return None
    span = materials[0].label.span
    items = []
    for each in materials:
        text = Paragraph(each.line, each.label.span)
        block = MembersOnly((text,), text.span) if each.members_only else text
        items.append(ListItem((block,), text.span))
    nothing = ReadingLoad()
    return Part(
        title=(Text(word, span),),
        blocks=(BulletList(tuple(items), span),),
        load=nothing,
        public_load=nothing,
        span=span,
        members_only=all(each.members_only for each in materials),
    )
