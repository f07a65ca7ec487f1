"""Links of a term's texts to its meetings, which have other names in the next term."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from syllabus.front.check import CheckedProject
from syllabus.front.markup import leads_within
from syllabus.front.records.writing import Edit
from syllabus.model.document import Code, CodeBlock, Link, walk
from syllabus.model.places import folded_slug
from syllabus.source import SourceFile, Span


def moved_links(project: CheckedProject, renamed: Mapping[str, str]) -> dict[Path, list[Edit]]:
    """Return the changes, by file, that have links to meetings lead to their new names.

    `renamed` has the new name for each old one: a file's, with and without `.md`, or an id.
    """
    folded = {folded_slug(name): name for name in renamed}
    known: dict[Path, SourceFile] = {}
    code: list[Span] = []
    wanted: dict[Path, dict[str, str]] = {}
    for node in walk(project.blocks):
        if isinstance(node, Code | CodeBlock):
            code.append(node.span)
        if not isinstance(node, Link) or not leads_within(node.target):
            continue
        path = unquote(node.target).partition("#")[0]
        base = PurePosixPath(path).name
        old = base if base in renamed else folded.get(folded_slug(base))
        if old is not None and renamed[old] != old:
            source = node.span.file
            known[source.path] = source
            wanted.setdefault(source.path, {}).update(
                dict.fromkeys((path, node.target.partition("#")[0]), renamed[old])
            )
    return {
        path: [
            edit
            for edit in _edits(source, wanted[path])
            if not any(_holds(each, edit.span) for each in code)
        ]
        for path, source in known.items()
    }


def _holds(outer: Span, inner: Span) -> bool:
    same = outer.file.path == inner.file.path
    return same and outer.start <= inner.start and inner.end <= outer.end


def _edits(source: SourceFile, targets: Mapping[str, str]) -> list[Edit]:
    """Return the changes of one file; a target stands in parentheses or in a definition."""
    names = "|".join(re.escape(each) for each in sorted(targets, key=len, reverse=True))
    ends = re.compile(rf"""(?:\]\(\s*<?|^ {{0,3}}\[[^\]\n]+\]:\s*<?)({names})(?=[\s#>)])""", re.M)
    edits = []
    for found in ends.finditer(source.text):
        start, end = found.span(1)
        start = max(start, source.text.rfind("/", start, end) + 1)
        edits.append(Edit(source.span(start, end), targets[found[1]]))
    return edits
