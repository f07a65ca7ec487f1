"""What records cannot set apart as the source does, which the report names."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.moving import move, write
from tests.importing.opendocument import open_text

LATEX = r"""\documentclass{article}
\usepackage{soul,enumitem}
\newcommand{\key}[1]{\textcolor{red}{#1}}
\begin{document}
\section{3 May 2027: Lenses}
We \todo{write more}, \hl{mark} and \alert{alarm} \key{\textsc{w}ords}, \sout{not} all.\label{sec:a}
See \ref{sec:a}.\vspace{1cm} \hspace*{2em} \index{glass}
\begin{multicols}{2}
In columns.
\end{multicols}
\begin{enumerate}[noitemsep, label=(\alph*)]
\item first
\item second
\end{enumerate}
\section{10 May 2027: Mirrors}
\begin{enumerate}
\item one
\begin{enumerate}
\item inside
\end{enumerate}
\end{enumerate}
\end{document}
"""


def test_commands_whose_look_is_lost_are_named_and_their_words_kept(tmp_path: Path) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {"optics.tex": LATEX}))
    assert {each.removeprefix("optics.tex: ") for each in moved.report.lost} == {
        "\\todo", "\\hl", "\\alert", "\\textsc", "\\textcolor", "\\label", "\\ref", "\\vspace",
        "\\hspace", "\\index", "\\begin{multicols}",
        "the letters of the list 'first', which is numbered now",
    }  # fmt: skip
    text = " ".join(moved.meetings["2027-05-03-lenses"].partition("---\n\n")[2].split())
    words = "We write more, mark and alarm words, ~~not~~ all. See . In columns."
    assert text == f"{words} 1. first 2. second"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# Optics\n\n## 3 May 2027: Lenses\n\n(a) first\n(b) second\n"),
        ("a.html", "<h1>Optics</h1><h2>3 May 2027: Lenses</h2><ol type=A><li>first<li>b</ol>"),
    ],
)
def test_a_list_of_letters_is_numbered_and_that_is_told(
    name: str, text: str, tmp_path: Path
) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {name: text}))
    assert moved.report.lost == ("the letters of the list 'first', which is numbered now",)
    assert "1. first\n2. " in moved.meetings["2027-05-03-lenses"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# Optics\n\n## 3 May 2027: Lenses\n\nA [mot *juste*]{lang=fr}, "
         "~~not [Wort]{lang=x1}~~.\n"),
        ("a.html", "<h1>Optics</h1><h2>3 May 2027: Lenses</h2><p>A <span lang=fr>mot <i>juste</i>"
         "</span>, <s>not <span lang=x1>Wort</span></s>."),
        ("a.tex", "\\documentclass{article}\\begin{document}\\section{3 May 2027: Lenses}A "
         "\\foreignlanguage{french}{mot \\emph{juste}}, \\sout{not Wort}.\\end{document}"),
    ],
)  # fmt: skip
def test_the_language_of_words_and_a_line_through_them_are_kept(
    name: str, text: str, tmp_path: Path
) -> None:
    moved = move(tmp_path / "course", *write(tmp_path, {name: text}))
    told = () if name == "a.tex" else (f"{name}: 'x1' as the language of 'Wort'",)
    assert moved.report.lost == told
    assert "\nA [mot *juste*]{lang=fr}, ~~not Wort~~.\n" in moved.meetings["2027-05-03-lenses"]


def test_the_language_of_paragraphs_headings_cells_and_links_is_kept(tmp_path: Path) -> None:
    page = (
        "<html lang=en><h1>Optics</h1><h2>3 May 2027: Lenses</h2>"
        "<p class='x' lang='fr'>Le <i lang=la>verbum</i> <!-- <p> --> <q lang=en>now</q>"
        "<p LANG=en>We read"
        "<ul lang=fr><li lang=de>das Wort<li>and <a href='https://e.example' lang=fr>mot</a></ul>"
        "<div lang=en><div lang='fr'><p title='lang=el'>mot</p></div></div>"
        "<table><tr><th>A<th>B<tr><td lang=fr>mot<td lang=fr><p>deux</p></table>"
    )
    moved = move(tmp_path / "course", *write(tmp_path, {"a.html": page}))
    text = moved.meetings["2027-05-03-lenses"]
    assert '\n[Le *[verbum]{lang=la}* "[now]{lang=en}"]{lang=fr}\n\nWe read\n' in text
    assert "- [das Wort]{lang=de}\n- and [[mot]{lang=fr}](https://e.example)\n" in text
    assert "\nmot\n" in text
    assert "\n[mot]{lang=fr}\n\ndeux\n" in text
    told = [each for each in moved.report.lost if "language" in each]
    assert told == [f"a.html: 'fr' as the language of a <{tag}>" for tag in ("ul", "div", "td")]


def test_the_language_of_words_ends_where_their_own_element_does(tmp_path: Path) -> None:
    page = (
        "<html lang=en><h1>Optics</h1><h2>3 May 2027: Lenses</h2>"
        "<p>See <i lang=la>alpha <I>beta</I> gamma</i> delta.<p>And <b lang=de>Wort."
    )
    moved = move(tmp_path / "course", *write(tmp_path, {"a.html": page}))
    text = moved.meetings["2027-05-03-lenses"]
    assert "\nSee *[alpha *beta* gamma]{lang=la}* delta.\n" in text
    assert "a.html: 'de' as the language of a <b>" in moved.report.lost


def test_a_page_of_word_that_says_the_language_of_all_words_is_in_it(tmp_path: Path) -> None:
    said = "<span lang=EN-GB>{}</span>".format
    text = (
        f"<h1>{said('Optics')}</h1><h2>{said('3 May 2027: ')}<span lang=FR>La [x]</span></h2>"
        f"<p>{said('We read <i>all</i> of ')}<span lang=FR>Le mot</span>{said(' and more.')}"
        f"<h2>{said('10 May 2027: Sets [x] {x}')}</h2><p>{said('Text.')}"
    )
    moved = move(tmp_path / "course", *write(tmp_path, {"a.html": text}))
    assert "language: en-GB\n" in moved.read("syllabus/course.yaml")
    first, second = moved.meetings.values()
    assert "title: '[La [x]]{lang=fr}'\n" in first
    assert "\nWe read *all* of [Le mot]{lang=fr} and more.\n" in first
    assert "title: 'Sets [x] {x}'\n" in second


def test_a_paragraph_that_libreoffice_set_in_bold_is_a_label(tmp_path: Path) -> None:
    """LibreOffice says so in the paragraph's style, not around its words."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph">'
        f"<style:text-properties {said}/></style:style>"
        for name, said in (("P1", 'fo:font-weight="bold"'), ("P2", 'fo:font-weight="normal"'))
    )
    body = "".join(
        f'<text:p text:style-name="{style}">{text}</text:p>'
        for style, text in (
            ("P1", "3 May 2027: Lenses"), ("P2", "Bring a lamp."), ("P1", "Pre-reading"),
            ("P2", "Chapter 1"), ("P1", "10 May 2027: <text:span>Mirrors</text:span>"),
            ("P2", "Nothing."), ("P1", "17 May 2027: Prisms"), ("P2", "Glass."),
        )
    )  # fmt: skip
    moved = move(tmp_path / "course", *write(tmp_path, {"plan.odt": open_text(body, styles)}))
    assert [*moved.meetings] == ["2027-05-03-lenses", "2027-05-10-mirrors", "2027-05-17-prisms"]
    record = moved.meetings["2027-05-03-lenses"]
    assert record.endswith("---\n\nBring a lamp.\n\n## Pre-reading\n\nChapter 1\n")


def test_signs_of_mathml_that_print_nothing_are_left_out(tmp_path: Path) -> None:
    page = (
        "<html><h1>Optics</h1><h2>3 May 2027: Lenses</h2><p>See <math><mi>cos</mi>"
        "<mo>&#x2061;</mo><mi>x</mi><mo>&#x2062;</mo><mi>y</mi></math>.</html>"
    )
    moved = move(tmp_path / "course", *write(tmp_path, {"page.html": page}))
    assert not moved.report.lost
    assert "See $\\cos" in moved.meetings["2027-05-03-lenses"]


def test_bibitems_become_entries_and_those_without_fields_are_told(tmp_path: Path) -> None:
    text = r"""\documentclass{article}\begin{document}
\section{3 May 2027: Fog}

\noindent {\bf Questions}

See \cite{lie2020} and \cite{note}.
\begin{thebibliography}{9}
\bibitem{lie2020} Kari~Lie. \newblock Seeing fog. \newblock {\em Journal of Fog}, 3(2):14--19, 2020.
\bibitem{note} Rain in words, found in 2019 behind the tower
\end{thebibliography}
\end{document}
"""
    moved = move(tmp_path / "course", *write(tmp_path, {"fog.tex": text}))
    library = moved.read("bib/library.bib")
    assert "@article{lie2020,\n  author  = {Lie, Kari},\n" in library
    assert "@misc{note,\n  title = {{Rain in words, found in 2019 behind the tower}},\n" in library
    assert "  year  = {2019}," in library
    assert "\n## Questions\n\nSee @lie2020" in moved.meetings["2027-05-03-fog"].replace("[@", "@")
    said = "the fields of note, whose text is its title: Rain in words, found"
    assert [each for each in moved.report.lost if each.startswith(said)]
