"""Whatever a server sends is an entry that reads back as it was, or faults."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from syllabus.delivery.works import NotRecognised, read_identifier
from syllabus.delivery.works.descriptions import (
    NotDescribed,
    entry_of,
    meta_tags,
    of_arxiv,
    of_open_library,
    of_page,
    of_pubmed,
)
from syllabus.front.bibliography.bibtex import read_entries
from syllabus.front.bibliography.keys import plain_value
from syllabus.front.bibliography.received import read_received
from syllabus.front.bibliography.writing import EntryForm, form_of, put_at_end, tex_of, write_entry
from syllabus.source import SourceFile

SIGNS = st.text(st.sampled_from("aZ0 \\{}%$#&_~^\"'@=,-`<>/:éψ\u202e\ufeff\n"), max_size=60)
ANYTHING = st.one_of(st.text(max_size=200), SIGNS)


def source(text: str) -> SourceFile:
    return SourceFile(Path("answer"), "https://x.example", text)


@given(ANYTHING, ANYTHING)
@example("{", "}")
@example("\\", "x\\")
@example('"', "a = {b}")
def test_an_entry_of_any_text_reads_back_or_is_refused(title: str, journal: str) -> None:
    for text in (
        title,
        f"@article{{x, title = {{{title}}}, journal = {{{journal}}}}}",
        f'@book{{{title}, title = "{journal}"}}',
    ):
        faults: list[object] = []
        entry = read_received(source(text), faults)  # type: ignore[arg-type]
        assert (entry is None) == bool(faults)
        if entry is not None:
            fields = {name: field.value for name, field in entry.fields.items()}
            for form in (EntryForm(), EntryForm(quotes=True, width=-1, bare_numbers=True)):
                before = "@book{one,\n  title = {One}\n}\n"
                written = write_entry(entry.kind, "key", fields, form)
                library, found = read_entries(source(put_at_end(before, [written], form)))
                assert [*library.keys()] == ["one", "key"], written
                assert not found
                again = library.entry("key")
                assert again is not None
                assert {name: each.value for name, each in again.fields.items()} == fields


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=50))
@example("50% of {A} & $b_c^d~#\\e")
@example("---``''?`")
def test_plain_text_is_text_in_bibtex(text: str) -> None:
    entry = entry_of("book", {"title": tex_of(f"x {text} x")})
    library, faults = read_entries(source(entry))
    assert not faults
    found = library.entry("received")
    assert found is not None
    assert "\\input" not in plain_value(found.value("title")) or "\\input" in text


@given(ANYTHING)
@example('{"result": {"1": {"title": [], "authors": 3, "articleids": [1]}}}')
@example('{"ISBN:1": {"authors": [{"name": 1}], "publishers": "x"}}')
@example("[" * 3000)
@example("<!DOCTYPE x [<!ENTITY a 'b'>]><feed/>")
@example("<meta name=citation_title content='x'><meta name=citation_author content=';;'>")
def test_no_answer_raises_anything_else(text: str) -> None:
    asked: tuple[Callable[[], str], ...] = (
        lambda: of_arxiv(text, "1"),
        lambda: of_open_library(text, "1"),
        lambda: of_pubmed(text, "1"),
        lambda: of_page(meta_tags(text), "https://x.example"),
        lambda: str(read_identifier(text)),
    )
    for describe in asked:
        with suppress(NotDescribed, NotRecognised):
            assert isinstance(describe(), str)


@given(st.lists(SIGNS, max_size=4))
def test_a_form_is_read_of_any_library(pieces: list[str]) -> None:
    text = "\n".join(f"@book{{k,\n title = {{{each}}},\n year=1\n}}\n{each}" for each in pieces)
    written = write_entry("book", "x", {"title": "T", "year": "1942"}, form_of(text))
    library, faults = read_entries(source(written))
    assert [*library.keys()] == ["x"]
    assert not faults
