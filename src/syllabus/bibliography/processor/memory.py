"""What works came to in a style, kept from one run to the next: citeproc takes a while."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b

from syllabus import __version__
from syllabus.seal import is_sealed, seal, user_cache

_OWN = re.compile("[\U000f0000-\U000fffff\U0010f100-\U0010ffff]")
"""Characters that stand for a formula, an address or a link of this run (`marks`)."""
_MOST = 20_000
"""Texts that are kept for one style; what was not asked for in the last run goes first."""


class Memory:
    """Texts of one style in one language, by what they are made from.

    A file that is damaged, another user's or another version's is as good as none, and so is one
    that cannot be written.
    """

    def __init__(self, style: bytes, language: str) -> None:
        name = blake2b(f"{__version__} {language}\n".encode() + style, digest_size=16).hexdigest()
        folder = user_cache()
        self._path = folder / "references" / name if folder else None
        self._known = self._read()
        self._used: dict[str, str] = {}

    def recall(self, source: str, make: Callable[[], str]) -> str:
        """Return what `make` gives, from memory where the same `source` was asked for before."""
        own = list(dict.fromkeys(_OWN.findall(source)))
        # Which character stands for what differs from run to run: here it is the first, the second.
        plain = _OWN.sub(lambda found: chr(0xF0000 + own.index(found[0])), source)
        key = blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        text = self._used.get(key, self._known.get(key))
        if text is None:
            made = make()
            text = _OWN.sub(lambda found: chr(0xF0000 + own.index(found[0])), made)
        self._used[key] = text
        return _OWN.sub(lambda found: own[ord(found[0]) - 0xF0000], text)

    def keep(self) -> None:
        """Write what this run asked for, and as much as there is room for of what others did."""
        if self._path is None or self._used.keys() <= self._known.keys():
            return
        kept = dict(list({**self._known, **self._used}.items())[-_MOST:])
        content = json.dumps(kept).encode()
        part = self._path.with_name(f".{os.urandom(8).hex()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(f"{seal(content)}\n".encode() + content)
                part.replace(self._path)
            finally:
                part.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        try:
            mark, _, content = (
                self._path.read_bytes().partition(b"\n") if self._path else (b"",) * 3
            )
        except OSError:
            return {}
        sealed = is_sealed(content, mark.decode("ascii", "replace"))
        known: dict[str, str] = json.loads(content) if sealed else {}
        return known
