"""Typographic quotes, dashes and ellipses in place of what a keyboard has."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import smartquotes
from markdown_it.token import Token

QUOTES: dict[str, tuple[str, str, str, str]] = {
    "de": ("„", "“", "‚", "‘"),
    "el": ("«", "»", "“", "”"),
    "en": ("“", "”", "‘", "’"),
    "es": ("«", "»", "“", "”"),
    "fr": ("«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"),
    "it": ("«", "»", "“", "”"),
    "ja": ("「", "」", "『", "』"),
    "nl": ("“", "”", "‘", "’"),
    "pl": ("„", "”", "«", "»"),
    "pt": ("“", "”", "‘", "’"),
}
"""Outer and inner quotation marks by language, from CLDR's delimiters."""


_APOSTROPHE = re.compile(r"(?<![^\s(\[“„«—–-])'(?=\w)")
_FRENCH_SPACE = re.compile(" (?=[:;!?»])|(?<=«) ")


def quotes_for(language: str) -> tuple[str, str, str, str]:
    """Return outer and inner quotation marks of a language (BCP 47); English by default."""
    return QUOTES.get(language.split("-")[0].lower(), QUOTES["en"])


def smart_marks(text: str, language: str) -> str:
    """Return the text with `---`, `--` and `...` as the characters they stand for.

    So is an apostrophe that begins a word, as in `'90s` and `'tis`; pairs were quotation marks.

    In French, no line ends at the space before `:`, `;`, `!`, `?` and within guillemets.
    """
    if "--" in text or "..." in text:
        text = text.replace("---", "—").replace("--", "–").replace("...", "…")
    if "'" in text or "‘n’" in text:
        text = _APOSTROPHE.sub("’", text.replace("‘n’", "’n’"))
    if language.split("-")[0] == "fr":
        text = _FRENCH_SPACE.sub("\u00a0", text)
    return text


def smart_text(text: str, language: str) -> str:
    """Return a plain text, such as a title, with typographic quotes and dashes."""
    token = Token("inline", "", 0, content=text)
    token.children = [Token("text", "", 0, content=text)]
    state = StateCore("", _quoting(language), {}, [token])
    smartquotes(state)
    return smart_marks(token.children[0].content, language)


@lru_cache(maxsize=8)
def _quoting(language: str) -> MarkdownIt:
    return MarkdownIt("zero", {"typographer": True, "quotes": list(quotes_for(language))})
