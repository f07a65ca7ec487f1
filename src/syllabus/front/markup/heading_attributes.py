"""What stands in braces behind a heading: `## Problem set 1 {due="2026-10-20 23:59"}`."""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore

from syllabus.diagnostics import Diagnostic, error, nearest_hint
from syllabus.model.document import Text
from syllabus.on_demand import pattern
from syllabus.source import Span

DUE = "due"
EXAMPLE = '{due="2026-10-20 23:59"}'

_QUOTED = "\"[^\"{}]*\"|'[^'{}]*'|[“”„«][^{}]*?[“”»]"
_BRACES = pattern(
    rf"[ \t]*\{{(?P<inside>[ \t]*(?P<key>[A-Za-z_-]+)[ \t]*(?P<sign>[=:])[ \t]*"
    rf"(?P<value>{_QUOTED}|[^{{}}\"'\n]*?)[ \t]*)\}}(?P<after>[ \t]*#*[ \t]*)(?=\n|\Z)"
)
"""Braces at the end of a heading's first line, behind which `##` may close it."""
_LOOSE = pattern(
    r"[ \t]*\{(?P<inside>[ \t]*due\b[^{}\n]*|[^{}\n]*\bdue[ \t]*[=:][^{}\n]*)(?P<close>\}?)"
    r"[ \t]*#*[ \t]*(?=\n|\Z)",
    re.IGNORECASE,
)
"""What is meant as such, and cannot be read as it."""
_MARKS = "\"'“”„«»"


def take_attributes(state: StateCore) -> None:
    """Take what is in braces off the ends of headings, before their text is read."""
    for token, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "heading_open":
            found = _find(inline.content) if "{" in inline.content else None
            if found is not None:
                inline.content = inline.content[: found.start()] + inline.content[found.end() :]
                token.meta["attributes"] = True


def _find(text: str) -> re.Match[str] | None:
    """Return what is meant to say when something is due; other braces are text, as ever."""
    found = _BRACES.search(text)
    if found is not None and (found["key"].lower() == DUE or found["sign"] == "="):
        near = nearest_hint(found["key"].lower(), (DUE,))
        return found if near else _LOOSE.search(text)
    return _LOOSE.search(text)


def read_due(heading: Span, faults: list[Diagnostic]) -> Text | None:
    """Return by when a heading says that its part is due, as it is written."""
    found = _find(heading.text)
    assert found is not None, "the heading was read with its braces"
    place = heading.part(found.start("inside"), found.end("inside"))
    if "close" in found.groupdict():
        message = "found braces behind a heading that do not say when its part is due"
        if not found["close"]:
            message = "found '{' behind a heading without its '}'"
        faults.append(error("heading-attribute", message, place, f"write it as {EXAMPLE}"))
        return None
    key, value = found["key"].lower(), found["value"].strip(_MARKS).strip()
    if key != DUE or found["sign"] != "=":
        message = f"found '{found['key']}{found['sign']}' behind a heading, expected 'due='"
        hints = (f"write it as {EXAMPLE}",) if key == DUE else nearest_hint(key, (DUE,))
        faults.append(error("heading-attribute", message, place, *hints))
        return None
    if not value:
        message = "found 'due' without a date behind a heading"
        faults.append(error("heading-attribute", message, place, f"write it as {EXAMPLE}"))
        return None
    start = found.start("value") + found["value"].index(value)
    return Text(value, heading.part(start, start + len(value)))
