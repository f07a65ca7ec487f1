"""What a check of a project gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from syllabus.diagnostics import Diagnostic
from syllabus.front.bibliography import Bibliography, Style
from syllabus.model.course import Course
from syllabus.model.document import Block, Text
from syllabus.workspace.stamps import Look


@dataclass(frozen=True, slots=True)
class CheckedProject:
    """What a project amounts to, and everything that is wrong with it.

    `course` is None where course.yaml cannot be read or lacks what a course must have;
    otherwise it holds what could be used, faults or not. `style` is None where there is no
    such style. `blocks` are those of every text, file by file, `macros` the course's commands for
    their formulas. `inputs` is how all files looked that have a part in it, before they were
    read, and the templates and the history beside them; empty where that cannot be told.
    """

    course: Course | None
    bibliography: Bibliography
    style: Style | None
    macros: Mapping[str, Text]
    blocks: tuple[Block, ...]
    diagnostics: tuple[Diagnostic, ...]
    inputs: Mapping[str, Look] = field(default_factory=dict, repr=False, compare=False)
