r"""What of LaTeX's commands is written for math-core in another way, and what text commands print.

math-core knows the other commands of `writers.latex.math.commands`; a test converts them all.
"""

from __future__ import annotations

from collections.abc import Mapping


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def listed(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(
        ("/", "DOTSB", "DOTSI", "DOTSX", "allowbreak", "strut", "mathstrut", "mit", "mathnormal"),
        "",
    ),
    **dict.fromkeys(("ensuremath", "smash", "lefteqn", "shoveleft", "shoveright"), ""),
    **{
        name: rf"\{other}"
        for name, other in _pairs(r"""
            Acute acute Bar bar Breve breve Check check Ddot ddot Dot dot Grave grave Hat hat
            Tilde tilde Vec vec Arrowvert Vert arrowvert vert bracevert vert dasharrow
            dashrightarrow dotsb cdots dotsi cdots dotsm cdots dotsc ldots dotso ldots hdots ldots
            mathdollar $ mathellipsis ldots mathunderscore _ nshortmid nmid nshortparallel
            nparallel shortmid mid shortparallel parallel smallfrown frown smallsmile smile
            smallsetminus setminus thickapprox approx thicksim sim varpropto propto
            varbigtriangledown bigtriangledown varbigtriangleup bigtriangleup pmb boldsymbol
            sqrtsign sqrt centerdot cdot doublestruck mathbb
        """).items()
    },
    "colon": r"\mathclose{:}\;",
    "intop": r"\int\limits",
    "ointop": r"\oint\limits",
    "smallint": r"{\textstyle\int}",
    "joinrel": r"\!",
    "relbar": r"\mathrel{-}",
    "Relbar": r"\mathrel{=}",
    "mathparagraph": "¶",
    "P": "¶",
    "mathsection": "§",
    "S": "§",
    "varinjlim": r"\mathop{\underrightarrow{\operatorname{lim}}}",
    "varprojlim": r"\mathop{\underleftarrow{\operatorname{lim}}}",
    "varliminf": r"\mathop{\underline{\operatorname{lim}}}",
    "varlimsup": r"\mathop{\overline{\operatorname{lim}}}",
}
r"""What is written in place of a command; `\smash` and its like but change where things stand."""

DROPPED: Mapping[str, str] = {
    "displaybreak": "P",
    "leftroot": "N",
    "uproot": "N",
    "raisetag": "H",
}
"""Commands that are left out with their argument, whose kind is as in `commands.ARGUMENTS`."""

ENVIRONMENTS: Mapping[str, tuple[str, str]] = {
    "displaymath": ("", ""),
    "equation*": ("", ""),
    **dict.fromkeys(("split", "alignedat", "aligned"), ("aligned", "")),
    **dict.fromkeys(("flalign*", "alignat*", "xalignat*", "xxalignat", "align*"), ("align*", "")),
    "eqnarray*": ("array", "{rcl}"),
    "smallmatrix": ("subarray", "{cc}"),
}
"""The environments that math-core has under another name, and the argument that it wants."""

LETTERS: Mapping[str, str] = {
    **_pairs("""
        AA Å aa å AE Æ ae æ DH Ð dh ð DJ Đ dj đ L Ł l ł NG Ŋ ng ŋ O Ø o ø OE Œ oe œ SS SS ss ß TH Þ
        th þ i ı j ȷ S § P ¶ dag † ddag ‡ copyright © pounds £ dots … ldots … yen ¥ checkmark ✓
        circledR ® maltese ✠ textasciicircum ^ textasciitilde ~ textbackslash \\ textbar |
        textbullet • textcopyright © textdagger † textdaggerdbl ‡ textdegree ° textellipsis …
        textemdash — textendash – texteuro € textgreater > textless < textmu µ textparagraph ¶
        textperiodcentered · textpm ± textquotedbl " textquotedblleft “ textquotedblright ”
        textquoteleft ‘ textquoteright ’ textquotesingle ' textregistered ® textsection §
        texttimes × texttrademark ™ textunderscore _ { { } } $ $ % % # # & & _ _
    """),
    **dict.fromkeys((" ", "nobreakspace", ":", "medspace"), "\u00a0"),
    **dict.fromkeys((",", "thinspace"), "\u2009"),
    **dict.fromkeys((";", "thickspace", "enspace"), "\u2002"),
    "quad": "\u2003",
    "qquad": "\u2003\u2003",
    **dict.fromkeys(("!", "/", "-", "negthinspace", "allowbreak", "strut", "nobreakdash"), ""),
    **dict.fromkeys(("boldmath", "unboldmath", "normal"), ""),
    **dict.fromkeys(("tiny", "scriptsize", "footnotesize", "small", "normalsize"), ""),
}
"""What the commands of text in a formula print."""

ACCENTS: Mapping[str, str] = {
    **_pairs("` \u0300 ' \u0301 ^ \u0302 ~ \u0303 = \u0304 u \u0306 . \u0307 \" \u0308 r \u030a"),
    **_pairs("H \u030b v \u030c d \u0323 c \u0327 k \u0328 b \u0331 t \u0361"),
}
"""The combining characters of accents in text."""

FONTS: Mapping[str, str] = {
    **dict.fromkeys(("text", "mbox", "textnormal", "textrm", "textmd", "textup"), ""),
    **_pairs("textbf b textit i textsl i emph i textsf s texttt t textsc c"),
}
"""The fonts of text, by the commands with an argument."""

SWITCHES: Mapping[str, str] = {
    **dict.fromkeys(("rmfamily", "mdseries", "upshape", "normalfont", "rm"), ""),
    **_pairs("bfseries b bf b itshape i slshape i it i sffamily s sf s ttfamily t tt t scshape c"),
}
"""And by those that last until their group ends."""

FONT_COMMANDS: Mapping[str, str] = _pairs(r"b \textbf i \textit s \textsf t \texttt c \textsc")
