"""pdfLaTeX for the tests of this room."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

PREAMBLE = r"""\usepackage[T1]{fontenc}
\usepackage{textcomp,lmodern,amsmath,amssymb}
\DeclareMathAlphabet{\doublestruck}{U}{fplmbb}{m}{n}
\input{glyphtounicode}
\pdfgentounicode=1
\pdfglyphtounicode{Delta}{0394}\pdfglyphtounicode{Omega}{03A9}
\protected\def\printedas#1#2{\leavevmode
  \pdfliteral page{/Span<</ActualText<FEFF#1>>>BDC}%
  \textcompwordmark#2\textcompwordmark\pdfliteral page{EMC}}
"""


def set_lines(folder: Path, lines: list[str], definitions: str = "") -> dict[int, str]:
    """Set each entry as a paragraph of one document; return TeX's complaints by entry.

    A complaint about no entry in particular (a missing character, too) has the number -1.
    """
    head = f"\\documentclass{{article}}\n{PREAMBLE}{definitions}\n\\begin{{document}}\n"
    body = ""
    owners: list[int] = [-1] * head.count("\n")
    for number, line in enumerate(lines):
        entry = f"x {line}\n\n"
        owners += [number] * entry.count("\n")
        body += entry
    (folder / "test.tex").write_text(f"{head}{body}\\end{{document}}\n", encoding="utf-8")
    subprocess.run(
        ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "test.tex"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        timeout=100,
        check=False,
    )
    log = (folder / "test.log").read_text(encoding="latin-1")
    complaints = {
        owners[min(int(match[2]), len(owners)) - 1]: match[1]
        for match in re.finditer(r"(?m)^! (.*)\n(?:.*\n)*?l\.(\d+)", log)
    }
    missing = re.findall(r"(?m)^Missing character.*|^!  ==>.*|^! Emergency.*", log)
    return complaints | ({-1: missing[0]} if missing else {})


def printed_text(folder: Path) -> str:
    """Return what the document of `set_lines` gives to whoever copies its text."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "test.pdf", "-"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return run.stdout
