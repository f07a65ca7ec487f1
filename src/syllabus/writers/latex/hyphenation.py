"""Where words are divided at the ends of lines: the patterns that TeX has for a language."""

from __future__ import annotations

from syllabus.on_demand import dataclass


@dataclass(frozen=True, slots=True)
class Patterns:
    """The hyphenation patterns of a language.

    `locale` is babel's file of the language, `name` what TeX's language.dat calls the patterns.
    They stand in `file`, which `debian`'s and `tex_live`'s packages of these names bring.
    """

    locale: str
    name: str
    file: str
    debian: str
    tex_live: str


def _patterns(locale: str, name: str, debian: str, tex_live: str = "", rules: str = "") -> Patterns:
    file = f"hyph-{rules or locale}.tex"
    return Patterns(locale, name, file, f"texlive-lang-{debian}", f"hyphen-{tex_live or name}")


PATTERNS = {
    patterns.locale: patterns
    for patterns in (
        _patterns("ca", "catalan", "spanish"),
        _patterns("cs", "czech", "czechslovak"),
        _patterns("da", "danish", "european"),
        _patterns("de", "ngerman", "german", "german", "de-1996"),
        _patterns("el", "monogreek", "greek", "greek", "el-monoton"),
        _patterns("es", "spanish", "spanish"),
        _patterns("fi", "finnish", "european"),
        _patterns("fr", "french", "french"),
        _patterns("it", "italian", "italian"),
        _patterns("nl", "dutch", "european"),
        _patterns("pl", "polish", "polish"),
        _patterns("pt", "portuguese", "portuguese"),
        _patterns("ru", "russian", "cyrillic"),
        _patterns("sv", "swedish", "european"),
        _patterns("uk", "ukrainian", "cyrillic"),
    )
}
"""By language (BCP 47, without its country). Those of English, TeX always has."""
ENGLISH_PATTERNS = Patterns("en", "english", "hyphen.tex", "texlive-base", "hyphen-base")
"""Those of English, for a passage in a text that is in another language."""


def patterns_for(language: str) -> Patterns | None:
    """Return the patterns of a language (BCP 47); None if none are known or needed."""
    return PATTERNS.get(language.partition("-")[0].lower())
