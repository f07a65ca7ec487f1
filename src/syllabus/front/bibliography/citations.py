"""Citations → what is printed in their place, and the references that remain to be listed."""

from __future__ import annotations

from collections.abc import Sequence

from syllabus.diagnostics import error
from syllabus.front.bibliography.formatted import FormattedCitations
from syllabus.front.bibliography.library import Bibliography
from syllabus.front.bibliography.recalled import recall_citations
from syllabus.front.bibliography.style import Style
from syllabus.model.document import Citation, Text
from syllabus.source import Span
from syllabus.workspace.deadline import OutOfTime


def format_citations(
    bibliography: Bibliography,
    citations: Sequence[Citation],
    style: Style,
    language: str,
    named: Span | None = None,
) -> FormattedCitations:
    """Format the citations of a handout, given in the order of its text (CSL 1.0.2).

    A FULL citation prints the reference in place. `references` lists the works of other forms: in
    an author-date style those that are printed in full nowhere, else all. An unknown key is a
    fault and is printed as it is. A style that cannot be used is one where it is `named`.
    """
    if not citations:
        return FormattedCitations((), (), ())

    def formatted() -> FormattedCitations:
        from syllabus.front.bibliography.formatting import Formatting

        return Formatting(bibliography, citations, style, language.replace("_", "-")).result()

    try:
        return recall_citations(bibliography, citations, style, language, formatted)
    except OutOfTime:
        raise
    except Exception:
        if not style.name.endswith(".csl"):
            raise
        broken = error(
            "broken-style",
            f"the style '{style.name}' cannot be used: something in it is not as CSL has it",
            named or citations[0].span,
            "check the file at https://validator.citationstyles.org",
        )
        keys = tuple(
            (Text("; ".join(cited.key for cited in citation.works), citation.span),)
            for citation in citations
        )
        return FormattedCitations(keys, (), (broken,))
