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


_SIGNS = {
    "parenleft": "(", "parenright": ")", "bracketleft": "[", "bracketright": "]",
    "braceleft": "{", "braceright": "}", "angbracketleft": "⟨", "angbracketright": "⟩",
    "floorleft": "⌊", "floorright": "⌋", "ceilingleft": "⌈", "ceilingright": "⌉",
    "slash": "/", "backslash": "\\", "radical": "√", "summation": "∑", "product": "∏",
    "coproduct": "∐", "integral": "∫", "contintegral": "∮", "intersection": "⋂", "union": "⋃",
    "unionmulti": "⨄", "unionsq": "⨆", "logicaland": "⋀", "logicalor": "⋁", "circledot": "⨀",
    "circleplus": "⨁", "circlemultiply": "⨂", "hat": "^", "tilde": "~",
    "arrow": "|", "arrowdbl": "‖",
}  # fmt: skip
"""What the glyphs of large signs say, by how their names begin."""
_SIZES = ("big", "Big", "bigg", "Bigg", "text", "display", "tp", "wide", "wider", "widest")
_PIECES = ("bt", "ex", "mid", "vertex", "htipdownleft", "htipdownright", "htipupleft")
_NOTHING = 0x2063


def set_pages(folder: Path, formulas: list[str], definitions: str) -> list[str]:
    """Set each formula on a page of its own; return what each page says, in TeX's order."""
    glyphs = {f"{name}{size}": ord(sign) for name, sign in _SIGNS.items() for size in _SIZES}
    glyphs |= {f"{name}{piece}": _NOTHING for name in _SIGNS for piece in _PIECES}
    glyphs |= {"braceex": _NOTHING, "bracehtipupleft": ord("⏞"), "bracehtipdownleft": ord("⏟")}
    glyphs |= {f"bracehtip{each}right": _NOTHING for each in ("up", "down")}
    glyphs |= {"vextendsingle": ord("|"), "vextenddouble": ord("‖"), "arrowvertex": _NOTHING}
    known = "".join(rf"\pdfglyphtounicode{{{name}}}{{{code:04X}}}" for name, code in glyphs.items())
    size = r"\usepackage[paperwidth=400mm,paperheight=60mm,margin=1mm]{geometry}\pagestyle{empty}"
    pages = "".join(f"\\noindent {each}\n\\newpage\n\n" for each in formulas)
    head = f"\\documentclass{{article}}\n{PREAMBLE}{known}{size}{definitions}"
    text = f"{head}\n\\begin{{document}}\n{pages}\\end{{document}}\n"
    (folder / "test.tex").write_text(text, encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "test.tex"]
    for _ in range(2):  # the numbers of equations that it refers to
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, timeout=100, check=False)
    return printed_text(folder).split("\f")[:-1]


def printed_text(folder: Path) -> str:
    """Return what the document of `set_lines` gives to whoever copies its text."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "test.pdf", "-"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return run.stdout
