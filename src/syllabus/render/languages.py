"""What a language means for LaTeX: hyphenation and paper."""

from __future__ import annotations

from syllabus.latex import Latex

ENGLISH = {"AU": "australian", "CA": "canadian", "GB": "british", "NZ": "newzealand"}
"""babel's names for the English of a territory; the others write as Americans do."""

LETTER_TERRITORIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Where paper is US Letter: CLDR, supplemental data, paperSize."""


def babel_name(language: str) -> Latex | None:
    """Return the name that LaTeX's babel has for a language (BCP 47); None where it has none."""
    name, _, territory = language.partition("-")
    if name.lower() != "en":
        return None
    return Latex(ENGLISH.get(territory.upper(), "american"))


def paper_size(language: str) -> Latex:
    """Return the paper that people who write `language` print on."""
    territory = language.rpartition("-")[2].upper()
    return Latex("letterpaper" if territory in LETTER_TERRITORIES else "a4paper")
