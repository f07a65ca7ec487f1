"""The tree of a text written out: LaTeX, HTML, plain text."""
