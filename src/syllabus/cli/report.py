"""Faults as people and programs read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from syllabus.diagnostics import Diagnostic, Severity
from syllabus.source import Span, json_text, visible
from syllabus.workspace.files import read_file

Styler = Callable[[str, str], str]
"""Takes a role ("error", "warning", "note", "place", "code", "hint") and a text."""

GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def plain(role: str, text: str) -> str:
    """Style a text for a file or a pipe: not at all."""
    del role
    return text


COLORS = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "place": "1",
    "caret": "1;31",
    "hint": "36",
    "code": "2",
}


def colored(role: str, text: str) -> str:
    """Style a text for a terminal, by ECMA-48's SGR codes."""
    return f"\x1b[{COLORS[role]}m{text}\x1b[0m" if role in COLORS else text


def report_human(diagnostics: Iterable[Diagnostic], style: Styler = plain) -> str:
    """Write each fault with its line, a caret and its hints, as in

    `syllabus/meetings/x.md:23:7: error: no entry 'zong2021' in the bibliography [unknown-citation]`
    """  # noqa: D400, D415 (ends with an example)
    return "\n".join(_human(diagnostic, style) for diagnostic in diagnostics)


def report_short(diagnostics: Iterable[Diagnostic], style: Styler = plain) -> str:
    """Write each fault on one line."""
    return "".join(f"{_headline(diagnostic, style)}\n" for diagnostic in diagnostics)


def report_json(diagnostics: Iterable[Diagnostic], style: Styler = plain) -> str:
    """Write the faults as one JSON array; lines and columns count from 1."""
    del style
    faults = [
        {
            "code": each.code,
            "severity": str(each.severity),
            "message": each.message,
            **_json_place(each.span),
            "hints": list(each.hints),
            "related": [
                {"message": other.message, **_json_place(other.span)} for other in each.related
            ],
        }
        for each in diagnostics
    ]
    return json_text(faults) + "\n"


def report_github(diagnostics: Iterable[Diagnostic], style: Styler = plain) -> str:
    """Write the faults as workflow commands that GitHub shows beside the lines."""
    del style
    lines = []
    for each in diagnostics:
        span = each.span
        place = (
            ""
            if span is None
            else f"file={_property(visible(span.file.name))},line={span.line},col={span.column},"
        )
        message = _github_data("\n".join(map(visible, (each.message, *each.hints))))
        lines.append(f"::{GITHUB[each.severity]} {place}title={each.code}::{message}\n")
    return "".join(lines)


FORMATS: Mapping[str, Callable[[Iterable[Diagnostic], Styler], str]] = {
    "human": report_human,
    "short": report_short,
    "json": report_json,
    "github": report_github,
}


def count_faults(diagnostics: Iterable[Diagnostic]) -> str:
    """Return "2 errors, 1 warning", leaving out zero counts."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    counts = [
        f"{count} {severity}{'s' if count != 1 else ''}"
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        if (count := severities.count(severity))
    ]
    return ", ".join(counts)


@lru_cache(maxsize=1)
def explanations() -> Mapping[str, str]:
    """Return what every code means, as Markdown: the sections of docs/reference/faults.md."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "faults.md"
    page = (
        installed
        if installed.is_file()
        else package.parents[1] / "docs" / "reference" / "faults.md"
    )
    _, *pieces = re.split(r"^## `([a-z0-9-]+)`\n", read_file(page).decode(), flags=re.M)
    return dict(zip(pieces[::2], (text.strip() for text in pieces[1::2]), strict=True))


def _headline(diagnostic: Diagnostic, style: Styler) -> str:
    place = f"{style('place', _place(diagnostic.span))}: " if diagnostic.span else ""
    severity = style(str(diagnostic.severity), f"{diagnostic.severity}:")
    return (
        f"{place}{severity} {visible(diagnostic.message)} {style('code', f'[{diagnostic.code}]')}"
    )


def _human(diagnostic: Diagnostic, style: Styler) -> str:
    lines = [_headline(diagnostic, style)]
    if diagnostic.span is not None:
        lines += _excerpt(diagnostic.span, style)
    lines += [f"  {style('hint', 'hint:')} {visible(hint)}" for hint in diagnostic.hints]
    for other in diagnostic.related:
        lines.append(f"  {style('place', _place(other.span))}: {visible(other.message)}")
        lines += _excerpt(other.span, style)
    return "\n".join(lines) + "\n"


def _excerpt(span: Span, style: Styler) -> list[str]:
    """Return the span's first line with carets below it; long lines are cut around the span."""
    text = span.file.line_text(span.line)
    if span.file.private or not text.strip():
        return []
    before = 60
    start = max(0, span.column - 1 - before)
    shown = text[start : start + 100]
    column = span.column - 1 - start
    first_line_end = span.file.line_starts[span.line - 1] + len(text)
    length = max(1, min(min(span.end, first_line_end) - span.start, len(shown) - column))
    number = str(span.line)
    shown, column = visible(shown), len(visible(shown[:column]))
    prefix = "… " if start else ""
    gap = " " * (column + len(prefix))
    return [
        f"  {style('code', f'{number} |')} {prefix}{shown}",
        f"  {' ' * len(number)} {style('code', '|')} {gap}{style('caret', '^' * length)}",
    ]


def _place(span: Span) -> str:
    return f"{visible(span.file.name)}:{span.line}:{span.column}"


def _json_place(span: Span | None) -> dict[str, object]:
    if span is None:
        return {"file": None}
    return {"file": span.file.name, "line": span.line, "column": span.column}


def _github_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _github_data(text).replace(":", "%3A").replace(",", "%2C")
