"""The contents of a handout, written before TeX has seen it: it then needs a pass less.

TeX prints the contents from the file that its last pass wrote. Where there is none, all that comes
after them moves once they have been printed, and another pass is needed for the page numbers.
"""

from __future__ import annotations

import re

_LEVELS = ("section", "subsection", "subsubsection")
_HEADING = re.compile(rf"^\\({'|'.join(_LEVELS)}){{", re.MULTILINE)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def contents_of(document: str) -> str:
    r"""Return what LaTeX will write into the .toc of this document, all on page 1.

    A heading that is not at the start of a line goes unseen; a wrong guess costs the pass that a
    right one saves, nothing else. Source: `\contentsline` of latex.ltx and hyperref.
    """
    counts = [0, 0, 0]
    lines = []
    body = document.partition("\\begin{document}")[2]
    for heading in _HEADING.finditer(body):
        level = _LEVELS.index(heading[1])
        counts[level:] = [counts[level] + 1, *(0 for _ in counts[level + 1 :])]
        number = ".".join(str(count) for count in counts[: level + 1])
        title = body[heading.end() : _closing_brace(body, heading.end())]
        text = f"\\numberline {{{number}}}{title}"
        lines.append(f"\\contentsline {{{heading[1]}}}{{{text}}}{{1}}{{{heading[1]}.{number}}}%\n")
    return "".join(lines)


def _closing_brace(text: str, start: int) -> int:
    """Return where the group ends whose brace stands before `start`."""
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.start()
    return len(text)
