"""The result of checking a project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from syllabus.diagnostics import Diagnostic
from syllabus.front.bibliography import Bibliography, Style
from syllabus.front.check.accepted import Accepted
from syllabus.model.course import Course
from syllabus.model.document import Block, Text
from syllabus.on_demand import dataclass
from syllabus.workspace.stamps import FileStamp


@dataclass(frozen=True, slots=True)
class CheckedProject:
    """A project as read, and everything that is wrong with it.

    `course` is None if course.yaml cannot be read or lacks what a course must have; otherwise it
    holds what could be used, faults or not. `style` is None if there is no such style. `blocks`
    are those of every text, file by file, `macros` the course's commands for their formulas.
    `accepted` is what `accept:` says of faults, which are left out of the `diagnostics`. `uncited`
    is what is wrong with entries that nothing cites, of which the `diagnostics` have the number.
    `inputs` are the stamps of all files it depends on, taken before they were read, and of
    templates and history; empty if unknown.
    """

    course: Course | None
    bibliography: Bibliography
    style: Style | None
    macros: Mapping[str, Text]
    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...] = ()
    uncited: tuple[Diagnostic, ...] = ()
    inputs: Mapping[str, FileStamp] = field(default_factory=dict, repr=False, compare=False)
