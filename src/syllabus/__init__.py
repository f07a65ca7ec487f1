"""A compiler of meeting records and a BibTeX library into a dated PDF handout."""

__version__ = "0.10.0"
