"""Where a meeting is, as its readers are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from syllabus.model.course import Meeting
from syllabus.model.facts import Fact, FactPlace, facts_for
from syllabus.model.rooms import Room


def told_facts(meeting: Meeting, place: FactPlace, words: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return the facts that a meeting, as readers see it, has at a place.

    The room says so where they can take part online, too, and is then said even if it is the
    course's, by its name. A room that is called "online" is no other place.
    """
    facts = facts_for(meeting.facts, place)
    room = meeting.room
    either = words["room-or-online"]
    if room is None or meeting.join is None or _is_online(room, either):
        return facts
    phrase = either.replace("{room}", "{}")
    if not any(each.key == "room" for each in facts):
        return (replace(room.fact(is_usual=True), text=room.name, phrase=phrase), *facts)
    return tuple(replace(each, phrase=phrase) if each.key == "room" else each for each in facts)


def _is_online(room: Room, either: str) -> bool:
    """Return whether a room is called what the words "{room} or online" end with, or "online"."""
    name = room.name.text.casefold()
    return name == "online" or (len(name) > 4 and either.casefold().endswith(name))
