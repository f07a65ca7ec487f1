"""Citations → their printed form, and the references to list."""

from __future__ import annotations

from collections.abc import Sequence

from syllabus.front.bibliography.caching import cached_citations
from syllabus.front.bibliography.formatted import FormattedCitations
from syllabus.front.bibliography.library import Bibliography
from syllabus.front.bibliography.style import Style
from syllabus.model.document import Citation


def format_citations(
    bibliography: Bibliography, citations: Sequence[Citation], style: Style, language: str
) -> FormattedCitations:
    """Format the citations of a text, given in their order (CSL 1.0.2).

    A FULL citation prints the reference in place. `references` lists the works of other forms: in
    an author-date style those that are printed in full nowhere, else all. An unknown key is a
    diagnostic and is printed as it is. The style was checked when it was read: what is raised here
    is an error of this program.
    """
    if not citations:
        return FormattedCitations((), (), ())

    def formatted() -> FormattedCitations:
        from syllabus.front.bibliography.formatting import Formatting

        return Formatting(bibliography, citations, style, language.replace("_", "-")).result()

    return cached_citations(bibliography, citations, style, language, formatted)
