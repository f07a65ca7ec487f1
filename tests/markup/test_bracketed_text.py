"""Words in another language than the text's."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.markup.test_tree import parse

from syllabus.diagnostics import Diagnostic
from syllabus.front.check.notation import check_notation
from syllabus.front.check.value_markup import check_value_markup
from syllabus.front.markup import attributes_in_title, parse_title
from syllabus.front.records.kinds import Located
from syllabus.model.document import Citation, InLanguage, Link, Strong, plain_text, walk
from syllabus.source import SourceFile
from syllabus.writers.html import HtmlWriter
from syllabus.writers.latex import LatexWriter
from syllabus.writers.latex.origins import without_anchors
from syllabus.writers.markdown import MarkdownWriter
from syllabus.writers.page import PageWriter
from syllabus.writers.plain import PlainWriter


@pytest.mark.parametrize(
    "braces", ["{lang=fr}", '{lang="fr"}', "{ lang = fr }", "{LANG='fr'}", "{lang=“FR”}"]
)
def test_words_in_brackets_have_the_language_behind_them(tmp_path: Path, braces: str) -> None:
    parsed = parse(tmp_path, f"He says [*un mot*\njuste]{braces}, and **goes**.\n")
    assert not parsed.diagnostics
    (found,) = (each for each in walk(parsed.blocks) if isinstance(each, InLanguage))
    assert (found.language, plain_text(found.children)) == ("fr", "un mot juste")
    assert found.span.text == f"[*un mot*\njuste]{braces}"
    assert any(isinstance(each, Strong) for each in walk(parsed.blocks))


def test_every_writer_says_or_leaves_out_the_language(tmp_path: Path) -> None:
    blocks = parse(tmp_path, "A [mot & ναι, Привіт]{lang=uk}.\n").blocks
    page = PageWriter().blocks(blocks)
    assert '<span lang="uk" dir="auto">mot &amp; <span lang="el">ναι</span>, Привіт</span>.' in page
    assert '<span lang="uk" dir="auto">mot &amp; ναι, Привіт</span>.' in HtmlWriter().blocks(blocks)
    assert PlainWriter().blocks(blocks) == "A mot & ναι, Привіт."
    assert MarkdownWriter(tmp_path).blocks(blocks) == r"A [mot \& ναι, Привіт]{lang=uk}."
    writer = LatexWriter()
    written = without_anchors(writer.blocks(blocks))
    assert r"\ensuremath{\iota}}, \foreign{Привіт}}." in written
    assert r"A \inlanguage{uk}{mot \& " in written
    assert writer.languages == {"uk"}


def test_brackets_may_hold_whatever_a_line_does(tmp_path: Path) -> None:
    parsed = parse(
        tmp_path, "[voir [là](https://e.example), @key, $x$ [et]{lang=de}^[f]]{lang=fr}\n"
    )
    assert not parsed.diagnostics
    inside = list(walk(parsed.blocks))
    assert [each.language for each in inside if isinstance(each, InLanguage)] == ["fr", "de"]
    assert any(isinstance(each, Citation) for each in inside)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[le [mot]{lang=fr} x](https://e.example)", ["le mot x"]),
        ('[[[a]{lang=de} mot]{lang=fr}](<https://e.example> "t")', ["a mot"]),
        ("[le [mot]{lang=fr}][e]\n\n[e]: https://e.example", ["le mot"]),
        ("[[le [mot]{lang=fr}](https://e.example)]{lang=de}", ["le mot"]),
        ("[le [[mot](https://e.example)]{lang=fr}](https://f.example)", ["mot", "https://f.example"]),
        ("[e [mot]{lang=fr} [e]](https://e.example)\n\n[e]: https://e.example",
         ["e", "https://e.example"]),
    ],
)  # fmt: skip
def test_a_link_may_hold_them_and_no_link_in_it(
    tmp_path: Path, text: str, links: list[str]
) -> None:
    found = [each for each in walk(parse(tmp_path, f"{text}\n").blocks) if isinstance(each, Link)]
    assert [plain_text(each.children) for each in found] == links


@pytest.mark.parametrize(
    "text",
    [
        "The set [0, 1]{x} and a[i]{j}.",
        r"\[mot]{lang=fr}",
        r"mot\{lang=fr\}",
        "`[mot]{lang=fr}`",
        "[@key]{.full}",
        "${}[a]{b}$",
    ],
)
def test_other_braces_are_text_as_ever(tmp_path: Path, text: str) -> None:
    parsed = parse(tmp_path, f"{text}\n")
    assert not [each for each in walk(parsed.blocks) if isinstance(each, InLanguage)]
    assert "text-attribute" not in {each.code for each in parsed.diagnostics}


@pytest.mark.parametrize(
    ("text", "code", "column", "hint"),
    [
        ("A [mot]{lang=xx}", "unknown-language", 14, "en, en-CA or de"),
        ("A [mot]{lang=French}", "unknown-language", 14, "write fr"),
        ('A [mot]{lang="fr/../x"}', "unknown-language", 14, "en, en-CA or de"),
        ("A [mot]{lang: fr}", "text-attribute", 8, "{lang=fr}"),
        ("A [mot]{language=fr}", "text-attribute", 8, "{lang=fr}"),
        ("A [mot]{.underline}", "text-attribute", 8, "\\["),
        ("A [mot]{lang=fr .x}", "text-attribute", 8, "{lang=fr}"),
        ("A [mot]{lang=fr", "text-attribute", 8, "{lang=fr}"),
        ("A [ ]{lang=fr}", "text-attribute", 6, "{lang=fr}"),
        ("A [mot]{:lang=fr}", "text-attribute", 8, "{lang=fr}"),
        ("A [mot]{lang fr}", "text-attribute", 8, "{lang=fr}"),
        ("A [le [mot]]{lang=xx}", "unknown-language", 19, "en, en-CA or de"),
        ("`[a]{.b}` [mot]{.x}", "text-attribute", 16, "\\["),
        ("$[a]{b=1}$ [mot]{.x}", "text-attribute", 17, "\\["),
    ],
)
def test_what_names_no_language_is_told_in_texts_and_in_titles(
    tmp_path: Path, text: str, code: str, column: int, hint: str
) -> None:
    (fault,) = parse(tmp_path, f"{text}\n").diagnostics
    assert fault.span
    assert (fault.code, fault.span.column) == (code, column)
    assert hint in " ".join(fault.hints)
    source = SourceFile(tmp_path / "x.md", "x.md", f"title: {text}\n")
    (fault,) = attributes_in_title(text, source.span(7, 7 + len(text)))
    assert fault.span
    assert (fault.code, fault.span.column) == (code, column + 7)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("[a](https://e.example){lang=fr} b", 23),
        ("`a`{.python}", 4),
        ("*a*{#b}", 4),
        ("## Questions {#sec:q}", 14),
        ("## Questions {.unnumbered} ##", 14),
        ("## Questions {-}", 14),
        ("[a]{lang=fr}{.b}", 13),
        ("$c${#d}", 4),
        ("[mot] {lang=fr}", 7),
        ("mot{lang=fr}", 4),
        ("[^1]{lang=fr}\n\n[^1]: Note.", 5),
        ("[see Zola]{.full}", 11),
    ],
)
def test_attributes_of_what_has_none_are_told(tmp_path: Path, text: str, column: int) -> None:
    faults: list[Diagnostic] = []
    check_notation(parse(tmp_path, f"{text}\n").blocks, faults)
    (fault,) = faults
    assert fault.span
    assert (fault.code, fault.span.column) == ("unread-markup", column)


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("A [mot]{fr}", 8, "fr"),
        ("A [*mot*]{french}", 10, "fr"),
        ("A [mot]{Français} and [x]{y}", 8, "fr"),
        ("A [mot]{ :de-AT }", 8, "de-AT"),
        ("[mot]{fr}\n\n[mot]: https://e.example", 6, "fr"),
        ("## On [λόγος]{grc}", 14, "grc"),
        ("[a](https://e.example){fr}\n\n- b", 23, "fr"),
        ("*a*{fr}\n\n- b", 4, "fr"),
    ],
)
def test_a_language_without_its_key_is_told(
    tmp_path: Path, text: str, column: int, code: str
) -> None:
    faults: list[Diagnostic] = []
    check_notation(parse(tmp_path, f"{text}\n").blocks, faults)
    (fault,) = faults
    assert fault.span
    assert (fault.code, fault.span.column) == ("unread-markup", column)
    assert f"{{lang={code}}}" in fault.hints[0]
    if "\n" not in text:
        faults, source = [], SourceFile(tmp_path / "x.md", "x.md", f"title: {text}\n")
        value = Located(text, source.span(7, 7 + len(text)))
        check_value_markup([value], [value], faults)
        told = [each for each in faults if each.span and each.span.column == column + 7]
        assert [f"={code}" in each.hints[0] for each in told] == [True, False]


def test_other_braces_are_not_told(tmp_path: Path) -> None:
    text = (
        "Of `{lang=fr}`, f\"{lang=}\", {lang: 'fr', x: 1}, \\{lang=fr\\},"
        " lang={french}, [a]{...} *b*{1},"
        " \\[a]{fr}, [a\\]{fr}, `[a]{fr}`, $[a]{fr}$, [b]{x}, $a${is},"
        " (so){fr}, `a`{fr}.\n\n"
        "## Sets {x} and {1, 2}\n"
    )
    faults: list[Diagnostic] = []
    check_notation(parse(tmp_path, text).blocks, faults)
    assert not faults


def test_a_title_may_hold_words_in_another_language(tmp_path: Path) -> None:
    source = SourceFile(tmp_path / "x.md", "x.md", "title: On [Le *Horla*]{lang=fr}\n")
    title = parse_title("On [Le *Horla*]{lang=fr}", source.span(7, 31), "en")
    assert title.text == "On Le Horla"
    assert (
        PageWriter().line(title.nodes) == 'On <span lang="fr" dir="auto">Le <em>Horla</em></span>'
    )
    assert parse_title("A set [0]{1}", source.span(7, 31), "en").text == "A set [0]{1}"
    assert parse_title(r"\[0]{.a}", source.span(7, 31), "en").text == "[0]{.a}"


@pytest.mark.parametrize("language", ["grc", "und", "zxx", "zh-Hant", "sr-Latn"])
def test_words_may_be_in_a_language_that_no_dates_are_written_in(
    tmp_path: Path, language: str
) -> None:
    parsed = parse(tmp_path, f"[mot]{{lang={language}}}\n")
    assert not parsed.diagnostics
    (found,) = (each for each in walk(parsed.blocks) if isinstance(each, InLanguage))
    assert found.language == language


def test_attributes_are_told_in_folded_values_and_in_captions(tmp_path: Path) -> None:
    source = SourceFile(tmp_path / "x.md", "x.md", "title: >-\n  On\n  [x]{.a}\n")
    faults: list[Diagnostic] = []
    check_value_markup([Located("On [x]{.a}", source.span(7, 30))], [], faults)
    (tmp_path / "a.png").touch()
    caption = parse(tmp_path, '![a](a.png "On [x]{.a}")\n').diagnostics
    told = [each for each in (*faults, *caption) if each.code == "text-attribute"]
    assert [(each.span.line, each.span.column) for each in told if each.span] == [(3, 6), (1, 19)]
