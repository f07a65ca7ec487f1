"""Citations of keys that are not in the bibliography."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, Related, error, nearest_hint
from syllabus.front.bibliography.library import Bibliography
from syllabus.model.document import CitedWork


def unknown_citation(
    bibliography: Bibliography, cited: CitedWork, *, hinted: bool = True
) -> Diagnostic:
    """Return the fault of citing a key that no entry has, or an entry that cannot be read.

    Finding the nearest key takes time, so only the first faults are `hinted`.
    """
    unreadable = bibliography.unreadable.get(cited.key)
    return error(
        "unknown-citation",
        f"no entry '{cited.key}' in the bibliography",
        cited.span,
        *(() if unreadable or not hinted else _nearest_key(cited.key, bibliography)),
        related=[Related("this entry cannot be read", unreadable)] if unreadable else (),
    )


def _nearest_key(key: str, bibliography: Bibliography) -> tuple[str, ...]:
    """Return a hint that names the key nearest to `key`; capitals do not count."""
    folded = {known.lower(): known for known in bibliography.keys()}  # noqa: SIM118 - not a dict
    if key.lower() in folded:
        return (f"did you mean '{folded[key.lower()]}'?",)
    same_start = [known for known in folded if known[:1] == key[:1].lower()]
    return nearest_hint(key, [folded[known] for known in same_start]) or nearest_hint(
        key, folded.values()
    )
