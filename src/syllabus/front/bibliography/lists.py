"""Lists in fields: names with `and` between them, split only outside of braces (BibTeX's rules)."""

from __future__ import annotations

import re

from syllabus.on_demand import pattern

_AND = pattern(r"\s+and(?=\s)", re.IGNORECASE)
_ESCAPED_OR_BRACE = pattern(r"\\.|[{}]", re.DOTALL)


def split_list(text: str) -> list[str]:
    """Return the items of a list; one that is empty, as between `and and`, is an empty string."""
    return split_outside_braces(f" {text} ", _AND)


def split_outside_braces(text: str, separator: re.Pattern[str]) -> list[str]:
    """Return what is between the separators that no braces enclose, without spaces at its ends.

    A separator whose first character is escaped with a backslash counts as none.
    """
    braced, depth, last = [], 0, 0
    escaped = set()
    for mark in _ESCAPED_OR_BRACE.finditer(text):
        if mark[0] == "{":
            last = mark.start() if depth == 0 else last
            depth += 1
        elif mark[0] == "}" and depth:
            depth -= 1
            if depth == 0:
                braced.append((last, mark.end()))
        elif mark[0][0] == "\\":
            escaped.add(mark.end() - 1)
    if depth:
        braced.append((last, len(text)))
    items, start, group = [], 0, 0
    for found in separator.finditer(text):
        while group < len(braced) and braced[group][1] <= found.start():
            group += 1
        inside = group < len(braced) and braced[group][0] < found.end()
        if inside or found.start() in escaped:
            continue
        items.append(text[start : found.start()].strip())
        start = found.end()
    return [*items, text[start:].strip()]
