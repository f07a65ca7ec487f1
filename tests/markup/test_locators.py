"""Locators are read in English and in the course's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from citeproc import LOCALES_PATH  # type: ignore[import-untyped]  # it has no types
from lxml import etree  # type: ignore[import-untyped]  # it has no types

from syllabus.front.markup import MarkupContext, parse_markdown
from syllabus.front.markup.locators import _ENGLISH, read_locator
from syllabus.model.document import Citation, CitationForm, Text, walk
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout

TERMS = [line.partition(":")[0] for line in _ENGLISH.strip().splitlines()]
DIFFERENT = {
    ("en", "c."), ("en", "cc."),  # circa
    ("fr", "append."), ("fr", "emplact"), ("fr", "eqt."), ("fr", "fᵒ"), ("fr", "fᵒˢ"), ("fr", "c."),
    ("de", "B."), ("it", "r."), ("it", "indirizzo"), ("it", "indirizzi"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", ", S. 3-5", ("page", "3-5", "")),
        ("de", ", s. 3 ff.", ("page", "3", " ff.")),
        ("de-AT", ", Kap. IV, sehr gut", ("chapter", "IV", ", sehr gut")),
        ("de", ", Bd. 2", ("volume", "2", "")),
        ("de", ", Fußnote 7", ("note", "7", "")),
        ("de", ", pp. 3-5", ("page", "3-5", "")),
        ("fr", ", chapitre 3", ("chapter", "3", "")),
        ("fr", ", tome II", ("volume", "II", "")),
        ("es", ", págs. 3–5", ("page", "3–5", "")),
        ("it", ", tavole 3, 4", ("table", "3, 4", "")),
        ("nl", ", blz. 12", ("page", "12", "")),
        ("pt-BR", ", seções 1 & 2", ("section", "1 & 2", "")),
        ("el", ", σελ. 3", ("page", "3", "")),
        ("en", ", article 5", ("article-locator", "5", "")),
        ("en", ", act 2", ("act", "2", "")),
        ("en", ", loc. 1234", ("elocation", "1234", "")),
        ("en", ", {s.v. Rome}", ("sub-verbo", "Rome", "")),
        ("en", ", 1:02:30-1:05:00", ("timestamp", "1:02:30-1:05:00", "")),
        ("en", ", 33", ("page", "33", "")),
    ],
)
def test_a_locator_is_read(language: str, text: str, expected: tuple[str, str, str]) -> None:
    found = read_locator(text, 0, len(text), language)
    assert found is not None
    assert (found.label, found.place, text[found.end :]) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", ", S. 3-5"), ("de", ", siehe 3"), ("en", " c. 1900"), ("en", ", actor 5"), ("fr", "")],
)
def test_other_words_are_no_locator(language: str, text: str) -> None:
    assert read_locator(text, 0, len(text), language) is None


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en-US"), ("fr", "fr-FR"), ("it", "it-IT"), ("es", "es-ES"), ("de", "de-DE")],
)
def test_what_a_style_prints_can_be_written(language: str, locale: str) -> None:
    root = etree.parse(Path(LOCALES_PATH) / f"locales-{locale}.xml")
    printed = {
        (term.get("name"), form.text.strip())
        for term in root.iterfind(".//{*}term")
        if term.get("name") in TERMS and term.get("form") in (None, "short")
        for form in (*term.iterfind("{*}single"), *term.iterfind("{*}multiple"))
        if form.text and form.text.strip()
    }
    missing = {
        (term, word)
        for term, word in printed
        if (language, word) not in DIFFERENT
        and (
            (found := read_locator(text := f", {word} 7", 0, len(text), language)) is None
            or found.label != term
        )
    }
    assert not missing


@pytest.mark.parametrize(
    ("item", "form", "place", "rest"),
    [
        ("[@a], chapter 2 (20 pages)", CitationForm.FULL, "2", " (20 pages)"),
        ("[@a], pp. 3-5", CitationForm.FULL, "3–5", ""),
        ("[[@a, pp. 3-5]] (3 pages)", CitationForm.FULL, "3-5", " (3 pages)"),
        ("[[see @a, p. 3]; [@b]]", CitationForm.FULL, "3", None),
        ("[@a], which is good (10 min)", CitationForm.PARENTHETICAL, None, None),
        ("[@a, p. 2], fig. 3", CitationForm.PARENTHETICAL, "2", None),
        ("[@a], § 2, and more", CitationForm.PARENTHETICAL, None, None),
    ],
)
def test_a_locator_behind_the_bracket_of_a_whole_item(
    item: str, form: CitationForm, place: str | None, rest: str | None
) -> None:
    text = SourceFile(Path("x.md"), "x.md", f"- {item}\n")
    blocks = parse_markdown(text, 1, MarkupContext(Layout(Path()), "en")).blocks
    citation, *others = [each for each in walk(blocks) if isinstance(each, Citation | Text)]
    assert isinstance(citation, Citation)
    assert (citation.form, citation.works[0].locator) == (form, place)
    if rest is not None:
        assert "".join(each.text for each in others if isinstance(each, Text)) == rest
