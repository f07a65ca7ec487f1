"""A fault as a value: what is wrong, where it is and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from difflib import get_close_matches
from enum import IntEnum

from syllabus.on_demand import dataclass
from syllabus.source import Span


class Severity(IntEnum):
    """How much a fault matters; an error stops a build."""

    NOTE = 0
    WARNING = 1
    ERROR = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a fault, and what is there."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault in a user's file.

    `code` is kebab-case and names the fault; `message` is one lower-case clause with what was
    found and what was expected; `hints` say what to do. `span` is None for a fault that has
    no place in a file, such as a missing folder.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None
    hints: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()


def error(
    code: str, message: str, span: Span | None, *hints: str, related: Iterable[Related] = ()
) -> Diagnostic:
    """Return a fault that stops a build."""
    return Diagnostic(code, Severity.ERROR, message, span, hints, tuple(related))


def warning(
    code: str, message: str, span: Span | None, *hints: str, related: Iterable[Related] = ()
) -> Diagnostic:
    """Return a fault that a build reports without stopping."""
    return Diagnostic(code, Severity.WARNING, message, span, hints, tuple(related))


def note(
    code: str, message: str, span: Span | None, *hints: str, related: Iterable[Related] = ()
) -> Diagnostic:
    """Return something a careful editor would ask about."""
    return Diagnostic(code, Severity.NOTE, message, span, hints, tuple(related))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether any of the faults stops a build."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the faults once each, by file and position; those without a place come first."""

    def order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
        span = diagnostic.span
        place = ("", 0) if span is None else (span.file.name, span.start)
        return (*place, -diagnostic.severity, diagnostic.code, diagnostic.message)

    ordered: list[Diagnostic] = []
    for diagnostic in sorted(diagnostics, key=order):
        if not ordered or order(ordered[-1]) != order(diagnostic):
            ordered.append(diagnostic)
    return tuple(ordered)


def within_hint_limit(faults: Sized) -> bool:
    """Return whether there are still few enough faults to look for a hint, which takes time."""
    return len(faults) < 20


def nearest_hint(found: str, known: Iterable[str], cutoff: float = 0.6) -> tuple[str, ...]:
    """Return a hint that names the known word nearest to `found`, or nothing.

    What is less alike than the `cutoff`, from 0 to 1, is near to nothing.
    """
    matches = get_close_matches(found.lower(), sorted(known), n=1, cutoff=cutoff)
    return (f"did you mean '{matches[0]}'?",) if matches else ()
