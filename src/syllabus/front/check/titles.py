"""Titles that a reader cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterable

from syllabus.diagnostics import Diagnostic, Related, note, warning
from syllabus.front.check.structure import MeetingStructure
from syllabus.model.course import Meeting, Section, Show, Status, meeting_blocks
from syllabus.model.document import Inline, plain_text
from syllabus.model.kinds import BaseKind
from syllabus.source import Span


def check_meeting_titles(meetings: Iterable[Meeting], faults: list[Diagnostic]) -> None:
    """Report a note for two meetings of the same streams with the same title.

    Meetings that include a block of both are held again and again, such as office hours; so are
    events, such as lunch.
    """
    first: dict[tuple[str, frozenset[str], bool, str], Meeting] = {}
    for meeting in meetings:
        if meeting.untitled or meeting.status is Status.CANCELLED:
            continue
        if meeting.kind.base is BaseKind.EVENT:
            continue
        if not any(map(str.isalnum, meeting.title.text)):
            continue
        streams = frozenset(stream.code for stream in meeting.streams)
        # A row of the schedule and a section may be two records of one meeting.
        twin = first.setdefault(
            (
                _folded(meeting.title.text),
                streams,
                meeting.show is Show.SCHEDULE,
                meeting.kind.code,
            ),
            meeting,
        )
        if twin is not meeting and meeting.start is not None and meeting.start == twin.start:
            continue  # they clash, which is told
        if twin is not meeting and not _included(meeting) & _included(twin):
            faults.append(
                note(
                    "duplicate-title",
                    "found the title of another meeting for the same people",
                    meeting.title.span,
                    "if it is continued, say so in the title; if it was copied, correct it",
                    related=(Related("the other one", twin.title.span),),
                )
            )


def check_section_titles(sections: Iterable[Section], faults: list[Diagnostic]) -> None:
    """Report sections of the handout with the same title."""
    _report_twins(
        ((each.title, each.span) for each in sections if each.title), "another section", faults
    )


def check_part_titles(structure: MeetingStructure, faults: list[Diagnostic]) -> None:
    """Report parts of a meeting, or of one stream of it, with the same title."""
    for passage in (structure.passage, *(each.passage for each in structure.stream_passages)):
        _report_twins(((part.title, part.span) for part in passage.parts), "another part", faults)


def _report_twins(
    titles: Iterable[tuple[tuple[Inline, ...], Span]], other: str, faults: list[Diagnostic]
) -> None:
    first: dict[str, Span] = {}
    for title, span in titles:
        text = _folded(plain_text(title))
        twin = first.setdefault(text, span)
        if text and twin is not span:
            faults.append(
                warning(
                    "duplicate-title",
                    f"found the title of {other}",
                    span,
                    "give it a title of its own, or bring the two together",
                    related=(Related("the other one", twin),),
                )
            )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _included(meeting: Meeting) -> set[str]:
    """Return the names of the files that a meeting's text comes from beside its own."""
    return {block.span.file.name for block in meeting_blocks(meeting)} - {meeting.source.name}
