"""BibTeX in, references out; bibtexparser and citeproc are imported only when needed."""

from syllabus.front.bibliography.citations import format_citations
from syllabus.front.bibliography.formatted import FormattedCitations, Reference
from syllabus.front.bibliography.library import Bibliography, Entry, EntryField
from syllabus.front.bibliography.style import Style, StyleKind

__all__ = [
    "Bibliography",
    "Entry",
    "EntryField",
    "FormattedCitations",
    "Reference",
    "Style",
    "StyleKind",
    "format_citations",
]
