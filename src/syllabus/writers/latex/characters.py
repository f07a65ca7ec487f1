r"""What pdfLaTeX prints in text with T1 and TS1 fonts (Latin Modern), amsmath and amssymb.

Every character that is no glyph of those fonts is written `\printedas{HEX}{TeX}`. The preamble
defines it so that the PDF carries the character itself for searching and copying (`/ActualText`,
ISO 32000-1, 14.9.4), between two glyphs without ink or width (`\textcompwordmark`) that say where
it begins and ends: accents and raised figures do not, and readers of PDF would see spaces there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from syllabus.on_demand import pattern
from syllabus.writers.latex.foreign import (
    close_brackets,
    foreign_runs,
    greek_letters,
    is_right_to_left,
    write_run,
)
from syllabus.writers.latex.symbols import PRIMES, SUBSCRIPTS, SUPERSCRIPTS, math_command

NATIVE = frozenset(
    "¡¢£¤¥¦§¨©ª«¬®¯°±´µ¶·º»¼½¾¿"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
    "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŊŋŐőŒœŔŕŘřŚśŞşŠšŤťŮůŰűŸŹźŻżŽžƒȷ"
    "ˇ˘˙˝–—‖‘’‚“”„†‡•‰‹›※‽⁄₡₤₩₫€℃№←↑→↓␣◦♪"
) - {"Đ"}
"""Characters that stand for themselves: one glyph each in the T1 or TS1 fonts."""

SPACES: Mapping[str, str] = {
    "\u00a0": "~",
    "\u2002": r"\enspace{}",
    "\u2003": r"\quad{}",
    "\u2004": r"\;",
    "\u2005": r"\:",
    "\u2006": r"\,",
    "\u2007": "~",
    "\u2009": r"\,",
    "\u200a": r"\,",
    "\u202f": r"\,",
    "\u205f": r"\:",
    "\u3000": r"\quad{}",
}
"""Spaces of other widths."""

INVISIBLE: Mapping[str, str] = {
    "\u00ad": r"\-",
    "\u200b": r"\hspace{0pt}",
    "\u200c": r"\textcompwordmark{}",
    "\u2060": r"\nobreak{}",
    **dict.fromkeys("\u034f\u200d\u200e\u200f\ufeff", ""),
    **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2061, 0x206A))), ""),
    **dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), ""),
}
"""Characters that have no printed form of their own."""

WRITTEN: Mapping[str, str] = {
    **dict(zip("ﬀﬁﬂﬃﬄĲĳẞ", ("ff", "fi", "fl", "ffi", "ffl", "IJ", "ij", "SS"), strict=True)),
    "Đ": r"\DJ{}",
    "ʼ": "'",
    "ʹ": r"\ensuremath{{}'}",
    "ˆ": r"\textasciicircum{}",
    "˜": r"\textasciitilde{}",
    "˛": r"\k{}",
    "‐": "-",
    "‑": r"\mbox{-}",
    "‒": r"\textendash{}",
    "―": r"\textemdash{}",
    "…": r"\textellipsis{}",
    "™": r"\textsuperscript{TM}",
    "℠": r"\textsuperscript{SM}",
    "℮": "e",
    "‱": r"\ensuremath{^{0}\!/_{000}}",
}
"""Characters that are written by other means than math."""

ACCENTS: Mapping[str, str] = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
"""Combining accents, and the commands that set them over or under a letter."""

_BELOW = frozenset("\u0323\u0326\u0327\u0328\u0331")
_CLUSTER = pattern("[^\u0300-\u036f][\u0300-\u036f]+")
_FOREIGN = pattern(r"([^\x00-\x7f]+)")


def text_command(character: str) -> str | None:
    """Return the LaTeX that prints one character in text, None if there is none.

    ASCII is returned unchanged: escaping it is up to `text`. A combining accent needs its letter
    before it, see `latex_characters`.
    """
    if character.isascii() or character in NATIVE:
        return character
    if character in SPACES:
        return SPACES[character]
    if character in INVISIBLE:
        return INVISIBLE[character]
    written = _written(character)
    return None if written is None else _printed_as(character, written)


def _written(character: str) -> str | None:
    if character in WRITTEN:
        return WRITTEN[character]
    if character in SUPERSCRIPTS:
        return rf"\textsuperscript{{{_script(SUPERSCRIPTS[character])}}}"
    if character in SUBSCRIPTS:
        return rf"\textsubscript{{{_script(SUBSCRIPTS[character])}}}"
    if character in PRIMES:
        return rf"\ensuremath{{{{}}{PRIMES[character]}}}"
    command = math_command(character)
    if command is not None:
        return rf"\ensuremath{{{command}}}"
    return _accented(unicodedata.normalize("NFD", character))


def _script(character: str) -> str:
    return character if character.isalnum() else rf"\ensuremath{{{character}}}"


def _accented(cluster: str) -> str | None:
    """Return a letter and its combining accents as commands, None if T1 has no such accent.

    Accents below come last: they can be set under anything, those above only over a glyph.
    """
    letter, marks = cluster[0], cluster[1:]
    above = [mark for mark in marks if mark not in _BELOW]
    below = [mark for mark in marks if mark in _BELOW]
    if not marks or not letter.isalpha() or len(below) > 1 or not ACCENTS.keys() >= set(marks):
        return None
    if above and (glyph := compose(letter + above[0])) in NATIVE:
        letter = glyph
        del above[0]
    elif above and letter in "ij":
        letter = f"\\{letter}"
    if len(above) > 1 or not (letter.isascii() or letter in NATIVE):
        return None
    for mark in above + below:
        letter = f"\\{ACCENTS[mark]}{{{letter}}}"
    return letter


def _printed_as(characters: str, written: str) -> str:
    return rf"\printedas{{{characters.encode('utf-16-be').hex().upper()}}}{{{written}}}"


@lru_cache(maxsize=4096)
def _cluster_command(cluster: str) -> str | None:
    """Return what prints a character and the combining accents after it."""
    composed = compose(cluster)
    if len(composed) == 1:
        return text_command(composed)
    written = _accented(unicodedata.normalize("NFD", cluster))
    return None if written is None else _printed_as(composed, written)


class _Commands(dict[int, str]):
    """`text_command` as `str.translate` wants it."""

    def __missing__(self, code: int) -> str:
        self[code] = text_command(chr(code)) or ""
        return self[code]


_COMMANDS = _Commands()


def compose(text: str) -> str:
    """Return the text with every letter and its accents as one character, where there is one."""
    return unicodedata.normalize("NFC", text)


def unprintable(text: str) -> tuple[int, ...]:
    """Return the offsets of the characters that cannot be printed, in the text as it is given."""
    if text.isascii():
        return ()
    # Letters stand in for the clusters that can be printed.
    masked = _CLUSTER.sub(
        lambda match: "x" * len(match[0]) if _cluster_command(match[0]) is not None else match[0],
        text,
    )
    others = set("".join(_FOREIGN.findall(masked)))
    lost = {character for character in others if text_command(character) is None}
    if not lost:
        return ()
    return tuple(offset for offset, character in enumerate(masked) if character in lost)


def latex_characters(text: str, escape: Callable[[str], str], *, greek: bool = False) -> str:
    r"""Return a text as LaTeX: ASCII by `escape`, every other character by its command.

    Characters that pdfLaTeX cannot print stand in `\foreign{…}`. In a `greek` text so do the
    letters that it has as signs of formulas: no month is set in italics for want of an accent.
    """
    return "".join(
        write_run(stretch) if foreign else _native(stretch, escape)
        for stretch, foreign in split_foreign(text, greek=greek)
    )


def split_foreign(text: str, *, greek: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of a text, and whether only LuaLaTeX is to print them."""
    if not text.isascii():
        if is_right_to_left(text):
            text = close_brackets(text)
        lost = frozenset(unprintable(text) + (greek_letters(text) if greek else ()))
        start = 0
        for begin, end in foreign_runs(text, lost, greek=greek) if lost else ():
            if start < begin:
                yield text[start:begin], False
            yield text[begin:end], True
            start = end
        text = text[start:]
    if text:
        yield text, False


def _native(text: str, escape: Callable[[str], str]) -> str:
    if text.isascii():
        return escape(text)
    pieces: list[str] = []
    start = 0
    for match in _CLUSTER.finditer(text):
        written = _cluster_command(match[0])
        if written is not None:
            pieces += (_simple(text[start : match.start()], escape), written)
            start = match.end()
    pieces.append(_simple(text[start:], escape))
    return "".join(pieces)


def _simple(text: str, escape: Callable[[str], str]) -> str:
    pieces = _FOREIGN.split(text)
    pieces[::2] = map(escape, pieces[::2])
    pieces[1::2] = [piece.translate(_COMMANDS) for piece in pieces[1::2]]
    return "".join(pieces)
