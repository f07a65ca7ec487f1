"""Lines `[label]: https://…` that define where links lead, and the links that name them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from syllabus.diagnostics import Diagnostic, error, nearest_hint, warning
from syllabus.on_demand import pattern
from syllabus.source import SourceFile, Span

_LABEL = pattern(r"\[(?P<label>[^\[\]\n]{0,200})\]")
_FARTHEST = 1_000
"""Characters that are looked through for the beginning of a link's words."""
_INDEX = pattern(r"\s*(?:\w|[-+]?\d+(?:\s*[,:–-]\s*\d+)*)?\s*")
"""What stands in brackets that follow others and is no label: an index, a number, nothing."""


def undefined_label(state: StateInline, silent: bool) -> bool:
    """Mark `[label]` right after `[words]` where no line defines the label.

    Stands behind the rules for links, citations and footnotes: what comes here is none of them. The
    brackets stay text.
    """
    at = state.pos
    if silent or not state.src.startswith("][", at - 1) or state.src[at - 2 : at - 1] == "\\":
        return False
    found = _LABEL.match(state.src, at, state.posMax)
    if found is None:
        return False
    words = _words_before(state.src, at - 1)
    label = found["label"].strip() or (words or "").strip()
    if words is None or not label or (_INDEX.fullmatch(label) and _INDEX.fullmatch(words)):
        return False
    if normalizeReference(label) in state.env.get("references", {}):
        return False
    token = state.push("undefined_label", "", 0)
    token.info = label
    token.meta["end"] = found.end()
    state.pending += "["
    state.pos += 1
    return True


def _words_before(source: str, close: int) -> str | None:
    """Return what is in the brackets that end at `close`; None if a word is right before them.

    `a[i][j]` is an element of something.
    """
    depth = 0
    for at in range(close, max(-1, close - _FARTHEST), -1):
        depth += {"]": 1, "[": -1}.get(source[at], 0)
        if depth == 0:
            before = source[at - 1 : at] if at else ""
            return None if before.isalnum() or before in ("_", ")", "]") else source[at + 1 : close]
    return None


def undefined(label: str, known: Mapping[str, Any], span: Span) -> Diagnostic:
    """Return the fault of a link whose label no line defines."""
    return error(
        "undefined-link-label",
        f"no line says where the link '[{label}]' leads",
        span,
        *nearest_hint(label, [each.lower() for each in known]),
        f"add a line '[{label}]: https://…' below, or write \\[ for a bracket",
    )


def definition_faults(
    environment: Mapping[str, Any], used: Collection[str], source: SourceFile, first_line: int
) -> Iterator[Diagnostic]:
    """Yield a warning for each definition that no link uses, or that another one stands for."""
    known: Mapping[str, Any] = environment.get("references", {})
    for label, definition in known.items():
        if label not in used:
            yield warning(
                "unused-link-label",
                f"no link has the label '{label.lower()}', so this line is not printed",
                _line(definition, source, first_line),
                f"write \\[{label.lower()}]: for text in brackets, or delete the line",
            )
    for definition in environment.get("duplicate_refs", ()):
        label = str(definition.get("label", "")).lower()
        yield warning(
            "unused-link-label",
            f"found the label '{label}' a second time; links lead where the first line says",
            _line(definition, source, first_line),
            "give it another label, or delete the line",
        )


def _line(definition: Mapping[str, Any], source: SourceFile, first_line: int) -> Span:
    line = first_line + int(definition["map"][0])
    text = source.line_text(line)
    return source.line_span(line, len(text) - len(text.lstrip(" \t>")) + 1)
