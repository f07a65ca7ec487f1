"""What records may say of rooms and of materials: every key, once."""

from __future__ import annotations

from syllabus.front.records.forms import TEXT as TEXT_FORM
from syllabus.front.records.kinds import (
    BadValue,
    Either,
    Field,
    Pairs,
    Record,
    Several,
    Single,
    quoted,
)
from syllabus.front.records.nodes import Mapping, Node, Scalar, Sequence
from syllabus.front.records.shapes import ByShape
from syllabus.front.records.single_values import ADDRESS, TARGET, TEXT, YES_OR_NO
from syllabus.front.records.values import parse_text


def parse_room(text: str) -> str:
    """Return what a room is called, which is no web address."""
    name = parse_text(text)
    if name.casefold().startswith(("https://", "http://", "www.")):
        message = f"found {quoted(name)}, expected the name of a room"
        online = "write where people take part online as 'join' in the record of a meeting"
        plan = "write the page of a map as room: {name: …, url: https://…}"
        raise BadValue("bad-name", message, online, plan)
    return name


ROOM_TEXT = Single("text", parse_room, TEXT_FORM)
ROOM_NAME = Field("name", ROOM_TEXT, "What the room is called.", required=True)
ROOM_BUILDING = Field("building", TEXT, "The building that it is in.")
ROOM_ADDRESS = Field("address", TEXT, "The street and the town.")
ROOM_URL = Field("url", ADDRESS, "The address of a map, https or http.")
ROOM = Either(
    ROOM_TEXT,
    Record(
        "a room with its name, building, address and url",
        (ROOM_NAME, ROOM_BUILDING, ROOM_ADDRESS, ROOM_URL),
        elsewhere=(
            (("map", "maps", "link", "directions"), "the address of a map is 'url' here"),
            (("room", "title", "label"), "what the room is called is 'name' here"),
            (("street", "city", "where"), "the street and the town are 'address' here"),
        ),
    ),
)

MEETING_ROOM = Field(
    "room",
    ROOM,
    "The room that it is held in: a name, or `name`, `building`, `address` and the `url` of a map. "
    "The course's room unless given; `none` where it is held elsewhere, as online.",
)
COURSE_ROOM = Field(
    "room",
    ROOM,
    "The room that meetings are held in, as in a record. It is printed below the title; meetings "
    "and the schedule say theirs where it is another one.",
)

MATERIAL_LABEL = Field("label", TEXT, "What it is called.", required=True)
MATERIAL_URL = Field("url", ADDRESS, "Its address, https or http; or else `file`.")
MATERIAL_FILE = Field("file", TEXT, "A file, as a path from the project's folder.")
MATERIAL_MEMBERS = Field("members", YES_OR_NO, "Whether it is for members only; `no` unless given.")


def _no_materials(node: Node) -> BadValue | None:
    """Return what is wrong with a list of materials in short, or with one that has no name."""
    expected = "expected them by their names"
    if isinstance(node, Scalar) and node.text.strip():
        hint = f"write {{slides: {node.text}}}" if len(node.text) <= 60 else "write {slides: …}"
        return BadValue("wrong-shape", f"found a single value, {expected}", hint)
    items = node.items if isinstance(node, Sequence) else ()
    if items and all(isinstance(each, Scalar) for each in items):
        hint = "write a name before each, without a hyphen: slides: …"
        return BadValue("wrong-shape", f"found materials without a name, {expected}", hint)
    entries = [each.entries[0] for each in items if isinstance(each, Mapping) and each.entries]
    alone = all(isinstance(each, Mapping) and len(each.entries) == 1 for each in items)
    known = (MATERIAL_LABEL.key, MATERIAL_URL.key, MATERIAL_FILE.key, MATERIAL_MEMBERS.key)
    if entries and alone and not any(each.key.text in known for each in entries):
        hint = f"delete the hyphens: {entries[0].key.text}: …"
        return BadValue("wrong-shape", f"found a list of names, {expected}", hint)
    return None


MEETING_MATERIALS = Field(
    "materials",
    ByShape(
        Pairs("what goes with the meeting by its name, such as slides", TEXT, Several(TARGET)),
        Several(
            Record(
                "a material with its label and its url or file",
                (MATERIAL_LABEL, MATERIAL_URL, MATERIAL_FILE, MATERIAL_MEMBERS),
                elsewhere=(
                    (("link", "address", "href", "at"), "its address is 'url' here"),
                    (("name", "title", "kind", "type"), "what it is called is 'label' here"),
                    (("path",), "a file of the project is 'file' here"),
                    (("private", "public", "member"), "write members: true, or members: false"),
                ),
            )
        ),
        _no_materials,
    ),
    "What goes with it, in short by name: `slides`, `notes`, `code`, `data`, `handout`, "
    "`recording`, `video` or a name of your own, with an address or a file of the project, or "
    "several; recordings are for members only. In full, a list of records.",
)
