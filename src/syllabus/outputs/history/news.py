"""What readers are told of changes since the last handout, as texts that each output writes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from syllabus.model.document import Inline
from syllabus.on_demand import dataclass
from syllabus.outputs.history.compare import Changed, Changes
from syllabus.outputs.history.remarks import Wording
from syllabus.outputs.history.snapshot import MeetingSnapshot, SectionSnapshot
from syllabus.outputs.history.wording import piece_nodes, text_nodes
from syllabus.source import Span


@dataclass(frozen=True, slots=True)
class NewsRemark:
    """One change: its kind, and what it is about, which may be nothing; `begins` is its begin."""

    label: str
    label_line: tuple[Inline, ...]
    line: tuple[Inline, ...]
    begins: str


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A meeting or a section that changed, or is gone.

    `identifier` is that of a meeting with a section of its own, None for all others.
    """

    title: str
    line: tuple[Inline, ...]
    identifier: str | None
    remarks: tuple[NewsRemark, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class News:
    """Which meetings were held, what changed, meetings first, and what to say if nothing has."""

    held: str | None
    changed: tuple[ChangedText, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class SinceLast:
    """What is new since the handout of a `day`."""

    day: date
    news: News


def tell_news(changes: Changes, wording: Wording, linked: Collection[str]) -> News:
    """Say what was held and what changed; long texts are cut short.

    `linked` are the identifiers of meetings with a section of their own.
    """
    changed = tuple(_changed(each, wording, linked) for each in changes.all)
    return News(wording.held(changes), changed, wording.nothing(changes))


def _changed(
    changed: Changed[MeetingSnapshot] | Changed[SectionSnapshot],
    wording: Wording,
    linked: Collection[str],
) -> ChangedText:
    latest = changed.latest
    identifier = None
    if isinstance(latest, MeetingSnapshot) and changed.new is not None:
        identifier = latest.identifier if latest.identifier in linked else None
    title, span = wording.name(latest), latest.span
    remarks = tuple(
        NewsRemark(
            remark.label,
            text_nodes(remark.label, span),
            piece_nodes(remark.pieces, span),
            remark.pieces[0].text if remark.pieces else "",
        )
        for remark in wording.shortened(wording.remarks(changed))
    )
    return ChangedText(title, text_nodes(title, span), identifier, remarks, span)
