"""What records cannot set apart as the source does, which the report names."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.moving import move, write

LATEX = r"""\documentclass{article}
\usepackage{soul,enumitem}
\newcommand{\key}[1]{\textcolor{red}{#1}}
\begin{document}
\section{3 May 2027: Lenses}
We \todo{write more}, \hl{mark} and \alert{alarm} \key{words}, \sout{not} all.\label{sec:a}
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
        "\\todo", "\\hl", "\\alert", "\\textcolor", "\\label", "\\ref", "\\vspace", "\\hspace",
        "\\index", "\\begin{multicols}", "the line through 'not', whose words stay",
        "the letters of the list 'first', which is numbered now",
    }  # fmt: skip
    text = " ".join(moved.meetings["2027-05-03-lenses"].partition("---\n\n")[2].split())
    words = "We write more, mark and alarm words, not all. See . In columns."
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
