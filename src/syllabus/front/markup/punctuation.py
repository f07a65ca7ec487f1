"""Typographic quotes, dashes and ellipses in place of what a keyboard has."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import smartquotes
from markdown_it.token import Token

from syllabus.on_demand import pattern

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


_APOSTROPHE = pattern(r"(?<![^\s(\[“„«—–-])'(?=\w)")
_SPACED_HYPHEN = pattern(
    # A minus after a sign of operation, and what may be a telephone number, stay as they are.
    r"(?<!-) - (?![-\s])(?<![=<>≤≥≈~±+*/(:] - (?=\d))(?<!\d - (?=\d))"
)
_HOURS = pattern(r"(?<![\w:.-])(\d{1,2}:\d\d(?::\d\d)? ?)-( ?\d{1,2}:\d\d(?::\d\d)?)(?![\w:-])")
_SEVERAL = (
    "pp pages ff chs chaps chapters secs sects sections figs figures eqs eqns equations nos vols "
    "volumes ll lines slides problems exercises questions items weeks lectures parts tables "
    "Seiten Abschnitte Folien Aufgaben págs páginas pagg pagine diapositives exercices ejercicios "
    "blz σσ σελίδες"
)
_PAGE = "p page Seite pág página pag pagina σ σελ"
"""Words before the numbers of pages. "Fig. 3-5" and "section 3-5" may be names, no ranges."""
_NUMBER = r"(?:[A-Za-z]?\d+(?:\.\d+)*|[ivxlc]+)"
_RANGE = rf"{_NUMBER}(?: ?- ?{_NUMBER})?"
_NUMBERED = pattern(
    rf"(?<![\w-])(?:(?i:{'|'.join(f'{_SEVERAL} {_PAGE}'.split())})|S)(?:\.[ \u00a0]?|[ \u00a0])"
    rf"{_RANGE}(?:(?:, ?| and | & | und | et | y | e | en | και ){_RANGE})*(?![\w-])"
)
_FROM_TO = pattern(rf"({_NUMBER} ?)-( ?{_NUMBER})(?![\w-])")
_PERHAPS_RANGE = pattern(r"[\divxlc] ?- ?[A-Za-z\d]")
"""Is in each range; to compile what tells which ones are some takes its time."""
_FRENCH_SPACE = pattern(" (?=[:;!?»])|(?<=«) ")


def quotes_for(language: str) -> tuple[str, str, str, str]:
    """Return outer and inner quotation marks of a language (BCP 47); English by default."""
    return QUOTES.get(language.split("-")[0].lower(), QUOTES["en"])


def smart_marks(text: str, language: str) -> str:
    """Return the text with `---`, `--` and `...` as the characters they stand for.

    So is an apostrophe that begins a word, as in `'90s` and `'tis`; pairs were quotation marks.

    A hyphen is a dash between spaces, and in a range of hours or of numbered things such as pages;
    nowhere else, as numbers with hyphens may be dates, telephone numbers and names.

    In French, no line ends at the space before `:`, `;`, `!`, `?` and within guillemets.
    """
    if "--" in text or "..." in text:
        text = text.replace("---", "—").replace("--", "–").replace("...", "…")
    if "'" in text or "‘n’" in text:
        text = _APOSTROPHE.sub("’", text.replace("‘n’", "’n’"))
    if " - " in text:
        text = _SPACED_HYPHEN.sub(" – ", text)
    if _PERHAPS_RANGE.search(text):
        text = _HOURS.sub(r"\1–\2", text)
        text = _NUMBERED.sub(lambda run: _FROM_TO.sub(_range, run[0]), text)
    if language.split("-")[0] == "fr":
        text = _FRENCH_SPACE.sub("\u00a0", text)
    return text


def _range(numbers: re.Match[str]) -> str:
    """Return two numbers with a dash between them, if they are the ends of a range."""
    first, last = (number.strip() for number in numbers.groups())
    if first.isdecimal() and last.isdecimal():
        left_out = len(first) - len(last) if len(first) > 2 else 0  # 1470-77
        if int(first[: max(0, left_out)] + last) <= int(first):
            return numbers[0]
    return f"{numbers[1]}–{numbers[2]}"


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
