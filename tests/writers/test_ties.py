"""Where a line may not end, and where an address may."""

from __future__ import annotations

import pytest

from syllabus.writers.latex.text import escape_address
from syllabus.writers.latex.ties import tied


@pytest.mark.parametrize(
    "text",
    [
        "see p.~5",
        "pp.~3–5, Fig.~3, Figs.~3, Eq.~2",
        "vol.~2, No.~7, §~4",
        "Shrivastava,~I.~H., Jiang, S.",
        "Øre,~Ø.~J.-P. Smith",
        "Kirkland~(2020)",
        "~(1999, p.~7)",
        "Kirkland et al.~(2020a)",
        "Kirkland~(2020, chapter)",
        "(30~min), (1.5~hrs), (10~pages)",
        "with Dr.~Zhong and Prof.~Frank",
        "5~Å and 5~Å² at 300~kV",
        # what only looks like it
        "the map. 5 of them",
        "hot map. 3 tops",
        "A. B. C. D. E.",
        "a list (of 2020 things)",
        "5 minerals",
        "100 kVolt",
        "no spaces~",
    ],
)
def test_what_is_read_as_one_word_stays_on_one_line(text: str) -> None:
    written = text.replace("~", " ").replace("spaces ", "spaces~").replace("Jiang, S.", "Jiang, S")
    expected = text.replace("Jiang, S.", "Jiang, S")
    if not text.startswith("no spaces"):
        expected = expected.replace("~", "\u00a0")
    assert tied(written) == expected
    assert len(tied(written)) == len(written)


@pytest.mark.parametrize(
    ("address", "pieces"),
    [
        ("https://arxiv.org/abs/2004.10718", ["https://arxiv.org/", "abs/", "2004", ".10718"]),
        ("https://doi.org/10.1111/jmi.12253", ["https://doi.org/10.1111/", "jmi", ".12253"]),
        ("10.1111/jmi.12253", ["10.1111/", "jmi.12253"[:3], ".12253"]),
        (
            "https://www.ebi.ac.uk/x?a=b&c=d",
            ["https://www.ebi.ac.uk/", "x", "?a", "=b", r"\&c", "=d"],
        ),
        ("https://example.org/-/a--b-c/", ["https://example.org/-/", r"a-{}-b-c/"]),
        ("someone@long.example.org", ["someone@long.example.org"]),
        ("see https://example.org/paper", ["see https://example.org/", "paper"]),
    ],
)
def test_an_address_breaks_behind_slashes_and_before_stops(address: str, pieces: list[str]) -> None:
    assert escape_address(address).split(r"\brk{}") == pieces


def test_a_long_word_of_an_address_never_begins_a_line_with_a_hyphen() -> None:
    written = escape_address("https://example.org/" + "abcdefghijklmnop-qrstuvwxyzabcdef-" * 3)
    assert r"\weakbrk{}-" not in written
    assert written.count(r"\weakbrk{}") >= 4
