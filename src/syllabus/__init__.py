"""A compiler of meeting records and a BibTeX library into a dated PDF handout."""

__version__ = "0.11.0"
