"""The project of the run before where nothing was written since, else one that is read anew."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from time import time_ns

from syllabus.diagnostics import has_errors
from syllabus.front.check.checked import CheckedProject
from syllabus.model.document import shown_pictures
from syllabus.workspace.cache import key_of, memory
from syllabus.workspace.layout import Layout
from syllabus.workspace.stamps import Look, is_settled, look_at_files, look_at_project


def check_project(layout: Layout) -> CheckedProject:
    """Read every file of a project and apply every rule; nothing is ever raised for a fault.

    A project without errors, none of whose files was written since, is not read again.
    """
    since = time_ns()
    kept = memory("project", str(layout.root), others=0)
    try:
        inputs = look_at_project(layout)
    except OSError:
        inputs = {}
    key = _key(inputs, layout)
    found: CheckedProject | None = kept.find(key)
    if found is not None:
        with suppress(OSError):
            others = look_at_files(found.inputs.keys() - inputs.keys())
            if all(found.inputs.get(path) == look for path, look in others.items()):
                return replace(found, inputs={**inputs, **others})

    from syllabus.front.check.project import read_project

    project = read_project(layout)
    with suppress(OSError):
        elsewhere = look_at_files(_elsewhere(project) - inputs.keys())
        if inputs and is_settled(elsewhere.values(), since):
            project = replace(project, inputs={**inputs, **elsewhere})
            unchanged = key == _key(look_at_project(layout), layout)
            if (
                unchanged
                and not has_errors(project.diagnostics)
                and is_settled(inputs.values(), since)
            ):
                kept.put(key, project)
    return project


def _key(inputs: Mapping[str, Look], layout: Layout) -> str:
    """Return a hash of how the files look, but for those that a check does not read.

    And of what else it depends on: the user's home, from which `recipients` may count, and git,
    which a hint names.
    """
    unread = (f"{layout.history}{os.sep}", f"{layout.templates}{os.sep}")
    looks = sorted((name, look) for name, look in inputs.items() if not name.startswith(unread))
    return key_of(os.environ.get("HOME"), layout.in_git, looks)


def _elsewhere(project: CheckedProject) -> set[str]:
    """Return the paths of what may lie anywhere in a project: libraries, pictures, a style."""
    paths = set(shown_pictures(project.blocks))
    if project.course is not None:
        paths.update(project.course.bibliography)
        if project.course.style.endswith(".csl"):
            paths.add(project.course.root / project.course.style)
    return set(map(str, paths))
