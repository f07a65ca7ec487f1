"""Files to a checked `Course`: records, Markdown, BibTeX, and the rules that span them."""
