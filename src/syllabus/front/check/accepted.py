"""Warnings and notes that are meant so, which `accept:` of a record or the course names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from syllabus.diagnostics import Diagnostic, Severity, note
from syllabus.on_demand import dataclass
from syllabus.source import Span

ELSEWHERE = frozenset(
    (
        *("unused-entry", "dead-link", "blocked-link", "insecure-link"),
        *("missing-picture-text", "unclear-picture-text", "unclear-link-text", "colour-alone"),
        *("table-without-header", "bold-as-heading", "nested-heading", "unnamed-language"),
        *("overfull-line", "overfull-page", "undefined-reference", "no-synctex"),
        *("formula-as-written", "picture-not-shown", "latex-left-out", "no-hyphenation"),
    )
)
"""Codes of faults that a check without options may not find, since nobody asked for them, TeX or
the page alone tells of them, or only some machines have them."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A code that is accepted, in one file or, by course.yaml, in all; and if it was met."""

    code: str
    span: Span
    everywhere: bool
    met: bool = False

    def covers(self, fault: Diagnostic) -> bool:
        """Return whether a fault is one of those that are accepted, which an error never is."""
        if fault.severity is Severity.ERROR or fault.code != self.code:
            return False
        here = fault.span is not None and fault.span.file.name == self.span.file.name
        return self.everywhere or here


def leave_out_accepted(
    faults: Iterable[Diagnostic], accepted: Iterable[Accepted]
) -> tuple[tuple[Diagnostic, ...], tuple[Accepted, ...]]:
    """Return the faults that nobody accepts, and what is accepted with what was met of it."""
    faults = tuple(faults)
    rules = tuple(replace(rule, met=rule.met or any(map(rule.covers, faults))) for rule in accepted)
    left = tuple(fault for fault in faults if not any(rule.covers(fault) for rule in rules))
    return left, rules


def unaccepted(
    faults: Iterable[Diagnostic], accepted: Iterable[Accepted]
) -> tuple[Diagnostic, ...]:
    """Return the faults that nobody accepts."""
    return leave_out_accepted(faults, accepted)[0]


def unneeded(accepted: Iterable[Accepted], faults: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return a note for each code that was accepted and that nothing has, or only an error."""
    errors = {fault.code for fault in faults if fault.severity is Severity.ERROR}
    found = []
    for rule in accepted:
        code, where = rule.code, "in the course" if rule.everywhere else "in this record"
        if not rule.met and code in errors:
            message = f"found '{code}', which is an error and cannot be accepted"
            found.append(note("unneeded-accept", message, rule.span, "correct the error"))
        elif not rule.met and code not in ELSEWHERE:
            message = f"nothing {where} is reported as '{code}'"
            found.append(note("unneeded-accept", message, rule.span, "delete it"))
    return tuple(found)
