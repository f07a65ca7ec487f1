"""Sections about single meetings, joined with the rows of the schedule that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from syllabus.front.records.kinds import BadValue
from syllabus.front.records.values import parse_address
from syllabus.importing.headings import read_heading
from syllabus.importing.outline import OutlineSection, label_of, mended
from syllabus.importing.remarks import remark, speakers, stream_names
from syllabus.importing.schedule_options import ScheduleOptions
from syllabus.importing.sessions import FoundPart, Session
from syllabus.importing.tree import (
    Block,
    Heading,
    Inline,
    Link,
    Paragraph,
    Text,
    cut,
    plain,
    plain_blocks,
    texts,
    walk,
)
from syllabus.importing.vocabulary import (
    ONLINE,
    OPEN,
    PASSCODE,
    PAST,
    RECORDING,
    UPCOMING,
    ColumnRole,
    folded,
    role_of,
    says,
)
from syllabus.on_demand import pattern

_PASSCODE = pattern(
    rf"(?:\w+ )?\b(?:{'|'.join(PASSCODE)})\b\s*[:=]?\s*(?P<code>\S+)", re.IGNORECASE
)
_LONGEST_TITLE = 120
"""Characters of a line that is a title."""
_DASH = pattern(r"\s+[-–—]+\s+|\s*[:|]\s+")


def read_section(
    section: OutlineSection, options: ScheduleOptions, place: str, inside: bool
) -> Session | None:
    """Return the session that a section is about; None if it is about none.

    `inside` says that it stands among others that are: then one without a date has none yet.
    """
    found = read_heading(section.title, options, f"{place}, section '{section.name[:40]}'")
    if found is None:
        if not inside:
            return None
        found = Session(f"{place}, section '{section.name[:40]}'", when=section.name)
        found.show = "details"
    return found


def is_container(section: OutlineSection, options: ScheduleOptions) -> bool:
    """Return whether a section holds one for each meeting."""
    dated = sum(read_heading(each.title, options, "") is not None for each in section.sections)
    if says(section.name, (*UPCOMING, *PAST)):
        return dated > 0
    return dated >= 2 and dated * 2 >= len(section.sections)


def fill_from(session: Session, section: OutlineSection, streams: Iterable[str]) -> None:
    """Put the text of a section into its session, in labelled parts.

    `streams` are the names of the course's streams: a section in it that is called as one of them
    is the text of that stream.
    """
    known = {folded(each): each for each in streams}
    found = _DASH.search(plain(session.title))
    if found is not None and known:
        names = stream_names(plain(session.title)[: found.start()])
        if names and all(folded(name) in known for name in names):
            session.streams = tuple(known[folded(name)] for name in names)
            session.title = cut(session.title, found.end())
    intro, parts = _labelled(section.blocks, None)
    intro = tuple(block for block in intro if not _took_line(session, block))
    session.intro = (*session.intro, *intro)
    session.parts += parts
    for inner in section.sections:
        stream = known.get(folded(inner.name))
        if stream is None:
            session.parts += _subsection(inner, None)
            continue
        before, labelled = _labelled(inner.blocks, stream)
        session.parts.append(FoundPart((), before, stream))
        session.parts += labelled
        session.parts += (part for deeper in inner.sections for part in _subsection(deeper, stream))
    session.parts = [part for part in session.parts if not _took_recording(session, part)]


def _entitle(session: Session) -> None:
    """Give a session whose heading is a date alone the first line of its text as a title."""
    if session.cancelled or session.written is None or plain(session.title).strip():
        return
    first = session.intro[0] if session.intro else None
    if isinstance(first, Paragraph) and len(plain(first.inlines)) <= _LONGEST_TITLE:
        session.title, session.intro = first.inlines, session.intro[1:]
    elif first is None and session.parts and session.parts[0].label:
        part = session.parts.pop(0)
        session.title, session.intro = part.label, part.blocks
    remark(session)


def _subsection(section: OutlineSection, stream: str | None) -> list[FoundPart]:
    """Return the parts that a section in a meeting's is: itself, and what is labelled in it."""
    label = label_of(Heading(1, section.title)) or section.title
    blocks, parts = _labelled(section.all_blocks(), stream, bold=False)
    return [FoundPart(label, blocks, stream), *parts]


def _labelled(
    blocks: Sequence[Block], stream: str | None, *, bold: bool = True
) -> tuple[tuple[Block, ...], list[FoundPart]]:
    """Return what stands before the first label, and the part below each of them."""
    intro: list[Block] = []
    parts: list[tuple[tuple[Inline, ...], list[Block]]] = []
    for block in blocks:
        label = None if isinstance(block, Heading) else label_of(block, bold=bold)
        if label is not None:
            parts.append((label, []))
        else:
            (parts[-1][1] if parts else intro).append(block)
    return mended(intro), [FoundPart(label, mended(inner), stream) for label, inner in parts]


def _took_line(session: Session, block: Block) -> bool:
    """Make a line such as *Speaker: Ada Lens*, or an address to take part, the session's.

    Return whether it is nothing else.
    """
    if not isinstance(block, Paragraph):
        return False
    text = " ".join(plain(block.inlines).split())
    links = [each for each in walk(block.inlines) if isinstance(each, Link)]
    if len(links) == 1 and session.join is None and ONLINE.match(links[0].address):
        rest = text.replace(plain(links[0].inlines), " ")
        code = _PASSCODE.search(rest)
        rest = rest.replace(code[0], "") if code else rest
        if len(re.findall(r"\w+", rest)) > 3:
            return False
        session.join = links[0].address, code["code"] if code else None
        return True
    if not links and session.join is not None and session.join[1] is None:
        code = _PASSCODE.fullmatch(text.strip(" ()."))
        if code is not None:
            session.join = session.join[0], code["code"]
            return True
    said = re.fullmatch(r"(?P<name>[^\W\d][\w ]{1,25}?) ?[:：] ?(?P<value>[^:]{2,100})", text)
    role = None if said is None or links else role_of(said["name"], "en")
    if said is not None and says(said["value"], OPEN, begins=True):
        return False
    if said is not None and role is ColumnRole.SPEAKER and not session.speakers:
        session.speakers = speakers(said["value"].rstrip("."))
    elif said is not None and role is ColumnRole.ROOM and session.room is None:
        session.room = said["value"].rstrip(".")
    else:
        return False
    return True


def _took_recording(session: Session, part: FoundPart) -> bool:
    """Make a part that says where a recording is the session's; return whether it says no more."""
    if session.recording is not None or not says(plain(part.label), RECORDING):
        return False
    links = [each for text in texts(part.blocks) for each in walk(text) if isinstance(each, Link)]
    if len(links) != 1:
        return False
    words = plain_blocks(part.blocks)
    code = _PASSCODE.search(words)
    rest = words.replace(plain(links[0].inlines), "")
    if re.search(r"\w", rest.replace(code[0], "") if code else rest):
        return False
    try:
        session.recording = parse_address(links[0].address), code["code"] if code else None
    except BadValue:
        return False
    return True


def join(rows: list[Session], details: list[Session]) -> list[Session]:
    """Return sessions with what the schedule and what its section says of each.

    They belong together by their day; of several on one day, by their words. A section whose date
    no row has belongs to the row of the same day and month, or of the same words.
    """
    dues = [each for each in details if each.kind == "deadline"]
    left = [each for each in details if each.kind != "deadline"]
    for detail in tuple(left):
        same = [row for row in rows if _is_free(row) and _same_day(row, detail)]
        if same:
            _merge(max(same, key=lambda row: _likeness(row, detail)), detail)
            left.remove(detail)
    for detail in list(left):
        day = detail.day.first
        near = [
            row
            for row in rows
            if _is_free(row)
            and day is not None
            and row.day.first is not None
            and (row.day.first.month, row.day.first.day) == (day.month, day.day)
            and _likeness(row, detail) > 0.2
        ]
        if near:
            row = max(near, key=lambda row: _likeness(row, detail))
            row.doubts.append(f"the schedule says {row.day.first}, and its section {day}")
            _merge(row, detail)
            left.remove(detail)
    for detail in left:
        _entitle(detail)
    if details:
        for row in rows:
            if not (row.joined or row.parts or row.intro or row.kind or row.cancelled):
                row.show = "schedule"
    return sorted((*rows, *left, *dues), key=_order)


def _is_free(row: Session) -> bool:
    """Return whether a row may have a section: it has none yet, and people meet."""
    return not row.joined and row.kind != "deadline"


def _order(session: Session) -> tuple[bool, date]:
    return session.day.first is None, session.day.first or date.max


def _same_day(row: Session, detail: Session) -> bool:
    if detail.day.first is None:
        return False
    if row.day.first == detail.day.first:
        return True
    written = detail.written
    return (
        row.day.first is not None
        and written is not None
        and not written.numeric
        and len(written.options) > 1
        and (row.day.first.month, row.day.first.day) in written.options
    )


def _likeness(row: Session, detail: Session) -> float:
    one, other = (
        set(re.findall(r"\w{3,}", (plain(each.topic) + " " + plain(each.title)).casefold()))
        for each in (row, detail)
    )
    return len(one & other) / max(1, min(len(one), len(other)))


def _merge(row: Session, detail: Session) -> None:
    row.joined = True
    row.title = detail.title
    if detail.streams and not row.streams:
        row.streams = detail.streams
    elif detail.streams and set(detail.streams) != set(row.streams):
        names = "/".join(detail.streams)
        row.doubts.append(f"the schedule says {'/'.join(row.streams)}, and its section {names}")
    row.time = row.time or detail.time
    row.zone = row.zone or detail.zone
    row.recording, row.join = row.recording or detail.recording, row.join or detail.join
    row.intro = (*row.intro, *detail.intro)
    row.speakers, row.room = row.speakers or detail.speakers, row.room or detail.room
    row.parts += detail.parts
    row.doubts += detail.doubts
    if row.kind == "holiday" and detail.parts:
        row.kind = None
    if detail.day.doubt and detail.day.doubt not in row.doubts:
        row.doubts.append(detail.day.doubt)
    if plain(row.title).strip() == plain(row.topic).strip() or not plain(row.title).strip():
        row.title, row.topic = row.topic or (Text(""),), ()
