"""The cache of works as a style renders them: citeproc takes a while."""

from __future__ import annotations

from collections.abc import Callable

from syllabus.on_demand import pattern
from syllabus.workspace.cache import key_of, open_cache

_OWN = pattern("[\U000f0000-\U000ffffd\U0010f100-\U0010ffff]")
"""Characters that stand for a formula, an address or a link of this run (`marks`)."""
_OTHERS = 5_000_000
"""Bytes; other handouts in this style cite other works."""


class RenderedTexts:
    """Texts of one style in one language, by what they are made from."""

    def __init__(self, style: bytes, language: str) -> None:
        name = key_of(style)
        self._kept = open_cache("references", name, language, others=_OTHERS)

    def cached(self, source: str, make: Callable[[], str]) -> str:
        """Return what `make` gives, from the cache where it has the same `source`."""
        own = list(dict.fromkeys(_OWN.findall(source)))
        # Which character stands for what differs from run to run: here it is the first, the second.
        plain = _OWN.sub(lambda found: chr(0xF0000 + own.index(found[0])), source)
        key = key_of(plain)
        text: str | None = self._kept.find(key)
        if text is None:
            made = make()
            text = _OWN.sub(lambda found: chr(0xF0000 + own.index(found[0])), made)
            self._kept.put(key, text)
        return _OWN.sub(lambda found: own[ord(found[0]) - 0xF0000], text)
