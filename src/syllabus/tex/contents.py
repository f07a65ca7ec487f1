"""The table of contents, written before the first TeX pass, which saves a pass.

TeX prints the contents from the file that its last pass wrote. Where there is none, all that comes
after them moves once they have been printed, and another pass is needed for the page numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from syllabus.tex.filled import LEVELS, MODULE, TexHeading


def contents_of(headings: Iterable[TexHeading]) -> str:
    r"""Return what LaTeX will write into the .toc of a document, all on page 1.

    A wrong guess, such as where a package brings a heading, costs the pass that a right one saves,
    nothing else. Source: `\contentsline` of latex.ltx and hyperref.
    """
    return "".join(map(_line, listed(headings)))


def listed(headings: Iterable[TexHeading]) -> Iterator[TexHeading]:
    """Yield the headings that have a line in the .toc, in its order."""
    return (heading for heading in headings if heading.number)


def _line(heading: TexHeading) -> str:
    level = MODULE if heading.is_module else LEVELS[heading.level]
    number = "" if heading.is_module else f"\\numberline {{{heading.number}}}"
    text = f"{number}{heading.title}"
    return f"\\contentsline {{{level}}}{{{text}}}{{1}}{{{level}.{heading.number}}}%\n"
