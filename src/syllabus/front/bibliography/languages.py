"""The languages of works, by the names that LaTeX's Babel has for them."""

from __future__ import annotations

_TAGS = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB",
    "ukenglish": "en-GB", "canadian": "en-CA", "australian": "en-AU", "german": "de",
    "ngerman": "de", "austrian": "de-AT", "french": "fr", "francais": "fr", "spanish": "es",
    "italian": "it", "dutch": "nl", "portuguese": "pt", "brazilian": "pt-BR", "russian": "ru",
    "swedish": "sv", "danish": "da", "norwegian": "nb", "norsk": "nb", "nynorsk": "nn",
    "finnish": "fi", "polish": "pl", "czech": "cs", "hungarian": "hu", "greek": "el",
    "turkish": "tr", "japanese": "ja", "chinese": "zh", "latin": "la", "croatian": "hr",
    "serbian": "sr",
}  # fmt: skip

_QUOTES = {
    "de": ("„", "“", "‚", "‘"), "el": ("«", "»", "“", "”"), "es": ("«", "»", "“", "”"),
    "fr": ("«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"), "it": ("«", "»", "“", "”"),
    "ja": ("「", "」", "『", "』"), "pl": ("„", "”", "«", "»"),
}  # fmt: skip

LANGUAGES = tuple(dict.fromkeys(_TAGS.values()))
"""Their BCP 47 tags."""


def language_tag(name: str) -> str:
    """Return the BCP 47 tag of a language that is named as Babel or BCP 47 does."""
    return _TAGS.get(name, name[:5])


def quotes_of(language: str) -> tuple[str, str, str, str]:
    """Return outer and inner quotation marks of a language (BCP 47), as texts have them."""
    return _QUOTES.get(language.split("-")[0].lower(), ("“", "”", "‘", "’"))
