"""Where a meeting is, as its readers are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from syllabus.model.course import Meeting
from syllabus.model.facts import Fact, FactPlace, facts_for


def told_facts(meeting: Meeting, place: FactPlace, words: Mapping[str, str]) -> tuple[Fact, ...]:
    """Return the facts that a meeting, as readers see it, has at a place.

    The room says so where they can take part online, too, and is then said even if it is the
    course's, by its name.
    """
    facts = facts_for(meeting.facts, place)
    room = meeting.room
    if room is None or meeting.join is None:
        return facts
    phrase = words["room-or-online"].replace("{room}", "{}")
    if not any(each.key == "room" for each in facts):
        return (replace(room.fact(is_usual=True), text=room.name, phrase=phrase), *facts)
    return tuple(replace(each, phrase=phrase) if each.key == "room" else each for each in facts)
