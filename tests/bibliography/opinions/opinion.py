"""Another processor's references, and ours, as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pypandoc

from syllabus.front.bibliography import Style, format_citations
from syllabus.front.bibliography.bibtex import load_bibliography
from syllabus.model.document import Citation, plain_text
from syllabus.source import SourceFile

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_TAG = re.compile(r"<[^>]*>")


class _References(HTMLParser):
    """Collects what is in `<div id="ref-KEY">`, but for the number in the margin."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._key = ""
        self._depth = self._margin = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag != "div":
            return
        values = dict(attrs)
        name = values.get("id") or ""
        if name.startswith("ref-"):
            self._key, self._depth = name.removeprefix("ref-"), 0
            self.found[self._key] = ""
        if self._key:
            self._depth += 1
            if "csl-left-margin" in (values.get("class") or ""):
                self._margin = self._depth

    def handle_endtag(self, tag: str) -> None:
        if tag != "div" or not self._key:
            return
        if self._margin == self._depth:
            self._margin = 0
        self._depth -= 1
        if not self._depth:
            self._key = ""

    def handle_data(self, data: str) -> None:
        if self._key and not self._margin:
            self.found[self._key] += data


def even(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return _SPACES.sub(" ", text).strip()


def pandoc_references(entries: str, style: Path, language: str = "en-US") -> dict[str, str]:
    """Return the references of a library as pandoc prints them, by key.

    Particles (van, de la) belong to the family name in BibTeX; to pandoc only where that is said.
    """
    said = re.sub(r"(?m)^(@\w+\{\w+,)$", r"\1\n  options = {useprefix=true},", entries)
    html = pypandoc.convert_text(
        said,
        "html",
        format="biblatex",
        extra_args=["--citeproc", f"--csl={style}", "--wrap=none", "-M", f"lang={language}"],
    )
    references = _References()
    references.feed(html)
    return {key: even(text) for key, text in references.found.items()}


def our_references(entries: str, style: Style, cited: Sequence[Citation]) -> dict[str, str]:
    """Return the references of a library as we print them, by key."""
    library, faults = load_bibliography([SourceFile(Path("a.bib"), "a.bib", entries)])
    assert faults == ()
    result = format_citations(library, cited, style, "en-US")
    return {found.key: even(plain_text(found.children)) for found in result.references}
