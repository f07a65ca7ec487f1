"""Whatever is large, deep or without end is read in bounded time, or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.counting import steps_of
from tests.security.projects import COURSE, FRONT, MEETING, Files, codes, prepare

from syllabus.diagnostics import Severity
from syllabus.front.markup import MarkupContext, parse_markdown
from syllabus.front.markup.bounds import MAX_LINES, MAX_TEXT
from syllabus.front.markup.positions import MAX_PARAGRAPH
from syllabus.outputs.pdf.request import PreparedHandout
from syllabus.source import SourceFile
from syllabus.workspace.layout import Layout

MOST = 16_000_000
"""Steps, which take a second or two: half of them are what the largest of these texts takes."""

MOST_PER_CHARACTER = 800
LENGTH, PARAGRAPH = 2_000, 1_000
"""Of texts of repeated markup: what grows with the square of a paragraph shows by then."""

PIECES = (
    "*a **a ", "b** b* ", "a**b ", "a_ ", "_a ", "a]", "[a", "*a_ ", "*a _a*_ ", "c* ", "[ a_",
    "[ (](", "![[]()", " ** x [a*b**c*](d)", "> ", "[a](<b", "[a](b", "<!--", "<!--\n", "<>", "<",
    "<a@a.", "aa://", "|x", "|x|\n", "[a]: u\n", "[a] ", "[b][c] ", "&amp;", "&", "&#", "`", "`a ",
    "``a `b ", "- ", "1. ", "* a\n", "- a\n+ a\n", "a\n", "[a\n", "\\", "\\*", "~~a ", "~", "#",
    "a\n=\n", "---\n\n", "```\na\n", "\t", " ", "\n", "x", "é", "![", "](b)", "(", "[a](b \"",
    # what we read besides
    "@a ", "@a [", "@a [p. 3] ", "[@a", "[@a] ", "[@a;", "@", "@{", "@{aaaa", "-@", "a:", "1-",
    "^[", "^[a", "^[a] ", "a[^1] ", "[^1]: u\n\n", "$", "$a ", "a $b 5$5 ", "$$ a\n\n", "$$\na\n",
    "\\$", "$a$1", "a <!-- ", "<!--\n\n", "https://a.b ", "https://", "://", "a://", ",http://",
    "mailto:a@b.c ", "\"a ", "a\" ", "'\"", "'", "--- ... ", "> - a\n", "[a](https://b.c) ",
    "![a](b) ", "{", "}", ";", "e\u0301", "(1 h) ", "- a (1 h)\n", "## a\n", "# a\n",
)  # fmt: skip

WHOLES = {  # "lazy quotation" and "short footnotes" are linear: a tenth of what may be
    "backticks that grow": "".join("e" + "`" * number for number in range(440)),
    "lists that grow": "".join("  " * number + "* a\n" for number in range(310)),
    "quotations": "> " * 40_000 + "a",
    "lazy quotation": ">" * 39 + "a\n" + "a\n" * 990,
    "brackets": "[" * 4_900 + "a" + "]" * 4_900,
    "links": "[" * 1_200 + "a" + "](b)" * 1_200,
    "footnotes": "^[" * 3_000 + "a" + "]" * 3_000,
    "emphasis": "*" * 4_900 + "a" + "*" * 4_900,
    "footnotes' definitions": "".join(f"[^{number}]: u\n\n" for number in range(4_900)),
    "references": "".join(f"[{number}]: u\n" for number in range(9_000)),
    "wide table": "|x" * 9_000 + "|\n" + "|-" * 9_000 + "|\n" + "|x|\n" * 9_000,
    "tables": ("|x" * 100 + "\n" + "|-" * 100 + "\n" + "|x|\n" * 300 + "\n") * 60,
    "bars": "|a|b|\n|-|-|\n" + "|" * 90_000,
    "short footnotes": ("^[" * 10 + "\n\n") * 400,
    "a locator": "[@a, p. " + "1-" * 4_900 + "]",
    "locators": "[@a, p. " + "1, " * 3_000 + "]",
    "space": "[@a," + " " * 9_900 + "]",
    "works": "[" + "@a;" * 3_000 + "]",
}


MANY = 50_000
CMARK = {
    "nested strong emph": "*a **a " * MANY + "b" + " a** a*" * MANY,
    "emph closers with no openers": "a_ " * MANY,
    "emph openers with no closers": "_a " * MANY,
    "link closers with no openers": "a]" * MANY,
    "link openers with no closers": "[a" * MANY,
    "mismatched openers and closers": "*a_ " * MANY,
    "long runs in emphasis": "*a " * MANY + "_a*_ " * MANY,
    "openers and closers multiple of 3": "a**b" + "c* " * MANY,
    "link openers and emph closers": "[ a_" * MANY,
    "brackets and parentheses": "[ (](" * MANY,
    "pictures in brackets": "![[]()" * MANY,
    "hard link and emph": "**x [a*b**c*](d)",
    "nested brackets": "[" * MANY + "a" + "]" * MANY,
    "nested block quotes": "> " * MANY + "a",
    "deeply nested lists": "".join("  " * depth + "* a\n" for depth in range(1000)),
    "U+0000": "abc\0de\0",
    "backticks": "".join("e" + "`" * number for number in range(1, 5000)),
    "unclosed links A": "[a](<b" * MANY,
    "unclosed links B": "[a](b" * MANY,
    "unclosed comments": "</" + "<!--" * MANY,
    "unclosed processing instructions": "a " + "<?" * MANY,
    "unclosed declarations": "a " + "<!A " * MANY,
    "unclosed CDATA": "a " + "<![CDATA[" * MANY,
    "empty lines in nested lists": "- " * MANY + "x" + "\n" * MANY,
    "empty lines in lists in a quotation": "> " + "- " * MANY + "x\n" + ">\n" * MANY,
    "emph in deep quotation": ">" * MANY + "a*" * MANY,
    "references": "".join(f"[{number}]: u\n" for number in range(MANY)) + "[0] " * MANY,
    "tables": "|x" * MANY + "\n" + "|-" * MANY + "\n",
}
"""The inputs that cmark and its extensions are tested with, for they once took parsers hours."""


def paragraph(piece: str) -> str:
    """Return a long paragraph of nothing but `piece`."""
    return piece * (PARAGRAPH // len(piece)) + "\n\n"


def lines(piece: str) -> str:
    line = f"{piece * 3}\n"
    return line * int(min(LENGTH / len(line), MAX_LINES * LENGTH / MAX_TEXT / line.count("\n")))


def reading_steps(text: str) -> int:
    assert len(text) <= MAX_TEXT
    source = SourceFile(Path("/nonexistent/a.md"), "a.md", text)
    context = MarkupContext(Layout(Path("/nonexistent")), "en")
    return steps_of(lambda: parse_markdown(source, 1, context), MOST)


@pytest.mark.parametrize("text", WHOLES.values(), ids=WHOLES)
def test_a_hard_text_as_large_as_may_be_is_read_in_bounded_steps(text: str) -> None:
    reading_steps(text)


@pytest.mark.parametrize("shape", [paragraph, lines])
def test_repeated_markup_is_read_in_bounded_steps(shape: Callable[[str], str]) -> None:
    """Paragraphs are bounded, so what a long text takes is a multiple of what one of them does."""
    texts = [shape(piece) for piece in PIECES]
    steps = {text: reading_steps(text) / len(text) for text in texts}
    assert {text: each for text, each in steps.items() if each > MOST_PER_CHARACTER} == {}


def counted(root: Path, files: Files) -> PreparedHandout:
    """Read a project as `prepare` does, in so many steps at most."""
    fronts: list[PreparedHandout] = []
    steps_of(lambda: fronts.append(prepare(root, files)), MOST)
    return fronts[0]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a\n\n" * (MAX_TEXT // 3 + 1), "text-too-long"),
        ("\n" * (MAX_LINES + 1), "text-too-long"),
        ("a " * MAX_PARAGRAPH, "text-too-long"),
        ("> " * 60 + "a\n", "nesting-too-deep"),
        ("[" * 3_000 + "]" * 3_000, "nesting-too-deep"),
        ("*a " * 60 + "b* " * 60, "nesting-too-deep"),
        ("|" + "x|" * 400 + "\n|" + "-|" * 400 + "\n" + "|x|\n" * 400, "text-too-long"),
        ("> " * 13 + "a\n", "list-too-deep"),
    ],
)
def test_what_is_too_large_is_a_fault_with_its_place(tmp_path: Path, body: str, code: str) -> None:
    front = counted(tmp_path, {MEETING: FRONT + body})
    assert codes(front) == {code}
    errors = [fault for fault in front.diagnostics if fault.severity is Severity.ERROR]
    assert all(fault.span and fault.span.line >= 5 for fault in errors)


@pytest.mark.parametrize("body", CMARK.values(), ids=CMARK)
def test_what_is_hard_for_parsers_is_read_or_refused_in_bounded_steps(
    tmp_path: Path, body: str
) -> None:
    front = counted(tmp_path, {MEETING: FRONT + body})
    errors = [fault for fault in front.diagnostics if fault.severity is Severity.ERROR]
    assert bool(errors) == (front.document is None)
    large = len(body) >= 1_000_000  # no line of a file that is not read can be shown
    assert all(large or (fault.span is not None and fault.span.line >= 5) for fault in errors)


def test_includes_that_double_themselves_are_refused(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {MEETING: f"{FRONT}```{{include}} b0.md\n```\n"}
    for number in range(20):
        include = f"```{{include}} b{number + 1}.md\n```\n\n"
        files[f"syllabus/blocks/b{number}.md"] = include * 10
    files["syllabus/blocks/b20.md"] = "end\n"
    assert "text-too-long" in codes(counted(tmp_path, files))


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    files: Files = {
        MEETING: FRONT.encode() + b"a\n" * 50_000_000,
        "bib/large.bib": b"@comment{x}\n" * 5_000_000,
    }
    assert codes(counted(tmp_path, files)) == {"file-too-large"}


def test_a_library_of_a_million_lines_is_read(tmp_path: Path) -> None:
    field = " abstract = {" + "a line\n" * 47 + "}\n"
    entries = [f"@book{{k{number}, title = {{T}},\n{field}}}\n" for number in range(20_000)]
    files: Files = {"bib/a.bib": "".join(entries), MEETING: f"{FRONT}@k7\n"}
    front = counted(tmp_path, files)
    assert front.document is not None


@pytest.mark.parametrize(
    "bib",
    [
        "@string{a0 = {xxxxxxxxxx}}\n"
        + "".join(f"@string{{a{n + 1} = a{n} # a{n} # a{n}}}\n" for n in range(60))
        + "@book{k, title = a60}\n",
        "@string{a = {" + "x" * 90_000 + "}}\n"
        + "".join(f"@string{{b{n} = a # {{y}}}}\n" for n in range(5_000))
        + "@book{k, title = {T}}\n",
        "@book{k, title = {T}, crossref = {x0}}\n"
        + "".join(f"@book{{x{n}, xdata = {{x{n + 1}, x{n + 1}}}}}\n" for n in range(60)),
        "@book{k, title = {T}, xdata = {x0}}\n"
        + "".join(f"@book{{x{n}, xdata = {{x{(n + 1) % 9}, x{(n + 2) % 9}}}}}\n" for n in range(9)),
        "@book{k, title = {T}}\n"
        + "".join(f"@book{{x{n},\n title = s{n}, crossref = {{y{n}}}\n}}\n" for n in range(3_000)),
        "@book{k, title = {" + "{" * 9_000 + "T" + "}" * 9_000 + "}}\n",
        "@book{k, title = {" + r"\emph{" * 9_000 + "T" + "}" * 9_000 + "}}\n",
        "@book{k, title = {" + "$ " * 9_001 + "}}\n",
        "@book{k, title = {" + r"\( " * 9_001 + "}}\n",
        "@book{k, author = {" + "A and " * 9_001 + "B}}\n",
        "@book{k, author = {" + "A, " * 9_001 + "B}}\n",
        "@book{k, pages = {" + "1-" * 9_001 + "}, title={T}}\n",
        "@book{k, " * 9_000,
        "@book{" * 9_000,
    ],
)  # fmt: skip
def test_a_library_that_grows_without_end_is_bounded(tmp_path: Path, bib: str) -> None:
    counted(tmp_path, {"bib/a.bib": bib, MEETING: f"{FRONT}@k\n"})


def test_hundreds_of_unknown_keys_are_told_in_bounded_steps(tmp_path: Path) -> None:
    keys = "".join(f"@book{{author{number}title, title={{T}}}}\n" for number in range(300))
    body = "\n\n".join(f"@athor{number}titel" for number in range(300))
    front = counted(tmp_path, {"bib/a.bib": keys, MEETING: FRONT + body})
    assert codes(front) == {"unknown-citation"}


YAML = {
    "nested": "title: " + "[" * 5_000 + "]" * 5_000,
    "nested mappings": "title: " + "{a: " * 5_000 + "}" * 5_000,
    "nested blocks": "\n".join(" " * depth + "a:" for depth in range(400)),
    "aliases": "a: &a [x, x]\n" + "\n".join(f"b{n}: &b{n} [*a, *a, *a]" for n in range(50)),
    "merges": "a: &a {x: 1}\nb: {<<: *a}\n<<: *a",
    "keys": "\n".join(f"titel{n}: x" for n in range(60_000)),
    "digits": "duration: " + "9" * 5_000 + "\ntime: " + "8" * 5_000,
    "date": "date: 2024-02-30",
    "surrogate": 'title: "\\ud800"',
    "escaped": 'title: "\\x00\\u0007\\U0010ffff\\UFFFFFFFF"',
    "long": "title: " + "x" * 900_000,
    "quotes": "title: '" + '"a ' * 3_000 + "'",
    "tag": "title: !!python/object/apply:os.system ['echo x']",
    "documents": "---\n" * 1_000,
    "binary": "title: !!binary aGVsbG8=",
}


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
@pytest.mark.parametrize("where", ["course", "record"])
def test_hostile_yaml_is_a_fault_with_its_place(tmp_path: Path, text: str, where: str) -> None:
    record = f"---\n{text}\n---\n"
    name = "syllabus/course.yaml" if where == "course" else MEETING
    front = counted(tmp_path, {name: text if where == "course" else record})
    assert front.document is None
    faults = [fault for fault in front.diagnostics if fault.severity is Severity.ERROR]
    assert faults
    assert all(fault.span is not None for fault in faults)


def test_styles_declare_no_entities(tmp_path: Path) -> None:
    style = '<?xml version="1.0" encoding="{}"?><!DOCTYPE style [<!ENTITY s SYSTEM "{}">]><style/>'
    for encoding in ("utf-8", "utf-16", "cp037"):
        text = style.format(encoding, tmp_path).encode(encoding)
        course = f"{COURSE}style: a.csl\n"
        front = prepare(tmp_path, {"syllabus/course.yaml": course, "a.csl": text})
        assert codes(front) == {"broken-style"}
