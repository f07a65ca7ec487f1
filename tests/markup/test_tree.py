"""Markdown becomes the tree, and every node knows where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting import steps_of
from tests.security.test_pictures import png

from syllabus.diagnostics import Severity
from syllabus.front.markup import MarkupContext, ParsedText, parse_markdown, smart_text
from syllabus.model.document import (
    BulletList,
    Citation,
    CodeBlock,
    Footnote,
    Heading,
    Image,
    Link,
    Math,
    MathBlock,
    MembersOnly,
    NumberedList,
    Paragraph,
    RawBlock,
    Table,
    Text,
    plain_text,
    walk,
)
from syllabus.model.editions import public_blocks
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout


def parse(tmp_path: Path, text: str, *, first_line: int = 1, raw_latex: bool = False) -> ParsedText:
    path = tmp_path / "syllabus" / "meetings" / "m.md"
    source = SourceFile(path, "syllabus/meetings/m.md", text)
    return parse_markdown(source, first_line, MarkupContext(Layout(tmp_path), "en", raw_latex))


def codes(parsed: ParsedText) -> list[tuple[str, int, int]]:
    return [
        (each.code, each.span.line, each.span.column) for each in parsed.diagnostics if each.span
    ]


PIECES = (
    *(
        "secret",
        "\n",
        "\n\n",
        "    ",
        "  ",
        "\t",
        ":::",
        "::: members",
        "::: x",
        "```",
        "~~~",
        "$$",
    ),
    *("> ", "- ", "1. ", "[^n]: ", "[^n]", "[x]: secret", "[x]", "<!--", "-->", "|", "|---|", "# "),
    *("\\", "`", "***", "---"),
)
"""What the beginning of a line can be made of."""


def test_every_node_stands_where_its_text_says(tmp_path: Path) -> None:
    text = (
        "---\ntitle: x\n---\n\n# Head\n\n1. first *stressed **bold*** and `code`\n"
        "   second line $a_b$ then\n   https://example.org/x and [site](https://example.org)\n"
        "   1. deep $\\alpha$\n\n> said $z$\n\n| a | b |\n|---|---|\n| a | $c$ |\n"
    )
    parsed = parse(tmp_path, text, first_line=4)
    assert parsed.diagnostics == ()
    for node in walk(parsed.blocks):
        if isinstance(node, Math):
            assert node.span.text == node.tex
        elif isinstance(node, Text) and isinstance(node.span.text, str):
            assert node.span.text.startswith(node.text[:4]), (node, node.span.text)
    places = [(n.span.line, n.span.column) for n in walk(parsed.blocks) if isinstance(n, Math)]
    assert places == [(8, 17), (10, 13), (12, 9), (16, 8)]


def test_blocks_nest_as_commonmark_says(tmp_path: Path) -> None:
    text = "3. one\n\n   ```sh\n   ls  -l\n   ```\n\n   $$\n   x\n   $$\n\n   - a\n     - b\n"
    (numbered,) = parse(tmp_path, text).blocks
    assert isinstance(numbered, NumberedList)
    assert numbered.start == 3
    first, code, math, bullets = numbered.items[0].blocks
    assert isinstance(first, Paragraph)
    assert isinstance(code, CodeBlock)
    assert (code.text, code.language) == ("ls  -l", "sh")
    assert isinstance(math, MathBlock)
    assert math.tex.strip() == "x"
    assert isinstance(bullets, BulletList)
    assert isinstance(bullets.items[0].blocks[1], BulletList)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see @k2020.", [("narrative", "k2020", None, None, "", "")]),
        ("see @k2020 [p. 33]", [("narrative", "k2020", "page", "33", "", "")]),
        ("it is [-@k2020]", [("parenthetical", "k2020", None, None, "", "")]),
        (
            "so [see @a, pp. 33, 35-37 and *else*; also @{b:c}, ch. 3]",
            [
                ("parenthetical", "a", "page", "33, 35-37", "see", "and else"),
                ("parenthetical", "b:c", "chapter", "3", "also", ""),
            ],
        ),
        ("the whole [@k]{.full} here", [("full", "k", None, None, "", "")]),
        ("- [@k]", [("full", "k", None, None, "", "")]),
        (
            "- [@k] (40 min)\n  - [@j]",
            [("full", "k", None, None, "", ""), ("full", "j", None, None, "", "")],
        ),
        (
            "- [Section '2. Theory' in @k]",
            [("full", "k", None, None, "Section ‘2. Theory’ in", "")],
        ),
        ("- [@k] and more", [("parenthetical", "k", None, None, "", "")]),
        ("mail me@example.org, \\@k, `@k`", []),
    ],
)  # fmt: skip
def test_citations_follow_pandoc(
    tmp_path: Path, text: str, expected: list[tuple[str, ...]]
) -> None:
    found = [
        (
            citation.form.value,
            work.key,
            work.label,
            work.locator,
            plain_text(work.prefix),
            plain_text(work.suffix),
        )
        for citation in walk(parse(tmp_path, text).blocks)
        if isinstance(citation, Citation)
        for work in citation.works
    ]
    assert found == expected


def test_a_links_text_is_no_citation(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "[@someone](https://example.org/@someone)")
    (link,) = [node for node in walk(parsed.blocks) if isinstance(node, Link)]
    assert link.target == "https://example.org/@someone"


def test_sums_of_money_are_no_math(tmp_path: Path) -> None:
    nodes = walk(parse(tmp_path, "it costs $5, or $10 each").blocks)
    assert not [node for node in nodes if isinstance(node, Math)]


def test_quotes_and_dashes_become_typographic(tmp_path: Path) -> None:
    parsed = parse(tmp_path, '"It\'s \'so\'" -- pp. 1---2 ... `"--"` $a--b$')
    words = [node.text for node in walk(parsed.blocks) if isinstance(node, Text)]
    assert words[0] == "“It’s ‘so’” – pp. 1—2 … "
    assert smart_text('Jensen\'s "course"', "en-CA") == "Jensen’s “course”"
    assert smart_text('"Kurs"', "de") == "„Kurs“"


def test_footnotes_stand_in_place(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "a[^1] b^[in *line*]\n\n[^1]: Some.\n\n    More.\n")
    notes = [node for node in walk(parsed.blocks) if isinstance(node, Footnote)]
    assert [plain_text(note.blocks) for note in notes] == ["Some.More.", "in line"]


def test_a_footnote_where_it_cannot_be_printed_is_a_fault(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "# A^[b]\n\nc^[d ^[e] f]\n")
    assert codes(parsed) == [("footnote-in-heading", 1, 4), ("nested-footnote", 3, 6)]


def test_comments_are_left_out(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "a <!-- b --> c\n\n<!-- d\n\ne -->\n\nf <b>g</b>")
    assert [plain_text((block,)) for block in parsed.blocks] == ["a  c", "f <b>g</b>"]


@pytest.mark.parametrize("comment", ["<!-->", "<!--->", "<!---->", "<!-- one -->"])
def test_a_comment_ends_where_commonmark_says(tmp_path: Path, comment: str) -> None:
    parsed = parse(tmp_path, f"foo {comment} bar -->\n\n{comment}\n\nlast -->\n")
    assert [plain_text((block,)) for block in parsed.blocks] == ["foo  bar –>", "last –>"]


@pytest.mark.parametrize(
    ("comment", "hidden"), [("<!-->", False), ("<!--->", False), ("<!--", True)]
)
def test_only_what_is_in_a_comment_hides_a_fence(
    tmp_path: Path, comment: str, hidden: bool
) -> None:
    parsed = parse(tmp_path, f"The door is open. {comment} ::\u200b:members The mat. -->\n")
    assert [code for code, _, _ in codes(parsed)] == ([] if hidden else ["unread-fence"])


def test_includes_bring_blocks_with_their_own_places(tmp_path: Path) -> None:
    folder = tmp_path / "syllabus" / "blocks"
    folder.mkdir(parents=True)
    (folder / "shared.md").write_text("1. $x$\n", encoding="utf-8")
    parsed = parse(tmp_path, "# A\n\n```{include} shared.md\n```\n")
    assert [type(block) for block in parsed.blocks] == [Heading, NumberedList]
    (math,) = [node for node in walk(parsed.blocks) if isinstance(node, Math)]
    assert (math.span.file.name, math.span.line, math.span.column) == (
        "syllabus/blocks/shared.md", 1, 5,
    )  # fmt: skip
    assert [source.name for source in parsed.sources] == ["syllabus/blocks/shared.md"]


def test_what_a_text_points_to_must_be_there_and_harmless(tmp_path: Path) -> None:
    folder = tmp_path / "syllabus" / "blocks"
    folder.mkdir(parents=True)
    (folder / "loop.md").write_text("```{include} loop.md\n```\n", encoding="utf-8")
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (tmp_path / "syllabus" / "x.png").write_bytes(b"no picture")
    text = """\
[a](javascript:alert) [b](notes.pdf) ![c](no.png) ![d](../x.png) ![e](../../../../etc/passwd)

```{include} lop.md
```

```{include} ../../secret.md
```

```{include} loop.md
```

```{=latex}
\\input{x}
```

[^no] | x

| a |
|---|
| b | c |

[^unused]: never
"""
    assert codes(parse(tmp_path, text)) == [
        ("link-scheme", 1, 1),
        ("link-to-file", 1, 23),
        ("missing-image", 1, 38),
        ("image-type", 1, 51),
        ("image-outside-project", 1, 66),
        ("missing-include", 3, 1),
        ("include-outside-blocks", 6, 1),
        ("include-cycle", 1, 1),
        ("raw-latex", 12, 1),
        ("unknown-footnote", 16, 1),
        ("table-cells", 20, 1),
        ("unused-footnote", 22, 1),
    ]


def test_raw_latex_needs_the_courses_leave(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "```{=latex}\n\\vfill\n```\n", raw_latex=True)
    assert [type(block) for block in parsed.blocks] == [RawBlock]


def test_pictures_count_from_the_records_folder(tmp_path: Path) -> None:
    folder = tmp_path / "syllabus" / "meetings"
    folder.mkdir(parents=True)
    (folder / "x.png").write_bytes(png(2, 2, 2))
    (image,) = [n for n in walk(parse(tmp_path, "![alt](x.png)").blocks) if isinstance(n, Image)]
    assert image.path == (folder / "x.png").resolve()
    assert image.alt == "alt"


def test_tables_keep_their_alignment(tmp_path: Path) -> None:
    (table,) = parse(tmp_path, "| a | b |\n|:-:|--:|\n| c \\| d |\n").blocks
    assert isinstance(table, Table)
    assert [each.value for each in table.alignments] == ["center", "right"]
    assert [plain_text(cell.children) for cell in table.rows[0]] == ["c | d", ""]


def test_blocks_nested_beyond_any_page_are_a_fault(tmp_path: Path) -> None:
    parsed = parse(tmp_path, ">" * 200 + " deep")
    assert [each.code for each in parsed.diagnostics] == ["nesting-too-deep"]


NESTED = """\
Before
::: members
*inside*

```
:::
```
:::
- item
  ::: members
  - deep
    ::: members
    deepest
  - no end
  :::
> quoted
> ::: members
> in quotation
lazy
> :::
> after
1. ::: members
   item
   :::
   rest
[^n]: note

    ::: members
    in note
    :::

See[^n].
:::members   \t
   end
   ::::::
"""


def test_fences_nest_with_all_blocks(tmp_path: Path) -> None:
    parsed = parse(tmp_path, NESTED)
    inside = {
        plain_text((each,))
        for node in walk(parsed.blocks)
        if isinstance(node, MembersOnly)
        for each in walk(node.blocks)
        if isinstance(each, Paragraph)
    }
    assert inside == {
        "inside",
        "deep",
        "deepest",
        "no end",
        "in quotation lazy",
        "item",
        "in note",
        "end",
    }
    outside = {
        plain_text((each,))
        for each in walk(public_blocks(parsed.blocks))
        if isinstance(each, Paragraph)
    }
    assert outside == {"Before", "item", "quoted", "after", "rest", "note", "Seenote."}
    spans = [node.span.text for node in walk(parsed.blocks) if isinstance(node, MembersOnly)]
    assert spans[0] == NESTED[NESTED.index("::: members") : NESTED.index("- item") - 1]
    assert spans[-1] == NESTED[NESTED.index(":::members") : -1]
    assert codes(parsed) == [("unclosed-fence", 12, 5)]


@pytest.mark.parametrize(
    "text", [":::\n" * 20_000, "::: members\n" * 8_000, "- ::: members\n" * 7_000]
)
def test_many_fences_are_read_in_bounded_steps(tmp_path: Path, text: str) -> None:
    parsed: list[ParsedText] = []
    steps_of(lambda: parsed.append(parse(tmp_path, text)), 16_000_000)
    assert parsed[0].diagnostics


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_what_stands_in_a_fence_never_gets_out(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    """A fence around any whole text hides all of it, or it is a fault."""
    text = "".join(pieces)
    path = tmp_path_factory.getbasetemp()
    parsed = parse(path, f"open\n\n::: members\n{text}\n:::\n\nopen\n")
    hidden = "secret" not in plain_text(public_blocks(parsed.blocks))
    assert hidden or any(each.severity is Severity.ERROR for each in parsed.diagnostics)
