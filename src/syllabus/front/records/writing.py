"""Edits of record files that leave everything else unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from syllabus.diagnostics import Diagnostic
from syllabus.front.records.nodes import Mapping, MappingEntry, Node, Sequence, read_nodes
from syllabus.on_demand import dataclass
from syllabus.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a file and its replacement."""

    span: Span
    text: str


def read_mapping(span: Span) -> Mapping | None:
    """Return the keys and values of a span of YAML; None if it is not a mapping."""
    faults: list[Diagnostic] = []
    node = read_nodes(span.file, span.start, span.end, faults)
    return None if faults or not isinstance(node, Mapping) else node


def find_entry(mapping: Mapping, key: str) -> MappingEntry | None:
    """Return a key with its value, where the mapping has it."""
    return next((entry for entry in mapping.entries if entry.key.text == key), None)


def entry_text(entry: MappingEntry) -> str:
    """Return `key: value` as it was written."""
    return entry.key.span.file.text[entry.key.span.start : _end(entry.value)]


def set_value(entry: MappingEntry, value: str) -> Edit:
    """Return the change that puts another value, as YAML, behind a key."""
    start = entry.value.span.start
    span = entry.key.span.file.span(start, _end(entry.value))
    # Where nothing stood behind the colon, the space has to come along.
    return Edit(span, value if span.start < span.end else f" {value}")


def add_entry(mapping: Mapping, before: MappingEntry, key: str, value: str) -> Edit:
    """Return the change that puts a key with its value, as YAML, before another one."""
    source, start = before.key.span.file, before.key.span.start
    if mapping.span.text.startswith("{"):
        return Edit(source.span(start), f"{key}: {value}, ")
    margin = source.text[source.line_starts[before.key.span.line - 1] : start]
    return Edit(source.span(start), f"{key}: {value}\n{margin}")


def remove_entry(mapping: Mapping, entry: MappingEntry) -> Edit:
    """Return the change that takes a key with its value out, and in block style their lines."""
    source, start, end = entry.key.span.file, entry.key.span.start, _end(entry.value)
    line_start = source.line_starts[entry.key.span.line - 1]
    margin = source.text[line_start:start]
    if not margin.strip() and not mapping.span.text.startswith("{"):
        # Comments behind a value belong to it where they stand further in than its key.
        rest = re.compile(rf"[^\n]*(?:\n{margin}[ \t]+#[^\n]*)*\n?").match(source.text, end)
        assert rest is not None
        return Edit(source.span(line_start, rest.end()), "")
    index = mapping.entries.index(entry)
    if index + 1 < len(mapping.entries):
        end = mapping.entries[index + 1].key.span.start
    elif index:
        start = mapping.entries[index - 1].value.span.end
    return Edit(source.span(start, end), "")


def apply_edits(source: SourceFile, edits: Iterable[Edit]) -> str:
    """Return a file's text after changes; only those that take something out may overlap."""
    pieces, place = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        pieces += [source.text[place : edit.span.start], edit.text]
        place = max(place, edit.span.end)
    return "".join((*pieces, source.text[place:]))


def _end(node: Node) -> int:
    """Return where a value ends; parsers end keys and lists in block style at the next key."""
    if node.span.text.startswith(("{", "[")):
        return node.span.end
    if isinstance(node, Mapping) and node.entries:
        last = node.entries[-1]
        return max(last.key.span.end, _end(last.value))
    if isinstance(node, Sequence) and node.items:
        return _end(node.items[-1])
    return node.span.end
