"""Variables that only some styles know: what becomes of them in the others."""

from __future__ import annotations

from syllabus.front.bibliography.fields import Item


def fit_variables(item: Item, known: frozenset[str]) -> None:
    """Join a variable that a style does not know to the one that it is a part of.

    Of `volume-title` and `part-number` (CSL 1.0.2) nothing would be printed in older styles.
    """
    text = item.text
    if "volume-title" in text and "volume-title" not in known:
        part = text.pop("volume-title")
        whole = "container-title" if "container-title" in text else "title"
        text[whole] = f"{text[whole]}: {part}"
    if "part-number" in text and "part-number" not in known:
        text["volume"] = ".".join(filter(None, (text.get("volume"), text.pop("part-number"))))
    if item.kind.startswith("article-") and "article-number" not in known:
        text.pop("number", None)
