"""What has been published to a calendar's subscribers: `syllabus/history/calendar.yaml`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from syllabus.diagnostics import Diagnostic, has_errors
from syllabus.front.records.files import read_text
from syllabus.front.records.forms import Form
from syllabus.front.records.kinds import (
    BadValue,
    Field,
    Pairs,
    Record,
    Several,
    Single,
    Values,
    quoted,
)
from syllabus.front.records.nodes import read_nodes
from syllabus.front.records.scalars import write_scalar
from syllabus.front.records.single_values import IDENTIFIER, STREAM_CODE, TEXT, YES_OR_NO, ZONE
from syllabus.on_demand import dataclass
from syllabus.source import SourceFile, Span
from syllabus.workspace.layout import Layout

LARGEST_HISTORY = 5_000_000
"""Bytes; a thousand meetings have a tenth of that."""

_MOST_NODES = 200_000
_LARGEST_NUMBER = 1_000_000_000  # RFC 5545, 3.3.8, has twice that
_RESTORE = "this file is written by 'syllabus calendar'; take it back from version control"


@dataclass(frozen=True, slots=True)
class PublishedMeeting:
    """A meeting as calendars have it.

    `sequence` counts its changes and `modified` is the moment of the last one, in UTC. `digest` is
    a hash of what the public edition says of it. The other values are for events whose record is
    gone; `gone` says that this was published.
    """

    sequence: int
    modified: datetime
    digest: str
    title: str
    start: datetime
    duration: timedelta
    streams: tuple[str, ...] = ()
    gone: bool = False

    @property
    def end(self) -> datetime:
        """When it is over, in UTC."""
        return self.start.astimezone(UTC) + self.duration

    def is_ahead(self, moment: datetime) -> bool:
        """Return whether it is not over at a moment (aware)."""
        return self.end > moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Published:
    """All that was ever published, by the ids of meetings; `spans` are their places in the file.

    `course` is the name by which calendars tell this course's meetings from another's.
    """

    course: str
    meetings: Mapping[str, PublishedMeeting]
    spans: Mapping[str, Span]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    # A little more than the years that records may name, for the ends of meetings.
    if moment is None or moment.tzinfo is None or not 1899 <= moment.year <= 2201:
        raise BadValue(
            "bad-history", f"found {quoted(text)}, expected {_MOMENT.expected}", _RESTORE
        )
    return moment


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > _LARGEST_NUMBER:
        raise BadValue("bad-history", f"found {quoted(text)}, expected a whole number", _RESTORE)
    return int(text)


def _digest(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{32}", text):
        expected = "32 hexadecimal digits"
        raise BadValue("bad-history", f"found {quoted(text)}, expected {expected}", _RESTORE)
    return text


_MOMENT = Single("a moment such as 2021-04-15T16:00:00+02:00", _moment, Form(None))

_SEQUENCE = Field("sequence", Single("a number", _count, Form(None)), "", required=True)
_MODIFIED = Field("modified", _MOMENT, "", required=True)
_DIGEST = Field("digest", Single("a digest", _digest, Form(None)), "", required=True)
_TITLE = Field("title", TEXT, "", required=True)
_START = Field("start", _MOMENT, "", required=True)
_END = Field("end", _MOMENT, "", required=True)
_ZONE = Field("zone", ZONE, "", required=True)
_STREAMS = Field("streams", Several(STREAM_CODE), "")
_GONE = Field("gone", YES_OR_NO, "")
_MEETING = Record(
    "what was published of a meeting",
    (_SEQUENCE, _MODIFIED, _DIGEST, _TITLE, _START, _END, _ZONE, _STREAMS, _GONE),
)
_COURSE = Field("course", IDENTIFIER, "", required=True)
_MEETINGS = Field("meetings", Pairs("ids with what was published", IDENTIFIER, _MEETING), "")
_PUBLISHED = Record("what was published", (_COURSE, _MEETINGS))


def read_published(layout: Layout, faults: list[Diagnostic]) -> Published | None:
    """Read what was published; None if nothing was, or after reporting what is wrong."""
    if not os.path.lexists(layout.calendar):
        return None
    own: list[Diagnostic] = []
    source = read_text(layout.calendar, layout.root, own, LARGEST_HISTORY, own=True)
    published = None if source is None else _read(source, own)
    faults += own
    return None if has_errors(own) else published


def _read(source: SourceFile, faults: list[Diagnostic]) -> Published | None:
    node = read_nodes(source, 0, len(source.text), faults, _MOST_NODES)
    located = _PUBLISHED.read(node, faults)
    if located is None:
        return None
    pairs = located.value.value(_MEETINGS, ())
    meetings = {pair.key.value: _published_meeting(pair.value.value) for pair in pairs}
    return Published(
        located.value.value(_COURSE, ""),
        {key: meeting for key, meeting in meetings.items() if meeting is not None},
        {pair.key.value: pair.key.span for pair in pairs},
    )


def _published_meeting(values: Values) -> PublishedMeeting | None:
    sequence, modified, digest = values.get(_SEQUENCE), values.get(_MODIFIED), values.get(_DIGEST)
    title, start, end = values.get(_TITLE), values.get(_START), values.get(_END)
    zone = values.get(_ZONE)
    if not (sequence and modified and digest and title and start and end and zone):
        return None  # reported as a missing key
    return PublishedMeeting(
        sequence=sequence.value,
        modified=modified.value.astimezone(UTC),
        digest=digest.value,
        title=title.value,
        start=start.value.astimezone(UTC).astimezone(zone.value),
        duration=max(end.value - start.value, timedelta()),
        streams=tuple(code.value for code in values.value(_STREAMS, ())),
        gone=values.value(_GONE, False),
    )


def published_text(published: Published) -> str:
    """Return what `read_published` reads, in the order of the ids."""
    lines = [*_HEAD, f"course: {published.course}", "meetings:"]
    for key, meeting in sorted(published.meetings.items()):
        zone = meeting.start.tzinfo
        assert isinstance(zone, ZoneInfo)
        title = re.sub("[\x85\u2028\u2029\ufeff]+", " ", meeting.title).strip() or "-"
        lines += [
            f"  {write_scalar(key)}:",
            f"    sequence: {meeting.sequence}",
            f"    modified: {meeting.modified.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            f"    digest: '{meeting.digest}'",
            f"    title: {write_scalar(title)}",
            f"    start: {meeting.start.isoformat(timespec='seconds')}",
            f"    end: {meeting.end.astimezone(zone).isoformat(timespec='seconds')}",
            f"    zone: {zone.key}",
        ]
        if meeting.streams:
            lines.append(f"    streams: [{', '.join(map(write_scalar, meeting.streams))}]")
        if meeting.gone:
            lines.append("    gone: true")
    return "\n".join(lines) + "\n"


_HEAD = (
    "# What people who subscribe to the calendar have been told, by which their programs tell a",
    "# meeting that was moved from a new one. 'syllabus calendar' writes this file; commit it.",
)
