"""Notations of GitHub and Pandoc beside CommonMark: boxes of tasks, `<br>`, links that cite."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from tests.markup.test_tree import parse
from tests.security.projects import FRONT, MEETING, prepare

from syllabus.model.document import Link, Paragraph, plain_text, walk
from syllabus.writers.html import HtmlWriter
from syllabus.writers.plain import PlainWriter

BIB = "@book{a, author = {Lovelace, Ada}, title = {Notes}, year = 1843, publisher = {Taylor}}\n"


@pytest.mark.parametrize(
    ("body", "tex"),
    [
        ("- [x] done", "2612"),
        ("- [X] done", "2612"),
        ("1. [ ] open", "2610"),
        ("- [x]done", "[x]done"),
        ("- [ ]", "2610"),
        ("- [x]\n- b", "2612"),
        ("- [x]\n  - b", "2612"),
        ("- [ ]\n  open", "2610"),
        ("- [x]*done*", r"[x]\emph{done}"),
        ("- [ ]`x`", r"[ ]\code{x}"),
        ("- `[x]` done", r"\code{[x]}"),
        ("[x] done", "[x] done"),
        ("one<br>two<BR />three", "one\\\\{}\ntwo\\\\{}\nthree"),
        ("the '90s, 'tis so", "the ’90s, ’tis so"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("('90s) and \"'twas\" and '80s–'90s", "(’90s) and “’twas” and ’80s–’90s"),
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


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("see www.e.example.", ["http://www.e.example"]),
        ("www.e.example/a_b_c, (www.e.example/x_(y))", ["http://www.e.example/a_b_c", "http://www.e.example/x_(y)"]),
        ("*www.e.example/_q_*", ["http://www.e.example/_q"]),
        ("**www.e.example**; _www.e.example_", ["http://www.e.example"] * 2),
        ("“www.e.example” [see www.e.example]", ["http://www.e.example"] * 2),
        ("www.e.example/?a=1&b=2!", ["http://www.e.example/?a=1&b=2"]),
        ("www.a_b.e.example", ["http://www.a_b.e.example"]),
        ("## www.e.example", ["http://www.e.example"]),
        ("- www.e.example\n\n| www.e.example | b |\n|---|---|", ["http://www.e.example"] * 2),
        ("[www.e.example](https://o.example)", ["https://o.example"]),
        ("https://www.e.example", ["https://www.e.example"]),
        ("xwww.e.example a.www.e.example me@www.e.example /www.e.example", []),
        ("`www.e.example` $www.e.example$ \\www.e.example", []),
        ("www. www... www.a www.a_b.example www.e.exa_mple www", []),
    ],
)  # fmt: skip
def test_addresses_without_a_scheme_are_links(
    text: str, targets: list[str], tmp_path: Path
) -> None:
    parsed = parse(tmp_path, f"{text}\n")
    links = [node for node in walk(parsed.blocks) if isinstance(node, Link)]
    assert [each.target for each in links] == targets
    assert not parsed.diagnostics
    for link in links:
        if link.target.startswith("http://"):
            assert link.span.text == plain_text(link.children) == link.target[7:]
            paragraph = Paragraph((link,), link.span)
            assert PlainWriter().blocks((paragraph,)) == link.span.text
            assert f'href="{escape(link.target)}"' in HtmlWriter().blocks((paragraph,))
