"""What can be wrong with footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from markdown_it.rules_block import StateBlock

from syllabus.diagnostics import Diagnostic, error, warning
from syllabus.on_demand import pattern
from syllabus.source import Span

_SPACED = pattern(r"\[\^(?P<label>[^][\n]*[ \t][^][\n]*)\]:")


def spaced_footnote(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read `[^two words]: …`, which would define a link, as a footnote whose label is at fault."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith("[^", begin):
        return False
    found = _SPACED.match(state.src, begin, state.eMarks[start_line])
    if found is None or not found["label"].strip():
        return False
    if not silent:
        last = start_line + 1
        while last < end_line and not state.isEmpty(last):
            last += 1
        token = state.push("spaced_footnote", "", 0)
        token.map, token.info = [start_line, last], found["label"]
        state.line = last
    return True


def label_with_space(label: str, span: Span) -> Diagnostic:
    """Return the fault of a footnote whose label has a space, at its definition or its mark."""
    meant = "-".join(label.split())
    return error(
        "unknown-footnote",
        f"found a space in the label '{label}' of a footnote",
        span,
        f"write [^{meant}] where it belongs and [^{meant}]: before its text",
    )


def second_footnote(label: str, span: Span) -> Diagnostic:
    """Return the fault of a footnote that was defined before."""
    return warning(
        "unused-footnote",
        f"the footnote '{label}' is defined a second time, which is not printed",
        span,
        "give it another label, or delete one of the two",
    )


def unused_footnote(label: str, span: Span) -> Diagnostic:
    """Return the fault of a footnote that is defined and that nothing refers to."""
    return warning(
        "unused-footnote",
        f"nothing refers to the footnote '{label}', so it is not printed",
        span,
        f"put [^{label}] where it belongs, or delete it",
    )


def empty_footnote(span: Span, form: str) -> Diagnostic:
    """Return the fault of a footnote without words, which is written in such a `form`."""
    return warning(
        "unread-markup",
        "this footnote has no text, so that nothing but its mark is printed",
        span,
        f"write {form} with its text, or delete it",
    )


def nested_footnote(span: Span, *hints: str) -> Diagnostic:
    """Return the fault of a footnote that stands inside of one."""
    return error(
        "nested-footnote",
        "found a footnote inside a footnote",
        span,
        *(hints or ("put it in parentheses instead",)),
    )


def unknown_footnote(label: str, span: Span) -> Diagnostic | None:
    """Return the fault of a label that no footnote has.

    Where its definition lacks only the colon, that is the fault, at that place alone.
    """
    place = _definition_without_colon(label, span.file.text)
    if place is None:
        hint = f"define it with a line '[^{label}]: …', or write \\[ for a bracket"
        return error("unknown-footnote", f"there is no footnote '{label}'", span, hint)
    if span.start != place:
        return None
    message = f"found no ':' behind '[^{label}]', which defines no footnote so"
    return error("unknown-footnote", message, span, f"write [^{label}]: …")


@lru_cache(maxsize=64)
def _definition_without_colon(label: str, text: str) -> int | None:
    """Return where a line begins with a label and a space; None if none does."""
    wanted = f"[^{label}] "
    place = text.find(wanted)
    while place >= 0:
        before = text[text.rfind("\n", 0, place) + 1 : place]
        if before in ("", " ", "  ", "   "):
            return place
        place = text.find(wanted, place + 1)
    return None


def faults_within(
    references: Iterable[tuple[str, str, Span]], used: Mapping[str, int], known: Iterable[str]
) -> Iterator[Diagnostic]:
    """Yield a fault for each reference in a footnote that leads to none printed before it.

    A footnote can repeat the mark of another; it cannot have one of its own. `references` and
    `used` are those of `InlineBuilder`.
    """
    labels = frozenset(known)
    for within, label, span in references:
        if label not in labels:
            if fault := unknown_footnote(label, span):
                yield fault
        elif label not in used or used[label] >= used.get(within, span.start):
            yield nested_footnote(
                span, f"put it in parentheses, or refer to '{label}' earlier in the text, too"
            )
