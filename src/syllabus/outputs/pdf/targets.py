"""The files that a handout goes to."""

from __future__ import annotations

import os
import re
from datetime import date, datetime
from pathlib import Path

from syllabus.model.course import Course, Edition
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.workspace.outputs import digest
from syllabus.workspace.progress import Progress


def find_targets(
    request: BuildRequest, course: Course, moment: datetime, mention: Progress
) -> tuple[Path, ...]:
    """Return where the PDF goes: the one named by its day first, then the newest.

    A build as of a day that was asked for leaves a newest one of a later day alone, and says so.
    """
    public = "-public" if request.edition is Edition.PUBLIC else ""
    name = f"{course.slug}-{moment:%Y-%m-%d}{public}.pdf"
    output = request.output
    if output is not None:
        return (output / name,) if output.is_dir() else (output,)
    folder = request.layout.build
    newest = folder / f"{course.slug}{public}.pdf"
    asked = request.as_of is not None or bool(os.environ.get("SOURCE_DATE_EPOCH"))
    day = _day_of(newest, course.slug, public) if asked and not request.stop_before_tex else None
    if day is not None and day > moment.date():
        mention(f"{newest.name} stays as it is, the handout of {day}, which is newer")
        return (folder / name,)
    return (folder / name, newest)


def _day_of(newest: Path, slug: str, public: str) -> date | None:
    """Return the last day whose handout the newest one is; None if that cannot be told."""
    content = digest(newest)
    if content is None:
        return None
    named = re.compile(rf"{re.escape(slug)}-(\d{{4}}-\d\d-\d\d){public}\.pdf", re.ASCII)
    days = []
    for path in newest.parent.iterdir():
        found = named.fullmatch(path.name)
        if found and digest(path) == content:
            try:
                days.append(date.fromisoformat(found[1]))
            except ValueError:  # a day that does not exist
                continue
    return max(days, default=None)
