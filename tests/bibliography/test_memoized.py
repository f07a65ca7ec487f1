"""What is remembered of references is what would be made anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from tests.bibliography.printing import full, library, narrative, parenthetical, style, work

from syllabus.front.bibliography import FormattedCitations, format_citations
from syllabus.front.bibliography.processor.style_processor import StyleProcessor
from syllabus.model.document import Citation
from syllabus.source import SourceFile, Span
from syllabus.workspace import cache as memory
from syllabus.workspace.cache import save_all

LIBRARY = r"""
@article{zernike1942, title = {Phase contrast and $\lambda/4$ plates}, author = {Zernike, Frits},
  journal = {Physica}, year = 1942, volume = 9, pages = {686--698}, doi = {10.1000/one}}
@article{zernike1942b, title = {The $\pi/2$ shift}, author = {Zernike, Frits},
  journal = {Physica}, year = 1942, pages = {974--986}, doi = {10.1000/two}}
@book{scherzer, author = {Scherzer, Otto}, title = {On \href{https://a.example}{lenses}},
  publisher = {Springer}, year = 1936, url = {https://b.example/x}}
"""
CITED: tuple[Citation, ...] = (
    full(work("zernike1942")),
    narrative(work("zernike1942b", "3--4")),
    parenthetical(work("scherzer"), work("zernike1942")),
    full(work("scherzer")),
)


def made(cited: tuple[Citation, ...], name: str) -> FormattedCitations:
    """Format citations as a process would that has just begun."""
    save_all()
    memory._opened.clear()
    return format_citations(library(LIBRARY), cited, style(name), "en-US")


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets a word for each work that is begun to be printed anew."""
    begun: list[str] = []
    tidied = StyleProcessor.tidied

    def tell(engine: StyleProcessor, text: str) -> str:
        begun.append(text)
        return tidied(engine, text)

    monkeypatch.setattr(StyleProcessor, "tidied", tell)
    return begun


def elsewhere(citation: Citation) -> Citation:
    """Return the same citation in another place of another file."""
    text = SourceFile(Path("b.md"), "b.md", " " * 999)

    def moved(span: Span) -> Span:
        return text.span(span.start + 7, span.end + 7)

    works = tuple(replace(cited, span=moved(cited.span)) for cited in citation.works)
    return replace(citation, works=works, span=moved(citation.span))


@pytest.mark.parametrize(
    "name", ["apa", "ieee", "chicago-author-date", "chicago-notes-bibliography", "nature"]
)
def test_it_is_the_same_in_whatever_order_works_were_cited_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    expected = made(CITED, name), made(CITED[::-1], name), made(CITED[1:], name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for _ in range(2):
        assert (made(CITED, name), made(CITED[::-1], name), made(CITED[1:], name)) == expected


def test_citations_are_formatted_once_wherever_they_stand_and_single_works_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    begun = counting(monkeypatch)
    made(CITED, "apa")
    whole = len(begun)
    begun.clear()
    moved = tuple(elsewhere(citation) for citation in CITED)
    again = made(moved, "apa")
    assert not begun
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert made(moved, "apa") == again
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    begun.clear()
    made(CITED[1:], "apa")
    assert 0 < len(begun) < whole


def test_another_entry_style_or_language_under_the_same_name_prints_another_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    other = replace(style("ieee"), name="apa")
    printed = [
        format_citations(library(text), CITED, form, language).citations
        for text, form, language in (
            (LIBRARY, style("apa"), "en-US"),
            (LIBRARY.replace("1936", "1937"), style("apa"), "en-US"),
            (LIBRARY, other, "en-US"),
            (LIBRARY, style("apa"), "de-DE"),
        )
        for _ in range(2)
    ]
    assert printed[::2] == printed[1::2]
    assert all(one != another for one, another in combinations(printed[::2], 2))


def test_what_an_entry_inherits_is_remembered_by_what_it_is_to_it() -> None:
    text = """\
@incollection{child, title = {Child}, booktitle = {Part}, year = 2003, crossref = {parent}}
@collection{parent, title = {Parent}, editor = {E, F}, publisher = {G}}
"""
    printed = []
    for kind in ("@collection", "@mvcollection"):
        save_all()
        memory._opened.clear()
        entries = library(text.replace("@collection", kind))
        cited = (parenthetical(work("child")),)
        printed.append(format_citations(entries, cited, style("apa"), "en-US"))
    assert "Parent" not in str(printed[0].references)
    assert "Parent" in str(printed[1].references)
