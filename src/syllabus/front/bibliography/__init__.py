"""BibTeX in, references out; bibtexparser and citeproc are imported when they are needed only."""

from syllabus.front.bibliography.citations import format_citations
from syllabus.front.bibliography.formatted import FormattedCitations, Reference
from syllabus.front.bibliography.library import Bibliography, Entry, Field
from syllabus.front.bibliography.style import Style, StyleKind

__all__ = [
    "Bibliography",
    "Entry",
    "Field",
    "FormattedCitations",
    "Reference",
    "Style",
    "StyleKind",
    "format_citations",
]
