"""What a course says around each of its mails."""

from __future__ import annotations

from syllabus.model.document import Block
from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class AnnouncementTexts:
    """Text above and below what a mail says of its meeting."""

    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
