"""What a project's own templates have that the tool does not know, told before any is filled."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from syllabus.diagnostics import Diagnostic, has_errors, nearest_hint, warning
from syllabus.front.records.files import DEEPEST_FOLDER, files_below
from syllabus.on_demand import pattern
from syllabus.outputs.templates import (
    BY_VALUE,
    are_ours,
    deeper,
    default_templates,
    environment_for,
    leads_out,
    named_in,
    outside,
    tried,
)
from syllabus.source import SourceFile, real_path, shown_name
from syllabus.workspace.files import read_file
from syllabus.workspace.layout import Layout

_UNREAD = pattern(
    r"\{\{-?[ ]*(?P<value>[a-z_]+(?:\.[a-z_]+)+(?:[ ]*\|[^{}\n]*)?)[ ]*-?\}\}"
    r"|\{%-?[ ]*(?P<statement>(?:if|elif|else|endif|for|endfor|set|include|extends|block|endblock)"
    r"\b[^{}%\n]*?)[ ]*-?%\}"
    r"|(?<!<)<[ ]?(?P<single>(?:handout|meeting|mail|section)(?:\.[a-z_]+)+)[ ]?>(?!>)"
)
"""Jinja's own marks, and half of ours."""
_OTHER_ENDINGS = pattern(r"\.(?:j2|jinja2?|txt|tpl|tmpl)$", re.IGNORECASE)
_NO_COMMAND = pattern(r"TeX has no command \\(?P<name>[A-Za-z]+)")
_FOLDERS = frozenset(("template", "templates"))


def check_templates(layout: Layout) -> tuple[Diagnostic, ...]:
    """Return what keeps the project's own templates from being read: of handouts and of mail.

    These are those that have the name of one of the tool's, and what they name in their turn.
    What happens while one is filled is another matter.
    """
    roots = sorted(path.name for path in default_templates().iterdir() if path.is_file())
    misplaced = tuple(_misplaced(layout, roots))
    if not os.path.lexists(layout.templates) or are_ours(layout):
        return misplaced
    if leads_out(layout):
        return (outside(layout),)
    faults = dict.fromkeys(misplaced)
    if deep := _too_deep(layout):
        faults[deep] = None
    used = set(roots)
    for root in roots:
        faults.update(dict.fromkeys(_check_template(root, layout, used)))
    if not has_errors(faults) and BY_VALUE not in used:
        faults.update(dict.fromkeys(_unused_templates(layout, roots, used)))
    return tuple(faults)


def hints_at_older(fault: Diagnostic, layout: Layout) -> tuple[str, ...]:
    """Return which template of the project lacks a command that the tool's of that name defines."""
    found = _NO_COMMAND.fullmatch(fault.message)
    if found is None or not layout.templates.is_dir():
        return ()
    defined = re.compile(rf"(?:command|def)\s*\{{?\\{found['name']}(?![A-Za-z@])")
    return tuple(
        f"{layout.templates.name}/{path.name} is older than this release, whose own defines it;"
        " change a copy of that"
        for path in sorted(default_templates().glob("*.tex"))
        if (own := layout.templates / path.name).is_file()
        and defined.search(read_file(path, own=True).decode())
        and not defined.search(read_file(own).decode("utf-8", "replace"))
    )


def _unused_templates(layout: Layout, roots: list[str], used: set[str]) -> Iterator[Diagnostic]:
    """Yield a warning for each file that is a template by its ending and that nothing uses."""
    for path in files_below(layout.templates):
        name = path.relative_to(layout.templates).as_posix()
        if name in used or path.name.startswith(".") or not _is_template(path.name, roots):
            continue
        if path.name in roots:
            hints: tuple[str, ...] = (f"move it to {layout.templates.name}/{path.name}",)
        else:
            bare = _OTHER_ENDINGS.sub("", path.name)
            hints = nearest_hint(bare if bare in roots else path.name, roots)
        message = f"{shown_name(path, layout.root)}: no template of the tool has this name"
        hints = hints or ("name it as one of the tool's, or include it",)
        yield warning("unused-template", message, None, *hints)


def _is_template(name: str, roots: list[str]) -> bool:
    """Return whether a file is meant as a template: one of the tool's ends or begins so."""
    if name.endswith("~") or name.lower().endswith((".bak", ".orig", ".md")):
        return False
    endings = {Path(root).suffix for root in roots} | {".htm", ".jinja", ".jinja2", ".j2"}
    return Path(name).suffix.lower() in endings or any(name.startswith(each) for each in roots)


def _misplaced(layout: Layout, roots: list[str]) -> Iterator[Diagnostic]:
    """Yield a warning for each folder of templates that is not where they are looked for."""
    folders = [layout.course.parent / layout.templates.name]
    with suppress(OSError):
        folders += [each for each in layout.root.iterdir() if each.name.lower() in _FOLDERS]
    for folder in folders:
        if folder == layout.templates or real_path(folder) == real_path(layout.templates):
            continue
        if any((folder / root).is_file() for root in roots):
            message = f"{shown_name(folder, layout.root)}: no templates are looked for here"
            hint = f"move them into {layout.templates.name}/ in the project's own folder"
            yield warning("unused-template", message, None, hint)


def _check_template(root: str, layout: Layout, used: set[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong with a template and with those that it names, which are `used` then."""
    read: dict[str, SourceFile] = {}
    environment = environment_for(root, layout, read)
    known, pending = {root}, [root]
    while pending:
        name = pending.pop()
        own = layout.templates / name
        if not os.path.lexists(own):
            continue
        fault = tried(partial(environment.get_template, name), environment, layout)
        if isinstance(fault, Diagnostic):
            yield fault
            continue
        source = read.get(shown_name(own, layout.root))
        yield from _unread_statements(source) if source else ()
        for named in named_in(source.text, environment) if source else ():
            used.add(named)
            if named not in known and named != BY_VALUE:
                known.add(named)
                pending.append(named)


def _unread_statements(source: SourceFile) -> Iterator[Diagnostic]:
    """Yield a warning for what is a statement of Jinja elsewhere, and printed here."""
    for found in _UNREAD.finditer(source.text):
        inner = (found["value"] or found["single"] or found["statement"]).strip()
        right = f"<% {inner} %>" if found["statement"] else f"<< {inner} >>"
        message = f"found '{found[0]}', which is no statement here and is printed"
        yield warning("unread-statement", message, source.span(*found.span()), f"write {right}")


def _too_deep(layout: Layout) -> Diagnostic | None:
    """Return the fault of folders that nest deeper than a template may lie."""
    level = [layout.templates]
    for _ in range(DEEPEST_FOLDER + 1):
        entries: list[Path] = []
        for each in level:
            with suppress(OSError):
                entries += each.iterdir()
        level = [path for path in entries if path.is_dir() and not path.is_symlink()]
    return deeper(layout) if level else None
