"""What a language means for LaTeX: hyphenation, punctuation and paper."""

from __future__ import annotations

from collections.abc import Iterable

from syllabus.model.course import Course
from syllabus.model.document import Block, InLanguage, walk
from syllabus.model.scripts import SCRIPTS, other_scripts
from syllabus.model.words import punctuation_for
from syllabus.outputs.pdf.view import HyphenationView, LanguageView, PunctuationView, ScriptView
from syllabus.source import Span
from syllabus.writers.latex import ENGLISH_PATTERNS, Latex, LatexWriter, Patterns, patterns_for

ENGLISH = {"AU": "australian", "CA": "canadian", "GB": "british", "NZ": "newzealand"}
"""babel's names for the English of a territory; the others write as Americans do."""

LETTER_TERRITORIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Where paper is US Letter: CLDR, supplemental data, paperSize."""


def babel_name(language: str) -> Latex | None:
    """Return the name that LaTeX's babel has for an English (BCP 47); None for other languages."""
    name, _, territory = language.partition("-")
    if name.lower() != "en":
        return None
    return Latex(ENGLISH.get(territory.upper(), "american"))


def is_greek(language: str) -> bool:
    """Return whether what is written in a language (BCP 47) is in Greek letters."""
    return language.partition("-")[0] == "el"


def hyphenation_view(patterns: Patterns | None) -> HyphenationView | None:
    """Return how words are divided by patterns; None without any."""
    if patterns is None:
        return None
    return HyphenationView(Latex(patterns.locale), Latex(patterns.name))


def punctuation_view(language: str, writer: LatexWriter) -> PunctuationView:
    """Return the marks of a language (BCP 47)."""
    marks = punctuation_for(language)
    texts = (marks.comma, marks.colon, marks.opening, marks.closing)
    return PunctuationView(*map(writer.literal, texts))


def paper_size(language: str) -> Latex:
    """Return the paper that people who write `language` print on."""
    territory = language.rpartition("-")[2].upper()
    return Latex("letterpaper" if territory in LETTER_TERRITORIES else "a4paper")


def language_views(languages: Iterable[str], main: str) -> tuple[LanguageView, ...]:
    """Return the languages of passages (BCP 47) in a handout whose own is `main`."""
    return tuple(_language_view(each, main) for each in sorted(languages))


def languages_of_words(course: Course, texts: tuple[Block, ...]) -> dict[str, Span]:
    """Return the languages of passages in texts and titles (BCP 47), and where each is first.

    Those of references are not among them.
    """
    titles = (
        course.title,
        *(each.title for each in course.streams if each.title is not None),
        *(title for each in course.meetings for title in (each.title, each.topic)),
    )
    nodes = (*texts, *(node for title in titles for node in title.nodes))
    found: dict[str, Span] = {}
    for node in walk(nodes):
        if isinstance(node, InLanguage):
            found.setdefault(node.language, node.span)
    return found


def _language_view(language: str, main: str) -> LanguageView:
    code = language.partition("-")[0]
    patterns = ENGLISH_PATTERNS if code == "en" else patterns_for(language)
    others = other_scripts(language)
    own = (each.language for each in SCRIPTS if each not in others)
    is_main = code == main.partition("-")[0]
    return LanguageView(
        Latex(language),
        is_main,
        None if is_main else hyphenation_view(patterns),
        tuple(map(Latex, own)),
    )


def script_views(language: str) -> tuple[ScriptView, ...]:
    """Return the letters of other languages than `language` (BCP 47)."""
    return tuple(
        ScriptView(first, last, Latex(script.language))
        for script in other_scripts(language)
        for first, last in script.letters
    )
