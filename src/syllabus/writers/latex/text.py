"""Text as LaTeX: one type for it, and the only ways to make it of a plain string."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Self

from pylatex import NoEscape
from pylatex.base_classes import Command, Environment
from pylatex.utils import escape_latex

from syllabus.on_demand import pattern
from syllabus.source import without_bidi_controls
from syllabus.writers.latex.characters import latex_characters, split_foreign
from syllabus.writers.latex.foreign import FOREIGN, begins_right_to_left
from syllabus.writers.latex.long_words import SHORTEST_LONG_WORD, long_words
from syllabus.writers.latex.origins import without_anchors


class Latex(NoEscape):
    """A string that is LaTeX already; everything else is escaped before it is printed.

    Templates see it without the anchors of `origins`, and print it with them: `anchored`.
    """

    _anchored: str | None = None

    @classmethod
    def of_anchored(cls, text: str) -> Self:
        """Return LaTeX that has anchors."""
        latex = cls(without_anchors(text))
        if len(latex) != len(text):
            latex._anchored = text
        return latex

    @property
    def anchored(self) -> str:
        """The same with its anchors."""
        return self if self._anchored is None else self._anchored

    @classmethod
    def join(cls, pieces: Iterable[Latex], separator: str = "") -> Self:
        """Return the pieces one after another, with `separator` (LaTeX) between them."""
        return cls.of_anchored(separator.join(piece.anchored for piece in pieces))


class _Lines(Environment):
    """An environment whose lines are not glued together with comment signs."""

    content_separator = "\n"

    def __init__(self, name: str, content: Latex, arguments: tuple[Latex, ...]) -> None:
        self._latex_name = name
        super().__init__(arguments=list(arguments) or None, data=[content])


def command(name: str, *arguments: Latex, option: Latex | None = None) -> Latex:
    r"""Return `\name[option]{argument}…`."""
    written = [NoEscape(argument.anchored) for argument in arguments]
    return Latex.of_anchored(Command(name, written, options=option).dumps())


def anchored_command(name: str, *arguments: str) -> str:
    r"""Return `\name{argument}…` of pieces of LaTeX, with the anchors in them."""
    return command(name, *map(Latex, arguments)).anchored


def environment(name: str, content: Latex, *arguments: Latex) -> Latex:
    r"""Return `\begin{name}{argument}…`, the content on lines of its own, `\end{name}`."""
    return Latex(_Lines(name, content, arguments).dumps())


# The hyphen is left as it is, so that it keeps its kerning, except where it would join another
# to a dash; the same goes for other characters that T1 fonts join.
_SPECIALS = {character: escape_latex(character) for character in "&%$#_{}~\\"} | {
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
}
_ESCAPES = str.maketrans(_SPECIALS)
_JOINED = pattern(r"([-<>,])(?=\1)")
_AFTER_BREAK = frozenset("/.-_?&=#:;,%~+|@")
_HOST = pattern(r"(?:[A-Za-z][A-Za-z0-9+.-]*:/*)?[^/?#]*(?:/10\.\d{4,})?")
"""The scheme and the host of an address, and the first part of a DOI, which stay on one line."""
_LINE_END = pattern("(?<=/)[^/\u0300-\u036f-]|[.?&=](?![\u0300-\u036f])")
"""What stands at the beginning of the next line of an address."""
_NOT_IN_URL = pattern(r"[^!-~]|[\\{}^~|\"<>`]")
_CLUSTER = pattern("(?s:.)[\u0300-\u036f]*")
"""A character with the accents that belong to it."""
_RUNS = pattern(FOREIGN)
_LONG_RUN = 16
"""Letters and digits in a row, in an address or in code, before a line may break anywhere."""
_HYPHENATED = 50
"""Letters at the beginning of a word in a text, which TeX divides with a hyphen (63 at most)."""
_LONG_HOST = 60
"""Characters of a host that no line would have room for."""


def escape_text(text: str, *, greek: bool = False) -> Latex:
    r"""Return a plain text as LaTeX that prints it.

    What only LuaLaTeX can print stands in `\foreign{…}`; `unprintable` finds it, and whoever
    writes a text notes it. In a `greek` text, Greek letters are no signs of formulas. A word that
    nothing divides and that a line may have no room for has places where its line may break if
    need be.
    """
    if len(text) >= SHORTEST_LONG_WORD and long_words(text):
        return _with_breaks(text, greek=greek)
    return _escape(text, greek=greek)


def _with_breaks(text: str, *, greek: bool) -> Latex:
    pieces: list[str] = []
    start = 0
    for begin, end, parts in long_words(text):
        pieces.append(_escape(text[start:begin], greek=greek))
        if parts:
            pieces.append(r"\weakbrk{}".join(_escape(part, greek=greek) for part in parts))
        else:
            word = text[begin:end]
            leading = _LONG_RUN if word.isupper() else _HYPHENATED
            pieces.append(_breakable(word, leading, greek=greek))
        start = end
    return Latex("".join((*pieces, _escape(text[start:], greek=greek))))


def _escape(text: str, *, greek: bool) -> Latex:
    if text.isascii():
        return Latex(_escape_ascii(text))
    return Latex(latex_characters(text, _escape_ascii, greek=greek))


def _escape_ascii(text: str) -> str:
    return _kept_apart(text.translate(_ESCAPES))


def _kept_apart(text: str) -> str:
    """Return LaTeX whose fonts join no two of its signs to another."""
    if "--" in text or "<<" in text or ">>" in text or ",," in text:
        return _JOINED.sub(r"\1{}", text)
    return text


def escape_breakable(text: str, *, greek: bool = False) -> Latex:
    r"""Return an address or code as LaTeX whose lines may break, without hyphens.

    After punctuation stands `\brk`, a good place; within long words `\weakbrk`.
    """
    if len(text) <= _LONG_RUN:
        return escape_text(text, greek=greek)
    return Latex(
        "".join(
            _with_breaks(stretch, greek=greek) if foreign else _breakable(stretch, greek=greek)
            for stretch, foreign in split_foreign(text, greek=greek)
        )
    )


def _breakable(text: str, leading: int = _LONG_RUN, *, greek: bool) -> str:
    """Return a text with breaks; up to `leading` letters at its beginning are hyphenated."""
    pieces: list[str] = []
    run = 0
    before = ""
    longest = leading
    for character in _CLUSTER.findall(text):
        if before in _AFTER_BREAK and character not in _AFTER_BREAK:
            pieces.append(r"\brk{}")
            run = 0
        elif run >= longest and character != " ":
            pieces.append(r"\weakbrk{}")
        run = 0 if character == " " else run + 1
        written = _SPECIALS.get(character, character)
        pieces.append(written if character.isascii() else _escape(character, greek=greek))
        before = character
        longest = longest if character.isalpha() else _LONG_RUN
    return _kept_apart("".join(pieces))


def escape_address(text: str, *, greek: bool = False) -> Latex:
    r"""Return an address as LaTeX whose lines may break, without hyphens.

    They break behind a slash and before a dot, a question mark, an ampersand and an equals sign,
    as the Chicago Manual of Style (17th edition, 7.46) has it, but not within the scheme and the
    host, nor within the first part of a DOI. Within very long words, `\weakbrk`.
    """
    if len(text) <= _LONG_RUN:
        return escape_text(text, greek=greek)
    words = (
        word if word.isspace() else _address_word(word, greek=greek)
        for word in re.split(r"(\s+)", text)
        if word
    )
    return Latex("".join(words))


def _address_word(word: str, *, greek: bool) -> str:
    opening = _HOST.match(word)
    host = opening.end() if opening else 0
    ends = [each.start() for each in _LINE_END.finditer(word, max(host, 1))]
    stretches = (word[start:end] for start, end in pairwise((0, *ends, len(word))))
    first = _long_stretch(next(stretches), host, greek=greek)
    others = (_long_stretch(each, 0, greek=greek) for each in stretches)
    return r"\brk{}".join((first, *others))


def _long_stretch(text: str, host: int, *, greek: bool) -> str:
    """Return what no line ends within if need not be; a host takes its first characters."""
    words_behind = any(map(str.isalnum, text[host:]))
    if len(text) <= (_LONG_RUN if words_behind else _LONG_HOST):
        return escape_text(text, greek=greek)
    pieces: list[str] = []
    run = ""
    start = 0
    for character in _CLUSTER.findall(text):
        if len(run) >= (_LONG_HOST if start < host else _LONG_RUN) and character[0].isalnum():
            pieces += [escape_text(run, greek=greek), r"\weakbrk{}"]
            run = ""
        run += character
        start += len(character)
    return "".join([*pieces, escape_text(run, greek=greek)])


def escape_code(text: str, *, greek: bool = False) -> Latex:
    r"""Return one line of code as LaTeX in which every space counts."""
    words = escape_breakable(text, greek=greek)
    # A space inside of a foreign run ends it there.
    words = Latex(_RUNS.sub(lambda run: run[0].replace(" ", r"}\codespace{}\foreign{"), words))
    return Latex(words.replace(" ", r"\codespace{}"))


def directed(written: Latex, plain: str, name: str = "righttoleft") -> Latex:
    """Return a text in the direction of its plain form; `name` is the command for right to left."""
    return command(name, written) if begins_right_to_left(plain) else written


def escape_url(url: str) -> Latex:
    r"""Return a URL as the first argument of `\href`.

    What TeX would take for syntax is percent-encoded (RFC 3986), which names the same resource.
    """
    encoded = _NOT_IN_URL.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url
    )
    return Latex(encoded.replace("%", r"\%").replace("#", r"\#").replace("&", r"\&"))


LONGEST_PDF_STRING = 250
"""Characters of a title in the outline and metadata of a PDF, which no viewer shows more of; the
time that hyperref takes for one grows with the square of its length."""


def escape_pdf_string(text: str) -> Latex:
    """Return a plain text as it stands in the PDF's outline and metadata, a long one cut short."""
    if len(text) > LONGEST_PDF_STRING:
        text = f"{text[: LONGEST_PDF_STRING - 1]}…"
    return Latex(
        "".join(
            character
            if character.isascii() and (character.isalnum() or character in " .,:;/()+-*=!?")
            else rf'\unichar{{"{ord(character):04X}}}'
            for character in without_bidi_controls(text)
        )
    )


def with_outline(written: Latex, plain: str) -> Latex:
    r"""Return a heading's text, with its plain form for the PDF's outline where they differ."""
    outline = escape_pdf_string(plain)
    return written if written == outline else command("texorpdfstring", written, outline)


def address_link(target: str, words: str, *, greek: bool = False) -> Latex:
    """Return a link whose words are an address; a line may be left short before a long one."""
    written = command("href", escape_url(target), escape_address(words, greek=greek))
    return Latex(rf"\endlineearly{{}}{written}") if r"\brk" in written else written
