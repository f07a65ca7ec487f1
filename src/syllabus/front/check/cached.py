"""The checked project: from the cache if no file has changed, else read again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from time import time_ns

from syllabus.diagnostics import has_errors
from syllabus.front.bibliography.styles import is_path
from syllabus.front.check.checked import CheckedProject
from syllabus.model.materials import material_files
from syllabus.model.pictures import shown_pictures
from syllabus.workspace.cache import key_of, open_cache
from syllabus.workspace.layout import Layout
from syllabus.workspace.stamps import FileStamp, is_settled, stamp_files, stamp_project
from syllabus.workspace.zones import zone_files


def check_project(layout: Layout) -> CheckedProject:
    """Read every file of a project and apply every rule; nothing is ever raised for a fault.

    A project without errors whose files have not changed is not read again.
    """
    since = time_ns()
    kept = open_cache("project", str(layout.root), others=0)
    try:
        inputs = stamp_project(layout)
    except OSError:
        inputs = {}
    key = _key(inputs, layout)
    found: CheckedProject | None = kept.find(key)
    if found is not None:
        with suppress(OSError):
            others = stamp_files(found.inputs.keys() - inputs.keys())
            if all(found.inputs.get(path) == stamp for path, stamp in others.items()):
                return replace(found, inputs={**inputs, **others})

    from syllabus.front.check.project import read_project

    project = read_project(layout)
    with suppress(OSError):
        elsewhere = stamp_files(_elsewhere(project) - inputs.keys())
        if inputs and is_settled(elsewhere.values(), since):
            project = replace(project, inputs={**inputs, **elsewhere})
            unchanged = key == _key(stamp_project(layout), layout)
            if (
                unchanged
                and not has_errors(project.diagnostics)
                and is_settled(inputs.values(), since)
            ):
                kept.put(key, project)
    return project


def _key(inputs: Mapping[str, FileStamp], layout: Layout) -> str:
    """Return a hash of the stamps of the files that a check reads.

    It covers what else a check depends on: the user's home, to which `recipients` may be relative,
    and git, which a hint names.
    """
    unread = (f"{layout.history}{os.sep}", f"{layout.templates}{os.sep}")
    stamps = sorted((name, stamp) for name, stamp in inputs.items() if not name.startswith(unread))
    return key_of(os.environ.get("HOME"), layout.in_git, stamps)


def _elsewhere(project: CheckedProject) -> set[str]:
    """Return the paths of files that may be anywhere: libraries, pictures, a style, zone data."""
    paths = set(shown_pictures(project.blocks))
    zones: set[str] = set()
    if project.course is not None:
        zones.add(project.course.zone.key)
        paths.update(project.course.bibliography)
        if is_path(project.course.style):
            paths.add(project.course.root / project.course.style)
        for meeting in project.course.meetings:
            paths.update(material_files(meeting.materials))
            zones.update(zone.key for zone in meeting.zones)
    return {*map(str, paths), *zone_files(zones)}
