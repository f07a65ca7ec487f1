"""The cache of formatted citations: the same works, cited in the same way, print the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from syllabus.front.bibliography.library import Bibliography, Entry
from syllabus.front.bibliography.style import Style
from syllabus.model.document import Citation
from syllabus.source import Span
from syllabus.workspace.cache import key_of, open_cache

_Made = TypeVar("_Made")
_PLAIN = frozenset((str, int, bool, type(None)))


def cached_citations(
    bibliography: Bibliography,
    citations: Sequence[Citation],
    style: Style,
    language: str,
    make: Callable[[], _Made],
) -> _Made:
    """Return what `make` gives for these citations, or gave for ones like them before.

    Where in a file a citation or an entry stands says nothing of what it prints.
    """
    keys = dict.fromkeys(cited.key for citation in citations for cited in citation.works)
    entries = [bibliography.entry(key) for key in keys]
    if None in entries:
        return make()  # whose hints depend on the whole library
    shape = _Shape()
    content = repr((*map(shape.of, citations), *map(shape.of, entries))).encode()
    kept = open_cache("citations", style.name, language)
    key = key_of(style.xml, content)
    found: _Made | None = kept.find(key, shape.spans)
    if found is None:
        found = make()
        kept.put(key, found, shape.spans, closed=True)
    return found


class _Shape:
    """What values are but for the places where they stand, of which there are so many."""

    def __init__(self) -> None:
        self._places: dict[Span, int] = {}

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places, in the order in which they were met."""
        return tuple(self._places)

    def of(self, value: object) -> object:
        """Return a value with a number for each place."""
        if type(value) in _PLAIN:
            return value
        if isinstance(value, Span):
            return self._places.setdefault(value, len(self._places))
        if isinstance(value, tuple):
            return tuple(map(self.of, value))
        if isinstance(value, Entry):
            return value.key, value.kind, self.of(value.span), self.of(tuple(value.fields.items()))
        kind: Any = type(value)
        names = _field_names(kind)
        if names is None:
            return value
        return kind.__name__, *[self.of(getattr(value, name)) for name in names]


@cache
def _field_names(kind: Any) -> tuple[str, ...] | None:
    """Return the names of the fields of a kind of values; None for one without."""
    return getattr(kind, "__match_args__", None)
