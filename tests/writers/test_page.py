"""Texts as a web page has them: formulas as MathML, no style, nothing that is markup by chance."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.markup.test_tree import parse

from syllabus.handout.notes import section_with_notes
from syllabus.model.course import Section
from syllabus.model.document import Image, MathBlock
from syllabus.source import SourceFile
from syllabus.writers.equations import Equations
from syllabus.writers.mathml import formula_mathml
from syllabus.writers.page import PageWriter, PictureFile

from .formulas import MACROS, REAL

HOSTILE = '<script>alert(1)</script> "><img src=x onerror=alert(1)> &amp;'


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"\R^n", "<msup><mi>ℝ</mi><mi>n</mi></msup>"),
        (r"\mathbb R", "<mi>ℝ</mi>"),
        (r"\half{x}", "<mfrac><mi>x</mi><mn>2</mn></mfrac>"),
        (r"\mathrm{d}x", '<mi mathvariant="normal">d</mi></mrow><mi>x</mi>'),
        (r"\text{if $a$}", "<mtext>if\u00a0</mtext><mi>a</mi>"),
        (r"\text{\'{e} <b> \& ``so''}", "<mtext>é\u00a0&lt;b&gt;\u00a0&amp;\u00a0“so”</mtext>"),
        (r"\boldsymbol{x}", "<mi>𝒙</mi>"),
        (r"a\!b", '<mspace class="m-back3" />'),
        (r"a\mathbin{x}b", '<mspace width="0.2222em" /><mi>x</mi><mspace width="0.2222em" />'),
        (r"a<b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
        (r"50\%", "<mn>50</mn><mi>%</mi>"),
        (r"\boxed{x}", '<mrow class="m-boxed"><mi>x</mi></mrow>'),
        (r"\begin{array}{cc}\multicolumn{2}{c}{x}\end{array}", '<mtd columnspan="2">'),
    ],
)
def test_a_formula_is_mathml(tex: str, written: str) -> None:
    found = formula_mathml(tex, MACROS, display=False)
    assert found is not None
    assert written in found


def test_lines_of_a_formula_stand_below_each_other() -> None:
    found = formula_mathml(r"\begin{aligned}a&=b\\c&=d\end{aligned}", {}, display=True)
    assert found is not None
    assert found.count("<mtr>") == 2
    assert '<mtd class="m-right m-end"><mi>a</mi></mtd>' in found
    assert " style=" not in found
    assert 'display="block"' in found


@pytest.mark.parametrize(
    "tex",
    [
        r"\unknown{a}",
        r"a\\b",  # outside a table, browsers end no line
        r"a & b",
        r"\frac{1",
        r"\half",
        r"\begin{array}{c}x\\\cline{1-1}\end{array}",
        r"\begin{align}x\end{align}",  # before `Equations` has given it a number
        r"\href{javascript:alert(1)}{x}",
        r"\style{color:red}{x}",
        r"\class{a}{x}",
        r"\textcolor{red}{x}",
        "{" * 3000 + "x" + "}" * 3000,
    ],
)
def test_what_mathml_cannot_say_is_told(tex: str) -> None:
    assert formula_mathml(tex, MACROS, display=False) is None


@pytest.mark.parametrize("tex", REAL)
def test_mathml_holds_nothing_but_the_formula(tex: str) -> None:
    found = formula_mathml(tex, MACROS, display=True)
    if found is not None:
        root = ElementTree.fromstring(found)
        assert not re.search(r"\\|&[a-z#]", "".join(root.itertext()))
        assert not any({"href", "style", "id"} & each.attrib.keys() for each in root.iter())


def test_equations_have_the_numbers_that_latex_gives_them() -> None:
    span = SourceFile(Path("a.md"), "a.md", "x").span(0, 1)
    texts = (
        r"\eqref{two}",
        r"\begin{align}a&=b\\c&=d\nonumber\\e&=\begin{aligned}f\\g\end{aligned}\label{two}\end{align}",
        r"x\tag{A}\label{a}",
        r"\begin{align*}a&=b\\c&=d\tag*{B}\end{align*}",
        r"\begin{equation}\half{y}\end{equation}",
        r"\begin{gather}p\\q\label{last}\end{gather}",
        r"\ref{last}+\eqref{a}",
        r"\begin{subequations}\label{both}\begin{align}a&=b\\c&=d\label{second}\end{align}"
        r"\begin{equation}x\end{equation}\end{subequations}",
        r"\begin{gather}\begin{align}a\\b\tag{C}\end{align}\\x\end{gather}",
        r"\ref{both}\eqref{second}",
        r"\eqref{nowhere}",
    )
    formulas = tuple(MathBlock(each, span) for each in texts)
    equations = Equations(MACROS)
    equations.count(formulas)
    writer = PageWriter(macros=MACROS, equations=equations)
    written = [writer.blocks((each,)) for each in formulas]
    numbers = [re.findall(r"<mtext>([^<]+)</mtext>", each) for each in written]
    assert numbers == [
        ["(2)"],
        ["(1)", "(2)"],
        ["(A)"],
        ["B"],
        ["(3)"],
        ["(4)", "(5)"],
        ["5", "(A)"],
        ["(6a)", "(6b)", "(6c)"],
        ["(7)", "(C)", "(8)"],
        ["6", "(6b)"],
        [],
    ]
    assert [each.tex for each in formulas if 'role="math"' in writer.blocks((each,))] == [texts[-1]]


class Outline(HTMLParser):
    """The elements of a page, which must be closed in the order in which they were opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


TEXT = r"""# Lenses & *light*

A **thin** lens[^1] bends $f^2$, `a <b>` and ~~not~~ [a page](https://optics.example/?a=1&b=2).
Once more[^1], and another[^2].

- one

      code "x"

> Quoted.

| Day | Room |
|:---:|-----:|
| Mon | 5    |

$$\unknowable$$

![A lens](lens.png "Thin")

[^1]: Of *glass*.
[^2]: Of water.
"""


def page_of(folder: Path, text: str, writer: PageWriter) -> str:
    (folder / "lens.png").write_bytes(b"")
    blocks = parse(folder, text).blocks
    section = Section("a", None, blocks, blocks[0].span.file, blocks[0].span)
    return f"{writer.blocks(section_with_notes(section).blocks)}\n{writer.footnotes()}"


def test_a_text_is_whole_and_has_no_style(tmp_path: Path) -> None:
    writer = PageWriter(find_picture=lambda _: PictureFile("lens.png", 40, 30), level=3)
    page = Outline(page_of(tmp_path, TEXT, writer))
    elements = dict(page.found)
    assert {"h3", "strong", "em", "ol", "ul", "pre", "blockquote", "figure", "math"} <= set(
        elements
    )
    assert not any(key == "style" or key.startswith("on") for _, each in page.found for key in each)
    assert elements["th"]["scope"] == "col"
    assert elements["img"] == {
        "src": "lens.png", "alt": "A lens", "width": "40", "height": "30", "loading": "lazy"
    }  # fmt: skip
    targets = {each["href"] for tag, each in page.found if tag == "a"}
    places = {f"#{each['id']}" for _, each in page.found if "id" in each}
    assert {each for each in targets if each and each[0] == "#"} <= places
    assert "https://optics.example/?a=1&b=2" in targets
    assert page.words.count("Of glass") == 1
    assert [each.text.strip("$") for each in writer.as_written] == [r"\unknowable"]
    assert writer.footnotes() == ""


@pytest.mark.parametrize("found", [PictureFile("lens.png"), None])
@pytest.mark.parametrize("text", ["Bring {}.", "{}"])
def test_the_caption_of_a_picture_is_printed_once(
    text: str, found: PictureFile | None, tmp_path: Path
) -> None:
    writer = PageWriter(find_picture=lambda _: found)
    page = Outline(page_of(tmp_path, text.format('![A lens](lens.png "Of glass")'), writer))
    assert page.words.count("Of glass") == 1
    assert ("figcaption" in dict(page.found)) == (text == "{}")
    assert page.words.count("A lens") == (found is None)


def test_characters_are_no_markup(tmp_path: Path) -> None:
    escaped = re.sub(r"([<&])", r"\\\1", HOSTILE)
    pieces = f"# {escaped}", f"`{HOSTILE}`", f"    {HOSTILE}", f"$\\text{{{HOSTILE}}}$"
    text = "\n\n".join((*pieces, "[x](javascript:x)"))
    page = Outline(page_of(tmp_path, text, PageWriter()))
    assert page.words.replace("\u00a0", " ").count(HOSTILE) == 4
    assert not {"script", "img", "iframe"} & {tag for tag, _ in page.found}
    assert not any(each.get("href") for _, each in page.found)


def test_a_hostile_picture_stays_an_attribute() -> None:
    span = SourceFile(Path("a.md"), "a.md", "x").span(0, 1)
    writer = PageWriter(find_picture=lambda _: PictureFile('a"b.png'))
    page = Outline(writer.line((Image("x", None, HOSTILE, span),)))
    assert [(tag, each["alt"], each["src"]) for tag, each in page.found] == [
        ("img", HOSTILE, 'a"b.png')
    ]
    assert writer.blocks((MathBlock(r"\unknowable <b>", span),)).count("&lt;b&gt;") == 1
