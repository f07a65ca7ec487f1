"""Entries so plain that they are parsed only when used.

A library holds thousands of entries, a handout cites a few. An entry whose fields are all numbers,
or text in balanced braces or quotes, has nothing to report but what its neighbours could tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from syllabus.on_demand import dataclass, pattern

_LONGEST = 100_000
"""Characters; a longer entry may hold a value that is cut, which is reported."""

# What bibtexparser takes for a mark is in none of these, so that it would read the same: no escaped
# brace, no `@`. Possessive, as no other way of reading is wanted.
_TEXT = r"[^{}\\@]*+(?:\\[^{}\\@\n][^{}\\@]*+)*+"
_BRACED = rf"\{{{_TEXT}\}}"
for _ in range(3):
    _BRACED = rf"\{{{_TEXT}(?:{_BRACED}{_TEXT})*+\}}"
_OPENING = pattern(
    r'@(?!(?i:comment|string|preamble)[^A-Za-z])[A-Za-z]++\{([^\s,{}()="@\\]++),\s*+'
)
_FIELD = pattern(
    r"([A-Za-z][\w-]*+)\s*+=\s*+"
    rf'(?:{_BRACED}|[0-9]++|"[^"{{}}\\@]*+")\s*+'
    r"(?:,\s*+(\})?+|(\}))"
)
_AFTER = pattern(r"[ \t]*+(?:\n\s*+|\Z)")
_REFERRING = {"crossref", "xdata", "ids"}
"""Fields that other entries have to be looked at for."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text, `[start, end)`: one plain entry of this key, or whatever else, unread."""

    start: int
    end: int
    key: str | None = None


def segments(text: str) -> Iterator[Segment]:
    """Yield a library's text in order: plain entries, and what lies between them.

    The first of several plain entries in a row counts as what lies before them: where something
    broken comes to an end is told by what follows it.
    """
    unread = position = 0
    run = 0
    while position < len(text):
        entry = _plain(text, position)
        if entry is None:
            run = 0
            opening = text.find("\n@", position)
            position = len(text) if opening == -1 else opening + 1
            continue
        run += 1
        position = entry.end
        if run == 2:
            yield Segment(unread, entry.start)
        if run >= 2:
            yield entry
            unread = entry.end
    if unread < len(text):
        yield Segment(unread, len(text))


def _plain(text: str, start: int) -> Segment | None:
    """Return the plain entry that begins here, with the empty lines after it."""
    opening = _OPENING.match(text, start)
    if opening is None:
        return None
    names: set[str] = set()
    position, count = opening.end(), 0
    while field := _FIELD.match(text, position):
        names.add(field[1].lower())
        position, count = field.end(), count + 1
        if field[2] or field[3]:
            break
    else:
        return None
    after = _AFTER.match(text, position)
    if after is None or len(names) < count or names & _REFERRING or position - start > _LONGEST:
        return None
    return Segment(start, after.end(), opening[1])
