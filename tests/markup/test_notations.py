"""Notations of GitHub and Pandoc beside CommonMark: boxes of tasks, `<br>`, links that cite."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.security.projects import FRONT, MEETING, prepare

BIB = "@book{a, author = {Lovelace, Ada}, title = {Notes}, year = 1843, publisher = {Taylor}}\n"


@pytest.mark.parametrize(
    ("body", "tex"),
    [
        ("- [x] done", "2612"),
        ("- [X] done", "2612"),
        ("1. [ ] open", "2610"),
        ("- [x]done", "[x]done"),
        ("- `[x]` done", r"\code{[x]}"),
        ("[x] done", "[x] done"),
        ("one<br>two<BR />three", "one\\\\{}\ntwo\\\\{}\nthree"),
        ("the '90s, 'tis so", "the ’90s, ’tis so"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("a 'quoted' word", "a ‘quoted’ word"),
        ("code `'a'`", r"code \code{\textquotesingle{}a\textquotesingle{}}"),
        (
            "- see [the paper [@a]](https://a.example/x) there",
            r"\href{https://a.example/x}{the paper (Lovelace, 1843)} there",
        ),
        ("[by @a, [p. 3]](https://a.example)", r"\href{https://a.example}{by Lovelace (1843)"),
        ("[@a] (30 min)", "(Lovelace, 1843) (30"),
        ("<https://a.example/a%20b>", r"\href{https://a.example/a\%20b}"),
    ],
)
def test_they_are_read(body: str, tex: str, tmp_path: Path) -> None:
    document = prepare(tmp_path, {"bib/a.bib": BIB, MEETING: f"{FRONT}{body}\n"}).document
    assert document is not None
    written = "\n".join(line for line in document.text.split("\n") if not line.startswith("%@"))
    for command, character in ((r"\textquoteright{}", "’"), (r"\textquoteleft{}", "‘")):
        written = written.replace(command, character)
    assert tex in written.replace("~", " ")
