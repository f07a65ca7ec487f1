"""TeX in the fields of an entry → marked text. Nothing is run: text comes out, whatever goes in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any

from syllabus.front.bibliography import marks
from syllabus.front.bibliography.languages import quotes_of
from syllabus.front.bibliography.marks import Address, Atoms, Formula
from syllabus.on_demand import pattern

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "ss": "ß", "SS": "ẞ", "i": "ı", "j": "ȷ", "dh": "ð",
    "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "dj": "đ", "DJ": "Đ",
}  # fmt: skip
_SYMBOLS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\\": " ",
    "-": "", "/": "", ",": "\u2009", ";": " ", ":": " ", "!": "", "@": "", "*": "", "|": "",
    "newline": " ", "par": " ", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–",
    "textemdash": "—", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\",
    "textbraceleft": "{", "textbraceright": "}",
    "textbar": "|", "textless": "<", "textgreater": ">", "textunderscore": "_", "slash": "/",
    "textdegree": "°", "degree": "°", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
    "textquotedbl": '"', "quotedblbase": "„", "guillemotleft": "«", "guillemotright": "»",
    "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "TeX": "TeX", "BibTeX": "BibTeX", "XeTeX": "XeTeX",
    "LuaTeX": "LuaTeX", "space": " ", "nobreakspace": "\u00a0", "quad": " ", "qquad": " ",
    "newblock": " ", "textregistered": "®", "texttrademark": "™", "textcopyright": "©",
    "copyright": "©", "euro": "€", "texteuro": "€", "pounds": "£", "S": "§", "P": "¶", "dag": "†",
    "ddag": "‡", "bibrangedash": "–", "bibdatedash": "–", "hyphen": "-", "nobreakdash": "",
    "textmu": "µ", "textmicro": "µ", "textperiodcentered": "·", "textbullet": "•",
    "textnumero": "№", "textcelsius": "℃", "textohm": "Ω",
}  # fmt: skip
_STYLED = {
    "emph": marks.ITALIC, "textit": marks.ITALIC, "textsl": marks.ITALIC,
    "mkbibemph": marks.ITALIC, "mkbibitalic": marks.ITALIC, "textbf": marks.BOLD,
    "mkbibbold": marks.BOLD, "textsc": marks.SMALL_CAPS, "textsuperscript": marks.SUPERSCRIPT,
    "mkbibsuperscript": marks.SUPERSCRIPT, "textsubscript": marks.SUBSCRIPT,
    "mkbibsubscript": marks.SUBSCRIPT,
}  # fmt: skip
_SWITCHES = {
    "it": marks.ITALIC, "itshape": marks.ITALIC, "em": marks.ITALIC, "sl": marks.ITALIC,
    "slshape": marks.ITALIC, "bf": marks.BOLD, "bfseries": marks.BOLD, "sc": marks.SMALL_CAPS,
    "scshape": marks.SMALL_CAPS, "rm": marks.PLAIN, "tt": marks.PLAIN, "sf": marks.PLAIN,
    "upshape": marks.PLAIN, "normalfont": marks.PLAIN, "ttfamily": marks.PLAIN,
    "small": marks.PLAIN,
}  # fmt: skip
# Commands that leave what they are given as it is.
_TRANSPARENT = frozenset({
    "text", "textrm", "textup", "textsf", "texttt", "textmd", "textnormal", "mbox", "hbox",
    "fbox", "protect", "relax", "unboldmath", "boldmath", "uppercase", "MakeUppercase",
    "lowercase", "MakeLowercase", "ignorespaces", "unskip", "allowbreak", "linebreak",
    "nolinebreak", "path", "nolinkurl", "mkbibparens", "mkbibbrackets",
    "BibUpper", "autocap", "mdseries", "upshape", "footnotesize", "bibstring", "MakeCapital",
    "textstyle", "displaystyle", "textquote",
})  # fmt: skip
# Commands whose first argument is not for printing.
_SWALLOW = frozenset({
    "noopsort", "noop", "SortNoop", "nocite", "label", "bibinfo", "textcolor", "color",
    "selectlanguage", "foreignlanguage", "texorpdfstring",
})  # fmt: skip
# Commands that print something of another document or of the day; with what they are given, they
# mean nothing in a reference.
_ELSEWHERE = frozenset({
    "cite", "citep", "citet", "citeauthor", "citeyear", "parencite", "textcite", "footcite",
    "autocite", "fullcite", "ref", "eqref", "pageref", "autoref", "cref", "Cref", "nameref",
    "today", "includegraphics", "input", "include", "date", "thanks",
    "footnote", "footnotetext", "footnotemark", "marginpar", "index",
})  # fmt: skip
_QUOTES = {"enquote": (0, 1), "mkbibquote": (0, 1), "enquote*": (2, 3)}
"""Commands that set text between quotation marks, with the places of these in `quotes_of`."""
_COMMAND = pattern(r"\\(?:([A-Za-z]+\*?)[ \t\r\n]*|(.))", re.DOTALL)
_ACCENT_GROUP = pattern(r"\\(?:[`'^~=.\"]|[A-Za-z]+)")
_LIGATURES = {
    "-": (("---", "—"), ("--", "–")),
    "`": (("``", "“"),),
    "'": (("''", "”"),),
    "?": (("?`", "¿"), ("?‘", "¿")),
    "!": (("!`", "¡"), ("!‘", "¡")),
}
_PLAIN = pattern(r"[^{}$\\~\"`'?!-]+")
"""Characters that stand for themselves."""
_SPACE = pattern(r"[ \t\r\n]+")
_VERBATIM_ESCAPE = pattern(
    r"\\([#$%&_{}~^])(?:\{\})?|\{\\?([_#%&~])\}|\\(?:textasciitilde|sim)(?:\{\}|\s)?"
)
_HTML_COMMANDS = {
    "i": "emph", "em": "emph", "b": "textbf", "strong": "textbf", "sub": "textsubscript",
    "sup": "textsuperscript",
}  # fmt: skip
_HTML = pattern(r"<(i|em|b|strong|sub|sup)>([^<>{}\\]*)</\1>", re.IGNORECASE)
_ENTITY = pattern(r"(?<!\\)&(?:[A-Za-z]{2,8}|#\d{2,6}|#x[0-9A-Fa-f]{2,6});")
_URL = pattern(r"\\(?:url|path|href|nolinkurl)\s*\{([^{}]*)\}")
MAX_DEPTH = 60


@dataclass(repr=False, eq=False)
class Decoder:
    """Decodes fields; `unknown` gathers the commands it has no meaning for, `unsafe` the links.

    `language` (BCP 47) is that of the quotation marks for TeX's and for straight ones.
    """

    atoms: Atoms
    language: str = "en"
    unknown: list[str] = field(default_factory=list)
    unsafe: list[str] = field(default_factory=list)

    def decode(self, source: str) -> str:
        """Return the marked text of a field; braces protect from a change of case."""
        text = _Scan(marks.clean(_without_html(source)), self).group(0)
        return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()

    def link(self, target: str, text: str | None = None) -> str:
        """Return a link, or plain text where the address is not http or https."""
        target = verbatim(target)
        if not re.match(r"https?://[^\s]+\Z", target, re.IGNORECASE):
            self.unsafe.append(target)
            return text if text is not None else target
        if text is None:
            return self.atoms.add(Address(target, target))
        return self.atoms.link(target, text)


def _without_html(source: str) -> str:
    """Return TeX in the place of the HTML that publishers put into titles."""
    if "<" in source:
        source = _HTML.sub(
            lambda found: f"\\{_HTML_COMMANDS[found[1].lower()]}{{{found[2]}}}", source
        )
    if "&" in source:
        source = _ENTITY.sub(_character, source)
    return source


def _character(found: re.Match[str]) -> str:
    char = unescape(found[0])
    return f"\\{char}" if char in "&%$#_{}" else " " if char == "\\" else char


def verbatim(source: str) -> str:
    """Return a field that TeX would read verbatim (url, doi), without what people escape in it."""
    source = marks.clean(source).strip()
    if match := _URL.search(source):
        source = match[1].strip()
    text = _VERBATIM_ESCAPE.sub(lambda match: match[1] or match[2] or "~", source)
    return _SPACE.sub("" if "://" in text else " ", text.replace("{", "").replace("}", ""))


class _Scan:
    """One pass over a field."""

    def __init__(self, source: str, decoder: Decoder) -> None:
        self.source = source
        self.decoder = decoder
        self.position = 0

    def group(self, depth: int, until: str = "", before: str = "") -> str:
        """Read up to an unmatched `until` or the end; a switch to italics holds to the end.

        `before` is what stands before it.
        """
        parts: list[str] = []
        switches: list[str] = []
        source = self.source
        while self.position < len(source):
            if plain := _PLAIN.match(source, self.position):
                self.position = plain.end()
                parts.append(plain[0])
                continue
            char = source[self.position]
            if char == until:
                self.position += 1
                break
            if char == "{":
                self.position += 1
                parts.append(self.braced(depth, "".join(parts[-2:]) or before))
            elif char == "}":
                self.position += 1
            elif char == "$":
                parts.append(self.formula())
            elif char == "\\":
                parts.append(self.command(depth, switches))
            else:
                parts.append(self.character(char, "".join(parts[-2:]) or before))
        return "".join(parts) + "".join(marks.closing(mark) for mark in reversed(switches))

    def braced(self, depth: int, before: str = "") -> str:
        """Read a group whose brace was read; BibTeX leaves the case of a group alone."""
        if depth > MAX_DEPTH:
            return ""
        special = _ACCENT_GROUP.match(self.source, self.position)
        name = special[0][1:] if special else ""
        text = self.group(depth + 1, "}", before)
        if depth == 0 and text and not (name in _ACCENTS or name in _LETTERS):
            return marks.marked(marks.NOCASE, text)
        return text

    def character(self, char: str, before: str) -> str:
        """Read one character, or a ligature of TeX's."""
        quotes = quotes_of(self.decoder.language)
        for ligature, printed in _LIGATURES.get(char, ()):
            if self.source.startswith(ligature, self.position):
                self.position += len(ligature)
                return {"“": quotes[0], "”": quotes[1]}.get(printed, printed)
        self.position += 1
        if char == "~":
            return "\u00a0"
        if char == "`":
            return "‘"
        if char == "'":
            return "’"
        if char == '"':
            before = marks.unmarked(before)
            ends = before and not (before[-1].isspace() or before[-1] in "([–—")
            return quotes[1 if ends else 0]
        return char

    def formula(self) -> str:
        """Read `$…$` or `$$…$$`; a dollar that nothing closes is a dollar."""
        delimiter = "$$" if self.source.startswith("$$", self.position) else "$"
        start = self.position + len(delimiter)
        end = start
        while end < len(self.source) and not self.source.startswith(delimiter, end):
            end += 2 if self.source[end] == "\\" else 1
        if end >= len(self.source):
            self.position = start
            return delimiter
        self.position = end + len(delimiter)
        tex = self.source[start:end].strip()
        return self.decoder.atoms.add(Formula(tex)) if tex else ""

    def command(self, depth: int, switches: list[str]) -> str:
        """Read one command and what belongs to it."""
        match = _COMMAND.match(self.source, self.position)
        if match is None:
            self.position += 1
            return ""
        self.position = match.end()
        name = match[1] or match[2]
        if name in _ACCENTS:
            return self.accented(_ACCENTS[name], depth)
        if name in _LETTERS:
            return _LETTERS[name]
        if name in _SYMBOLS:
            return _SYMBOLS[name]
        if name in _STYLED:
            return marks.marked(marks.NOCASE, marks.marked(_STYLED[name], self.argument(depth)))
        if name in _SWITCHES:
            switches.append(_SWITCHES[name])
            return _SWITCHES[name]
        if name in _QUOTES:
            first, last = (quotes_of(self.decoder.language)[place] for place in _QUOTES[name])
            return first + self.argument(depth) + last
        if name in ("(", "["):
            return self.delimited_formula({"(": "\\)", "[": "\\]"}[name])
        if name == "ensuremath":
            tex = self.raw_argument()
            return self.decoder.atoms.add(Formula(tex)) if tex else ""
        if name == "url":
            return self.decoder.link(self.raw_argument())
        if name == "href":
            return self.decoder.link(self.raw_argument(), self.argument(depth))
        if name == "doi":
            return self.decoder.link(f"https://doi.org/{self.raw_argument()}")
        if name in _SWALLOW:
            self.raw_argument()
            return ""
        if name in _TRANSPARENT:
            return ""
        if name.removesuffix("*") in _ELSEWHERE:
            self.raw_argument()
            self.decoder.unknown.append(f"\\{name}")
            return ""
        if (symbol := _known_symbol(name)) is not None:
            return symbol
        self.decoder.unknown.append(f"\\{name}")
        return ""

    def accented(self, accent: str, depth: int) -> str:
        """Put an accent on the letter that follows."""
        base = self.argument(depth)
        letters = marks.unmarked(base)
        if not letters:
            return ""
        first = {"ı": "i", "ȷ": "j"}.get(letters[0], letters[0])
        return unicodedata.normalize("NFC", first + accent) + letters[1:]

    def argument(self, depth: int) -> str:
        """Read a command's argument: a group, a command or one character."""
        while self.position < len(self.source) and self.source[self.position].isspace():
            self.position += 1
        if self.position >= len(self.source) or self.source[self.position] == "}":
            return ""
        char = self.source[self.position]
        if char == "{":
            self.position += 1
            return self.group(depth + 1, "}") if depth <= MAX_DEPTH else ""
        if char == "\\":
            return self.command(depth + 1, []) if depth <= MAX_DEPTH else ""
        if char == "$":
            return self.formula()
        self.position += 1
        return char

    def raw_argument(self) -> str:
        """Read a braced argument as it is written."""
        while self.position < len(self.source) and self.source[self.position].isspace():
            self.position += 1
        if not self.source.startswith("{", self.position):
            return ""
        depth = 0
        start = self.position + 1
        for position in range(self.position, len(self.source)):
            char = self.source[position]
            escaped = self.source[position - 1] == "\\" and position > start
            depth += 0 if escaped else (char == "{") - (char == "}")
            if depth == 0:
                self.position = position + 1
                return self.source[start:position].strip()
        self.position = len(self.source)
        return self.source[start:].strip()

    def delimited_formula(self, end: str) -> str:
        """Read a formula up to its closing command."""
        close = self.source.find(end, self.position)
        close = len(self.source) if close == -1 else close
        tex = self.source[self.position : close].strip()
        self.position = close + len(end)
        return self.decoder.atoms.add(Formula(tex)) if tex else ""


@lru_cache(maxsize=512)
def _known_symbol(name: str) -> str | None:
    """Return the character of a symbol's command, from pylatexenc's table."""
    found = _symbols().get_macro_spec(name)
    replacement = getattr(found, "simplify_repl", None)
    return replacement if isinstance(replacement, str) and "%" not in replacement else None


@lru_cache(maxsize=1)
def _symbols() -> Any:
    from pylatexenc import latex2text  # type: ignore[import-untyped]  # it has no types

    return latex2text.get_default_latex_context_db()
