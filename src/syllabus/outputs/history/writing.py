"""Records of handouts as files: plain YAML, made to be read by people and compared by git."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from syllabus.front.records.scalars import write_scalar
from syllabus.model.kinds import BaseKind
from syllabus.outputs.history.snapshot import MeetingSnapshot, Snapshot
from syllabus.workspace.layout import Layout

FORMAT = "1"
"""The version of what is written here."""


def handout_path(layout: Layout, day: date) -> Path:
    """Return where the record of a day's handout is kept."""
    return layout.handouts / f"{day}.yaml"


def snapshot_text(snapshot: Snapshot) -> str:
    """Return the record of a handout, the same text for the same snapshot."""
    lines = [
        f"# What the handout of {snapshot.day} contained. 'syllabus build' wrote this for",
        "# 'syllabus diff'; commit it.",
        *_keys(
            format=FORMAT,
            handout=str(snapshot.day),
            title=write_scalar(snapshot.title),
            zone=snapshot.zone.key,
        ),
    ]
    if snapshot.sections:
        lines += ["", "sections:"]
        for section in snapshot.sections:
            lines += _item(
                _keys(
                    section=_name(section.name),
                    title=section.title and write_scalar(section.title),
                ),
                _block(section.lines),
            )
    if snapshot.meetings:
        lines += ["", "meetings:"]
        for meeting in snapshot.meetings:
            lines += _item(_meeting_lines(meeting, snapshot.zone))
    return "".join(f"{line}\n" for line in lines)


def _meeting_lines(meeting: MeetingSnapshot, zone: ZoneInfo) -> Iterator[str]:
    own_zone = meeting.start.tzinfo if meeting.start else zone
    assert isinstance(own_zone, ZoneInfo)
    yield from _keys(
        meeting=_name(meeting.identifier),
        id=meeting.id and _name(meeting.id),
        title=write_scalar(meeting.title),
        topic=meeting.topic and write_scalar(meeting.topic),
        start=meeting.start.isoformat(timespec="minutes") if meeting.start else None,
        zone=own_zone.key if own_zone.key != zone.key else None,
        when=meeting.when and write_scalar(meeting.when),
        time=f"{meeting.time:%H:%M}" if meeting.time else None,
        all_day="yes" if meeting.all_day else None,
        time_open="yes" if meeting.time_open else None,
        last_day=str(meeting.last_day) if meeting.last_day else None,
        weeks=str(meeting.weeks) if meeting.weeks else None,
        minutes=str(meeting.minutes),
        stream=meeting.streams and write_scalar(meeting.streams),
        kind=meeting.kind.value if meeting.kind is not BaseKind.MEETING else None,
        label=meeting.label and write_scalar(meeting.label),
        status="cancelled" if meeting.cancelled else None,
        reason=meeting.reason and write_scalar(meeting.reason),
        recording="yes" if meeting.recording else None,
        **{key: write_scalar(text) for key, text in meeting.facts.items()},
        show="schedule" if meeting.texts is None and not meeting.cancelled else None,
    )
    if meeting.groups:
        yield "groups:"
        yield from (f"- {write_scalar(group)}" for group in meeting.groups)
    if meeting.texts:
        yield "parts:"
        for text in meeting.texts:
            yield from _item(
                _keys(
                    title=text.title and write_scalar(text.title),
                    stream=text.stream and write_scalar(text.stream),
                    due=text.due and write_scalar(text.due),
                ),
                _block(text.lines),
            )


def _keys(**values: str | None) -> Iterator[str]:
    """Yield `key: value` for each that has a value."""
    yield from (f"{key}: {value}" for key, value in values.items() if value)


def _name(text: str) -> str:
    return text if re.fullmatch(r"[a-z0-9][a-z0-9-]*", text) else write_scalar(text)


def _block(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield a text as a literal block, in which nothing needs quotes."""
    if lines:
        yield "text: |"
        yield from (f"  {line}" for line in lines)


def _item(*groups: Iterable[str]) -> Iterator[str]:
    """Yield an item of a list."""
    for index, line in enumerate(chain(*groups)):
        yield f"  {line}" if index else f"- {line}"
