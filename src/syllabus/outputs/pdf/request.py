"""The request for a build, and its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from syllabus.diagnostics import Diagnostic
from syllabus.front.check import CheckedProject
from syllabus.front.check.accepted import unaccepted
from syllabus.handout import Handout
from syllabus.model.course import Edition
from syllabus.model.engine import Accessibility
from syllabus.on_demand import dataclass
from syllabus.outputs.history import Snapshot
from syllabus.tex.document import TexDocument
from syllabus.workspace.layout import Layout
from syllabus.workspace.stamps import FileStamp

if TYPE_CHECKING:
    from syllabus.outputs.history.news import SinceLast


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build.

    `as_of` is the moment as the user wrote it, None for now; `engine` a key of `ENGINES`, None for
    the course's; `accessible` the standard of a tagged PDF, None for the course's; `output` a file
    or an existing folder in place of `build/`; `timeout` the seconds that the build may take: what
    reading leaves of them is TeX's. `synctex` puts a file beside the
    PDF by which a viewer finds the record of a place on a page, and the other way. `history` leaves
    a record of what the handout contains. `web` makes a web page of it, too: in a folder beside the
    PDF, or as the single file `page`.
    """

    layout: Layout
    as_of: str | None = None
    edition: Edition = Edition.MEMBERS
    engine: str | None = None
    accessible: Accessibility | None = None
    output: Path | None = None
    stop_before_tex: bool = False
    force: bool = False
    synctex: bool = False
    history: bool = True
    web: bool = False
    page: Path | None = None
    timeout: float = 120.0


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """The result of a build.

    `path` is the PDF (or the .tex), None if there is none, and the first of the `outputs`; `page`
    is the web page, if one was asked for, which there can be without a PDF; `fresh` says that the
    PDF was up to date, so TeX was not started. `tex_failed` says that the fault is not in the
    records. `tex` are the stamps of TeX and of all that it read. `project` is its source.
    """

    path: Path | None
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    passes: int = 0
    seconds: float = 0.0
    fresh: bool = False
    tex_failed: bool = False
    log: Path | None = None
    outputs: tuple[Path, ...] = ()
    page: Path | None = None
    tex: Mapping[str, FileStamp] = field(default_factory=dict, repr=False)
    project: CheckedProject | None = field(default=None, repr=False)
    contains: Callable[[], Snapshot] | None = field(default=None, repr=False)
    moment: datetime | None = None

    @property
    def told(self) -> tuple[Diagnostic, ...]:
        """The diagnostics, TeX's and the page's too, that no record and no course accepts."""
        return unaccepted(self.diagnostics, self.project.accepted if self.project else ())

    @property
    def snapshot(self) -> Snapshot | None:
        """What the handout contains; None if nothing could be rendered."""
        return self.contains() if self.contains else None


@dataclass(frozen=True, slots=True)
class PreparedHandout:
    """The part of a build that is not TeX: the checked project and its TeX document.

    `machine` are the files of this machine's TeX on which the diagnostics depend; None if that
    cannot be said by files.
    """

    project: CheckedProject
    document: TexDocument | None
    moment: datetime | None
    diagnostics: tuple[Diagnostic, ...]
    contains: Callable[[], Snapshot] | None = None
    machine: tuple[Path, ...] | None = None
    handout: Handout | None = field(default=None, repr=False)
    since: SinceLast | None = field(default=None, repr=False)

    @property
    def of_page(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that the web page has, too: its readers have fonts of their own."""
        return tuple(each for each in self.diagnostics if each.code != "unprintable-character")

    @property
    def snapshot(self) -> Snapshot | None:
        """What the handout contains; None if nothing could be rendered."""
        return self.contains() if self.contains else None
