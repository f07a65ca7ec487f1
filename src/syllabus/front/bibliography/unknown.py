"""Citations of keys that are not in the bibliography."""

from __future__ import annotations

from syllabus.diagnostics import Diagnostic, error, nearest_hint
from syllabus.front.bibliography.library import Bibliography
from syllabus.model.document import CitedWork

_ALIKE = 0.75
"""How alike keys are of which one begins otherwise: the same year alone makes two alike by half."""
_ADD = "'syllabus cite' adds a work by its DOI or ISBN, and says its key"


def unknown_citation(
    bibliography: Bibliography, cited: CitedWork, *, hinted: bool = True
) -> Diagnostic:
    """Return the fault of citing a key that no entry has.

    Finding the nearest key takes time, so only the first faults are `hinted`.
    """
    return error(
        "unknown-citation",
        f"no entry '{cited.key}' in the bibliography",
        cited.span,
        *(_nearest_key(cited.key, bibliography) if hinted else ()),
    )


def _nearest_key(key: str, bibliography: Bibliography) -> tuple[str, ...]:
    """Return a hint that names the key nearest to `key`, or how to add one; capitals do not count.

    A DOI (ISO 26324: 10., a registrant, a slash) is near to none.
    """
    doi = key.lower().removeprefix("doi:")
    if doi.startswith("10.") and "/" in doi:
        return ("works are cited by the key of their entry in the library, not by their DOI",)
    folded = {known.lower(): known for known in bibliography.keys()}  # noqa: SIM118 - not a dict
    if key.lower() in folded:
        return (f"did you mean '{folded[key.lower()]}'?",)
    same_start = [known for known in folded if known[:1] == key[:1].lower()]
    return (
        nearest_hint(key, [folded[known] for known in same_start])
        or nearest_hint(key, folded.values(), cutoff=_ALIKE)
        or (_ADD,)
    )
