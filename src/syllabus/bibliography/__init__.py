"""BibTeX in, references out; bibtexparser and citeproc are imported when they are needed only."""

from syllabus.bibliography.addresses import entry_addresses
from syllabus.bibliography.bibtex import load_bibliography
from syllabus.bibliography.citations import FormattedCitations, Reference, format_citations
from syllabus.bibliography.library import Bibliography, Entry, Field
from syllabus.bibliography.style import Style, StyleKind, load_style
from syllabus.bibliography.unknown import unknown_citation

__all__ = [
    "Bibliography",
    "Entry",
    "Field",
    "FormattedCitations",
    "Reference",
    "Style",
    "StyleKind",
    "entry_addresses",
    "format_citations",
    "load_bibliography",
    "load_style",
    "unknown_citation",
]
