"""citeproc, with the rules of CSL 1.0.2 that citeproc-py lacks or gets wrong."""
