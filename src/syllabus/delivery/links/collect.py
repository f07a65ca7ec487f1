"""Collects every address of a project, with its places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urldefrag

from syllabus.front.bibliography.addresses import entry_addresses
from syllabus.front.check import CheckedProject
from syllabus.model.course import Access
from syllabus.model.document import Citation, Link, walk
from syllabus.model.rooms import Room
from syllabus.source import Span


def find_links(project: CheckedProject) -> Mapping[str, tuple[Span, ...]]:
    """Return the http and https addresses of a project, each with all its places.

    They come from records, sections and blocks, from `join`, `recording`, `room` and the `site` of
    the page, and from the cited entries of the bibliography. Fragments are left out: they are not
    sent to hosts.
    """
    places: dict[str, dict[Span, None]] = {}
    for target, span in _links(project):
        if target.lower().startswith(("http://", "https://")):
            places.setdefault(urldefrag(target).url, {})[span] = None
    return {address: tuple(spans) for address, spans in places.items()}


def _links(project: CheckedProject) -> Iterator[tuple[str, Span]]:
    cited: dict[str, None] = {}
    for node in walk(project.blocks):
        if isinstance(node, Link):
            yield node.target, node.span
        elif isinstance(node, Citation):
            cited |= dict.fromkeys(work.key for work in node.works)
    if project.course is not None and project.course.site is not None:
        yield project.course.site.address, project.course.site.span
    if project.course is not None and project.course.room is not None:
        yield from _map(project.course.room)
    for meeting in project.course.meetings if project.course else ():
        if meeting.room is not None:
            yield from _map(meeting.room)
        for access in (meeting.join, meeting.recording):
            if access is not None and access.url is not None:
                yield access.url, _place(access, access.url)
    for key in cited:
        entry = project.bibliography.entry(key)
        if entry is not None:
            yield from entry_addresses(entry)


def _map(room: Room) -> Iterator[tuple[str, Span]]:
    if room.url is not None:
        yield room.url.text, room.url.span


def _place(access: Access, url: str) -> Span:
    start = access.span.text.find(url)
    return access.span if start == -1 else access.span.part(start, start + len(url))
