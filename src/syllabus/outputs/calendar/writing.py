"""Events as iCalendar text: the feed that people subscribe to, and one meeting's invitation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import icalendar

from syllabus import __version__
from syllabus.handout import meeting_for_readers
from syllabus.handout.links import page_address
from syllabus.model.course import Course, Edition, Meeting, Stream
from syllabus.model.facts import FactPlace, facts_for
from syllabus.model.people import Role
from syllabus.model.words import punctuation_for, words_of
from syllabus.on_demand import dataclass, pattern
from syllabus.outputs.calendar.events import Event
from syllabus.outputs.calendar.revisions import Revision
from syllabus.outputs.calendar.times import add_time
from syllabus.outputs.calendar.zones import timezone_component
from syllabus.source import without_bidi_controls
from syllabus.writers.plain import PlainWriter

REFRESH = timedelta(hours=6)
"""How often programs are asked to look whether the feed has changed."""

_CONTROL = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_ENDS = pattern("\r\n|[\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Feed:
    """Which calendar is meant: for whom, of which stream (None for all), as of when."""

    edition: Edition
    stream: Stream | None
    moment: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody with an address for mail, which has been checked."""

    name: str
    address: str


class _Text(icalendar.vText):
    r"""A TEXT value (RFC 5545, 3.3.11), in which also `\N` comes back as it was.

    icalendar itself takes that for the end of a line, and mathematicians for the naturals.
    """

    def to_ical(self) -> bytes:
        text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


class _Texts(icalendar.vCategory):
    """Several TEXT values in one property."""

    def to_ical(self) -> bytes:
        return b",".join(_Text(text).to_ical() for text in self.cats)


def revisions_for(feed: Feed, revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Return the events of a feed: those of its stream and those for everyone."""
    return tuple(
        revision
        for revision in revisions
        if feed.stream is None
        or not revision.event.streams
        or feed.stream.code in revision.event.streams
    )


def feed_text(course: Course, revisions: Iterable[Revision], feed: Feed) -> str:
    """Return a calendar of events that people can import or subscribe to.

    It has no METHOD, because a published calendar asks for no reply (RFC 5545, 3.7.2).
    """
    chosen = revisions_for(feed, revisions)
    title = PlainWriter(macros=course.definitions).title(course.title)
    if feed.stream is not None:
        title = f"{title} – {feed.stream.label}"
    calendar = _calendar()
    for key in ("name", "x-wr-calname"):  # RFC 7986, 5.1, and what came before it
        calendar.add(key, _Text(_line(without_bidi_controls(title))), encode=False)
    if course.site is not None:
        calendar.add("url", _uri(course.site.address))  # RFC 7986, 5.5
    refresh = icalendar.vDuration(REFRESH)
    calendar.add("refresh-interval", refresh, {"VALUE": "DURATION"})  # RFC 7986, 5.7
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for revision in chosen:
        calendar.add_component(_event(course, revision, feed))
    _add_zones(calendar, chosen)
    if not chosen:
        # A calendar holds one component at least (RFC 5545, 3.6).
        today = feed.moment.date()
        calendar.add_component(timezone_component(course.zone, today, today))
    return _text(calendar)


def invitation_text(
    course: Course,
    revision: Revision,
    edition: Edition,
    moment: datetime,
    organizer: Contact,
    attendee: Contact,
) -> str:
    """Return what invites somebody to one meeting, or takes that back for one that is cancelled.

    A calendar with METHOD:REQUEST or METHOD:CANCEL (RFC 5546, 3.2.2 and 3.2.5), made at `moment`.
    """
    calendar = _calendar()
    cancelled = revision.event.obstacle is not None
    calendar.add("method", "CANCEL" if cancelled else "REQUEST")
    event = _event(course, revision, Feed(edition, None, moment))
    del event["dtstamp"]
    event.add("dtstamp", moment.astimezone(UTC).replace(microsecond=0))
    event.add("organizer", _address(organizer))
    guest = _address(attendee)
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    if not cancelled:
        guest.params["PARTSTAT"] = "NEEDS-ACTION"
        guest.params["RSVP"] = "FALSE"
    event.add("attendee", guest)
    if not cancelled:
        _invite_speakers(
            event, revision.event, edition, moment, {organizer.address, attendee.address}
        )
    calendar.add_component(event)
    _add_zones(calendar, [revision])
    return _text(calendar)


def _invite_speakers(
    event: icalendar.Event, source: Event, edition: Edition, moment: datetime, known: set[str]
) -> None:
    """Name those who have a role and an address, which only members may see.

    A feed names nobody: what is published has no attendees (RFC 5545, 3.8.4.1).
    """
    if source.meeting is None:
        return
    for each in meeting_for_readers(source.meeting, edition, moment).speakers:
        address = each.person.address
        if address is None or address.address in known:
            continue
        known.add(address.address)
        guest = _address(Contact(each.person.name.text, address.address))
        guest.params["ROLE"] = "CHAIR" if each.role is Role.CHAIR else "REQ-PARTICIPANT"
        guest.params["RSVP"] = "FALSE"
        event.add("attendee", guest)


def _calendar() -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//syllabus//syllabus {__version__}//EN")
    calendar.add("version", "2.0")
    return calendar


def _text(calendar: icalendar.Calendar) -> str:
    data: bytes = calendar.to_ical(sorted=False)
    return data.decode()


def _add_zones(calendar: icalendar.Calendar, revisions: Iterable[Revision]) -> None:
    """Put the zones that a calendar names before its events."""
    events = [revision.event for revision in revisions]
    zones = {str(event.start.tzinfo): event.start.tzinfo for event in events}
    for key in sorted(calendar.get_missing_tzids(), reverse=True):  # none is needed for UTC
        zone = zones[key]
        assert isinstance(zone, ZoneInfo)
        here = [event for event in events if event.start.tzinfo is zone]
        first, last = min(event.start for event in here), max(event.end for event in here)
        component = timezone_component(zone, first.date(), last.astimezone(zone).date())
        calendar.subcomponents.insert(0, component)


def _event(course: Course, revision: Revision, feed: Feed) -> icalendar.Event:
    source = revision.event
    held = source.obstacle is None
    event = icalendar.Event()
    event.add("uid", revision.uid)
    # Without METHOD it says when the event was last revised (RFC 5545, 3.8.7.2).
    event.add("dtstamp", revision.modified)
    event.add("last-modified", revision.modified)
    event.add("sequence", revision.sequence)
    add_time(event, source)
    remark = source.remark if held else source.obstacle
    title = source.summary if remark is None else f"{source.summary} ({remark})"
    event.add("summary", _Text(_line(without_bidi_controls(title))), encode=False)
    event.add("status", "CONFIRMED" if held else "CANCELLED")
    event.add("transp", "OPAQUE" if held and source.busy else "TRANSPARENT")
    shown = None
    if source.meeting is not None:
        shown = meeting_for_readers(source.meeting, feed.edition, feed.moment)
        access = shown.join or shown.recording
        page = page_address(course, source.meeting, feed.moment)
        # Where more is told of it than here (RFC 5545, 3.8.4.6).
        if address := (access and access.url) or page:
            event.add("url", _uri(address))
        if held and (location := _location(shown)):
            event.add("location", _Text(_line(without_bidi_controls(location))), encode=False)
    labels = {stream.code: stream.label for stream in course.streams}
    if source.streams:
        categories = _Texts([_line(labels.get(code, code)) for code in source.streams])
        event.add("categories", categories, encode=False)
    description = _description(course, source, shown, feed.edition)
    if description:
        event.add("description", _Text(without_bidi_controls(description)), encode=False)
    return event


def _location(meeting: Meeting) -> str:
    """Return where people meet: in a room, behind a link, or both."""
    places = [fact.text.text for fact in facts_for(meeting.facts, FactPlace.LOCATION)]
    if meeting.join is not None and meeting.join.url is not None:
        places.append(meeting.join.url)
    return ", ".join(places)


def _description(course: Course, event: Event, shown: Meeting | None, edition: Edition) -> str:
    words, colon = words_of(course), punctuation_for(course.language).colon
    lines = []
    found = {} if shown is None else {"join": shown.join, "recording": shown.recording}
    for word, access in found.items():
        if access is None:
            continue
        if access.url is not None:
            lines.append(f"{words[word]}{colon}{access.url}")
        if access.passcode is not None:
            lines.append(f"{words['passcode']}{colon}{access.passcode}")
        lines.append("")
    full = event.members_lines if edition is Edition.MEMBERS else None
    lines += event.lines if full is None else full
    return "\n".join(clean_text(line) for line in lines).strip("\n")


def clean_text(text: str) -> str:
    r"""Return a text with `\n` as its only line end, and without what no TEXT may hold."""
    return _CONTROL.sub("�", _LINE_ENDS.sub("\n", text))


def _line(text: str) -> str:
    return " ".join(clean_text(text).split("\n"))


def _address(person: Contact) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{quote(person.address, safe='@!$*+-./=?^_{|}~')}")
    if person.name:
        address.params["CN"] = _line(person.name)
    return address


def _uri(address: str) -> icalendar.vUri:
    return icalendar.vUri(quote(address, safe="%/:=&?~#+!$,;'@()*[]"))
