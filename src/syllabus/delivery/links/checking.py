"""The addresses of a project, asked at most once a day."""

from __future__ import annotations

import time
from contextlib import suppress

from syllabus.delivery.links import (
    RequestLimits,
    find_links,
    judge_links,
    read_answers,
    request_addresses,
    secure_twin,
    write_answers,
)
from syllabus.diagnostics import Diagnostic
from syllabus.front.check import CheckedProject
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import make_working_folder
from syllabus.workspace.progress import Progress

ANSWERS = "links.json"
"""What addresses answered, in the working folder."""


def check_links(
    project: CheckedProject, layout: Layout, progress: Progress, limits: RequestLimits | None = None
) -> tuple[Diagnostic, ...]:
    """Ask every address of a project and return what is wrong with them.

    Answers are cached for a day; if the folder cannot be written, they are requested again.
    """
    places = find_links(project)
    twins = (secure_twin(address) for address in places)
    wanted = dict.fromkeys((*places, *(twin for twin in twins if twin)))
    path = layout.work / ANSWERS
    answers = read_answers(path, time.time(), layout.root)
    unknown = [address for address in wanted if address not in answers]
    if not unknown:
        return judge_links(places, answers)

    def tell(count: int) -> None:
        progress(f"asking addresses, {count} of {len(unknown)}")

    tell(0)
    answers |= request_addresses(unknown, tell, limits)
    with suppress(OSError):
        make_working_folder(layout)
        write_answers(path, answers)
    return judge_links(places, answers)
