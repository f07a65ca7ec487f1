"""BibTeX in, references out; bibtexparser and citeproc are imported when they are needed only."""

from syllabus.bibliography.citations import format_citations
from syllabus.bibliography.formatted import FormattedCitations, Reference
from syllabus.bibliography.library import Bibliography, Entry, Field
from syllabus.bibliography.style import Style, StyleKind

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
