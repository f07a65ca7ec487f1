"""Titles as parts of file names."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SLUG = 60


def make_slug(title: str) -> str:
    """Return a title's letters and digits of ASCII, in lower case, with hyphens between words.

    Whole words up to `LONGEST_SLUG` characters; empty if the title has none in ASCII.
    """
    decomposed = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    slug = ""
    for word in re.findall(r"[a-z0-9]+", decomposed.lower()):
        if slug and len(slug) + 1 + len(word) > LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
    return slug
