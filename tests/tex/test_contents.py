"""The contents that are written beforehand are those that TeX writes."""

from __future__ import annotations

import re
from pathlib import Path

from tests.documents import tex_document

from syllabus.model.engine import Engine
from syllabus.tex.contents import contents_of
from syllabus.tex.filled import read_filled
from syllabus.tex.run import run_latexmk

TEXT = r"""\documentclass{article}
\usepackage{hyperref}
\newcommand{\early}{%
\section{not this one}}
\begin{document}
\tableofcontents
\section{One \textendash{} 100\,\% of it, \{in braces\}}
\newpage
\subsection{\emph{$\frac{1}{2}$}}\label{half}
\subsubsection{Deep}
\newpage
\subsection{Two}
\section*{without a number}
\newpage
\section{Three}
\subsection{Again}
\end{document}
"""


def test_they_save_a_pass_and_differ_from_texs_own_in_page_numbers_only(tmp_path: Path) -> None:
    run = run_latexmk(tex_document(TEXT), tmp_path, Engine.PDFLATEX, 60)
    assert (run.diagnostics, run.passes) == ((), 2)
    written = (tmp_path / "handout.toc").read_text(encoding="utf-8")
    assert without_pages(contents_of(read_filled(TEXT).headings)) == without_pages(written)
    assert len(written.splitlines()) == 6
    assert "{4}{section.2}" in written


DRAFTED = r"""\documentclass{article}
\usepackage{hyperref}
\begin{document}
\providecommand{\first}{\the\pdfdraftmode}
\typeout{at first \first, now \the\pdfdraftmode}
\makeatletter
\immediate\write\@auxout{\gdef\string\first{\first}}
\tableofcontents
\section{One}
\end{document}
"""
ONE_PASS = r"""\documentclass{article}
\begin{document}
\renewcommand{\section}[1]{#1}
\section{One}
\end{document}
"""


def test_the_pass_that_only_tells_page_numbers_writes_no_pdf(tmp_path: Path) -> None:
    def said(text: str) -> tuple[int, str]:
        told: list[int] = []
        document = tex_document(text)
        run = run_latexmk(document, tmp_path, Engine.PDFLATEX, 60, told.append)
        assert (run.diagnostics, run.pages) == ((), 1)
        assert told == list(range(1, run.passes + 1))
        log = run.log.read_text(encoding="utf-8")
        return run.passes, log.partition("\nat first ")[2].partition("\n")[0]

    assert said(DRAFTED) == (2, "1, now 0")
    # latexmk knows files by whole seconds: of two runs in one, the second may have a pass more.
    passes, told = said(DRAFTED.replace(r"\first", r"\second").replace("One", "Two"))
    assert passes in (2, 3)
    assert told == "0, now 0"
    assert said(ONE_PASS) == (2, "")  # there was nothing to repeat, but for the PDF


def without_pages(contents: str) -> list[str]:
    """Return the lines without page numbers and the spaces that TeX puts behind commands."""
    return [
        re.sub(r"\{\d+\}(\{[a-z]+\.[\d.]+\}%)$", r"\1", line).replace(" ", "")
        for line in contents.splitlines()
    ]
