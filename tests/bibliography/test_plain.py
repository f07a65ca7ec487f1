"""Entries that are parsed when they are asked for are the same as if they had been at once."""

from __future__ import annotations

from itertools import product

import pytest
from bibtexparser.splitter import Splitter
from tests.bibliography.printing import source

from syllabus.front.bibliography import bibtex
from syllabus.front.bibliography.bibtex import load_bibliography
from syllabus.front.bibliography.plain import Segment
from syllabus.workspace import cache as memory

PLAIN = (
    '@article{%s,\n  title = {A {Fourier {B}} c, d = e},\n  year = 2020,\n  note = "x"\n}\n\n',
    '@Book{%s,\n  title = {G{\\"o}del, \\\'etudes \\& "more"}, year={1999},\n}\n',
    "@misc{%s, title = {One\nline = {more}}, first = {x}}\n",
    "@misc{%s, title = {}, pages = {1--2}} \n",
)
OTHERS = (
    "@article{%s, title = {no end\n",
    "@article{%s, title = {no comma} year = 2020}\n",
    "@article{%s, title = {two}, Title = {titles}}\n",
    "@article{%s, title = \"no end, year = 3}\n",
    "@article{%s, title = {\\{}, note = {mail@example.org}}\n",
    "@article{%s, crossref = {a}, journal = jj # { and more}}\n",
    "@article{%s, crossref = {nosuch}}\n",
    "@article{%s, ids = {x, y}, title = {z}}\n",
    "@article{%s, title = nosuch}\n",
    "@comment{%s, title = {x}}\n",
    "@string{jj = {Journal of %s}}\n",
    "@comment{about %s\n",
    "@comment{jabref-meta: %s;}\n",
    "@preamble{\"%s\"}\n",
    "@(%s)\n",
    "@misc{%s}\n",
    "@misc{%s\n",
    "% notes on %s\n",
    "%@misc{%s, title = {commented}}\n",
    "@misc{%s, % title = {x},\n title = {50% y}, % z\n}\n",
    "@comment{\n@misc{%s, title = {x}}\n}\n",
    "text {%s} @misc{inline, title = {x}}\n",
    "  @misc{%s, title = {not at the start of a line}}\n",
    "\\textbf{%s}",
    "@misc{f\u00a0g, title = {x}, note = {%s}}\n",
    "}\n",
    "\n",
)  # fmt: skip


def filled(template: str, key: str) -> str:
    return template.replace("%s", key)


def read(text: str) -> object:
    """Read a library that nobody remembers."""
    memory._opened.clear()
    bibliography, faults = load_bibliography([source(text)])
    entries = list(map(bibliography.entry, bibliography.keys()))
    return entries, bibliography.unreadable, faults


def test_nothing_is_read_differently_whatever_two_things_stand_amid_plain_entries() -> None:
    for number, (one, other) in enumerate(product((*PLAIN, *OTHERS), repeat=2)):
        before = filled(PLAIN[number % 4], "a") + filled(PLAIN[number % 3], "b")
        after = filled(PLAIN[number % 4], "d") + filled(PLAIN[number % 2], "é")
        text = before + filled(one, "c:2020") + filled(other, "ab"[number % 2]) + after
        later = read(text)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bibtex, "segments", lambda text: [Segment(0, len(text))])
            assert read(text) == later, text


def test_of_a_large_library_only_what_is_asked_for_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed = 0
    split = Splitter.split

    def count(splitter: Splitter) -> object:
        nonlocal parsed
        found = split(splitter)
        parsed += len(found.blocks)
        return found

    monkeypatch.setattr(Splitter, "split", count)
    keys = [f"key{number}" for number in range(2000)]
    text = "% a library\n" + "".join(
        filled(PLAIN[number % 4], keys[number]) for number in range(2000)
    )
    bibliography, faults = load_bibliography([source(text)])
    assert (list(bibliography.keys()), faults) == (keys, ())
    assert parsed == 1  # the first entry; the comment is none
    entry = bibliography.entry("key1999")
    assert entry is not None
    assert entry.span.text == "key1999"
    assert entry.fields["pages"].span.line == entry.span.line == text.count("\n")
    assert parsed == 2
