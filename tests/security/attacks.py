r"""What strangers may write into a project, each first shown to work in plain TeX.

`{secret}` stands for a file outside the project that holds a random word, `{new}` for a file that
must not come to be.
"""

from __future__ import annotations

LEAKS = (
    r"\input{{{secret}}}",
    r"\newread\rd \openin\rd={secret} \read\rd to\x \x",
    r"\begin{{input}}{{{secret}}}\endgroup",
    r"^^5cinput{{{secret}}}",
    r"\csname input\endcsname{{{secret}}}",
    r"\expandafter\input\expandafter{{{secret}}}",
    r"{{\catcode`|=0 |input{{{secret}}}}}",
    "$a % $\nb$ \\input{{{secret}}}",
    r"\makeatletter\@@input {secret} \makeatother",
    r"\lowercase{{\input{{{secret}}}}}",
    r"\immediate\pdfobj stream file {{{secret}}}\pdfrefobj\pdflastobj",
)
"""Each puts the word of its file into the PDF that pdfLaTeX makes."""

WRITES = (
    r"\newwrite\wr \immediate\openout\wr={new} \immediate\write\wr{{x}}\immediate\closeout\wr",
    "\\begin{{filecontents}}{{{new}}}\nx\n\\end{{filecontents}}",
)
"""Each makes a file."""

SHELL = r"\immediate\write18{{cat {secret} > {new}}}"
"""Makes a file where TeX may start programs."""

MARKED = "Smuggled"
SMUGGLES = (
    r"\pdfcatalog{{}} openaction user{{<</S/JavaScript/JS(Smuggled1)>>}}",
    r"\special{{pdf:/Smuggled2 MP}}",
    r"\href{{run:Smuggled3}}{{a}}",
    r"\href{{javascript:Smuggled4}}{{a}}",
    r"\href{{file:///Smuggled5}}{{a}}",
    r"\href{{data:text/html,Smuggled6}}{{a}}",
)
"""Each puts something into the PDF that a reader's machine may obey."""

LUA_LEAKS = (
    r'\directlua{{local f = io.open("{secret}") tex.print(f:read("*a"))}}',
    r"\immediate\pdfextension obj stream file {{{secret}}}"
    r"\pdfextension refobj \pdffeedback lastobj",
    r'\latelua{{local f = io.open("{secret}") texio.write_nl("log", f:read("*a"))}}',
)
"""Each puts the word of its file into the PDF or the log that LuaLaTeX makes."""

ENDLESS = (
    r"\newwrite\big \immediate\openout\big={new} "
    r"\loop\immediate\write\big{{xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}}\iftrue\repeat"
)
"""Runs until it is stopped, and fills the disk."""

LINKS = ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "run:xcalc")

TEMPLATE_WORDS = (
    "{{7*7}}", "<< 7*7 >>", "<% for i in range(9) %>a<% endfor %>", "<# c #>",
    "<< handout.__class__.__mro__ >>", "<< ''.__class__.__mro__[1].__subclasses__() >>",
    "<% include 'preamble.tex' %>", "{% raw %}", "%@ syllabus/course.yaml:1",
)  # fmt: skip
"""What Jinja would run in a template."""

WORDS_OF_TEX = (
    r"\end{document}", r"\loop\iftrue\repeat", r"\def\section#1{#1}", r"\catcode`\%=12",
    r"}}}{{{", r"\\[9999pt]", "^^M", "^^5c", "#1 & # ~ $ _ ^ %", r"\]\)$$", r"\x\y\\",
    r"%@", r"\iffalse", r"\verb|", r"\unskip}", r"\cs{", "]]{]",
)  # fmt: skip
"""What has a meaning in TeX, whole or broken off."""


def attacks(secret: str, new: str) -> tuple[str, ...]:
    """Return every attack that is one text."""
    written = (*LEAKS, *WRITES, SHELL, *SMUGGLES, *LUA_LEAKS, ENDLESS)
    return (
        *(each.format(secret=secret, new=new) for each in written),
        *WORDS_OF_TEX,
        *TEMPLATE_WORDS,
    )
