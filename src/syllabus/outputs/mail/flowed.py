"""Plain text of mail in lines of 72 columns that mail programs join again.

Source: RFC 3676, The Text/Plain Format and DelSp Parameters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from syllabus.on_demand import dataclass, pattern

WIDTH = 72
"""Columns of a line, as RFC 3676, 4.2, asks for up to 78; East Asian letters have two."""

_ITEM = pattern(r"(?P<indent> *)(?P<sign>- |[0-9]+\. )")
_QUOTED = pattern(r"(?:> ?)+")
_PIECE = pattern(r"[a-z][a-z0-9+.-]*://[^ ]+ *|[^ ]+@[^ ]+ *|(?P<word>[^ ]+ *)", re.IGNORECASE)
_NOT_FIRST = frozenset(
    "、。，．・：；？！ー」』）］｝〕〉》】’”々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥%"
)
_NOT_LAST = frozenset("「『（［｛〔〈《【‘“")


@dataclass(frozen=True, slots=True)
class Flowed:
    """Lines of at most `WIDTH` columns, unless a word or a line of code is wider.

    With `delsp` a line that goes on ends with one space more than the text has.
    """

    text: str
    delsp: bool


def flow(text: str) -> Flowed:
    """Break the lines of a text, each of which is a paragraph; addresses stay whole.

    Lines of code, which are indented by more than the list that they stand in, stay as they are.
    """
    delsp = any(_can_part(*pair) for line in text.split("\n") for pair in pairwise(line))
    written: list[str] = []
    indents = [0]
    for given in text.split("\n"):
        line = given.rstrip(" ")
        quote = _QUOTED.match(line)
        marks = ">" * quote[0].count(">") if quote else ""
        line = line[quote.end() :] if quote else line
        indent = len(line) - len(line.lstrip(" "))
        if line and not quote:
            indents = [each for each in indents if each <= indent] or [0]
        item = _ITEM.match(line)
        code = indent not in indents
        if item and not code:
            indents.append(item.end())
        lines = [line] if code else list(_broken(line, WIDTH - len(marks) - 1, delsp=delsp))
        written += (f"{marks}{_stuffed(each, marks)}" for each in lines)
    return Flowed("\n".join(written), delsp)


def _stuffed(line: str, marks: str) -> str:
    """Put a space before what would be read as a mark of quotation or as a space so put."""
    quoted = bool(marks and line)
    return f" {line}" if quoted or line.startswith((" ", ">", "From ")) else line


def _broken(line: str, width: int, *, delsp: bool) -> Iterator[str]:
    """Yield a line in pieces; all but the last end with a space."""
    indent = len(line) - len(line.lstrip(" "))
    taken, columns = line[:indent], indent
    for piece in _pieces(line[indent:]):
        size = _columns(piece)
        if taken.strip(" ") not in ("", "--") and columns + _columns(piece.rstrip(" ")) > width:
            yield f"{taken} " if delsp else taken
            taken, columns = "", 0
        taken += piece
        columns += size
    yield taken


def _pieces(line: str) -> Iterator[str]:
    """Yield what no line may end within: words with the spaces behind them, East Asian letters."""
    for found in _PIECE.finditer(line):
        if not found["word"]:
            yield found[0]
            continue
        start = found.start()
        for place in range(found.start() + 1, found.end()):
            if _can_part(line[place - 1], line[place]):
                yield line[start:place]
                start = place
        yield line[start : found.end()]


def _can_part(before: str, after: str) -> bool:
    """Return whether a line may end between two characters without a space (JIS X 4051)."""
    if before == " " or after == " " or before in _NOT_LAST or after in _NOT_FIRST:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    # Hangul is written with spaces between words.
    return character > "\u2e7f" and (
        unicodedata.east_asian_width(character) in "WF" and not "\uac00" <= character <= "\ud7af"
    )


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )
