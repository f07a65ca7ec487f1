"""Builds what a site holds, and puts it where it is to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from syllabus.delivery.site.branch import GitFault
from syllabus.delivery.site.files import Commit, ForeignFiles, SiteFiles, Target
from syllabus.diagnostics import Diagnostic, error, sort_diagnostics, warning
from syllabus.model.course import Edition
from syllabus.on_demand import dataclass
from syllabus.outputs.pdf.page import read_page
from syllabus.outputs.pdf.request import BuildRequest
from syllabus.outputs.pdf.stages import build_handout
from syllabus.outputs.unwritable import cannot_write
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout
from syllabus.workspace.outputs import build_lock
from syllabus.workspace.progress import Progress

NO_JEKYLL = ".nojekyll"
"""Tells GitHub Pages to show files as they are, those whose names begin with a dot or `_` too."""


@dataclass(frozen=True, slots=True)
class PublishRequest:
    """What to publish, and to which `target`.

    `as_of` is the moment as the user wrote it, None for now; `timeout` is for each build, in
    seconds. The `members` edition goes beside the public one.
    """

    layout: Layout
    as_of: str | None
    target: Target
    members: bool = False
    timeout: float = 120.0


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """How many `files` a site has, None if it was not published, and how many of it are new.

    `unwritable` says that the fault is not in the records.
    """

    files: int | None
    diagnostics: tuple[Diagnostic, ...]
    changed: int = 0
    unwritable: bool = False


@dataclass(frozen=True, slots=True)
class _Built:
    """An edition's files, None if there are none, as of a moment."""

    files: Mapping[str, bytes] | None
    diagnostics: tuple[Diagnostic, ...]
    moment: datetime | None = None
    unwritable: bool = False


def publish_site(request: PublishRequest, progress: Progress, mention: Progress) -> PublishOutcome:
    """Build the page, the PDF and the calendar, and put them into a folder or a branch.

    Faults leave what is there as it was. Raises `UnknownMoment`.
    """
    editions = (Edition.PUBLIC, *((Edition.MEMBERS,) if request.members else ()))
    built: dict[Edition, Mapping[str, bytes]] = {}
    faults: list[Diagnostic] = []
    moment = None
    try:
        request.target.check()  # before TeX takes its time
        for edition in editions:
            found = _build(request, edition, progress, mention)
            faults += found.diagnostics
            if found.files is None or found.moment is None:
                return PublishOutcome(None, sort_diagnostics(faults), unwritable=found.unwritable)
            built[edition], moment = found.files, found.moment
        assert moment is not None
        progress("laying out the site")
        site = SiteFiles({**built[Edition.PUBLIC], NO_JEKYLL: b""}, built.get(Edition.MEMBERS))
        commit = Commit(moment, f"Publish the handout of {moment:%Y-%m-%d}")
        with build_lock(request.layout, mention):
            changed = request.target.put(site, commit)
            if not request.members and request.target.remembers_members():
                faults.append(_remembered())
    except ForeignFiles as foreign:
        return PublishOutcome(None, sort_diagnostics((*faults, _foreign(foreign))))
    except GitFault as fault:
        told = error("unwritable-branch", str(fault), None, *fault.hints)
        return PublishOutcome(None, sort_diagnostics((*faults, told)), unwritable=True)
    except OSError as fault:
        unwritable = cannot_write(fault, request.layout, "site")
        return PublishOutcome(None, sort_diagnostics((*faults, unwritable)), unwritable=True)
    count = sum(len(files) for files in built.values()) + 1
    return PublishOutcome(count, sort_diagnostics(faults), changed)


def _build(
    request: PublishRequest, edition: Edition, progress: Progress, mention: Progress
) -> _Built:
    built = build_handout(
        BuildRequest(request.layout, request.as_of, edition, web=True, timeout=request.timeout),
        progress,
        mention,
    )
    if built.path is None or built.project is None or built.project.course is None:
        return _Built(None, built.told, unwritable=built.tex_failed)
    files = {**read_page(built), f"{built.project.course.slug}.pdf": read_file(built.path)}
    return _Built(files, built.told, built.moment)


def _remembered() -> Diagnostic:
    return warning(
        "members-in-history",
        "earlier commits of the branch have the members' edition, for whoever gets the branch",
        None,
        "delete the branch, publish once more, and push it with --force",
        "change passcodes that were pushed",
    )


def _foreign(foreign: ForeignFiles) -> Diagnostic:
    first, more = foreign.names[0], len(foreign.names) - 1
    what = f"'{first}', which was not published there as it is"
    if more:
        others = "others" if more > 1 else "another file"
        what = f"'{first}' and {others}, which were not published there as they are"
    return error(
        "foreign-files",
        f"the target holds {what}",
        None,
        "publish into a folder or a branch of its own, which nothing else is put into",
        "if it was published and changed since, delete it or move it away",
    )
