"""Words in a formula: what their commands print, in signs that mean nothing to math-core."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from syllabus.on_demand import pattern
from syllabus.writers.latex.math.tokens import Token, Tokens
from syllabus.writers.mathml import names

_HIDDEN = 0xE100
"""What is added to the code of a sign, which would mean something to math-core."""
_SHOWN = pattern("[\ue100-\ue17f]")
_SIGNS = pattern(r"[!-/:-@\[-`{-~]")
_LIGATURES = pattern("---?|``|''|[`']")
_LIGATED = {"--": "–", "---": "—", "``": "“", "''": "”", "`": "‘", "'": "’"}


class Unread(Exception):
    """A formula that math-core does not read as TeX does."""


def shown(text: str | None) -> str | None:
    """Return words as they are, after `_hidden`."""
    return text and _SHOWN.sub(lambda found: chr(ord(found[0]) - _HIDDEN), text)


def _hidden(text: str) -> str:
    """Return words of which every sign is one of no meaning."""
    spaced = re.sub(r"\s", "\u00a0", text)
    return _SIGNS.sub(lambda found: chr(ord(found[0]) + _HIDDEN), spaced)


@dataclass
class Words:
    """Writes words for math-core, and by `formula` the formulas between them."""

    macros: Mapping[str, str]
    formula: Callable[[str], str]

    def written(self, inner: list[Token], fonts: tuple[str, ...]) -> Iterator[str]:
        """Yield words in the fonts of `names.FONT_COMMANDS`, the innermost last."""
        tokens = Tokens("", self.macros)
        tokens.put_back(*inner)
        said = ""
        while tokens:
            token = tokens.pop()
            name = token.text[1:] if token.text[0] == "\\" else ""
            if tokens.is_macro(token):
                if not tokens.expand(token):
                    raise Unread
            elif (letters := _letters(token.text, name, tokens)) is not None:
                said += letters
            else:
                yield from _said(said, fonts)
                said = ""
                if name in names.SWITCHES:
                    _skip_space(name, tokens)
                    fonts = (*fonts, names.SWITCHES[name]) if names.SWITCHES[name] else ()
                else:
                    yield from self._other(token.text, name, tokens, fonts)
        yield from _said(said, fonts)

    def _other(self, text: str, name: str, tokens: Tokens, fonts: tuple[str, ...]) -> Iterator[str]:
        if text == "{":
            yield from self.written(rest(tokens), fonts)
        elif name in names.FONTS:
            yield from self.written(group(tokens), (*fonts, names.FONTS[name]))
        elif name == "ensuremath":
            yield f"{{{self.formula(text_of(group(tokens)))}}}"
        elif text in ("$", r"\("):
            inside = tokens.take_until("$" if text == "$" else r"\)")
            if inside is None:
                raise Unread
            yield f"{{{self.formula(text_of(inside))}}}"
        else:
            raise Unread


def _letters(text: str, name: str, tokens: Tokens) -> str | None:
    """Return what is printed for a token, with what it takes; None if it prints no letters."""
    if text == "~":
        return "\u00a0"
    if name in names.LETTERS:
        _skip_space(name, tokens)
        return _hidden(names.LETTERS[name])
    if name in names.ACCENTS:
        letter = text_of(group(tokens)) or "\u00a0"
        if letter[0] == "\\":
            letter = names.LETTERS.get(letter[1:], "") or "\u00a0"
        return unicodedata.normalize("NFC", letter[0] + names.ACCENTS[name] + letter[1:])
    if name == "printedas":  # by the gate, which wrote the character's code beside it
        code = group(tokens)
        group(tokens)
        return from_code(code)
    if name == "hspace":
        return "" if "-" in text_of(group(tokens)) else "\u2003"
    return text if not name and text not in "{}$" and text != r"\(" else None


def _said(said: str, fonts: tuple[str, ...]) -> Iterator[str]:
    if said:
        words = _hidden(_LIGATURES.sub(lambda found: _LIGATED[found[0]], said))
        commands = [names.FONT_COMMANDS[each] for each in dict.fromkeys(fonts) if each]
        opening = "{".join(commands or [r"\text"])
        yield f"{opening}{{{words}}}" + "}" * (len(commands or [""]) - 1)


def from_code(code: list[Token]) -> str:
    """Return a character by its number in UTF-16."""
    return bytes.fromhex(text_of(code)).decode("utf-16-be")


def group(tokens: Tokens) -> list[Token]:
    """Take the next argument; what is in it stays as it is."""
    first = tokens.pop_visible()
    if first is None:
        raise Unread
    return rest(tokens) if first.text == "{" else [first]


def rest(tokens: Tokens) -> list[Token]:
    """Take what is left of a group."""
    taken = tokens.take_until("}")
    if taken is None:
        raise Unread
    return taken


def text_of(tokens: list[Token]) -> str:
    """Return tokens as they are written."""
    return "".join(each.text for each in tokens).strip()


def _skip_space(name: str, tokens: Tokens) -> None:
    """Pass over the space behind a command, as TeX does."""
    while name.isalpha() and tokens.peek()[:1].isspace():
        tokens.pop()
