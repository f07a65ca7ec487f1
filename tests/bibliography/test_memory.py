"""What is remembered of references is what would be made anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bibliography.printing import full, library, narrative, parenthetical, style, work

from syllabus.bibliography import FormattedCitations, format_citations
from syllabus.bibliography.processor.engine import Engine
from syllabus.model.document import Citation

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
    return format_citations(library(LIBRARY), cited, style(name), "en-US")


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets a word for each work that is begun to be printed anew."""
    begun: list[str] = []
    tidied = Engine.tidied

    def tell(engine: Engine, text: str) -> str:
        begun.append(text)
        return tidied(engine, text)

    monkeypatch.setattr(Engine, "tidied", tell)
    return begun


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
    assert list((tmp_path / "syllabus" / "references").iterdir())


def test_references_are_made_once_and_again_only_where_something_is_amiss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    begun = counting(monkeypatch)
    expected = made(CITED[:1], "apa")
    once = len(begun)
    assert made(CITED[:1], "apa") == expected
    again = len(begun) - once
    assert again < once
    (kept,) = (tmp_path / "syllabus" / "references").iterdir()
    for damaged in (b"", kept.read_bytes()[:-1], b"0\n{}", kept.read_bytes().replace(b"Z", b"S")):
        kept.write_bytes(damaged)
        begun.clear()
        assert made(CITED[:1], "apa") == expected
        assert len(begun) == once
    kept.unlink()
    kept.mkdir()
    assert made(CITED[:1], "apa") == expected
