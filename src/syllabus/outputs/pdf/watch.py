"""Rebuilds the handout, or its page alone, whenever a file that it depends on is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from syllabus.diagnostics import Diagnostic, has_errors, sort_diagnostics
from syllabus.front.check import CheckedProject
from syllabus.front.records import bib_files, files_below, record_files, section_files
from syllabus.model.document import Image, walk
from syllabus.model.pictures import picture_path
from syllabus.outputs.pdf.page import INDEX, make_page
from syllabus.outputs.pdf.preparation import prepare_handout
from syllabus.outputs.pdf.request import BuildOutcome, BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.outputs.web import Page
from syllabus.workspace.layout import Layout
from syllabus.workspace.progress import Progress
from syllabus.workspace.stamps import FileStamp, stamp_of

LONGEST_WAIT = 0.5
"""Seconds after which a change without a notification, such as one behind a link, is seen."""

QUIET = 0.02
"""Seconds without a change after which saving is taken to be finished."""

_CLOCK_STEP = 20_000_000
"""Nanoseconds; file systems take the time from a clock that steps."""

Stamps = Mapping[Path, FileStamp | None]
"""The stamp of each file; None if it does not exist."""


Builder = Callable[[BuildRequest, Progress, Progress], BuildOutcome]


class HandoutWatch:
    """A handout, or what `builds` makes of it, and the files that it was last built from."""

    def __init__(self, request: BuildRequest, builds: Builder = build_handout) -> None:
        self._request = request
        self._builds = builds
        self._named: frozenset[Path] = frozenset()
        self._made: set[Path] = set()
        self._built_from: Stamps = {}
        self._folders: Mapping[Path, int] = {}
        self._changes: Iterator[object] = iter(())

    def build(self, progress: Progress, mention: Progress) -> BuildOutcome:
        """Build the handout as `build_handout` does, which raises `UnknownMoment`, too."""
        begun = time.time_ns() - _CLOCK_STEP
        before, named = self._stamps(), self._named
        outcome = self._builds(self._request, progress, mention)
        self._made |= {*outcome.outputs, *((outcome.path,) if outcome.path else ())}
        if outcome.project is not None and outcome.project.course is not None:
            self._named = _named_files(outcome.project, self._request.layout)
        now = self._stamps()
        # A file that this build was the first to learn of may have been saved after it was read.
        late = {path: None for path, stamp in now.items() if stamp and stamp[-1] >= begun}
        left_out = (named | self._made) - now.keys()
        read = {path: stamp for path, stamp in before.items() if path not in left_out}
        self._built_from = {**now, **late, **read}
        return outcome

    def wait(self) -> None:
        """Return once a file has changed, appeared or disappeared since the last build."""
        while (now := self._stamps()) == self._built_from:
            self._listen()
        # An editor or git may be amid several files.
        for _ in range(8):
            time.sleep(QUIET)
            before, now = now, self._stamps()
            if now == before:
                return

    def _stamps(self) -> Stamps:
        paths = {*_files(self._request.layout), *self._named} - self._made
        return {path: _stamp(path) for path in paths}

    def _listen(self) -> None:
        """Wait until something happens in a folder that holds such files."""
        from watchfiles import watch

        layout = self._request.layout
        wanted = {layout.course.parent, layout.meetings, layout.sections, layout.blocks}
        wanted |= {layout.templates, layout.root / "bib"}
        wanted |= {path.parent for path in (*self._built_from, *_files(layout))}
        try:
            # A folder that is made anew is another one, although it has the same name.
            folders = {each: each.stat().st_ino for each in map(_existing, wanted)}
            if folders != self._folders:
                self._folders = folders
                self._changes = watch(
                    *folders,
                    watch_filter=None,
                    recursive=False,
                    debounce=50,
                    step=10,
                    rust_timeout=round(1000 * LONGEST_WAIT),
                    yield_on_timeout=True,
                )
            next(self._changes)
        except (OSError, RuntimeError, StopIteration):
            # A folder has just gone, or the system watches as much as it can.
            self._folders = {}
            time.sleep(LONGEST_WAIT)


class PageBuilder:
    """Builds a page without its PDF; it writes nothing, and has no `files` where faults are."""

    def __init__(self) -> None:
        self.files: Mapping[str, bytes] | None = None

    def build(self, request: BuildRequest, progress: Progress, mention: Progress) -> BuildOutcome:
        """Build the page; raises `UnknownMoment`."""
        del mention  # nothing is waited for
        progress("reading the records")
        prepared = prepare_handout(request.layout, request.as_of, request.edition)
        faults: list[Diagnostic] = [*prepared.of_page]
        progress("writing the page")
        page = Page(None, {}, ()) if has_errors(faults) else make_page(request, prepared, faults)
        self.files = None if page.html is None else {**page.files, INDEX: page.html}
        return BuildOutcome(None, sort_diagnostics(faults), project=prepared.project)


def _files(layout: Layout) -> Iterator[Path]:
    """Yield the files that a handout depends on whatever the records say."""
    yield layout.course
    yield from record_files(layout.meetings, layout.root, [])
    yield from section_files(layout.sections, layout.root, [])
    yield from bib_files(layout.root, [])
    for folder in (layout.blocks, layout.templates):
        for path in files_below(folder):
            if not path.name.startswith((".", "#")) and not path.name.endswith("~"):
                yield path


def _named_files(project: CheckedProject, layout: Layout) -> frozenset[Path]:
    """Return the files that course.yaml and the texts name, also those that are not there."""
    assert project.course is not None
    pictures = (
        picture_path(node.target, node.span.file)
        for node in walk(project.blocks)
        if isinstance(node, Image)
    )
    named = {*project.course.bibliography, layout.root / project.course.style}
    return frozenset(named | {path for path in pictures if path is not None})


def _stamp(path: Path) -> FileStamp | None:
    try:
        return stamp_of(path.stat())
    except (OSError, ValueError):  # a name that no file can have is none, too
        return None


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())
